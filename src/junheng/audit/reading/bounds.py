"""What a file may be before any parser sees it: its size, its real kind, its bounds; and the one error for the rest."""

from __future__ import annotations

import io
import tomllib
import zipfile
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

MEBIBYTE = 1 << 20
Kind = Literal["docx", "pdf", "html", "markdown", "text"]

_WORDS = tomllib.loads(files("junheng.audit.reading").joinpath("refusals.toml").read_text("utf-8"))


class Unreadable(ValueError):  # noqa: N818 (what it says, not that it is one)
    """A file that cannot be read as a report; `rule` names why, `zh` and `en` say why and what to do."""

    def __init__(self, rule: str, **filled: str | int) -> None:
        self.rule, self.filled = rule, filled
        self.zh: str = _WORDS[rule]["zh"].format(**filled)
        self.en: str = _WORDS[rule]["en"].format(**filled)
        super().__init__(f"{self.zh} / {self.en}")


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds a file is held to.

    `file_bytes` on disk; `entries`, `expanded_bytes` and `ratio` (unpacked to packed, judged from 16 MiB on) of a
    .docx; `part_bytes` of any one part of it that is no picture; `pages` of a PDF, `memory_bytes` and `seconds` of
    reading it; `characters` of the text.
    """

    file_bytes: int = 64 * MEBIBYTE
    entries: int = 4_096
    expanded_bytes: int = 256 * MEBIBYTE
    part_bytes: int = 96 * MEBIBYTE
    ratio: int = 200
    pages: int = 3_000
    memory_bytes: int = 1_536 * MEBIBYTE
    seconds: int = 120
    characters: int = 20_000_000


DEFAULT = Limits()

SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".docm": "docx",
    ".pdf": "pdf",
}
"""Endings of the files that are read from a folder."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
    (b"PAR1", "Parquet"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"AT&TFORM", "DjVu"),
    (b"CAJ", "CAJ"),
)
_SURE = frozenset({"PNG", "JPEG", "GIF", "RAR", "7z", "gzip", "SQLite", "RTF", "Parquet", "ELF", "DjVu"})
_MEDIA = "word/media/"
_PICTURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"\x01\x00\x00\x00",  # EMF
    b"\xd7\xcd\xc6\x9a",  # WMF
    b"\x01\x00\x09\x00",
)
_PARTS: tuple[tuple[str, str], ...] = (
    ("xl/", "Excel"),
    ("ppt/", "PowerPoint"),
    ("content.xml", "OpenDocument"),
    ("OFD.xml", "OFD"),
    ("META-INF/container.xml", "EPUB"),
)
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def kind_of(data: bytes, suffix: str, limits: Limits = DEFAULT) -> Kind:
    """Return what the bytes really are, whatever the name's ending says; raises `Unreadable` for what is not read."""
    if len(data) > limits.file_bytes:
        raise Unreadable("large", found=-(-len(data) // MEBIBYTE), allowed=limits.file_bytes // MEBIBYTE)
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty")
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _package(data, limits)
    if data[:8] == _OLE:
        raise _compound(data, suffix)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    stranger = next((name for magic, name in _STRANGERS if data.startswith(magic)), None)
    # `BM`, `MZ` or `CAJ` may also begin a sentence: no text has a zero byte (UTF-16 begins otherwise).
    if stranger is not None and (stranger in _SURE or b"\0" in data[:64]):
        raise Unreadable("stranger", kind=stranger)
    said = SUFFIXES.get(suffix.lower(), "text")
    head = data[:4096].lower() if data[:2] not in _UTF16 else data[:8192].replace(b"\0", b"").lower()
    if said == "html" or head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(_HTML):
        return "html"
    if said != "markdown" and head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and b"<html" in head:
        return "html"
    return "markdown" if said == "markdown" else "text"


def _package(data: bytes, limits: Limits) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
            parsed = weights(packed) if len(parts) <= limits.entries else []
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Unreadable("damaged", kind="Word") from error
    expanded = sum(part.file_size for part in parts)
    huge = expanded > 16 * MEBIBYTE and expanded > limits.ratio * max(1, len(data))
    if (
        len(parts) > limits.entries
        or expanded > limits.expanded_bytes
        or huge
        or max(parsed, default=0) > limits.part_bytes
    ):
        raise Unreadable("expands", found=-(-expanded // MEBIBYTE), allowed=limits.expanded_bytes // MEBIBYTE)
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("encrypted")
    if any(name.startswith("word/") for name in names):
        return "docx"
    stranger = next((kind for mark, kind in _PARTS if any(name.startswith(mark) for name in names)), "ZIP")
    raise Unreadable("stranger", kind=stranger)


def weights(package: zipfile.ZipFile) -> list[int]:
    """Return how many bytes each part of a .docx unpacks to that may be parsed: all but pictures.

    A part's ending says nothing, its type is told elsewhere in the package; a picture is one that begins like one.
    """
    return [part.file_size for part in package.infolist() if not _is_picture(package, part)]


def _is_picture(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    plainly = part.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # of the others no few bytes are read
    if not (plainly and part.filename.startswith(_MEDIA)):
        return False
    try:
        with package.open(part) as file:
            return file.read(4).startswith(_PICTURES)
    except Exception:  # whatever a damaged part makes zipfile and its decompressors raise
        return False


def _compound(data: bytes, suffix: str) -> Unreadable:
    """Return what is wrong with a file of the old Office kind: a password, or its age."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("encrypted")
    if "Workbook".encode("utf-16-le") in data and suffix.lower() not in {".doc", ".wps"}:
        return Unreadable("old_office", kind="Excel")
    if "PowerPoint Document".encode("utf-16-le") in data:
        return Unreadable("old_office", kind="PowerPoint")
    return Unreadable("old_word")
