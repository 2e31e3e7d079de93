"""What closing a round makes of the registry: what was accepted, blank records for who was left out, and no surprises.

The registry may have moved while the schools were filing. What a school was not asked is never written over; where a
figure it was asked has moved to something else than it filed, nothing is written until somebody decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override

from junheng.dictionary import Title, load
from junheng.web.base.words import title
from junheng.web.filing.acts.opening import stages_of_kind
from junheng.web.filing.models import FiledRecord, FiledValue, Filing, Round, State
from junheng.web.filing.pages import carried, key_names
from junheng.web.filing.sheet import Sheet, seal
from junheng.web.filing.values import shown, stored, typed
from junheng.web.jobs.work import Readable
from junheng.web.registry.acts import Edit
from junheng.web.registry.models import Change, Record
from junheng.web.registry.tables import MODELS, columns, key_of

OWN = ("school", "part")
"""The tables by whose records a school is judged: it has them of the year even when it was left out."""
NAMED = 8
"""Differences that are told one by one."""
Key = tuple[str, str]
"""Table, record key."""


@dataclass(slots=True)
class _There:
    """The registry's records of the round's year as they are, and how far they are from what the opening found."""

    rows: dict[Key, Record] = field(default_factory=dict)
    opening: dict[Key, dict[str, Any] | None] = field(default_factory=dict)
    """Records changed since: the changed fields as they were, None for a record that was not there."""

    def was(self, table: str, key: str, name: str) -> Any:
        """Return what a field held at the opening."""
        row, before = self.rows.get((table, key)), self.opening.get((table, key), {})
        if before is None:
            return None
        if name in before:
            return MODELS[table]._meta.get_field(name).to_python(before[name])
        return getattr(row, name, None)

    def moved(self, table: str, key: str, name: str) -> bool:
        """Tell whether the field of a record that is there holds something else than at the opening."""
        return (table, key) in self.opening and getattr(self.rows[table, key], name) != self.was(table, key, name)


@dataclass(frozen=True, slots=True)
class _Clash:
    """A figure (or, with a blank field, a record) that the registry and the school have different words for."""

    school: str
    table: str
    key: str
    field: str = ""
    here: str | None = None
    filed: str | None = None
    gone: bool = False

    def __str__(self) -> str:
        table = load().tables[self.table]
        if self.field:
            asked = table.fields[self.field]
            here, filed = shown(asked, self.here), shown(asked, self.filed)
            words = Title(f"登记为 {here}，填报为 {filed}", f"the registry has {here}, filed is {filed}")
            return f"{self.school} {title(asked.title)} ({self.key}): {title(words)}"
        gone = Title("登记中已删除，填报仍有", "removed from the registry, but filed")
        kept = Title("登记中有改动，填报已删除", "changed in the registry, but removed by the school")
        return f"{self.school} {title(table.title)} ({self.key}): {title(gone if self.gone else kept)}"


def edits_of(one: Round) -> list[Edit]:
    """Return what the round makes of the registry; nothing when nothing was accepted.

    Each edit carries the version of the record it was made for. Raises jobs.work.Readable when a filing is not what
    its principal signed, and when the registry has moved under what was filed.
    """
    filings = list(one.filings.filter(state=State.ACCEPTED))
    if not filings:
        return []
    there = _there(one)
    clashes: list[_Clash] = []
    edits: list[Edit] = []
    records, values = _by_filing(one, FiledRecord), _by_filing(one, FiledValue)
    for filing in filings:
        filing.round = one
        mine = records.get(filing.pk, [])
        sheet = _signed(filing, mine, values.get(filing.pk, []))
        edits += _edits(sheet, there, clashes)
        edits += _removals(filing, mine, there, clashes)
    if clashes:
        raise _told(clashes)
    return [*edits, *_blanks(one, there)]


def _there(one: Round) -> _There:
    found = _There()
    tables = [*OWN, *(name for name in one.fields if name not in OWN)]
    for name in tables:
        for row in MODELS[name]._default_manager.filter(county_id=one.county_id, year=one.year).iterator():
            found.rows[name, key_of(name, vars(row))] = row
    later = Change.objects.filter(
        county_id=one.county_id, year=one.year, table__in=tables, batch_id__gt=one.seen_batch
    ).order_by("pk")
    for table, key, before in later.values_list("table", "key", "before").iterator():
        known = found.opening.setdefault((table, key), before)
        if known is not None and before is not None:
            found.opening[table, key] = {**before, **known}
    return found


def _signed(filing: Filing, records: Iterable[FiledRecord], values: Iterable[FiledValue]) -> Sheet:
    there = [record for record in records if not record.removed]
    known = {(record.table, record.key) for record in there}
    mine = {(one.table, one.key, one.field): one for one in values if (one.table, one.key) in known}
    sheet = Sheet(filing, tuple(there), mine)
    if seal(sheet) != filing.seal:
        raise Readable(
            f"“{filing.school_name}”的内容与签字时不一致，没有写入任何数据。请退回该校重新签字后再关闭。",
            f"What {filing.school_name} filed is not what was signed; nothing was written. Have it signed again.",
        )
    return sheet


def _edits(sheet: Sheet, there: _There, clashes: list[_Clash]) -> Iterator[Edit]:
    by_record: dict[Key, dict[str, Any]] = {}
    for (name, key, named), one in sheet.values.items():
        by_record.setdefault((name, key), {})[named] = typed(load().tables[name].fields[named], one.value)
    school = sheet.filing.school_name
    for record in sheet.records:
        place = (record.table, record.key)
        values, row = by_record.get(place, {}), there.rows.get(place)
        if row is None:
            if there.opening.get(place) is not None:
                clashes.append(_Clash(school, *place, gone=True))
        else:
            # What the school was not asked is the registry's.
            asked = sheet.filing.round.fields.get(record.table, ())
            values = {name: value for name, value in values.items() if name in asked}
            for name, value in values.items():
                here = getattr(row, name)
                if here != value and there.moved(*place, name):
                    clashes.append(_Clash(school, *place, name, stored(here), stored(value)))
        yield Edit(record.table, {**_keys(sheet.filing, record), **values}, version=row.version if row else 0)


def _removals(filing: Filing, records: Iterable[FiledRecord], there: _There, clashes: list[_Clash]) -> Iterator[Edit]:
    for record in records:
        row = there.rows.get((record.table, record.key))
        if record.removed and row is not None:
            if any(there.moved(record.table, record.key, name) for name in columns(record.table)):
                clashes.append(_Clash(filing.school_name, record.table, record.key))
            yield Edit(record.table, _keys(filing, record), removed=True, version=row.version)


def _blanks(one: Round, there: _There) -> Iterator[Edit]:
    """Yield records without figures for the schools left out: without them they would not be judged at all.

    What a school is comes from the year before; records the registry has of the year stay as they are.
    """
    has = {(table, getattr(row, "school_code", "")) for (table, _), row in there.rows.items()}
    codes = sorted(one.left_out)
    last = {name: _last(one, name, codes) for name in OWN}
    kept = {"school": carried(), "part": ()}
    for code in codes:
        for name in OWN:
            if (name, code) in has:
                continue
            rows: list[Mapping[str, Any]] = last[name].get(code, [])
            if name == "part" and not rows:
                now = [vars(row) for (table, _), row in there.rows.items() if table == "school" and _of(row, code)]
                rows = list(stages_of_kind(code, now or last["school"].get(code, [])).values())
            for row in rows:
                values = {each: row[each] for each in (*key_names(name), *kept[name])}
                yield Edit(name, {"year": one.year, "school_code": code, **values}, version=0)


def _last(one: Round, name: str, codes: list[str]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = {}
    rows = MODELS[name]._default_manager.filter(county_id=one.county_id, year=one.year - 1, school_code__in=codes)
    for row in rows.order_by("pk").values():
        found.setdefault(row["school_code"], []).append(row)
    return found


def _of(row: Record, code: str) -> bool:
    return bool(getattr(row, "school_code", "") == code)


def _told(clashes: list[_Clash]) -> Readable:
    """Return the refusal in words: each difference with both values, and what to do."""
    with override("zh-hans"):
        zh = "；".join(str(each) for each in clashes[:NAMED])
    with override("en"):
        en = "; ".join(str(each) for each in clashes[:NAMED])
    count = len(clashes)
    return Readable(
        f"没有写入任何数据：开始填报之后，基础数据又有 {count} 处改动与填报不一致。"
        f"{zh}{'……' if count > NAMED else '。'}"
        "请重新打开填报、退回有关学校改正，或先在基础数据里改正，再次关闭。",
        f"Nothing was written: since the round was opened the registry has changed in {count} places that do not agree"
        f" with what was filed. {en}{' …' if count > NAMED else '.'} Open the round again and return the schools'"
        " filings, or correct the registry, then close again.",
    )


def _keys(filing: Filing, record: FiledRecord) -> dict[str, Any]:
    return {"year": filing.round.year, "school_code": filing.school_code, **record.keys}


def _by_filing(one: Round, model: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in model.objects.filter(filing__round=one, filing__state=State.ACCEPTED).iterator(chunk_size=2000):
        found.setdefault(row.filing_id, []).append(row)
    return found
