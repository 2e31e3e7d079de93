"""Several counties on one page: a row each, those that are short first, with the way to each county's own page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from junheng.assess.model import Assessment, Composite, CountyIndicator, Verdict
from junheng.report import figures
from junheng.report.page.printer import Printer
from junheng.report.page.template import environment, known_language
from junheng.report.page.words import words as page_words
from junheng.report.reason import reason
from junheng.report.words import all_items, stage_word, stages_of, switch_titles, year_word

_ORDER: Mapping[Verdict, int] = {"short": 0, "unknown": 1, "met": 2}


@dataclass(frozen=True, slots=True)
class CountyRow:
    """One county as the table prints it; `schools` is met / all for each stage of the table."""

    name: str
    code: str
    link: str | None
    year: str
    verdict: Verdict
    schools: tuple[str, ...]
    coefficients: str
    items_short: int
    items_unknown: int
    reason: str


def overview(assessments: Sequence[Assessment], language: str, links: Mapping[str, str]) -> str:
    """Return one HTML document that stands alone, with a row for each county, those that are short first.

    `links` gives the relative address of each county's page by county code; a county without one is not a link.
    Raises ValueError for another language than zh and en.
    """
    own, printer = page_words(known_language(language)), Printer(language)
    stages = tuple(dict.fromkeys(stage for one in assessments for stage in stages_of(one)))
    verdicts = [one.verdict for one in assessments]
    counts = {verdict: verdicts.count(verdict) for verdict in _ORDER}
    held = sorted(assessments, key=lambda one: (_ORDER[one.verdict], one.county_code, -one.year))
    return (
        environment()
        .get_template("overview.html.j2")
        .render(
            t=own,
            p=printer,
            f=figures,
            lang="zh-CN" if language == "zh" else "en",
            stages=[own["overview_stage"].format(stage=stage_word(stage, language)) for stage in stages],
            rows=[_row(one, stages, links, printer) for one in held],
            counts=own["overview_counts"].format(all=len(assessments), **counts),
            standards=_distinct(_standard(one, printer) for one in held),
            switches=_distinct(title for one in held for title in switch_titles(one, language)),
            years=_distinct(year_word(one.year, language) for one in held),
            snapshots=_distinct(one.snapshot for one in held if one.snapshot),
        )
    )


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


def _standard(one: Assessment, printer: Printer) -> str:
    title = printer.say(one.standard.title)
    return printer.pick(f"{title}（{one.standard.document}）", f"{title} ({one.standard.document})")


def _row(one: Assessment, stages: Sequence[str], links: Mapping[str, str], printer: Printer) -> CountyRow:
    link = links.get(one.county_code)
    verdicts = [item.verdict for item in all_items(one)]
    return CountyRow(
        name=one.county_name or one.county_code,
        code=one.county_code,
        # A colon is escaped, so that no address can be anything but a relative one.
        link=None if link is None else quote(link, safe="/%#?=&"),
        year=year_word(one.year, printer.language),
        verdict=one.verdict,
        schools=tuple(_schools(one, stage) for stage in stages),
        coefficients=_coefficients(one, printer),
        items_short=verdicts.count("short"),
        items_unknown=verdicts.count("unknown"),
        reason=reason(one, printer.language),
    )


def _schools(one: Assessment, stage: str) -> str:
    verdicts = [part.verdict for part in one.parts if part.stage == stage]
    judged = [verdict for verdict in verdicts if verdict is not None]
    return f"{judged.count('met')} / {len(verdicts)}" if judged else figures.NONE


def _coefficients(one: Assessment, printer: Printer) -> str:
    """Return the coefficients over their limit, each with stage, indicator, value and limit; —— where none is."""
    composite = printer.pick("综合", "composite")
    held: list[tuple[CountyIndicator | Composite, str]] = [(each, each.indicator) for each in one.county]
    held += [(each, composite) for each in one.composite]
    over = [
        f"{stage_word(each.stage, printer.language)} {name} "
        f"{figures.beside(each.cv, each.limit, figures.PLACES['cv'])} > {figures.plain(each.limit)}"
        for each, name in held
        if each.verdict == "short"
    ]
    return printer.pick("；", "; ").join(over) or figures.NONE
