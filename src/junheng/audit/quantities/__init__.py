"""Numbers with their units, read out of Chinese text in one pass.

The grammar's words and units are data: `units.toml`, `words.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from junheng.audit.model import Quantity
from junheng.audit.quantities.data import kin
from junheng.audit.quantities.read import Pass
from junheng.audit.quantities.shared import with_shared_units

__all__ = ["kin", "quantities", "unreadables"]


def quantities(text: str, unread: list[tuple[int, int]] | None = None) -> Iterator[Quantity]:
    """Yield every quantity of a clean text in order; spans that look like numbers and cannot be read go to `unread`."""
    left = [] if unread is None else unread
    return with_shared_units(Pass(text, left).run(), text, left)


def unreadables(text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text has a token that looks like a number and cannot be read: 4月1014日, 1,23.4万, 二千〇."""
    unread: list[tuple[int, int]] = []
    for _ in quantities(text, unread):
        pass
    yield from unread
