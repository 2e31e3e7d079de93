"""Looks through a packed workbook (.xlsx) before a parser sees it: bombs, entities, extent, formulas.

Everything is measured on the bytes really unpacked, never on what the package declares. The scan is a handful
of byte searches for each chunk, a fraction of what parsing costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

from junheng.dictionary import Title
from junheng.exchange.model import Refused
from junheng.exchange.raw.limits import DEFAULT, MEBIBYTE, Limits, too_large
from junheng.exchange.raw.zipped import Member, damaged, members, unpack
from junheng.exchange.words import SAVE_AGAIN, number, refused

_PARSED = 4 * MEBIBYTE
"""Parts up to this size are checked to be well-formed; larger ones are held to their checksum and the parser."""

_PROLOG = 8 * 1024
"""The root element begins within so many bytes, and with it ends where entities can be declared."""

_TAIL = 256 * 1024


@dataclass(slots=True)
class SheetScan:
    """What the bytes of a sheet say before it is parsed.

    `first_row` is the number of the first row with a value (None when it cannot be told); `merges` the merged
    ranges. `formulas`, `errors` and `booleans` say that such cells may be there; `columns` are the letters of the
    columns used where they go beyond Z, `loose` counts the cells that do not say their place in the usual form.
    """

    member: Member
    prefix: bytes = b""
    formulas: bool = False
    errors: bool = False
    booleans: bool = False
    started: bool = False
    first_row: int | None = None
    columns: set[bytes] = field(default_factory=set)
    loose: int = 0
    tail: bytes = b""

    @property
    def merges(self) -> list[str]:
        """Return the merged ranges, such as `A1:D1`."""
        return [ref.decode() for ref in re.findall(rb'<mergeCell ref="([A-Z]+\d+:[A-Z]+\d+)"', self.tail)]


@dataclass(frozen=True, slots=True)
class Package:
    """A packed workbook that was looked through: its sheets by name, and what else it carries."""

    data: bytes
    sheets: Mapping[str, SheetScan]
    macros: bool
    links: bool


def open_package(data: bytes, file: str, limits: Limits) -> Package:
    """Look through a packed workbook; raises `Refused` when it is damaged, beyond a limit, or no workbook."""
    found = members(data, file, limits)
    names = {member.name.lower() for member in found}
    _require_workbook(names, file)
    parts: dict[str, _Part] = {}
    total = 0
    for member in found:
        part = parts[member.name.lower()] = _Part(member)
        for chunk in unpack(data, member, file, limits):
            part.look(chunk, file)
        part.close(file)
        total += member.size
        if total > limits.expanded_bytes:
            raise too_large(file, "expanded_bytes", limits.expanded_bytes // MEBIBYTE, total // MEBIBYTE, unit=" MB")
        if part.scan is not None:
            _check_extent(data, part.scan, file, limits)
    return Package(
        data,
        _by_sheet(parts, file, limits),
        macros=any(name.endswith("vbaproject.bin") for name in names),
        links=any(name.startswith("xl/externallinks/") for name in names),
    )


_COUNT = re.compile(rb"""ount\s*=\s*["']\s*(\d+)""")
_KEPT = frozenset({"xl/workbook.xml", "xl/_rels/workbook.xml.rels"})


class _Part:
    """A file of the package while its chunks go by."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self.root: bytes | None = None
        self.scan: SheetScan | None = None
        self.text = b""
        self._begun = False
        self._carry = b""
        self._parser = expat.ParserCreate() if member.size <= _PARSED else None

    def look(self, chunk: bytes, file: str) -> None:
        """Take the next chunk: check its beginning, its markup while it is small, and search it if it is a sheet."""
        if not self._begun:
            self._begin(chunk, file)
        if self.member.name.lower() in _KEPT:
            self.text += chunk
        if self.root in {b"sst", b"styleSheet"}:
            self._count(chunk, file)
        if self.root is not None and self._parser is not None:
            self._parse(chunk, file, last=False)
        if self.scan is not None:
            self._carry = _look(self.scan, self._carry, chunk)

    def close(self, file: str) -> None:
        """Check that markup that is small enough was closed."""
        if self.root is not None and self._parser is not None:
            self._parse(b"", file, last=True)

    def _begin(self, chunk: bytes, file: str) -> None:
        self._begun = True
        head = chunk[:_PROLOG]
        if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return  # pictures and the like; a sheet must be plain markup, or it is refused for having no root
        root = re.search(rb"<(?:(\w+):)?([A-Za-z_]\w*)[\s/>]", head)
        if re.search(rb"<!\s*(?:doctype|entity)", head[: root.start()] if root else head, re.IGNORECASE):
            raise _declares(self.member, file)
        if root is None:
            raise damaged(file)
        self.root = root[2]
        if self.root == b"worksheet":
            self.scan = SheetScan(self.member, prefix=root[1] or b"")

    def _count(self, chunk: bytes, file: str) -> None:
        """Refuse lists that claim to hold more things than bytes: the parser makes room for what is claimed."""
        for digits in _COUNT.findall(chunk):
            if len(digits) > 12 or int(digits) > self.member.size:
                raise damaged(file)

    def _parse(self, chunk: bytes, file: str, *, last: bool) -> None:
        try:
            if self._parser is not None:
                self._parser.Parse(chunk, last)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise damaged(file) from error


def _declares(member: Member, file: str) -> Refused:
    return refused(
        "entity",
        file,
        Title(
            f"包内 {member.name} 含有文档类型或实体定义，可能有害",
            f"{member.name} in the package declares a document type or entities, which can do harm",
        ),
        SAVE_AGAIN,
    )


def _require_workbook(names: set[str], file: str) -> None:
    if "xl/workbook.xml" in names:
        return
    marks = {
        "xl/workbook.bin": ".xlsb",
        "word/document.xml": "Word",
        "ppt/presentation.xml": "PowerPoint",
        "content.xml": "OpenDocument",
    }
    stranger = next((kind for name, kind in marks.items() if name in names), "ZIP")
    raise refused(
        "kind",
        file,
        Title(f"实际是 {stranger} 文件，不是 .xlsx 工作簿", f"this is a {stranger} file, not an .xlsx workbook"),
        SAVE_AGAIN,
    )


def plain(scan: SheetScan, chunk: bytes) -> bytes:
    """Return a chunk of a sheet with the prefix some programs put before its tags taken off."""
    if not scan.prefix:
        return chunk
    return chunk.replace(b"<" + scan.prefix + b":", b"<").replace(b"</" + scan.prefix + b":", b"</")


def _look(scan: SheetScan, carry: bytes, chunk: bytes) -> bytes:
    """Search a chunk (with the unfinished tag before it) and return what is left for the next one."""
    text = plain(scan, carry + chunk)
    cut = text.rfind(b"<")
    text, rest = (text[:cut], text[cut:]) if cut > 0 and len(text) - cut < 65536 else (text, b"")
    scan.formulas = scan.formulas or re.search(rb"<f[\s>/]", text) is not None
    if re.search(rb' t="[^s]', text):  # most cells are figures or shared strings
        scan.errors = scan.errors or b't="e"' in text
        scan.booleans = scan.booleans or b't="b"' in text
    if _NOT_NARROW.search(text):
        scan.columns.update(re.findall(rb'<c r="([A-Z]+)', text))
        if loose := len(_LOOSE.findall(text)):
            scan.loose += loose
            scan.errors = scan.booleans = True  # cells written in another way: look at each of them
    if not scan.started and (value := re.search(rb"<[vt][\s>]", text)):
        scan.started = True
        before = re.findall(rb'<c r="[A-Z]+(\d{1,7})"', (scan.tail + text[: value.start()])[-65536:])
        scan.first_row = int(before[-1]) if before else None
    scan.tail = text if len(text) >= _TAIL else (scan.tail + text)[-_TAIL:]
    return rest


_NOT_NARROW = re.compile(rb'<c(?! r="[A-Z](?:[0-9]{1,6}|10[0-4][0-9]{4})")[\s/>]')
"""A cell that is not plainly in one of the first 26 columns and the rows a sheet can have."""

_LOOSE = re.compile(rb'<c(?=[\s/>])(?! r="[A-Z])')
"""A cell that does not begin with its place in the usual form."""

_FILLED = re.compile(rb"""<c(?=[\s/>])[^>]*?\sr\s*=\s*["']([A-Za-z]+)(\d+)["'][^>]*(?<!/)>""")
_ROW = re.compile(rb"""<row\b[^>]*?\sr\s*=\s*["'](\d+)["']""")
_MOST_ROWS = 1_048_576


def _check_extent(data: bytes, scan: SheetScan, file: str, limits: Limits) -> None:
    """Refuse sheets whose values span more cells than the bound: the parser would make room for all of them.

    Cells without a place of their own follow their neighbour, so they widen the sheet by at most their number.
    """
    if not scan.columns and not scan.loose and limits.cells >= 26 * _MOST_ROWS:
        return
    rows = width = tags = 0
    for text in whole_tags(data, scan, file):
        for letters, digits in _FILLED.findall(text):
            width = max(width, number(letters[:4].decode()) + 1)
            rows = max(rows, int(digits[:9]))
        if scan.loose:
            tags += text.count(b"<row")
            rows = max([rows, tags, *(int(digits[:9]) for digits in _ROW.findall(text))])
    width += scan.loose
    if width > limits.columns:
        raise too_large(file, "columns", limits.columns, width)
    if rows > _MOST_ROWS:
        raise too_large(file, "rows", _MOST_ROWS, rows)
    if width * rows > limits.cells:
        raise too_large(file, "cells", limits.cells, width * rows)


def whole_tags(data: bytes, scan: SheetScan, file: str) -> Iterator[bytes]:
    """Yield the sheet's text in pieces that end between cells."""
    carry = b""
    for chunk in unpack(data, scan.member, file, DEFAULT):
        text = plain(scan, carry + chunk)
        cut = max(text.rfind(b"<c "), text.rfind(b"<c>"), text.rfind(b"</row"))
        cut = cut if cut > 0 else len(text)
        yield text[:cut]
        carry = text[cut:]
    yield plain(scan, carry)


_NAMESPACE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"


def _by_sheet(parts: Mapping[str, _Part], file: str, limits: Limits) -> dict[str, SheetScan]:
    """Return the scans by the sheet's name, as workbook.xml and its relations say.

    Raises `Refused` when a sheet's file is not there or is no sheet: it would not have been looked through.
    """
    texts = {name: parts[name].text if name in parts else b"" for name in _KEPT}
    try:
        book = ElementTree.fromstring(texts["xl/workbook.xml"])
        links = ElementTree.fromstring(texts["xl/_rels/workbook.xml.rels"])
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise damaged(file) from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    found: dict[str, SheetScan] = {}
    sheets = [element for element in book.iter() if element.tag.rpartition("}")[2] == "sheet"]
    if len(sheets) > limits.sheets:
        raise too_large(file, "sheets", limits.sheets, len(sheets))
    for sheet in sheets:
        target = targets.get(sheet.get(f"{_NAMESPACE}id") or sheet.get(f"{_STRICT}id")) or ""
        path = target.lstrip("/")
        part = parts.get((path if target.startswith(("/", "xl/")) else f"xl/{path}").lower())
        if part is None or part.root not in _SHEETS:
            raise damaged(file)
        if part.scan is not None:
            found[sheet.get("name", "")] = part.scan
    return found


_SHEETS = frozenset({b"worksheet", b"chartsheet", b"dialogsheet", b"macrosheet"})
