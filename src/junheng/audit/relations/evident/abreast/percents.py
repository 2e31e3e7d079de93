"""Shares divided by shares: `10.3%的人升学，其中6.7%在国内，3.6%在国外`, `本科占25.75%，专科占57.83%，合计83.58%`."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, exactly, holds
from junheng.audit.relations.evident.figures import Figures, changed
from junheng.audit.relations.evident.listed.rows import THREE, is_total, summed
from junheng.audit.relations.ground.wording import stem

_LEAST, _MOST, _LEAD = 2, 12, 16
"""Shares that make up another, at the least and at the most; characters before one that may tell of what it is."""
_AMONG = ("其中", "包括")


def percents(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the shares that the shares behind 其中, or before a total, come to, to the digits printed."""
    told = [one for one in near.items if _is_share(one)]
    for _, group in groupby(told, key=attrgetter("sentence")):
        row = list(group)
        for at, one in enumerate(row):
            if read.total(one, "sum"):
                continue
            behind, before = row[at + 1 : at + 1 + _MOST], row[max(0, at - _MOST) : at]
            if len(behind) >= _LEAST and _among(near, behind[0]):
                yield from _made(behind, one)
            elif len(before) >= _LEAST and is_total(one):
                yield from _made(before, one)
            elif len(before) >= THREE and not _goes_on(row, at):
                # 高水平占34%，中等占13.9%，低水平占9.6%，均衡度为57.5%: the last of a clause
                yield from _made([each for each in before if each.segment == one.segment], one, fewest=THREE)


def _is_share(one: Item) -> bool:
    figure = one.quantity
    return figure.kind == "share" and figure.unit == "%" and not figure.hedge and not changed(one)


def _among(near: Figures, first: Item) -> bool:
    """Whether what follows a share divides it."""
    words = near.text[max(0, first.quantity.start - _LEAD) : first.quantity.start]
    return any(word in words for word in _AMONG)


def _goes_on(row: list[Item], at: int) -> bool:
    """Return whether another share follows one in its clause, or it is a whole number, come to by chance."""
    one = row[at]
    coarse = one.quantity.step >= 1
    return coarse or (at + 1 < len(row) and row[at + 1].segment == one.segment)


def _made(parts: list[Item], total: Item, *, fewest: int = _LEAST) -> Iterator[Relation]:
    """Yield the sum of parts, of all or of the first three and more (others may follow of something else).

    Two shares that bear the name of the whole (检出率8.33%，其中超重检出率6.16%，肥胖检出率2.18%) may do so rounded.
    """
    for count in (len(parts), *range(THREE, len(parts))):
        if count < fewest:
            return
        if abs(sum(map(_value, parts[:count])) - _value(total)) > total.quantity.step:
            continue
        made = summed(parts[:count], total)
        if exactly(made) or (count == len(parts) == _LEAST and _of_its_name(parts, total) and _rounded(made)):
            yield made
            return


def _value(one: Item) -> Decimal:
    return one.quantity.value


def _of_its_name(parts: list[Item], total: Item) -> bool:
    name = stem(total.label)[-THREE:]
    return len(name) == THREE and all(stem(one.label).endswith(name) for one in parts)


def _rounded(made: Relation) -> bool:
    """Whether shares come to their whole but for one of its last digits."""
    off = abs(sum(part.value for part in made.parts) - made.total.value)
    return holds(made) and off <= Fraction(made.total.sources[0].step)
