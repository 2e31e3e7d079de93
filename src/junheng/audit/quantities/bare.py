"""A number without a unit: a count, a year, a list number, a name, or nothing."""

from __future__ import annotations

import re
from decimal import Decimal

from junheng.audit.model import QuantityKind
from junheng.audit.quantities.data import Words

START = frozenset("\n。；;！!？?：:")
_AFTER = frozenset("\n。；;！!")
_BLANKS = " \u3000\xa0\t"
_MASKS = frozenset("_＿*＊xX×")
_OPENS, _CLOSES = frozenset("(（"), frozenset(")）")
_QUOTES = frozenset('“”"‘’')


_BEFORE_YEAR = frozenset("《“‘(（[【〔,，、到自从至截-—")
_BEHIND_YEAR = frozenset("春秋县区市省全")
_FOUR = re.compile("(?:19|20)[0-9]{2}(?:年|两年|三年)")


_DOTS = frozenset("·•")
_JOINING = frozenset(".．+·•/／@#＃№")
_HALVES = ("上半年", "下半年", "年")
_SCHOOL = re.compile("中(?![小心央等级层职高专青国考])")
FIRST_YEAR, LAST_YEAR = 1949, 2050
LONGEST_COUNT = 9
"""From so many digits on a number without a unit is a code."""


class Lists:
    """The list numbers met so far, by their mark: a number is one where a paragraph begins, or next in its list."""

    def __init__(self, words: Words) -> None:
        self.counts = frozenset(words.counted_before)
        self.last: dict[str, int] = {}

    def next(self, mark: str, number: int) -> bool:
        """Whether the number may stand in its list at this place."""
        return number == 1 or number == self.last.get(mark, 0) + 1

    def is_number(self, text: str, start: int, end: int, number: int) -> bool:
        """Whether the digits at this place number an entry of a list; if so they are remembered."""
        behind = text[end : end + 1]
        before = before_blanks(text, start)
        if behind in _CLOSES and behind:
            mark, sure = ")", before in START
            if before in _OPENS:
                sure = text[start - 2 : start - 1] in START or start < 2
            elif not sure:
                return False
        elif behind and behind in "、.．" and not text[end + 1 : end + 2].isdigit():
            mark, sure = "、" if behind == "、" else ".", before in _AFTER
        else:
            return False
        if not sure and not (self.next(mark, number) and (before in START or before not in self.counts)):
            return False
        if not sure and before and before in "、，,和及":
            return False
        self.last[mark] = number
        return True


def before_blanks(text: str, at: int) -> str:
    """Return the character before a place, a few blanks left out; a line feed at the beginning."""
    for back in range(1, 6):
        if at - back < 0:
            return "\n"
        if text[at - back] not in _BLANKS:
            return text[at - back]
    return " "


def masked(text: str, start: int) -> bool:
    """Whether the digits continue a masked number (201_3)."""
    at = start
    while at > 0 and start - at < 6 and text[at - 1] in _MASKS:
        at -= 1
    return at < start and (text[start - 1] in "_＿" or text[max(at - 1, 0)].isdigit())


def kind(text: str, start: int, end: int, value: Decimal, words: Words) -> QuantityKind | None:
    """Return what a bare number is; None where it is no quantity."""
    if _inside_a_name(text, start, end):
        return None
    printed, behind = text[start:end], text[end : end + 1]
    if not printed.isdecimal():
        return None if printed.endswith((".0", "．0")) else "number"  # 2.0 is a version
    found: QuantityKind = "number"
    if printed[0] in "0０" and len(printed) == 2:
        return "date" if text.startswith(_HALVES, end) else None
    if len(printed) == 4 and FIRST_YEAR <= value <= LAST_YEAR and _year(text, start, end):
        found = "date"
    elif _named(text, start, end, words):
        found = "reference"
    elif behind and (behind in "级届" or (len(printed) <= 3 and _SCHOOL.match(text, end))):
        found = "ordinal"
    return found


def _inside_a_name(text: str, start: int, end: int) -> bool:
    before, behind = text[start - 1 : start], text[end : end + 1]
    if not before:
        return behind in _DOTS
    quoted = before in _QUOTES and bool(behind) and behind in _QUOTES
    latin = before.isascii() and before.isalpha()
    return quoted or latin or before in _JOINING or (bool(behind) and behind in _DOTS) or masked(text, start)


def _named(text: str, start: int, end: int, words: Words) -> bool:
    """Whether the digits are a telephone, a code, a name (12345热线, 附表3)."""
    at = start - 1 if text[start - 1 : start] in {":", "："} else start
    if end - start >= LONGEST_COUNT or text.endswith(words.named_before, max(0, at - 4), at):
        return True
    return end - start <= 6 and text.startswith(words.named_behind, end)


def _year(text: str, start: int, end: int) -> bool:
    """Whether four digits without 年 stand where a year does."""
    before, behind = before_blanks(text, start), text[end : end + 1]
    if behind and behind in "、，,和与" and _FOUR.match(text, end + 1):
        return True
    return before in START or before in _BEFORE_YEAR or text[start - 1] in _BLANKS or behind in _BEHIND_YEAR
