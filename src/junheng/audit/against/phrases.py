"""What a phrase names: read word by word, and not at all unless every word is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from junheng.audit.against.names import LONGEST, Word, longest, names, vocabulary

_YEARS = re.compile(
    r"(?:19|20)\d\d(?:[-—－~至](?:19|20)?\d\d)?(?:学年度?|年度?)(?:底|末|初)?|\d{1,2}月(?:底|末|初|\d{1,2}日)?"
)
_TRIED = 6
_NODES = 600


class Phrase(msgspec.Struct, frozen=True):
    """What the words of a label or clause name; all blank for words that change nothing."""

    groups: tuple[str, ...] = ()
    place: str = ""
    owner: str = ""
    boarding: bool = False
    measure: str = ""
    form: str = ""
    variation: bool = False
    school: bool = False
    """学校 stands in it."""
    exists: bool = False
    whole: tuple[str, ...] = ()
    """The endings of the words for the whole county that stand in it."""
    among: bool = False
    respectively: bool = False
    first: bool = True
    """Every name in it is the first of its names."""

    @property
    def plain(self) -> bool:
        """Whether nothing is named."""
        return not (self.groups or self.measure or self.place or self.owner or self.boarding or self.form)


@lru_cache(1 << 14)
def parse(words: str) -> Phrase | None:
    """Return what words name, blanks already left out; None where one is not known or they do not go together."""
    plain = _YEARS.sub("", words)
    if len(plain) > LONGEST or any(word in plain for word in names().never):
        return None
    for tried, found in enumerate(_segmented(plain)):
        phrase = _together(found)
        if phrase is not None or tried == _TRIED:
            return phrase
    return None


def _segmented(words: str) -> Iterator[tuple[Word, ...]]:
    """Yield the ways to divide words into known ones, those with longer words at the front first."""
    known, most, end = vocabulary(), longest(), len(words)
    dead: set[int] = set()
    stack: list[tuple[int, tuple[Word, ...]]] = [(0, ())]
    for _ in range(_NODES):
        if not stack:
            return
        at, taken = stack.pop()
        if at == end:
            yield taken
            continue
        if at in dead:
            continue
        further: list[tuple[int, tuple[Word, ...]]] = []
        for stop in range(at + 1, min(end, at + most) + 1):
            further.extend((stop, (*taken, sense)) for sense in reversed(known.get(words[at:stop], ())))
        if not further:
            dead.add(at)
        stack.extend(further)


def _together(words: tuple[Word, ...]) -> Phrase | None:
    """Return what known words name together; None where they cannot stand in this order."""
    told: dict[str, str] = {}
    groups: list[str] = []
    whole: list[str] = []
    flags: set[str] = set()
    before = ""
    for sort, entry, _ in words:
        match sort:
            case "group":
                if (groups and before != "joining") or "school" in flags or "measure" in told or "form" in told:
                    return None
                groups.append(entry)
            case "measure" | "form" | "place" | "owner":
                if sort in told or (sort == "form" and "measure" in told) or (sort == "place" and groups):
                    return None
                told[sort] = entry
            case "whole":
                whole.append(entry)
            case "boarding" | "variation" | "school" | "exists" | "among" | "respectively":
                flags.add(sort)
        before = sort
    return Phrase(
        tuple(groups),
        told.get("place", ""),
        told.get("owner", ""),
        "boarding" in flags,
        told.get("measure", ""),
        told.get("form", ""),
        "variation" in flags,
        "school" in flags,
        "exists" in flags,
        tuple(whole),
        "among" in flags,
        "respectively" in flags,
        all(first for _, _, first in words),
    )
