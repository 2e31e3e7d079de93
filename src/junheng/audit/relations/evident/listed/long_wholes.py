"""Long figures of all there is, and those among the figures about them that come to it: `各类学校在校生1342032人`.

A figure of six digits is hardly ever the sum of some of ten by accident, so that what is told besides (last year's
figure, what is counted within another kind) may be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures, Number, grain, pattern
from junheng.audit.relations.evident.listed.rows import THREE, crossing
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import stem
from junheng.audit.relations.sums.labels.labels import share_a_word

_ROUND = (1000, 100)
"""Steps a figure may have been rounded to."""
_LEAST, _SURE, _MOST, _FAR, _LOOKED, _NAME = 20_000, 200, 10, 1500, 40, 8
"""Steps of a long figure, and how many for each way to take some of the figures about it; figures that are tried,
characters and figures about it that are looked at; of a name."""


def long_wholes(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the long figures of all there is that three and more of the figures behind or before them come to."""
    for total in near.numbers:
        if (
            total.plain < _LEAST * _round_step(total)
            or not near.counts[total.number]
            or total.quantity.hedge
            or total.depth
        ):
            continue
        if read.total(total, "sum") or read.part(total, "sum"):
            continue
        if pattern("gathered", "grand_whole").search(total.label) is None:
            continue
        for ahead in (True, False):
            parts = _among(_about(near, read, total, ahead=ahead), total.plain)
            if parts is not None and not (crossing(parts) or _kinds_of_people(parts)):
                row = sorted([total, *parts], key=_number)
                yield relation("sum", [one.quantity for one in parts], total.quantity, "evident.gathered", spans(row))
                break


def _round_step(total: Item) -> Number:
    """Return the place of a figure's last digit that is no 0, of 342000 a thousand (and no more)."""
    step = grain(total)
    return next((by * step for by in _ROUND if total.plain % (by * step) == 0), step)


def _kinds_of_people(parts: Sequence[Item]) -> bool:
    """Whether a part is told of people who are also of other parts (女生, 寄宿生), beside parts that are not."""
    told = [pattern("gathered", "of_all_kinds").search(one.label) is not None for one in parts]
    return any(told) and not all(told)


def _about(near: Figures, read: Read, total: Item, *, ahead: bool) -> list[Item]:
    """Return the figures on one side of a whole that are told by its name, or by none, in order."""
    span = near.items[total.number + 1 : total.number + 1 + _LOOKED]
    if not ahead:
        span = near.items[max(0, total.number - _LOOKED) : total.number]
        span = [one for one in span if total.quantity.start - one.quantity.end <= _FAR]
    found = [
        one
        for one in span
        if near.counts[one.number]
        and near.bases[one.number] == near.bases[total.number]
        and not one.depth
        and one.plain < total.plain
        and one.quantity.start - total.quantity.end <= _FAR
        and not _divides(read, one, total)
        and _named(one, total)
    ]
    most = min(_MOST, int(total.plain / grain(total) / _SURE).bit_length())
    return found[:most] if ahead else found[-most:]


def _divides(read: Read, one: Item, total: Item) -> bool:
    """Whether a figure is part of one told before the whole: that one stands for it, where it stands behind it not."""
    known = read.part(one, "sum")
    return known is not None and (one.number > total.number or known.total.sources[0].start < total.quantity.start)


def _named(one: Item, total: Item) -> bool:
    """Whether a figure bears the name of a whole, or none: 普通高中2007年在校生2522万人，2008年为2476万人."""
    attending = pattern("list", "attendance")
    if attending.search(total.label[-_NAME:]) is not None:
        return attending.search(one.label[-_NAME:]) is not None or not stem(one.label).strip("为是达")
    return share_a_word(one.label, total.label)


def _among(found: Sequence[Item], value: Number) -> list[Item] | None:
    """Return the figures among some that come to a value: as many as may be, three at least."""
    rest: list[Number] = [0] * (len(found) + 1)
    for at in range(len(found) - 1, -1, -1):
        rest[at] = rest[at + 1] + found[at].plain
    best: list[Item] | None = None
    stack: list[tuple[int, Number, list[Item]]] = [(0, value, [])]
    while stack:
        at, wanted, taken = stack.pop()
        if not wanted:
            if len(taken) >= THREE and (best is None or len(taken) > len(best)):
                best = taken
            continue
        if at == len(found) or rest[at] < wanted:
            continue
        stack.append((at + 1, wanted, taken))
        if found[at].plain <= wanted:
            stack.append((at + 1, wanted - found[at].plain, [*taken, found[at]]))
    return best


def _number(one: Item) -> int:
    return one.number
