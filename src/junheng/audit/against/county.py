"""A report against a county's own data: each figure that names something the records know is looked up.

Only a figure named with its stage, in words that are all understood, contradicts the data; one whose name or stage is
taken from the words before is a doubt; of anything less sure only agreement is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

import msgspec

from junheng.audit.against.known import Figures, Known
from junheng.audit.against.match import NOTHING, Match, agree, reason, shown, span
from junheng.audit.against.names import RULES, names
from junheng.audit.against.reader import Called, Reader
from junheng.audit.against.years import Years
from junheng.audit.blanks.notes import Note, note
from junheng.audit.layout import Layout
from junheng.audit.model import Clean
from junheng.dictionary import Title

__all__ = ["AgainstCounty", "against_county", "agree", "matches", "shown"]
_NEAR, _NEARER = Fraction(2), Fraction(6, 5)
"""How many times one figure may be the other, to be told as a doubt: with its stage, without it."""


_REACH = 300
_DIGITS = 3
"""With fewer digits, a figure that may be another thing agrees by chance."""


class _Compared(NamedTuple):
    match: Match
    rule: str = ""


class AgainstCounty:
    """The check of a report against what a county's records know."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures

    @property
    def source(self) -> Title:
        """Return what the report is held against."""
        name, year = self.figures.name, self.figures.latest
        return Title(f"{name}数据（{year} 学年）", f"data of {name or 'the county'} ({year})")

    def __call__(self, clean: Clean, layout: Layout) -> Iterator[Note]:
        """Yield the differences that are reported."""
        for match, rule in _compared(clean, layout, self.figures):
            if rule:
                title, year = match.name, match.known.year
                yield note(
                    RULES, rule, span(match.item), words=match.words, title=title.zh, title_en=title.en,
                    year=year, known=match.shown, other=match.stale or "",
                )  # fmt: skip

    def matches(self, clean: Clean, layout: Layout) -> Iterator[Match]:
        """Yield every figure that was looked up, in the order of the text."""
        return (one.match for one in _compared(clean, layout, self.figures))


def against_county(figures: Figures) -> AgainstCounty:
    """Return the check of a report against what a county's records know."""
    return AgainstCounty(figures)


def matches(clean: Clean, layout: Layout, figures: Figures) -> Iterator[Match]:
    """Yield each figure of a report that names for sure something the records know, whether they agree or not."""
    return (one for one in AgainstCounty(figures).matches(clean, layout) if one.firm)


def _compared(clean: Clean, layout: Layout, figures: Figures) -> Iterator[_Compared]:
    years = Years(clean.text)
    for called in Reader(layout, figures.name).read():
        start = called.item.quantity.start
        dated = years.told(_sentence(layout.text, start), start)
        free = called.free and (dated or not called.carried)
        called_so = called._replace(free=free, placed=called.placed or dated)
        found = _looked_up(called_so, figures, years.of(start), layout.text)
        if found is not None:
            yield found


def _sentence(text: str, at: int) -> int:
    """Return where the sentence of a place begins, or the last words of a long one."""
    least = max(0, at - _REACH)
    return max(text.rfind("。", least, at) + 1, text.rfind("\n", least, at) + 1, least)


def _looked_up(called: Called, figures: Figures, told: int | None, text: str) -> _Compared | None:
    """Return what a figure comes to beside the records; None where they do not know it or it may be another thing."""
    quantity = called.item.quantity
    known = [by_year for key in called.keys if (by_year := figures.known(key)) or key == called.keys[0]]
    if not known[0]:
        return None
    # A calendar year lies in two school years: the one begun in it, and the one begun before.
    asked = [figures.latest] if told is None else [told, told - 1]
    fitting = [by_year[year] for by_year in known for year in asked if year in by_year]
    if not fitting:
        match = _match(called, known[0][max(known[0])], text)
        why = reason("year" if told else "several", told=told)
        return _Compared(msgspec.structs.replace(match, reason=why)) if called.free else None
    for one in fitting:
        value = next((value for value in one.values if agree(quantity, value)), None)
        if value is not None:
            if not called.free and len(quantity.value.as_tuple().digits) < _DIGITS:
                return None
            named = msgspec.structs.replace(one, title=one.read_as(value))
            return _Compared(_match(called, named, text, agrees=True, shown_as=shown(value, quantity, one.unit)))
    return _differing(called, fitting[0], known[0], asked, text, several=len(known) > 1)


def _differing(
    called: Called, known: Known, by_year: Mapping[int, Known], asked: Sequence[int], text: str, *, several: bool
) -> _Compared | None:
    quantity = called.item.quantity
    away = _times(quantity.exact, known.values[0])
    if (not called.free or called.grade == "loose") and (away is None or away > _NEARER):
        return None
    rule, why = _rule(called, known, away, several=several)
    others = (one for year, one in sorted(by_year.items(), reverse=True) if year not in asked)
    stale = next((one.year for one in others if agree(quantity, one.values[0])), None)
    if stale is not None and rule == "against_county":
        rule = "against_county_stale"
    match = _match(called, known, text, agrees=False, shown_as=shown(known.values[0], quantity, known.unit))
    return _Compared(msgspec.structs.replace(match, stale=stale, reason=why, reported=bool(rule)), rule)


def _rule(called: Called, known: Known, away: Fraction | None, *, several: bool) -> tuple[str, Title]:
    """Return the rule that reports a difference, blank with the reason where it is not reported."""
    near, nearer = (away is not None and away <= most for most in (_NEAR, _NEARER))
    if not called.free or not known.certain:
        return "", reason("narrowed" if not called.free else "partly")
    if called.grade == "loose":
        measure = names().measures.get(known.key.measure)
        told = called.whole and nearer and not (measure is not None and measure.vague)
        return ("against_county_loose", NOTHING) if told else ("", reason("unsure"))
    # 城区 and 农村 are drawn in more than one way.
    doubt = called.grade == "context" or bool(known.key.place) or not (called.evidence or called.placed)
    if (several and not nearer) or ((doubt or not called.evidence) and not near):
        return "", reason("narrowed")
    return ("against_county_loose" if doubt or several else "against_county"), NOTHING


def _times(left: Fraction, right: Fraction) -> Fraction | None:
    """Return how many times the larger of two figures is the smaller; None where one is 0."""
    least, most = sorted((abs(left), abs(right)))
    return most / least if least else None


def _match(called: Called, known: Known, text: str, *, agrees: bool | None = None, shown_as: str = "") -> Match:
    """Return the match of a figure with a known one, shown as told."""
    item = called.item
    return Match(
        item=item,
        known=known,
        grade="loose" if agrees and not called.free else called.grade,
        agrees=agrees,
        words=text[slice(*span(item))].strip(),
        said=text[item.quantity.start : item.quantity.end],
        shown=shown_as,
    )
