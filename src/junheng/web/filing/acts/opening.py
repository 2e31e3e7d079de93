"""Opening a round: every school gets its filing, with last year's figures beside and, if wished, filled in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Max

from junheng.dictionary import load
from junheng.web.base.words import say
from junheng.web.filing.acts.common import NotNow, in_round, locked_round
from junheng.web.filing.models import FiledRecord, FiledValue, Filing, Round, RoundState
from junheng.web.filing.pages import carried, chosen, every_field, key_names
from junheng.web.filing.sheet import kept_fields
from junheng.web.filing.things import round_thing
from junheng.web.filing.values import stored
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.policy import Policy
from junheng.web.registry.models import Batch, School
from junheng.web.registry.tables import MODELS, key_fields, key_of

MANY = 2000
Rows = Mapping[tuple[str, str], Mapping[str, Mapping[str, Any]]]
"""(school code, table) → record key → the record's fields."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a round asks: all fields of every page and all schools of the county by default."""

    title: str
    year: int
    due: dt.date
    fields: Mapping[str, Sequence[str]] = field(default_factory=every_field)
    schools: frozenset[str] | None = None
    prefill: bool = True


def schools_of(county: str, year: int) -> dict[str, str]:
    """Return the schools a round of the year can ask, code → name: those of the year or the one before."""
    rows = School.objects.filter(county_id=county, year__in=(year - 1, year)).order_by("year", "-campus")
    named = {code: name or code for code, name in rows.values_list("school_code", "school_name")}
    return dict(sorted(named.items()))


def open_round(actor: Actor, policy: Policy, county: str, asking: Asking) -> Round:
    """Open a round and a filing for each of its schools.

    Raises NotNow where a round of the year is still open, or nothing or nobody would be asked.
    """
    policy.demand("filing.manage", county=county, school="")
    fields = chosen(asking.fields)
    schools = schools_of(county, asking.year)
    if asking.schools is not None:
        schools = {code: name for code, name in schools.items() if code in asking.schools}
    if not fields or not schools:
        raise NotNow(say("至少要选一所学校和一个指标。", "Choose at least one school and one figure."))
    one = Round(
        county_id=county,
        year=asking.year,
        title=asking.title[:80],
        fields=fields,
        due=asking.due,
        prefill=asking.prefill,
        opened_by=actor.name,
    )
    # Before the reading: what is written while it goes on counts as later, never as seen.
    one.seen_batch = Batch.objects.filter(county_id=county).aggregate(newest=Max("pk"))["newest"] or 0
    now, last = _rows(one, asking.year, schools), _rows(one, asking.year - 1, schools)
    before = _left_out_before(one)
    made = [_Made(one, code, name, now, last, again=code in before) for code, name in schools.items()]
    with transaction.atomic():
        if Round.objects.filter(county_id=county, year=asking.year).exclude(state=RoundState.CLOSED).exists():
            raise NotNow(
                say("这一学年已有一轮填报没有关闭。", "A round of this school year is still open; close it first.")
            )
        one.save()
        Filing.objects.bulk_create((each.filing for each in made), batch_size=MANY)
        for each in made:
            for row in (*each.records, *each.values):
                row.filing_id = each.filing.pk
        FiledRecord.objects.bulk_create((record for each in made for record in each.records), batch_size=MANY)
        FiledValue.objects.bulk_create((value for each in made for value in each.values), batch_size=MANY)
        log(
            actor,
            "filing.open",
            round_thing(one),
            county=county,
            title=one.title,
            year=one.year,
            due=one.due,
            schools=len(made),
            fields={name: len(some) for name, some in fields.items()},
        )
    return one


def set_due(actor: Actor, policy: Policy, one: Round, due: dt.date) -> None:
    """Move the last day of an open round."""
    policy.demand("filing.manage", county=one.county_id, school="")
    with transaction.atomic():
        now = locked_round(one.pk)
        in_round(now)
        before, now.due = now.due, due
        now.save(update_fields=["due"])
        log(actor, "filing.due", round_thing(now), county=now.county_id, before=before, after=due)


def blank_values(filing: Filing, record: FiledRecord) -> list[FiledValue]:
    """Return the values a new record starts with: all blank."""
    names = kept_fields(filing.round.fields, record.table)
    return [
        FiledValue(filing=filing, table=record.table, key=record.key, field=name)
        for name in names
        if name not in record.keys
    ]


class _Made:
    """One school's filing as it starts."""

    def __init__(self, one: Round, code: str, name: str, now: Rows, last: Rows, *, again: bool) -> None:
        self.again = again
        """A round of the year left the school out: the blanks it left in the registry say nothing."""
        self.filing = Filing(round=one, county_id=one.county_id, school_code=code, school_name=name)
        self.records: list[FiledRecord] = []
        self.values: list[FiledValue] = []
        for table in _tables(one):
            here, before = now.get((code, table), {}), last.get((code, table), {})
            keys = {key: _keys(table, row) for key, row in (here or before).items()}
            if table == "part" and not keys:
                keys = stages_of_kind(code, (now.get((code, "school")) or last.get((code, "school")) or {}).values())
            for key, names in keys.items():
                self.records.append(FiledRecord(filing=self.filing, table=table, key=key, keys=names))
                self._values(table, key, here.get(key), before.get(key))
        asked = {table: frozenset(names) for table, names in one.fields.items()}
        wanted = [value for value in self.values if value.field in asked.get(value.table, ())]
        self.filing.wanted = len(wanted)
        self.filing.filled = sum(value.value is not None for value in wanted)

    def _values(self, table: str, key: str, here: Mapping[str, Any] | None, last: Mapping[str, Any] | None) -> None:
        one = self.filing.round
        for name in kept_fields(one.fields, table):
            old = stored(last[name]) if last else None
            taken = old if one.prefill or (table == "school" and name in carried()) else None
            value = stored(here[name]) if here and not (self.again and here[name] is None) else taken
            self.values.append(FiledValue(filing=self.filing, table=table, key=key, field=name, value=value, last=old))


def _left_out_before(one: Round) -> frozenset[str]:
    """Return the codes of the schools that closed rounds of the year left out."""
    closed = Round.objects.filter(county_id=one.county_id, year=one.year, state=RoundState.CLOSED)
    return frozenset(code for codes in closed.values_list("left_out", flat=True) for code in codes)


def _tables(one: Round) -> list[str]:
    """Return the tables a filing keeps: those asked, and always the school itself."""
    return ["school", *(name for name in one.fields if name != "school")]


def _rows(one: Round, year: int, schools: Mapping[str, str]) -> Rows:
    """Return the registry's records of one year: a query per table."""
    found: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for table in _tables(one):
        names = [*key_fields(table), *kept_fields(one.fields, table)]
        rows = MODELS[table]._default_manager.filter(county_id=one.county_id, year=year).order_by("pk")
        for row in rows.values(*names):
            if row["school_code"] in schools:
                found[row["school_code"], table][key_of(table, row)] = row
    return found


def _keys(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in key_names(table)}


def stages_of_kind(code: str, campuses: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the parts the school's records (of one year) have by their kind: record key → its key fields."""
    found = {}
    for row in campuses:
        kind = load().codes["kind"].codes.get(row["kind"] or "")
        for stage in kind.stages if kind else ():
            keys = {"campus": row["campus"], "stage": stage}
            found[key_of("part", {**keys, "school_code": code})] = keys
    return found
