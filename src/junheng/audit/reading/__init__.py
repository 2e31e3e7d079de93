"""From a file to a document, and from a document to the clean text that is read for meaning."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from junheng.audit.model import Document
from junheng.audit.reading.bounds import DEFAULT, SUFFIXES, Kind, Limits, Unreadable, kind_of
from junheng.audit.reading.cleaning import clean
from junheng.audit.reading.hypertext import read_html
from junheng.audit.reading.names import shown
from junheng.audit.reading.plain import read_markdown, read_text
from junheng.audit.reading.portable import read_pdf
from junheng.audit.reading.word import Placed, Word, open_word, read_word

__all__ = [
    "DEFAULT",
    "SUFFIXES",
    "Limits",
    "Placed",
    "Unreadable",
    "Word",
    "clean",
    "open_word",
    "read",
    "read_bytes",
    "shown",
]

_READERS: dict[Kind, Callable[[bytes, str, Limits], Document]] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
    "docx": read_word,
    "pdf": read_pdf,
}


def read(path: Path, limits: Limits = DEFAULT) -> Document:
    """Read a report: .txt, .md, .docx, .pdf with text, .html, told by what the file really is.

    Raises `Unreadable`, in both languages, for a file that is missing, empty, without text, too large, damaged, behind
    a password, scanned, no plain file, or of another kind; never anything else.
    """
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # opening a pipe waits for its other end, for ever
            raise Unreadable("no_file")
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)  # one more than may be: enough to refuse it
    except OSError as error:
        raise Unreadable("missing", reason=error.strerror or str(error)) from error
    return read_bytes(data, shown(Path(path.name)), limits)


def read_bytes(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read a report that came as bytes, called `name`; raises as `read` does."""
    document = _READERS[kind_of(data, Path(name).suffix, limits)](data, name, limits)
    if not document.text.strip("\ufeff \t\r\n\u3000\xa0"):  # the others say of themselves what may be the matter
        raise Unreadable("wordless")
    return document
