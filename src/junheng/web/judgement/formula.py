"""A formula in words, and with one school's amounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from junheng.assess.formula import Formula, Term
from junheng.assess.terms import all_hold, exact, ratio
from junheng.dictionary import load
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.words import field_word


@dataclass(frozen=True, slots=True)
class Amount:
    """One term with a school's figure: `whole` is what the school filed, `counted` what goes into this stage.

    `share` is the stage's share of a shared figure, as printed; blank where the figure is the stage's own.
    """

    field: str
    title: str
    sign: str
    whole: str
    share: str
    counted: str


def formula_words(formula: Formula, printer: Printer) -> str:
    """Return `100 × (体育教师 + 音乐教师) ÷ 学生数`."""
    times = "" if formula.times == 1 else f"{figures.plain(formula.times)} × "
    below = _sum(formula.denominator, printer)
    return f"{times}{_sum(formula.numerator, printer)}" + (f" ÷ {below}" if below else "")


def _sum(terms: Sequence[Term], printer: Printer) -> str:
    words = "".join(
        f" {'−' if term.sign < 0 else '+'} {field_word(term.field, printer.language)}" for term in terms
    ).removeprefix(" + ")
    return f"({words})" if len(terms) > 1 else words


def amounts(terms: Sequence[Term], row: Mapping[str, Any], printer: Printer) -> tuple[Amount, ...]:
    """Return the terms that apply to a school part, with its figures (`row` of Facts.parts)."""
    share = ratio(exact(row["share_num"]), exact(row["share_den"]))
    return tuple(_amount(term, row, share, printer) for term in terms if all_hold(term.where, row) is not False)


def _amount(term: Term, row: Mapping[str, Any], share: Fraction | None, printer: Printer) -> Amount:
    figure = exact(row[term.field])
    split = term.shared and share != 1
    counted = figure if not split else None if figure is None or share is None else figure * share
    unit = unit_of(term.field)
    return Amount(
        field=term.field,
        title=field_word(term.field, printer.language),
        sign="−" if term.sign < 0 else "+",
        whole=printer.amount(figure, unit),
        share="" if not split else printer.unknown if share is None else _share(row),
        counted=printer.amount(counted, unit),
    )


def _share(row: Mapping[str, Any]) -> str:
    share = Fraction(row["share_num"], row["share_den"])
    return f"{share.numerator} / {share.denominator}"


def unit_of(field: str) -> str:
    """Return the name of the unit a field of the facts is kept in; blank where it has none."""
    for name in ("part", "school", "county"):
        fields = load().tables[name].fields
        if field in fields:
            return str(fields[field].unit or "")
    return ""
