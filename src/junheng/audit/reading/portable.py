"""PDF files with text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

import pypdfium2

from junheng.audit.model import Document
from junheng.audit.reading.assembly import Assembly, printable
from junheng.audit.reading.bounds import DEFAULT, Limits, Unreadable
from junheng.audit.reading.confined import answer, confined
from junheng.audit.reading.laid import Laid, Line, Piece, tables

_PASSWORD = 4
_HYPHEN = re.compile("[\ufffe\uffff\x02\xad]")
_LINES = re.compile(r"[^\r\n]+")
_WORDS = re.compile(r"[^ \u3000\u00a0]+")
_GAP = 0.9
"""Words so many times as far apart as a line is high stand in different columns."""
_WIDEST = 200
"""A line of more characters is no row of a table."""


def read_pdf(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read a PDF: every line that holds something is a block with its page (counted from 1), and every cell of a table.

    PDFium reads it in a process of its own (see `confined`). Raises `Unreadable` for a damaged file, one behind a
    password, one of pictures only, one that takes too much memory or time.
    """
    if b"obj" not in data:  # a PDF is made of objects: no process is started for less
        raise Unreadable("damaged", kind="PDF")
    return confined(f"{__name__}:serve", data, name, limits)


def serve() -> None:
    """Read the file this process was started for."""
    answer(_read)


def _read(data: bytes, name: str, limits: Limits) -> Document:
    made = Assembly(name, limits)
    try:
        _pages(data, made, limits)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower()
        raise Unreadable("encrypted") if locked else Unreadable("damaged", kind="PDF") from error
    document = made.document()
    if not any(one.isalnum() for one in document.text):
        raise Unreadable("scanned", kind="PDF")
    return document


def _pages(data: bytes, made: Assembly, limits: Limits) -> None:
    file = pypdfium2.PdfDocument(data)
    try:
        if len(file) > limits.pages:
            raise Unreadable("pages", found=len(file), allowed=limits.pages)
        for number, at in zip(count(1), range(len(file)), strict=False):
            page = file[at]
            text = page.get_textpage()
            _page(text, made, number, len(file))
            text.close()
            page.close()
    finally:
        file.close()


def _page(text: Any, made: Assembly, number: int, pages: int) -> None:
    """Add the lines and the tables of a page, one of so many."""
    words = text.get_text_range()
    if len(words) != text.count_chars():  # then it is not known where a character stands
        lines: list[Line] = [[Piece(0, 0, one)] for one in words.splitlines()]
    else:
        lines = [list(_pieces(text, words, *one.span())) for one in _LINES.finditer(words)]
    for one in tables(lines, begun=number > 1, goes_on=number < pages):
        if not isinstance(one, Laid):
            _add_line(made, " ".join(piece.words for piece in one), number)
            continue
        table, made.tables = made.tables, made.tables + 1
        for row, cells in enumerate(one.rows):
            for column, columns, said in cells:
                made.add(_said(said), "cell", page=number, table=table, row=row, column=column, columns=columns)


def _add_line(made: Assembly, words: str, number: int) -> None:
    for line in printable(_HYPHEN.sub("", words)).split("\n"):
        if line.strip():
            made.add(line.rstrip(), page=number)


def _said(words: str) -> str:
    return printable(_HYPHEN.sub("", words)).strip()


def _pieces(text: Any, words: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of a line: words nearer to each other than a column's gap are one."""
    found = [(one.start(), one.end()) for one in _WORDS.finditer(words, start, end)]
    if not found or end - start > _WIDEST:
        yield Piece(0, 0, words[start:end])
        return
    boxes = [(text.get_charbox(first, loose=True), text.get_charbox(last - 1, loose=True)) for first, last in found]
    bottom, top = min(box[1] for pair in boxes for box in pair), max(box[3] for pair in boxes for box in pair)
    begun = 0
    for at in range(1, len(found) + 1):
        if at < len(found) and boxes[at][0][0] - boxes[at - 1][1][2] < _GAP * (top - bottom):
            continue
        left, right = start if begun == 0 else found[begun][0], end if at == len(found) else found[at - 1][1]
        yield Piece(boxes[begun][0][0], boxes[at - 1][1][2], words[left:right].rstrip(), bottom, top)
        begun = at
