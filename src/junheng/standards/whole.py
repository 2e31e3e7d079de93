"""Finds the things in a standard that rules look at, and what must hold of the document as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import msgspec

from junheng.dictionary import Title
from junheng.dictionary.toml_lines import Key
from junheng.standards import model
from junheng.standards.errors import Fault
from junheng.standards.limits import Around, all_known, each_once, not_empty, share, usable_id
from junheng.standards.names import names
from junheng.standards.rules import rules
from junheng.standards.shape import BUILTIN


def rule_faults(document: Mapping[str, Any]) -> list[Fault]:
    """Return everything that does not hold in the well-shaped things of `document`."""
    around = Around(
        names(), tuple(map(str, _listed(document, "stages"))), tuple(map(str, _ids(_listed(document, "switch"))))
    )
    faults: list[Fault] = []
    for at, thing in _things(document):
        for place, inner in _inside(thing, at):
            faults += rules(inner, place, around)
    return [*faults, *_document_faults(document, around)]


def _listed(document: Mapping[str, Any], key: str) -> list[Any]:
    value = document.get(key)
    return value if isinstance(value, list) else []


def _ids(entries: Iterable[Any]) -> list[Any]:
    return [entry.get("id") for entry in entries if isinstance(entry, dict)]


_LISTS: Mapping[str, type[msgspec.Struct]] = {"indicator": model.Indicator, "item": model.Item, "switch": model.Switch}
_TABLES: Mapping[str, type[msgspec.Struct]] = {
    "rows": model.Rows,
    "school": model.SchoolRule,
    "county": model.CountyRule,
    "title": Title,
}


def _things(document: Mapping[str, Any]) -> Iterator[tuple[Key, msgspec.Struct]]:
    """Yield the parts of the document that have their shape, each with its place."""
    found: list[tuple[Key, Any, type[msgspec.Struct]]] = [
        ((key,), document[key], kind) for key, kind in _TABLES.items() if key in document
    ]
    for key, kind in _LISTS.items():
        found += [((key, place), entry, kind) for place, entry in enumerate(_listed(document, key))]
    for at, raw, kind in found:
        try:
            yield at, msgspec.convert(raw, kind, builtin_types=BUILTIN)
        except msgspec.ValidationError:
            continue  # its shape is reported beside this


def _inside(thing: Any, at: Key) -> Iterator[tuple[Key, msgspec.Struct]]:
    """Yield `thing` and every struct in it, each with its place."""
    if isinstance(thing, msgspec.Struct):
        yield at, thing
        for name in thing.__struct_fields__:
            yield from _inside(getattr(thing, name), (*at, name))
    elif isinstance(thing, tuple):
        for place, entry in enumerate(thing):
            yield from _inside(entry, (*at, place))
    elif isinstance(thing, dict):
        for name, entry in thing.items():
            yield from _inside(entry, (*at, name))


# --- The document as a whole -----------------------------------------------------------------------------------------


def _document_faults(document: Mapping[str, Any], around: Around) -> Iterator[Fault]:
    yield from usable_id(document.get("id"), ("id",))
    for key in _LISTS:
        yield from _unique(document, key)
    yield from _unique_numbers(document)
    yield from not_empty(tuple(_listed(document, "stages")), ("stages",))
    yield from all_known(around.stages, around.names.stages, ("stages",))
    yield from each_once(around.stages, ("stages",))
    yield from _dates(document)
    yield from _used_switches(document)
    yield from share(document.get("near", 0), ("near",))
    yield from _county_agrees(document)


def _unique(document: Mapping[str, Any], key: str) -> Iterator[Fault]:
    seen = set()
    for place, entry in enumerate(_listed(document, key)):
        name = entry.get("id") if isinstance(entry, dict) else None
        if not isinstance(name, str):
            continue
        if name in seen:
            yield Fault(
                (key, place, "id"), Title(f"{name} 已经用过，请另取一个", f"{name} is already taken: choose another")
            )
        seen.add(name)


def _unique_numbers(document: Mapping[str, Any]) -> Iterator[Fault]:
    seen = set()
    for place, entry in enumerate(_listed(document, "item")):
        if not isinstance(entry, dict):
            continue
        pair = (str(entry.get("group")), str(entry.get("number")))
        if "number" in entry and pair in seen:
            yield Fault(
                ("item", place, "number"),
                Title(f"{pair[0]} 中已有第 {pair[1]} 项", f"{pair[0]} already has an item {pair[1]}"),
            )
        seen.add(pair)


def _dates(document: Mapping[str, Any]) -> Iterator[Fault]:
    given = [(key, document[key]) for key in ("issued", "in_force", "until") if key in document]
    for (before, first), (after, second) in pairwise(given):
        if type(first) is type(second) and second < first:
            yield Fault(
                (after,),
                Title(
                    f"{after}({second})早于 {before}({first})，请核对两个日期",
                    f"{after} ({second}) is before {before} ({first}): check the two dates",
                ),
            )


def _used_switches(document: Mapping[str, Any]) -> Iterator[Fault]:
    named: set[str] = set()
    _gather_switches([_listed(document, "indicator"), _listed(document, "item")], named)
    for place, entry in enumerate(_listed(document, "switch")):
        name = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(name, str) and name not in named:
            yield Fault(
                ("switch", place, "id"),
                Title(f"没有规定用到开关 {name}，请核对或删去", f"no rule uses the switch {name}: check it or drop it"),
            )


def _gather_switches(value: Any, into: set[str]) -> None:
    if isinstance(value, dict):
        into.add(str(value.get("switch")))
        value = list(value.values())
    if isinstance(value, list):
        for entry in value:
            _gather_switches(entry, into)


def _county_agrees(document: Mapping[str, Any]) -> Iterator[Fault]:
    county = document.get("county")
    if not isinstance(county, dict):
        return
    indicators = [entry for entry in _listed(document, "indicator") if isinstance(entry, dict)]
    if county.get("every_school", True) is True and indicators and "school" not in document:
        yield Fault(
            ("county",),
            Title(
                "every_school 要求每校达标，但没有 [school] 规则：请补上，或写 every_school = false",
                "every_school asks that every school is met, but there is no [school]: add it or "
                "set every_school = false",
            ),
        )
    if county.get("each_cv", True) is True and indicators and not any(each.get("cv_limits") for each in indicators):
        yield Fault(
            ("county",),
            Title(
                "each_cv 要求各差异系数达标，但没有任何指标写 cv_limits：请补上，或写 each_cv = false",
                "each_cv tests each coefficient, but no indicator has cv_limits: add them or set each_cv = false",
            ),
        )
    yield from _enough_lines(document, indicators)


def _enough_lines(document: Mapping[str, Any], indicators: Iterable[Mapping[str, Any]]) -> Iterator[Fault]:
    """A stage that has lines has as many as a school must reach."""
    school = document.get("school")
    wanted = school.get("at_least") if isinstance(school, dict) else None
    lines = Counter(stage for each in indicators if isinstance(each.get("lines"), dict) for stage in each["lines"])
    fewest = min(lines.values(), default=0)
    if isinstance(wanted, int) and wanted > fewest:
        stage = next((f" {stage} " for stage, count in lines.items() if count == fewest), "")
        yield Fault(
            ("school", "at_least"),
            Title(
                f"要求 {wanted} 项达标，但{stage}只有 {fewest} 个指标定了标准(lines)",
                f"{wanted} indicators are asked for, but only {fewest} have lines{stage and f' for{stage.rstrip()}'}",
            ),
        )
