"""PDF files with text."""

from __future__ import annotations

import re
import threading
from itertools import count

import pypdfium2

from junheng.audit.model import Document
from junheng.audit.reading.assembly import Assembly, printable
from junheng.audit.reading.bounds import DEFAULT, Limits, Unreadable

_LOCK = threading.Lock()
"""PDFium is not made for several threads at once."""
_PASSWORD = 4
_HYPHEN = re.compile("[\ufffe\uffff\x02\xad]")


def read_pdf(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read a PDF: every line that holds something is a block with its page (counted from 1).

    Raises `Unreadable` for a damaged file, one behind a password, one of pictures only.
    """
    made = Assembly(name, limits)
    with _LOCK:
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
            words = printable(_HYPHEN.sub("", text.get_text_range()))
            text.close()
            page.close()
            for line in words.split("\n"):
                if line.strip():
                    made.add(line.rstrip(), page=number)
    finally:
        file.close()
