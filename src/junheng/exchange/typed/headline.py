"""Headers as people write them, and the row they stand in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence

import polars as pl

_NOISE = re.compile(r"[\s\u200b\ufeff_*＊★:：、，,。·]+")
_DASHES = re.compile(r"[—–‐‑−~～]+")
_BRACKETS = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]$")
_NO_UNIT = frozenset({"必填", "选填", "可选", "required", "optional", "必填项"})
TOP = 30
"""How many rows from the first used one may hold the header."""


def plain(header: str) -> str:
    """Return a header without spaces, line breaks, required marks, full-width forms and letter case."""
    return _NOISE.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", header))).casefold()


def split_unit(header: str) -> tuple[str, str | None]:
    """Return the plain header without its last bracket, and what stood in it (None when there is none).

    A bracket that only says whether the column is required is taken off without being a unit.
    """
    text = plain(header)
    while found := _BRACKETS.search(text):
        inside = re.sub(r"^单位", "", found[1])
        text = text[: found.start()]
        if inside not in _NO_UNIT:
            return text, inside or None
    return text, None


def matches(header: str, known: Collection[str]) -> bool:
    """Tell whether a header is one of the `known` plain headers, with or without a unit."""
    if not header:
        return False
    return plain(header) in known or split_unit(header)[0] in known


def likely_header(rows: Sequence[Sequence[str]], known: Collection[str]) -> int:
    """Return the place of the row that is most likely the header.

    That is the row with the most known headers; where no row has two, the first with the most texts (figures are
    no headers), if that is at least two; else the first row.
    """
    scores = [sum(matches(cell, known) for cell in row) for row in rows]
    if max(scores, default=0) >= 2:
        return scores.index(max(scores))
    texts = [sum(bool(cell) and not _figure(cell) for cell in row) for row in rows]
    return texts.index(max(texts)) if max(texts, default=0) >= 2 else 0


def _figure(cell: str) -> bool:
    return re.fullmatch(r"[-+]?[\d.,%:\s/年月日-]+", cell) is not None


def texts(frame: pl.DataFrame, rows: int = TOP) -> list[list[str]]:
    """Return the first rows of a raw frame as texts, blanks as empty ones."""
    head = frame.head(rows).select(pl.all().cast(pl.String).fill_null(""))
    return [[cell.strip() for cell in row] for row in head.iter_rows()]
