"""A whole set of tables into an empty county: the demo, and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from junheng.dictionary import Tables
from junheng.web.log.actor import Actor
from junheng.web.people.models import County
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.models import Batch
from junheng.web.registry.tables import MODELS, columns


def edits(tables: Tables, names: Iterable[str] = MODELS) -> Iterator[Edit]:
    """Yield an edit for each row of the tables, typed as the dictionary says."""
    for name in names:
        if name in tables:
            for row in tables[name].select(columns(name)).iter_rows(named=True):
                yield Edit(name, row)


def county_of(tables: Tables) -> County:
    """Return the county the tables are of, made where it is not there yet."""
    row = tables["county"].sort("year").row(-1, named=True)
    county, _ = County.objects.get_or_create(
        code=row["county_code"],
        defaults={
            "name": row["county_name"],
            "city_name": row["city_name"] or "",
            "province_name": row["province_name"] or "",
        },
    )
    return county


def load(actor: Actor, tables: Tables, *, title: str = "") -> Batch | None:
    """Write all tables into their county's registry."""
    return write(actor, county_of(tables).code, edits(tables), source="demo", title=title)
