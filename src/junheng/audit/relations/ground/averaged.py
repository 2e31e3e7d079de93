"""Averages in whole 元 (生均公用经费1037元) and measured areas: rounded figures even where they are printed whole.

A whole number of 元 is meant exactly, one worked out per pupil is not: the true figure lies up to half of it to either
side, and what was reckoned from it (growth, a difference) was reckoned from the true one. A standard (生均公用经费标准
720元) was fixed, not worked out: it is exact, and so is what is paid for each (每人312.5元). That a row of figures are
averages its heading may say (各级生均公用经费支出情况：普通小学1037元……). An area was measured, and cut to whole 平方米
(占地40000平方米，绿化13000平方米，占32%).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec

from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation, Term, fraction
from junheng.audit.relations.ground.wording import holds_one, one_of, words

_KINDS, _MONEY = frozenset({"growth", "difference"}), "元"
_AREA, _BACK = "平方米", 240
"""How many characters before a figure its heading is looked for."""
_NONE = Decimal(0)
_MEAN, _FIXED = words("averaged", "mean"), words("averaged", "fixed")
_HEADING = re.compile(f"{one_of(_MEAN)}[^。；;\n]*(?:[：:]|情况|如下)[：:]?\\s*\n")
"""A line that opens a list of averages."""


def with_rounded_averages(found: Iterable[Relation], layout: Layout) -> Iterator[Relation]:
    """Yield the relations; in growth and differences of averages each gets the slack of half its last digit."""
    by_start: dict[int, Item] = {}
    for one in found:
        if one.kind == "product" and not _of_mean(layout, one):
            yield msgspec.structs.replace(one, parts=tuple(map(_fixed, one.parts)))
            continue
        sources = [source for part in one.parts for source in part.sources]
        if one.kind == "ratio" and all(source.base == _AREA for source in sources):
            yield msgspec.structs.replace(one, parts=tuple(map(_loosened, one.parts)))
            continue
        if one.kind not in _KINDS or not sources or sources[0].base != _MONEY:
            yield one
            continue
        by_start = by_start or {item.quantity.start: item for item in layout.items}
        labels = [by_start[source.start].label for source in sources if source.start in by_start]
        mean = any(holds_one(label, _MEAN) for label in labels) or _headed(layout, sources[0].start)
        fixed = any(holds_one(label, _FIXED) for label in labels)
        if mean and not fixed:
            yield msgspec.structs.replace(one, parts=tuple(map(_loosened, one.parts)))
        else:
            yield one


def _headed(layout: Layout, start: int) -> bool:
    """Whether the heading of the lines a figure stands in says that they tell averages."""
    return _HEADING.search(layout.text[max(0, start - _BACK) : start]) is not None


def _of_mean(layout: Layout, one: Relation) -> bool:
    """Whether a rate of a product was worked out itself (均价每公斤7.06元): it was rounded."""
    rates = [layout.places().get(source.start) for part in one.parts for source in part.sources if part.slack]
    return any(rate is not None and holds_one(rate.label, words("averaged", "price")) for rate in rates)


def _fixed(part: Term) -> Term:
    """Return a rate in plain 元 (每人312.5元) without slack: it was fixed, not rounded."""
    plain = len(part.sources) == 1 and part.sources[0].unit.split("/")[0] == _MONEY
    return Term(part.value, fraction(_NONE), part.sources) if plain and part.slack else part


def _loosened(part: Term) -> Term:
    """Return a term with half the last digit printed as its slack, where it had none."""
    if part.slack or len(part.sources) != 1 or not part.sources[0].value:
        return part
    figure = part.sources[0]
    return Term(part.value, abs(fraction(figure.step) * part.value / fraction(figure.value)) / 2, part.sources)
