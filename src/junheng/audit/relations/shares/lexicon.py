"""The words shares are told by, as data (`words.toml`), made into patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def lexicon() -> dict[str, Any]:
    """Return the tables of `words.toml`."""
    return tomllib.loads(files("junheng.audit.relations.shares").joinpath("words.toml").read_text("utf-8"))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return one pattern."""
    return re.compile(lexicon()[name])


@cache
def rates() -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return the rates that name neither of their figures, each with what its part and its whole are called."""
    return {name: (re.compile(part), re.compile(whole)) for name, (part, whole) in lexicon()["rates"].items()}
