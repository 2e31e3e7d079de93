"""An assessment arranged for its pages: kept beside the assessment, cut down to the schools a person may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.urls import reverse

from junheng.assess import Assessment
from junheng.report.page.printer import Printer
from junheng.report.page.sentence import over_limit, schools, sentence
from junheng.report.page.view import GroupView, StageView, groups, stages
from junheng.report.page.words import words as report_words
from junheng.web.base.words import language
from junheng.web.judgement.scope import kept
from junheng.web.judgement.service import Judged


@dataclass(frozen=True, slots=True)
class Arranged:
    """The assessment in one language: stages with their heat map and bars, groups of items, the verdict's sentence."""

    printer: Printer
    words: Any
    stages: tuple[StageView, ...]
    groups: tuple[GroupView, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the verdict's sentence and where it leads (blank: nowhere)."""

    text: str
    address: str = ""


def arranged(found: Judged) -> Arranged:
    """Return the whole county's assessment arranged in the language of the request."""
    spoken = language()

    def make() -> Arranged:
        printer, words = Printer(spoken), report_words(spoken)
        views = stages(found.assessment, printer, words["composite"])
        items = groups(found.assessment, printer)
        return Arranged(printer, words, views, items, sentence(found.assessment, views, items, printer, words))

    return found.once(("arranged", spoken), make)


def shown_of(found: Judged, allowed: frozenset[str] | None) -> Assessment:
    """Return the assessment with what it says of single schools cut down to those `allowed` (None: all).

    The county's own figures stay; they are what the county is judged by.
    """
    if allowed is None:
        return found.assessment
    return found.once(("shown", allowed), lambda: _cut(found.assessment, allowed))


def _cut(assessment: Assessment, allowed: frozenset[str]) -> Assessment:
    lists = ("parts", "excluded", "rooms", "oversize", "alerts", "unknown")
    held = {name: tuple(one for one in getattr(assessment, name) if _of(one.unit, allowed)) for name in lists}
    return msgspec.structs.replace(assessment, **held)


def _of(unit: str | None, allowed: frozenset[str]) -> bool:
    return unit is not None and unit.split("/", maxsplit=1)[0] in allowed


def linked_sentence(request: Any, found: Judged) -> tuple[Piece, ...]:
    """Return the verdict's sentence in pieces: schools lead to the heat map, coefficients to their indicator's page."""
    held = arranged(found)
    index = reverse("judgement:index")
    links = [
        Piece(
            schools(found.assessment, view, held.printer, held.words),
            f"{index}{kept(request, only='short' if view.short else None)}#heat-{view.stage}",
        )
        for view in held.stages
    ]
    links += [
        Piece(one.text, indicator_address(request, one.stage, one.indicator))
        for one in over_limit(found.assessment, held.printer, held.words)
        if one.indicator
    ]
    return tuple(pieces(held.sentence, links))


def pieces(text: str, links: Sequence[Piece]) -> list[Piece]:
    """Cut `text` at the texts of `links`, in their order; a link whose text is not there is passed over."""
    found, place = [], 0
    for link in links:
        at = text.find(link.text, place)
        if at < 0:
            continue
        if at > place:
            found.append(Piece(text[place:at]))
        found.append(link)
        place = at + len(link.text)
    return [*found, Piece(text[place:])] if place < len(text) else found


def indicator_address(request: Any, stage: str, indicator: str) -> str:
    """Return the address of an indicator's page, about the same snapshot and standard."""
    return reverse("judgement:indicator", kwargs={"stage": stage, "indicator": indicator}) + kept(request)


def school_address(request: Any, unit: str) -> str:
    """Return the address of a school's page, about the same snapshot and standard."""
    return reverse("judgement:school", kwargs={"unit": unit}) + kept(request)


def working_address(request: Any, **of: str) -> str:
    """Return the address of a figure's working: of `unit`, `stage`, `indicator`; of `stage`, `indicator`; of `item`."""
    return reverse("judgement:working") + kept(request, **of)
