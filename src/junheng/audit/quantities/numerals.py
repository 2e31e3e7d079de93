"""Numerals as values: Arabic, Chinese, and the two mixed."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

DIGITS = {
    "〇": 0,
    "零": 0,
    "○": 0,
    "Ｏ": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
SMALL = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10**4, "亿": 10**8}
ONE = Decimal(1)
LONGEST = 28
"""More digits are no figure of a report, and more than Decimal keeps."""
TOO_LONG = Decimal(0)
"""The place given for a numeral that is too long to be one."""
_BLANK = re.compile(r"[\s,，]+")
_POINTS = str.maketrans("．·•", "...")
_STEPS = tuple(Decimal(1).scaleb(-places) for places in range(40))


@lru_cache(maxsize=16384)
def arabic(printed: str) -> tuple[Decimal, Decimal]:
    """Return the value of digits (full-width, grouped, a blank behind the point allowed) and the last one's place."""
    if len(printed) > LONGEST:
        return ONE, TOO_LONG
    if printed.isdecimal():
        return Decimal(printed), ONE
    plain = _BLANK.sub("", printed).translate(_POINTS)
    _, _, decimals = plain.partition(".")
    places = len(decimals)
    return Decimal(plain), _STEPS[places] if places < len(_STEPS) else Decimal(1).scaleb(-places)


_PLAIN = str.maketrans("〇○Ｏ两", "零零零二")
_POSITIONS = re.compile("[零一二三四五六七八九]+")
_SECTION = re.compile(
    "零?(?:([一二三四五六七八九])千)?(零?)(?:([一二三四五六七八九])百)?(零?)(?:([一二三四五六七八九]?)(十))?(零?)"
    "([一二三四五六七八九])?"
)


@lru_cache(maxsize=4096)
def chinese(printed: str) -> Decimal | None:
    """Return the value of a Chinese numeral without a point; None where it is none (三百百, 二千〇)."""
    if len(printed) > LONGEST:
        return None
    plain = printed.translate(_PLAIN)
    if _POSITIONS.fullmatch(plain):
        return Decimal("".join(str(DIGITS[letter]) for letter in plain))
    whole = _whole(plain)
    return None if whole is None else Decimal(whole)


def _whole(plain: str) -> int | None:
    for word, by in (("亿", 10**8), ("万", 10**4)):
        high, found, low = plain.rpartition(word)
        if found:
            left = None if word in high else _whole(high)
            right = _behind(low, by)
            return left * by + right if left and right is not None and right < by else None
    return _section(plain)


def _behind(low: str, by: int) -> int | None:
    """Return what stands behind 万 or 亿: nothing, a whole numeral, or one digit of the next place (两万五)."""
    if len(low) == 1 and low in DIGITS and low != "零":
        return DIGITS[low] * by // 10
    return _whole(low) if low else 0


def _section(plain: str) -> int | None:
    match = _SECTION.fullmatch(plain)
    if match is None or plain[-1:] in {"", "零"}:
        return None
    thousands, zero, hundreds, zero_tens, tens, ten, zero_ones, ones = match.groups()
    value = DIGITS.get(thousands, 0) * 1000 + DIGITS.get(hundreds, 0) * 100 + (DIGITS.get(tens, 1) * 10 if ten else 0)
    last = DIGITS.get(ones, 0)
    if last and not (ten or zero or zero_tens or zero_ones) and value:
        last *= 10 if hundreds else 100  # 一百五, 三千五
    return value + last


_PIECE = re.compile(r"([0-9０-９]+(?:\.[0-9０-９]+)?)\s?([十百千]?)([万亿]*)\s?零?")


@lru_cache(maxsize=1024)
def mixed(printed: str) -> tuple[Decimal, Decimal] | None:
    """Return the value of 1亿2千万, 2万5千, 3万2000 and the place of its last digit; None where it cannot be read."""
    if len(printed) > LONGEST:
        return None
    total, before, step = Decimal(0), Decimal(10) ** 40, ONE
    at = 0
    while at < len(printed):
        match = _PIECE.match(printed, at)
        if match is None:
            return None
        by = Decimal(SMALL.get(match[2], 1))
        for letter in match[3]:
            by *= LARGE[letter]
        value, place = arabic(match[1])
        if value * by >= before:
            return None
        total += value * by
        before, step, at = by, place * by, match.end()
    return total, step
