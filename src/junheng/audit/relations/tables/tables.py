"""Totals in the rows and columns of tables.

A row or column headed 合计, 小计, 总计 … is the sum of the others of its group; a 合计 of the 小计 and of what none of
them takes in. What a table means by it is believed where the table itself bears it out: in at least half of the
columns (rows) the sum must hold, unless the table is so plain that it can mean nothing else. An empty cell counts as
0 only where the table's other sums show that it does; otherwise the sum is not judged.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from junheng.audit.layout import Layout
from junheng.audit.model import Block, Clean, Relation
from junheng.audit.relations.tables.derived import worked_out
from junheng.audit.relations.tables.first_whole import first_whole
from junheng.audit.relations.tables.grid import DATA, Cell, Grid, grid, turned
from junheng.audit.relations.tables.nested import nested
from junheng.audit.relations.tables.portions import portions
from junheng.audit.relations.tables.priced import priced
from junheng.audit.relations.tables.remarked import remarked
from junheng.audit.relations.tables.scope import of_another_scope
from junheng.audit.relations.tables.sums import FEW, PART, Entry, Sum, Told, is_zero

_RANKS: dict[str, int] = DATA["totals"]
_ENDS: tuple[str, ...] = tuple(DATA["before"]["ends"])
_LONGEST: int = DATA["before"]["longest"]
_INSIDE = re.compile("|".join(map(re.escape, DATA["apart"]["inside"])))
_SUBSETS: tuple[str, ...] = tuple(DATA["apart"]["subsets"])
_TRANSPARENT = frozenset(DATA["apart"]["transparent"])
_BRACKET = re.compile(r"[(（]([^()（）]{0,20})[)）]?[:：]?$")
_OF_ROWS = re.compile("增|减|占|率|比|均|差|余|%|％")
_AMONG, _DETAILS = ("其中", "包括"), 6
_NUMBERED = re.compile("[一二三四五六七八九十]{1,3}、")
_EVERY = re.compile(
    "[全本各总]?[省市县区旗镇乡校园院班局年月期部级州科室办]?(?:[年月期]度?|[省市县区]?直|系统)?[总累]?"
)


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the sums that tables assert by their heads, row by row and column by column, and what is worked out."""
    if not clean.cells:
        return
    quantities = [item.quantity for item in layout.items]
    starts = [one.start for one in quantities]
    tables: dict[int | None, list[Block]] = {}
    for block in clean.cells:
        tables.setdefault(block.table, []).append(block)
    for number, blocks in tables.items():
        if number is None:
            continue
        first = bisect_left(starts, min(block.start for block in blocks))
        behind = bisect_left(starts, max(block.end for block in blocks))
        made = grid(clean.text, blocks, quantities[first:behind])
        if made is not None and made.heads < made.rows and made.labels < made.columns and (made.heads or made.labels):
            yield from _table(made, of_another_scope(clean.text, blocks))
            products = list(priced(made))
            prices = {each.start for one in products for part in one.parts for each in part.sources}
            yield from products
            # 生均标准650 is a price and no average of what it makes.
            yield from (one for one in worked_out(made) if one.total.sources[0].start not in prices)
            yield from portions(made)
            if _tells_of_rows(made):
                yield from worked_out(turned(made))
                yield from portions(turned(made))
            ends = min(block.start for block in blocks), max(block.end for block in blocks)
            yield from remarked(layout, made, *ends)
            yield from first_whole(made)


def _tells_of_rows(made: Grid) -> bool:
    """Whether the name of a row says that it was worked out of others: 比上年增减, 占比, 出勤率."""
    names = (made.row(row)[-1:] for row in range(made.heads, made.rows)) if made.labels else ()
    return any(_OF_ROWS.search(cell.words) for name in names for cell in name)


def _table(made: Grid, other_scope: bool) -> Iterator[Relation]:
    """Yield the sums of rows and columns; `other_scope`: words say that the totals are not of the rows alone."""
    rows = [_entry(place, made.row(place)) for place in range(made.heads, made.rows)]
    columns = [_entry(place, made.column(place)) for place in range(made.labels, made.columns)]
    for column in columns:
        column.apart = column.apart and made.heads > 0  # without a head nothing tells a column apart
        filled = [made.cells.get((row.place, column.place)) for row in rows]
        if any(cell is not None and cell.quantity is None and not cell.empty for cell in filled):
            column.apart = column.apart or not any(cell is not None and cell.quantity for cell in filled)
    details = _divided(made, rows, columns)
    details += nested(made, rows, columns, details)
    down = [_narrowed(made, Told(made, one, columns, "column"), columns) for one in [*details, *_sums(rows)]]
    across = [Told(made, one, rows, "row") for one in _sums(columns) if _one_unit(one)] if made.heads else []
    zeros = {kind for kind in ("blank", "dash") if is_zero(kind, [*down, *across])}
    for axis in (down, across):
        counts = [told.counts(zeros) for told in axis]
        all_told = sum(holding for holding, _ in counts), sum(judged for _, judged in counts)
        if other_scope and axis is down and 2 * all_told[0] < all_told[1]:
            continue
        for told in axis:
            yield from told.believed(zeros, all_told)


def _divided(made: Grid, rows: Sequence[Entry], columns: Sequence[Entry]) -> list[Sum]:
    """Return rows divided by those from 其中 on that come to them; these are set apart (人员经费; 其中：工资; 社保)."""
    found = []
    for at, first in enumerate(rows):
        if not (first.subset and at and first.path[-1].words.startswith(_AMONG)) or rows[at - 1].apart:
            continue
        for end in range(at + FEW, min(len(rows), at + _DETAILS) + 1):
            if any(one.rank > PART for one in rows[at:end]):
                break
            one = Sum(rows[at - 1], list(rows[at:end]), plain=False)
            holding, judged = Told(made, one, columns, "column").counts(set())
            if holding and holding == judged:
                found.append(one)
                for each in rows[at:end]:
                    each.apart = each.subset = True
                break
    return found


def _narrowed(made: Grid, told: Told, lines: Sequence[Entry]) -> Told:
    """Return a total none of whose columns comes out with the first or the last of its rows only, where these all do.

    人员经费, 公用经费, 项目支出, 基本支出合计: the total is of the first two.
    """
    one, judged = told.one, told.counts(set())
    if judged[0] or not judged[1]:
        return told
    for cut in range(1, len(one.parts) - 1):
        for parts in (one.parts[:-cut], one.parts[cut:]):
            tried = Told(made, Sum(one.total, parts, one.plain), lines, "column")
            holding, all_told = tried.counts(set())
            if holding == all_told >= FEW:
                return tried
    if judged[1] > 1 and _qualified(one.total.path[-1].words):
        told.made = []  # it names a part of the rows: 基本支出合计
    return told


def _qualified(words: str) -> bool:
    """Whether a total is named for something narrower than all there is: 基本支出合计, not 全县合计."""
    bare = _BRACKET.sub("", words).rstrip(":：")
    end = next((one for one in _ENDS if bare.endswith(one)), "")
    return bool(end) and _EVERY.fullmatch(bare[: -len(end)]) is None


def _entry(place: int, path: list[Cell]) -> Entry:
    doubtful = any(cell.words in _TRANSPARENT for cell in path[:-1])
    path = [cell for number, cell in enumerate(path) if number == len(path) - 1 or cell.words not in _TRANSPARENT]
    said = path[-1].words if path else ""
    rank = max((_rank(cell.words) for cell in path), default=PART)
    apart = not path or any(_INSIDE.search(_BRACKET.sub("", cell.words)) for cell in path)
    unit = _unit(said)
    apart = apart or unit in {"%", "％", "‰"}
    subset = not apart and rank == PART and said.startswith(_SUBSETS)
    return Entry(place, path, rank, apart or subset, subset, doubtful)


def _rank(words: str) -> int:
    """Return the rank of a head that is a total, -1 for one that is none."""
    bare = _BRACKET.sub("", words).rstrip(":：")
    if bare in _RANKS:
        return _RANKS[bare]
    end = next((one for one in _ENDS if bare.endswith(one)), "")
    return _RANKS[end] if end and len(bare) - len(end) <= _LONGEST else PART


def _unit(words: str) -> str:
    match = _BRACKET.search(words)
    return match[1] if match else ""


def _one_unit(one: Sum) -> bool:
    """Tell whether columns are counted in one unit, as far as their heads say."""
    units = {_unit(cell.words) for entry in (one.total, *one.parts) for cell in entry.path[-1:]} - {""}
    return len(units) < 2


def _sums(entries: Sequence[Entry]) -> list[Sum]:
    """Return the sums a line of heads asserts, those of the groups first."""
    found: list[Sum] = []
    entries = _without_details(entries, found)
    plain = all(not entry.apart for entry in entries) and sum(entry.rank > PART for entry in entries) == 1
    taken = [entry for entry in entries if not entry.apart]
    crossed = {entry.path[-1].words for entry in taken if entry.rank > PART and _rank(entry.path[-1].words) == PART}
    for words in sorted(crossed):  # 合计 over 学校数 and 学生数, 小学 over 学校数 and 学生数: like with like
        _settle([(one.rank, one) for one in taken if one.path[-1].words == words], found, plain=False)
    _level([entry for entry in taken if entry.path[-1].words not in crossed], 0, found, plain and not crossed)
    single = sum(entry.rank > PART for entry in entries) == 1
    if not plain and single and not crossed and all(not entry.apart or entry.subset for entry in entries):
        for one in found:
            one.near_plain = one.total in entries and one.total.rank > PART
    return [one for one in found if len(one.parts) > 1]


def _without_details(entries: Sequence[Entry], found: list[Sum]) -> Sequence[Entry]:
    """Return the rows without those that divide a numbered one (一、人员经费; 其中：工资; 社保; 二、公用经费)."""
    numbered = [at for at, one in enumerate(entries) if one.path and _NUMBERED.match(one.path[-1].words)]
    if len(numbered) < FEW:
        return entries
    ends = [at for at, one in enumerate(entries) if one.rank > PART and at > numbered[-1]]
    details: set[int] = set()
    for at, end in pairwise([*numbered, ends[0] if ends else len(entries)]):
        inside = [one for one in range(at + 1, end) if not entries[one].apart]
        if not inside or any(entries[one].rank > PART for one in inside):
            continue
        details.update(inside)
        for one in inside:
            entries[one].doubtful = True  # what is told of them need not be all
        found.append(Sum(entries[at], [entries[one] for one in inside], plain=False))
    return [one for at, one in enumerate(entries) if at not in details]


def _level(entries: list[Entry], depth: int, found: list[Sum], plain: bool) -> list[Entry]:
    """Settle the groups at one depth of the heads; return what is left over for the sum above."""
    line: list[tuple[int, Entry]] = []
    for _, run in groupby(entries, key=lambda one: id(one.path[depth]) if depth < len(one.path) else one.place):
        group = list(run)
        if len(group) > 1 and all(len(one.path) > depth + 1 for one in group):
            line += [(PART, one) for one in _level(group, depth + 1, found, plain)]
        else:
            line += [(one.rank, one) for one in group]
    return _settle(line, found, plain)


def _settle(line: list[tuple[int, Entry]], found: list[Sum], plain: bool) -> list[Entry]:
    """Give each total of a line the parts before it (behind it, where the line begins with a total)."""
    if not line:
        return []
    first, last = line[0][0] > PART, line[-1][0] > PART
    if first and last:
        return [entry for rank, entry in line if rank > PART][:1]
    waiting: list[tuple[int, Entry]] = []
    for rank, entry in reversed(line) if first else line:
        if rank == PART:
            waiting.append((rank, entry))
            continue
        at = len(waiting)
        while at > 0 and waiting[at - 1][0] < rank:
            at -= 1
        parts = [one for _, one in waiting[at:]]
        found.append(Sum(entry, parts[::-1] if first else parts, plain))
        waiting[at:] = [(rank, entry)]
    return [entry for _, entry in (waiting[::-1] if first else waiting)]
