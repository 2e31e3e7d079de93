"""Rows of bare figures in brackets behind names: `开工54.57万平方米。各区依次为：东区（20.64）、西区（19.18）、…`.

What they count is told once, in the sentence before or in a bracket of its own: they are held against the figures told
shortly before them as these are printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import msgspec

from junheng.audit.layout import Item
from junheng.audit.model import Relation, Term, fraction
from junheng.audit.relations.evident.evidence import Read, holds
from junheng.audit.relations.evident.figures import Figures
from junheng.audit.relations.ground.terms import relation, spans

_BETWEEN = re.compile(r"[)）][、，,；;和及与]{1,2}[^()（）\d、。]{1,12}[(（]")
_LEAST, _STEPS, _FAR, _BACK = 3, 100, 160, 6
"""Figures of a row at the least; how many steps its whole must have, how far before it and how many figures back it
may stand."""


def boxed(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the wholes that rows of bare figures in brackets come to, to the digits printed or but for rounding."""
    row: list[Item] = []
    for item in near.items:
        bare = item.depth == 1 and item.quantity.kind == "number" and not item.quantity.base and not item.quantity.unit
        if row and not (bare and _BETWEEN.fullmatch(near.text, row[-1].quantity.end, item.quantity.start)):
            yield from _whole(near, read, row)
            row = []
        if bare:
            row.append(item)
    yield from _whole(near, read, row)


def _whole(near: Figures, read: Read, row: list[Item]) -> Iterator[Relation]:
    if len(row) < _LEAST or any(not one.quantity.value for one in row):
        return
    first = row[0]
    for one in reversed(near.items[max(0, first.number - _BACK) : first.number]):
        figure = one.quantity
        if one.depth or figure.kind != "number" or not figure.base or read.total(one, "sum"):
            continue
        if first.quantity.start - figure.end > _FAR:
            return
        if figure.exact < _STEPS * fraction(figure.step or figure.value) * figure.scale:
            continue
        terms = [_term(each, one) for each in row]
        made = relation("sum", list(terms), figure, "evident.boxed", spans([one, *row]))
        if holds(made):
            yield made
            return


def _term(one: Item, whole: Item) -> Term:
    """Return a bare figure as one of the unit of a whole: what it counts is told there."""
    figure = msgspec.structs.replace(
        one.quantity, unit=whole.unit, base=whole.quantity.base, scale=whole.quantity.scale
    )
    slack = fraction(figure.step) / 2 if figure.step < 1 else Fraction(0)
    return Term(fraction(figure.value), slack, (figure,))
