"""The records behind a figure: their values in the snapshot, and who last changed them before it was frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl
from django.db.models import Q
from django.urls import reverse

from junheng.dictionary import Field, load
from junheng.report.page.printer import Printer
from junheng.report.words import code_word
from junheng.web.base.words import bi, language, title
from junheng.web.judgement.scope import sees_records
from junheng.web.judgement.service import Judged
from junheng.web.registry.models import Change
from junheng.web.registry.tables import MODELS, key_fields, key_of

SOURCES = {
    "form": bi("登记", "entered"),
    "bulk": bi("批量修改", "bulk edit"),
    "import": bi("导入", "import"),
    "filing": bi("填报审核通过", "filing accepted"),
    "undo": bi("撤销", "undone"),
    "demo": bi("初始数据", "first data"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """One field of a record as it was frozen, and its last change: who, when, how (blank where it is not kept)."""

    title: str
    text: str
    blank: bool
    who: str = ""
    when: Any = None
    source: Any = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One record behind a figure; `address` is its page in the registry, blank for who may not open it."""

    table: str
    name: str
    values: tuple[Value, ...]
    address: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    table: str
    row: Mapping[str, Any]
    fields: tuple[str, ...]

    @property
    def key(self) -> str:
        return key_of(self.table, self.row)


def of_unit(request: Any, found: Judged, unit: str, stages: Iterable[str], fields: Iterable[str]) -> list[Record]:
    """Return the school's rows that hold `fields`: of the whole school, and of its parts in `stages`.

    Nothing for who may not read records.
    """
    wanted = tuple(fields)
    return _records(
        request,
        found,
        [
            *_rows(found, unit, "school", _held("school", wanted), None),
            *_rows(found, unit, "part", _held("part", wanted), frozenset(stages)),
        ],
    )


def of_county(request: Any, found: Judged, fields: Iterable[str]) -> list[Record]:
    """Return the county's own row with `fields`; nothing where it holds none, or for who may not read records."""
    held = _held("county", tuple(fields))
    frame = found.tables.get("county")
    if not held or frame is None:
        return []
    rows = frame.filter(pl.col("year") == found.snapshot.year).to_dicts()
    return _records(request, found, [_Wanted("county", row, held) for row in rows])


def _held(table: str, fields: Sequence[str]) -> tuple[str, ...]:
    known = load().tables[table].fields
    return tuple(name for name in fields if name in known)


def _rows(
    found: Judged, unit: str, table: str, fields: tuple[str, ...], stages: frozenset[str] | None
) -> list[_Wanted]:
    frame = found.tables.get(table)
    if frame is None or not fields:
        return []
    school, _, campus = unit.partition("/")
    rows = frame.filter((pl.col("year") == found.snapshot.year) & (pl.col("school_code") == school)).to_dicts()
    # A campus that is a unit of its own has its own rows; the others are the main unit's.
    own = {each.partition("/")[2] for each in found.facts.parts["unit"].unique() if each.startswith(f"{school}/")}
    return [
        _Wanted(table, row, fields)
        for row in rows
        if ((row["campus"] or "") == campus if campus else (row["campus"] or "") not in own)
        and (stages is None or row["stage"] in stages)
    ]


def _records(request: Any, found: Judged, wanted: Sequence[_Wanted]) -> list[Record]:
    if not sees_records(request, found):
        return []
    changes = _changes(found, wanted)
    places = _places(request, found, wanted)
    return [_record(one, changes.get((one.table, one.key), {}), places.get((one.table, one.key), "")) for one in wanted]


def _record(one: _Wanted, changes: Mapping[str, Change], address: str) -> Record:
    known = load().tables[one.table]
    printer = Printer(language())
    return Record(
        table=title(known.title),
        name=_name(one, printer.language),
        values=tuple(_value(known.fields[name], one.row[name], changes.get(name), printer) for name in one.fields),
        address=address,
    )


def _name(one: _Wanted, spoken: str) -> str:
    parts = [
        str(one.row.get("school_name") or ""),
        one.row.get("campus") or "",
        code_word("stage", one.row.get("stage"), spoken),
    ]
    return " ".join(filter(None, parts))


def _value(field: Field, value: Any, change: Change | None, printer: Printer) -> Value:
    return Value(
        title=title(field.title),
        text=_printed(field, value, printer),
        blank=value is None,
        who=change.batch.by_name if change else "",
        when=change.batch.at if change else None,
        source=SOURCES.get(change.batch.source, change.batch.source) if change else "",
    )


def _printed(field: Field, value: Any, printer: Printer) -> str:
    if value is None:
        return printer.blank
    if isinstance(value, bool):
        return printer.pick("是", "yes") if value else printer.pick("否", "no")
    if field.codes:
        return code_word(field.codes, str(value), printer.language)
    if field.numeric:
        return printer.amount(Fraction(value), field.unit or "").strip()
    return str(value)


def _places(request: Any, found: Judged, wanted: Sequence[_Wanted]) -> dict[tuple[str, str], str]:
    """Return the registry's pages of the records still there that this person may open: a query a table."""
    addresses = {}
    for table in {one.table for one in wanted}:
        years = {one.row["year"] for one in wanted if one.table == table}
        rows = MODELS[table]._default_manager.filter(county_id=found.snapshot.county_id, year__in=years)
        codes = {one.row["school_code"] for one in wanted if one.table == table and "school_code" in one.row}
        if codes:
            rows = rows.filter(school_code__in=codes)
        for row in request.policy.rows("registry.view", rows):
            key = key_of(table, {name: getattr(row, name) for name in key_fields(table)})
            addresses[table, key] = reverse("registry:record", kwargs={"table": table, "pk": row.pk})
    return addresses


def _changes(found: Judged, wanted: Sequence[_Wanted]) -> dict[tuple[str, str], dict[str, Change]]:
    """Return, by record and field, the last change that set the field before the snapshot was made. One query."""
    if not wanted:
        return {}
    these = Q(pk__in=[])
    for one in wanted:
        these |= Q(table=one.table, year=one.row["year"], key=one.key)
    rows = Change.objects.filter(
        these, county_id=found.snapshot.county_id, batch__at__lte=found.snapshot.made_at, after__isnull=False
    ).select_related("batch")
    last: dict[tuple[str, str], dict[str, Change]] = {}
    for change in rows.order_by("-pk"):
        held = last.setdefault((change.table, change.key), {})
        for name in change.after:
            held.setdefault(name, change)
    return last
