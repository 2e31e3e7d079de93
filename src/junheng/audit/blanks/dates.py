"""The blanks of one date: 20XX年X月X日 has three of them, and somebody fills in one date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from junheng.audit.blanks.notes import content
from junheng.audit.model import Placeholder

_GROUPS: list[str] = content(__file__)["units"]  # type: ignore[assignment]
_UNITS = "".join(_GROUPS)
_PLACE = {unit: place for place, units in enumerate(_GROUPS) for unit in units}
_SPACE = "[ \u3000\u00a0]{0,4}"
_BETWEEN = re.compile(rf"{_SPACE}(?P<unit>[{_UNITS}]){_SPACE}(?:\d{{1,2}}{_SPACE}(?P<last>[{_UNITS}]){_SPACE})?")
"""What stands between two blanks of a date: 年, or 年9月."""
_BEHIND = re.compile(rf"{_SPACE}(?P<unit>[{_UNITS}])")
_OUTLINE = "date"
"""The rule of a blank that holds the units itself: 年 月 日 behind 20XX."""


def together(text: str, blanks: Sequence[Placeholder]) -> Iterator[tuple[Placeholder, ...]]:
    """Yield the blanks, in order, those of one date together."""
    group: list[Placeholder] = []
    for one in blanks:
        if group and not _follows(text, group[-1], one):
            yield tuple(group)
            group = []
        group.append(one)
    if group:
        yield tuple(group)


def span(text: str, group: Sequence[Placeholder]) -> tuple[int, int]:
    """Return where a group of blanks stands: of a date with the unit behind its last blank."""
    start, end = group[0].start, group[-1].end
    behind = _BEHIND.match(text, end) if len(group) > 1 and group[-1].rule != _OUTLINE else None
    return start, behind.end() if behind else end


def _follows(text: str, before: Placeholder, after: Placeholder) -> bool:
    """Tell whether a blank goes on with the date of the one before it: its unit is the next one."""
    if after.rule == _OUTLINE:
        return not text[before.end : after.start].strip() and after.start - before.end <= 1
    between, behind = _BETWEEN.fullmatch(text, before.end, after.start), _BEHIND.match(text, after.end)
    if between is None or behind is None:
        return False
    units = [between["unit"], *([between["last"]] if between["last"] else []), behind["unit"]]
    return all(_PLACE[one] + 1 == _PLACE[next_one] for one, next_one in pairwise(units))
