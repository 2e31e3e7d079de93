"""Units as they are printed, and the hedges round a quantity."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from junheng.audit.model import UNIT, Hedge, QuantityKind
from junheng.audit.quantities import data
from junheng.audit.quantities.grammar import grammar
from junheng.audit.quantities.numerals import LARGE, ONE, SMALL

RECENT = frozenset("年天月日期次届周")
"""近三年 are the last three years, not nearly three."""
_MORE = "多"


class Printed(NamedTuple):
    """A unit as it was printed, and what it does to the number before it."""

    name: str
    base: str
    scale: Fraction
    kind: QuantityKind
    factor: Decimal | None
    hedge: Hedge
    article: bool


NONE = Printed("", "", UNIT, "number", None, "", False)


@lru_cache(maxsize=4096)
def printed_unit(raw: str) -> Printed:
    """Take a printed unit apart (万余元, 千万元, 元/人); blank is no unit."""
    whole = data.units().get(raw.strip())
    if whole is not None:
        scale = UNIT if whole.exact == 1 else whole.exact
        return Printed(whole.name, whole.counts_in, scale, whole.kind, whole.factor, "", whole.article)
    match = grammar().unit.fullmatch(raw) if raw else None
    if match is None:
        return NONE
    hedge, first, inside, second, name, rest = match.groups()
    unit = data.units().get(name)
    factor, large = (unit.factor if unit else None), ""
    for letter in first + second:
        if letter in LARGE:
            large += letter
        else:
            factor = (factor or ONE) * SMALL[letter]
    scale = unit.exact if unit and unit.exact != 1 else UNIT
    for letter in large:
        scale *= LARGE[letter]
    given, base = (unit.name, unit.counts_in) if unit else ("", "")
    rest = rest.replace("／", "/")
    over: Hedge = "over" if hedge or inside else ""
    kind: QuantityKind = unit.kind if unit else "number"
    return Printed(large + given + rest, base + rest, scale, kind, factor, over, bool(unit and unit.article))


class Around(NamedTuple):
    """Words round a number, by the character nearest to it, the longest first; a word that is no hedge has a blank."""

    before: dict[str, list[tuple[str, Hedge]]]
    behind: dict[str, list[tuple[str, Hedge]]]


@cache
def around() -> Around:
    """Return the hedges as the text round a number is searched for them."""
    words = data.words()
    before = [(word, hedge) for hedge, found in words.before.items() for word in found]
    behind = [(word, hedge) for hedge, found in words.behind.items() for word in found]
    none: Hedge = ""
    before += [(word, none) for word in words.not_hedges.before]
    behind += [(word, none) for word in words.not_hedges.behind]
    return Around(_by(before, -1), _by(behind, 0))


def _by(rows: list[tuple[str, Hedge]], place: int) -> dict[str, list[tuple[str, Hedge]]]:
    found: dict[str, list[tuple[str, Hedge]]] = {}
    for row in sorted(rows, key=lambda one: -len(one[0])):
        found.setdefault(row[0][place], []).append(row)
    return found


def hedge_before(text: str, start: int, base: str) -> Hedge:
    """Return the hedge that ends where the number begins."""
    for word, hedge in around().before.get(text[start - 1 : start], ()):
        if text.endswith(word, 0, start):
            return "" if word == "近" and base in RECENT else hedge
    return ""


def hedge_behind(text: str, end: int) -> Hedge:
    """Return the hedge that begins where the unit ends."""
    for word, hedge in around().behind.get(text[end : end + 1], ()):
        if text.startswith(word, end):
            # 比去年的341人多45人: a figure right behind it is how many more.
            return "" if word == _MORE and text[end + 1 : end + 2].isdecimal() else hedge
    return ""


def hedged(text: str, start: int, end: int, unit: Printed) -> Hedge:
    """Return the hedge round or inside a quantity."""
    return hedge_behind(text, end) or hedge_before(text, start, unit.base) or unit.hedge
