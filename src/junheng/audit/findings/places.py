"""Where in a document something stands: its page and its paragraph."""

from __future__ import annotations

from bisect import bisect_right

from junheng.audit.model import Block, Document


class Places:
    """Finds the block of an offset."""

    def __init__(self, document: Document) -> None:
        self._blocks = sorted(document.blocks, key=lambda block: block.start)
        self._starts = [block.start for block in self._blocks]

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

    def paragraph(self, offset: int) -> int | None:
        """Return which block it is, from 1."""
        number = bisect_right(self._starts, offset)
        return number if number else None
