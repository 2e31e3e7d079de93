"""The pass over a text: every candidate the grammar finds, made into a quantity or left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from re import Match

from junheng.audit.model import UNIT, Quantity, QuantityKind
from junheng.audit.quantities import bare, data, han
from junheng.audit.quantities.grammar import grammar
from junheng.audit.quantities.lost_points import pointed
from junheng.audit.quantities.numerals import DIGITS, LONGEST, ONE, TOO_LONG, arabic, chinese, mixed
from junheng.audit.quantities.units import NONE, Printed, around, hedge_before, hedge_behind, hedged, printed_unit

Found = Quantity | tuple[Quantity, ...] | None
_ODD = frozenset("第-－−_＿*＊xX×")
_LISTING = bare.START | frozenset(" \u3000\xa0\t")
_SIGNED = frozenset({"share", "points"})
_DIGITS = re.compile("[0-9０-９]+")
_HAN = re.compile("[〇零○Ｏ一二三四五六七八九十]+")
_PLACE = re.compile("[0-9０-９]+(?:[.．][0-9０-９]+)+")
_CHAPTERS = frozenset("节条款项点章页版")
_HALF = Decimal("0.5")
_OPENED, _CLOSED, _PERCENT = frozenset("(（"), frozenset(")）"), frozenset("%％‰")
_FROM = frozenset("从由自")
_FRACTION_BEFORE = frozenset("占的约近超为达过有")


class Pass:
    """One pass over one text; tokens that look like numbers and cannot be read are put into `unread`."""

    def __init__(self, text: str, unread: list[tuple[int, int]]) -> None:
        self.text = pointed(text)
        self.unread = unread
        self.words = data.words()
        self.lists = bare.Lists(self.words)
        self.chained = -1
        """Where the last ratio or time ended: a third figure behind it belongs to it."""

    def run(self) -> Iterator[Quantity]:
        """Yield the quantities in order."""
        expression = grammar()
        number, unit_group = expression.groups["number"], expression.groups["unit"]
        slow = self._slow()
        text, before, behind = self.text, around().before, around().behind
        length = len(text)
        for match in expression.scan.finditer(text):
            last = match.lastindex
            if last != unit_group:
                found = slow[last](match)  # type: ignore[index]
                if found is None:
                    continue
                if found.__class__ is tuple:
                    yield from found
                else:
                    yield found  # type: ignore[misc]
                continue
            start, end = match.span()
            value, step = arabic(match[number])
            name, base, scale, kind, factor, hedge, _ = printed_unit(match[unit_group])
            near = text[start - 1] if start else "\n"
            if near in _ODD or name == "年" or (step is not ONE and (near in _LISTING or step is TOO_LONG)):
                found = self._careful(match)
                if found is not None:
                    yield from found
                continue
            if factor is not None:
                value, step = value * factor, step * factor
            if near in before:
                hedge = hedge_before(text, start, base) or hedge
            if end < length and text[end] in behind:
                hedge = hedge_behind(text, end) or hedge
            yield Quantity(start, end, value, step, name, base, scale, kind, hedge, None, match.end(number))

    def _slow(self) -> dict[int, Callable[[Match[str]], Found]]:
        text, words, unread, group = self.text, self.words, self.unread, grammar().groups
        return {
            group["broken"]: self._broken, group["date"]: self._date, group["reference"]: self._reference,
            group["word"]: _nothing, group["mixed"]: self._mixed, group["mixed_unit"]: self._mixed,
            group["number"]: self._bare, group["second"]: self._pair, group["second_unit"]: self._pair,
            group["cn_word"]: _nothing, group["cn_date"]: self._date,
            group["cn_grade"]: lambda match: han.grade(match, text),
            group["cn_parts"]: lambda match: han.parts(match, text, unread),
            group["cn_half"]: lambda match: han.half(match, text),
            group["cn_list"]: lambda match: han.listed(match, text),
            group["cn_number"]: lambda match: han.bare(match, text, unread),
            group["cn_unit"]: lambda match: han.counted(match, text, words, unread),
            group["cn_second_unit"]: lambda match: han.pair(match, text),
        }  # fmt: skip

    def _careful(self, match: Match[str]) -> tuple[Quantity, ...] | None:
        """A number with a unit that is a decimal, counts years, or stands behind an odd character."""
        start, end = match.span()
        text = self.text
        printed, unit = match["number"], printed_unit(match["unit"])
        if unit.name == "年" and han.names_years(text, start, end, self.words):
            return None
        near = text[start - 1 : start]
        if arabic(printed)[1] is TOO_LONG:
            self.unread.append((start, end))
            return None
        if near == "第":
            return (self._figure(start - 1, start, match.end("number"), end, unit, kind="ordinal"),)
        if near and near in "_＿*＊xX×" and bare.masked(text, start):
            return None
        whole, point, decimals = printed.replace("．", ".").partition(".")
        if point and len(whole) <= 2:
            split = match.end("number") - len(decimals)
            year = unit.name == "年" and len(decimals) == 4 and decimals[:2] in {"19", "20"}
            counts = unit.kind == "number" and unit.scale == 1 and unit.base not in data.measured()
            listing = bare.before_blanks(text, start) in bare.START and self.lists.next(".", int(whole))
            if year or (counts and listing and decimals[0] not in "0０"):
                self.lists.last["."] = int(whole)
                first = Quantity(start, split - 1, Decimal(whole), ONE, kind="ordinal", number_end=split - 1)
                return (
                    first,
                    self._figure(split, split, match.end("number"), end, unit, kind="date" if year else None),
                )
        found = self._figure(start, start, match.end("number"), end, unit)
        if near and near in "-－−" and unit.kind in _SIGNED and not _joined(text[start - 2 : start - 1]):
            found = self._figure(start - 1, start, match.end("number"), end, unit, negative=True)
        return (found,)

    def _figure(
        self, start: int, digits: int, number_end: int, end: int, unit: Printed, *,
        kind: QuantityKind | None = None, negative: bool = False,
    ) -> Quantity:  # fmt: skip
        value, step = arabic(self.text[digits:number_end])
        if unit.factor is not None:
            value, step = value * unit.factor, step * unit.factor
        if unit.name == "年" and self.text[end : end + 1] == "半":
            value, step, end = value + _HALF, _HALF, end + 1  # 3年半
        hedge = hedged(self.text, start, end, unit)
        return Quantity(
            start, end, -value if negative else value, step, unit.name, unit.base, unit.scale, kind or unit.kind, hedge,
            None, number_end,
        )  # fmt: skip

    def _bare(self, match: Match[str]) -> Quantity | None:
        start, end = match.span("number")
        text = self.text
        printed = match["number"]
        value, step = arabic(printed)
        near = text[start - 1 : start]
        if step is TOO_LONG:
            return None
        if near and near in ":：" and start - 1 == self.chained:
            self.chained = end
            return None
        kind: QuantityKind | None
        if near == "第":
            kind, start = "ordinal", start - 1
        elif text.startswith("年级", end):
            return Quantity(start, end + 2, value, ONE, "年级", "年级", UNIT, "ordinal", "", None, end)
        elif step is ONE and len(printed) <= 2 and self.lists.is_number(text, start, end, int(value)):
            kind = "ordinal"
        else:
            kind = bare.kind(text, start, end, value, self.words)
            if kind is None:
                return None
        hedge = hedged(text, start, end, NONE) if kind == "number" else ""
        return Quantity(start, end, value, step, "", "", UNIT, kind, hedge, None, match.end("number"))

    def _pair(self, match: Match[str]) -> Found:
        """Two numbers joined by a dash, 至, a colon or a stroke: a range, a ratio, a time, a fraction, or both."""
        start, end = match.span()
        text = self.text
        first, second = printed_unit(match["unit"] or ""), printed_unit(match["second_unit"] or "")
        (low, low_step), (high, high_step) = arabic(match["number"]), arabic(match["second"])
        if low_step is TOO_LONG or high_step is TOO_LONG:
            return None
        joined = next(name for name in ("dash", "to", "ratio", "slash") if match.start(name) >= 0)
        near = text[start - 1 : start]
        if bare.masked(text, start) or (near.isascii() and near.isalpha() and not first.name and not second.name):
            return None
        if joined == "ratio" and not first.name and not second.name:
            return self._ratio(match, low, high)
        if joined == "slash" and not first.name and not second.name:
            return self._fraction(match, low, high)
        unit = second if second.name else first
        if joined == "dash" or (joined == "to" and not first.name and near not in _FROM):
            if text.startswith("年级", end) and not unit.name:
                unit, end = Printed("年级", "年级", UNIT, "range", None, "", False), end + 2
            by = unit.factor or ONE
            step = high_step * by
            hedge = hedged(text, start, end, unit)
            return Quantity(
                start,
                end,
                low * by,
                step,
                unit.name,
                unit.base,
                unit.scale,
                "range",
                hedge,
                high * by,
                match.end("second"),
            )
        return (*self._single(match, "number", "unit", first), *self._single(match, "second", "second_unit", second))

    def _single(self, match: Match[str], number: str, unit_group: str, unit: Printed) -> tuple[Quantity, ...]:
        start, number_end = match.span(number)
        if not unit.name:
            value, step = arabic(match[number])
            kind = bare.kind(self.text, start, number_end, value, self.words)
            return () if kind is None else (Quantity(start, number_end, value, step, kind=kind, number_end=number_end),)
        return (self._figure(start, start, number_end, match.end(unit_group), unit),)

    def _ratio(self, match: Match[str], low: Decimal, high: Decimal) -> Found:
        start, end = match.span()
        text = self.text
        left, right = match["number"], match["second"]
        self.chained = end
        colon = text[match.end("number") : match.start("second")].strip()
        if colon == "比" and len(left) == len(right) == 4:
            return (*self._single(match, "number", "unit", NONE), *self._single(match, "second", "second_unit", NONE))
        clock = len(right) == 2 and low < 24 and high < 60 and len(left) <= 2 and colon != "比"
        asked = text[start - 1 : start] in tuple("比例按率为以达") and start > 0
        if clock and not asked and "1" not in (left, right) and not (left == "1" or right == "1"):
            return Quantity(start, end, low, ONE, kind="date", number_end=end)
        return Quantity(start, end, low, arabic(right)[1], kind="ratio", high=high, number_end=end)

    def _fraction(self, match: Match[str], low: Decimal, high: Decimal) -> Found:
        start, end = match.span()
        text = self.text
        near, behind = text[start - 1 : start], text[end : end + 1]
        if 0 < low < high and (near in _FRACTION_BEFORE or (behind and behind in "的以强左")):
            share = low * 100 / high
            step = Decimal(0) if share * high == low * 100 else Decimal("1E-20")
            hedge = hedged(text, start, end, NONE) or "about"
            return Quantity(start, end, share, step, "%", "%", UNIT, "share", hedge, None, end)
        if near in _OPENED and behind in _CLOSED and text[start - 2 : start - 1] in _PERCENT and 0 < low <= high:
            # 42.55%(16370/38474): what a percentage was worked out from.
            (first, last), (begin, stop) = match.span("number"), match.span("second")
            return (
                Quantity(first, last, low, arabic(match["number"])[1], number_end=last),
                Quantity(begin, stop, high, arabic(match["second"])[1], number_end=stop),
            )
        return Quantity(start, end, low, ONE, kind="date", number_end=end)

    def _broken(self, match: Match[str]) -> Quantity | None:
        start, end = match.span()
        # 1.2.3 is a place in a document unless a unit of figures follows.
        place = _PLACE.fullmatch(match[0]) is not None
        figure = self.text[start - 1 : start] != "第" and self.text[end : end + 1] not in _CHAPTERS
        unit = grammar().unit_ahead.match(self.text, end) if place and figure else None
        if place and (unit is None or self._heads(start, unit.end())):
            return None
        self.unread.append((start, end))
        return None

    def _heads(self, start: int, unit_end: int) -> bool:
        """Whether a place in a document begins a line and words go on behind the unit: 2.1.1名师工程."""
        text = self.text
        behind = text[unit_end : unit_end + 1]
        return bare.before_blanks(text, start) in ("", "\n") and "\u4e00" <= behind <= "\u9fff"

    def _date(self, match: Match[str]) -> Quantity | None:
        start, end = match.span()
        printed = match[0]
        digits = _DIGITS.findall(printed)
        if not digits:
            year = _HAN.match(printed)
            plain = "".join(str(DIGITS.get(letter, 0)) for letter in year[0]) if year and year.end() == 4 else ""
            value = Decimal(plain) if plain else (chinese(year[0]) if year else None) or Decimal(0)
            return Quantity(start, end, value, ONE, kind="date", number_end=end)
        if _impossible(printed, digits):
            self.unread.append((start, end))
            return None
        high = Decimal(digits[1]) if len(digits) == 2 and len(digits[1]) == 4 else None
        return Quantity(start, end, Decimal(digits[0]), ONE, kind="date", high=high, number_end=end)

    def _reference(self, match: Match[str]) -> Quantity:
        start, end = match.span()
        return Quantity(
            start, end, Decimal(_DIGITS.findall(match[0])[-1][-LONGEST:]), ONE, kind="reference", number_end=end
        )

    def _mixed(self, match: Match[str]) -> Quantity | None:
        start, end = match.span()
        read = mixed(match["mixed"])
        if read is None:
            self.unread.append((start, end))
            return None
        unit = printed_unit(match["mixed_unit"] or "")
        value, step = read
        hedge = hedged(self.text, start, end, unit)
        return Quantity(
            start, end, value, step, unit.name, unit.base, unit.scale, unit.kind, hedge, None, match.end("mixed")
        )


def _nothing(match: Match[str]) -> None:
    return None


def _joined(letter: str) -> bool:
    return bool(letter) and (letter.isdigit() or letter in "年月日%％)）")


def _impossible(printed: str, digits: list[str]) -> bool:
    """Whether a date names a month or day that does not exist (4月1014日)."""
    before, month, _ = printed.partition("月")
    if not month:
        return printed[-1] == "日" and int(digits[-1]) > 31
    place = len(_DIGITS.findall(before)) - 1
    return not 0 < int(digits[place]) <= 12 or (place + 1 < len(digits) and not 0 < int(digits[place + 1]) <= 31)
