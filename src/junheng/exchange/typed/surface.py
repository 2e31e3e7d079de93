"""The forms people write values in, and what each means. One text at a time, exact, never a guess.

Every reader takes a text that is not blank and returns the value, or None when the text has no such meaning.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from junheng.dictionary import CodeList, load
from junheng.exchange.typed.headline import plain

BLANKS = " \t\r\n\f\v\u00a0\u3000\u200b\u200c\u200d\ufeff"
"""What counts as blank around a value."""

EARLIEST, LATEST = 1900, 2100
"""The years a school year or a date may lie in."""


def folded(text: str) -> str:
    """Return a text with full-width forms as ordinary ones and no blanks around it."""
    return unicodedata.normalize("NFKC", text).strip(BLANKS)


class Figure(NamedTuple):
    """A figure as written, and the unit written behind it ("" when there is none)."""

    value: Decimal
    unit: str


_FIGURE = re.compile(
    r"(?P<sign>[-+−]?)[¥]?\s*(?P<whole>[0-9]{1,3}(?:[,' ][0-9]{3})+|[0-9]+)?(?P<part>\.[0-9]*)?"
    r"(?P<power>[eE][-+]?[0-9]{1,3})?\s*(?P<unit>(?:[^\W\d_]|[(%°])[^0-9]{0,7}[0-9]?)?"
)


def figure(text: str) -> Figure | None:
    """Return the figure a text shows: `１，２３４`, `1 234.50`, `45人`, `1.2E+3`, `15%`."""
    found = _FIGURE.fullmatch(folded(text).replace("，", ","))
    if found is None or (found["whole"] is None and len(found["part"] or "") < 2):
        return None
    digits = re.sub(r"[,' ]", "", found["whole"] or "0") + (found["part"] or "").removesuffix(".")
    value = Decimal(f"{digits}{found['power'] or ''}")
    return Figure(-value if found["sign"] in {"-", "−"} else value, (found["unit"] or "").strip("() "))


_YEAR = re.compile(r"(\d{4})(?:\.0+)?(?:年度?|学年度?)?")
_SPAN = re.compile(r"(\d{4})年?[-—–~/至](\d{4}|\d{2})(?:年度?|学年度?)?")


def year(text: str) -> int | None:
    """Return the year, or the year a school year starts in: `2025`, `2025年`, `2025—2026学年`."""
    text = re.sub(r"\s+", "", folded(text))
    if span := _SPAN.fullmatch(text):
        first, last = int(span[1]), int(span[2])
        return first if last == (first + 1 if len(span[2]) == 4 else (first + 1) % 100) and _in_time(first) else None
    single = _YEAR.fullmatch(text)
    return int(single[1]) if single and _in_time(int(single[1])) else None


def _in_time(number: int) -> bool:
    return EARLIEST <= number <= LATEST


_DATE = re.compile(
    r"(\d{4})\s*[-/.年—]\s*(\d{1,2})\s*(?:[-/.月—]\s*(?:(\d{1,2})\s*日?)?)?"
    r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?(?:\.0+)?")
_SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
_UNSURE = re.compile(r"\d{4}\.1")
"""January, or October whose last digit was lost when it was taken for a figure."""

_EPOCH = dt.date(1899, 12, 30)


def date(text: str) -> dt.date | None:
    """Return the date: `2016/9/1`, `2016.9.1`, `2016年9月1日`, `20160901`, an Excel serial, `2016年9月` (its first)."""
    text = folded(text)
    if _UNSURE.fullmatch(text):
        return None
    if serial := _SERIAL.fullmatch(text):
        found = _EPOCH + dt.timedelta(days=int(serial[1]))
        return found if _in_time(found.year) else None
    parts = _DATE.fullmatch(text) or _COMPACT.fullmatch(text)
    if parts is None or not _in_time(int(parts[1])):
        return None
    try:
        return dt.date(int(parts[1]), int(parts[2]), int(parts[3] or 1))
    except ValueError:
        return None


_TRUE = frozenset({"是", "有", "1", "1.0", "true", "t", "yes", "y", "√", "✓", "✔", "☑", "对"})
_FALSE = frozenset({"否", "无", "没有", "不是", "0", "0.0", "false", "f", "no", "n", "×", "✗", "✘", "x", "☐", "错"})


def boolean(text: str) -> bool | None:
    """Return what `是`, `有`, `1`, `√`, `Y`, `true` and their opposites say."""
    text = folded(text).casefold()
    return True if text in _TRUE else False if text in _FALSE else None


class CodeReader:
    """Reads a code list: by code, by either title, by both together (`211 小学`), by a number (`211.0`)."""

    def __init__(self, codes: CodeList) -> None:
        self._by_text: dict[str, str] = {}
        titles: dict[str, list[str]] = {}
        for code, entry in codes.codes.items():
            for text in (code, *self._pairs(code, entry.zh), *self._pairs(code, entry.en)):
                self._by_text.setdefault(plain(text), code)
        for code, entry in codes.codes.items():
            for title in (entry.zh, entry.en):
                titles.setdefault(plain(title), []).append(code)
                titles.setdefault(plain(title).removesuffix("学校"), []).append(code)
        for title, owners in titles.items():
            if len(set(owners)) == 1:
                self._by_text.setdefault(title, owners[0])
        self._titles: Mapping[str, str] = {code: entry.zh for code, entry in codes.codes.items()}

    @staticmethod
    def _pairs(code: str, title: str) -> tuple[str, ...]:
        return (f"{code}{title}", f"{code}-{title}", f"{title}{code}", f"{title}({code})", f"({code}){title}")

    def read(self, text: str) -> str | None:
        """Return the code a text stands for, None when it is not on the list or its two parts disagree."""
        text = folded(text)
        if re.fullmatch(r"\d+\.0+", text):
            text = text.partition(".")[0]
        return self._by_text.get(plain(text))

    @property
    def choices(self) -> str:
        """Return the list in words, short enough for a message."""
        shown = [f"{code} {title}" if code.isdecimal() else title for code, title in self._titles.items()]
        return "、".join(shown[:12]) + (f"等 {len(shown)} 项" if len(shown) > 12 else "")


@cache
def code_reader(codes: str) -> CodeReader:
    """Return the reader of a code list of the dictionary."""
    return CodeReader(load().codes[codes])


_FORMULA = re.compile(r"[=+\-@＝＋－＠]")
_HARMLESS = re.compile(r"[-+－＋]?[\d\s\-()./,—－]*")


def formula(text: str) -> bool:
    """Tell whether a text would be run as a formula when it is opened again; figures and telephones are none."""
    text = text.strip(BLANKS)
    return bool(_FORMULA.match(text)) and not _HARMLESS.fullmatch(text)


LOST_DIGITS = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{2,3}")
"""An identifier that a spreadsheet turned into a figure and shortened (3.30102E+17)."""
