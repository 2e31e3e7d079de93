"""The classifications of labels.toml and of the folder families, as they are written down."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import chain, pairwise
from typing import Literal

import msgspec

Division = Literal["whole", "partition", "attribute", "kindred", "mixed", "unknown", "blank"]
"""How labels divide a total: leaving nothing out; by members of one family; by properties that may overlap or leave a
rest; by kinds of one member of a family; by properties of several families, which may overlap; by words of no family;
or there are no labels."""

_FILLERS = "共有为达计是约现设的"
"""What may stand between the name of a total and its figure."""


class Whole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members that leave nothing out; with heads, only where the total's label holds one of those words, and unless it
    ends with one of `ends`.

    An open one leaves out a member, or a rest, that is ordinary: what falls short of its total fails by a slip only.
    """

    members: tuple[str, ...]
    heads: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    open: bool = False

    def told(self, head: str, members: Sequence[str]) -> bool:
        """Return whether members are these, of a total whose label is given."""
        if set(self.members) != set(members) or (self.heads and not any(word in head for word in self.heads)):
            return False
        return not (self.ends and head.rstrip(_FILLERS).endswith(self.ends))


class Class(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One family of labels: its members, each with its words, and what they are like (see labels.toml)."""

    name: str
    members: dict[str, tuple[str, ...]]
    whole: tuple[Whole, ...] = ()
    attribute: bool = False
    property: bool = False
    above: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    sole: tuple[str, ...] = ()
    spans: dict[str, tuple[str, ...]] = {}
    scale: tuple[tuple[str, ...], ...] = ()
    least: int = 0
    open: bool | None = None
    without: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    lower_heads: tuple[str, ...] = ()


class _Basic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    least: int
    open: bool
    family: tuple[Class, ...]
    kinds: dict[str, tuple[str, ...]]
    scopes: tuple[str, ...]


class _Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    least: int
    open: bool
    family: tuple[Class, ...]


@cache
def basic() -> _Basic:
    """Return what labels.toml says: the families everything is divided by, kinds of things, and scopes."""
    text = files("junheng.audit.relations.sums.labels").joinpath("labels.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Basic)


@cache
def classes() -> tuple[Class, ...]:
    """Return every family: those of labels.toml first, then those of the folder, subject by subject."""
    folder = files("junheng.audit.relations.sums.labels").joinpath("families")
    subjects = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    read = [msgspec.convert(tomllib.loads(one.read_text("utf-8")), _Subject) for one in subjects]
    told: tuple[_Basic | _Subject, ...] = (basic(), *read)
    every = tuple(_of_file(one, file) for file in told for one in file.family)
    check(every)
    return every


def _of_file(told: Class, file: _Basic | _Subject) -> Class:
    """Return a family with what its file says of all: a least number of members, of no more than it has, and open."""
    own = file.open if told.open is None else told.open
    return msgspec.structs.replace(told, least=min(told.least or file.least, len(told.members)), open=own)


def check(every: Sequence[Class]) -> None:
    """Raise ValueError where two families have one name, or a family names members it does not have."""
    names = Counter(one.name for one in every)
    if twice := [name for name, count in names.items() if count > 1]:
        raise ValueError(f"families of labels told twice: {', '.join(twice)}")
    for one in every:
        wholes = [member for whole in one.whole for member in whole.members]
        unknown = {*wholes, *one.above, *one.apart, *one.upper, *chain(*one.scale)} - {*one.members}
        if unknown or one.least > len(one.members):
            raise ValueError(f"the family {one.name} has no members {', '.join(sorted(unknown)) or one.least}")


class Family:
    """One family of labels, ready to be asked."""

    def __init__(self, told: Class, place: int) -> None:
        self.told, self._place, self.basic = told, place, place < len(basic().family)
        self._member = {word: name for name, words in told.members.items() for word in words}
        self._without = any_of(told.without) if told.without else None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """Compiled when a label first holds a beginning of one of the words: most families are never asked."""
        return any_of(self._member)

    def member(self, label: str) -> str:
        """Return the member a label belongs to, blank for none: the last it names."""
        return members(label).get(self._place, "")

    def last(self, label: str) -> str:
        """Return the same, looked for."""
        if self._without is not None and self._without.search(label):
            return ""
        found = ""
        for match in self._pattern.finditer(label.replace("其中", "，")):  # 其中小学 is no 中小学
            found = self._member[match[0]]
        return found

    def first(self, label: str) -> str:
        """Return the first member a label names, blank for none."""
        found = self._pattern.search(label)
        return self._member[found[0]] if found is not None else ""

    def spanned(self, labels: Iterable[str]) -> set[str]:
        """Return the members that labels hold besides those they name (高中阶段: 中职)."""
        spans, said = self.told.spans, "|".join(labels)
        return {name for word, names in spans.items() if word in said for name in names}

    def rest(self, label: str) -> str:
        """Return what a label says besides the words of the family."""
        return self._pattern.sub("", label)

    def divides(self, head: str, members: Sequence[str]) -> Division | None:
        """Return how the members that parts belong to divide a total by this family; None where they do not."""
        if not all(members) or len(set(members)) < len(members):
            return None
        if self.scaled(members):
            return "whole"
        wholes = [whole for whole in self.told.whole if whole.told(head, members)]
        if not all(whole.open for whole in wholes):
            return "whole"
        if self.told.attribute:
            return "attribute"
        return "partition" if wholes or len(members) >= self.told.least else None

    def leaves_some(self, head: str, members: Sequence[str]) -> bool:
        """Return whether members that divide a total are often told without others there are."""
        if self.divides(head, members) != "partition":
            return False
        return bool(self.told.open) or any(whole.open and whole.told(head, members) for whole in self.told.whole)

    def scaled(self, members: Sequence[str]) -> bool:
        """Return whether members are the steps of one scale, both of its sides among them."""
        sides = self.told.scale
        return bool(sides) and len(set(members)) > 2 and all(any(one in members for one in side) for side in sides)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words, the longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


@cache
def families() -> tuple[Family, ...]:
    """Return every family of labels."""
    return tuple(Family(one, place) for place, one in enumerate(classes()))


@cache
def by_name() -> dict[str, Family]:
    """Return the families by their names."""
    return {family.told.name: family for family in families()}


@lru_cache(maxsize=1 << 14)
def members(label: str) -> dict[int, str]:
    """Return the members a label names, by the place of their family: of a few families at the most."""
    begins = _begun()
    near = {place for begin in (*label, *map("".join, pairwise(label)))
            for place in begins.get(begin, ())}  # fmt: skip
    found = ((place, families()[place].last(label)) for place in sorted(near))
    return {place: name for place, name in found if name}


@cache
def _begun() -> dict[str, frozenset[int]]:
    """Return which families, by their place, have words that begin with two characters, or are no more than one."""
    found: dict[str, set[int]] = {}
    for place, family in enumerate(families()):
        for words in family.told.members.values():
            for word in words:
                found.setdefault(word[:2], set()).add(place)
    return {first: frozenset(places) for first, places in found.items()}


_ENDING = {"园": "preschool"}
"""What a label is of that names no stage, by its last character (公办园)."""


def of_another(head: str, labels: Sequence[str]) -> bool:
    """Return whether a total is of one stage and all of its parts of another (小学139所，公办幼儿园10所，民办128所)."""
    for place, member in members(head).items():
        told = families()[place].told
        others = {*told.sole} - {member} if member in told.sole else {*told.apart} if member in told.above else set()
        theirs = [members(label).get(place, _ENDING.get(label[-1:], "")) for label in labels] if others else []
        if theirs and theirs[0] in others and {*theirs} <= {theirs[0], ""}:
            return True  # 公办幼儿园10所，民办128所: what is named once is of the others too
    return False


def named(labels: Iterable[str]) -> list[tuple[Family, tuple[str, ...]]]:
    """Return the families that name every one of some labels, each with their members."""
    told = [members(label) for label in labels]
    if not told:
        return []
    places = [place for place in told[0] if all(place in one for one in told[1:])]
    return [(families()[place], tuple(one[place] for one in told)) for place in places]
