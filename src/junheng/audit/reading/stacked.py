"""Tables in plain text that lost their rows: one cell to a line, as a table is pasted from a page or a PDF.

乡镇            (the head: so many words as there are columns)
校数
城关镇          (then row by row: a name, and a figure for each further column)
9
……

Bars may stand at the ends of the lines, or on lines of their own: two of them divide rows or stand for an empty cell
(水电费 | | 4011). A name may have its number on a line before it (1. 高级中学), a head its unit on the next. A row that
lost an empty cell is filled where one way only makes the columns come to their totals.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from junheng.audit.model import Block
from junheng.audit.reading.filled import Cell, Row, is_total, placed

_FIGURE = re.compile(
    r"[-－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:[.．]\d+)?(?:[%％‰]|[十百千万亿]{0,2}(?:[所个人名元亩册台套班间㎡]|平方米|人次))?"
    r"|1[:：]\d+(?:\.\d+)?|[-—–－─/／]{1,2}|\*"
)
_PROSE = re.compile("[。；！？，;!?]")
_BARS, _BAR = "|｜│ \t\u3000", re.compile("[|｜│]")
_YEAR, _NUMBERS = re.compile("(?:19|20)[0-9]{2}"), re.compile("序号|编号|序 号|No\\.?", re.IGNORECASE)
_PLACE = re.compile(r"(?:[1-9]\d?[.．、]|[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十\d]{1,2}[)）])")
_UNIT, _REMARK = re.compile("[(（][^()（）\\d]{1,6}[)）]"), re.compile("备 ?注|说 ?明|附注")
_COUNTED = re.compile("(?:万|亿)?(?:平方米|平米|公里|人次|人|[个名所元亩册台套班间处座㎡岁年月日])[，。]?.{0,2}")
_FIELD, _LINE, _UNHEADED = re.compile("[^ \u3000\u00a0\t]+"), 400, 5
"""Cells of a line that holds several, its length at the most, and rows of a table without heads or total."""
_LONGEST, _NAME, _ROWS, _LABELS, _FEW = 20, 60, 2, 3, 2
"""Characters of a cell, and of a name between figures; rows of figures a table has at the least, columns of names at
the most; bars between two figures of a row at the most."""


def stacked(text: str, number: int, known: Sequence[Block] = ()) -> list[Block]:
    """Return the cells of the tables of a clean text that stand one cell to a line; `number`: of the first table.

    Lines in which `known` cells stand are left out.
    """
    found: list[Block] = []
    for run in _runs(text, {text.rfind("\n", 0, cell.start) + 1 for cell in known}):
        if sum(cell.figure for cell in run) < _ROWS:
            continue
        for table in _tables(text, _rows(_joined(text, run))):
            made = _blocks(text, table, number)
            found += made
            number += bool(made)
    return found


def _runs(text: str, known: AbstractSet[int] = frozenset()) -> Iterator[list[Cell]]:
    """Yield the runs of lines that may be cells: short, without marks of prose but in a name between figures."""
    run: list[Cell] = []
    start, bars = 0, 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + 2 * _NAME)]
        words = line.strip(_BARS)
        begin = start + line.index(words[0]) if words else end
        inner = start in known or _BAR.search(words) is not None
        if words and not inner and (several := _several(text, begin, end, bars)):
            run += several
            bars = 0
        elif words and not inner and _is_cell(text, words, run, end):
            bars += len(_BAR.findall(text, start, begin))
            run.append(Cell(begin, begin + len(words), _FIGURE.fullmatch(words) is not None, bars))
            bars = len(_BAR.findall(text, begin + len(words), end))
        elif words:
            yield run
            run, bars = [], 0
        else:
            bars += len(_BAR.findall(line))
        start = end + 1
    yield run


def _several(text: str, start: int, end: int, bars: int) -> list[Cell]:
    """Return the cells of a line that holds several, divided by blanks; two and more stand for an empty one."""
    if end - start > _LINE or " " not in text[start:end] or _PROSE.search(text, start, end) is not None:
        return []
    cells: list[Cell] = []
    for match in _FIELD.finditer(text, start, end):
        figure = _FIGURE.fullmatch(match[0]) is not None
        if cells and cells[-1].figure and _COUNTED.fullmatch(match[0]):
            return []  # 教师 56 人: prose set wide
        gap = match.start() - (cells[-1].end if cells else start)
        if cells and not figure and not cells[-1].figure:
            cells[-1] = cells[-1]._replace(end=match.end())
        else:
            cells.append(Cell(match.start(), match.end(), figure, (1 + (gap > 1)) if cells else bars))
    return cells if sum(cell.figure for cell in cells) > 1 and not cells[0].figure else []


def _is_cell(text: str, words: str, run: Sequence[Cell], end: int) -> bool:
    if len(words) <= _LONGEST and _PROSE.search(words) is None:
        return True
    behind = text[end + 1 : end + 1 + _LONGEST].split("\n", 1)[0].strip(_BARS)
    return len(words) <= _NAME and bool(run) and run[-1].figure and _FIGURE.fullmatch(behind) is not None


def _joined(text: str, run: Sequence[Cell]) -> list[Cell]:
    """Return cells with what belongs together as one: the number of a name and the name, a head and its unit."""
    counted, place = any(_NUMBERS.fullmatch(text, one.start, one.end) for one in run if not one.figure), 1
    years = _years(text, run)
    made: list[Cell] = []
    before: Cell | None = None
    for at, one in enumerate(run):
        one = one._replace(figure=one.figure and at not in years)  # noqa: PLW2901
        behind = run[at + 1] if at + 1 < len(run) else None
        if before is not None:
            one, before = Cell(before.start, one.end, False, before.bars), None  # noqa: PLW2901
        elif behind is not None and not behind.figure:
            if counted and one.figure and text[one.start : one.end] == str(place):
                place, before = place + 1, one
                continue
            named = _PLACE.match(text, behind.start, behind.end) is None
            head = not one.figure and _NUMBERS.fullmatch(text, one.start, one.end) is not None
            if head or (named and _PLACE.fullmatch(text, one.start, one.end) is not None):
                before = one
                continue
        if made and not made[-1].figure and _UNIT.fullmatch(text, one.start, one.end):
            made[-1] = made[-1]._replace(end=one.end)
            continue
        made.append(one)
    return made


def _years(text: str, run: Sequence[Cell]) -> set[int]:
    """Return which cells are years in a row, as heads have them (2014, 2013)."""
    told = [
        (at, int(text[one.start : one.end])) for at, one in enumerate(run) if _YEAR.fullmatch(text, one.start, one.end)
    ]
    near = [(one[0], two[0]) for one, two in pairwise(told) if two[0] - one[0] == 1 and abs(two[1] - one[1]) == 1]
    return {at for both in near for at in both}


def _rows(cells: Sequence[Cell]) -> list[Row]:
    """Return cells as rows: words and the figures behind them; a row may lack its name (three bars before it)."""
    rows: list[Row] = []
    words: list[Cell] = []
    at = 0
    while at < len(cells):
        if not cells[at].figure:
            words.append(cells[at])
            at += 1
            continue
        figures, columns = [cells[at]], [max(cells[at].bars, 1) if words else 1]
        at += 1
        while at < len(cells) and cells[at].figure and cells[at].bars <= _FEW:
            figures.append(cells[at])
            columns.append(columns[-1] + max(cells[at].bars, 1))
            at += 1
        told = any(one.bars > 1 for one in (*figures[1:], *(figures[:1] if words else ())))
        rows.append(Row(words, figures, columns if told else None))
        words = []
    return rows


def _tables(text: str, rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the rows of each table; where the words before a row hold heads of its own another begins."""
    table: list[Row] = []
    tables = [table]
    for row in rows:
        if table and len(row.words) > len(row.figures) + 1 and len(row.words) > _LABELS:
            table = []
            tables.append(table)
        table.append(row)
    for before, after in pairwise(tables):
        if _closes(text, after) and not _closes(text, before) and len(before[0].figures) == len(after[0].figures):
            return  # one table, torn
    yield from tables


def _closes(text: str, rows: Sequence[Row]) -> bool:
    return any(is_total(text, row) for row in rows)


def _blocks(text: str, rows: list[Row], number: int) -> list[Block]:
    """Return the cells of a table; nothing where a row does not fit."""
    if len(rows) < _ROWS:
        return []
    width, many = Counter((row.columns or [len(row.figures)])[-1] for row in rows).most_common(1)[0]
    remarked = any(_REMARK.fullmatch(text, one.start, one.end) for one in rows[0].words)
    labels = 1 if remarked else min(Counter(len(row.words) for row in rows[1:]).most_common(1)[0][0], _LABELS) or 1
    if many < _ROWS or len(rows[0].words) < labels:
        return []
    heads = rows[0].words[:-labels]
    while len(heads) > width + labels and _REMARK.fullmatch(text, heads[-1].start, heads[-1].end):
        heads.pop()
    heads = heads[-width - labels :]
    if len(heads) < width and not (many > _ROWS and (_closes(text, rows) or many >= _UNHEADED)):
        return []
    places = placed(text, rows, width)
    if places is None:
        return []
    made = _grouped(text, rows[0].words[:-labels], (width, labels), number) or [
        Block("cell", one.start, one.end, table=number, row=0, column=at)
        for at, one in enumerate(heads, width + labels - len(heads))
        if len(heads) >= width
    ]
    row = made[-1].row + 1 if made and made[-1].row is not None else 0
    for first, one, columns in zip([True, *[False] * len(rows)], rows, places, strict=False):
        names = one.words[-labels:]
        for name in () if first or labels > 1 else one.words[:-1]:  # rows all of whose cells are empty
            made += _line([(0, name.start, name.end)], width + 1, number, row)
            row += 1
        under = [
            (at, name.start, name.end) for at, name in enumerate(names, 0 if len(names) == 1 else labels - len(names))
        ]
        told = zip(columns, one.figures, strict=True)
        made += _line(
            [*under, *((labels - 1 + at, each.start, each.end) for at, each in told)], width + labels, number, row
        )
        row += 1
    return made


def _grouped(text: str, heads: Sequence[Cell], size: tuple[int, int], number: int) -> list[Block]:
    """Return heads of two levels, the same told under each of the first: 男生, 女生, 合计; 受检, 检出 three times.

    `size`: columns of figures and of names.
    """
    width, labels = size
    under = [text[one.start : one.end] for one in heads[-width:]]
    period = next((by for by in range(2, width // 2 + 1) if under == under[:by] * (width // by)), 0)
    many = width // period if period else 0
    if not many or len(heads) < width + many or len(set(under[:period])) < period:
        return []
    groups, names = heads[-width - many : -width], heads[: -width - many][-labels:]
    return [
        *(Block("cell", one.start, one.end, table=number, row=0, column=at, rows=2) for at, one in enumerate(names)),
        *(
            Block("cell", one.start, one.end, table=number, row=0, column=labels + at * period, columns=period)
            for at, one in enumerate(groups)
        ),
        *(
            Block("cell", one.start, one.end, table=number, row=1, column=labels + at)
            for at, one in enumerate(heads[-width:])
        ),
    ]


def _line(cells: list[tuple[int, int, int]], width: int, number: int, row: int) -> Iterator[Block]:
    """Yield the cells of a row, empty ones between them."""
    filled = {column: (start, end) for column, start, end in cells}
    at = min(start for _, start, _ in cells)
    for column in range(width):
        start, end = filled.get(column, (at, at))
        yield Block("cell", start, end, table=number, row=row, column=column)
        at = end
