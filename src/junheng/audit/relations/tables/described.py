"""What the prose behind a table tells of its figures: 投资只完成45%, 占教师总数的24.3%, 人均70.23元, 超预算128万元.

The words name a row, or the total is meant; what comes out is read, and what does not where the words leave one reading
only. A figure that something was read of already is left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Block, Clean, Quantity, Relation
from junheng.audit.relations.tables.grid import DATA, grid
from junheng.audit.relations.tables.named import Figure, Named, small
from junheng.audit.relations.tables.told_shares import (
    ALL,
    PLANNED,
    RATE,
    Shares,
    is_near,
    plain,
    related,
    shares_letters,
)

_WORDS: dict[str, list[str]] = DATA["described"]
_BEHIND, _AHEAD, _REACH, _LEAST, _HUNDRED, _MOST = 24, 6, 600, 2, 100, 8
_SHARE = re.compile("占")
_TOLD = re.compile("率|" + RATE.pattern)
_MEAN = re.compile(
    "(?:[人生师校班户]均|平均每?[\u4e00-\u9fff]{0,4}|每[人生校班所个套辆台名][\u4e00-\u9fff]{0,4})[\u4e00-\u9fff]{0,8}$"
)
_SUM, _APART = re.compile("共|合计|总|累计|两项|者"), re.compile("|".join(_WORDS["apart"]))
_OTHER = re.compile("去年|上年|上期|同期|前年|往年|原|上月|上季|上学期|预计|将|力争|拟")
_THAN = re.compile("[比较]")
_NO_PRICE = ("单价", "标准")


def described(clean: Clean, layout: Layout, known: Sequence[Relation]) -> Iterator[Relation]:
    """Yield what words behind the tables say of them, but for what is known."""
    if not clean.cells:
        return
    taken = {each.start for one in known for each in one.total.sources}
    quantities = [item.quantity for item in layout.items]
    starts = [one.start for one in quantities]
    tables: dict[int | None, list[Block]] = {}
    for block in clean.cells:
        tables.setdefault(block.table, []).append(block)
    ends = sorted(min(block.start for block in blocks) for blocks in tables.values())
    for blocks in tables.values():
        start, end = min(block.start for block in blocks), max(block.end for block in blocks)
        last = bisect_left(starts, end)
        following = ends[bisect_left(ends, end) :][:1] or [len(clean.text)]
        behind = layout.items[last : last + _BEHIND]
        behind = [one for one in behind if one.quantity.start < min(following[0], end + _REACH)]
        if not small(max(block.row or 0 for block in blocks), max(block.column or 0 for block in blocks)):
            continue
        made = grid(clean.text, blocks, quantities[bisect_left(starts, start) : last])
        if made is not None and made.heads and made.labels:
            told = _Told(Named(made, clean.text, start), layout)
            yield from (one for item in behind for one in told.of(item, taken))
            if told.table.total_row is None:
                first = bisect_left(starts, start)
                yield from (
                    one for item in layout.items[max(0, first - _AHEAD) : first] for one in told.ahead(item, taken)
                )


class _Told(Shares):
    """What is said of one table."""

    @cached_property
    def _every(self) -> set[Fraction]:
        """Return what every cell is worth."""
        return {one.plain for row in self.table.rows for one in self.table.figures(row)}

    @cached_property
    def _columns(self) -> dict[Fraction, list[tuple[str, list[Figure]]]]:
        """Return the columns but for their totals, by what they come to."""
        found: dict[Fraction, list[tuple[str, list[Figure]]]] = {}
        for column in self.table.heads:
            cells = [self.table.figure(row, column) for row in self.table.rows if row != self.table.total_row]
            told = [one for one in cells if one is not None]
            if len(told) > 1 and len({one.base for one in told}) == 1:
                found.setdefault(sum((one.plain for one in told), Fraction(0)), []).append((told[0].base, told))
        return found

    def ahead(self, item: Item, taken: Container[int]) -> Iterator[Relation]:
        """Yield the column of a table without a row of totals that comes to a figure told before it."""
        if item.quantity.start in taken or item.quantity.kind != "number" or item.plain < _HUNDRED:
            return
        columns = [[self.table.figure(row, at) for row in self.table.rows] for at in self.table.heads]
        full = [[one for one in column if one is not None] for column in columns if None not in column]
        fits = [one for one in full if len(one) > 1 and all(each.base == item.quantity.base for each in one)]
        for column in fits:
            made = related("sum", column, item)
            found = None if holds(made) else judge(made)
            slipped = found is not None and bool(found.slip) and len(fits) == 1 and ALL.search(item.lead)
            if holds(made) or slipped:
                yield made
                return

    def of(self, item: Item, taken: Container[int]) -> list[Relation]:
        """Return what a figure behind the table was worked out from."""
        if item.quantity.start in taken:
            return []
        before = self.layout.items[item.number - 1]
        beside = before if item.number and before.sentence == item.sentence else None
        kind, made = item.quantity.kind, None
        if kind == "share":
            share = _SHARE.search(item.label)
            made = self.share(item, beside) if share else self.rate(item) if _TOLD.search(item.lead) else None
        elif kind == "number" and item.quantity.value:
            if _MEAN.search(item.label):
                made = self._mean(item, before)
            else:
                made = self._apart(item) if _APART.search(item.label) else None
                made = made or self._together(item)
        if made is None or (_OTHER.search(self.sentence(item)) and not holds(made)):
            return []
        return [made]

    def _mean(self, item: Item, before: Item) -> Relation | None:
        """Return `就餐学生412人，人均食材支出70.23元`: a total of the table over a number told beside it."""
        number = before.quantity
        close = before.sentence == item.sentence and number.kind == "number" and number.value > 1
        rows = self.table.rows_in(item.lead)
        row = rows[0] if len(rows) == 1 else self.table.total_row
        cells = [one for one in self.table.figures(row) if not self._priced(one)]
        cells = [one for one in cells if one.base in {"", item.quantity.base} or number.base == one.base]
        tops = [one for one in cells if one.base in {"", item.quantity.base}]
        for top in tops:
            bottoms: list[Quantity | Figure] = [number] if close and number.base != item.quantity.base else []
            bottoms += [one for one in self.table.figures(row) if one.column != top.column and one.plain > 1]
            for bottom in bottoms:
                made = related("average", [top, bottom], item)
                if holds(made) and len(str(item.quantity.value).strip("0.")) > 1:
                    return made
        sure = [one for one in tops if one.base == item.quantity.base]
        if (
            len(sure) != 1
            or not close
            or number.base != "人"
            or "均" not in item.label
            or before.paragraph != item.paragraph
        ):
            return None
        made = related("average", [sure[0], number], item)
        return made if is_near(made) else None

    def _priced(self, one: Figure) -> bool:
        return any(word in self.table.heads[one.column] for word in _NO_PRICE)

    def _apart(self, item: Item) -> Relation | None:
        """Return `人员经费超预算128万元` and `一小比二小多135人`: two cells of a row, or of a column."""
        rows, columns = self.table.rows_in(item.lead), self.table.columns_in(item.lead)
        if len(rows) > _LEAST:
            return None
        if len(rows) == _LEAST:
            pairs = self._of_two_rows(rows, columns)
        else:
            row = rows[0] if rows else self.table.total_row
            pairs = list(combinations(self.table.figures(row), 2)) if rows or columns else []
        pairs = [(one, two) for one, two in pairs if one.base == two.base and one.base in {"", item.quantity.base}]
        found = [pair for pair in pairs if abs(pair[0].plain - pair[1].plain) == item.plain]
        if len(found) == 1:
            return related("difference", sorted(found[0], key=plain, reverse=True), item)
        if len(pairs) != 1 or found or not rows:
            return None
        made = related("difference", sorted(pairs[0], key=plain, reverse=True), item)
        if len(rows) == _LEAST:
            return made if is_near(made) and _THAN.search(item.lead) else None
        heads = {self.has(one, RATE) for one in pairs[0]}, {self.has(one, PLANNED) for one in pairs[0]}
        return (
            made
            if is_near(made, far=True) and heads == ({True, False}, {True, False}) and item.plain >= _HUNDRED
            else None
        )

    def _of_two_rows(self, rows: Sequence[int], columns: Sequence[int]) -> list[tuple[Figure, Figure]]:
        shown = columns or [each.column for each in self.table.figures(rows[0])]
        if not columns and self.table.total_column is not None:
            shown = [self.table.total_column]
        sides = [(self.table.figure(rows[0], at), self.table.figure(rows[1], at)) for at in shown]
        return [(one, two) for one, two in sides if one is not None and two is not None]

    def _together(self, item: Item) -> Relation | None:
        """Return `四个乡镇共有学生10810人`, `高级职称（含正高）946人`: rows of a column, or columns of the total."""
        if item.plain < _HUNDRED:
            return None
        if item.plain in self._every:
            return None
        if _SUM.search(item.lead):
            for base, cells in self._columns.get(Fraction(item.plain), ()):
                if base in {"", item.quantity.base}:
                    return related("sum", cells, item)
        row = self.table.rows_in(item.lead)
        words = self.layout.text[item.label_start : item.quantity.start] + item.lead
        named = [at for at, head in self.table.heads.items() if shares_letters(head, words)]
        if len(named) < _LEAST:
            return None
        cells_of = self.table.figures(row[0] if len(row) == 1 else self.table.total_row)
        alike = [one for one in cells_of if one.column in named][:_MOST]
        for count in (2, 3):
            for some in combinations(alike, count):
                if sum(one.plain for one in some) == item.plain and len({one.base for one in some}) == 1:
                    return related("sum", [*some], item)
        return None
