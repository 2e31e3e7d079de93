"""What evidence can be attached to, as text: items of a standard and figures of the registry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from junheng.dictionary import Field, load
from junheng.web.registry.tables import MODELS, key_fields


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one record."""

    table: str
    year: int
    key: str
    field: Field

    @property
    def school_code(self) -> str:
        """Return the school the record is of; blank for the county's own."""
        names = key_fields(self.table)
        return self.key.split("|")[names.index("school_code")] if "school_code" in names else ""


def item_thing(standard: str, item: str) -> str:
    """Return the name of an item."""
    return f"item:{standard}:{item}"


def figure_of(thing: str) -> Figure | None:
    """Return the figure a name stands for; None when it is no name of a figure the dictionary knows."""
    parts = thing.split(":")
    if (
        len(parts) != 5
        or parts[0] != "figure"
        or parts[1] not in MODELS
        or not re.fullmatch(r"\d{4}", parts[2], re.ASCII)
    ):
        return None
    table, year, key, name = parts[1], int(parts[2]), parts[3], parts[4]
    field = load().tables[table].fields.get(name)
    if field is None or key.count("|") != max(len(key_fields(table)) - 1, 0) or not 1900 <= year <= 2200:
        return None
    return Figure(table, year, key, field)
