"""An audited report as one HTML page that stands alone: no network, readable without scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from markupsafe import Markup

from junheng.audit.compared import Compared, Held
from junheng.audit.engine import Audit
from junheng.audit.faces.marker import META
from junheng.audit.faces.marks import Piece, Span, pieces, spans_of
from junheng.audit.faces.outcome import Outcome, outcome
from junheng.audit.faces.where import where
from junheng.audit.faces.wording import environment, kind_word, known, result, sentence, summary, sureness, words
from junheng.audit.findings.kinds import KINDS, kind_title
from junheng.audit.findings.places import Places
from junheng.audit.findings.verdicts import Verdict, is_dismissed
from junheng.audit.model import Block, Document, Finding, FindingKind

_NOT_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters no HTML document may hold."""


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    kind: FindingKind
    title: str
    place: str
    work: str
    verdict: str
    gone: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A piece as the page shows it."""

    text: str
    kind: FindingKind | None = None
    main: bool = False
    anchors: tuple[int, ...] = ()
    numbers: tuple[int, ...] = ()
    labels: tuple[int, ...] = ()
    work: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A figure held against something else."""

    text: str
    place: str
    anchor: str
    title: str
    year: str
    said: str
    known: str
    agrees: bool | None
    result: str
    sure: str


@dataclass(slots=True)
class _Block:
    pieces: list[_Stretch]
    anchor: str = ""
    rows: int = 1
    columns: int = 1


@dataclass(slots=True)
class _Part:
    """A paragraph, or a table of rows of cells."""

    kind: str
    block: _Block | None = None
    rows: list[list[_Block]] = field(default_factory=list)
    page: str = ""
    table: int | None = None
    row: int | None = None


def page(
    found: Audit | Outcome,
    language: str = "zh",
    verdicts: Mapping[str, Verdict] | None = None,
    held: Sequence[Held] = (),
) -> str:
    """Return an audited report as one HTML document in `language` (zh or en); raises ValueError for another.

    Dismissed findings are listed at the end and not marked in the text. `held` is what the report was held
    against: its figures are listed whether they agree or not.
    """
    own, given, made = words(language), verdicts or {}, outcome(found)
    standing = [one for one in made.findings if not is_dismissed(given.get(one.fingerprint))]
    dismissed = [one for one in made.findings if is_dismissed(given.get(one.fingerprint))]
    document = made.document
    entries = list(_entries([*standing, *dismissed], document, language, given))
    counted = Counter(one.kind for one in standing)
    tables = [(summary(one, language), list(_rows(one.every, document, language))) for one in held]
    anchors = {row.anchor for _, rows in tables for row in rows}
    return (
        environment()
        .get_template("page.html.j2")
        .render(
            t=own,
            lang="zh-CN" if language == "zh" else "en",
            name=_shown(document.name),
            counts=[
                {"kind": kind, "number": counted[kind], "title": kind_title(kind).in_language(language)}
                for kind in KINDS
                if counted[kind]
            ],
            checked=own["checked"].format(relations=made.relations, quantities=made.quantities),
            findings=entries[: len(standing)],
            dismissed=entries[len(standing) :],
            parts=_parts(document, standing, entries, own, anchors),
            meta=Markup(META),
            held=tables,
        )
    )


def _entries(
    findings: Sequence[Finding], document: Document, language: str, given: Mapping[str, Verdict]
) -> Iterator[_Entry]:
    own, places = words(language), Places(document)
    for number, one in enumerate(findings, 1):
        verdict = given.get(one.fingerprint)
        said = ""
        if verdict is not None and verdict.verdict:
            said = own["real"] if verdict.verdict == "real" else own["reason"].format(reason=_shown(verdict.reason))
        yield _Entry(
            number,
            one.kind,
            kind_word(one, language),
            where(places, one.spans[0][0], language) if one.spans else "",
            _shown(sentence(one, language)),
            said,
            is_dismissed(verdict),
        )


def _rows(compared: Sequence[Compared], document: Document, language: str) -> Iterator[_Row]:
    places = Places(document)
    for one in compared:
        yield _Row(
            text=_shown(one.text),
            place=where(places, one.start, language),
            anchor=_anchor(places.number(one.start)),
            title=_shown(one.title.in_language(language)),
            year="" if one.year is None else str(one.year),
            said=_shown(one.said),
            known=_shown(known(one, language)),
            agrees=one.agrees,
            result=result(one, language),
            sure=sureness(one, language),
        )


def _anchor(number: int | None) -> str:
    """Return how the page names a paragraph or cell, counted from 1."""
    return f"b{number}" if number else ""


def _parts(
    document: Document,
    findings: Sequence[Finding],
    entries: Sequence[_Entry],
    own: Mapping[str, str],
    wanted: Set[str],
) -> list[_Part]:
    """Return the text in order; the blocks `wanted` by their anchor get it."""
    spans = spans_of(findings)
    ends = {one.number: one.end for one in spans if one.main}
    blocks = sorted(document.blocks, key=lambda block: block.start)
    parts: list[_Part] = []
    last_page: int | None = None
    bounds = [(block.start, block.end) for block in blocks]
    anchored: set[int] = set()
    for number, (block, cut) in enumerate(zip(blocks, pieces(bounds, spans), strict=True), 1):
        shown = _Block([_stretch(document.text, one, entries, ends, anchored) for one in cut])
        shown.rows, shown.columns = block.rows, block.columns
        shown.anchor = _anchor(number) if _anchor(number) in wanted else ""
        turned = block.page is not None and block.page != last_page
        last_page = block.page if block.page is not None else last_page
        said = own["page"].format(number=block.page) if turned else ""
        if block.kind == "cell":
            _cell(parts, block, shown, said)
        else:
            parts.append(_Part(block.kind, shown, page=said))
    return parts


def _cell(parts: list[_Part], block: Block, shown: _Block, page_word: str) -> None:
    """Add a cell to the table it belongs to, beginning a table or a row where it is the first of it."""
    if not parts or parts[-1].kind != "table" or parts[-1].table != block.table:
        parts.append(_Part("table", page=page_word, table=block.table))
    table = parts[-1]
    if not table.rows or table.row != block.row:
        table.rows.append([])
        table.row = block.row
    table.rows[-1].append(shown)


def _stretch(
    text: str, piece: Piece, entries: Sequence[_Entry], ends: Mapping[int, int], anchored: set[int]
) -> _Stretch:
    shown = _shown(text[piece.start : piece.end])
    if not piece.spans:
        return _Stretch(shown)
    mains = [one for one in piece.spans if one.main]
    numbers = tuple(dict.fromkeys(one.number for one in (*mains, *piece.spans)))
    fresh = [one.number for one in mains if one.number not in anchored]
    anchored.update(fresh)
    return _Stretch(
        shown,
        entries[numbers[0] - 1].kind,
        bool(mains),
        tuple(fresh),
        numbers,
        tuple(one.number for one in mains if _ends_here(one, piece, ends)),
        "\n".join(f"{number}. {entries[number - 1].work}" for number in numbers),
    )


def _ends_here(span: Span, piece: Piece, ends: Mapping[int, int]) -> bool:
    return ends.get(span.number) == piece.end


def _shown(text: str) -> str:
    return _NOT_SHOWN.sub("\ufffd", text)
