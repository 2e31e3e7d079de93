"""Relations evident from the figures themselves: the second reading, of what no grammar has read.

People tell one thing in a hundred ways, but the arithmetic is the same. A figure with a word beside it that says it
was worked out (率, 结余, 增长, 生均, 共) is held against the figures near it; a reading that comes out is kept where it
is no accident. How likely an accident is, is counted: each reading tried adds the chance that figures with nothing
to do with each other come to the printed one, and the search stops when the chances borne are used up, so the nearest
figures have the first say. A reading that does not come out is kept only where one slip of the pen (two digits swapped,
one lost, a rate cut instead of rounded) turns the printed figure into the computed one: that is no accident either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from fractions import Fraction

from junheng.audit.layout import Item, Layout
from junheng.audit.model import Relation
from junheng.audit.relations.changes.doubled import in_percent
from junheng.audit.relations.changes.remainders import is_beside
from junheng.audit.relations.evident.alike import alike
from junheng.audit.relations.evident.announced import announced
from junheng.audit.relations.evident.beside import beside_total, columns_abreast, joined_columns
from junheng.audit.relations.evident.boxed import boxed
from junheng.audit.relations.evident.clause_by_clause import clause_by_clause
from junheng.audit.relations.evident.columns import named_columns
from junheng.audit.relations.evident.counted_otherwise import counted_otherwise
from junheng.audit.relations.evident.doubted import NEAR, Doubted, is_weak, starts
from junheng.audit.relations.evident.evidence import Read, gap, holds
from junheng.audit.relations.evident.figures import Figures, changed, has, pattern, told
from junheng.audit.relations.evident.gaps import as_difference, difference, growth, of_whole
from junheng.audit.relations.evident.gathered import gathered, of_the_rest, of_totals
from junheng.audit.relations.evident.graded import graded
from junheng.audit.relations.evident.in_shares import in_shares, of_their_own
from junheng.audit.relations.evident.increases import increases
from junheng.audit.relations.evident.likely import likely, without_one
from junheng.audit.relations.evident.lists import Lists, told_apart
from junheng.audit.relations.evident.long_wholes import long_wholes
from junheng.audit.relations.evident.matrix import matrix
from junheng.audit.relations.evident.named import by_name, inclusive
from junheng.audit.relations.evident.numbered import numbered
from junheng.audit.relations.evident.of_products import of_products
from junheng.audit.relations.evident.open_columns import without_open
from junheng.audit.relations.evident.pairs import pairs
from junheng.audit.relations.evident.parallel import parallel
from junheng.audit.relations.evident.percents import percents
from junheng.audit.relations.evident.points import points
from junheng.audit.relations.evident.rates import average, product, product_before
from junheng.audit.relations.evident.sections import sections
from junheng.audit.relations.evident.shares import in_turn, share
from junheng.audit.relations.evident.spanned import spanned_wholes
from junheng.audit.relations.evident.undone import undone
from junheng.audit.relations.evident.zeros import with_zeros
from junheng.audit.relations.ground.wording import one_of, stem, words
from junheng.audit.relations.sums.labels import division, share_a_word

_AIM = re.compile(one_of(words("common", "aim")))
_WEAK, _TWO, _TINY, _FEW = ("unjoined-exact", "spread-exact"), 2, 10, 100
"""Rules of sums that nothing but their figures joins, and below which a total of two parts comes out by chance."""
_UNJOINED = ("unjoined", "cuts")
"""Rules of sums that no word joins."""
_REMAINDERS = frozenset(f"difference.{name}" for name in ("left", "still", "spent", "asked"))
"""The rules of what is told as left of something, or wanting."""
_EACH = frozenset({"average", "product"})
_HUNDRED, _ROUNDED = 100, Fraction(1, 10)
"""All of a whole in per cent, and what rounding takes off each share of it."""
_READ = frozenset({"number", "share"})
"""The kinds of figures that are worked out from others."""


def second_reading(layout: Layout, known: Sequence[Relation]) -> list[Relation]:
    """Return the known relations with those evident from the figures.

    A figure that a grammar read wrong (what it read does not hold) is read again: where the figures near it come to it,
    that reading takes the place of the first.
    """
    near, read = Figures(layout), Read()
    known = _as_told(near, known, _apart(known))
    held = {id(one) for one in known if holds(one)}
    known = [one for one in _without_twice(known, held) if not (_remainder(near, one) or _by_chance(near, one))]
    sure = [one for one in known if id(one) in held]
    columns = {_column(near, one) for one in sure if one.kind == "sum"}
    doubted = Doubted()
    for one in sure:
        if is_weak(one):
            doubted.take(one)
        else:
            read.take(one)
    sure = [one for one in sure if not is_weak(one)]
    for one in known:
        if id(one) not in held and likely(near, one, columns) and not _no_remainder(near, read, one):
            doubted.outdo(one)
            if one.kind == "sum":
                read.failing.add(one.total.sources[0].start)
                read.divides |= starts(one)
            doubted.take(of_whole(near, read, one))
    found = [
        *_taken(read, sections(near, read)),
        *_taken(read, announced(near, read)),
        *_lists(near, read),
        *_taken(read, pairs(near, read)),
        *_taken(read, spanned_wholes(near, read)),
        *_taken(read, alike(near, read)),
        *_taken(read, of_products(near, read)),
        *_taken(read, gathered(near, read)),
        *_taken(read, of_totals(near, read)),
        *_taken(read, of_the_rest(near, read)),
        *_taken(read, numbered(near, read)),
        *_taken(read, matrix(near, read)),
        *_taken(read, joined_columns(near, read)),
        *_taken(read, columns_abreast(near, read)),
        *_taken(read, named_columns(near, read)),
        *_taken(read, clause_by_clause(near, read)),
        *_taken(read, in_shares(near, read)),
        *_taken(read, graded(near, read)),
        *_taken(read, long_wholes(near, read)),
        *_taken(read, counted_otherwise(near, read)),
        *_taken(read, increases(near, read)),
        *_taken(read, percents(near, read)),
        *_taken(read, boxed(near, read)),
        *_single(near, read),
    ]
    apart = _apart([*sure, *doubted.kept(), *found])
    found = _as_told(near, [one for one in found if one.kind != "sum" or _three(one) not in apart], apart)
    found += _taken(read, parallel(near, read, [*sure, *found]))
    found += _taken(read, undone(near, read, [*sure, *found]))
    for one in found:
        doubted.give_way(one)
    outdone = set(map(id, read.outdone))
    sure, found = ([one for one in each if id(one) not in outdone] for each in (sure, found))
    found = [one for one in found if not (one.kind == "difference" and any(map(is_beside, near.told_of([one.total]))))]
    kept = _nearest([*sure, *doubted.kept(), *(one for one in found if not doubted.says(one))])
    kept = of_their_own(near, without_open(near, _not_open_by_shares(kept)))
    return list(with_zeros(near, without_one(near, kept)))


def _not_open_by_shares(every: list[Relation]) -> list[Relation]:
    """Leave out failing sums each part of which is told with its share of the whole, where each share holds and they
    leave some of it over.

    双方外出的5140人，占60.4%，一方外出的3066人，占36%: the figures are right, and some are told of nowhere.
    """
    shares = {_places(one): one.total.value for one in every if one.kind == "ratio" and holds(one)}
    return [one for one in every if one.kind != "sum" or holds(one) or not _left_over(one, shares)]


def _left_over(one: Relation, shares: Mapping[tuple[int, int], Fraction]) -> bool:
    told_ = [shares.get((start, one.total.sources[0].start)) for start in starts(one)]
    return None not in told_ and sum(each for each in told_ if each is not None) < _HUNDRED - _ROUNDED * len(told_)


def _places(one: Relation) -> tuple[int, int]:
    """Return where the figure that a share is told of begins, and its whole."""
    top, bottom = one.parts
    return top.sources[0].start, bottom.sources[0].start


def _nearest(every: Sequence[Relation]) -> list[Relation]:
    """Leave out sums of the same parts for a total told twice: the nearer to them is the one they divide.

    Of those that fail both are told: each of the two figures contradicts the list.
    """
    best: dict[tuple[frozenset[int], Fraction], Relation] = {}
    left: set[int] = set()
    for one in every:
        if one.kind != "sum":
            continue
        place = (frozenset(starts(one)), one.total.value * one.total.sources[0].scale)
        other = best.get(place)
        if other is None or not holds(one):
            best.setdefault(place, one)
        elif _away(one) < _away(other):
            left.add(id(other))
            best[place] = one
        else:
            left.add(id(one))
    return [one for one in every if id(one) not in left]


def _away(one: Relation) -> int:
    """Return how many characters lie between a total and the first of its parts."""
    return abs(min(starts(one)) - one.total.sources[0].start)


def _three(one: Relation) -> frozenset[int]:
    return frozenset(starts(one) | {one.total.sources[0].start})


def _apart(known: Sequence[Relation]) -> set[frozenset[int]]:
    """Return the figures, three by three, of which one is told to be the difference of the others."""
    return {_three(one) for one in known if one.kind == "difference"}


def _as_told(near: Figures, known: Sequence[Relation], apart: set[frozenset[int]]) -> list[Relation]:
    """Return relations with the sums of two that their words tell as differences as such; none is said twice."""
    kept = []
    for one in known:
        made = as_difference(near, one) if one.kind == "sum" else None
        if made is None:
            kept.append(one)
        elif _three(one) not in apart:
            kept.append(made)
    return kept


def _column(near: Figures, one: Relation) -> tuple[int, int]:
    """Return the sentence of a sum's first part, and how many parts it has."""
    return next((each.sentence for each in near.told_of(one.parts[:1])), -1), len(one.parts)


def _without_twice(known: Sequence[Relation], held: Set[int]) -> list[Relation]:
    """Leave out sums one part of which is the total of the others (职工60人，其中教师50人：小学30人，初中20人).

    `held` are the relations that hold, by their identity.
    """
    inside = {one.total.sources[0].start: starts(one) for one in known if one.kind == "sum"}
    return [one for one in known if one.kind != "sum" or id(one) in held or not _holds_twice(one, inside)]


def _holds_twice(one: Relation, inside: Mapping[int, set[int]]) -> bool:
    """Whether one part of a sum is the total of the others: of a sum that is read, or by the figures."""
    if any(inside.get(start, {-1}) < starts(one) for start in starts(one)):
        return True
    values = [part.value for part in one.parts]
    # Close to its total the list is believed: that its first part is what the others come to is an accident.
    return len(values) > _TWO and 2 * values[0] == sum(values) and gap(one) > NEAR


def _no_remainder(near: Figures, read: Read, one: Relation) -> bool:
    """Whether what is read as left over, and does not come out, is of a list, or is itself what is wanting (空编)."""
    if one.rule not in _REMAINDERS:
        return False
    left = one.rule == "difference.left"
    return any(
        read.part(item, "sum") is not None
        or read.total(item, "sum")
        or (left and pattern("gap", "vacant").search(item.label[-8:]) is not None)
        for item in near.told_of([one.total])
    )


def _by_chance(near: Figures, one: Relation) -> bool:
    """Whether two small figures told of other things happen to come to a third (骨干63人；校长19名。支教44人)."""
    if one.kind != "sum" or len(one.parts) != _TWO or not one.rule.startswith(_WEAK):
        return False
    row = [each.label for each in near.told_of((one.total, *one.parts))]
    if len(row) <= _TWO:
        return False
    head, labels = row[0], row[1:]
    if labels[1].lstrip().startswith("其中"):
        return True  # 补充教师587人，其中音体美教师96人: of the first
    if one.total.value >= _FEW or division(head, labels) in {"whole", "partition"}:
        return False
    if one.total.value < _TINY:
        return division(head, labels) != "kindred"
    return not share_a_word(*labels) and not all(share_a_word(head, label) for label in labels)


def _remainder(near: Figures, one: Relation) -> bool:
    """Whether three figures without a connecting word, read as a sum, are told as a difference (扣除…，实收…)."""
    if one.kind != "sum" or not one.rule.startswith(_UNJOINED) or len(one.parts) > 2:
        return False
    parts = near.told_of(one.parts)
    return has(told()["gap"]["taken"], "，".join(part.label[-8:] for part in parts))


def _lists(near: Figures, read: Read) -> Iterator[Relation]:
    lists = Lists(near, read)
    for item in near.items:
        for made in lists.take(item):
            read.take(made)
            yield made
    for made in lists.end():
        read.take(made)
        yield made


def _taken(read: Read, found: Iterator[Relation]) -> Iterator[Relation]:
    for made in found:
        read.take(made)
        yield made


def _single(near: Figures, read: Read) -> Iterator[Relation]:
    for item in near.items:
        kind = item.quantity.kind
        if kind == "points" and (made := points(near, read, item)) is not None:
            read.take(made)
            yield made
        if kind == "times" and item.quantity.value and (made := _in_times(near, read, item)) is not None:
            read.take(made)
            yield made
        if kind not in _READ or not item.quantity.value:
            continue
        found = _of_share(near, read, item) if kind == "share" else _of_number(near, read, item)
        # Few figures come to a reading: only of these it is asked whether they are aims.
        if not found or _aimed(item):
            continue
        for made in found:
            read.take(made)
            yield made


def _in_times(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return the growth, or the share, told in times (比1949年增长7.3倍, 是2015年的1.5倍) where it comes out."""
    if read.total(item, "growth", "ratio") or not item.quantity.step or _aimed(item):
        return None
    told_ = in_percent(item)
    made = growth(near, read, told_) if changed(item) else share(near, read, told_)
    return made if made is not None and holds(made) else None


def _aimed(item: Item) -> bool:
    """Whether a figure is an aim or a bound: nothing it was worked out from."""
    return item.quantity.hedge in {"at_least", "at_most"} or _AIM.search(item.label[-24:]) is not None


def _of_share(near: Figures, read: Read, item: Item) -> list[Relation]:
    if read.total(item, "ratio", "growth"):
        return []
    if (row := in_turn(near, read, item)) and not any(_told_of(near, read, one) for one in row):
        return row
    made = growth(near, read, item) if changed(item) else None
    if made is None and (not changed(item) or stem(item.label).endswith("率")):
        made = share(near, read, item) or by_name(near, item) or inclusive(near, item)
    return [made] if made is not None else []


def _told_of(near: Figures, read: Read, one: Relation) -> bool:
    return any(read.total(each, "ratio", "growth") for each in near.told_of([one.total]))


def _of_number(near: Figures, read: Read, item: Item) -> list[Relation]:
    found: list[Relation] = []
    kinds = read.told(item)
    if item.quantity.base and "sum" not in kinds:
        made = told_apart(near, read, item) or beside_total(near, read, item)
        if made is not None:
            found.append(made)
    if (not kinds or _EACH.isdisjoint(kinds)) and not read.part(item, "product"):
        if item.number in near.each:
            found += _of_each(near, item)
        elif (made := product(near, item)) is not None:
            found.append(made)
    if "difference" not in kinds and (made := difference(near, read, item)) is not None:
        found.append(made)
    return found


def _of_each(near: Figures, item: Item) -> list[Relation]:
    """Return what a figure told as so much for each is the average of, and what it makes in all."""
    each = average(near, item)
    # 每间配备20万元 is a rate and no product of others; 每月支付20万元 may be one.
    if each is None and item.quantity.base and pattern("each", "periods").search(item.label[-8:]):
        each = product(near, item)
    return [one for one in (each, product_before(near, item)) if one is not None]
