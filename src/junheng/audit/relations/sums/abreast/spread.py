"""Totals whose parts are told one to a clause or sentence, with other figures of each part between: read by column.

投入资金900万元。新建项目投入600万元，完工3个；维修项目投入300万元，完工8个. A clause here is what stands between two
semicolons or ends of sentences, or before or behind 其中; a column is the first figures of one unit, one to a clause,
or those of one name (招生…，在校生…). Only what stands outside brackets is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from operator import attrgetter

from junheng.audit.layout import Item, Layout
from junheng.audit.relations.sums.labels.labels import division, framed_alike, in_one_row, share_a_word, spells_out
from junheng.audit.relations.sums.lists import Entry, Number, says, whole
from junheng.audit.relations.sums.readings import ALIKE, SMALL, Readings, significant
from junheng.audit.relations.sums.runs import STOPS
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import Told, complete, fineness, stages

_CLAUSES = 12
"""How many clauses a list may have."""
_BACK, _FAR_BACK = 3, 8
"""In how many clauses before a list its total may stand, and where it has the name of the column, or another column
shows that the clauses are all there is.
"""
_FILLERS = "共有为达计是约已其中分别"
"""What says nothing of a figure's name."""
_FEW = 50
"""Below so many of the last digits printed, what no family of labels divides comes out by chance."""
_PARTS = 2
_OFF = 4
"""Nothing is said of a column off by more than this part of its total."""

_Column = tuple[str, str]
"""The unit of a column and its name, blank for the first figures of the unit."""


@dataclass(slots=True)
class _Clause:
    items: list[Item]
    columns: dict[_Column, Item]

    def entry(self, place: int, item: Item, scale: Fraction) -> Entry:
        """Return a figure of it as a part, labelled with all its words up to the figure."""
        words = "".join(one.label for one in self.items if one.number <= item.number)
        return Entry(place, item, triggers().connector.sub("", words), scale)

    @property
    def joined(self) -> bool:
        """Return whether 其中 begins it."""
        return _joined(self.items[0])

    @property
    def units(self) -> list[str]:
        """Return the units of its figures in order."""
        return [one.quantity.base for one in self.items]


def read_spread(readings: Readings, layout: Layout) -> None:
    """Read the columns that come to a total told before; a few that do not, where names or another column say so."""
    for _, paragraph in groupby([one for one in layout.items if not one.depth], key=attrgetter("paragraph")):
        items = list(paragraph)
        if len(items) < ALIKE or items[0].segment == items[-1].segment:
            continue
        _Paragraph(readings, items).read()
        if readings.are_parts(items):
            # What was told of the parts between them is left out: they may be parts themselves, by their names.
            rest = [one for one in items if one.number not in readings.parts and one.quantity.kind == "number"]
            _Paragraph(readings, rest, nested=True).read()


def _joined(item: Item) -> bool:
    return "中" in item.lead and triggers().among.match(item.lead.lstrip(STOPS)) is not None


def _halves(items: list[Item]) -> Iterator[list[Item]]:
    """Yield a clause in one, or what stands before its first 其中 and what behind it."""
    for place, one in enumerate(items):
        if place and _joined(one):
            yield items[:place]
            yield items[place:]
            return
    yield items


def _clause(items: list[Item]) -> _Clause:
    columns: dict[_Column, Item] = {}
    for one in items:
        base = one.quantity.base
        if one.quantity.kind == "number" and base and not says("aside", one.label):
            columns.setdefault((base, ""), one)
            name = one.label.strip(_FILLERS)
            if len(name) > 1:
                columns.setdefault((base, name), one)
    return _Clause(items, columns)


class _Paragraph:
    """Reads the columns of one paragraph."""

    def __init__(self, readings: Readings, items: Sequence[Item], *, nested: bool = False) -> None:
        self.readings = readings
        self.clauses = [
            _clause(one)
            for _, segment in groupby(items, key=lambda item: item.segment)
            for one in _halves(list(segment))
        ]
        self.nested = nested
        self._complete: set[tuple[int, int]] = set()
        """Where a list of clauses begins that a column has shown to be complete, and how many they are."""
        self._open: list[tuple[tuple[int, int], Told]] = []
        """Columns of a total of their own name that nothing but another column may tell to be complete."""

    def _listed(self) -> Iterator[tuple[int, int]]:
        """Yield where lists already read begin that have one part in each of several clauses, and how many."""
        clause = {one.number: place for place, every in enumerate(self.clauses) for one in every.items}
        chains: dict[int, list[int]] = {}
        for number, place in clause.items():
            for total in self.readings.parts.get(number, ()):
                chains.setdefault(total, []).append(place)
        for total, places in chains.items():
            row = places == list(range(places[0], places[0] + len(places)))
            if row and len(places) > 1 and total in self.readings.sure:
                yield places[0], len(places)

    def read(self) -> None:
        """Read the columns that begin with each clause."""
        for start, (clause, behind) in enumerate(pairwise(self.clauses[1:]), 1):
            for column, first in clause.columns.items():
                if column in behind.columns and first.number not in self.readings.parts:
                    self._column(start, column)
        if not self._open:
            return
        self._complete.update(self._listed())
        exact = Counter(place for place, told in self._open if told.reading == "exact")
        self._complete |= {place for place, count in exact.items() if count > 1}
        for place, told in self._open:
            if place in self._complete:
                self.readings.tell(told, f"spread-{told.reading}")

    def _column(self, start: int, column: _Column) -> None:
        totals = {whole(one.quantity.exact): one for one in self._totals(start, column)}
        if not totals:
            return
        reached: Number = 0
        most = max(totals)
        found: list[tuple[_Clause, Item]] = []
        for clause in self.clauses[start : start + _CLAUSES]:
            item = clause.columns.get(column)
            if item is None or item.number in self.readings.parts:
                break
            found.append((clause, item))
            reached += whole(item.quantity.exact)
            if len(found) > 1 and reached in totals:
                self._exact(start, column, _told(totals[reached], found), [one for one, _ in found])
                return
            if reached > 2 * most:
                return
        if len(found) > 1 and not self.nested:
            self._failing(start, column, found, totals)

    def _totals(self, start: int, column: _Column) -> Iterator[Item]:
        """Yield the figures a column may come to, the nearest last: of its unit, and of its name if it has one."""
        base, name = column
        for clause in self.clauses[max(0, start - _FAR_BACK) : start]:
            if name:
                if column in clause.columns:
                    yield clause.columns[column]
                continue
            yield from (one for (unit, _), one in clause.columns.items() if unit == base)

    def _exact(self, start: int, column: _Column, told: Told, clauses: list[_Clause]) -> None:
        """Tell a column that comes to a total, where names or shape say that it is its parts."""
        labels, head = [one.label for one in told.parts], self.readings.head(told.total)
        again = sum(one.value > 0 for one in told.parts) < _PARTS and not clauses[0].joined
        if _beside(head, labels) or again:  # with nothing added it is the same figure told again
            return
        fine = fineness(told)
        named = bool(column[1]) or division(head, labels) in {"whole", "partition"}
        near = told.total.number >= self.clauses[max(0, start - _BACK)].items[0].number
        behind = self.clauses[start + len(clauses)] if start + len(clauses) < len(self.clauses) else None
        ended = near and not self.nested and (behind is None or column not in behind.columns)
        sure = near or (column[1] and significant(told.total.quantity))
        if (sure and named and fine >= SMALL) or (ended and _by_shape(told, head, labels, clauses)):
            self._complete.add((start, len(clauses)))
            self.readings.tell(told, "spread-exact")
        else:
            self._open.append(((start, len(clauses)), told))

    def _failing(
        self, start: int, column: _Column, found: Sequence[tuple[_Clause, Item]], totals: dict[Number, Item]
    ) -> None:
        """Read a column that does not come to the one figure that may be its total.

        By its names (学生3879名，不良率33%；城区学生1400名，不良率31%；农村学生2497名，不良率34%), where the figure is
        the first of its unit right before; or later by another column of the same clauses that comes out.
        """
        before = self.clauses[start - 1].columns.get((column[0], ""))
        total = next(iter(totals.values())) if column[1] and len(totals) == 1 else before
        if total is None or total.number in self.readings.taken:
            return
        if any(one.quantity.hedge for one in (total, *(item for _, item in found))):
            return
        told, head = _told(total, found), self.readings.head(total)
        labels = [one.label for one in told.parts]
        if _beside(head, labels):
            return
        parallel = all(one.units == self.clauses[start].units for one, _ in found)
        weighed = complete(total, told.parts, "", head, floor=2) if parallel and spells_out(head, labels) else None
        if not column[1] and weighed is not None and len(weighed.parts) == len(told.parts):
            self.readings.tell(weighed, "spread-failing")
        elif column[1] or parallel:
            off = abs(sum(one.item.quantity.exact for one in told.parts) - total.quantity.exact)
            if off * _OFF < total.quantity.exact:
                self._open.append(((start, len(found)), Told(total, told.parts, "failing")))


def _told(total: Item, found: Sequence[tuple[_Clause, Item]]) -> Told:
    scale = total.quantity.scale
    return Told(total, [clause.entry(place, item, scale) for place, (clause, item) in enumerate(found)], "exact")


def _by_shape(told: Told, head: str, labels: Sequence[str], clauses: Sequence[_Clause]) -> bool:
    """Return whether the clauses of parts that come to a total are built alike, or are told as parts."""
    if fineness(told) < _FEW or not all(labels):
        return False
    joined, telling = clauses[0].joined, significant(told.total.quantity)
    if len(clauses) < ALIKE and not (framed_alike(labels) and (joined or telling)):
        return False
    if not telling and not all(share_a_word(label, head) for label in labels):
        return False
    return joined or all(one.units == clauses[0].units for one in clauses)


def _beside(head: str, labels: Sequence[str]) -> bool:
    """Return whether parts are stages of one matter, of one name, or stand in one row with the total."""
    return stages(labels) or in_one_row(head, labels) or len(set(labels)) < len(labels)
