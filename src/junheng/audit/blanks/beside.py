"""What stands beside a mark: the words before and behind it, the first digits of a year, the line it is in."""

from __future__ import annotations

import re

DIGITS = frozenset("0123456789０１２３４５６７８９")
ENDS = frozenset("，,。；;、：:）)】〕》”’！!？?\n")
"""What ends the words behind a mark."""
PLACE = re.compile(r"[县市区乡镇村省旗]|[一二三四五六七八九十]中|中学|小学|职中|职高|实验")
"""How the name of a place or a school goes on."""
_YEAR = re.compile(r"(?:(?<![\d.])(?:19|20)\d?|二[〇○零])$")


def year_before(text: str, start: int) -> re.Match[str] | None:
    """Return the first digits of a year right before a mark: 20, 201, 二〇."""
    return _YEAR.search(text, max(0, start - 5), start)


def words_after(text: str, end: int) -> str:
    """Return the next characters, blanks passed over."""
    return text[end : end + 12].lstrip(" \u3000\u00a0")[:8]


def words_before(text: str, start: int) -> str:
    """Return the characters before it, likewise."""
    return text[max(0, start - 12) : start].rstrip(" \u3000\u00a0")[-8:]


def chinese(char: str) -> bool:
    """Tell whether it is a 汉字."""
    return "\u4e00" <= char <= "\u9fff"


def latin(char: str) -> bool:
    """Tell whether it is a Latin letter."""
    return char.isascii() and char.isalpha()


def is_line(text: str, start: int, end: int) -> bool:
    """Tell whether a mark is all its paragraph holds (but for blanks)."""
    first, last = text.rfind("\n", max(0, start - 40), start) + 1, text.find("\n", end, end + 40)
    if first == 0 and start > 40:
        return False
    if last < 0 and len(text) - end > 40:
        return False
    return not (text[first:start] + text[end : last if last >= 0 else len(text)]).strip()
