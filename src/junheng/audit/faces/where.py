"""Where a finding stands, in words: its page, its paragraph, the row of its table."""

from __future__ import annotations

from collections.abc import Iterator

from junheng.audit.faces.wording import words
from junheng.audit.findings.places import Places


def where(places: Places, offset: int, language: str) -> str:
    """Return the page, where the format has pages, and the paragraph or the row; blank where nothing stands."""
    return " · ".join(_told(places, offset, language, ""))


def shortly(places: Places, offset: int, language: str) -> str:
    """Return the page, where the format has pages, else the paragraph or the row, as a table's column has it."""
    return next(_told(places, offset, language, "short_"), "")


def _told(places: Places, offset: int, language: str, form: str) -> Iterator[str]:
    own, block = words(language), places.block(offset)
    page, paragraph = places.page(offset), places.paragraph(offset)
    if page is not None:
        yield own[f"{form}page"].format(number=page)
    if paragraph is not None:
        yield own[f"{form}paragraph"].format(number=paragraph)
    elif block is not None and block.kind == "cell":
        yield own[f"{form}row"].format(table=(block.table or 0) + 1, row=(block.row or 0) + 1)
    elif block is not None and block.kind in {"header", "footnote"}:
        yield own[block.kind]
