"""Which year a figure of a report is told for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from junheng.audit.against.names import names

_YEAR = re.compile(r"((?:19|20)\d\d)年?\s?([-—－–~～至到]{1,2}\s?(?:(?:19|20)\d\d|\d\d)\s?)?(学年|年|春|秋)")
_HEAD = 300
SEVERAL = 0
"""The year of a figure told for several: 2021—2025年."""


class Years:
    """The years of a text: each figure has the last one told before it in its paragraph, else that of the head.

    Behind a word for now (目前) it is that of the head again.
    """

    def __init__(self, text: str) -> None:
        found: list[tuple[int, int | None]] = [
            (match.start(), SEVERAL if match[2] and match[3] != "学年" else int(match[1]))
            for match in _YEAR.finditer(text)
        ]
        self.head = next((year for start, year in found if start < _HEAD and year), None)
        now = re.compile("|".join(map(re.escape, names().now)))
        found.extend((match.start(), self.head) for match in now.finditer(text))
        found.sort(key=lambda one: one[0])
        self._starts = [start for start, _ in found]
        self._years = [year for _, year in found]
        self._lines = [match.start() for match in re.finditer("\n", text)]

    def of(self, at: int) -> int | None:
        """Return the year a figure at a place is told for.

        None where neither its paragraph nor the head tells one, `SEVERAL` where it is told for more than one.
        """
        place = bisect_right(self._starts, at) - 1
        line = bisect_right(self._lines, at) - 1
        start = self._lines[line] if line >= 0 else 0
        return self._years[place] if place >= 0 and self._starts[place] >= start else self.head

    def told(self, start: int, end: int) -> bool:
        """Return whether a year is told between two places."""
        place = bisect_left(self._starts, start)
        return place < len(self._starts) and self._starts[place] < end
