"""The county's verdict in one sentence: schools by stage, coefficients, items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from junheng.assess.model import Assessment, Composite, CountyIndicator
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.page.view import GroupView, StageView
from junheng.report.words import included, stage_word


def sentence(assessment: Assessment, views: Sequence[StageView], found: Sequence[GroupView], printer: Printer,
             words: Mapping[str, str]) -> str:  # fmt: skip
    """Return the sentence; groups of items whose items are all met go unsaid."""
    clauses = [_schools(assessment, view, printer, words) for view in views]
    clauses += _coefficients(assessment, printer, words)
    for group in found:
        if group.met < len(group.items):
            clauses.append(words["items_share"].format(group=group.title, all=len(group.items), counts=group.counts))
    return printer.pick("；", "; ").join(clauses) + printer.pick("。", ".")


def _schools(assessment: Assessment, view: StageView, printer: Printer, words: Mapping[str, str]) -> str:
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


def _coefficients(assessment: Assessment, printer: Printer, words: Mapping[str, str]) -> Iterator[str]:
    """Yield how many coefficients keep their limit and which do not; nothing where the standard tests none."""
    titles = {indicator.id: printer.say(indicator.title) for indicator in assessment.standard.indicators}
    tested = [(one.stage, titles.get(one.indicator, one.indicator), one) for one in assessment.county if one.verdict]
    mixed: list[tuple[str, str, CountyIndicator | Composite]] = [*tested]
    mixed += [(one.stage, words["composite"], one) for one in assessment.composite if one.verdict]
    if not mixed:
        return
    verdicts = [one.verdict for _, _, one in mixed]
    text = words["cv_share"].format(all=len(mixed), met=verdicts.count("met"))
    space = printer.pick("", " ")
    over = [
        f"{stage_word(stage, printer.language)}{space}{name} {figures.beside(one.cv, one.limit, figures.PLACES['cv'])}"
        for stage, name, one in mixed
        if one.verdict == "short"
    ]
    more = [words["cv_over"].format(names=printer.pick("、", ", ").join(over))] if over else []
    if "unknown" in verdicts:
        more.append(words["cv_unknown"].format(count=verdicts.count("unknown")))
    joined = printer.pick("，", ", ").join(more)
    yield text + (printer.pick(f"（{joined}）", f" ({joined})") if more else "")
