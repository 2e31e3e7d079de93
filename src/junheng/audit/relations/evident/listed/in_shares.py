"""Lists whose parts are told with their shares, and these make up 100 %: nothing of their whole is left out.

`留守儿童18643人。……双亲外出的11027人，占59.1%，一方外出的7661人，占40.9%`: their whole is what the shares
are of, so the parts were meant to come to it. Shares that all come out of what the parts come to together
(`优秀1290人，占15%，合格7200人，占85%`: of 8490) say nothing of a figure told before, however near it lies: it may be
of more than the list is (教师8600人，of whom some were not assessed).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, exactly, holds, slipped
from junheng.audit.relations.evident.figures import Figures, grain, pattern
from junheng.audit.relations.evident.listed.rows import LEAD, breaks_off, share_told, summed
from junheng.audit.relations.ground.terms import is_share, relation, spans, term, worked_out
from junheng.audit.relations.ground.wording import compared, scoped
from junheng.audit.relations.sums.labels.labels import share_a_word
from junheng.audit.relations.sums.misprints import surely_slipped
from junheng.audit.relations.sums.triggers import triggers

_NEAR, _LEAST, _MOST, _FAR = Fraction(6, 100), 2, 24, 400
"""How far the parts may lie from their whole, how many there are at least, and how many figures and characters before
them are looked at."""
_WHOLE, _SIZE, _BEHIND = 100, 20, 6
"""What shares make up, the steps a whole must have, and the characters behind a figure that say what it is."""
_OF = "占"
_MARKS = "，,；;。：: \n"
Row = list[tuple[Item, Item]]
"""Figures, each with the share behind it."""


def in_shares(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the sums of figures told with shares that make up 100 %."""
    for row in _rows(near):
        parts = [one for one, _ in row]
        if any(read.part(one, "sum") or read.total(one, "sum") for one in parts):
            continue
        made = _divided(near, row) or _of_one_base(near, read, row)
        if made is not None:
            yield made
    for item in near.numbers:
        if near.counts[item.number] and not read.part(item, "sum") and (made := _all_in_one(near, item)) is not None:
            yield made


def _all_in_one(near: Figures, item: Item) -> Relation | None:
    """Return what is all of its whole with the noughts behind it: 财政拨款856万元，占100%；事业收入0万元，占0%."""
    if share_told(near, item) != _WHOLE:
        return None
    row = [item]
    for at in range(item.number + 2, len(near.items) - 1, 2):
        one = near.items[at]
        nought = near.bases[at] == near.bases[item.number] and not one.plain and one.sentence == item.sentence
        if not nought or share_told(near, one) != 0:
            break
        row.append(one)
    wholes = (one for one in _wholes(near, item) if one.plain == item.plain)
    whole = next(wholes, None) if len(row) > 1 else None
    return summed(row, whole) if whole is not None else None


def of_their_own(near: Figures, every: Sequence[Relation]) -> list[Relation]:
    """Return relations without the failing sums, and with the failing shares as those of their own list, where what
    they were read as the whole of is told before, on another occasion, and the list comes out by itself.

    `全县教师8600人。本次考核，优秀1290人，占15%，合格7200人，占85%`: 8490 were assessed.
    """
    rows = [row for row in _rows(near) if _self_made(row) and row[0][0].number]
    if not rows:
        return list(every)
    known = {one.quantity.start: row for row in rows for one, _ in row}
    kept = []
    for one in every:
        row = known.get(one.parts[0].sources[0].start) if one.parts and one.parts[0].sources else None
        whole = _whole_read(near, one)
        if row is None or whole is None or holds(one) or not _apart(near, whole, row[0][0]):
            kept.append(one)
        elif one.kind == "ratio":
            kept.append(_of_list(row, one))
    return kept


def _rows(near: Figures) -> Iterator[Row]:
    """Yield the figures each with the share behind it, as far as the shares make up 100 %."""
    run: Row = []
    reached = steps = Fraction(0)
    for item in near.numbers:
        share = share_told(near, item) if near.counts[item.number] else None
        if run and (share is None or not _goes_on(near, run[-1][0], item)):
            run, reached, steps = [], Fraction(0), Fraction(0)
        if share is None:
            continue
        told_ = near.items[item.number + 1]
        run.append((item, told_))
        reached, steps = reached + Fraction(told_.plain), steps + Fraction(told_.quantity.step)
        while len(run) > _LEAST and reached > _WHOLE + 1:
            # 留守儿童22854人，占21%。男生…，占50.5%；女生…，占49.5%: the first share is of something else.
            first = run.pop(0)[1]
            reached, steps = reached - Fraction(first.plain), steps - Fraction(first.quantity.step)
        if len(run) >= _LEAST and abs(reached - _WHOLE) <= min(steps / 2, Fraction(1)):
            yield run
            run, reached, steps = [], Fraction(0), Fraction(0)


def _goes_on(near: Figures, last: Item, item: Item) -> bool:
    """Whether a figure stands right behind another and its share, and counts the same."""
    row = item.number == last.number + 2 and item.paragraph == last.paragraph and item.depth == last.depth
    return row and near.bases[item.number] == near.bases[last.number]


def _self_made(row: Row) -> bool:
    """Whether every share is that of its part in what the parts come to."""
    reached = sum((Fraction(one.plain) for one, _ in row), Fraction(0))
    return all(is_share(one, reached, share) for one, share in row)


def _divided(near: Figures, row: Row) -> Relation | None:
    """Return parts as those of a figure before them that they come to, or else of that which their shares are of.

    The shares tell a whole that the parts do not come to only where they are not those of the parts themselves, and
    where all of them but that of the one misprinted part are to the last digit its own.
    """
    parts, wholes = [one for one, _ in row], list(_wholes(near, row[0][0]))
    for whole in wholes:
        if exactly(made := summed(parts, whole)):
            return made
    if _self_made(row):
        return _misspelled(near, parts, wholes)
    for whole in wholes:
        off = sum(not is_share(one, whole, share) for one, share in row)
        if (off > 1 and not _opened(whole, row)) or whole.quantity.hedge or no_whole(whole):
            continue
        made = summed(parts, whole)
        near_by = close(made, _NEAR) or slipped(made)
        return made if near_by and not breaks_off(near, parts[-1]) else None
    return None


def _opened(whole: Item, row: Row) -> bool:
    """Whether a row stands behind 其中 right behind a whole, and every share says of what it is one (占总数的)."""
    first = row[0][0]
    among = whole.number == first.number - 1 and triggers().among.search(first.lead) is not None
    return among and all(share_a_word(share.label.removeprefix(_OF), whole.label) for _, share in row)


def _of_one_base(near: Figures, read: Read, row: Row) -> Relation | None:
    """Return parts whose shares are read of one figure, by whatever unit it is counted, as its parts.

    `668所幼儿园……在建项目41个，占6%；竣工项目627个，占94%`: they come to it, and their shares to all there is.
    """
    known = [read.part(one, "ratio") for one, _ in row]
    starts = {one.parts[-1].sources[0].start for one in known if one is not None and one.parts[-1].sources}
    if len(starts) != 1 or None in known or row[0][0].number == 0:
        return None
    start = starts.pop()
    whole = next((one for one in reversed(near.items[: row[0][0].number]) if one.quantity.start <= start), None)
    if whole is None or whole.quantity.start != start or read.total(whole, "sum") or not near.counts[whole.number]:
        return None
    made = summed([one for one, _ in row], whole)
    return made if holds(made) else None


def _misspelled(near: Figures, parts: list[Item], wholes: Sequence[Item]) -> Relation | None:
    """Return parts that come out by themselves as those of the figure before them if that is a slip of the pen away."""
    if not wholes or wholes[0].quantity.hedge or _apart(near, wholes[0], parts[0]):
        return None
    made = summed(parts, wholes[0])
    return made if surely_slipped(wholes[0].plain, [one.plain for one in parts]) else None


def _wholes(near: Figures, first: Item) -> Iterator[Item]:
    """Yield the figures before a list that may be its whole, the nearest first."""
    for at in range(first.number - 1, max(-1, first.number - 1 - _MOST), -1):
        whole = near.items[at]
        if first.quantity.start - whole.quantity.end > _FAR or whole.paragraph < first.paragraph - 1:
            return
        counted = near.bases[at] == near.bases[first.number] and near.counts[at] and not compared(whole.label)
        if counted and whole.plain >= _SIZE * grain(whole):
            yield whole


def no_whole(one: Item) -> bool:
    """Whether a figure is told as due, planned, or of an earlier time: a list of what there is need not come to it."""
    said = one.label[-LEAD:] + "，" + one.after[:_BEHIND]
    return pattern("in_shares", "no_whole").search(pattern("gap", "harmless").sub("", said)) is not None


def _whole_read(near: Figures, one: Relation) -> Item | None:
    """Return the figure a failing sum or share was read as a part of."""
    if one.kind not in {"sum", "ratio"} or (one.kind == "ratio" and len(one.parts) < _LEAST):
        return None
    told = near.told_of([one.total if one.kind == "sum" else one.parts[-1]])
    return told[0] if len(told) == 1 else None


def _apart(near: Figures, whole: Item, first: Item) -> bool:
    """Whether a list is told on an occasion of its own behind a figure: 质量监测中，合格…; 参加社团的男生…."""
    if whole.number >= first.number:
        return False
    if no_whole(whole) or scoped(first.label) or pattern("in_shares", "occasion").search(first.label) is not None:
        return True
    before = near.items[first.number - 1]
    between = near.text[before.quantity.end : max(before.quantity.end, first.label_start)].strip(_MARKS)
    said = between.removeprefix(before.after).strip(_MARKS)
    return len(said) >= _LEAST and pattern("in_shares", "divided").search(said) is None


def _of_list(row: Row, one: Relation) -> Relation:
    """Return a share as that of its part in what the parts of its list come to."""
    parts = [part for part, _ in row]
    part, share = next((part, share) for part, share in row if part.quantity.start == one.parts[0].sources[0].start)
    scale = parts[0].quantity.scale
    whole = worked_out([(1, each.quantity) for each in parts], scale)
    return relation(
        "ratio", [term(part.quantity, scale), whole], share.quantity, "share.closed", spans([*parts, share])
    )
