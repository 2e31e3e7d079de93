"""English names for the units of figures that stand alone in an English sentence.

The engine words a finding with the figures as the report prints them. What the report prints stays Chinese, in quotes
or behind its label; a figure the auditor worked out (“off by 3所”) is said in English: 3 institutions.
"""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files

import msgspec


class _Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    numeral: dict[str, int]
    unit: dict[str, tuple[str, str]]


@cache
def _units() -> _Units:
    text = (files("junheng.audit.faces") / "assets" / "units.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Units)


@cache
def _figure() -> re.Pattern[str]:
    """Return what a figure standing alone looks like: blanks or English marks on both sides, not quotes."""
    known = _units()
    numerals, units = (
        "|".join(sorted(map(re.escape, words), key=len, reverse=True)) for words in (known.numeral, known.unit)
    )
    return re.compile(
        rf"(?<![^\s(])(-?\d{{1,30}}(?:\.\d{{1,30}})?)({numerals})?({units})?(?:/({units}))?(?=[\s,.;:)]|$)"
    )


_QUOTED = re.compile("(“[^”]*”)")


def english(sentence: str) -> str:
    """Return an English sentence with the units of its own figures in English; doing it twice changes nothing more."""
    pieces = _QUOTED.split(sentence)
    return "".join(piece if place % 2 else _figure().sub(_said, piece) for place, piece in enumerate(pieces))


def _said(found: re.Match[str]) -> str:
    number, numeral, unit, per = found.groups()
    if numeral is None and unit is None:
        return found[0]
    known = _units()
    value = Decimal(number) * known.numeral.get(numeral or "", 1)
    digits = f"{value:,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    names = known.unit.get(unit or "", ("", ""))
    said = f"{digits} {names[abs(value) != 1]}".rstrip()
    return f"{said} per {known.unit[per][0] or per}" if per else said
