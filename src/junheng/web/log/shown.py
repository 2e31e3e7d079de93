"""An entry as people read it: before and after side by side, everything else as a list."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from junheng.web.base.words import say
from junheng.web.log import names
from junheng.web.log.models import Entry

MOST = 500
"""Lines of one entry shown; the rest stays in the log."""


@dataclass(frozen=True, slots=True)
class Line:
    """One part of an entry's detail."""

    name: str
    value: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The detail of an entry: fields with before and after, and the rest; `more` lines were left out."""

    changes: list[Line]
    rest: list[Line]
    more: int


def shown(entry: Entry) -> Shown:
    """Return an entry's detail in lines."""
    try:
        detail = json.loads(entry.detail) if entry.detail else {}
    except ValueError:
        detail = {"text": entry.detail}
    before, after = dict(_flat(detail.pop("before", {}))), dict(_flat(detail.pop("after", {})))
    fields = [*before, *(name for name in after if name not in before)]
    changes = [Line(_name(name), before=before.get(name, ""), after=after.get(name, "")) for name in fields]
    rest = [Line(_name(name), value) for name, value in _flat(detail)]
    more = max(len(changes) - MOST, 0) + max(len(rest) - MOST, 0)
    return Shown(changes[:MOST], rest[:MOST], more)


def _flat(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield every value with the names that lead to it; lists of plain values in one."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(inner, (*path, str(name)))
    elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        for number, inner in enumerate(value, 1):
            yield from _flat(inner, (*path, str(number)))
    else:
        yield path, _text(value)


def _text(value: Any) -> str:
    if value is None:
        return say("（空）", "(blank)")
    if isinstance(value, bool):
        return say("是", "yes") if value else say("否", "no")
    if isinstance(value, list):
        return say("、", ", ").join(_text(each) for each in value)
    return str(value)


def _name(path: tuple[str, ...]) -> str:
    return " · ".join(names.detail(each) for each in path)
