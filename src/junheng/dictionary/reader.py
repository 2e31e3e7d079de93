"""Reads the dictionary's data files into the shapes of `model`."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import msgspec

from junheng.dictionary.model import Checks, CodeList, Derived, Dictionary, Table, Unit


def _read(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)


def _table(path: Traversable) -> Table:
    raw = _read(path)
    fields = {name: {"name": name, **spec} for name, spec in raw.pop("fields").items()}
    return msgspec.convert({"name": path.name.removesuffix(".toml"), "fields": fields, **raw}, Table)


@cache
def load() -> Dictionary:
    """Return the dictionary that comes with the program (read once per process)."""
    home = files("junheng.dictionary")
    tables = [_table(path) for path in sorted((home / "tables").iterdir(), key=lambda path: path.name)]
    return Dictionary(
        tables={table.name: table for table in tables},
        codes=msgspec.convert(_read(home / "codes.toml"), dict[str, CodeList]),
        units=msgspec.convert(_read(home / "units.toml"), dict[str, Unit]),
        checks=msgspec.convert(_read(home / "checks.toml"), Checks),
        derived=msgspec.convert(_read(home / "derived.toml"), Derived),
    )
