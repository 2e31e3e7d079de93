"""Joins a standard with the one it extends: the child gives only what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from junheng.dictionary import Title
from junheng.dictionary.toml_lines import Key
from junheng.standards.errors import Fault
from junheng.standards.shape import unknown

Document = Mapping[str, Any]

REMOVE = "remove"


def merge(parent: Document, child: Document) -> dict[str, Any]:
    """Return `parent` with the differences of `child`; neither is changed.

    Tables are joined key by key. Lists of tables with ids are joined by id: an entry of a known id overrides key by
    key, a new id is appended, `remove = true` drops the parent's entry. Everything else is replaced.
    """
    merged = dict(parent)
    for key, value in child.items():
        known = merged.get(key)
        if isinstance(known, dict) and isinstance(value, dict):
            merged[key] = merge(known, value)
        elif isinstance(known, list) and _by_id(known) and _by_id(value):
            merged[key] = _merge_lists(known, value)
        else:
            merged[key] = value
    return merged


def _by_id(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(entry, dict) and isinstance(entry.get("id"), str) for entry in value)
    )


def _merge_lists(parent: list[dict[str, Any]], child: list[dict[str, Any]]) -> list[dict[str, Any]]:
    entries = {entry["id"]: entry for entry in parent}
    for entry in child:
        if entry.get(REMOVE) is True:
            entries.pop(entry["id"], None)
        else:
            entries[entry["id"]] = merge(entries.get(entry["id"], {}), entry)
    return list(entries.values())


def inheritance_faults(parent: Document, child: Document) -> Iterator[Fault]:
    """Yield what a child file says of its parent that cannot be: entries without id, given twice, or not there."""
    for key, value in child.items():
        if not _by_id(parent.get(key)) or not isinstance(value, list):
            continue
        known = [str(entry["id"]) for entry in parent[key]]
        seen: set[str] = set()
        for place, entry in enumerate(value):
            if isinstance(entry, dict):
                yield from _entry_faults(entry, (key, place), known, seen)


def _entry_faults(entry: Document, at: Key, known: list[str], seen: set[str]) -> Iterator[Fault]:
    name = entry.get("id")
    if not isinstance(name, str):
        yield Fault(at, Title("缺少 id，请写明改的是哪一条", "id is missing: say which entry this changes"))
        return
    if name in seen:
        yield Fault((*at, "id"), Title(f"{name} 出现两次，请合并", f"{name} is given twice: join the two entries"))
    seen.add(name)
    if REMOVE in entry and entry[REMOVE] is not True:
        yield Fault(
            (*at, REMOVE), Title("remove 只能写 true；不删除就去掉这一行", "remove can only be true: else leave it out")
        )
    elif REMOVE in entry and name not in known:
        yield Fault(
            (*at, "id"),
            unknown(name, known, Title("上级标准没有这一条，无从删除", "the parent has no such entry to remove")),
        )
    elif REMOVE in entry and (surplus := [key for key in entry if key not in {"id", REMOVE}]):
        yield Fault(
            (*at, surplus[0]), Title("删除的条目只写 id 和 remove", "an entry that is removed has only id and remove")
        )
    elif name not in known and not {"title", "clause"} & entry.keys():  # too little for a new entry: a slip in the id
        yield Fault(
            (*at, "id"), unknown(name, known, Title("上级标准没有这一条", "the parent standard has no such entry"))
        )


def without(child: Document, faults: list[Fault]) -> dict[str, Any]:
    """Return `child` without the entries that have a fault, so that one mistake is not reported over and over."""
    faulty = {fault.at[:2] for fault in faults}
    kept = {}
    for key, value in child.items():
        left = value
        if isinstance(value, list):
            left = [entry for place, entry in enumerate(value) if (key, place) not in faulty]
        if left or not value:
            kept[key] = left
    return kept


def by_name(document: Document, key: Key) -> Key:
    """Return `key` with places in lists of tables with ids replaced by the ids, so that it holds in parents too."""
    named: list[str | int] = []
    here: Any = document
    for step in key:
        here = _step(here, step)
        named.append(str(here["id"]) if isinstance(step, int) and isinstance(here, dict) and "id" in here else step)
    return tuple(named)


def by_place(document: Document, named: Key) -> Key:
    """Return the key path in `document` for a path made by `by_name`, as far as it leads there."""
    key: list[str | int] = []
    here: Any = document
    for step in named:
        place: str | int = step
        if isinstance(here, list) and isinstance(step, str):
            places = [n for n, entry in enumerate(here) if isinstance(entry, dict) and entry.get("id") == step]
            if not places:
                break
            place = places[-1]
        here = _step(here, place)
        key.append(place)
        if here is None:
            break
    return tuple(key)


def _step(here: Any, step: str | int) -> Any:
    if isinstance(here, dict):
        return here.get(str(step))
    return here[step] if isinstance(here, list) and isinstance(step, int) and step < len(here) else None
