"""The result as one HTML page that stands alone: no network, no fonts, nothing hidden behind scripts."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from junheng.assess.model import Assessment
from junheng.dictionary import Title
from junheng.facts import Facts
from junheng.report import figures, words
from junheng.report.book import source_line
from junheng.report.page.charts import TREND_HEIGHT, TREND_WIDTH, map_view, trend_lines
from junheng.report.page.printer import Printer
from junheng.report.page.sentence import sentence
from junheng.report.page.template import environment, known_language
from junheng.report.page.unknowns import unknown_lines
from junheng.report.page.view import groups, rooms_short, stages
from junheng.report.page.words import words as page_words
from junheng.standards.names import SECTIONS

_LISTED = 12
"""Rows of a long list that stand open; the others fold."""


def _notes(assessment: Assessment, facts: Facts | None) -> tuple[Title, ...]:
    """Return the notes of the assessment and those of the facts about its schools."""
    if facts is None:
        return assessment.notes
    units = {part.unit for part in assessment.parts} | {part.unit for part in assessment.excluded}
    found = [note.text for note in facts.notes if note.unit in units and note.kind != "excluded"]
    return tuple(dict.fromkeys((*assessment.notes, *found)))


def _share_of(part: int | None, whole: int) -> str:
    """Return a share in per cent, without the sign (the column's header has it)."""
    return figures.NONE if part is None or not whole else figures.number(Fraction(part * 100, whole), 1)


def page(assessment: Assessment, facts: Facts | None = None, language: str = "zh") -> str:
    """Return the assessment as one HTML document in `language` (zh or en).

    Everything is readable without scripts; a small inline script adds sorting and filtering. `facts` adds the
    notes on derived and differing figures. Raises ValueError for another language.
    """
    context = _context(assessment, facts, known_language(language))
    return environment().get_template("page.html.j2").render(context)


def _context(assessment: Assessment, facts: Facts | None, language: str) -> Mapping[str, Any]:
    printer, own = Printer(language), page_words(language)
    views, found = stages(assessment, printer, own["composite"]), groups(assessment, printer)
    indicators = {indicator.id: indicator for indicator in assessment.standard.indicators}
    floor = assessment.standard.floor
    return {
        "a": assessment,
        "t": own,
        "p": printer,
        "f": figures,
        "lang": "zh-CN" if language == "zh" else "en",
        "stages": views,
        "groups": found,
        "indicators": indicators,
        "sentence": sentence(assessment, views, found, printer, own),
        "floor": None if floor is None else printer.share(floor),
        "map": map_view(assessment),
        "panel_name": lambda panel: own["map_centre" if panel.centre else "map_whole"],
        "trend": trend_lines(assessment),
        "trend_size": (int(TREND_WIDTH), int(TREND_HEIGHT)),
        "rooms": rooms_short(assessment),
        "unknowns": unknown_lines(assessment, printer),
        "switches": words.switch_titles(assessment, language),
        "item_word": lambda group, verdict: words.item_word(group, verdict, language),
        "item_label": lambda item: words.item_label(item, language),
        "component_text": lambda component: words.component_text(assessment, component, language),
        "notes": _notes(assessment, facts),
        "source": source_line(assessment, language),
        "year": words.year_word(assessment.year, language),
        "stage_word": lambda stage: words.stage_word(stage, language),
        "code_word": lambda codes, code: words.code_word(codes, code, language),
        "sections": {name: printer.say(title) for name, title in SECTIONS.items()},
        "room_words": {name: printer.say(title) for name, title in words.ROOMS.items()},
        "share_of": _share_of,
        "unnamed": lambda finding: [
            one for one in finding.culprits if printer.say(one.text) not in printer.say(finding.working)
        ],
        "listed": _LISTED,
    }
