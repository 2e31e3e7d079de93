"""Differences: one figure against another (相比多出, 差了, 由…到…提高), what is left (结余), what is wanting (缺编).

The order of the parts follows the words, so that the difference told comes out positive: 增加 is (now, before), 减少
(before, now).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter

import msgspec

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation, Term
from junheng.audit.relations.changes.anniversaries import anniversaries
from junheng.audit.relations.changes.apart.bracketed import bracketed
from junheng.audit.relations.changes.apart.exactly import exactly
from junheng.audit.relations.changes.apart.recalled import difference_recalled
from junheng.audit.relations.changes.asked import asked, wanted
from junheng.audit.relations.changes.between_shares import between_shares, in_thousandths
from junheng.audit.relations.changes.left.deducted import deducted, rate_of_done, rate_of_taken
from junheng.audit.relations.changes.left.merged import merged
from junheng.audit.relations.changes.left.remainders import even, left
from junheng.audit.relations.changes.left.still import still
from junheng.audit.relations.changes.levels import difference_beside
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.changes.other_things import told_of_these
from junheng.audit.relations.changes.rows.scores import of_marks
from junheng.audit.relations.changes.rows.year_rows import of_year_row
from junheng.audit.relations.changes.sides import EARLIER, MUTUAL, opens_way, sides
from junheng.audit.relations.ground.nearby import Near, alike, same_kind
from junheng.audit.relations.ground.terms import relation, spans, worked_out
from junheng.audit.relations.ground.wording import KEPT, change, compared, holds_one, stem, words

# The first characters of all words of change, of what is left and what is wanting: most labels hold none of them.
_HINT = re.compile(
    "["
    + "".join(
        sorted(
            {
                word[0]
                for table, names in (
                    ("growth", ("up", "down")),
                    ("difference", ("up", "down", "left", "short", "over", "net", "remain", "rest", "netted")),
                )
                for name in names
                for word in words(table, name)
            }
        )
    )
    + "]"
)
_PLAN = re.compile("[比较](?:原|年度|招[生聘录])?(计划|编制|核编|定员|任务|指标|预算|目标)")
_NORM = re.compile("标准|要求|规定|目标|指标|底线|红线")
_MORE, _NOWADAYS = "多", re.compile("^(?:目前|现在|现有?|如今|今年|减至|增至)[^，,]{0,4}$")
_number = attrgetter("number")
_PLANS, _STEPS, _MANY = 3, 24, 10
_EACH = re.compile("平均每|每(?!年)[^，,。；;年]{0,4}(?:个|年级|校|县|班|乡|镇|户|名)")
_EACH_YEAR = re.compile("每[生人]每(?:学年|年)")
_ENDED = re.compile("[。；;]")
_BESIDE = ("相比", "相较")
_CAME, _WENT = words("difference", "came"), words("difference", "went")
_MEAN, _CAME_TO = words("growth", "mean"), words("growth", "came_to")


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the differences the text asserts, and the share of its norm that a gap is told to be."""
    near = Near(layout)
    yield from anniversaries(near)
    for item in layout.items:
        kind = item.quantity.kind
        if kind not in {"number", "points", "share"}:
            continue
        found = (of_marks(near, item) or still(near, item)) if kind == "number" else between_shares(near, item)
        if found is None and _hinted(item.label):
            found = _worded(near, item)
        failing = found is None or (found[0].rule == "difference.left" and not holds(found[0]))
        if failing and wanted(item):
            found = asked(near, item) or found
        if found is None and kind != "share":
            found = difference_beside(near, item) or bracketed(near, item) or difference_recalled(near, item)
        found = found or exactly(near, item) or merged(near, item)
        if found is not None and told_of_these(near, found[0]):
            yield in_thousandths(near, found[0])
            gap = _gap(near, item, found[1], found[2]) or rate_of_taken(near, found[0], item)
            gap = gap or rate_of_done(near, found[0], item)
            if gap is not None:
                yield gap


@lru_cache(KEPT)
def _hinted(label: str) -> bool:
    return _HINT.search(label[-24:]) is not None


def _worded(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    """Return what the words of change, of what is left and what is wanting tell of a figure."""
    return (
        _net(near, item)
        or _changed(near, item)
        or _against_plan(near, item)
        or _reached_behind(near, item)
        or left(near, item)
        or deducted(near, item)
    )


def _by_steps(near: Near, item: Item) -> bool:
    """Whether a change is told for each of several (平均每升高一个年级，近视率增加9.3个百分点)."""
    before = near.text[max(0, item.quantity.start - _STEPS) : item.quantity.start]
    return _EACH.search(_ENDED.split(before)[-1]) is not None


def _changed(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    way = change(item.label)
    if not way:
        return None
    share = item.quantity.kind == "share"
    found = sides(near, item, ("share",) if share else ())
    if found is None or holds_one(_EACH_YEAR.sub("", item.label), _MEAN) or _by_steps(near, item):
        return None
    told, base, sure = _plain(found[0], item), _drawn(_plain(found[1], item), item), found[2]
    if share and (near.value(told) - near.value(base)) * (1 if way == "up" else -1) != near.value(item):
        return None  # per cent said where points are meant: read only where it comes out
    bare = not (told.unit or base.unit or item.unit)  # 班额34.10，比上年35.10减少了1
    if not (bare or same_kind(told.quantity, item.quantity)) and item.quantity.kind == "number":
        return None
    first, second = (told, base) if way == "up" or MUTUAL.match(item.label.strip()) else (base, told)
    if stem(item.label).endswith("差") and near.value(first) < near.value(second):
        first, second = second, first
    in_row = of_year_row(near, item, (told.quantity.kind,)) is not None
    made = _difference(first, second, item, "difference.row" if in_row else "difference.change")
    if holds(made) or (
        sure
        and not _of_another(near, made, (told, base, item))
        and near.unbroken(second if second.number < first.number else first, item)
        and not item.quantity.hedge
        and not told.quantity.hedge
    ):
        return made, told, base
    return None


def _of_another(near: Near, made: Relation, row: tuple[Item, Item, Item]) -> bool:
    """Whether two figures are not of one thing: points of one stand between, or one is many times the other by no slip.

    近视率51.2%，比上年的52.9%下降1.7个百分点，其中小学38.1%，比上年下降2.2个百分点: the year before is told of all.
    """
    told, base, item = row
    between = near.items[min(told.number, base.number) + 1 : max(told.number, base.number)]
    if any(one.quantity.kind == "points" for one in between):
        return True
    small, large = sorted((near.value(told), near.value(base)))
    if told.unit != base.unit or large <= _MANY * small or large - small <= _MANY * near.value(item):
        return False
    found = judge(made)
    return found is None or not found.slip


def _plain(one: Item, item: Item) -> Item:
    """Return a figure without the 多 behind it that tells the change (比去年的2184人多132人)."""
    if one.quantity.hedge != "over" or one.number != item.number - 1 or not item.label.startswith(_MORE):
        return one
    return msgspec.structs.replace(one, quantity=msgspec.structs.replace(one.quantity, hedge=""))


def _drawn(one: Item, item: Item) -> Item:
    """Return a norm told in per cent (比省定标准98%高出…) as the line it is: it was not rounded to what is printed."""
    if one.quantity.kind != "share" or one.quantity.step <= item.quantity.step or _NORM.search(one.label) is None:
        return one
    return msgspec.structs.replace(one, quantity=msgspec.structs.replace(one.quantity, step=item.quantity.step))


def _against_plan(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    """`计划招聘185个岗位。……最终录用179人，较计划少6人`: the plan was told before, and is found by its name."""
    way, named = change(item.label), _PLAN.search(item.label[-12:])
    told = near.previous(item)
    if not way or named is None or told is None or told.number != item.number - 1 or not even(told, item):
        return None
    here = [one for one in near.before(told, 6, across=True) if named[1] in one.label[-8:]]
    known = [*here, *(one for one in near.labelled(named[1], told, 4) if one not in here)]
    for base in known[:_PLANS]:
        first, second = (told, base) if way == "up" else (base, told)
        if base is not told and even(base, told) and not change(base.label):
            made = _difference(first, second, item, "difference.plan")
            alone = len(known) == 1 and _sure_plan(near, first, second, item, base)
            if near.value(item) and (holds(made) or alone):
                return made, told, base
    return None


def _sure_plan(near: Near, first: Item, second: Item, item: Item, base: Item) -> bool:
    """Whether the one plan a paragraph tells leaves no other reading: the way is right, the gap of the size told."""
    if base.paragraph != item.paragraph or any(one.quantity.hedge for one in (first, second, item)):
        return False
    gap = near.value(first) - near.value(second)
    return near.value(item) < 3 * gap < 9 * near.value(item) and near.unbroken(base, item)


def _difference(first: Item, second: Item, item: Item, rule: str) -> Relation:
    return relation("difference", [first.quantity, second.quantity], item.quantity, rule, spans([first, second, item]))


def _reached_behind(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    """`由上年的774亿元增加54亿元，达到829亿元`: what it came to stands behind the change."""
    way = change(item.label)
    base = near.previous(item) if way else None
    if base is None or base.number != item.number - 1 or item.number + 1 >= len(near.items):
        return None
    told = near.items[item.number + 1]
    if told.sentence != item.sentence or told.quantity.kind != "number":
        return None
    if not same_kind(told.quantity, item.quantity) or not same_kind(base.quantity, item.quantity):
        return None
    lead = opens_way(base.label) or holds_one(base.label[-16:], EARLIER[:-1])
    beside = near.between(base, item).lstrip().startswith(_BESIDE) and _NOWADAYS.search(told.label.strip()) is not None
    if not beside and (not lead or not told.label.strip().startswith(_CAME_TO)):
        return None
    if any(one.quantity.hedge for one in (base, item, told)):
        return None
    first, second = (told, base) if way == "up" else (base, told)
    return _difference(first, second, item, "difference.reached"), told, base


def _net(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    """`新增90人，退休60人，净增30人`."""
    if not stem(item.label).endswith(words("difference", "net")):
        return None
    second = near.previous(item)
    first = near.previous(second) if second is not None else None
    if first is None or second is None or item.number != second.number + 1 or second.number != first.number + 1:
        return _net_of_lists(near, item)
    return _net_of_two(near, first, second, item) or _net_of_lists(near, item)


def _net_of_two(near: Near, first: Item, second: Item, item: Item) -> tuple[Relation, Item, Item] | None:
    if {alike(one.quantity, item.quantity) for one in (first, second)} != {2} or compared(second.label):
        return None
    return _made_net(near, first, second, item)


def _net_of_lists(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    """`补充397人，2017年118人，2018年126人，…；减员284人，其中退休231人，…，净增113人`: of the first of each clause."""
    heads: dict[int, Item] = {}
    for one in reversed(near.items[max(0, item.number - _STEPS) : item.number]):
        if one.sentence != item.sentence:
            break
        if one.quantity.kind == "number" and one.depth == item.depth and same_kind(one.quantity, item.quantity):
            heads[one.segment] = one
    if len(heads) != 2:
        return None
    first, second = heads.values()
    came = {holds_one(one.label, _CAME) - holds_one(one.label, _WENT) for one in (first, second)}
    return _made_net(near, first, second, item) if came == {1, -1} and not item.label.startswith("其中") else None


def _made_net(near: Near, first: Item, second: Item, item: Item) -> tuple[Relation, Item, Item] | None:
    if near.value(first) < near.value(second):
        first, second = second, first
    made = _difference(first, second, item, "difference.net")
    told = {holds_one(one.label, _CAME) - holds_one(one.label, _WENT) for one in (first, second)}
    sure = told == {1, -1} and not any(one.quantity.hedge for one in (first, second, item))
    sure = sure and near.unbroken(min(first, second, key=_number), item) and meant(made)
    return (made, second, first) if holds(made) or sure else None


def _gap(near: Near, item: Item, told: Item, base: Item) -> Relation | None:
    """`差了0.7平方米，比标准低14.6个百分点`: points said where the gap in per cent of the norm is meant."""
    if item.number + 1 >= len(near.items):
        return None
    after = near.items[item.number + 1]
    if after.quantity.kind != "points" or after.sentence != item.sentence or not change(after.label):
        return None
    if told.quantity.kind != "number" or holds_one(base.label, words("growth", "earlier")):
        return None  # 比上年的1702人增加134人，增长7.9个百分点: growth
    way = [(1, base.quantity), (-1, told.quantity)]
    top = worked_out(
        way if near.value(base) >= near.value(told) else [(-sign, each) for sign, each in way], base.quantity.scale
    )
    total = Term(Fraction(after.quantity.value), Fraction(after.quantity.step) / 2, (after.quantity,))
    plain = relation("ratio", [top, base.quantity], total, "share.gap", spans([told, base, item, after]))
    made = Relation(plain.kind, plain.parts, plain.total, "%", plain.spans, plain.rule)
    return made if holds(made) else None
