"""The registry as the frames the spine works on."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from junheng.dictionary import Tables
from junheng.web.registry.tables import MODELS, columns, table


def tables(county: str, *, up_to: int | None = None, names: Iterable[str] = MODELS) -> Tables:
    """Return the county's records of all years (up to one) as frames typed by the dictionary, without empty ones."""
    found = {}
    for name in names:
        rows = MODELS[name]._default_manager.filter(county_id=county).order_by("pk")
        if up_to is not None:
            rows = rows.filter(year__lte=up_to)
        fields = columns(name)
        schema = {field: kind for field, kind in table(name).schema.items() if field in fields}
        frame = pl.DataFrame(list(rows.values_list(*fields)), schema=schema, orient="row")
        if frame.is_empty():
            continue
        if "county_code" in table(name).fields:
            frame = frame.with_columns(pl.lit(county).alias("county_code"))
        found[name] = table(name).conform(frame)
    return found
