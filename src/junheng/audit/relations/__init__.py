"""What a report asserts of its figures: one module a family, each a function from the layout to relations.

The families are asked in order; a relation that an earlier one has read (same kind, same total, same parts) is not
read again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from junheng.audit.layout import Layout
from junheng.audit.model import Clean, Quantity, Relation
from junheng.audit.relations import evident
from junheng.audit.relations.changes import differences, growth
from junheng.audit.relations.changes.left import balances
from junheng.audit.relations.changes.reductions import as_shares
from junheng.audit.relations.ground.averaged import with_rounded_averages
from junheng.audit.relations.ground.counters import one_counter
from junheng.audit.relations.ground.explained import unexplained
from junheng.audit.relations.ground.lost_units import with_lost_units
from junheng.audit.relations.ground.terms import TABLE
from junheng.audit.relations.rates import averages, multiples, products
from junheng.audit.relations.rates.as_printed import in_ten_thousands
from junheng.audit.relations.shares import shares
from junheng.audit.relations.shares.afterwards.beside_parts import beside_parts
from junheng.audit.relations.shares.afterwards.nearer_base import on_the_nearer
from junheng.audit.relations.shares.afterwards.of_sums import of_sums
from junheng.audit.relations.shares.afterwards.right_base import on_the_right_base
from junheng.audit.relations.shares.afterwards.schooled import of_the_schooled
from junheng.audit.relations.shares.rows.series_abreast import without_pairs
from junheng.audit.relations.sums import totals
from junheng.audit.relations.sums.afterwards.all_shares import of_all_shares
from junheng.audit.relations.sums.afterwards.completed import complete
from junheng.audit.relations.sums.afterwards.heads import of_totals
from junheng.audit.relations.sums.afterwards.mixed import of_one_cut
from junheng.audit.relations.tables import tables
from junheng.audit.relations.tables.described import described
from junheng.audit.relations.written import equations

_TWO = 2
_ROWS = ("unjoined", "cuts", "following", "again", "closed")
"""Rules of sums that no word tells to be sums."""
Family = Callable[[Clean, Layout], Iterator[Relation]]


AFTERWARDS: tuple[Callable[[Layout, Sequence[Relation]], Iterable[Relation]], ...] = (
    # Shares that came out of the wrong one of two wholes, each as told of the right one.
    on_the_nearer, as_shares, without_pairs, on_the_right_base,
    # Shares of what was read by now; and what the text itself explains is no contradiction.
    of_sums, of_all_shares, beside_parts, of_the_schooled, of_one_cut, unexplained,
)  # fmt: skip
"""Looks at all that was read, in this order; each returns it with what it has put right, added or left out."""


def families() -> tuple[Family, ...]:
    """Return the families of relations, in the order they are asked."""
    return (
        tables.find, totals.find, shares.find, growth.find, differences.find, balances.find, multiples.find,
        averages.find, products.find,
    )  # fmt: skip


def relations(clean: Clean, layout: Layout) -> list[Relation]:
    """Return every relation the text asserts, in the order of their totals."""
    seen, found, layout = set(), [], one_counter(with_lost_units(layout))
    written, places = equations.find(clean, layout)
    for family in (lambda *_: iter(written), *families()):
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
    kept = list(with_rounded_averages(of_totals(complete(_once(found), layout)), layout))
    kept = [*equations.outside(kept, written, places), *written]
    told = [in_ten_thousands(one) for one in with_rounded_averages(evident.second_reading(layout, kept), layout)]
    told = _one_way(layout, [*equations.outside(told, written, places), *written, *described(clean, layout, told)])
    for look_again in AFTERWARDS:
        told = list(look_again(layout, told))
    return sorted(told, key=lambda one: one.total.sources[0].start)


def _one_way(layout: Layout, told: list[Relation]) -> list[Relation]:
    """Leave out averages of what is told as their product behind them (人均听课85节，22人累计听课1870节)."""
    paid = {
        (one.total.sources[0].start, each.start)
        for one in told
        if one.kind == "product" and _in_all(layout, one)
        for each in _figures(one)
    }
    return [one for one in told if one.kind != "average" or not _told_before(one, paid)]


def _in_all(layout: Layout, one: Relation) -> bool:
    item = layout.places().get(one.total.sources[0].start)
    return item is not None and "累计" in item.label


def _told_before(one: Relation, paid: set[tuple[int, int]]) -> bool:
    """Whether what an average is of stands behind it, as the total of a product of it."""
    rate, top = one.total.sources[0].start, one.parts[0].sources
    return len(top) == 1 and top[0].start > rate and (top[0].start, rate) in paid


def _figures(one: Relation) -> list[Quantity]:
    return [each for part in one.parts for each in part.sources]


def _once(found: list[Relation]) -> list[Relation]:
    """Keep one reading where figures were read in two ways: three both as a sum and as a difference, rates as parts.

    A remainder that is a part told (3000万元，其中1800万元，剩余1200万元) is a part of the sum; a comparison
    (计划50人，实际44人，较计划少6人) is a difference, unless the sum is told by words of its own. The rates
    of a total made of products (10人，每人500元；5人，每人1000元，共10000元) are no parts of it.
    """
    sums = {_three(one) for one in found if one.kind == "sum"} - {None}
    rates = {start for one in found if one.kind == "product" for start in _rates_with(one)}
    told = {_three(one) for one in found if one.kind == "difference" and one.rule != "difference.left"} - {None}
    return [
        one
        for one in found
        if not (one.rule == "difference.left" and _three(one) in sums)
        and not (one.kind == "sum" and _of_rates(one, rates))
        and not (one.kind == "sum" and one.rule.startswith(_ROWS) and _three(one) in told)
        and not (one.kind == "difference" and _beyond(one))
    ]


def _beyond(one: Relation) -> bool:
    """Whether a difference is told far larger than its sides: 月工资由1800元提高到2200元，全年增支12.48万元."""
    return len(one.parts) == _TWO and one.total.value > _TWO * max(part.value for part in one.parts) > 0


def _rates_with(one: Relation) -> list[tuple[int, int]]:
    """Return the rates of a total made of several products, each with the total, by where they stand."""
    if one.rule != TABLE:
        return []
    return [(one.total.sources[0].start, each.start) for part in one.parts[1::2] for each in part.sources]


def _of_rates(one: Relation, rates: set[tuple[int, int]]) -> bool:
    """Whether all parts of a sum are rates of the products that its total is made of."""
    start = one.total.sources[0].start
    return bool(one.parts) and all((start, each.start) in rates for part in one.parts for each in part.sources)


def _three(one: Relation) -> tuple[int, frozenset[int]] | None:
    """Return whole and parts of a sum of two or of a difference, by where they stand."""
    if len(one.parts) != 2 or not all(each.sources for each in (*one.parts, one.total)):
        return None
    first, second, third = (each.sources[0].start for each in (*one.parts, one.total))
    return (third, frozenset({first, second})) if one.kind == "sum" else (first, frozenset({second, third}))
