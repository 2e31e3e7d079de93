"""An audited report given back as a Word file with a comment at each finding.

A report that was a .docx comes back as the same file: only runs are cut at the borders of the commented words, their
formatting kept. Any other report comes back as a plain Word file made of its text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.run import Run

from junheng.audit.engine import Audit
from junheng.audit.faces.marker import mark
from junheng.audit.faces.outcome import Outcome, outcome
from junheng.audit.faces.wording import kind_word, sentence, words
from junheng.audit.findings.verdicts import Verdict, standing
from junheng.audit.model import Block, Document, Finding
from junheng.audit.reading.word import Placed, Word, open_word

_RUN, _TEXT, _PROPERTIES, _BOX = qn("w:r"), qn("w:t"), qn("w:rPr"), qn("w:txbxContent")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MOST_QUOTED = 40
_NUMBERED = re.compile(r"第?[一二三四五六七八九十]{1,3}[、章节部]|[（(][一二三四五六七八九十]{1,3}[）)]")
_STOPS = ("。", "；", "，", "、", "：", ":", ";")
_LONGEST_HEADING = 40

Text = tuple[Any, int, int]
"""A `w:t` element with where it begins and ends in the document's text."""


def give_back(
    audited: Audit | Outcome,
    source: Path | None,
    target: Path,
    language: str = "zh",
    verdicts: Mapping[str, Verdict] | None = None,
) -> int:
    """Write the report with comments to `target`; returns how many. Dismissed findings are left out.

    `source` is the .docx that was read, None for a report of another format. Raises `Unreadable` when it is no longer
    the file that was audited.
    """
    made = outcome(audited)
    found, document = standing(verdicts or {}, made.findings), made.document
    word = open_word(source.read_bytes(), source.name) if source is not None else None
    if word is None or word.document.text != document.text:
        word = _plain(document)
    return _comment(word, found, target, language)


def _comment(word: Word, findings: Sequence[Finding], target: Path, language: str) -> int:
    own = words(language)
    texts = [one for placed in word.placed for one in placed.texts if not _boxed(one[0])]
    texts.sort(key=lambda one: one[1])
    spans = {number: one.spans[0] for number, one in enumerate(findings) if one.spans}
    cut = _Cut(texts, {border for span in spans.values() for border in span})
    commented = 0
    for number, one in enumerate(findings):
        said = own["tagged"].format(kind=kind_word(one, language), said=sentence(one, language))
        runs = cut.runs(*spans[number]) if number in spans else []
        if not runs:
            runs = cut.first()
            start, end = spans.get(number, (0, 0))
            quoted = " ".join(word.document.text[start : min(end, start + _MOST_QUOTED)].split())
            said += f"\n{own['elsewhere'].format(text=quoted)}"
        if runs:
            word.file.add_comment(runs, _NOT_XML.sub("\ufffd", said), author=own["author"], initials="JH")
            commented += 1
    mark(word.file)
    word.file.save(str(target))
    return commented


def _boxed(element: Any) -> bool:
    """Return whether a text stands in a text box, where Word allows no comment."""
    return next(element.iterancestors(_BOX), None) is not None


class _Cut:
    """The texts of a document, cut so that every border of a span is the border of a run."""

    def __init__(self, texts: Sequence[Text], borders: set[int]) -> None:
        self._pieces: list[Text] = []
        ordered = sorted(borders)
        place = 0
        for element, start, end in texts:
            while place < len(ordered) and ordered[place] < start:
                place += 1
            inside, at = [], place
            while at < len(ordered) and ordered[at] <= end:
                inside.append(ordered[at])
                at += 1
            self._pieces += _split(element, start, end, inside)
        self._starts = [piece[1] for piece in self._pieces]

    def runs(self, start: int, end: int) -> list[Run]:
        """Return the first and the last run of a span; none where it does not stand in the body."""
        inside = [piece for piece in self._touching(start, end) if _run(piece[0]) is not None]
        return [_made(inside[0]), _made(inside[-1])] if inside else []

    def first(self) -> list[Run]:
        """Return the first run of the body."""
        return next(([_made(piece)] for piece in self._pieces if _run(piece[0]) is not None), [])

    def _touching(self, start: int, end: int) -> list[Text]:
        found = []
        at = bisect_right(self._starts, start)
        at = max(0, at - 1)
        while at < len(self._pieces) and self._pieces[at][1] < end:
            if self._pieces[at][2] > start:
                found.append(self._pieces[at])
            at += 1
        return found


def _run(element: Any) -> Any:
    parent = element.getparent()
    return parent if parent is not None and parent.tag == _RUN else None


def _made(piece: Text) -> Run:
    return Run(_run(piece[0]), None)  # type: ignore[arg-type]  # only the element is used to place a comment


def _split(element: Any, start: int, end: int, borders: Sequence[int]) -> list[Text]:
    """Cut one text at the borders (inside it or at its ends) and return its pieces."""
    if _run(element) is None or start == end:
        return [(element, start, end)]
    made: list[Text] = []
    at, current = start, element
    for border in borders:
        if border == at == start:
            _apart(current)
        elif border == end:
            behind = current.getnext()
            if behind is not None:
                _apart(behind)
        elif at < border < end:
            words_of = current.text or ""
            rest = deepcopy(current)
            current.text, rest.text = words_of[: border - at], words_of[border - at :]
            for one in (current, rest):
                one.set(_SPACE, "preserve")
            current.addnext(rest)
            _apart(rest)
            made.append((current, at, border))
            at, current = border, rest
    made.append((current, at, end))
    return made


def _apart(element: Any) -> None:
    """Move an element and what follows it in its run to a run of their own, with the same formatting."""
    run = element.getparent()
    before = element.getprevious()
    if before is None or before.tag == _PROPERTIES:
        return
    fresh = run.makeelement(_RUN, dict(run.attrib))
    properties = run.find(_PROPERTIES)
    if properties is not None:
        fresh.append(deepcopy(properties))
    fresh.extend([element, *element.itersiblings()])
    run.addnext(fresh)


def _plain(document: Document) -> Word:
    """Return a Word file made of a document's text: title, headings, paragraphs, tables, notes in small type."""
    file = _sheet()
    placed: list[Placed] = []
    tables = _tables(document)
    drawn: set[int | None] = set()
    for block in sorted(document.blocks, key=lambda one: one.start):
        if block.kind == "cell":
            if block.table not in drawn:
                drawn.add(block.table)
                placed += _table(file, document, tables[block.table])
            continue
        paragraph = file.add_paragraph()
        placed.append(_say(paragraph, document, block, small=block.kind != "paragraph"))
        _draw(paragraph, block, document.text[block.start : block.end], first=len(placed) == 1)
    return Word(document, file, tuple(placed))


def _sheet() -> Any:
    """Return an empty Word file on A4 with the type and spacing of Chinese reports."""
    file = docx.Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28)
    style = file.styles["Normal"]
    style.font.size, style.font.name = Pt(12), "Times New Roman"
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    properties.append(properties.makeelement(qn("w:lang"), {qn("w:eastAsia"): "zh-CN"}))
    style.paragraph_format.line_spacing, style.paragraph_format.space_after = 1.5, Pt(0)
    return file


def _draw(paragraph: Any, block: Block, text: str, *, first: bool) -> None:
    """Give a paragraph the look of what it is: the title, a numbered heading, or a paragraph with its indent."""
    said = text.strip()
    short = block.kind == "paragraph" and len(said) <= _LONGEST_HEADING and not said.endswith(_STOPS)
    if short and first:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(12)
    elif not short or not _NUMBERED.match(said):
        if block.kind == "paragraph" and not text.startswith((" ", "\t", "\u3000")):
            paragraph.paragraph_format.first_line_indent = Pt(24)
        return
    for run in paragraph.runs:
        run.bold = True
        run.font.size = Pt(16 if first else 12)


def _tables(document: Document) -> dict[int | None, list[Block]]:
    found: dict[int | None, list[Block]] = {}
    for block in document.blocks:
        if block.kind == "cell":
            found.setdefault(block.table, []).append(block)
    return found


def _table(file: Any, document: Document, cells: Sequence[Block]) -> list[Placed]:
    rows = 1 + max((cell.row or 0) for cell in cells)
    columns = 1 + max((cell.column or 0) for cell in cells)
    grid = file.add_table(rows, columns, "Table Grid")
    lines = [list(row.cells) for row in grid.rows]
    return [_say(lines[cell.row or 0][cell.column or 0].paragraphs[0], document, cell, small=False) for cell in cells]


def _say(paragraph: Any, document: Document, block: Block, *, small: bool) -> Placed:
    """Put a block's text into a paragraph, line by line, and note where each line stands."""
    texts: list[Text] = []
    at = block.start
    for number, line in enumerate(document.text[block.start : block.end].split("\n")):
        run = paragraph.add_run()
        if number:
            run.add_break()
        if small:
            run.font.size = Pt(9)
        element = run._r.makeelement(_TEXT, {_SPACE: "preserve"})
        element.text = _NOT_XML.sub("\ufffd", line)
        run._r.append(element)
        texts.append((element, at, at + len(line)))
        at += len(line) + 1
    return Placed(block, paragraph._p, tuple(texts))
