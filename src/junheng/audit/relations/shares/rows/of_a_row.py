"""Rates of all that a row before them tells: 毕业生4318人，就业2236人，升学1920人，参军47人，落实率97.3%.

The row stands right before the rate, its whole before the row; a row that is told with shares of its own may end a
sentence before (前两项合起来，满意率79.8%), and what comes later is added to what has been reached (已开放46所，开放率
75.4%，再开放9所，将达到90.2%). They are read where they come out; as failing where the rate is one of those that such a
row is told for and lies below what it comes to (more may be told nowhere), or one slip of the pen explains it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term
from junheng.audit.relations.ground.nearby import Near, alike, chance, same_kind
from junheng.audit.relations.ground.terms import relation, spans, term, worked_out
from junheng.audit.relations.ground.wording import change, linked, stem
from junheng.audit.relations.shares.lexicon import pattern
from junheng.audit.relations.shares.percentages import Told
from junheng.audit.relations.shares.wholes import SLIPS

_MOST, _TWO, _LABEL, _NUMBERS = 9, 2, 12, {"两": 2, "二": 2, "三": 3, "四": 4}
_BORNE, _LINKED, _CLOSE = Fraction(1, 50), Fraction(1, 10), Fraction(1, 20)
"""How many accidents are borne: of any rate, of one that such rows are told for; how far a misprinted one may lie."""


def of_a_row(near: Near, item: Item, told: Told | None) -> Relation | None:
    """Return the rate of all of the row that stands before it."""
    subject = told.subject if told is not None else stem(item.label)
    start, figure = item.quantity.start, item.quantity
    if figure.hedge or not figure.value or (told is not None and told.aimed):
        return None
    if (first := pattern("first_of").search(near.text[max(0, start - _LABEL * 2) : start])) is not None:
        return _of_the_first(near, item, _NUMBERS[first["count"]])
    if (told.form != "rate") if told is not None else pattern("named").search(subject) is None:
        return None
    here = [one for one in near.before(item, 0, _MOST) if one.depth == item.depth][::-1]
    if len(here) <= _TWO or here[-1].number != item.number - 1 or change(here[-1].label):
        return None
    named, tried = pattern("rowed").search(subject) is not None, Fraction(0)
    for at in range(len(here) - _TWO, 0, -1):
        row, whole = here[at:], here[at - 1]
        if not same_kind(row[0].quantity, row[-1].quantity):
            break
        if not _is_row(near, row, whole):
            continue
        missing = [one for one in row if pattern("row_missing").search(one.label[-_LABEL:])]
        did = [one for one in row if one not in missing]
        if not did or (len(did) < _TWO and not missing) or sum(one.plain for one in did) == whole.plain:
            continue  # 教职工41人，教师35人，工勤6人: all there are, so that the rate is of others
        tried += chance(item.quantity)
        if tried > (_LINKED if named else _BORNE):
            break
        made = _made(whole, did, item)
        if holds(made) or (named and _misprinted(near, made, [whole, *row, item], bool(missing))):
            return made
    return None


def _is_row(near: Near, row: Sequence[Item], whole: Item) -> bool:
    """Whether figures, one behind the other but for shares of theirs, are parts beside each other of the one before."""
    others = [
        one for one in near.items[whole.number + 1 : row[-1].number] if one not in row and one.depth <= whole.depth
    ]
    if any(one.quantity.kind != "share" for one in others) or any(change(one.label) for one in (whole, *row)):
        return False
    if not all(same_kind(one.quantity, row[0].quantity) for one in row) or not alike(whole.quantity, row[0].quantity):
        return False
    return sum(one.plain for one in row) <= whole.plain and not any(one.label.startswith("其中") for one in row[1:])


def _of_the_first(near: Near, item: Item, count: int) -> Relation | None:
    """`“非常满意”418人，占36.4%；“满意”497人；“一般”176人；“不满意”56人。前两项合起来，满意率为79.8%`."""
    row: list[Item] = []
    for one in near.before(item, 1, _MOST):
        if not row and one.label.endswith("前"):
            continue
        if row and (not same_kind(one.quantity, row[0].quantity) or one.sentence != row[0].sentence or one.depth):
            break
        row.insert(0, one)
    if len(row) <= count:
        return None
    both = sum((near.value(one) for one in row), Fraction(0))
    wholes = [one for one in near.before(row[0], 2, _MOST, across=True) if near.value(one) == both]
    if not wholes and near.value(row[0]) * 2 == both:
        wholes, row = row[:1], row[1:]  # 210人，优秀42人、…
    whole = term(wholes[0].quantity) if wholes else worked_out([(1, one.quantity) for one in row])
    if len(row) <= count:
        return None
    top = worked_out([(1, one.quantity) for one in row[:count]])
    made = relation("ratio", [top, whole], item.quantity, "share.row", spans([*wholes[:1], *row, item]))
    return made if holds(made) or _misprinted(near, made, [*row, item], True) else None


def with_more(near: Near, item: Item, read: Mapping[int, Relation]) -> Relation | None:
    """Return what a rate comes to with what is added to what it is now: 再开放9所，开放率将达到90.2%."""
    more = near.items[item.number - 1] if item.number else item
    if more.sentence != item.sentence or pattern("then").search(item.label) is None or item.quantity.hedge:
        return None
    if pattern("added").search(more.lead[-_LABEL * 2 :] + "|") is None and pattern("added").search(more.label) is None:
        return None
    for now in reversed(near.items[max(0, more.number - _MOST) : more.number]):
        known = read.get(now.quantity.start)
        if known is None or known.kind != "ratio" or now.sentence < item.sentence - 1:
            continue
        if any(len(part.sources) > 1 for part in known.parts) or not _alike(known.parts[0], more):
            return None
        if not linked(stem(now.label)[-4:], stem(item.label)):
            return None
        top = worked_out([(1, known.parts[0].sources[0]), (1, more.quantity)], known.parts[1].sources[0].scale)
        figures = [*near.told_of(known.parts), more, item]
        made = relation("ratio", [top, known.parts[1].sources[0]], item.quantity, "share.row", spans(figures))
        return made if holds(made) or _misprinted(near, made, figures, True) else None
    return None


def _alike(part: Term, more: Item) -> bool:
    return same_kind(part.sources[0], more.quantity)


def _made(whole: Item, row: Sequence[Item], item: Item) -> Relation:
    top = worked_out([(1, one.quantity) for one in row], whole.quantity.scale)
    return relation("ratio", [top, whole.quantity], item.quantity, "share.row", spans([whole, *row, item]))


def _misprinted(near: Near, made: Relation, figures: Sequence[Item], closed: bool) -> bool:
    """Whether a rate that fails may be called wrong: nothing is hedged or masked, and no more can be meant."""
    if any(one.quantity.hedge for one in figures) or not near.unbroken(figures[0], figures[-1]):
        return False
    found = judge(made)
    if found is None or found.slip in SLIPS:
        return found is not None
    return (closed or found.off_by > 0) and abs(found.off_by) <= made.total.value * _CLOSE
