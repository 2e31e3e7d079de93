"""Word documents (.docx): paragraphs, tables, text boxes, notes, headers and footers, in reading order.

The numbers Word sets before paragraphs by itself are part of the text (see `numbering`), but of no run: a span that
lies in one touches no element. Those in the cells of tables are counted and not told: they number rows.

`open_word` gives, beside the document, where each block stands in the file (`Word.placed`): a face that gives the
report back with comments finds the `w:t` elements of a span there and saves `Word.file`.
"""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import msgspec
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from junheng.audit.model import Block, BlockKind, Document
from junheng.audit.reading.assembly import Assembly
from junheng.audit.reading.bounds import DEFAULT, Limits, Unreadable
from junheng.audit.reading.elements import LEFT_OUT, PICTURES, TBL, TR, M, P, T, W, inside, merged, row_cells, through
from junheng.audit.reading.numbering import Numbers

_BREAKS = {W + "br": "\n", W + "cr": "\n", W + "tab": "\t", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_NOTES = {W + "footnoteReference": "footnotes", W + "endnoteReference": "endnotes"}
_NEW_PAGE = W + "lastRenderedPageBreak"
_NOT_TEXT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\r]")


class Placed(msgspec.Struct, frozen=True):
    """A block and its paragraph: `texts` are its `w:t` elements with where each begins and ends in the document."""

    block: Block
    paragraph: Any
    """The `w:p` element (lxml); of a cell with several paragraphs, of the first."""
    texts: tuple[tuple[Any, int, int], ...]


class Word(msgspec.Struct, frozen=True):
    """A Word file that was opened: the report, the file (python-docx), the blocks with their place in it.

    `placed` holds the blocks of the body only, in the order of the document (those of notes and headers stand in
    other parts of the file, where Word allows no comment). The element of a span is found with `at`.
    """

    document: Document
    file: Any
    placed: tuple[Placed, ...]

    def at(self, start: int, end: int) -> list[tuple[Any, int, int]]:
        """Return the `w:t` elements a span of `Document.text` touches, with the span's bounds inside each text."""
        found = []
        for one in self.placed:
            if one.block.start < end and start < one.block.end:
                found += [
                    (element, max(start, first) - first, min(end, last) - first)
                    for element, first, last in one.texts
                    if first < end and start < last
                ]
        return found


def read_word(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read a .docx; raises `Unreadable` for a damaged one and for one without any text."""
    return open_word(data, name, limits).document


def open_word(data: bytes, name: str, limits: Limits = DEFAULT) -> Word:
    """Read a .docx and keep the file; raises as `read_word` does. The caller checks its bounds (`bounds.kind_of`)."""
    try:
        file = docx.Document(io.BytesIO(data))
        walk = _Walk(Assembly(name, limits), file)
        walk.file()
    except Unreadable:
        raise
    except Exception as error:  # whatever a damaged package makes its libraries raise
        raise Unreadable("damaged", kind="Word") from error
    document = walk.made.document()
    if not document.text.strip():
        pictured = next(file.element.body.iter(*PICTURES), None) is not None
        raise Unreadable("scanned", kind="Word") if pictured else Unreadable("wordless")
    return Word(document, file, tuple(walk.placed))


class _Said(msgspec.Struct):
    """What is being said: words, the elements they come from, and what hangs on them."""

    pieces: list[str] = []
    texts: list[tuple[Any, int, int]] = []
    length: int = 0
    boxes: list[Any] = []
    notes: list[tuple[str, str]] = []

    def say(self, words: str, element: Any = None) -> None:
        if element is not None:
            self.texts.append((element, self.length, self.length + len(words)))
        self.pieces.append(words)
        self.length += len(words)

    def begin(self, words: str) -> None:
        """Put words of no element before everything said so far."""
        self.texts = [(element, first + len(words), last + len(words)) for element, first, last in self.texts]
        self.pieces.insert(0, words)
        self.length += len(words)


class _Walk:
    def __init__(self, made: Assembly, file: Any) -> None:
        self.made, self.docx = made, file
        self.numbers = Numbers(file)
        self.placed: list[Placed] = []
        self.notes = {kind: self._notes(kind) for kind in ("footnotes", "endnotes")}
        self.page: int | None = 1 if next(file.element.body.iter(_NEW_PAGE), None) is not None else None

    def file(self) -> None:
        """Read headers, the body with its notes, footers."""
        self._margins("header")
        endnotes: list[tuple[str, str]] = []
        self._content(self.docx.element.body, endnotes)
        for note in endnotes:
            self._note(note)
        self._margins("footer")

    def _content(self, container: Any, endnotes: list[tuple[str, str]]) -> None:
        """Read paragraphs and tables, through content controls and the like."""
        for element in container:
            if element.tag == P:
                said = _Said()
                number = self.numbers.of(element)
                self._paragraph(element, said)
                if number and not "".join(said.pieces).isspace() and said.pieces:
                    said.begin(number)
                self._add(said, "paragraph", element)
                self._hanging(said, endnotes)
            elif element.tag == TBL:
                self._table(element, endnotes)
            elif isinstance(element.tag, str) and element.tag not in LEFT_OUT:
                self._content(element, endnotes)

    def _hanging(self, said: _Said, endnotes: list[tuple[str, str]]) -> None:
        for box in said.boxes:
            self._content(box, endnotes)
        for note in said.notes:
            if note[0] == "endnotes":
                endnotes.append(note)
            else:
                self._note(note)

    def _paragraph(self, paragraph: Any, said: _Said) -> None:
        for element in inside(paragraph, said.boxes):
            tag = element.tag
            if tag == T:
                words = _clean(element.text)
                same = words == (element.text or "")
                said.say(words, element if same else None)
            elif tag == M + "t":
                said.say(_clean(element.text))
            elif tag in _BREAKS:
                said.say(_BREAKS[tag])
            elif tag in _NOTES:
                said.notes.append((_NOTES[tag], element.get(W + "id", "")))
            elif tag == _NEW_PAGE and self.page is not None:
                self.page += 1

    def _add(self, said: _Said, kind: BlockKind, element: Any, **where: int) -> None:
        page = self.page
        block = self.made.add("".join(said.pieces), kind, page=page, **where)
        texts = tuple((one, first + block.start, last + block.start) for one, first, last in said.texts)
        self.placed.append(Placed(block, element, texts))

    def _table(self, table: Any, endnotes: list[tuple[str, str]]) -> None:
        """Read a table; a cell merged over several columns or rows is one block with its extent."""
        number = self.made.tables
        self.made.tables += 1
        rows = [list(row_cells(row)) for row in through(table, TR)]
        below = merged(rows)
        hanging: list[_Said] = []
        inner: list[Any] = []
        for row, cells in enumerate(rows):
            for column, columns, merge, cell in cells:
                if merge == "continue" and row > 0 and (row, column) not in below:
                    continue
                said = _Said()
                first = None
                for element in through(cell, P, TBL):
                    if element.tag == TBL:
                        inner.append(element)
                        continue
                    if first is not None:
                        said.say("\n")
                    first = element if first is None else first
                    self.numbers.of(element)
                    self._paragraph(element, said)
                extent = below.get((row, column), 1)
                self._add(
                    said, "cell", first, table=number, row=row, column=column, rows=extent, columns=columns
                )  # fmt: skip
                hanging.append(said)
        for said in hanging:
            self._hanging(said, endnotes)
        for one in inner:
            self._table(one, endnotes)

    def _notes(self, kind: str) -> dict[str, Any]:
        """Return the notes of a document by their number; separators have none that is referred to."""
        wanted = RELATIONSHIP_TYPE.FOOTNOTES if kind == "footnotes" else RELATIONSHIP_TYPE.ENDNOTES
        for relation in self.docx.part.rels.values():
            if relation.reltype == wanted and not relation.is_external:
                parser = etree.XMLParser(resolve_entities=False, no_network=True)
                root = etree.fromstring(relation.target_part.blob, parser)
                return {one.get(W + "id", ""): one for one in root}
        return {}

    def _note(self, note: tuple[str, str]) -> None:
        element = self.notes[note[0]].pop(note[1], None)
        if element is None:
            return
        said = _Said()
        for number, paragraph in enumerate(element.iter(P)):
            said.say("\n" * bool(number))
            self._paragraph(paragraph, said)
        self.made.add("".join(said.pieces).strip(), "footnote", page=self.page)

    def _margins(self, which: str) -> None:
        """Read headers or footers, the same words once."""
        wanted = RELATIONSHIP_TYPE.HEADER if which == "header" else RELATIONSHIP_TYPE.FOOTER
        seen = set()
        for relation in self.docx.part.rels.values():
            if relation.reltype != wanted or relation.is_external:
                continue
            for paragraph in relation.target_part.element.iter(P):
                said = _Said()
                page, self.page = self.page, None
                self._paragraph(paragraph, said)
                self.page = page
                words = "".join(said.pieces).strip()
                if words and words not in seen:
                    seen.add(words)
                    self.made.add(words, "header")


def _clean(words: str | None) -> str:
    return _NOT_TEXT.sub("", words or "")
