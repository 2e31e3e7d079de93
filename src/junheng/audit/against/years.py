"""Which year a figure of a report is told for."""

from __future__ import annotations

import re
from bisect import bisect_right

_YEAR = re.compile(r"((?:19|20)\d\d)\s?(?:[-—－]\s?(?:19|20)?\d\d\s?)?(?:年|学年|春|秋)")
_HEAD = 300


class Years:
    """The years of a text: each figure has the last one told before it in its paragraph, else that of the head."""

    def __init__(self, text: str) -> None:
        found = [(match.start(), int(match[1])) for match in _YEAR.finditer(text)]
        self._starts = [start for start, _ in found]
        self._years = [year for _, year in found]
        self._lines = [match.start() for match in re.finditer("\n", text)]
        self.head = next((year for start, year in found if start < _HEAD), None)

    def of(self, at: int) -> int | None:
        """Return the year a figure at a place is told for: None where neither its paragraph nor the head tells one."""
        place = bisect_right(self._starts, at) - 1
        line = bisect_right(self._lines, at) - 1
        start = self._lines[line] if line >= 0 else 0
        return self._years[place] if place >= 0 and self._starts[place] >= start else self.head
