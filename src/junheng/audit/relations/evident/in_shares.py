"""Lists whose parts are told with their shares, and these make up 100 %: nothing of their whole is left out.

`留守儿童18643人。……双亲外出的11027人，占59.1%，一方外出的7661人，占40.9%`: their whole is what the shares
are of, so the parts were meant to come to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, exactly
from junheng.audit.relations.evident.figures import Figures, grain
from junheng.audit.relations.evident.rows import share_told, summed
from junheng.audit.relations.ground.wording import compared

_NEAR, _LEAST, _SLACK, _MOST, _FAR = Fraction(6, 100), 2, Fraction(1, 100), 12, 400
"""How far the parts may lie from their whole, how many there are at least, by how much a share may be off, and how many
figures and characters before them are looked at."""
_WHOLE, _SIZE = 100, 20
"""What shares make up, and the steps a whole must have."""


def in_shares(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the sums of figures told with shares that make up 100 %."""
    run: list[tuple[Item, Fraction]] = []
    reached = steps = Fraction(0)
    for item in near.numbers:
        share = share_told(near, item) if near.counts[item.number] else None
        if run and (share is None or not _goes_on(near, run[-1][0], item)):
            run, reached, steps = [], Fraction(0), Fraction(0)
        if share is None:
            continue
        run.append((item, share))
        reached, steps = reached + share, steps + Fraction(near.items[item.number + 1].quantity.step)
        if len(run) >= _LEAST and abs(reached - _WHOLE) <= min(steps / 2, Fraction(1)):
            made = _divided(near, read, [one for one, _ in run], [each for _, each in run])
            if made is not None:
                yield made
            run, reached, steps = [], Fraction(0), Fraction(0)


def _goes_on(near: Figures, last: Item, item: Item) -> bool:
    """Whether a figure stands right behind another and its share, and counts the same."""
    row = item.number == last.number + 2 and item.paragraph == last.paragraph and item.depth == last.depth
    return row and near.bases[item.number] == near.bases[last.number]


def _divided(near: Figures, read: Read, parts: list[Item], shares: Sequence[Fraction]) -> Relation | None:
    """Return parts as those of the nearest figure before them that their shares are of."""
    if any(read.part(one, "sum") or read.total(one, "sum") for one in parts):
        return None
    first = parts[0]
    for at in range(first.number - 1, max(-1, first.number - 1 - _MOST), -1):
        whole = near.items[at]
        if first.quantity.start - whole.quantity.end > _FAR or whole.paragraph < first.paragraph - 1:
            return None
        if near.bases[at] != near.bases[first.number] or not near.counts[at] or compared(whole.label):
            continue
        if whole.plain < _SIZE * grain(whole) or not _of(whole, parts, shares):
            continue
        made = summed(parts, whole)
        return made if exactly(made) or (close(made, _NEAR) and not whole.quantity.hedge) else None
    return None


def _of(whole: Item, parts: Sequence[Item], shares: Sequence[Fraction]) -> bool:
    """Whether one share at least is that of its part of a whole."""
    size = Fraction(whole.plain)
    told = zip(parts, shares, strict=True)
    return any(abs(_WHOLE * one.plain / size - share) <= _SLACK * share for one, share in told)
