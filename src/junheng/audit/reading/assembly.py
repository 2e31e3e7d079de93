"""Puts a document together, block by block."""

from __future__ import annotations

import re

from junheng.audit.model import Block, BlockKind, Document
from junheng.audit.reading.bounds import DEFAULT, Limits, Unreadable

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")


class Assembly:
    """A document in the making: blocks are divided by one line end each, in the order they are added."""

    def __init__(self, name: str, limits: Limits = DEFAULT) -> None:
        self._name, self._limits = name, limits
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._at = 0
        self.tables = 0

    def add(  # one argument a property of a block
        self,
        words: str,
        kind: BlockKind = "paragraph",
        *,
        page: int | None = None,
        table: int | None = None,
        row: int | None = None,
        column: int | None = None,
        rows: int = 1,
        columns: int = 1,
    ) -> Block:
        """Add a block of text as it stands; returns it with its offsets. Raises `Unreadable` beyond the bound."""
        start = self._at + (1 if self._blocks else 0)
        end = start + len(words)
        if end > self._limits.characters:
            raise Unreadable("long", allowed=self._limits.characters // 10_000)
        if self._blocks:
            self._pieces.append("\n")
        self._pieces.append(words)
        self._at = end
        block = Block(kind, start, end, page, table, row, column, rows, columns)
        self._blocks.append(block)
        return block

    def document(self) -> Document:
        """Return the document."""
        return Document(self._name, "".join(self._pieces), tuple(self._blocks))


def printable(words: str) -> str:
    r"""Return a text with its line ends as `\n` and without characters that are none (control codes, surrogates)."""
    return _CONTROL.sub("", _BREAKS.sub("\n", words))
