"""The classifications of labels.toml and of the folder families, as they are written down."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec


class Whole(msgspec.Struct, frozen=True):
    """Members that leave nothing out; with heads, only where the total's label holds one of those words."""

    members: tuple[str, ...]
    heads: tuple[str, ...] = ()


class Class(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One family of labels: its members, each with its words, and what they are like (see labels.toml)."""

    name: str
    members: dict[str, tuple[str, ...]]
    whole: tuple[Whole, ...] = ()
    attribute: bool = False
    property: bool = False
    above: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    scale: tuple[tuple[str, ...], ...] = ()
    least: int = 0
    without: tuple[str, ...] = ()
    upper: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    lower_heads: tuple[str, ...] = ()


class _Basic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    least: int
    family: tuple[Class, ...]
    kinds: dict[str, tuple[str, ...]]
    scopes: tuple[str, ...]


class _Subject(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    least: int
    family: tuple[Class, ...]


@cache
def basic() -> _Basic:
    """Return what labels.toml says: the families everything is divided by, kinds of things, and scopes."""
    text = files("junheng.audit.relations.sums").joinpath("labels.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Basic)


@cache
def classes() -> tuple[Class, ...]:
    """Return every family: those of labels.toml first, then those of the folder, subject by subject."""
    folder = files("junheng.audit.relations.sums").joinpath("families")
    subjects = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    read = [msgspec.convert(tomllib.loads(one.read_text("utf-8")), _Subject) for one in subjects]
    return tuple(_of_least(one, file.least) for file in (basic(), *read) for one in file.family)


def _of_least(told: Class, least: int) -> Class:
    return told if told.least else msgspec.structs.replace(told, least=least)
