"""How reports name what records know: the words of `names.toml`, and the name of a figure by its label."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal, NamedTuple

import msgspec

from junheng.audit.blanks.notes import Wording, content, wordings
from junheng.dictionary import Title

Sureness = Literal["exact", "synonym", "loose"]
"""How a label names a figure: by its first name, by another of its names, or with further words."""


class Group(msgspec.Struct, frozen=True):
    """Schools of some kinds, or stages, with their names."""

    title: Title
    words: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


class Measure(msgspec.Struct, frozen=True):
    """What is counted or measured, its names and base unit; `times` turns the stored figure into that unit."""

    words: tuple[str, ...]
    unit: str = "%"
    times: str = "1"
    of: int = 0


class Names(msgspec.Struct, frozen=True):
    """All of `names.toml` but its wording."""

    before: tuple[str, ...]
    behind: tuple[str, ...]
    never: tuple[str, ...]
    scope: tuple[str, ...]
    ownership: dict[str, tuple[str, ...]]
    schools: dict[str, Group]
    stages: dict[str, Group]
    measures: dict[str, Measure]
    county: dict[str, Measure]
    rates: dict[str, Measure]
    indicators: dict[str, Measure]


class Key(NamedTuple):
    """A figure records may know: table of names, entry, stage or ownership."""

    table: str
    name: str
    of: str = ""


class Called(NamedTuple):
    """What a label names, and how sure that is."""

    key: Key
    sure: Sureness


_DATA: dict[str, Any] = content(__file__)
RULES: dict[str, Wording] = wordings(_DATA)


@cache
def names() -> Names:
    """Return the names."""
    return msgspec.convert(_DATA, Names)


@cache
def _by_unit() -> dict[str, dict[str, Called]]:
    """Return every full name by the base unit its figure has."""
    told, found = names(), dict[str, dict[str, Called]]()

    def add(unit: str, word: str, key: Key, first: bool) -> None:
        found.setdefault(unit, {}).setdefault(word, Called(key, "exact" if first else "synonym"))

    for name, group in told.schools.items():
        for word in group.words:
            add("所", word, Key("schools", name), word == group.words[0])
    for name, measure in told.measures.items():
        for stage, group in told.stages.items():
            for place, word in enumerate(stem + end for stem in group.words for end in measure.words):
                add(measure.unit, word, Key("measures", name, stage), place == 0)
    for name, measure in told.indicators.items():
        for stage, group in told.stages.items():
            for word in (stem + end for stem in group.words for end in measure.words):
                add(measure.unit, word, Key("indicators", name, stage), word.endswith(measure.words[0]))
                add("", word + "差异系数", Key("variations", name, stage), word.endswith(measure.words[0]))
    for table, measures in (("county", told.county), ("rates", told.rates)):
        for name, measure in measures.items():
            for place, word in enumerate(measure.words):
                add(measure.unit, word, Key(table, name), place == 0)
    return found


@cache
def _ends() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    told = names()
    before, behind, never = (
        "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        for words in (told.before, told.behind, told.never)
    )
    blanks = r"\s\d,，:：;；、"
    return re.compile(f"(?:{before}|[{blanks}])+"), re.compile(f"(?:{behind}|[{blanks}])+$"), re.compile(never)


def narrowed(words: str) -> bool:
    """Whether words speak of something else than the whole stock the records count (新建, 农村, 寄宿制)."""
    return any(word in words for word in names().scope)


LONGEST = 40
_SHORT_REST = 4
_SPACES = re.compile(r"\s+")


def bared(label: str) -> str:
    """Return a label without blanks and the words at its ends that change nothing."""
    before, behind, _ = _ends()
    plain = _SPACES.sub("", label[-LONGEST:])
    match = before.match(plain)
    inner = plain[match.end() :] if match else plain
    tail = behind.search(inner)
    return inner[: tail.start()] if tail and tail.start() else inner


def named(label: str, unit: str) -> Called | None:
    """Return what a label names among figures of a base unit; None where it names nothing or something else."""
    known = _by_unit().get(unit)
    if not known:
        return None
    whole = _SPACES.sub("", label[-LONGEST:])
    begun = _ends()[0].match(whole)
    owner, plain = _owner(bared(label))
    # A name may itself end in one of the words that change nothing (差异系数).
    for called in (whole[begun.end() if begun else 0 :], plain):
        if called in known:
            return _owned(known[called], owner if called == plain else "")
    _, _, never = _ends()
    if never.search(whole):
        return None
    for start in range(1, min(len(plain), _SHORT_REST + 1)):
        found = known.get(plain[start:])
        if found is not None:
            owned = _owned(found, owner)
            return owned and Called(owned.key, "loose")
    return None


def _owner(plain: str) -> tuple[str, str]:
    for owner, words in names().ownership.items():
        for word in words:
            if plain.startswith(word) and len(plain) > len(word):
                return owner, plain[len(word) :]
    return "", plain


def _owned(called: Called, owner: str) -> Called | None:
    """Return the figure of public or private schools; only schools are counted by owner."""
    if not owner:
        return called
    return Called(Key("schools", called.key.name, owner), called.sure) if called.key.table == "schools" else None
