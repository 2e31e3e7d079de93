"""Delimited text (.csv, .txt, .tsv): the encoding is told from the bytes, the delimiter from the first lines."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

import polars as pl

from junheng.dictionary import Title
from junheng.exchange.model import Fault
from junheng.exchange.plan import RawSheet
from junheng.exchange.raw.limits import Limits, too_large
from junheng.exchange.raw.sheet import Asked, Found, check_lengths, check_shape, trimmed
from junheng.exchange.typed.headline import TOP, likely_header, texts
from junheng.exchange.typed.surface import BLANKS
from junheng.exchange.words import doubt, fault, refused, shorten

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)
_COMMON = 0.7
"""The least share of Chinese characters of a GB18030 text that are common ones (GB 2312)."""


def read_text(data: bytes, file: str, asked: Asked) -> Found:
    """Read delimited text; raises `Refused` when it is no text, its encoding is unknown, or a limit is passed."""
    text, name = decoded(data, file)
    found, limits = Found(), asked.limits
    delimiter = _delimiter(text)
    frame, ragged = _frame(text, delimiter, limits, file)
    check_shape(file, None, frame.height, frame.width, limits)
    grid = texts(frame)
    used = next((place for place, row in enumerate(grid) if any(row)), 0)
    given = asked.header_row(file)
    header = given or used + likely_header(grid[used : used + TOP], asked.known) + 1
    lines = texts(frame.slice(header - 1, 1), 1)
    headers = lines[0] if lines else [""] * frame.width
    body = frame.slice(header)
    body = body.with_columns(
        pl.when(pl.col(name).str.strip_chars(BLANKS) != "").then(pl.col(name)).alias(name) for name in body.columns
    )
    rows = pl.int_range(header + 1, header + 1 + body.height, dtype=pl.Int64, eager=True)
    body, rows, kept, blank = trimmed(body, rows, headers)
    sheet = RawSheet(file, None, header, kept, body, rows, blank)
    check_lengths(sheet, limits)
    found.sheets.append(sheet)
    found.faults += _ragged(ragged, file, limits)
    found.faults += _replaced(text, file, name)
    return found


def decoded(data: bytes, file: str) -> tuple[str, str]:
    """Return the text and the name of its encoding; raises `Refused` when it is in none of those read here."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(codec), name
            except UnicodeDecodeError as error:
                raise _unknown(file, data, error.start, name) from error
    if b"\0" in data[:4096]:
        raise _binary(file)
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        first = error
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _unknown(file, data, first.start, "UTF-8 / GB18030") from error
    if not _chinese(text):
        raise _unknown(file, data, first.start, "UTF-8 / GB18030")
    return text, "GB18030"


def _chinese(text: str) -> bool:
    """Tell whether the characters beyond ASCII are, on the whole, common Chinese ones and their punctuation."""
    wide = [char for char in text[:200_000] if ord(char) > 127]
    if not wide:
        return True
    common = sum(len(char.encode("gb2312", "ignore")) > 0 for char in wide)
    return common >= _COMMON * len(wide)


def _unknown(file: str, data: bytes, place: int, tried: str) -> Exception:
    line = data.count(b"\n", 0, place) + 1
    return refused(
        "encoding",
        file,
        Title(
            f"文字编码不对：第 {line} 行起不是 {tried}",
            f"wrong encoding: from line {line} on this is not {tried}",
        ),
        Title(
            "请在 Excel 或 WPS 中另存为“CSV UTF-8”或 .xlsx",
            "save it from Excel or WPS as “CSV UTF-8” or as .xlsx",
        ),
        value=shorten(ascii(data[place : place + 8])),
    )


def _binary(file: str) -> Exception:
    return refused(
        "kind",
        file,
        Title(
            "不是文本，也不是 .xlsx、.xls 或 Parquet（或是没有标记的 UTF-16）",
            "neither text nor .xlsx, .xls or Parquet (or UTF-16 without its mark)",
        ),
        Title("请另存为 .xlsx 或“CSV UTF-8”", "save it as .xlsx or “CSV UTF-8”"),
    )


def _delimiter(text: str) -> str:
    """Return the delimiter that splits the first lines most often and most evenly; a comma where none does."""
    head = [line for line in text[:65536].splitlines()[: TOP + 1] if line.strip()]
    best, score = ",", 0
    for delimiter in ",\t;":
        counts = Counter(len(row) for row in csv.reader(head, delimiter=delimiter))
        width, lines = max(counts.items(), key=lambda item: (item[0] > 1, item[1] * (item[0] - 1)), default=(1, 0))
        if (width - 1) * lines > score:
            best, score = delimiter, (width - 1) * lines
    return best


def _frame(text: str, delimiter: str, limits: Limits, file: str) -> tuple[pl.DataFrame, list[tuple[int, int, int]]]:
    """Return all lines as text columns `c0`, `c1`, …, and the lines with more cells than the header has."""
    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode()),
            separator=delimiter,
            has_header=False,
            infer_schema=False,
            raise_if_empty=False,
            encoding="utf8",
        )
        return frame.rename({name: f"c{place}" for place, name in enumerate(frame.columns)}), []
    except pl.exceptions.PolarsError:
        return _slowly(text, delimiter, limits, file)
    except BaseException as error:  # a panic of the reader is no Exception; an interrupt goes on as it is
        if type(error).__name__ != "PanicException":
            raise
        return _slowly(text, delimiter, limits, file)


def _slowly(text: str, delimiter: str, limits: Limits, file: str) -> tuple[pl.DataFrame, list[tuple[int, int, int]]]:
    """Read line by line what the fast reader refuses: lines of unequal length, quotes that do not close."""
    csv.field_size_limit(max(limits.cell_length, 131_072))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise refused(
            "unreadable",
            file,
            Title(f"分列有误（{error}）", f"the columns cannot be told apart ({error})"),
            Title("请检查引号是否成对，或另存为 .xlsx", "check that quotation marks close, or save it as .xlsx"),
        ) from error
    width = max(map(len, lines), default=0)
    if width > limits.columns:
        raise too_large(file, "columns", limits.columns, width)
    usual = Counter(len(line) for line in lines if len(line) > 1).most_common(1)
    usual_width = usual[0][0] if usual else width
    ragged = [(place, len(line), usual_width) for place, line in enumerate(lines, 1) if len(line) > usual_width]
    columns = {
        f"c{place}": pl.Series([line[place] or None if place < len(line) else None for line in lines], dtype=pl.String)
        for place in range(width)
    }
    return pl.DataFrame(columns), ragged


def _ragged(ragged: list[tuple[int, int, int]], file: str, limits: Limits) -> Iterator[Fault]:
    for row, found, usual in ragged[: limits.listed]:
        yield fault(
            "ragged",
            file,
            Title(f"应有 {usual} 列，这一行有 {found} 列", f"expected {usual} cells, this line has {found}"),
            Title(
                "内容里有分隔符时请加引号，或另存为 .xlsx", "quote values that hold the delimiter, or save it as .xlsx"
            ),
            row=row,
        )
    if len(ragged) > limits.listed:
        rest = len(ragged) - limits.listed
        yield fault(
            "ragged",
            file,
            Title(f"另有 {rest} 行列数不符", f"{rest} more lines have too many cells"),
            Title("请检查分隔符", "check the delimiter"),
        )


def _replaced(text: str, file: str, encoding: str) -> Iterator[Fault]:
    """Yield a fault when characters were already lost before the file was saved in this encoding."""
    if count := text.count("\ufffd") + text.count("锟斤拷"):
        yield fault(
            "encoding",
            file,
            Title(
                f"有 {count} 处文字在保存前已成乱码（编码读作 {encoding}）",
                f"{count} characters were lost before the file was saved (read as {encoding})",
            ),
            Title("请从原系统重新导出", "export it again from where it came"),
            value="�" if "\ufffd" in text else "锟斤拷",
        )
    if encoding == "GB18030":
        yield doubt(
            "encoding",
            file,
            Title("没有编码标记，按 GB18030 读取", "without an encoding mark; read as GB18030"),
            Title("文字如有乱码，请另存为“CSV UTF-8”", "if text looks wrong, save it as “CSV UTF-8”"),
        )
