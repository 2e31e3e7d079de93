"""Quantities in Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal
from re import Match

from junheng.audit.model import UNIT, Quantity, QuantityKind
from junheng.audit.quantities.bare import START, before_blanks
from junheng.audit.quantities.data import Words
from junheng.audit.quantities.numerals import DIGITS, ONE, arabic, chinese
from junheng.audit.quantities.units import Printed, hedged, printed_unit

ZERO = Decimal(0)
TENTHS = frozenset("一二三四五六七八九")
_VAGUE = frozenset("数几好上")
_NOT = ("没有", "没", "无", "未有")
_HALVED = "年天月时成倍"
_ENDS = frozenset("\n，,、；;。.)）")
"""What ends a clause, as far as a numeral is concerned."""
_NEAR = re.compile("(十?)([一二两三四五六七八])([二三四五六七八九])([十百千万]?)")
_TAIL = re.compile("[万亿]+$")
_TINY = Decimal("1E-20")


def value_of(printed: str) -> tuple[Decimal, Decimal, str] | None:
    """Return a Chinese numeral's value, the place of its last digit, and the 万 or 亿 left to its unit."""
    whole, point, decimals = printed.partition("点")
    tail = ""
    if not point:
        head = _TAIL.sub("", whole)
        if head and not ("万" in head or "亿" in head):
            whole, tail = head, whole[len(head) :]
        found = chinese(whole)
        if found is None:
            return None
        large = found and ("万" in whole or "亿" in whole)
        return found, _last_place(found) if large else ONE, tail
    decimals, tail = decimals.rstrip("万亿百千"), decimals[len(decimals.rstrip("万亿百千")) :]
    found = chinese(whole)
    if found is None:
        return None
    digits = "".join(str(DIGITS[letter]) for letter in decimals)
    return found + Decimal("0." + digits), ONE.scaleb(-len(digits)), tail


def _last_place(value: Decimal) -> Decimal:
    """Return the place of the last digit printed of a numeral with 万 or 亿 in it: such a one is rounded."""
    printed = f"{value:f}"
    return ONE.scaleb(len(printed) - len(printed.rstrip("0")))


def near(printed: str) -> tuple[Decimal, Decimal] | None:
    """Return the two ends of 两三, 十七八, 三四十; None where the numeral is a plain one."""
    match = _NEAR.fullmatch(printed)
    if match is None:
        return None
    low, high = DIGITS[match[2]], DIGITS[match[3]]
    if high != low + 1 and (low, high) != (3, 5):
        return None
    by = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10**4}[match[4]]
    ten = 10 if match[1] else 0
    return Decimal((ten + low) * by), Decimal((ten + high) * by)


def counted(match: Match[str], text: str, words: Words, unread: list[tuple[int, int]]) -> Quantity | None:
    """Return the quantity of a numeral with its unit, None where it is a word (每一所, 一个)."""
    start, end = match.span()
    printed, unit = match["cn_number"], printed_unit(match["cn_unit"])
    read = value_of(printed)
    if text[start - 1 : start] == "第":
        return _plain(start - 1, end, read[0], unit.name, "ordinal") if read else None
    if _is_word(match, text, unit, words):
        return None
    about = near(printed)
    if about is not None:
        stop = match.end("cn_number")
        return Quantity(start, end, about[0], ONE, unit.name, unit.base, unit.scale, "range", "about", about[1], stop)
    if read is None or _left_over(text, end, unit, words):
        unread.append((start, end if read is None else end + 1))
        return None
    return _valued(match, text, read)


def _left_over(text: str, end: int, unit: Printed, words: Words) -> bool:
    """Whether a piece of a numeral is left behind the unit (三千六百二十所百)."""
    behind = text[end : end + 1]
    if not behind or behind not in words.left_over or unit.name in words.spoken_units:
        return False
    return text[end + 1 : end + 2] in _ENDS or end + 1 == len(text)


def _is_word(match: Match[str], text: str, unit: Printed, words: Words) -> bool:
    start, end = match.span()
    printed, before = match["cn_number"], text[start - 1 : start]
    if before and ((before in words.before_any and unit.base != "元") or (printed[0] == "十" and before in _VAGUE)):
        return True
    if printed == "一":
        return not _one(text, start, end, unit.article, words)
    return printed[0] == "几" or (unit.name == "年" and names_years(text, start, end, words))


def _valued(match: Match[str], text: str, read: tuple[Decimal, Decimal, str]) -> Quantity:
    start, end = match.span()
    raw, (value, step, tail) = match["cn_unit"], read
    unit = printed_unit(tail + raw)
    if unit.factor is not None:
        value, step = value * unit.factor, step * unit.factor
    behind = text[end : end + 1]
    if behind == "半" and raw[-1] in _HALVED:
        half_one = Decimal("0.5") * (unit.factor or 1)
        value, step, end = value + half_one, half_one, end + 1  # 两年半
    elif raw == "成" and behind in TENTHS and text[end + 1 : end + 2] in _ENDS:
        value, step, end = value + DIGITS[behind], ONE, end + 1  # 六成五
    number_end = match.end("cn_number") - len(tail)
    hedge = hedged(text, start, end, unit)
    return Quantity(start, end, value, step, unit.name, unit.base, unit.scale, unit.kind, hedge, None, number_end)


def _one(text: str, start: int, end: int, article: bool, words: Words) -> bool:
    before, behind = text[start - 1 : start], text[end : end + 1]
    if before and (before in words.before_one or before in words.before_article):
        return False
    if text.endswith(_NOT, max(0, start - 2), start):
        return False  # 没有一人辍学: none
    return not article or behind in _ENDS or not behind or (bool(before) and before in words.before_counted)


def names_years(text: str, start: int, end: int, words: Words) -> bool:
    """Whether so many years are part of a name: 学前三年毛入园率, 九年义务教育."""
    return text.startswith(words.behind_years, end) or text.endswith(words.before_years, max(0, start - 4), start)


def pair(match: Match[str], text: str) -> Quantity | None:
    """Return a range: 三至五天."""
    start, end = match.span()
    low, high = chinese(match["cn_number"]) if "点" not in match["cn_number"] else None, chinese(match["cn_second"])
    if low is None or high is None:
        return None
    unit = printed_unit(match["cn_second_unit"])
    return Quantity(start, end, low, ONE, unit.name, unit.base, unit.scale, "range", "", high, match.end("cn_second"))


def bare(match: Match[str], text: str, unread: list[tuple[int, int]]) -> Quantity | None:
    """Return a place in an order (第一, （二）) for a numeral without a unit; anything else is a word."""
    start, end = match.span()
    printed = match["cn_number"]
    before, behind = text[start - 1 : start], text[end : end + 1]
    if "点" in printed or printed[0] == "几":
        return None
    if before == "第" or (before and before in "(（" and behind and behind in ")）"):
        value = chinese(printed)
        return None if value is None else _plain(start - (before == "第"), end, value, "", "ordinal")
    if len(printed) > 2 and printed[-1] in "〇零" and any(letter in printed for letter in "百千万"):
        unread.append((start, end))
    return None


def listed(match: Match[str], text: str) -> Quantity | None:
    """Return the list number of 一、 or 一是 at the beginning of a sentence or clause."""
    start, end = match.span()
    before = before_blanks(text, start)
    if before not in START and not (match[0][-1] == "是" and before in "，,、"):
        return None
    value = chinese(match[0][:-1])
    return None if value is None else _plain(start, end - 1, value, "", "ordinal")


def grade(match: Match[str], text: str) -> Quantity:
    """Return a grade or a range of grades: 三年级, 一至六年级."""
    start, end = match.span()
    numerals = re.findall("[〇零一二两三四五六七八九十]+", match[0])
    low = chinese(numerals[0]) or ZERO
    high = chinese(numerals[-1]) if len(numerals) > 1 else None
    kind: QuantityKind = "ordinal" if high is None else "range"
    return Quantity(start, end, low, ONE, "年级", "年级", UNIT, kind, "", high, end - 2)


def parts(match: Match[str], text: str, unread: list[tuple[int, int]]) -> Quantity | None:
    """Return a share told in words: 百分之三点五, 千分之三, 三分之一, 百分之80."""
    start, end = match.span()
    under, over = match[0].split("分之")
    bottom = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}.get(under) or chinese(under)
    if over[0].isdigit():
        value, step = arabic(over)
    elif over == "百":
        value, step = Decimal(100), ONE
    else:
        read = value_of(over)
        if read is None or read[2]:
            unread.append((start, end))
            return None
        value, step, _ = read
    if not bottom:
        return None
    hedge = hedged(text, start, end, printed_unit("%"))
    if under in {"百", "千", "万"}:
        by = 100 / bottom
        return Quantity(start, end, value * by, step * by, "%", "%", UNIT, "share", hedge, None, end)
    share = value * 100 / bottom
    exact = share * bottom == value * 100
    return Quantity(start, end, share, ZERO if exact else _TINY, "%", "%", UNIT, "share", hedge or "about", None, end)


def half(match: Match[str], text: str) -> Quantity | None:
    """Return 半年, 半天, 一半."""
    start, end = match.span()
    # 两年半 has been read already, with its half.
    if text[start - 1 : start] in tuple("上下前后大多每第一过" + _HALVED):
        return None
    if match[0] in {"一半", "半数"}:
        hedge = hedged(text, start, end, printed_unit("%"))
        return Quantity(start, end, Decimal(50), ZERO, "%", "%", UNIT, "share", hedge or "about", None, end)
    unit = printed_unit(match[0][1:])
    step = Decimal("0.5")
    return Quantity(start, end, step, step, unit.name, unit.base, unit.scale, unit.kind, "", None, start + 1)


def _plain(start: int, end: int, value: Decimal, unit: str, kind: QuantityKind) -> Quantity:
    return Quantity(start, end, value, ONE, unit, unit, UNIT, kind, "", None, end)
