"""Differences: one figure against another (相比多出, 差了, 由…到…提高), what is left (结余), what is wanting (缺编).

The order of the parts follows the words, so that the difference told comes out positive: 增加 is (now, before), 减少
(before, now).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation, Term
from junheng.audit.relations.nearby import Near, alike
from junheng.audit.relations.terms import relation, spans, worked_out
from junheng.audit.relations.wording import REACH, change, compared, holds_one, stem, words

_REACHED = (*words("growth", "arrived"), *words("growth", "reached"))
_EARLIER = tuple(word for word in words("growth", "earlier") if len(word) > 1)
_OTHER_YEAR = ("同比", "环比", *_EARLIER)
# The first characters of all words of change, of what is left and what is wanting: most labels hold none of them.
_HINT = re.compile(
    "["
    + "".join(
        sorted(
            {
                word[0]
                for table, names in (
                    ("growth", ("up", "down")),
                    ("difference", ("up", "down", "left", "short", "over", "net")),
                )
                for name in names
                for word in words(table, name)
            }
        )
    )
    + "]"
)
_MUTUAL = re.compile("(?:两者|二者|两项|前后|两数|两校|两地)?(?:相差|差距|差额)")
_NORM = re.compile("[比较]([\u4e00-\u9fff]{2,4}?)(?:的)?(?:少|多|增|减|低|高|下|上|提)")
_PLAN = re.compile("[比较](?:原|年度|招[生聘录])?(计划|编制|核编|定员|任务|指标|预算|目标)")
_PLANS = 3
_AGAINST = ("比", "较", "与", "和", "同")
_YEAR = re.compile("[0-9]{2,4}年")
_LEFT, _SHORT, _OVER = (words("difference", name) for name in ("left", "short", "over"))
_DUE, _INCOME = words("difference", "due"), words("difference", "income")
_MEAN = words("growth", "mean")
_DIRECT = 2
"""How many figures may stand between the two sides: none, or a share of the first."""


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the differences the text asserts, and the share of its norm that a gap is told to be."""
    near = Near(layout)
    for item in layout.items:
        if item.quantity.kind not in {"number", "points", "share"} or _HINT.search(item.label[-24:]) is None:
            continue
        found = (
            _net(near, item)
            or _changed(near, item)
            or _against_plan(near, item)
            or _reached_behind(near, item)
            or _left(near, item)
        )
        if found is not None:
            yield found[0]
            if (gap := _gap(near, item, found[1], found[2])) is not None:
                yield gap


def sides(  # noqa: PLR0911
    near: Near, item: Item, kinds: tuple[str, ...] = ()
) -> tuple[Item, Item, bool] | None:
    """Return the figure told and the one it is set against, before a change, and whether the words make them sure.

    Shapes: `829亿元，与上年的774亿元相比(多出)`, `由774亿元增加到829亿元`, `上年774亿元，今年829亿元`.
    """
    kinds = kinds or (("share",) if item.quantity.kind == "points" else ("number",))
    last = near.previous(item, kinds)
    first = near.previous(last, kinds) if last is not None else None
    if last is None or first is None or alike(last.quantity, first.quantity) != 2:
        return None
    if item.number - last.number > _DIRECT or last.number - first.number > _DIRECT:
        return None
    if change(last.label) or change(first.label):
        return None
    if _MUTUAL.match(item.label.strip()) and item.number == last.number + 1 and last.number == first.number + 1:
        return (last, first, True) if near.value(last) > near.value(first) else (first, last, True)
    between = near.between(first, last)[-40:]
    if _from(first.label) and holds_one(between, _REACHED):
        return last, first, not holds_one(item.label, _OTHER_YEAR)
    if (norm := _NORM.search(item.label[-12:])) is not None and norm[1] in first.label:
        return last, first, True
    against = _set_against(near, last, item)
    if against is not None:
        return first, last, against
    if holds_one(first.label[-16:], _EARLIER) and not compared(between):
        return last, first, holds_one(last.label[-8:], ("今年", "本年", "现在", "目前"))
    if holds_one(last.label[-16:], _EARLIER):
        return first, last, False
    return (last, first, False) if _years(first.label, last.label) else None


def _from(label: str) -> bool:
    """Whether a label opens a way from one figure to another: `由上年的`, `毛入园率从`."""
    short = label[-14:]
    return any(word in short for word in ("由", "从"))


def _set_against(near: Near, last: Item, item: Item) -> bool | None:
    """Return whether the nearer figure is surely the one compared with (`与上年的774亿元相比`), or None."""
    if not item.mark and near.clause(last).startswith(_AGAINST):
        return True
    if not compared(last.label):
        return None
    behind = near.between(last, item)[:6]
    return "相比" in behind or "相较" in behind or not item.mark


def _years(first: str, last: str) -> bool:
    """Whether two labels name two years of one thing: `2019年投入`, `2020年投入`."""
    one, two = _YEAR.search(first[-REACH:]), _YEAR.search(last[-REACH:])
    if one is None or two is None or one[0] == two[0]:
        return False
    rest, other = first[-REACH:][one.end() :].strip(), last[-REACH:][two.end() :].strip()
    return not stem(other) or stem(rest) == stem(other)


def _changed(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    way = change(item.label)
    if not way:
        return None
    share = item.quantity.kind == "share"
    found = sides(near, item, ("share",) if share else ())
    if found is None or holds_one(item.label, _MEAN):
        return None
    told, base, sure = found
    if share and near.value(told) - near.value(base) != near.value(item):
        return None  # per cent said where points are meant: read only where it comes out
    if (alike(told.quantity, item.quantity) != 2) and item.quantity.kind == "number":
        return None
    first, second = (told, base) if way == "up" or _MUTUAL.match(item.label.strip()) else (base, told)
    if stem(item.label).endswith("差") and near.value(first) < near.value(second):
        first, second = second, first
    made = _difference(first, second, item, "difference.change")
    if holds(made) or (
        sure
        and near.unbroken(second if second.number < first.number else first, item)
        and not item.quantity.hedge
        and not told.quantity.hedge
    ):
        return made, told, base
    return None


def _against_plan(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    """`计划招聘185个岗位。……最终录用179人，较计划少6人`: the plan was told before, and is found by its name."""
    way, named = change(item.label), _PLAN.search(item.label[-12:])
    told = near.previous(item)
    if not way or named is None or told is None or told.number != item.number - 1 or not _even(told, item):
        return None
    here = [one for one in near.before(told, 6, across=True) if named[1] in one.label[-8:]]
    known = [*here, *(one for one in near.labelled(named[1], told, 4) if one not in here)]
    for base in known[:_PLANS]:
        first, second = (told, base) if way == "up" else (base, told)
        if base is not told and _even(base, told) and not change(base.label):
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
    if alike(told.quantity, item.quantity) != 2 or alike(base.quantity, item.quantity) != 2:
        return None
    lead = _from(base.label) or holds_one(base.label[-16:], _EARLIER[:-1])
    if not lead or not told.label.strip().startswith(("达", "增至", "降至", "增加到", "减少到", "提高到", "下降到")):
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
        return None
    if {alike(one.quantity, item.quantity) for one in (first, second)} != {2} or compared(second.label):
        return None
    if near.value(first) < near.value(second):
        first, second = second, first
    made = _difference(first, second, item, "difference.net")
    came, went = words("difference", "came"), words("difference", "went")
    sure = holds_one(first.label, came) and holds_one(second.label, went) and near.unbroken(first, item)
    return (made, second, first) if sure or holds(made) else None


def _left(near: Near, item: Item) -> tuple[Relation, Item, Item] | None:
    """`收入120万元，支出100万元，结余20万元`; `编制2918名，在岗2799人，缺编119名`."""
    if item.quantity.kind != "number":
        return None
    label = stem(item.label)
    over = label.endswith(_OVER)
    if not (over or label.endswith(_LEFT) or label.endswith(_SHORT)):
        return None
    second = near.previous(item)
    first = near.previous(second) if second is not None else None
    if first is None or second is None or item.number - second.number > _DIRECT:
        return None
    if not _even(first, second) or not _even(second, item):
        return None
    wanting = "缺" in label and not holds_one(first.label, _DUE) and near.value(second) > near.value(first)
    over = over or wanting
    made = _difference(*((second, first) if over else (first, second)), item, "difference.left")
    due = holds_one(first.label, _INCOME if label.endswith(_LEFT) else _DUE)
    close = item.number == second.number + 1 and second.number == first.number + 1
    sure = (
        due
        and close
        # A balance carries what stood there before the year: without that figure it contradicts nothing.
        and not any(word in label for word in _BALANCE)
        and alike(first.quantity, second.quantity) == 2
        and alike(second.quantity, item.quantity) == 2
        and near.unbroken(first, item)
        and not any(one.quantity.hedge for one in (first, second, item))
    )
    if not (sure or holds(made)):
        return None
    return made, second, first


_BALANCE = ("结余", "结转")


def _even(one: Item, two: Item) -> bool:
    """Whether one figure may be wanting of another: 学位 are 个, children 人."""
    return bool(alike(one.quantity, two.quantity)) or {one.quantity.base, two.quantity.base} <= {"人", "个"}


def _gap(near: Near, item: Item, told: Item, base: Item) -> Relation | None:
    """`差了0.7平方米，比标准低14.6个百分点`: points said where the gap in per cent of the norm is meant."""
    if item.number + 1 >= len(near.items):
        return None
    after = near.items[item.number + 1]
    if after.quantity.kind != "points" or after.sentence != item.sentence or not change(after.label):
        return None
    if told.quantity.kind != "number":
        return None
    way = [(1, base.quantity), (-1, told.quantity)]
    top = worked_out(
        way if near.value(base) >= near.value(told) else [(-sign, each) for sign, each in way], base.quantity.scale
    )
    total = Term(Fraction(after.quantity.value), Fraction(after.quantity.step) / 2, (after.quantity,))
    plain = relation("ratio", [top, base.quantity], total, "share.gap", spans([told, base, item, after]))
    made = Relation(plain.kind, plain.parts, plain.total, "%", plain.spans, plain.rule)
    return made if holds(made) else None
