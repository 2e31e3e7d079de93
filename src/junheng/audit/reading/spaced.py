"""Tables in plain text laid out with blanks: a line of heads, lines of a name with figures and words, a line 合计.

学校        建设套数   计划投资   形象进度
石板镇中学     36       201.6     封顶
合计          36       201.6

Each column below the heads holds figures (with or without a unit) in all lines, or words in all lines: prose does not
stand so. A line of totals may lack cells; its figures are placed by their number, by the blanks that stand for empty
cells, or by where they stand below the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from junheng.audit.model import Block

_PROSE = re.compile("[。；！？;!?]|(?<!其中)(?<!包括)：|[，,](?![0-9０-９])|(?<!其中)(?<!包括):(?![0-9０-９])")
_ANY, _WIDE = re.compile(r"[^ \u3000\u00a0\t]+"), re.compile(r"[^ \u3000\u00a0\t]+(?:[ \u00a0][^ \u3000\u00a0\t]+)*")
_FIGURE = re.compile(
    r"[-－]?(?:[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+|[0-9０-９]+)(?:[.．][0-9０-９]+)?(?:[%％‰]|[十百千万亿]{0,2}[\u4e00-\u9fff㎡]{1,3})?"
    r"|1[:：][0-9]+(?:\.[0-9]+)?"
)
_BARE = re.compile(
    r"(?P<figure>[-－]?(?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(?:[.．][0-9]{1,2})?)(?:[（(][^（）()]*[）)])?$"
)
_DASH = re.compile(r"[-—–－─/／]{1,2}|无")
_TOTAL = re.compile(r"(?:[\u4e00-\u9fff]{0,6})(?:合|小|总|共)[ \u3000]*计(?:[（(][^（）()]{1,8}[）)])?|计")
_SPREAD = (
    "合计|小计|总计|共计|学段|人数|项目|单位|年度|年级|学校|乡镇|类别|名称|金额|数量|科目|品名|月份|班级|指标|时间|比例|占比"
    "|年份|学期|学年|性别|职称|学历|年龄|班数|校数|等级|层次|比重|地区|县区|学科|专业|类型|内容|次数|总数|计划|完成|投资"
)
_OPENS = re.compile(
    "(?:" + "|".join(rf"{one[0]}[ \u3000]+{one[1]}" for one in _SPREAD.split("|")) + r")(?=[ \u3000\t])"
)
"""A first field whose two characters were set apart: 合 计, 人    数."""
_REMARK = re.compile("备 ?注|说明|附注|责任人|完成时限|形象进度|是否.*|进度|进展")
_YEAR, _PLAIN = re.compile("(?:19|20)[0-9]{2}年?(?![0-9])"), re.compile("[\u4e00-\u9fff（）()、一二三四五]{2,}")
_LONGEST, _SHORT, _ROWS, _NAMED, _LOOKED = 400, 14, 2, 30, 12
_Span = tuple[int, int]


class Table(NamedTuple):
    """The cells of one table by row and column, and where it stands."""

    rows: list[list[tuple[int, _Span]]]
    start: int
    end: int


def spaced(text: str) -> Iterator[Table]:
    """Yield the tables laid out with blanks, in order; time linear in the length of the text.

    One that goes on below its heads told again, its totals only there (续表), is one table.
    """
    last: Table | None = None
    for run in _runs(text):
        for made in _tables(text, run):
            if last is not None and not _has_total(text, last) and _heads(text, last) == _heads(text, made):
                last = Table([*last.rows, *made.rows[1:]], last.start, made.end)
                continue
            if last is not None:
                yield last
            last = made
    if last is not None:
        yield last


def _runs(text: str) -> Iterator[list[_Span]]:
    """Yield the runs of lines that may be rows; a short line without a blank (城区) may stand among them."""
    run: list[_Span] = []
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if _may_be_row(text, start, end) or (run and end - start <= _SHORT and _PLAIN.fullmatch(text, start, end)):
            run.append((start, end))
        else:
            if len(run) >= _ROWS:
                yield run
            run = []
        start = end + 1
    if len(run) >= _ROWS:
        yield run


def _may_be_row(text: str, start: int, end: int) -> bool:
    line = text[start:end]
    blank = " " in line or "\u3000" in line or "\t" in line
    return blank and len(line) < _LONGEST and "|" not in line and _PROSE.search(line) is None


def _heads(text: str, table: Table) -> list[str]:
    return [text[slice(*span)] for _, span in table.rows[0]]


def _has_total(text: str, table: Table) -> bool:
    return any(_TOTAL.fullmatch(text[slice(*cells[0][1])]) for cells in table.rows[1:])


def _tables(text: str, run: Sequence[_Span]) -> Iterator[Table]:
    """Yield the tables of a run of lines, each from its heads on."""
    at = looked = 0
    while at + _ROWS <= len(run):
        found: tuple[Table | None, int] | None = None
        if _may_be_heads(text, run[at]):
            found = _table(text, run, at, _WIDE) or _table(text, run, at, _ANY)
        if found is None and at >= looked:
            found = _ledger(text, run, at)
        made, end = found or (None, looked)
        if made is None:
            at, looked = at + 1, end
            continue
        at = end
        yield made


def _ledger(text: str, run: Sequence[_Span], at: int) -> tuple[Table | None, int]:
    """Return the table without heads that begins at a line (names with one bare figure, 合计), and the line behind it.

    Where none begins, none does before the line that is returned.
    """
    rows: list[list[tuple[int, _Span]]] = []
    for number in range(at, len(run)):
        fields = _fields(text, run[number], _ANY)
        bare = _BARE.match(text, *fields[-1]) if len(fields) == _ROWS else None
        if bare is None or _kind(text[slice(*fields[0])]) != "word":
            return None, number + 1
        rows.append([(0, fields[0]), (1, bare.span("figure"))])
        if _TOTAL.fullmatch(text[slice(*fields[0])]):
            return Table(rows, run[at][0], run[number][1]) if len(rows) > _ROWS else None, number + 1
    return None, len(run)


def _may_be_heads(text: str, line: _Span) -> bool:
    """Whether a line holds no figure but years."""
    words = [one[0] for one in _ANY.finditer(text, *line)]
    return len(words) > 1 and all(_YEAR.match(one) or _kind(one) != "figure" for one in words)


def _table(text: str, run: Sequence[_Span], at: int, words: re.Pattern[str]) -> tuple[Table, int] | None:
    """Return the table whose heads are in the line `at`, and the line behind it."""
    heads, lines = _fields(text, run[at], words), run[at + 1 :]
    if len(heads) < _ROWS:
        return None
    heads, kinds = _columns(text, heads, [_fields(text, line, words) for line in lines[:_LOOKED]])
    if "figure" not in kinds or (kinds[0] == "figure" and len(kinds) == _ROWS):
        return None
    numbered = kinds[0] == "figure"
    figures = [column for column, kind in enumerate(kinds) if kind == "figure"][numbered:]
    full: list[list[_Span]] = []
    placed: list[list[tuple[int, _Span]]] = [list(enumerate(heads))]
    end = at + 1
    for number, line in enumerate(lines, at + 2):
        fields = _fields(text, line, words)
        if len(fields) == 1:
            continue  # a line that divides the rows
        named = _TOTAL.fullmatch(text[slice(*fields[0])]) is not None
        if len(fields) == len(heads):
            if not all(map(_fits, kinds, (_kind(text[slice(*one)]) for one in fields))):
                break
            full.append(fields)
            cells: list[tuple[int, _Span]] | None = list(enumerate(fields))
        else:
            cells = _placed(text, fields, figures, full[:_LOOKED], kinds) if full or named else None
            if cells is None and not named:
                cells = list(enumerate(fields)) if _lacks_words(text, fields, kinds) else None
                if cells is None:
                    break
        placed += [cells] if cells is not None else []
        end = number
    made = Table(placed, run[at][0], run[end - 1][1])
    return (made, end) if full and _is_table(text, made, full, kinds, numbered) else None


def _fits(kind: str, here: str) -> bool:
    return kind == here or "dash" in (kind, here)


def _is_table(text: str, made: Table, full: Sequence[Sequence[_Span]], kinds: Sequence[str], numbered: bool) -> bool:
    """Whether rows are named and enough; one of two columns must close with its total."""
    lying = _lies(text, made)
    if (
        len(made.rows) <= _ROWS - lying
        or (numbered and not _is_counted(text, full))
        or "figure" not in kinds[1 + numbered :]
    ):
        return False
    if len(kinds) == _ROWS and not _TOTAL.fullmatch(text[slice(*made.rows[-1][0][1])]):
        return False
    return kinds[numbered] == "word" and all(len(text[slice(*fields[numbered])]) <= _NAMED for fields in full)


def _lies(text: str, made: Table) -> bool:
    """Whether a table lies on its side: its heads in one line, one of them the total, its figures in the next."""
    heads, row = made.rows[0], made.rows[-1]
    named = any(_TOTAL.fullmatch(text[slice(*span)]) for _, span in heads[1:])
    return len(made.rows) == _ROWS and named and len(heads) == len(row) > _ROWS + 1


def _columns(text: str, heads: list[_Span], rows: Sequence[list[_Span]]) -> tuple[list[_Span], list[str]]:
    """Return the heads with what stands below each, by the first line of as many fields; 备注 may be left empty."""
    width = len(heads)
    if not any(len(fields) == width for fields in rows) and _REMARK.fullmatch(text[slice(*heads[-1])]):
        width -= 1
    first = next((fields for fields in rows if len(fields) == width), [])
    return heads[:width], [_kind(text[slice(*one)]) for one in first]


def _fields(text: str, line: _Span, words: re.Pattern[str]) -> list[_Span]:
    """Return where the fields of a line stand; 合 计 is one."""
    start, end = line
    opened = _OPENS.match(text, start, end)
    first = [opened.span()] if opened is not None else []
    start = opened.end() if opened is not None else start
    return [*first, *(one.span() for one in words.finditer(text, start, end))]


def _kind(words: str) -> str:
    return "dash" if _DASH.fullmatch(words) else "figure" if _FIGURE.fullmatch(words) else "word"


def _lacks_words(text: str, fields: Sequence[_Span], kinds: Sequence[str]) -> bool:
    """Whether a line has all its figures and lacks words behind them: remarks are not made on each line."""
    here = [_kind(text[slice(*one)]) for one in fields]
    return len(here) < len(kinds) and "word" not in here[1:] and _all_words(kinds[len(here) :]) and here[0] == kinds[0]


def _all_words(kinds: Sequence[str]) -> bool:
    return all(one == "word" for one in kinds)


def _is_counted(text: str, full: Sequence[Sequence[_Span]]) -> bool:
    """Whether the first column tells running numbers."""
    return [text[slice(*fields[0])] for fields in full] == [str(at) for at in range(1, len(full) + 1)]


def _placed(
    text: str, fields: Sequence[_Span], figures: Sequence[int], full: Sequence[Sequence[_Span]], kinds: Sequence[str]
) -> list[tuple[int, _Span]] | None:
    """Return the cells of a line that lacks some, each with its column; None where that cannot be told."""
    name, *rest = fields
    first, here = (0, name), [_kind(text[slice(*one)]) for one in rest]
    if len(rest) == len(figures) and "word" not in here:
        return [first, *zip(figures, rest, strict=True)]
    if _lacks_words(text, fields, kinds):
        return list(enumerate(fields))
    columns = (_by_blanks(text, fields, full) or _by_place(text, rest, full)) if full else None
    if columns is None or not all(_fits(kinds[column], kind) for column, kind in zip(columns, here, strict=True)):
        return None
    return [first, *zip(columns, rest, strict=True)]


def _by_blanks(text: str, fields: Sequence[_Span], full: Sequence[Sequence[_Span]]) -> list[int] | None:
    """Return the columns where all cells are divided by the same blanks: twice as many stand for an empty cell."""
    gaps = {text[one[1] : two[0]] for row in full for one, two in pairwise(row)}
    if len(gaps) != 1:
        return None
    width, column, found = len(next(iter(gaps))), 0, []
    for one, two in pairwise(fields):
        steps, rest = divmod(two[0] - one[1], width)
        if rest:
            return None
        column += steps
        found.append(column)
    return found if column < len(full[0]) else None


def _by_place(text: str, rest: Sequence[_Span], full: Sequence[Sequence[_Span]]) -> list[int] | None:
    """Return the columns below whose figures those of a line stand; a character of Chinese is as wide as two others."""
    reach = [
        (min(_left(text, row[at][0]) for row in full), max(_left(text, row[at][1]) for row in full))
        for at in range(len(full[0]))
    ]
    if any(one[1] > two[0] for one, two in pairwise(reach)):
        return None
    found: list[int] = []
    for start, end in rest:
        left, right = _left(text, start), _left(text, end)
        under = [at for at, one in enumerate(reach) if one[0] < right and left < one[1]]
        if len(under) != 1 or under[0] in found:
            return None
        found.append(under[0])
    return found


def _left(text: str, at: int) -> int:
    """Return how far from the beginning of its line a place is printed."""
    before = text[text.rfind("\n", 0, at) + 1 : at]
    return 2 * len(before) - len(before.encode("ascii", "ignore"))


def blocks(table: Table, number: int) -> Iterator[Block]:
    """Yield the cells of a table."""
    for row, cells in enumerate(table.rows):
        for column, (start, end) in cells:
            yield Block("cell", start, end, table=number, row=row, column=column)
