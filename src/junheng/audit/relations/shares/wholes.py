"""What a share may be of: the figures in place before its part, taken singly or together.

A reading that only comes out is kept where it is no accident (`chance`); one that does not come out is kept only where
its place leaves no other.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import combinations

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term
from junheng.audit.relations.ground.nearby import Near, alike, chance, comes_to, named_alike, same_kind
from junheng.audit.relations.ground.terms import relation, spans, term, worked_out
from junheng.audit.relations.ground.wording import (
    change,
    compared,
    holds_one,
    scoped,
    words,
)
from junheng.audit.relations.shares.percentages import Told

_DIGITS, _CLOSE = 3, Fraction(1, 8)
"""How many digits a share must have before a slip in it is believed, and how far a misprinted one lies at most."""
SLIPS = frozenset({"zero_lost", "zero_added", "digit_added", "swapped", "places"})
"""The slips of the pen that explain a share which does not come out."""
_YEAR = re.compile("(?:19|20)[0-9]{2}(?=年)")
_EARLIER = re.compile(
    "(?:而|比)?(?:[上去前]年|上一?年度?|上学年度?|上年度|去年同期|上年同期|同期|年初)(?:同期)?(?:仅|只)?[为是有达]{0,2}"
)
_THEN = re.compile("[上去前]年|上一?年度?|上学年|同期|当年|(?:19|20)[0-9]{2}年")
"""What a figure of an earlier year is told by, and nothing else."""
_SURE = Fraction(1, 1000)
"""How likely an accident a share of the last of a list in all of it may be, where nothing names it."""
_SWAPS = Fraction(1, 100)
"""How likely one of the changes of neighbouring digits comes out by accident, at most."""
_CLOSED = re.compile("[)）](?:的|的比例为|比例为|比重为)?")
_PLAIN = frozenset({"", "共", "为", "总", "计", "共计"})
_WHOLE = words("common", "whole")
_DUE = words("share", "due")


def past_references(near: Near, found: Item | None, of: str = "") -> Item | None:
    """Step over what a figure is only set against, and by how much it grew: `9.3亿元，比上年的8.6亿元增长8.1%，占…`.

    `of` is what the share is told of: of last year's budget it is last year's figure.
    """
    step = found
    for _ in range(3):
        if found is None:
            return _come_to(near, step)
        if not (compared(found.label) or (change(found.label) and not found.parent)):
            return found if _THEN.search(of) is not None else _of_this_year(near, found)
        found = near.previous(found)
    return found


def _come_to(near: Near, step: Item | None) -> Item | None:
    """Return what a change told with its base alone came to (比去年的366人多57人，占…), told a sentence before."""
    base = near.previous(step) if step is not None else None
    way = change(step.label) if step is not None else ""
    if base is None or step is None or not way or base.number != step.number - 1 or not compared(base.label):
        return None
    value = near.value(base) + (near.value(step) if way == "up" else -near.value(step))
    known = (one for one in near.before(base, 2) if near.value(one) == value)
    return next((one for one in known if same_kind(one.quantity, base.quantity)), None)


def _of_this_year(near: Near, found: Item) -> Item:
    """Return the figure told before one of an earlier year: `经费86412万元，上年为81730万元，占…` is of the first."""
    before = near.previous(found)
    if before is None or before.number != found.number - 1 or not same_kind(before.quantity, found.quantity):
        return found
    years = [_YEAR.search(one.label[-12:]) for one in (before, found)]
    later = years[0] is not None and years[1] is not None and years[0][0] > years[1][0]
    earlier = _EARLIER.fullmatch(found.label.strip()) is not None and _EARLIER.search(before.label) is None
    return before if earlier or (later and found.label.strip().startswith(("19", "20"))) else found


def wholes_of(near: Near, top: Item, item: Item, most: int = 8) -> list[Item]:
    """Return what a figure may be a share of: its bracket's owner, what stands before it, the nearest first."""
    found: list[Item] = []
    if top.parent is not None and top.parent.quantity.kind == "number":
        found.append(top.parent)
    for one in near.before(top):
        inside = one.depth > top.depth and one.parent is not top.parent
        fits = item.quantity.value > 100 or one.plain * 2 >= top.plain
        if one is not top.parent and not inside and fits and alike(one.quantity, top.quantity):
            found.append(one)
    if len(found) < most // 2:
        # What the paragraph before is about: its figures, the largest first.
        above = [one for one in near.before(top, 6, across=True) if one.paragraph != top.paragraph]
        larger = [one for one in above if alike(one.quantity, top.quantity) and one.plain >= top.plain]
        larger.sort(key=lambda one: -one.plain)  # the largest is most likely what the others are of
        found += larger[: most // 2]
    return found[:most]


def made_share(  # noqa: PLR0917
    near: Near, top: Item | Term, bottom: Item, item: Item, rule: str, also: tuple[Item, ...] = ()
) -> Relation:
    """Return the share one figure (or a worked-out term) is told to be of another."""
    figures = [*([top] if isinstance(top, Item) else []), *also, bottom, item]
    part = top if isinstance(top, Term) else top.quantity
    return relation("ratio", [part, bottom.quantity], item.quantity, rule, spans(figures))


def holding(near: Near, top: Item, bottom: Item, item: Item, rule: str) -> Relation | None:
    """Return the share of one figure of another where it comes out."""
    if not comes_to(near.exact(top), near.exact(bottom), item.quantity):
        return None
    made = made_share(near, top, bottom, item, rule)
    return made if holds(made) else None


def first_holding(  # noqa: PLR0917
    near: Near, top: Item, wholes: list[Item], item: Item, rule: str, borne: Fraction
) -> Relation | None:
    """Return the share of the first whole that comes out, unless so many were tried that it may be an accident."""
    if not item.quantity.value and len(wholes) > 1:
        return None  # nothing of anything is 0 %
    for bottom in wholes[: borne // chance(item.quantity)]:
        if bottom is not top and (made := holding(near, top, bottom, item, rule)) is not None:
            return made
    return None


def swapped_part(made: Relation) -> bool:
    """Whether a share comes out when two neighbouring digits of its part or its whole change places: 75 for 57."""
    accident = chance(made.total.sources[0])
    for part in made.parts:
        if len(part.sources) > 1:
            return False
        value = part.sources[0].value
        printed = "".join(map(str, value.as_tuple().digits))
        for at in range(len(printed) - 1):
            other = printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]
            if other == printed or other[0] == "0" or accident * len(printed) > _SWAPS:
                continue
            told = Term(part.value * int(other) / int(printed), part.slack, part.sources)
            parts = tuple(told if one is part else one for one in made.parts)
            if holds(Relation(made.kind, parts, made.total, made.unit, made.spans, made.rule)):
                return True
    return False


def misprinted(made: Relation, within: Fraction = _CLOSE) -> bool:
    """Whether a share that fails lies close to what its figures come to, or one slip of the pen explains it."""
    found = judge(made)
    if found is None or found.holds or found.hedged or not made.total.value:
        return False
    close = found.slip in SLIPS or found.slip == "truncated" or abs(found.off_by) <= made.total.value * within
    return close or swapped_part(made)


def slipped(near: Near, top: Item, item: Item) -> Relation | None:
    """Return the share of the one figure it can be of that one slip of the pen explains: 上线率810.23% for 81.23%.

    Such a share may exceed 100 %, and the part the whole: nothing else is asked of its size.
    """
    figure = item.quantity
    if len(figure.value.as_tuple().digits) < _DIGITS or top.number != item.number - 1 or scoped(top.label):
        return None
    found = [one for one in near.before(top, 1) if same_kind(one.quantity, top.quantity) and one.depth <= top.depth]
    if len(found) != 1 or compared(found[0].label) or not holds_one(found[0].label + found[0].after[:8], _DUE):
        return None
    if any(one.quantity.hedge for one in (found[0], top, item)) or not near.unbroken(found[0], item):
        return None
    made = made_share(near, top, found[0], item, "share.rate")
    judged = judge(made)
    return made if judged is not None and judged.slip in SLIPS else None


def placed_whole(near: Near, top: Item, item: Item) -> Item | None:
    """Return the one whole a figure's place leaves: what the bracket belongs to, what 其中 looks back to, a 总数."""
    label = top.label.strip()
    opened = label.startswith(words("common", "opening")) or _opened(near, top)
    if not opened and scoped(label):
        return None
    if opened and scoped(label.removeprefix("其中")):
        return None
    before = near.previous(top)
    if before is None:
        whole = top.parent if top.parent is not None and top.parent.quantity.kind == "number" else None
        return whole if whole is not None and same_kind(whole.quantity, top.quantity) else None
    if not same_kind(before.quantity, top.quantity) or before.number < top.number - 1:
        return None
    if opened or (holds_one(before.label, _WHOLE) and not holds_one(label, _WHOLE)):
        return before
    return None


def _opened(near: Near, top: Item) -> bool:
    start = top.label_start
    return near.text[max(0, start - 6) : start].rstrip(":：,， ").endswith("其中")


def in_brackets(near: Near, told: Told) -> Relation | None:
    """`完成购置14310万元，占规划购置总金额(16982万元)的84.3%`: the whole stands in the bracket behind its name."""
    item = told.item
    inner, top = near.items[item.number - 1] if item.number else item, near.previous(item)
    if told.form not in {"named", "bare"} or inner.depth != item.depth + 1 or inner.quantity.kind != "number":
        return None
    beside = top is not None and top.number == inner.number - 1
    if top is None or not beside or inner.parent is not None or _CLOSED.fullmatch(near.between(inner, item)) is None:
        return None
    if not same_kind(inner.quantity, top.quantity) or inner.label.strip() not in _PLAIN:
        return None
    made = made_share(near, top, inner, item, "share.bracketed")
    return made if holds(made) or surely_told(near, top, inner, item) else None


def surely_told(near: Near, top: Item, bottom: Item, item: Item) -> bool:
    """Whether a share may be called wrong: nothing masked, nothing told as about, part no larger than whole."""
    hedged = any(one.quantity.hedge for one in (top, bottom, item))
    smaller = top.plain <= bottom.plain or sole_whole(near, top, item) is bottom
    return not hedged and smaller and near.unbroken(bottom, item)


def sole_whole(near: Near, top: Item, item: Item) -> Item | None:
    """Return the one figure of its unit a sentence tells before a part: nothing else can be the whole."""
    found = [
        one
        for one in near.before(top, 0)
        if same_kind(one.quantity, top.quantity)
        and one.depth <= top.depth
        and not compared(one.label)
        and not change(one.label)
        and not told_as_share(near, one)
    ]
    if not found and (before := _topic(near, top)) is not None:
        found = [before]
    if len(found) != 1 or scoped(top.label) or item.number > top.number + 2:
        return None
    whole, part = found[0], near.value(top)
    if whole.number == top.number - 1 and near.between(whole, top).startswith("、"):
        return None  # 公办园9137人、普惠性民办园8045人，普惠率: they stand in one row
    if part > near.value(whole):
        due = holds_one(whole.label + whole.after[:8], _DUE) and whole.sentence == top.sentence
        return whole if due and whole.number == top.number - 1 else None
    told, base = Fraction(item.quantity.value), near.value(whole)
    share = part / base * 100 / told if told and base else Fraction(0)
    # Further off, what is printed must at least be of the size of what is computed.
    beside = whole.number == top.number - 1 and whole.sentence == top.sentence
    return whole if beside or Fraction(1, 2) < share < 2 else None


def told_as_share(near: Near, one: Item) -> bool:
    """Whether a figure is itself told as a share of something: `400人，占80%`."""
    behind = near.items[one.number + 1] if one.number + 1 < len(near.items) else None
    return (
        behind is not None
        and behind.quantity.kind == "share"
        and behind.sentence == one.sentence
        and not change(behind.label)
    )


def _topic(near: Near, top: Item) -> Item | None:
    """Return the one figure the sentence before tells of those a share may be of: `1929名考生参加考试。本科上线…`."""
    above = [one for one in near.before(top, 1) if one.sentence < top.sentence]
    found = [one for one in above if same_kind(one.quantity, top.quantity) and not compared(one.label)]
    return found[0] if len(found) == 1 and holds_one(found[0].label + found[0].after[:8], _DUE) else None


def of_run(near: Near, told: Told) -> Relation | None:
    """`男生1200人，女生1100人，女生占47.8%`: of the figures listed, the part's own among them, taken together."""
    item, run = told.item, list[Item]()
    for one in near.before(item, 0, 4):
        if change(one.label) or one.depth != item.depth or (run and not same_kind(one.quantity, run[0].quantity)):
            break
        run.append(one)
    tops = [one for one in run[:3] if told.subject and named_alike(told.subject, one)]
    if not told.subject and chance(item.quantity) <= _SURE:  # 中央26749.32万元，市配套10948.18万元，占比29.04%
        tops = [one for one in run[:1] if one.number == item.number - 1]
    if len(run) < 2 or len(tops) != 1:
        return None
    value = sum((near.value(one) for one in run), Fraction(0))
    if not comes_to(near.exact(tops[0]), (value.numerator, value.denominator), item.quantity):
        return None
    scale = run[0].quantity.scale
    whole = worked_out([(1, one.quantity) for one in reversed(run)], scale)
    made = relation("ratio", [term(tops[0].quantity, scale), whole], item.quantity, "share.list", spans([*run, item]))
    return made if holds(made) else None


def of_list(near: Near, top: Item, item: Item) -> Relation | None:
    """`新建5所，改建12所，其中农村7所，占41.2%`: of what was listed before, taken together."""
    listed: list[Item] = []
    for one in near.before(top, 0, 6):
        if change(one.label) or one.depth != top.depth or not same_kind(one.quantity, top.quantity):
            break
        listed.append(one)
        if len(listed) < 2:
            continue
        value = sum((near.value(each) for each in listed), Fraction(0))
        if comes_to(near.exact(top), (value.numerator, value.denominator), item.quantity):
            whole = worked_out([(1, each.quantity) for each in reversed(listed)], listed[0].quantity.scale)
            figures = spans([*listed, top, item])
            made = relation(
                "ratio", [term(top.quantity, listed[0].quantity.scale), whole], item.quantity, "share.list", figures
            )
            if holds(made):
                return made
    return None


def of_two(  # noqa: PLR0917
    near: Near, item: Item, tops: list[Item], wholes: list[Item], borne: Fraction, rule: str
) -> Relation | None:
    """Return a share whose part is worked out of two figures, or of a whole less one of them."""
    tried, most = 0, borne // chance(item.quantity)
    if not most:
        return None
    for bottom in wholes:
        limit = bottom.plain
        smaller = [one for one in tops if one is not bottom and one.plain < limit]
        for left, right in combinations(smaller, 2):
            if not alike(left.quantity, right.quantity) or left.parent is right or right.parent is left:
                continue
            if rule == "share.found" and not _told_together(tops, left, right):
                continue
            both = left.plain + right.plain
            if both >= limit:
                continue
            tried += 1
            if tried > most:
                return None
            if comes_to((both.numerator, both.denominator), near.exact(bottom), item.quantity):
                first, second = sorted((left, right), key=lambda one: one.number)
                top = worked_out([(1, first.quantity), (1, second.quantity)], bottom.quantity.scale)
                made = made_share(near, top, bottom, item, rule, (first, second))
                if holds(made):
                    return made
    return None


def _told_together(tops: list[Item], left: Item, right: Item) -> bool:
    """Whether two figures of a group are told one behind the other in one sentence."""
    return left.sentence == right.sentence and abs(tops.index(left) - tops.index(right)) == 1
