"""The page's own words, from their data file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from junheng.dictionary import Title


@cache
def _titles() -> Mapping[str, Title]:
    text = (files("junheng.report.page") / "assets" / "words.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Title])


def words(language: str) -> Mapping[str, str]:
    """Return the page's words in one language."""
    return {name: title.in_language(language) for name, title in _titles().items()}
