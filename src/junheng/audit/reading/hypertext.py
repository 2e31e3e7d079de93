"""Web pages."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from lxml import etree

from junheng.audit.model import BlockKind, Document
from junheng.audit.reading.assembly import Assembly, printable
from junheng.audit.reading.bounds import DEFAULT, Limits, Unreadable
from junheng.audit.reading.code import is_program, ticked
from junheng.audit.reading.plain import decode

_TAGS = tomllib.loads(files("junheng.audit.reading").joinpath("hypertext.toml").read_text("utf-8"))
_SKIPPED, _BLOCKS = frozenset(_TAGS["skipped"]), frozenset(_TAGS["blocks"])
_CODE = frozenset(_TAGS["code"])
_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_GUIDED = frozenset({"gb2312", "gbk", "gb18030", "gb_2312-80"})
_SPAN = 100


def read_html(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read a web page: its paragraphs and the cells of its tables; scripts, styles, menus and hidden parts left out.

    Raises `Unreadable` for a page without any text.
    """
    root = _parsed(_characters(data))
    made = Assembly(name, limits)
    if root is not None:
        _Walk(made).walk(root)
    document = made.document()
    if not document.text.strip():
        raise Unreadable("bare_page")
    return document


def _characters(data: bytes) -> str:
    said = _CHARSET.search(data[:4096])
    if said is not None and said[1].decode("ascii").lower() in _GUIDED:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return printable(decode(data).lstrip("\ufeff"))


def _parsed(text: str) -> etree._Element | None:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


class _Grid:
    """Where the next cell of a table stands, with merged ones counted."""

    def __init__(self, number: int) -> None:
        self.number, self.row, self.column = number, -1, 0
        self.taken: dict[int, int] = {}
        """Per column, the first row it is free again."""

    def next_row(self) -> None:
        self.row, self.column = self.row + 1, 0

    def place(self, rows: int, columns: int) -> tuple[int, int]:
        while self.taken.get(self.column, 0) > self.row:
            self.column += 1
        at = self.column
        if rows > 1:
            for one in range(at, at + columns):
                self.taken[one] = self.row + rows
        self.column = at + columns
        return max(self.row, 0), at


class _Walk:
    """Goes through a page once, start and end of every element."""

    def __init__(self, made: Assembly) -> None:
        self.made = made
        self.words: list[str] = []
        self.grids: list[_Grid | None] = []
        self.cell: tuple[_Grid, int, int, int, int] | None = None
        self.pre = 0
        """How many elements deep that keep their line ends."""
        self.codes: list[int] = []
        """Where, in the words, what is set as code begins."""

    def walk(self, root: etree._Element) -> None:
        """Read an element and everything in it."""
        skipping = 0
        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            hidden = tag in _SKIPPED or not tag or self._hidden(element)
            if event == "start":
                if skipping or hidden:
                    skipping += 1
                    continue
                self._open(tag, element)
                if element.text:
                    self._say(element.text)
            else:
                if skipping:
                    skipping -= 1
                else:
                    self._close(tag)
                if not skipping and element.tail:
                    self._say(element.tail)
        self._flush()

    @staticmethod
    def _hidden(element: etree._Element) -> bool:
        return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))

    def _say(self, words: str) -> None:
        self.words.append(words.expandtabs(4) if self.pre else _SPACES.sub(" ", words))

    def _open(self, tag: str, element: etree._Element) -> None:
        if tag == "br":
            self.words.append("\n")
        elif tag in _BLOCKS:
            self._break()
        if tag == "pre":
            self.pre += 1
        elif tag in _CODE:
            self.codes.append(len(self.words))
        elif tag == "table":
            data = self.cell is None and _is_data(element)
            self.grids.append(_Grid(self.made.tables) if data else None)
            self.made.tables += data
        elif tag == "tr" and self.grids and self.grids[-1] is not None:
            self.grids[-1].next_row()
        elif tag in {"td", "th"} and self.grids and (grid := self.grids[-1]) is not None:
            rows, columns = _span(element, "rowspan"), _span(element, "colspan")
            self.cell = (grid, *grid.place(rows, columns), rows, columns)

    def _close(self, tag: str) -> None:
        if tag in {"td", "th"} and self.cell is not None and self.grids and self.grids[-1] is self.cell[0]:
            grid, row, column, rows, columns = self.cell
            self.made.add(self._said(), "cell", table=grid.number, row=row, column=column, rows=rows, columns=columns)
            self.cell = None
        elif tag == "pre" and self.pre:
            self._set_apart()
        elif tag in _CODE and self.codes:
            self._tick(self.codes.pop())
        elif tag in _BLOCKS:
            self._break()
        if tag == "table" and self.grids:
            self.grids.pop()

    def _break(self) -> None:
        if self.cell is not None:
            self.words.append("\n")
        else:
            self._flush()

    def _set_apart(self) -> None:
        """End what keeps its line ends: program code, or a text laid out by hand."""
        self.pre -= 1
        if self.cell is None:
            self._flush("code" if is_program("".join(self.words)) else "paragraph")

    def _tick(self, first: int) -> None:
        """Put what is set as code within a line between backticks, where it is no word of the report."""
        words = "".join(self.words[first:])
        if words and "\n" not in words and not self.pre:
            self.words[first:] = [ticked(words)]

    def _flush(self, kind: BlockKind = "paragraph") -> None:
        words = self._said()
        if words:
            self.made.add(words, kind)

    def _said(self) -> str:
        lines = (line.strip(" ") for line in "".join(self.words).split("\n"))
        self.words.clear()
        return "\n".join(line for line in lines if line)


def _is_data(table: etree._Element) -> bool:
    """Tell a table of data from one that lays out the page: no table in it, and two cells in a row at the least."""
    rows = table.iter("tr")
    return next(table.iterdescendants("table"), None) is None and any(
        sum(1 for cell in row if cell.tag in {"td", "th"}) > 1 for row in rows
    )


def _span(element: etree._Element, name: str) -> int:
    said = element.get(name, "1").strip()
    return min(max(int(said), 1), _SPAN) if said.isascii() and said.isdigit() and len(said) < 6 else 1
