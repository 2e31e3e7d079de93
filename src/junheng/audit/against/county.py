"""A report against a county's own data: each figure that names something the records know is looked up.

Only a figure named for sure contradicts the data; one named with further words is a doubt, and only where the two are
near enough to be the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

import msgspec

from junheng.audit.against.known import Figures, Known
from junheng.audit.against.names import RULES, Sureness, named, narrowed
from junheng.audit.against.years import Years
from junheng.audit.blanks.notes import Note, note
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Quantity

_COUNTED = {"所": "所", "个": "所", "处": "所", "家": "所"}
"""Schools are counted by several words."""
_LEAST, _MOST = Fraction(1, 2), Fraction(2)
_ABOUT = Fraction(1, 20)
_WORDS = 30
_REACH = 80
_SENTENCE = re.compile("[。！？；;\n]")


class Match(msgspec.Struct, frozen=True):
    """A figure of a report with the figure of the records it was matched to.

    `agrees` is None where the records know no year the report can mean. `stale` is the school year whose figure it is
    when it does not agree.
    """

    item: Item
    known: Known
    sure: Sureness
    agrees: bool
    stale: int | None = None


def against_county(figures: Figures) -> Callable[[Clean, Layout], Iterator[Note]]:
    """Return the check of a report against what a county's records know."""

    def check(clean: Clean, layout: Layout) -> Iterator[Note]:
        for match in matches(clean, layout, figures):
            if not match.agrees:
                yield from _note(layout.text, match)

    return check


def matches(clean: Clean, layout: Layout, figures: Figures) -> Iterator[Match]:
    """Yield each figure of a report that names something the records know, whether they agree or not."""
    years, text = Years(clean.text), layout.text
    for item in layout.items:
        before = _SENTENCE.split(text[max(0, item.label_start - _REACH) : item.label_start])[-1]
        for unit in _units(item.quantity):
            called = named(item.label, unit)
            by_year = figures.by_key.get(called.key) if called else None
            if called is None or by_year is None:
                continue
            found = _match(item, by_year, years.of(item.quantity.start), called.sure, figures.latest)
            # Of a narrower stock (农村学校19所，其中小学14所) another figure is to be expected.
            if found is not None and (found.agrees or not narrowed(before)):
                yield found
            break


def _units(quantity: Quantity) -> tuple[str, ...]:
    """Return the base units under which a figure may be known."""
    if quantity.kind == "share":
        return ("%",)
    if quantity.kind != "number":
        return ()
    schools = _COUNTED.get(quantity.base)
    return tuple(dict.fromkeys(one for one in (schools, quantity.base) if one is not None))


def _match(item: Item, by_year: dict[int, Known], told: int | None, sure: Sureness, latest: int) -> Match | None:
    # A calendar year lies in two school years: the one begun in it, and the one begun before.
    asked = [latest] if told is None else [told, told - 1]
    fitting = [by_year[year] for year in asked if year in by_year]
    if not fitting:
        return None
    quantity = item.quantity
    for known in fitting:
        if any(agree(quantity, value) for value in known.values):
            return Match(item, known, sure, True)
    exact, value = fitting[0].values[0], quantity.exact
    if sure == "loose" and not (exact and _LEAST < value / exact < _MOST):
        return None
    others = (known for year, known in sorted(by_year.items(), reverse=True) if year not in asked)
    stale = next((known.year for known in others if agree(quantity, known.values[0])), None)
    return Match(item, fitting[0], sure, False, stale)


def agree(quantity: Quantity, known: Fraction) -> bool:
    """Whether a printed figure tells a known one: rounded or cut off at its last digit, or as its hedge allows."""
    printed, step = quantity.exact, Fraction(quantity.step) * quantity.scale
    whole = quantity.step == 1 and quantity.scale == 1 and known.denominator == 1
    if abs(known - printed) < (Fraction(1, 2) if whole else step) or known == printed:
        return True
    match quantity.hedge:
        case "about":
            return abs(known - printed) <= _ABOUT * max(abs(printed), Fraction(1))
        case "over" | "at_least":
            return printed <= known
        case "under" | "at_most":
            return known <= printed
    return False


def _note(text: str, match: Match) -> Iterator[Note]:
    item, known = match.item, match.known
    start = max(item.label_start, item.quantity.start - _WORDS)
    rule = "against_county_loose" if match.sure == "loose" else "against_county"
    if match.stale is not None and match.sure != "loose":
        rule = "against_county_stale"
    yield note(
        RULES, rule, (start, item.quantity.end),
        words=text[start : item.quantity.end].strip(), title=known.title.zh, title_en=known.title.en,
        year=known.year, known=shown(known.values[0], item.quantity, known.unit), other=match.stale or "",
    )  # fmt: skip


def shown(value: Fraction, quantity: Quantity, unit: str) -> str:
    """Return a known figure in the unit the report prints, to two places more than it at most."""
    scaled = value / quantity.scale
    name = quantity.unit or unit
    if scaled.denominator == 1:
        return f"{scaled.numerator}{name}"
    places = max(2, -int(quantity.step.as_tuple().exponent))
    rounded = Decimal(round(scaled * 10**places)).scaleb(-places)
    return f"{rounded:f}{name}"
