"""Second columns: what stands beside the parts of a sum adds up to what stands beside their total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds, slipped
from junheng.audit.relations.evident.figures import Figures, counts_same, worth
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.labels.labels import of_families, share_a_word

_CHOSEN = frozenset({"evident.gathered"})
"""Rules of sums whose parts were picked out of more figures: they do not show that a list is complete."""
_PERSONS, _DISTINCT = "人", ("stage", "tier", "sex", "ownership")
"""What persons count as, and the families of labels of which each person bears one."""
_LEAST, _ETC, _EACH = 100, "等", ("各", "均")
"""What a second total must come to at the least, to be told from chance; what follows a figure that is not all;
what a figure told for each of several ends with."""
_BESIDE, _COLUMNS, _NEAR_COLUMN, _NEAR_ABREAST = 3, 12, Fraction(1, 10), Fraction(1, 2)
"""How many figures behind the last part, and any other, its second column may stand, and how far that column, or one
told in turn with one that comes out, may lie from its total."""


def joined_columns(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the second columns of figures written one right behind the other: 86栋7120（小学64栋3180，…）."""
    for known in list(read.lists):
        total = _behind(near, known.total.sources[0].start)
        parts = [_behind(near, part.sources[0].start) for part in known.parts]
        told = [one for one in parts if one is not None]
        if total is None or len(told) < len(parts) or len({one.unit for one in (total, *told)}) > 1:
            continue
        if total.plain < _LEAST or any(read.part(one, "sum") or one is total for one in told):
            continue
        made = _made(told, total)
        if sum(map(worth, told)) == total.plain or close(made, _NEAR_COLUMN):
            yield made


def columns_abreast(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield columns told in turn with one that comes out (学校34所、学生738人，其中小学21所、430人；初中13所、308人).

    The one shows that the list is complete; so the other was meant to come out, however far it lies.
    """
    for known in list(read.lists):
        if not read.holds(known) or known.rule.startswith("table"):
            continue
        starts = [known.total.sources[0].start, *(part.sources[0].start for part in known.parts)]
        for by in (-1, 1):
            total, *parts = [_next(near, start, by) for start in starts]
            told = [one for one in parts if one is not None]
            if total is None or len(told) < len(parts) or len({one.unit for one in (total, *told)}) > 1:
                continue
            if read.total(total, "sum") or any(read.part(one, "sum") or one is total for one in told):
                continue
            made = _made(told, total)
            plain = known.rule not in _CHOSEN and not any(one.quantity.hedge for one in (total, *told))
            # 其中 before the first of them opens the list itself.
            plain = plain and not any(map(_of_another, told[1:])) and not told[0].after.startswith(_ETC)
            if not holds(made) and _told_for_each(near, told):
                continue
            apart = plain and not _counted_twice(told, total)
            if holds(made) or (apart and close(made, _NEAR_ABREAST)) or (plain and slipped(made)):
                yield made


def _told_for_each(near: Figures, parts: Sequence[Item]) -> bool:
    """Whether a figure of the same unit among some is told for each of several (小班、中班各3个，大班4个)."""
    first, last = min(one.number for one in parts), max(one.number for one in parts)
    around = near.items[max(0, first - 1) : last + 1]
    return any(one.unit == parts[0].unit and one.label.endswith(_EACH) for one in around)


def _counted_twice(parts: Sequence[Item], total: Item) -> bool:
    """Whether more persons are told than there are, and one may be in two parts (助学金800人，免学费700人, of 1290)."""
    more = total.quantity.base == _PERSONS and sum(map(worth, parts)) > total.plain
    return more and not of_families([one.label for one in parts], _DISTINCT)


def _next(near: Figures, start: int, by: int) -> Item | None:
    """Return the count right before (-1) or behind (1) that at an offset in its clause, of another unit.

    What is told as so much for each stands between the two: 一等420人，每生1000元，计42万元.
    """
    own = near.item(start)
    at = own.number + by if own is not None else -1
    while own is not None and 0 <= at < len(near.items) and near.items[at].number in near.each:
        at += by
    if own is None or not 0 <= at < len(near.items):
        return None
    one = near.items[at]
    beside = one.segment == own.segment and one.depth == own.depth and one.quantity.kind == "number"
    return one if beside and one.unit != own.unit and one.quantity.base and not near.asides[one.number] else None


def _behind(near: Figures, start: int) -> Item | None:
    """Return the figure that stands right behind another, no word or mark between."""
    before = near.item(start)
    if before is None or before.number + 1 >= len(near.items):
        return None
    one = near.items[before.number + 1]
    return one if one.quantity.kind == "number" and one.quantity.start == before.quantity.end else None


def beside_total(near: Figures, read: Read, item: Item) -> Relation | None:
    """Return the second column of a total (两项合计358人，资金2.3万元): what stands beside the parts of the first.

    Where both count the same (全县学生20000人，教职工1500人), the column is known by its name.
    """
    first = near.items[item.number - 1] if item.number else None
    known = read.sums.get(first.quantity.start) if first is not None and first.sentence == item.sentence else None
    if first is None or known is None or item.plain < _LEAST:
        return None
    named = first.quantity.base == item.quantity.base
    places = [one.number for one in near.told_of(known.parts)]
    if len(places) < len(known.parts):
        return None
    parts: list[Item] = []
    for at, behind in zip(places, [*places[1:], item.number if item.number > places[-1] else None], strict=True):
        end = at + 1 + _BESIDE if behind is None else min(behind, at + 1 + _COLUMNS)
        found = [one for one in near.items[at + 1 : end] if counts_same(one.quantity, item.quantity)]
        found = [one for one in found if not near.asides[one.number] and not one.depth and not read.part(one, "sum")]
        if named:
            words = near.text[item.label_start : item.quantity.start]
            found = [one for one in found if share_a_word(one.label, words)]
        if not found or found[0] is item:
            return None
        parts.append(found[0])
    made = _made(parts, item)
    if sum(map(worth, parts)) == item.plain:
        return made
    every = [] if named else _all_between(near, read, parts, item)
    if len(every) > len(parts):
        # More is told in the second column than stands beside the parts: it comes out with all of it, or is left alone.
        return _made(every, item) if sum(map(worth, every)) == item.plain else None
    return made if close(made, _NEAR_COLUMN) and not any(_of_another(one) for one in parts) else None


def _of_another(one: Item) -> bool:
    """Whether a figure divides one that stands between it and the part it was taken for, or is not all of it."""
    return one.label.startswith("其中") or one.after.startswith(_ETC)


def _all_between(near: Figures, read: Read, parts: Sequence[Item], item: Item) -> list[Item]:
    """Return the figures that count what a total counts, from the first part on to a little behind the last."""
    span = near.items[parts[0].number : parts[-1].number + _COLUMNS]
    found = [one for one in span if one is not item and counts_same(one.quantity, item.quantity) and not one.depth]
    return [one for one in found if not near.asides[one.number] and not read.part(one, "sum") and one.quantity.value]


def _made(parts: Sequence[Item], total: Item) -> Relation:
    return relation("sum", [one.quantity for one in parts], total.quantity, "evident.beside", spans([total, *parts]))
