"""The yearly pack on the protection of minors' data: gathered, written as a ZIP, kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.db.models import Count, Max, Min, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from junheng.web.base.words import language, say
from junheng.web.log import csvs, names, pack_files, persons, verify
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.log.models import Entry, Pack
from junheng.web.people.models import County

SHOWN = 200
"""Entries of a list on the page; the ZIP has them all."""
LISTS = ("looked", "exported", "imported", "granted", "incidents")


@dataclass(frozen=True, slots=True)
class Made:
    """A pack that was made and is not yet kept: its content and its file, which has its final place."""

    county: County
    year: int
    content: dict[str, Any]
    file: Path
    sha256: str
    by: str


@lru_cache(maxsize=1)
def texts() -> Mapping[str, Any]:
    """Return the texts of pack.toml: grounds, purposes, retention."""
    return tomllib.loads(files("junheng.web.log").joinpath("pack.toml").read_text("utf-8"))


def make(county_code: str, year: int, *, by: str) -> Made:
    """Gather the pack of a county and calendar year and write its ZIP. Reads much; writes no row.

    Raises County.DoesNotExist.
    """
    county = County.objects.get(pk=county_code)
    found = content(county, year, by=by)
    folder = pack_files.folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".zip", dir=folder)
    with os.fdopen(handle, "wb") as file:
        _zip(file, county, year, found)
    path = Path(name)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    final = folder / f"{digest}.zip"
    path.replace(final)
    return Made(county, year, found, final, digest, by)


def keep(actor: Actor, made: Made) -> Pack:
    """Keep a pack that was made; logged. Call it in a transaction; permission is asked by the caller."""
    kept = Pack.objects.create(
        county_code=made.county.code,
        county_name=made.county.name,
        year=made.year,
        made_by=made.by,
        content=made.content,
        sha256=made.sha256,
        size=made.file.stat().st_size,
    )
    record(actor, "log.pack", f"pack:{kept.pk}", county=made.county.code, year=made.year, sha256=made.sha256)
    return kept


def content(county: County, year: int, *, by: str) -> dict[str, Any]:
    """Return what the page shows, as JSON: figures, names of users, acts; no person of the registry."""
    found: dict[str, Any] = {
        "county": county.name,
        "code": county.code,
        "year": year,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "made_by": by,
        "tables": persons.tables(county.code),
        "could": persons.could_look(county.code),
    }
    for name in LISTS:
        rows = entries(name, county.code, year)
        found[name] = {"total": rows.count(), "by": _by(rows), "first": [line(row) for row in rows[:SHOWN]]}
    whole = verify.here()
    found["log"] = {
        "rows": whole.rows,
        "seal": str(whole.end),
        "fault": None if whole.fault is None else [whole.fault.words.zh, whole.fault.words.en],
    }
    return found


def entries(name: str, county: str, year: int) -> QuerySet[Entry]:
    """Return the entries of one list of the pack, in order."""
    zone = timezone.get_default_timezone()
    start, end = dt.datetime(year, 1, 1, tzinfo=zone), dt.datetime(year + 1, 1, 1, tzinfo=zone)
    here = Q(county_code=county)
    if name == "incidents":  # signing in is not of a county: those of its people count
        here |= Q(county_code="", thing__in=[f"user:{each}" for each in persons.people(county)])
    rows = Entry.objects.filter(here, act__in=names.group(name), at__gte=start, at__lt=end)
    return rows.order_by("number")


def line(entry: Entry) -> dict[str, Any]:
    """Return an entry as the pack lists it."""
    detail = persons.detail(entry)
    return {
        "number": entry.number,
        "at": timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds")[:19],
        "user": entry.user_name,
        "act": entry.act,
        "thing": entry.thing,
        "purpose": detail.get("purpose", ""),
        "rows": detail.get("rows", ""),
    }


def _by(rows: QuerySet[Entry]) -> list[dict[str, Any]]:
    """Count by person and act."""
    groups = rows.order_by().values("user_name", "act").annotate(n=Count("pk"), first=Min("at"), last=Max("at"))
    return [
        {
            "user": each["user_name"],
            "act": each["act"],
            "times": each["n"],
            "first": f"{timezone.localtime(each['first']):%Y-%m-%d}",
            "last": f"{timezone.localtime(each['last']):%Y-%m-%d}",
        }
        for each in groups.order_by("-n", "user_name", "act")
    ]


def _zip(file: Any, county: County, year: int, found: Mapping[str, Any]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        tables = _tables(county, year, found)
        about = {"pack": found, "texts": texts(), "lists": list(tables), "language": language()}
        packed.writestr("index.html", render_to_string("log/pack_file.html", about))
        packed.writestr(
            "style.css", "".join(_static(name) for name in ("base/tokens.css", "base/page.css", "log/log.css"))
        )
        for name, (columns, rows) in tables.items():
            packed.writestr(f"{name}.csv", "".join(csvs.lines(columns, rows)))


def _static(name: str) -> str:
    path = finders.find(name)
    return Path(path).read_text("utf-8") if isinstance(path, str) else ""


def _tables(
    county: County, year: int, found: Mapping[str, Any]
) -> dict[str, tuple[Sequence[str], Iterable[Sequence[Any]]]]:
    """Return the ZIP's tables: name → columns and rows."""
    columns = [
        say("行号", "row"), say("时间", "time"), say("登录名", "user"), say("事项", "act"), say("对象", "thing"),
        say("用途", "purpose"), say("行数", "rows"),
    ]  # fmt: skip
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[Any]]]] = {
        "kept": (persons.field_columns(), persons.field_rows(found["tables"], texts()["purpose"])),
        "counts": (
            [say("表", "table"), say("学年", "school year"), say("人数", "persons")],
            [[persons.table_title(each["table"]), *count] for each in found["tables"] for count in each["counts"]],
        ),
        "could_look": (persons.grant_columns(), persons.grant_rows(found["could"])),
    }
    for name in LISTS:
        tables[name] = (columns, _rows(entries(name, county.code, year)))
    return tables


def _rows(rows: QuerySet[Entry]) -> Iterator[Sequence[Any]]:
    for entry in rows.iterator(chunk_size=2000):
        said = line(entry)
        yield [names.act(entry.act) if name == "act" else value for name, value in said.items()]
