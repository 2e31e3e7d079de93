"""The changes of a scenario as a list of words, for prints and workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from junheng.web.base.words import say
from junheng.web.judgement.what_if.form import Fieldset, Figure


@dataclass(frozen=True, slots=True)
class Listed:
    """One change in words."""

    school: str
    stage: str
    field: str
    unit: str
    before: str
    typed: str


def listed(fieldsets: Sequence[Fieldset]) -> list[Listed]:
    """Return what was typed into the form, in its order."""
    return list(_listed(fieldsets))


def _listed(fieldsets: Sequence[Fieldset]) -> Iterator[Listed]:
    for each in fieldsets:
        for sheet in each.sheets:
            for one in (*sheet.resources, *sheet.others):
                if one.typed:
                    yield Listed(each.name, sheet.title, one.label, one.unit, one.now, _word(one))


def _word(one: Figure) -> str:
    if one.boolean:
        return say("是", "yes") if one.typed == "yes" else say("否", "no")
    return one.typed
