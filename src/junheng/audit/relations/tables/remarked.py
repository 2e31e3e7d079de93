"""What the words around a table say of its figures: 在园幼儿比去年的4587人减少377人, 资金到位率75.7%, 实乘超过核载4人.

The words name a column by its head and a row by its name; where they name no row, they speak of the row of totals. A
table without such a row is summed up in the sentence before it (校舍总栋数37栋). Most of it is read only where it
comes out: other rows and other years may be meant.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import permutations

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Quantity, Relation
from junheng.audit.relations.ground.terms import relation
from junheng.audit.relations.tables.grid import DATA, Grid

_TOTALS: dict[str, int] = DATA["totals"]
_BEFORE, _BEHIND, _NAME, _MOST, _DIGITS = 6, 24, 2, 40, 3
"""Figures before and behind a table that are looked at; characters of a name; columns and rows of a table at most;
digits a misprinted figure has at the least."""
_BRACKET, _COUNTED = re.compile(r"[(（][^()（）]*[)）]"), re.compile("(?:总?人数|总数|数量|数|额)$")
_THAN, _UP, _DOWN = re.compile("[比较]"), tuple(DATA["remarked"]["up"]), tuple(DATA["remarked"]["down"])
_OVER, _RATE = re.compile("|".join(DATA["remarked"]["over"])), re.compile("率(?:为|是|达|达到|约为?|仅|只有)?$")
_WHOLE = re.compile("总|共|合计|全[县市区乡镇校]")


def remarked(layout: Layout, made: Grid, start: int, end: int) -> Iterator[Relation]:
    """Yield what the words before and behind a table, which stands at `start` to `end`, assert of its figures."""
    columns, rows = range(made.labels, made.columns), range(made.heads, made.rows)
    if not made.heads or not made.labels or len(columns) > _MOST or len(rows) > _MOST:
        return
    told = _Told(made)
    first, last = (bisect_left(layout.items, at, key=_begin) for at in (start, end))
    for item in layout.items[max(0, first - _BEFORE) : first]:
        yield from told.summed_up(item)
    for item in layout.items[last : last + _BEHIND]:
        yield from told.compared(layout, item)


def _begin(item: Item) -> int:
    return item.quantity.start


class _Told:
    """A table by the names of its columns and rows."""

    def __init__(self, made: Grid) -> None:
        self.made = made
        self.heads = {
            at: _stem(made.column(at)[-1].words) for at in range(made.labels, made.columns) if made.column(at)
        }
        self.rows = {at: made.row(at)[-1].words for at in range(made.heads, made.rows) if made.row(at)}
        named = [at for at, words in self.rows.items() if words in _TOTALS]
        self.total = named[-1] if named and named[-1] == max(self.rows) else None

    def summed_up(self, item: Item) -> Iterator[Relation]:
        """Yield the column that comes to a figure told before a table without a row of totals."""
        if self.total is not None or any(words in _TOTALS for words in self.rows.values()):
            return
        for column in self._named(item.label):
            cells = [self.made.cells.get((row, column)) for row in self.rows]
            parts = [cell.quantity for cell in cells if cell is not None and cell.quantity is not None]
            fits = all(one.kind == "number" and one.base in {"", item.quantity.base} for one in parts)
            if len(parts) != len(cells) or len(parts) < _NAME or not fits or item.quantity.kind != "number":
                continue
            found = relation("sum", [*parts], item.quantity, "table-before", _where([item.quantity, *parts]))
            if holds(found) or (_WHOLE.search(item.label) and _slipped(found)):
                yield found

    def compared(self, layout: Layout, item: Item) -> Iterator[Relation]:
        """Yield what a figure behind a table was worked out from, of the table's figures or with one of them."""
        before = layout.items[item.number - 1] if item.number else None
        beside = before is not None and before.sentence == item.sentence
        if before is not None and beside and _THAN.search(before.label) and item.label.startswith((*_UP, *_DOWN)):
            yield from self._changed(before, item)
        elif _OVER.search(item.label):
            yield from self._over(item)
        elif item.quantity.kind == "share" and _RATE.search(item.label):
            yield from self._rate(item)

    def _changed(self, before: Item, by: Item) -> Iterator[Relation]:
        """Yield `在园幼儿比去年的4587人减少377人`: a figure of the table is set against one of the sentence."""
        for column in self._named(before.label):
            now = self._figure(before.label, column)
            if now is None or by.quantity.kind not in {"number", "points"} or now.kind != before.quantity.kind:
                continue
            falls = by.label.startswith(_DOWN)
            sides = [before.quantity, now] if falls else [now, before.quantity]
            found = relation(
                "difference", [*sides], by.quantity, "table-remarked", _where([now, before.quantity, by.quantity])
            )
            if holds(found) or _slipped(found):
                yield found
                return

    def _over(self, item: Item) -> Iterator[Relation]:
        """Yield `龙潭学校实乘人数超过核载4人`: two columns of the row that is named."""
        named = self._named(item.label)
        if len(named) != _NAME or item.quantity.kind != "number":
            return
        figures = [self._figure(item.label, column) for column in named]
        one, two = figures
        if one is not None and two is not None:
            sides = sorted([one, two], key=lambda each: each.value, reverse=True)
            found = relation("difference", [*sides], item.quantity, "table-remarked", _where([*sides, item.quantity]))
            if holds(found) or _slipped(found):
                yield found

    def _rate(self, item: Item) -> Iterator[Relation]:
        """Yield `资金到位率75.7%`: two columns of the row of totals, one of them named alike (到位资金)."""
        label = item.label
        if any(head.endswith("率") and head in label for head in self.heads.values()):
            return  # the table tells it itself
        for one, two in permutations(self.heads, 2):
            top, base = self._figure(label, one), self._figure(label, two)
            if top is None or base is None or not base.value or top.kind != "number" or base.kind != "number":
                continue
            if top.base != base.base or top.value > base.value or not _alike(self.heads[one], label):
                continue
            found = relation("ratio", [top, base], item.quantity, "table-remarked", _where([top, base, item.quantity]))
            if holds(found):
                yield found
                return

    def _named(self, label: str) -> list[int]:
        """Return the columns whose heads a label names."""
        named = [column for column, head in self.heads.items() if len(head) >= _NAME and head in label]
        return [column for column in named if not any(_inside(self.heads[column], self.heads[one]) for one in named)]

    def _figure(self, label: str, column: int) -> Quantity | None:
        """Return the figure of a column in the row that a label names, or in that of the totals."""
        named = [row for row, words in self.rows.items() if len(words) >= _NAME and words in label]
        row = named[0] if len(named) == 1 else self.total if not named else None
        cell = self.made.cells.get((row, column)) if row is not None else None
        return cell.quantity if cell is not None else None


def _stem(head: str) -> str:
    """Return a head without its unit and the word that says that it counts: 实乘 of 实乘人数（人）."""
    bare = _BRACKET.sub("", head)
    return _COUNTED.sub("", bare) if len(bare) > _NAME + 1 else bare


def _inside(one: str, other: str) -> bool:
    return one != other and one in other


def _alike(head: str, label: str) -> bool:
    return any(head[at : at + _NAME] in label for at in range(len(head) - 1))


def _where(figures: Sequence[Quantity]) -> list[tuple[int, int]]:
    return sorted((one.start, one.end) for one in figures)


def _slipped(made: Relation) -> bool:
    """Whether one slip of the pen explains why what is said does not come out."""
    found = judge(made)
    long = len(str(made.total.sources[0].value).replace(".", "").strip("0")) >= _DIGITS  # of a short one it is chance
    return found is not None and not found.holds and bool(found.slip) and long
