"""The numbers Word sets before paragraphs by itself: 一、, （二）, 1.; they stand in no run of the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = _W + "val"
_PLACE = re.compile(r"%([1-9])")
_PLAIN = re.compile(r"[\d\s]*|\d+(?:[.．]\d+)+[.．]?")
_CLOSED = frozenset("、．）】〕：，。")
_DIGITS = "〇一二三四五六七八九"
_LEGAL = str.maketrans("〇零一二三四五六七八九十百千", "零零壹贰叁肆伍陆柒捌玖拾佰仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_LEVELS, _MOST, _CHAIN = 9, 9_999, 12


class _Level(msgspec.Struct):
    """One level of a list: how it counts and what is set around the number."""

    start: int
    form: str
    text: str
    legal: bool
    """Whether the levels above are set in Arabic digits."""
    suffix: str
    style: str


class Numbers:
    """Counts the numbered paragraphs of a Word file; asked for each paragraph once, in the order of the document."""

    def __init__(self, file: Any) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        """By the number a paragraph names, its levels."""
        self._shared: dict[str, str] = {}
        """By the same, the definition that counts: several lists may go on counting where another left off."""
        self._begins: dict[str, dict[int, int]] = {}
        self._styles: dict[str, Any] = {}
        self._counts: dict[str, dict[int, int]] = {}
        root = _numbering(file)
        if root is not None:
            self._styles = {one.get(_W + "styleId", ""): one for one in file.styles.element.iter(_W + "style")}
            self._define(root)

    def of(self, paragraph: Any) -> str:
        """Return what Word sets before a paragraph, with the blank behind it; nothing where it sets no number.

        Bullets, forms of numbers not known, and what would read as a figure (a bare 1, 1.1) give nothing.
        """
        name, level = self._asked(paragraph) if self._lists else ("", 0)
        levels = self._lists.get(name)
        if levels is None or level not in levels:
            return ""
        self._count(name, level, levels)
        return self._said(name, level, levels)

    def _define(self, root: Any) -> None:
        kinds = {one.get(_W + "abstractNumId", ""): one for one in root.iterchildren(_W + "abstractNum")}
        linked = {link.get(_VAL, ""): kind for kind in kinds.values() for link in kind.iterchildren(_W + "styleLink")}
        for one in root.iterchildren(_W + "num"):
            name, kind = one.get(_W + "numId", ""), kinds.get(_said_in(one, "abstractNumId"))
            if kind is None:
                continue
            kind = linked.get(_said_in(kind, "numStyleLink"), kind)
            levels = dict(_levels(kind))
            begins: dict[int, int] = {}
            for over in one.iterchildren(_W + "lvlOverride"):
                levels.update(_levels(over))
                level, start = _number(over.get(_W + "ilvl")), over.find(_W + "startOverride")
                if start is not None and level is not None:
                    begins[level] = _number(start.get(_VAL)) or 0
            self._lists[name], self._shared[name] = levels, kind.get(_W + "abstractNumId", "")
            self._begins[name] = begins

    def _asked(self, paragraph: Any) -> tuple[str, int]:
        """Return the list and the level a paragraph names, itself or by its style; a list named 0 is none."""
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return "", 0
        own = properties.find(_W + "numPr")
        style = _said_in(properties, "pStyle")
        name, level = _said_in(own, "numId"), _number(_said_in(own, "ilvl"))
        for step in self._styled(style) if not name else ():
            name = _said_in(step[1], "numId")
            if name:
                level = level if level is not None else _number(_said_in(step[1], "ilvl"))
                levels = self._lists.get(name, {})
                level = next((at for at, one in levels.items() if one.style == step[0]), level)
                break
        return name, level or 0

    def _styled(self, style: str) -> Iterator[tuple[str, Any]]:
        """Yield a style's numbering and that of the styles it is based on."""
        for _ in range(_CHAIN):
            element = self._styles.get(style)
            if element is None:
                return
            yield style, element.find(f"{_W}pPr/{_W}numPr")
            style = _said_in(element, "basedOn")

    def _count(self, name: str, level: int, levels: dict[int, _Level]) -> None:
        counts = self._counts.setdefault(self._shared[name], {})
        begin = self._begins[name].pop(level, None)  # only its first paragraph begins anew
        if begin is not None:
            counts[level] = begin
        else:
            counts[level] = counts[level] + 1 if level in counts else levels[level].start
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        for above in range(level):
            if above in levels:
                counts.setdefault(above, levels[above].start)

    def _said(self, name: str, level: int, levels: dict[int, _Level]) -> str:
        told, counts = levels[level], self._counts[self._shared[name]]
        known = True

        def place(match: re.Match[str]) -> str:
            nonlocal known
            at = int(match[1]) - 1
            form = "decimal" if told.legal and at != level else levels[at].form if at in levels else ""
            said = _FORMS[form](counts.get(at, 0)) if form in _FORMS and 0 < counts.get(at, 0) <= _MOST else ""
            known = known and bool(said)
            return said

        words = _PLACE.sub(place, told.text).strip()
        if not known or not _PLACE.search(told.text) or _PLAIN.fullmatch(words):
            return ""
        return words if told.suffix == "nothing" or words[-1] in _CLOSED else f"{words} "


def _numbering(file: Any) -> Any:
    for relation in file.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            return etree.fromstring(relation.target_part.blob, parser)
    return None


def _levels(element: Any) -> Iterator[tuple[int, _Level]]:
    for one in element.iterchildren(_W + "lvl"):
        level = _number(one.get(_W + "ilvl"))
        if level is not None and level < _LEVELS:
            start = _number(_said_in(one, "start"))
            legal = one.find(_W + "isLgl")
            yield (
                level,
                _Level(
                    0 if start is None else start,
                    _said_in(one, "numFmt"),
                    _said_in(one, "lvlText")[:40],
                    legal is not None and legal.get(_VAL, "1") not in {"0", "false", "off"},
                    _said_in(one, "suff"),
                    _said_in(one, "pStyle"),
                ),
            )


def _said_in(element: Any, name: str) -> str:
    found = None if element is None else element.find(_W + name)
    return "" if found is None else str(found.get(_VAL, ""))


def _number(said: str | None) -> int | None:
    return int(said) if said and said.isascii() and said.isdigit() and len(said) < 6 else None


def _chinese(value: int) -> str:
    """Return 十二, 一百零三 for 12, 103."""
    said, zero = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            said += "零" * zero + _DIGITS[digit] + word
        zero = bool(said) and not digit and value % unit > 0
    return said[1:] if said.startswith("一十") else said


def _digital(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _letters(value: int) -> str:
    """Return a … z, aa … zz: Word repeats the letter."""
    turns, at = divmod(value - 1, 26)
    return chr(ord("a") + at) * (turns + 1) if turns < _LEVELS else ""


def _roman(value: int) -> str:
    said = ""
    for unit, word in _ROMAN:
        said += word * (value // unit)
        value %= unit
    return said


def _ringed(value: int) -> str:
    return chr(ord("①") + value - 1) if value <= 20 else ""


def _turned(words: str) -> Callable[[int], str]:
    return lambda value: words[value - 1] if value <= len(words) else str(value)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "decimalFullWidth": lambda value: str(value).translate({ord("0") + one: ord("０") + one for one in range(10)}),
    "decimalHalfWidth": str,
    "decimalEnclosedCircle": _ringed,
    "decimalEnclosedCircleChinese": _ringed,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "chineseLegalSimplified": lambda value: _chinese(value).translate(_LEGAL),
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "ideographTraditional": _turned(_STEMS),
    "ideographZodiac": _turned(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}
"""How the forms of numbers are written, for 1 to 9999; one that has no sign for a value gives nothing."""
