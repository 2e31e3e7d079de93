"""What the log's acts, channels and details are called in words, and the groups the yearly pack counts them in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from junheng.dictionary import Title, load
from junheng.web.base.words import title


@lru_cache(maxsize=1)
def _file() -> dict[str, Any]:
    return tomllib.loads(files("junheng.web.log").joinpath("acts.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def acts() -> Mapping[str, Title]:
    """Return every act's name, in the order of its code."""
    return {name: Title(*words) for name, words in sorted(_file()["acts"].items())}


def act(name: str) -> str:
    """Return the act's name in the page's language; its code when it has none."""
    return title(acts()[name]) if name in acts() else name


def channels() -> Mapping[str, Title]:
    """Return the names of the ways an act came."""
    return {name: Title(*words) for name, words in _file()["channels"].items()}


@lru_cache(maxsize=1)
def _details() -> Mapping[str, Title]:
    fields = {field.name: field.title for table in load() for field in table.fields.values()}
    tables = {table.name: table.title for table in load()}
    return {**fields, **tables, **{name: Title(*words) for name, words in _file()["details"].items()}}


def detail(name: str) -> str:
    """Return what a part of an entry's detail is called: a field or table of the dictionary, or the log's own."""
    known = _details().get(name)
    return title(known) if known is not None else name


def group(name: str) -> tuple[str, ...]:
    """Return the acts of a group of the yearly pack that have a name here."""
    wanted: Iterable[str] = _file()["groups"][name]
    return tuple(each for each in acts() if any(_fits(each, pattern) for pattern in wanted))


def _fits(name: str, pattern: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern
