"""Shares that the prose behind a table tells of its figures: 占教师总数的24.3%, 投资只完成45%, 参保率97.3%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Quantity, Relation, RelationKind, Term
from junheng.audit.relations.ground.terms import relation, term
from junheng.audit.relations.tables.grid import DATA
from junheng.audit.relations.tables.named import Figure, Named

_WORDS: dict[str, list[str]] = DATA["described"]
ALL = re.compile("总|全[县市区乡镇校省州]|合计|一共|共")
RATE, PLANNED = re.compile("|".join(_WORDS["done"])), re.compile("|".join(_WORDS["planned"]))
_LIGHT, _CLAUSES = re.compile("[其中约仅只各均所就共也又还的分别比例重]"), 60
_NEAR, _FAR = (Fraction(4, 5), Fraction(5, 4)), (Fraction(3, 5), Fraction(5, 3))
"""How far off what is said may be and still be meant so, and where two heads name both its sides."""
_HUNDRED, _PAIR = 100, 2


class Shares:
    """A table and the text it stands in."""

    def __init__(self, table: Named, layout: Layout) -> None:
        self.table, self.layout = table, layout

    def share(self, item: Item, beside: Item | None) -> Relation | None:
        """Return `高级教师480人，占教师总数的24%`, `其中一小占40.6%`: of a row's whole, of a column's, or of all."""
        own = beside is not None and beside.quantity.kind == "number" and item.label.startswith(("占", "约占", "仅占"))
        if not own and not self._subject(item):
            return None
        words = self.sentence(item) if own else item.lead
        tops = self._tops(words, beside if own else None)
        wholes = self._wholes(item, tops)
        for top in tops:
            of: Quantity | Figure = beside.quantity if own and beside is not None else top
            for whole in wholes:
                tried = related("ratio", [of, whole], item)
                if whole.plain > 0 and (whole.row, whole.column) != (top.row, top.column) and holds(tried):
                    return tried
        if own and beside is not None and not tops:
            return self._of_all(item, beside)
        if len(tops) > 1 and not own and not self.table.columns_in(words):
            tops = [one for one in tops if one.column == self.table.total_column]
        sure = self._sure_whole(item, tops[0], wholes) if len(tops) == 1 else None
        made = related("ratio", [beside.quantity if own and beside else tops[0], sure], item) if sure else None
        return made if made is not None and is_near(made) else None

    def _of_all(self, item: Item, beside: Item) -> Relation | None:
        """Return the share that a figure which is in no cell has of all there is, where it comes out."""
        every = self.table.figure(self.table.total_row, self.table.total_column)
        if every is None or not ALL.search(item.label):
            return None
        tried = related("ratio", [beside.quantity, every], item)
        return tried if holds(tried) else None

    def _subject(self, item: Item) -> bool:
        """Whether what stands right before 占 is of the table, if anything: 养老保险占60% is of something else."""
        subject = item.label.partition("占")[0]
        return not _LIGHT.sub("", subject) or bool(self.table.rows_in(subject) or self.table.columns_in(subject))

    def sentence(self, item: Item) -> str:
        """Return the words of its sentence before a figure, no more than a few clauses."""
        start, text = item.quantity.start, self.layout.text
        begin = max((text.rfind(mark, 0, start) for mark in "。；\n"), default=-1) + 1
        return text[max(begin, start - _CLAUSES) : start]

    def _tops(self, words: str, beside: Item | None) -> list[Figure]:
        """Return the cells a share is of: those that hold the figure beside it, or those that the words name."""
        rows, columns = self.table.rows_in(words), self.table.columns_in(words)
        if beside is None:
            if len(rows) != 1 and (rows or not columns):
                return []
            row = rows[0] if rows else self.table.total_row
            columns = columns or [each.column for each in self.table.figures(row)]
            columns = [at for at in columns if at != self.table.total_column or rows] if len(columns) > 1 else columns
            found = [self.table.figure(row, column) for column in columns if column not in self.table.no_sum]
            return [one for one in found if one is not None]
        cells = [one for row in self.table.rows for one in self.table.figures(row) if one.plain == beside.plain]
        fits = [one for one in cells if (one.row in rows or not rows) and (one.column in columns or not columns)]
        return fits if rows or columns else []

    def _wholes(self, item: Item, tops: Sequence[Figure]) -> list[Figure]:
        places = [
            place
            for top in tops
            for place in (
                (top.row, self.table.total_column),
                (self.table.total_row, top.column),
                (self.table.total_row, self.table.total_column),
            )
        ]
        found = [self.table.figure(*place) for place in dict.fromkeys(places)]
        return [one for one in found if one is not None]

    def _sure_whole(self, item: Item, top: Figure, wholes: Sequence[Figure]) -> Figure | None:
        """Return the one whole that the words leave for a part."""
        others = [one for one in wholes if (one.row, one.column) != (top.row, top.column) and one.plain > top.plain]
        rows, columns = self.table.rows_in(item.label), self.table.columns_in(item.label)
        if rows == [top.row] and not columns:
            return next((one for one in others if one.row == top.row), None)
        if columns == [top.column] and not rows:
            return next((one for one in others if one.column == top.column), None)
        if rows or columns:
            return None
        if len(others) == 1 and self.table.total_column is None:
            return others[0]
        ends = (self.table.total_row, self.table.total_column)
        return next((one for one in others if (one.row, one.column) == ends), None) if ALL.search(item.label) else None

    def rate(self, item: Item) -> Relation | None:
        """Return `白沙教学点厕所投资只完成45%`: what was done of what was planned, of the row named or of all."""
        rows = self.table.rows_in(item.lead)
        row = rows[0] if len(rows) == 1 else self.table.total_row if not rows else None
        cells = list(self.table.figures(row))
        pairs = [(one, two) for one, two in permutations(cells, 2) if one.base == two.base and two.plain]
        done = [one for one in cells if self.has(one, RATE)]
        planned = [one for one in cells if self.has(one, PLANNED) and one not in done]
        named = [pair for pair in pairs if pair[0] in done and pair[1] in planned and self._told(pair[0], item)]
        for one, two in named:
            if holds(made := related("ratio", [one, two], item)):
                return made
        if len(named) != 1 or not (rows or ALL.search(item.label)):
            return None
        made = related("ratio", [*named[0]], item)
        return made if is_near(made) else None

    def _told(self, one: Figure, item: Item) -> bool:
        """Whether a rate goes by the name of a column (已参保, 参保率), or by a word of what was done (支出为…)."""
        head = self.table.heads[one.column]
        return shares_letters(head, item.lead) or RATE.search(item.lead) is not None

    def has(self, one: Figure, words: re.Pattern[str]) -> bool:
        """Whether the head of a figure's column has some words."""
        return words.search(self.table.heads[one.column]) is not None


def shares_letters(head: str, words: str) -> bool:
    """Whether two characters in a row of a head stand in some words."""
    return any(head[at : at + _PAIR] in words for at in range(len(head) - 1))


def plain(one: Quantity | Figure) -> Fraction:
    """Return what a figure is in its base unit."""
    return one.plain if isinstance(one, Figure) else Fraction(one.value)


def related(kind: RelationKind, parts: Sequence[Quantity | Figure], item: Item) -> Relation:
    """Return a relation of cells and figures of the text, sums and differences in the unit of what is told."""
    scale = _scale(parts[0]) if kind == "ratio" else item.quantity.scale
    terms: list[Quantity | Term] = []
    where = [(item.quantity.start, item.quantity.end)]
    for at, one in enumerate(parts):
        own = one.quantity if isinstance(one, Figure) else one
        by = _scale(one) if kind == "average" and at else scale
        terms.append(one.term(by) if isinstance(one, Figure) else term(one, by))
        where.append((own.start, own.end))
    return relation(kind, terms, term(item.quantity), "table-described", sorted(where))


def _scale(one: Quantity | Figure) -> Fraction:
    """Return the scale a figure is printed in: 10000 below 金额（万元）."""
    if isinstance(one, Quantity):
        return one.scale
    return one.plain / Fraction(one.quantity.value) if one.quantity.value else Fraction(1)


def is_near(made: Relation, *, far: bool = False) -> bool:
    """Whether what is said lies near what it is said of; or holds."""
    one, two = (part.value for part in made.parts)
    if not two or not made.total.value:
        return False
    worth = one / two * _HUNDRED if made.kind == "ratio" else one / two if made.kind == "average" else one - two
    least, most = _FAR if far else _NEAR
    return least < worth / made.total.value < most
