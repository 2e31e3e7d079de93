"""The words of `words.toml`, the measures of `measures.toml`, the sentences of `said.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple

import msgspec

from junheng.audit.blanks.notes import Wording, content, wordings
from junheng.dictionary import Title

Grade = Literal["exact", "synonym", "context", "loose"]
"""How a figure is named: by its first name with its stage, by another of its names, with its name or stage taken from
the words before, or without its stage."""

SCHOOLS = "schools"
"""The measure that counts schools; it has no entry in `measures.toml`."""


class Group(msgspec.Struct, frozen=True):
    """Schools of some kinds and the stages of their pupils, with their names."""

    title: Title
    words: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    also_stages: tuple[str, ...] = ()


class Reading(msgspec.Struct, frozen=True):
    """Another way to work a measure out: fields in place of its own; blank ones stay the measure's."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    per: tuple[str, ...] = ()


class Measure(msgspec.Struct, frozen=True, kw_only=True):
    """What is counted or measured: (plus − minus) / per × times, in `unit`; see `measures.toml`."""

    words: tuple[str, ...]
    unit: str
    title: Title | None = None
    table: Literal["part", "county"] = "part"
    plus: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    per: tuple[str, ...] = ()
    times: int = 1
    also: tuple[Reading, ...] = ()
    qualified: dict[str, tuple[str, ...]] = {}
    most: str = ""
    indicator: str = ""
    composite: bool = False
    item: str = ""
    items: dict[str, tuple[str, int]] = {}
    groups: tuple[str, ...] = ()
    vague: bool = False

    @property
    def of_county(self) -> bool:
        """Whether it is told of the county as a whole, whatever the stage."""
        return self.table == "county" or bool(self.item)


class Place(msgspec.Struct, frozen=True):
    """Schools by town and country; `groups` are the readings: sets of groups of the dictionary's list of locales."""

    words: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    title: Title


class Named(msgspec.Struct, frozen=True):
    """Words with a title."""

    words: tuple[str, ...]
    title: Title


class Form(msgspec.Struct, frozen=True):
    """A figure told for each of something."""

    words: tuple[str, ...]
    per: str
    title: Title
    times: int = 1


class Names(msgspec.Struct, frozen=True):
    """All of `words.toml`, with the measures."""

    neutral: tuple[str, ...]
    exists: tuple[str, ...]
    whole: dict[str, tuple[str, ...]]
    among: tuple[str, ...]
    joining: tuple[str, ...]
    respectively: tuple[str, ...]
    variation: tuple[str, ...]
    school: tuple[str, ...]
    bracketed: tuple[str, ...]
    elsewhere: tuple[str, ...]
    comparing: tuple[str, ...]
    rounding: tuple[str, ...]
    never: tuple[str, ...]
    now: tuple[str, ...]
    common: tuple[str, ...]
    places: dict[str, Place]
    owners: dict[str, Named]
    boarding: Named
    forms: dict[str, Form]
    groups: dict[str, Group]
    measures: dict[str, Measure]
    bare: dict[str, tuple[str, ...]]


class Said(msgspec.Struct, frozen=True):
    """What is said beside the findings: how sure a match is, why a figure was not compared."""

    sureness: dict[Grade, Title]
    reason: dict[str, Title]
    reading: dict[str, Title]


class Key(NamedTuple):
    """A figure records may know: a measure of `measures.toml` (or `schools`), of which schools, in which form."""

    measure: str
    groups: tuple[str, ...] = ()
    place: str = ""
    owner: str = ""
    boarding: bool = False
    form: str = ""
    variation: bool = False


class Word(NamedTuple):
    """One sense of a word: what it is, which entry it names, whether it is the entry's first name."""

    sort: str
    entry: str = ""
    first: bool = True


_SAID: dict[str, Any] = content(__file__, "said.toml")
RULES: dict[str, Wording] = wordings(_SAID)
SAID: Said = msgspec.convert(_SAID, Said)
SURENESS: dict[Grade, Title] = SAID.sureness
"""How sure a match is, in words."""


@cache
def names() -> Names:
    """Return the names."""
    return msgspec.convert(content(__file__, "words.toml") | content(__file__, "measures.toml"), Names)


@cache
def vocabulary() -> dict[str, tuple[Word, ...]]:
    """Return every word with its senses."""
    found: dict[str, tuple[Word, ...]] = {}
    for word, sense in _senses(names()):
        found[word] = (*found.get(word, ()), sense)
    return found


def _senses(told: Names) -> Iterator[tuple[str, Word]]:
    entries: tuple[tuple[str, dict[str, Any]], ...] = (
        ("group", told.groups),
        ("measure", told.measures),
        ("form", told.forms),
        ("place", told.places),
        ("owner", told.owners),
    )
    for sort, table in entries:
        for name, entry in table.items():
            for word in entry.words:
                yield word, Word(sort, name, word == entry.words[0])
    for ending, words in told.whole.items():
        yield from ((word, Word("whole", ending)) for word in words)
    plain = {
        "boarding": told.boarding.words, "exists": told.exists, "among": told.among, "joining": told.joining,
        "variation": told.variation, "school": told.school, "respectively": told.respectively,
    }  # fmt: skip
    for sort, words in plain.items():
        yield from ((word, Word(sort)) for word in words)
    taken = {word for words in plain.values() for word in words}
    yield from ((word, Word("neutral")) for word in told.neutral if word not in taken)


@cache
def longest() -> int:
    """Return how long the longest word is."""
    return max(map(len, vocabulary()))


LONGEST = 40
_SPACES = re.compile(r"\s+")
_BLANKS = r"\s\d,，:：;；、"


@cache
def _ends() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, behind = (
        "|".join(sorted(map(re.escape, names().bare[end]), key=len, reverse=True)) for end in ("before", "behind")
    )
    return re.compile(f"(?:{before}|[{_BLANKS}])+"), re.compile(f"(?:{behind}|[{_BLANKS}])+$")


def bared(label: str) -> str:
    """Return a label without blanks and the words at its ends that change nothing."""
    before, behind = _ends()
    plain = _SPACES.sub("", label[-LONGEST:])
    match = before.match(plain)
    inner = plain[match.end() :] if match else plain
    tail = behind.search(inner)
    return inner[: tail.start()] if tail and tail.start() else inner
