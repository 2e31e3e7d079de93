"""What lies between two figures near one, told as a number (结余, 多出) or as a growth in per cent."""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from itertools import combinations
from operator import attrgetter

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.left.still import done_before, follows, is_left, tells_not_done
from junheng.audit.relations.evident.evidence import (
    BORNE,
    LEAST_DIGITS,
    SLIP,
    Chances,
    Read,
    about,
    by_slip,
    close,
    gap,
    holds,
)
from junheng.audit.relations.evident.figures import (
    FEW,
    Figures,
    before,
    counts_same,
    digits,
    has,
    pattern,
    same,
    told,
    worth,
)
from junheng.audit.relations.evident.worked_out.balanced import balance, difference_of, of_two_units
from junheng.audit.relations.evident.worked_out.complements import is_undone
from junheng.audit.relations.evident.worked_out.elsewhere import elsewhere
from junheng.audit.relations.ground.nearby import chance
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import KEPT, arrives, change, compared, words
from junheng.audit.relations.sums.labels.labels import contrary, share_a_word

_number = attrgetter("number")
_UNTOLD, _TAKEN_OFF = ("unjoined", "evident", "two-sides", "among", "spread"), ("除", "扣除", "剔除", "减去")
"""Rules of sums that no word tells to be sums, and what says of a figure that it is taken off."""
_OPENING = words("common", "opening")
_TINY = 100
_LARGE, _FAR, _PAIR = 100, 1500, 2
_LISTING, _COLON = frozenset("、，,和"), frozenset("：:")
_PAIRS = 3
"""How many pairs a slip in a difference is looked for in."""
_NEAR, _NEAR_GROWTH = Fraction(7, 20), Fraction(1, 8)
"""How far, of itself, a misprinted difference or growth may lie from what the figures in place come to."""


def difference(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return what a figure is the difference of: a change, a remainder, what is wanting."""
    if not _told(near, item):
        return None
    made = (
        _against_elsewhere(near, read, item)
        or balance(near, read, item)
        or _rest(near, read, item)
        or _near_by(near, read, item)
    )
    return made or of_two_units(near, item)


def as_difference(near: Figures, one: Relation) -> Relation | None:
    """Return what is read as a sum of two as the difference its words tell: 今年915人，去年750人，预计增加165人."""
    if one.kind != "sum" or len(one.parts) != _PAIR or not one.rule.startswith(_UNTOLD):
        return None
    row = near.told_of((one.total, *one.parts))
    if len(row) <= _PAIR:
        return None
    total, *parts = row
    base, step = sorted(parts, key=_number)
    grown = change(step.label) == "up" and not change(base.label) and step.number == base.number + 1
    off = base.label.strip().startswith(_TAKEN_OFF) and not has(told()["list"]["rest"], step.label)
    # 已入学398人……尚有14人因重度残疾等原因未能入学: what is not done is told beside what is.
    spent = pattern("gap", "unspent").search(step.label) is not None and has(told()["gap"]["spent"], base.label[-8:])
    remains = spent or follows(step) or (is_left(step) and done_before(base, step) and not is_undone(near, step))
    lacking = pattern("gap", "lacking").search(step.label[-6:]) is not None
    if not (grown or off or remains or lacking) or total.number > base.number:
        return None
    return difference_of(total, base, step)


def _near_by(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return what a figure is the difference of among the figures of its kind near it, the nearest first."""
    figures, value, chances = same(near, item), item.plain, Chances(BORNE)
    step = Fraction(item.quantity.step) * item.quantity.scale
    beside = read.part(item, "sum")
    known = {part.sources[0].start for part in beside.parts} if beside is not None else set()
    # Neither its own parts (缺143人，小学104人…) nor what is told beside it in one list (初级524人、未定级662人).
    figures = [one for one in figures if one.parent is not item and one.quantity.start not in known]
    for at, (one, two) in enumerate(_nearest(len(figures))):
        first, second = figures[one], figures[two]
        if first.plain < second.plain:
            first, second = second, first
        # Two figures up to the first lie so far apart once in as many as there are steps to it.
        if chances.over(step, first.plain) if first.plain and step else chances.over(Fraction(1)):
            return None
        between = first.plain - second.plain
        if between != value and at >= _PAIRS:
            continue
        if read.together(first, second, item) or not second.plain or change(first.label) or change(second.label):
            continue
        if second.number > item.number and second.label.lstrip().startswith(_OPENING):
            continue  # 教师217人，还差64人，其中专职153人: a part of what there is
        if between == value:
            if _linked(first, second, item):
                made = _listed(near, first, second, item) or _other_side(near, first, second, item)
                return made or difference_of(first, second, item)
        elif (
            value <= first.plain
            and read.part(item, "growth") is None
            and _misprinted(near, (first, second, item), Fraction(between), at, one)
        ):
            return difference_of(first, second, item)
    return None


def _against_elsewhere(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return what a figure is the difference of where what is compared was told sentences before."""
    found = elsewhere(near, item)
    if found is None or read.together(*found, item):
        return None
    first, second = sorted(found, key=worth, reverse=True)
    return difference_of(first, second, item)


def of_whole(near: Figures, read: Read, one: Relation) -> Relation:
    """Return a failing difference told behind a list as one of the whole the list divides, where that lies nearer.

    车辆214辆，其中专用168辆，非专用46辆，与上年的239辆相比减少25辆: 214 is what is compared, not 46.
    """
    if one.kind != "difference" or any(len(part.sources) != 1 for part in one.parts):
        return one
    row = near.told_of((one.total, *one.parts))
    if len(row) <= _PAIR:
        return one
    item, *sides = row
    for at, side in enumerate(sides):
        known = read.part(side, "sum")
        whole = next(iter(near.told_of([known.total])), None) if known is not None else None
        if whole is not None and whole not in sides and whole.sentence == item.sentence and whole.number < side.number:
            made = difference_of(whole, sides[1], item) if at == 0 else difference_of(sides[0], whole, item)
            if gap(made) < gap(one):
                return made
    return one


def _rest(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return what is not (未升学658人) with what is and their whole, where the one is told as a share of the other."""
    known = read.rests.get((item.quantity.base, Fraction(item.plain)))
    if known is None or not item.quantity.base or item.depth:
        return None
    one, whole = map(near.item, known)
    if one is None or whole is None:
        return None
    if frozenset(known) in read.apart:
        return None  # 还剩8处 … 对未销号的8处: told before
    if one.number > item.number or item.quantity.start - one.quantity.end > _FAR or read.together(one, whole, item):
        return None
    return _other_side(near, whole, one, item)


def _other_side(near: Figures, first: Item, second: Item, item: Item) -> Relation | None:
    """Return a whole with what is and what is not (已开工171个…未开工15个) as their sum: nothing says it is left."""
    rule = "evident.sides" if pattern("gap", "denied").search(item.label[-8:]) else ""
    rule = rule or ("sum.left" if tells_not_done(near, item) else "")
    row = spans([first, second, item])
    return relation("sum", [second.quantity, item.quantity], first.quantity, rule, row) if rule else None


def _listed(near: Figures, first: Item, second: Item, item: Item) -> Relation | None:
    """Return a whole with its two parts, one of them carried over (收入包括：拨款703万元、上年结转2万元), as a sum."""
    if not first.number < second.number == item.number - 1 or item.mark not in _LISTING:
        return None
    if second.mark not in _COLON or pattern("gap", "made_of").search(near.between(first, second)) is None:
        return None
    return relation("sum", [second.quantity, item.quantity], first.quantity, "evident.listed",
                    spans([first, second, item]))  # fmt: skip


def _linked(first: Item, second: Item, item: Item) -> bool:
    """Whether two figures told apart may be set against each other: for a small difference they are told together."""
    large = item.quantity.value >= _LARGE * (item.quantity.step or 1) and _figures(item) > 1
    wanting = pattern("gap", "wanting").search(item.label[-8:]) is not None
    strong = wanting or pattern("gap", "weak").search(item.label[-16:] + item.after[:6]) is None
    beside = first.sentence == second.sentence >= item.sentence - 1 or share_a_word(first.label, second.label)
    return large or strong or beside or contrary([second.label, item.label])


def _figures(item: Item) -> int:
    """Return how many digits of a figure say something: 3000 is hit by chance sooner than 3021."""
    return len("".join(map(str, item.quantity.value.as_tuple().digits)).rstrip("0"))


def _misprinted(near: Figures, row: tuple[Item, Item, Item], between: Fraction, at: int, nearest: int) -> bool:
    """Whether a difference that does not come out was meant: by its place, by what it is set against, by the slip."""
    first, second, item = row
    idle = pattern("gap", "idle").search(item.label[-16:]) is not None or _taken_before(near, item)
    if item.label.lstrip().startswith("其中"):
        return False  # 增加237人，其中升学增加278人: one of several
    if idle and not change(item.label):
        return False  # 免费教科书527万元; 扣除旧书200册，乙校购书1850册
    long = digits(item) >= LEAST_DIGITS
    if (
        at < _PAIRS
        and not nearest
        and long
        and about(float(between / item.quantity.scale), item)
        and by_slip(difference_of(*row), "swapped")
    ):
        return True
    if second.plain * _TINY < first.plain:
        return False  # 补助90元……应发工资1423万元: of other matters
    if at or any(abs(each.sentence - item.sentence) > 1 for each in (first, second)):
        return False
    return _set_against(near, first, second, item) and close(difference_of(*row), _NEAR)


def _set_against(near: Figures, first: Item, second: Item, item: Item) -> bool:
    """Whether one of two figures right before a third is told as what the other is set against (去年83人，增加35人)."""
    row = sorted((first, second, item), key=lambda one: one.number)
    between = [one for one in near.items[row[0].number + 1 : row[2].number] if one is not row[1]]
    if row[2] is not item or item.sentence != row[1].sentence or any(one.quantity.kind == "number" for one in between):
        return False
    if {one.depth for one in row} != {item.depth} or len(between) > 1:
        return False
    marked = [one for one in row[:2] if pattern("gap", "against").search(one.label[-12:])]
    if len(marked) != 1:
        return False
    if pattern("gap", "of_a_year").search(item.label) and not pattern("gap", "of_a_year").search(marked[0].label):
        return False  # 收入1846万元，为年初预算1700万元的108.6%，比上年增收214万元
    way = change(item.label)
    return not way or (marked[0] is second) == (way == "up")


def _taken_before(near: Figures, item: Item) -> bool:
    """Whether something is told as taken away right before a figure: 剔除157篇，进入评审981篇."""
    before = near.items[item.number - 1] if item.number else None
    if before is None or before.segment != item.segment:
        return False
    return _removed(before.label)


@lru_cache(KEPT)
def _removed(label: str) -> bool:
    return pattern("gap", "removed").search(label[-8:]) is not None


def _told(near: Figures, item: Item) -> bool:
    label = item.label
    if change(label):
        return True
    worded = pattern("gap", "cues").search(label[-16:] + item.after[:6]) is not None
    return (worded and not arrives(label) and not compared(label)) or _taken_before(near, item)


@cache
def _nearest(count: int) -> list[tuple[int, int]]:
    return sorted(combinations(range(count), 2), key=lambda pair: (sum(pair), pair))


def growth(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return the growth from one figure near a percentage to another."""
    window, chances, accident = before(near, item, FEW), Chances(BORNE), chance(item.quantity)
    down = change(item.label) == "down"
    step = near.items[item.number - 1] if item.number else item
    if step.sentence == item.sentence and (known := elsewhere(near, step)) is not None:
        made = _grown(known[1], known[0], item, down)
        if holds(made):
            return made
    for one, two in _nearest(len(window)):
        last, first = window[one], window[two]
        if not counts_same(last.quantity, first.quantity) or change(last.label) or change(first.label):
            continue
        if frozenset({last.quantity.start, first.quantity.start}) in read.pairs:
            continue  # how the one grew to the other is told already
        if chances.over(accident):
            return None
        low, high = sorted((last, first), key=worth)
        if low.plain == high.plain or not low.plain:
            continue
        was, became = (high, low) if down else (low, high)
        if not about(100.0 * (high.plain - low.plain) / was.plain, item):
            continue
        made = _grown(was, became, item, down)
        if holds(made) or (
            not one and chances.sum <= SLIP and digits(item) >= LEAST_DIGITS and by_slip(made, "swapped", "truncated")
        ):
            return made
        if not one and two == 1 and _since(was, became) and close(made, _NEAR_GROWTH):
            return made
    return None


def _grown(was: Item, became: Item, item: Item, down: bool) -> Relation:
    total = negative(term(item.quantity)) if down else term(item.quantity)
    return relation("growth", [was.quantity, became.quantity], total, "evident.growth", spans([was, became, item]))


def _since(was: Item, became: Item) -> bool:
    """Whether one of two figures is told as the earlier, the other not (上年20.9万人，今年21.4万人)."""
    earlier = pattern("gap", "earlier")
    told = earlier.search(was.label[-12:]) is not None and earlier.search(became.label[-12:]) is None
    return told and not was.depth and not became.depth
