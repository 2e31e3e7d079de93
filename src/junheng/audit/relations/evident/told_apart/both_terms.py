"""The whole year of what is told of both terms: `春季312人、15.6万元，秋季330人、16.5万元，全年642人次、32.1万元`.

A figure without a term of its own is of the term named before it. The terms leave nothing of the year out: what is told
of the year in times or in money is their sum, of persons (who may be helped in both) where it comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds, slipped
from junheng.audit.relations.evident.figures import Figures, pattern, told
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.labels.classes import by_name

_TERMS, _PAIR, _BACK, _NEAR, _SMALL = "half", ("first", "second"), 14, Fraction(1, 10), 20
_PERSONS = ("人", "名")


def both_terms(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield what is told of a year as the sum of its two terms, of a longer period as that of its shorter ones."""
    yield from _of_periods(near, read)
    for item in near.numbers:
        if item.depth or pattern("terms", "year").search(item.label[-16:]) is None or near.asides[item.number]:
            continue
        behind = near.items[item.number + 1 : item.number + 2]
        row = [item, *(one for one in behind if _goes_on(item, one))]
        terms = _of_terms(near, item)
        for total in row:
            parts = terms.get(near.bases[total.number], {})
            if set(parts) != set(_PAIR) or read.total(total, "sum") or total.quantity.hedge:
                continue
            column = [one for each in _PAIR for one in parts[each]]
            if len(column) != len(_PAIR) or any(read.part(one, "sum") for one in column):
                continue
            made = relation("sum", [one.quantity for one in column], total.quantity, "evident.both_terms",
                            spans([*column, total]))  # fmt: skip
            large = total.plain >= _SMALL * (total.quantity.plain_step or 1)
            sure = total.unit not in _PERSONS and not any(one.quantity.hedge for one in column)
            if (holds(made) and large) or (sure and (close(made, _NEAR) or slipped(made))):
                yield made


def _of_periods(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield what is told of half a year as the sum of its quarters, of a year as that of its halves or quarters."""
    rows = [[re.compile(each) for each in row] for row in told()["terms"]["periods"]]
    for item in near.numbers:
        if "年" not in item.label or item.depth or near.asides[item.number] or read.total(item, "sum"):
            continue
        for longer, *shorter in rows:
            parts = near.items[max(0, item.number - len(shorter)) : item.number]
            if len(parts) < len(shorter) or longer.search(item.label) is None or not _row(near, [*parts, item]):
                continue
            if not all(each.search(one.label or one.lead) for each, one in zip(shorter, parts, strict=True)):
                continue
            made = relation("sum", [one.quantity for one in parts], item.quantity, "evident.periods",
                            spans([*parts, item]))  # fmt: skip
            sure = item.unit not in _PERSONS and not any(one.quantity.hedge for one in (*parts, item))
            if holds(made) or (sure and (close(made, _NEAR) or slipped(made))):
                yield made
                break


def _row(near: Figures, row: list[Item]) -> bool:
    """Whether some figures of one sentence count the same."""
    first = row[0]
    return all(
        one.sentence == first.sentence
        and one.depth == first.depth
        and near.bases[one.number] == near.bases[first.number]
        for one in row
    ) and bool(near.bases[first.number])


def _goes_on(item: Item, one: Item) -> bool:
    """Whether a figure right behind another is told of the same year: 全年6434人次、643.4万元."""
    return one.segment == item.segment and one.quantity.base != item.quantity.base and not by_name()[_TERMS].member(
        one.label
    )  # fmt: skip


def _of_terms(near: Figures, item: Item) -> dict[str, dict[str, list[Item]]]:
    """Return the figures before an item in its sentence, by what they count and by the term they are told of."""
    found: dict[str, dict[str, list[Item]]] = {}
    term, family = "", by_name()[_TERMS]
    for one in near.items[max(0, item.number - _BACK) : item.number]:
        if one.sentence != item.sentence or one.depth:
            continue
        term = family.member(one.lead) or term
        if term and near.counts[one.number]:
            found.setdefault(near.bases[one.number], {}).setdefault(term, []).append(one)
    return found
