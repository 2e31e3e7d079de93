"""What labels tell: whether they divide a total, and whether they leave nothing of it out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import msgspec

Division = Literal["whole", "partition", "attribute", "kindred", "mixed", "unknown", "blank"]
"""How labels divide a total: leaving nothing out; by members of one family; by properties that may overlap or leave a
rest; by kinds of one member of a family; by properties of several families, which may overlap; by words of no family;
or there are no labels."""
_BLANK = re.compile(r"[\s\d的在为有是共属于占其]+")

_CONTRARY = re.compile(r"(?:未|不|没有|非|无)([^，,。、的]{2})")


class _Whole(msgspec.Struct, frozen=True):
    members: tuple[str, ...]
    heads: tuple[str, ...] = ()


class _Family(msgspec.Struct, frozen=True):
    name: str
    members: dict[str, tuple[str, ...]]
    whole: tuple[_Whole, ...] = ()
    attribute: bool = False
    property: bool = False
    above: tuple[str, ...] = ()
    scale: tuple[tuple[str, ...], ...] = ()

    def pattern(self) -> re.Pattern[str]:
        return any_of(word for words in self.members.values() for word in words)


class _File(msgspec.Struct, frozen=True):
    family: tuple[_Family, ...]
    kinds: dict[str, tuple[str, ...]]


class Family:
    """One family of labels, ready to be asked."""

    def __init__(self, told: _Family) -> None:
        self.told = told
        self._pattern = told.pattern()
        self._member = {word: name for name, words in told.members.items() for word in words}

    def member(self, label: str) -> str:
        """Return the member a label belongs to, blank for none: the last it names."""
        found = ""
        for match in self._pattern.finditer(label):
            found = self._member[match[0]]
        return found

    def divides(self, head: str, members: Sequence[str]) -> Division | None:
        """Return how the members that parts belong to divide a total by this family; None where they do not."""
        if not all(members) or len(set(members)) < len(members):
            return None
        if self.told.attribute:
            return "attribute"
        if self.scaled(members):
            return "whole"
        for whole in self.told.whole:
            if set(whole.members) == set(members) and (not whole.heads or any(word in head for word in whole.heads)):
                return "whole"
        return "partition"

    def scaled(self, members: Sequence[str]) -> bool:
        """Return whether members are the steps of one scale, both of its sides among them."""
        sides = self.told.scale
        return bool(sides) and len(set(members)) > 2 and all(any(one in members for one in side) for side in sides)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words, the longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


@cache
def _file() -> _File:
    text = files("junheng.audit.relations").joinpath("labels.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _File)


@cache
def families() -> tuple[Family, ...]:
    """Return the families of labels.toml."""
    return tuple(Family(one) for one in _file().family)


@cache
def _kinds() -> tuple[re.Pattern[str], ...]:
    return tuple(any_of(words) for words in _file().kinds.values())


def division(head: str, labels: Sequence[str]) -> Division:
    """Return how the labels of parts divide the total whose label is given."""
    if not any(_BLANK.sub("", label) for label in labels):
        return "blank"
    named = list(zip(families(), *(_members(label) for label in labels), strict=True))
    found = {family.divides(head, members) for family, *members in named}
    for kind in ("whole", "partition", "attribute"):
        if kind in found:
            return kind
    if _two_sides(labels):
        return "whole"
    if any(family.told.property and any(members) for family, *members in named):
        return "mixed"
    distinct = len(set(labels)) == len(labels)
    kindred = distinct and any(all(members) for family, *members in named if not family.told.attribute)
    return "kindred" if kindred else "unknown"


@lru_cache(maxsize=4096)
def _members(label: str) -> tuple[str, ...]:
    """Return the member a label belongs to in each family, blank for none."""
    return tuple(family.member(label) for family in families())


def _two_sides(labels: Sequence[str]) -> bool:
    """Return whether two labels are a thing and its contrary (已销号, 未销号)."""
    if len(labels) != 2:
        return False
    for one, other in (labels, labels[::-1]):
        found = _CONTRARY.search(other)
        if found is not None and found[1] in one and not _CONTRARY.search(one):
            return True
    return False


def is_a_step(label: str) -> bool:
    """Return whether a label names a step of some scale."""
    return any(own and family.told.scale for family, own in zip(families(), _members(label), strict=True))


def on_a_scale(head: str, labels: Sequence[str]) -> bool:
    """Return whether labels are the steps of one scale (满意, 一般, 不满意), each once, and the total's is none."""
    for family, own, *members in zip(families(), _members(head), *map(_members, labels), strict=True):
        if family.scaled(members) and not own and all(members) and len(set(members)) == len(members):
            return True
    return False


def in_one_row(head: str, labels: Sequence[str]) -> bool:
    """Return whether a figure stands in one row with others: beside them in their family, not above them."""
    for family, own, *members in zip(families(), _members(head), *map(_members, labels), strict=True):
        if not own or own in family.told.above or family.told.name == "place":
            continue
        if all(members) and own not in members:
            return True
    return False


def named_in(head: str, labels: Sequence[str]) -> bool:
    """Return whether the total's label names each of its parts, as 执业(助理)医师 names 执业医师 and 助理医师."""
    if len(labels) < 2 or len(set(labels)) < len(labels):
        return False
    own = [_BLANK.sub("", label)[:2] for label in labels]
    return len(set(own)) == len(own) and all(len(word) == 2 and word in head for word in own)


def named_alike(labels: Sequence[str]) -> bool:
    """Return whether labels are kinds of one thing by their ends: 当场整改, 限期整改."""
    ends = {label[-2:] for label in labels}
    return len(ends) == 1 and len(ends.pop()) > 1 and len(set(labels)) == len(labels)


def share_a_word(one: str, other: str) -> bool:
    """Return whether two labels have two characters in a row in common."""
    one, other = _BLANK.sub("", one)[-24:], _BLANK.sub("", other)[-24:]
    return any(one[at : at + 2] in other for at in range(len(one) - 1))


def alike(one: str, other: str) -> bool:
    """Return whether two labels tell of the same kind of thing: by a word in common, or by words of one kind."""
    return share_a_word(one, other) or any(kind.search(one) and kind.search(other) for kind in _kinds())
