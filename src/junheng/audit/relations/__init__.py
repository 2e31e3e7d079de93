"""What a report asserts of its figures: one module a family, each a function from the layout to relations.

The families are asked in order; a relation that an earlier one has read (same kind, same total, same parts) is not
read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from junheng.audit.layout import Layout
from junheng.audit.model import Clean, Relation
from junheng.audit.relations import averages, differences, growth, products, shares, tables, totals
from junheng.audit.relations.completed import complete
from junheng.audit.relations.heads import of_totals

Family = Callable[[Clean, Layout], Iterator[Relation]]


def families() -> tuple[Family, ...]:
    """Return the families of relations, in the order they are asked."""
    return (tables.find, totals.find, shares.find, growth.find, differences.find, averages.find, products.find)


def relations(clean: Clean, layout: Layout) -> list[Relation]:
    """Return every relation the text asserts, in the order of their totals."""
    seen, found = set(), []
    for family in families():
        for one in family(clean, layout):
            parts = tuple(tuple(each.start for each in term.sources) for term in one.parts)
            key = (
                one.kind,
                tuple(each.start for each in one.total.sources),
                frozenset(parts) if one.kind == "sum" else parts,
            )
            if key not in seen:
                seen.add(key)
                found.append(one)
    return sorted(of_totals(complete(_once(found), layout)), key=lambda one: one.total.sources[0].start)


def _once(found: list[Relation]) -> list[Relation]:
    """Keep one reading where three figures were read both as a sum and as a difference.

    A remainder that is a part told (3000万元，其中1800万元，剩余1200万元) is a part of the sum; a comparison
    (计划50人，实际44人，较计划少6人) is a difference, unless the sum is told by words of its own.
    """
    sums = {_three(one) for one in found if one.kind == "sum"} - {None}
    told = {_three(one) for one in found if one.kind == "difference" and one.rule != "difference.left"} - {None}
    return [
        one
        for one in found
        if not (one.rule == "difference.left" and _three(one) in sums)
        and not (one.kind == "sum" and one.rule.startswith("unjoined") and _three(one) in told)
    ]


def _three(one: Relation) -> tuple[int, frozenset[int]] | None:
    """Return whole and parts of a sum of two or of a difference, by where they stand."""
    if len(one.parts) != 2 or not all(each.sources for each in (*one.parts, one.total)):
        return None
    first, second, third = (each.sources[0].start for each in (*one.parts, one.total))
    return (third, frozenset({first, second})) if one.kind == "sum" else (first, frozenset({second, third}))
