"""What is unknown, a line for each school and stage, item and figure of the county."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from junheng.assess.model import Assessment, Unknown
from junheng.report.page.printer import Printer
from junheng.report.words import all_items, field_word, item_label, stage_word


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """One line: what it is about (a school, an item, the county) and what is missing there."""

    about: str
    text: str


def unknown_lines(assessment: Assessment, printer: Printer) -> tuple[UnknownLine, ...]:
    """Return the unknowns in their order, those of one school and stage together."""
    titles = {one.id: printer.say(one.title) for one in assessment.standard.indicators}
    labels = {item.id: item_label(item, printer.language) for item in all_items(assessment)}
    groups: dict[tuple[object, ...], list[Unknown]] = {}
    for place, one in enumerate(assessment.unknown):
        key = (one.unit, one.name, one.stage) if one.where == "part" and one.indicator in titles else (place,)
        groups.setdefault(key, []).append(one)
    return tuple(
        UnknownLine(_about(held[0], labels, printer), _text(held, titles, printer)) for held in groups.values()
    )


def _about(one: Unknown, labels: dict[str, str], printer: Printer) -> str:
    if one.where == "item":
        return labels.get(one.indicator or "", "")
    if one.where == "part":
        return " ".join(filter(None, (one.name or one.unit, stage_word(one.stage, printer.language))))
    return one.name or printer.pick("全县", "The county")


def _text(held: Sequence[Unknown], titles: dict[str, str], printer: Printer) -> str:
    first = held[0]
    if first.where != "part" or first.indicator not in titles:
        return printer.say(first.text)
    by_reason: dict[tuple[str, ...], list[str]] = {}
    for one in held:
        by_reason.setdefault(one.fields, []).append(f"{one.indicator} {titles[one.indicator or '']}")
    return printer.pick("；", "; ").join(
        printer.pick("、", ", ").join(names) + _reason(fields, printer) for fields, names in by_reason.items()
    )


def _reason(fields: Sequence[str], printer: Printer) -> str:
    if not fields:
        return printer.pick("（分母为 0）", " (nothing to divide by)")
    names = printer.pick("、", ", ").join(field_word(name, printer.language) for name in fields)
    return printer.pick(f"（缺少：{names}）", f" (missing: {names})")
