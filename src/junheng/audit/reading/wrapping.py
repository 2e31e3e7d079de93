"""Which lines of a document are one paragraph that was wrapped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from junheng.audit.reading.furniture import CLINGS, COMMAS, ENDS, HANGING, HEADING, LEANING, OPEN, Line

_NARROWEST, _WIDEST = 32, 132
_WHOLE = re.compile(r"[\u4e00-\u9fff]\d{1,6}[.．]$")
_FRACTION = re.compile("\\d{1,6}(?:[%％‰万亿倍吨]|平方|公[里斤顷]|个百分点)")
_POINT = re.compile("[.．]\\d{1,4}(?:[%％‰万亿倍吨元]|平方|公[里斤顷]|个百分点)")
"""A line that begins with the point of a number and its unit."""
_PROSE = re.compile("[，,、。；;：:]")
_BLANK = re.compile(r"(?<=\S) (?=\S)")
_GAPS, _ROW = re.compile("[ \u3000\u00a0\t]+"), 2
"""What divides the fields of a row laid out with blanks, and how many gaps it has at the least."""
_FEWEST = 4
"""Lines of nearly one width that a wrapped text has at the least."""
_BAND = 10
"""Columns by which wrapped lines differ: a number is not parted, nor a mark from its word."""
_BEGUN, _STREWN, _SOME = frozenset("，,、。；;"), 3, 12
"""Marks no line begins with, how many lines do where line ends are strewn, and of how many lines one does."""
_UNIT = re.compile("(?:万|亿)?[个名所人元册台套间亩辆件项次户]次?[，,。；;、）)]|[%％]")
_CUT = re.compile("[\u4e00-\u9fff]\\d{1,4}$")
_CUT_WHOLE = re.compile("[\u4e00-\u9fff]\\d{1,6}$")
_COUNTED = re.compile("\\d{1,4}(?:万|亿)?[个名所人元册台套间亩辆件项次户][次]?[^\\s]{6}")
"""A number without a unit at the end of one line, one with a unit at the beginning of the next, and words behind."""
_CLOSING = re.compile("\\d[\\d.,]*(?:万|亿)?(?:平方米|人次|[个名所人元台套间亩册%％])?[)）]")
"""What begins a line inside a bracket that the line before has opened."""
_LISTED = re.compile(
    "(?:\\d{1,3}(?: \\d{3})+|\\d{1,6})(?:[.]\\d+)?(?:万|亿)?[个名所人元册台套间亩辆件项次户%][次]?[，,、；;。]"
)
"""A figure that begins a line and ends its clause: its name ends the line before (36至50岁⏎1407人，)."""
_GROUPED = re.compile(
    "(?:\\d{1,3}(?: \\d{3})+(?:[.]\\d+)?|\\d{1,6}[.．] \\d{1,3}) ?(?:[万亿个名所人元册台套间亩件户%％]|平方)"
)
"""A number with a blank between its thousands or behind its point, and its unit: no number of a heading."""


def wrapped_at(text: str, lines: Sequence[Line]) -> tuple[int, int] | None:
    """Return the least and the greatest width of lines that were wrapped; None for a text that is not.

    Wrapped lines are many, of nearly one width, hardly any is wider, and they break wherever they must: half of
    them at the least without a mark.
    """
    full, loose = Counter[int](), Counter[int]()
    for line in lines:
        if not line.dropped and not line.place and line.width >= _NARROWEST:
            full[line.width] += 1
            # Words without any mark, or with figures in columns, are no prose: rows of a table are of one width too.
            loose[line.width] += text[line.end - 1] not in ENDS and bool(_PROSE.search(text, line.start, line.end))
    if full.total() < _FEWEST:
        return None
    best, width = 0, 0
    running = 0
    for at in range(_NARROWEST, _WIDEST + 1):
        running += full[at] - full[at - _BAND]
        if running > best:
            best, width = running, at
    if best < _FEWEST:
        return None
    band = range(width - _BAND + 1, width + 1)
    wider = sum(count for at, count in full.items() if at > width)
    torn = sum(loose[at] for at in band)
    # One line is wider by blanks, or by a heading put before it, where the others break as no paragraph ends.
    if (wider * 8 > best and not (wider == 1 and best > _FEWEST and torn * 4 >= best * 3)) or torn * 2 < best:
        return None
    return width - _BAND + 1, width


def join(text: str, lines: Sequence[Line]) -> None:
    """Mark the lines that go on with the one before them."""
    wraps, strewn = wrapped_at(text, lines), _strewn(text, lines)
    before: Line | None = None
    between = False
    for line in lines:
        if line.dropped:
            between = True
            continue
        if before is not None and not line.joined:
            line.torn = between or line.page != before.page
            same = before.place == line.place and not (_is_row(text, before) and _is_row(text, line))
            line.joined = same and (_goes_on(text, before, line, wraps) or (strewn and _strewn_on(text, before, line)))
        before, between = line, False


def _goes_on(text: str, before: Line, line: Line, wraps: tuple[int, int] | None) -> bool:
    if (
        _stopped(text, before, line)
        or _decimal(text, before, line)
        or _quoted(text, before, line)
        or _number(text, before, line, wraps)
    ):
        return True
    last, first = text[before.end - 1], text[line.start]
    heading = HEADING.match(text, line.start, line.end) and not _GROUPED.match(text, line.start, line.end)
    if last in ENDS or heading or (last.isdigit() and first.isdigit()):
        return False
    if (last in OPEN or first in CLINGS) and not (line.gap and last not in COMMAS and not line.torn):
        return True
    if line.place:  # a cell: its lines are one unless they say otherwise
        return not last.isdigit() and not first.isdigit()
    if wraps is None or (line.gap and not line.torn):
        return _broken(text, before, line)
    return before.width >= wraps[0] and line.indent <= before.indent + 1


def _strewn(text: str, lines: Sequence[Line]) -> bool:
    """Tell whether line ends are strewn over a text: several lines begin with the mark that ends a clause."""
    told = [line for line in lines if not line.dropped and not line.place]
    begun = sum(1 for one, two in pairwise(told) if text[two.start] in _BEGUN and text[one.end - 1] not in ENDS)
    return begun >= _STREWN and begun * _SOME >= len(told)


def _strewn_on(text: str, before: Line, line: Line) -> bool:
    """Tell whether a line of such a text goes on with the one before: prose that has not ended, and no heading."""
    last, first = text[before.end - 1], text[line.start]
    if line.gap or last in ENDS or (last.isdigit() and first.isdigit()):
        return False
    prose = _PROSE.search(text, before.start, before.end) or _PROSE.search(text, line.start, line.end)
    return prose is not None and HEADING.match(text, line.start, line.end) is None


def _is_row(text: str, line: Line) -> bool:
    """Tell whether a line is a row of a table laid out with blanks: several fields and no mark of prose."""
    if _PROSE.search(text, line.start, line.end):
        return False
    return sum(1 for _ in _GAPS.finditer(text, line.start, line.end)) >= _ROW


def _decimal(text: str, before: Line, line: Line) -> bool:
    """Tell whether a number was broken at its point: 占83. and 67%, 318 and .6万元, never the number of a heading and
    what follows.
    """
    if _POINT.match(text, line.start, line.end) and not (line.place or line.gap):
        return _CUT_WHOLE.search(text, max(before.start, before.end - 9), before.end) is not None
    if text[before.end - 1] not in ".．" or not text[line.start].isdigit():
        return False
    return bool(
        _WHOLE.search(text, max(before.start, before.end - 9), before.end) and _FRACTION.match(text, line.start)
    )


def _stopped(text: str, before: Line, line: Line) -> bool:
    """Tell whether a full stop and a line end strayed between a name and its figure in a bracket: 小学。⏎50.5万元）."""
    if text[before.end - 1] != "。" or line.place or not "\u4e00" <= text[before.end - 2 : before.end - 1] <= "\u9fff":
        return False
    return _CLOSING.match(text, line.start, line.end) is not None and _is_open(text, before)


def _is_open(text: str, line: Line) -> bool:
    """Tell whether a line opens a bracket that it does not close."""
    opened = max(text.rfind(mark, line.start, line.end) for mark in "（(")
    return opened > max(text.rfind(mark, line.start, line.end) for mark in "）)")


def _number(text: str, before: Line, line: Line, wraps: tuple[int, int] | None) -> bool:
    """Tell whether a number was cut in two in a wrapped text (民办园6⏎2所), or from its unit in any (143⏎个，).

    Two numbers never meet without a mark; a unit that begins a line and ends a clause belongs to the line before.
    """
    if not line.place and not line.gap and text[before.end - 1].isdigit() and _UNIT.match(text, line.start, line.end):
        return True
    if line.gap or not (text[before.end - 1].isdigit() and text[line.start].isdigit()):
        return False
    if wraps is None:
        # In prose that is not wrapped (参加高考41⏎27人，其中…): the end of a long sentence is no row of a table.
        long = before.width >= _NARROWEST and _PROSE.search(text, before.start, before.end)
        cut = _CUT.search(text, max(before.start, before.end - 6), before.end)
        return bool(not line.place and long and cut and _COUNTED.match(text, line.start, line.end))
    return before.width >= wraps[0] and line.indent <= before.indent + 1


def _quoted(text: str, before: Line, line: Line) -> bool:
    """Tell whether a sentence was broken at a straight quotation mark, as some sites do."""
    if text[before.end - 1] == '"':
        return text.count('"', before.start, before.end) % 2 == 1
    return text[before.end - 1] not in ENDS and text[line.start : line.end] == '"'


def _broken(text: str, before: Line, line: Line) -> bool:
    """Tell whether a line of a text that is not wrapped was broken all the same, as at the end of a page."""
    if before.width < 40 or (line.gap and line.indent > before.indent + 3 and not line.torn):
        return False
    last, first = text[before.end - 1], text[line.start]
    sure = before.width >= 120 or any(mark in "。；;" for mark in text[before.start : before.end])
    if line.torn and (sure or before.width >= 60) and "\u4e00" <= last <= "\u9fff":
        return True
    named = sure and "\u4e00" <= last <= "\u9fff" and _LISTED.match(text, line.start, line.end) is not None
    return last in HANGING or (sure and first in LEANING) or named


def blanks(text: str, lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return the blanks that stand for the line ends of a wrapped text, which come at nearly even distances, and stray
    full stops.
    """
    found = [
        (one.end - 1, one.end) for one, two in pairwise(lines) if two.joined and _stopped(text, one, two)
    ]  # fmt: skip
    for line in lines:
        if line.dropped or line.place or line.width < 240 or text.count(" ", line.start, line.end) < 6:
            continue
        places = [match.start() for match in _BLANK.finditer(text, line.start, line.end)]
        lengths = sorted(two - one for one, two in pairwise(places))
        middle = lengths[len(lengths) // 2] if lengths else 0
        even = sum(1 for length in lengths if 10 * abs(length - middle) <= 3 * middle)
        loose = [place for place in places if text[place - 1] not in ENDS]
        if 18 <= middle <= 48 and 20 * even >= 11 * len(lengths) and 2 * len(loose) >= len(places):
            found += [(one, one + 1) for one in loose if _one_word(text[one - 1], text[one + 1])]
    return found


def _one_word(left: str, right: str) -> bool:
    """Tell whether two characters may stand together: no two of a Latin word or a number."""
    return not (left.isascii() and left.isalnum() and right.isascii() and right.isalnum())
