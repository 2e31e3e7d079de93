"""Where in a document something stands: its page, its paragraph, its row of a table."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from junheng.audit.model import Block, Document


class Places:
    """Finds the block of an offset."""

    def __init__(self, document: Document) -> None:
        self._blocks = sorted(document.blocks, key=lambda block: block.start)
        self._starts = [block.start for block in self._blocks]
        told = (int(_is_paragraph(document.text, block)) for block in self._blocks)
        self._paragraphs = list(accumulate(told))

    def block(self, offset: int) -> Block | None:
        """Return the block an offset of the document lies in; None between blocks."""
        number = bisect_right(self._starts, offset) - 1
        if number < 0 or offset >= max(self._blocks[number].end, self._blocks[number].start + 1):
            return None
        return self._blocks[number]

    def page(self, offset: int) -> int | None:
        """Return the page, from 1; None where the format has no pages."""
        block = self.block(offset)
        return block.page if block else None

    def number(self, offset: int) -> int | None:
        """Return which block it is, from 1, cells and all."""
        return bisect_right(self._starts, offset) or None

    def paragraph(self, offset: int) -> int | None:
        """Return which paragraph it is, from 1, as a reader counts: no cells, headers, notes or empty lines."""
        number = bisect_right(self._starts, offset)
        if not number or self._blocks[number - 1].kind not in _COUNTED:
            return None
        return self._paragraphs[number - 1] or None


_COUNTED = frozenset({"paragraph", "code"})


def _is_paragraph(text: str, block: Block) -> bool:
    return block.kind in _COUNTED and bool(text[block.start : block.end].strip())
