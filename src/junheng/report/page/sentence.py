"""The county's verdict in one sentence: schools by stage, coefficients, items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from junheng.assess.model import Assessment, Composite, CountyIndicator
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.page.view import GroupView, StageView
from junheng.report.words import included, stage_word


@dataclass(frozen=True, slots=True)
class Over:
    """A coefficient over its limit, in the sentence's words; `indicator` is None for a composite."""

    stage: str
    indicator: str | None
    text: str


def sentence(assessment: Assessment, views: Sequence[StageView], found: Sequence[GroupView], printer: Printer,
             words: Mapping[str, str]) -> str:  # fmt: skip
    """Return the sentence; groups of items whose items are all met go unsaid."""
    clauses = [schools(assessment, view, printer, words) for view in views]
    clauses += _coefficients(assessment, printer, words)
    for group in found:
        if group.met < len(group.items):
            clauses.append(words["items_share"].format(group=group.title, all=len(group.items), counts=group.counts))
    return printer.pick("；", "; ").join(clauses) + printer.pick("。", ".")


def schools(assessment: Assessment, view: StageView, printer: Printer, words: Mapping[str, str]) -> str:
    """Return the sentence's clause on the schools of one stage."""
    clause = words["stage_schools"].format(
        stage=view.title,
        all=len(view.rows),
        included=included(assessment.parts, view.stage, printer.language),
        met=view.met,
    )
    if view.short:
        clause += words["stage_short"].format(short=view.short)
    if view.unknown:
        clause += words["stage_unknown"].format(unknown=view.unknown)
    return clause


def over_limit(assessment: Assessment, printer: Printer, words: Mapping[str, str]) -> tuple[Over, ...]:
    """Return the coefficients over their limit as the sentence names them, in its order."""
    titles = {indicator.id: printer.say(indicator.title) for indicator in assessment.standard.indicators}
    space = printer.pick("", " ")
    held: list[tuple[str | None, str, CountyIndicator | Composite]] = [
        (one.indicator, titles.get(one.indicator, one.indicator), one) for one in assessment.county
    ]
    held += [(None, words["composite"], one) for one in assessment.composite]
    return tuple(
        Over(
            one.stage,
            indicator,
            f"{stage_word(one.stage, printer.language)}{space}{name} "
            f"{figures.beside(one.cv, one.limit, figures.PLACES['cv'])}",
        )
        for indicator, name, one in held
        if one.verdict == "short"
    )


def _coefficients(assessment: Assessment, printer: Printer, words: Mapping[str, str]) -> Iterator[str]:
    """Yield how many coefficients keep their limit and which do not; nothing where the standard tests none."""
    held: list[CountyIndicator | Composite] = [*assessment.county, *assessment.composite]
    verdicts = [one.verdict for one in held if one.verdict]
    if not verdicts:
        return
    text = words["cv_share"].format(all=len(verdicts), met=verdicts.count("met"))
    over = [one.text for one in over_limit(assessment, printer, words)]
    more = [words["cv_over"].format(names=printer.pick("、", ", ").join(over))] if over else []
    if "unknown" in verdicts:
        more.append(words["cv_unknown"].format(count=verdicts.count("unknown")))
    joined = printer.pick("，", ", ").join(more)
    yield text + (printer.pick(f"（{joined}）", f" ({joined})") if more else "")
