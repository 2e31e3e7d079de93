"""How faults are put: one place that joins where, what was found, what was expected and what to do."""

from __future__ import annotations

from typing import Any

from junheng.dictionary import Title
from junheng.exchange.model import Fault, Refused

SHOWN = 60
"""How many characters of a found value a fault repeats."""


def letter(number: int) -> str:
    """Return the letter Excel shows for a column counted from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def number(letters: str) -> int:
    """Return the place, from 0, of the column Excel shows under `letters` (A to XFD)."""
    place = 0
    for char in letters.upper():
        place = place * 26 + ord(char) - 64
    return place - 1


def shorten(value: str) -> str:
    """Return a found value short enough for a message."""
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"


def fault(kind: str, file: str, expected: Title, remedy: Title, **where: Any) -> Fault:
    """Return a fault proper; `where` may carry sheet, row, column, header, field and value."""
    return Fault(severity="fault", kind=kind, file=file, expected=expected, remedy=remedy, **where)


def doubt(kind: str, file: str, expected: Title, remedy: Title, **where: Any) -> Fault:
    """Return a doubt: the reading goes on, a person should look."""
    return Fault(severity="doubt", kind=kind, file=file, expected=expected, remedy=remedy, **where)


def refused(kind: str, file: str, expected: Title, remedy: Title, **where: Any) -> Refused:
    """Return the exception for a file that is not read at all; what is on disk is never touched."""
    return Refused(fault(kind, file, expected, remedy, **where))


SAVE_AGAIN = Title(
    "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入，原文件不受影响",
    "open it in Excel or WPS, save it as .xlsx and read that; the file itself was not changed",
)
"""The remedy for most files that cannot be read."""
