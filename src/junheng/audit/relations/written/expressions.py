"""The sides of a written equation, parsed: terms with their signs, each made of factors and perhaps a divisor.

`161人*10.5元/天*19天+2人*3.4元/天*19天` has two terms of three factors. Words may stand before a figure
(上月结余574), its unit behind it; a stroke behind a unit is a part of it (元/天), between figures it divides.
Marks may be of either width.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from junheng.audit.model import Quantity
from junheng.audit.quantities.numerals import arabic

_NUMBER = r"(?:[0-9０-９]{1,3}(?:[,，][0-9０-９]{3})+(?![0-9０-９])|[0-9０-９]{1,12})(?:[.．][0-9０-９]{1,8})?"
_UNIT = r"(?:[ ]?(?:[%％‰]|[万亿]?元)(?![\u4e00-\u9fff])|[\u4e00-\u9fff㎡]{1,6}(?:[/／][\u4e00-\u9fff]{1,4}){0,2})?"
_NAMED = r"[0-9]{1,2}(?:月份?|[日号班组])(?=[0-9])"
_OPERAND = rf"[(（]?(?:[\u4e00-\u9fff]{{1,14}}[：:]?[ ]?)?(?:{_NAMED})?[(（]?{_NUMBER}{_UNIT}[)）]?"
_SIGN = r"[ ]?[+＋\-－−–×✕xX*＊÷/／][ ]?"
_SIDE = rf"{_OPERAND}(?:{_SIGN}{_OPERAND})*"
FIRST = re.compile(rf"(?<![0-9０-９.．]){_SIDE}[ ]?$")
"""The side before the first equals sign: as much of the words before it as reads as one."""
NEXT = re.compile(rf"[ ]?({_SIDE})")
"""A side behind an equals sign."""
_TOKEN = re.compile(rf"{_NAMED}|(?P<number>{_NUMBER})(?P<unit>{_UNIT})|(?P<sign>[+＋\-－−–×✕xX*＊÷/／()（）])")
_PLUS, _MINUS, _TIMES, _OVER = frozenset("+＋"), frozenset("-－−–"), frozenset("×✕xX*＊"), frozenset("÷/／")
_OPEN, _CLOSE, _SHARES = frozenset("(（"), frozenset(")）"), frozenset("%％")
_COUNTED, _ALL = frozenset({"number", "share"}), 100


@dataclass(slots=True)
class Piece:
    """One term of a side: its sign, its factors, what it is divided by; `gathered` is a bracket that is divided."""

    sign: int = 1
    factors: list[Quantity] = field(default_factory=list)
    divisors: list[Quantity] = field(default_factory=list)
    gathered: list[tuple[int, Quantity]] = field(default_factory=list)
    percent: bool = False
    """It is taken times 100%."""

    @property
    def single(self) -> Quantity | None:
        """Return its figure, where it is one and nothing else."""
        alone = len(self.factors) == 1 and not self.divisors and not self.gathered and not self.percent
        return self.factors[0] if alone else None


def parsed(text: str, start: int, end: int, told: Mapping[int, Quantity]) -> list[Piece] | None:
    """Return the terms of the side `text[start:end]`; None where it is none that can be worked out.

    `told` are the quantities of the text by where they begin: a figure is one of them where it was read as a count.
    """
    side = _Side()
    for match in _TOKEN.finditer(text, start, end):
        if match["number"]:
            read = side.figure(_figure(match, told))
        else:
            read = match["sign"] is None or side.mark(match["sign"])  # 3月210.5+4月188.3: what a figure is of
        if not read:
            return None
    whole = not side.opened and all(one.factors or one.gathered for one in side.pieces)
    return side.pieces if whole else None


@dataclass(slots=True)
class _Side:
    """Where the parsing of one side stands; `figure` and `mark` tell whether it goes on."""

    pieces: list[Piece] = field(default_factory=lambda: [Piece()])
    sign: int = 1
    over: bool = False
    opened: bool = False

    def figure(self, one: Quantity) -> bool:
        piece = self.pieces[-1]
        if self.opened:
            piece.gathered.append((self.sign, one))
        elif self.over:
            piece.divisors.append(one)
        elif (piece.factors or piece.gathered) and one.unit in _SHARES and one.value == _ALL:
            piece.percent = True
        else:
            piece.factors.append(one)
        return True

    def mark(self, mark: str) -> bool:
        if mark in _OPEN:
            piece = self.pieces[-1]
            begins = not (self.opened or self.over or piece.factors or piece.gathered)
            self.opened, self.sign = True, 1
            return begins
        if mark in _CLOSE:
            closes, gathered = self.opened, self.pieces[-1].gathered
            if len(gathered) == 1:
                self.pieces[-1].factors.append(gathered.pop()[1])
            self.opened = False
            return closes
        if self.opened:
            self.sign = -1 if mark in _MINUS else 1
            return mark in _PLUS or mark in _MINUS
        if mark in _PLUS or mark in _MINUS:
            self.pieces.append(Piece(-1 if mark in _MINUS else 1))
            self.over = False
        else:
            self.over = mark in _OVER
        return True


def _figure(match: re.Match[str], told: Mapping[int, Quantity]) -> Quantity:
    """Return the quantity of a figure: as it was read, or without a unit where it was read as something else."""
    start, number_end = match.span("number")
    value, step = arabic(match["number"])
    known = told.get(start)
    if known is not None and known.kind in _COUNTED and known.number_end == number_end:
        return known
    unit = match["unit"].strip()
    if unit in _SHARES and unit:
        return Quantity(start, match.end(), value, step, "%", "%", kind="share", number_end=number_end)
    return Quantity(start, match.end(), value, step, number_end=number_end)


def rough(one: Quantity) -> Quantity:
    """Return a figure as one told with 约: what stands behind ≈."""
    return one if one.hedge else msgspec.structs.replace(one, hedge="about")
