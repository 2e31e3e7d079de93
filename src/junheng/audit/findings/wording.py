"""The sentences of the findings, from their data file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from junheng.dictionary import Title


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What findings are worded with: workings by kind of relation, slips by name, and the rest."""

    working: dict[str, Title]
    joined: dict[str, str]
    slip: dict[str, Title]
    said: dict[str, Title]
    kind: dict[str, Title]
    labels: dict[str, list[str]]


@cache
def words() -> Words:
    """Return the words, read once."""
    text = files("junheng.audit.findings").joinpath("words.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Words)
