"""Shares divided by shares: `10.3%的人升学，其中6.7%在国内，3.6%在国外`, `本科占25.75%，专科占57.83%，合计83.58%`.

So do those in the bracket behind one (初中占40.4%（初一占23.5%，初二占12.7%，初三占4.2%）), and those right behind one
that is told of the kinds they name (C、D级危房占30.64%，D级占10.42%，C级占20.22%).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, exactly, holds, slipped
from junheng.audit.relations.evident.figures import Figures, changed, pattern
from junheng.audit.relations.evident.listed.rows import THREE, is_total, summed
from junheng.audit.relations.ground.wording import stem
from junheng.audit.relations.sums.labels.classes import named
from junheng.audit.relations.sums.labels.labels import division

_LEAST, _MOST, _LEAD = 2, 12, 16
"""Shares that make up another, at the least and at the most; characters before one that may tell of what it is."""
_ALL, _GRADE = 100, "grade"
_BACK, _NEAR, _KINDS = 48, Fraction(6, 100), frozenset({"whole", "partition", "kindred"})
"""Characters before a share that tell what it is of; how far the shares of a bracket may lie from it."""
_AMONG, _JOINED, _NAME = ("其中", "包括"), re.compile("[、和及与]"), re.compile("[占为达]|比例|比重")


def percents(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the shares that the shares behind 其中, or before a total, come to, to the digits printed."""
    told = [one for one in near.items if _is_share(one)]
    yield from _boxed(near, read, told)
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
            elif len(behind) >= _LEAST and _names(near, one, behind[:_LEAST]):
                yield from _made(behind[:_LEAST], one)
            elif len(before) >= THREE and not _goes_on(row, at):
                # 高水平占34%，中等占13.9%，低水平占9.6%，均衡度为57.5%: the last of a clause
                yield from _made([each for each in before if each.segment == one.segment], one, fewest=THREE)


def _boxed(near: Figures, read: Read, told: list[Item]) -> Iterator[Relation]:
    """Yield what the shares that are all of a bracket come to: the share it stands behind.

    They may be shares of that one instead (then they make up all), or of several things told of it.
    """
    for one in told:
        parts = [child for child in one.children if child.quantity.kind == "share"]
        row = len(parts) > 1 and len(one.children) == len(parts) and len({*_labels(parts)}) > 1
        if not row or not all(map(_is_share, parts)) or read.total(one, "sum") or not one.quantity.value:
            continue
        if any(read.part(each, "sum") for each in parts):
            continue
        made, alike = summed(parts, one), division(one.label, _labels(parts)) in _KINDS
        # Each kind may have a rate of its own (近视率54.3%（小学30.1%，初中56.2%）).
        alike = alike and len(parts) >= THREE and not any("率" in each.label for each in (one, *parts))
        alike = alike and _leaves_none(near, one, parts)
        own = abs(sum(map(_value, parts), Decimal(-_ALL))) <= 1  # shares of what it is the share of
        if (holds(made) and _rounded(made)) or (alike and not own and (close(made, _NEAR) or slipped(made))):
            yield made


def _leaves_none(near: Figures, one: Item, parts: list[Item]) -> bool:
    """Whether the kinds of a bracket are all there are, three grades or a whole, and it says nothing else of them."""
    said = near.text[one.quantity.end : parts[-1].quantity.end + _LEAD].partition("）")[0]
    if pattern("overlaps", "words").search(said) is not None:
        return False
    grades = [family for family, _ in named(_labels(parts)) if family.told.name == _GRADE]
    return bool(grades) or division(one.label, _labels(parts)) == "whole"


def _names(near: Figures, total: Item, parts: list[Item]) -> bool:
    """Whether two shares in the clauses right behind a share are of what the words before it name together."""
    if parts[0].number != total.number + 1 or parts[1].number != total.number + 2 or total.quantity.step >= 1:
        return False
    words = near.text[max(0, total.quantity.start - _BACK) : total.quantity.start]
    own = [_NAME.split(stem(one.label), maxsplit=1)[0] for one in parts]
    if "" in own or own[0] == own[1]:
        return False
    joined = _JOINED.search(words) is not None and all(any(one in words for one in _parts_of(name)) for name in own)
    return joined or division(words, own) == "whole"


def _parts_of(name: str) -> tuple[str, ...]:
    """Return a name, and the sign that it begins with (C of C级危房)."""
    return (name, name[:1]) if name[:1].isascii() else (name,)


def _labels(parts: list[Item]) -> list[str]:
    return [one.label for one in parts]


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
