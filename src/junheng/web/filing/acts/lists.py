"""Records of a filing that come and go: classes, rooms, a new stage; one by one or as a whole list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from junheng.web.base.words import say
from junheng.web.filing.acts.common import NotNow, demand, in_state, locked
from junheng.web.filing.acts.filling import Typed, save, tick
from junheng.web.filing.acts.opening import blank_values
from junheng.web.filing.models import WITH_CLERK, FiledRecord, FiledValue, Filing, Upload, ValueChange
from junheng.web.filing.pages import key_names, page_of
from junheng.web.filing.sheet import counted, read
from junheng.web.filing.things import filing_thing
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.policy import Policy
from junheng.web.registry.tables import key_of

ADDABLE = ("part", "class", "room")
MOST = 2000
"""The most records of one table in a filing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record as a list gives it: its key fields and values as kept; `seen` where the list was shown before."""

    keys: Mapping[str, Any]
    values: Mapping[str, str | None]
    seen: Mapping[str, str | None] | None = None


@dataclass(slots=True)
class Put:
    """What came of putting a list: how many records came and went, how many values changed, what was in conflict."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    conflicts: list[Any] = field(default_factory=list)


def add_record(actor: Actor, policy: Policy, filing: Filing, table: str, keys: Mapping[str, Any]) -> FiledRecord:
    """Add a record (or bring a removed one back); raises NotNow where it is there already."""
    demand(policy, "filing.fill", filing)
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, *WITH_CLERK)
        made = _add(actor, now, table, [keys], source="list")
        if not made:
            raise NotNow(say("已有这一行，没有重复添加。", "This row is there already; it was not added twice."))
        _recount(now)
        log(actor, "filing.add", filing_thing(now), county=now.county_id, table=table, records=1)
    return made[0]


def remove_record(actor: Actor, policy: Policy, filing: Filing, record: int) -> FiledRecord:
    """Take a record out of the filing; its values stay in the history and come back when it is added again."""
    demand(policy, "filing.fill", filing)
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, *WITH_CLERK)
        one = FiledRecord.objects.filter(filing=now, pk=record, table__in=ADDABLE, removed=False).first()
        if one is None:
            raise NotNow(say("这一行已经移除。", "This row was removed already."))
        _take_out(actor, now, [one], source="list")
        _recount(now)
    return one


def put_list(
    actor: Actor, policy: Policy, filing: Filing, rows: Mapping[str, Sequence[Row]], *, source: str = "list"
) -> Put:
    """Add the records that are not there and save the values of all, table by table, in one transaction.

    Records of the filing that the list does not name stay as they are. A row without `seen` overwrites what
    stands now (the history keeps it). Raises NotNow as `save` does.
    """
    demand(policy, "filing.fill", filing)
    done = Put()
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, *WITH_CLERK)
        for table, some in rows.items():
            done.added += len(_add(actor, now, table, [row.keys for row in some], source=source))
        if done.added:
            _recount(now)
            log(actor, "filing.add", filing_thing(now), county=now.county_id, records=done.added)
        typed = list(_typed(now, rows))
        if typed:
            saved = save(actor, policy, now, typed, source=source)
            done.changed, done.conflicts = saved.changed, list(saved.conflicts)
    return done


def apply_upload(actor: Actor, policy: Policy, filing: Filing, confirmed: Iterable[str] = ()) -> Put:
    """Apply the workbook that was read and looked at: records added and removed, values saved.

    Of the pages the clerk says were gone through (`confirmed`), those are ticked off whose figures the workbook held
    all of and of which none is in conflict. A value that was changed after it was read comes back as a conflict and
    stands. Raises NotNow as `save` does, and where no workbook waits.
    """
    demand(policy, "filing.fill", filing)
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, *WITH_CLERK)
        upload = Upload.objects.select_for_update().filter(filing=now).first()
        if upload is None or not upload.ready:
            raise NotNow(say("没有待写入的工作簿，请重新上传。", "No workbook waits to be applied; upload it again."))
        done = put_list(actor, policy, now, _rows(now, upload), source="workbook")
        gone = {
            (table, key_of(table, {**keys, "school_code": now.school_code}))
            for table, keys, name, _, after in upload.changes
            if not name and after == "removed" and table in ADDABLE
        }
        there = FiledRecord.objects.filter(filing=now, table__in={table for table, _ in gone}, removed=False)
        records = [one for one in there if (one.table, one.key) in gone]
        now.refresh_from_db()
        if records:
            _take_out(actor, now, records, source="workbook")
            _recount(now)
        done.removed = len(records)
        open_still = {page_of(one.theirs.table, one.theirs.field) for one in done.conflicts}
        tick(actor, now, [page for page in confirmed if page in upload.pages and page not in open_still])
        upload.delete()
    return done


def _rows(filing: Filing, upload: Upload) -> dict[str, list[Row]]:
    """Return an upload's changes as rows; what was seen goes with them."""
    held: dict[tuple[str, str], tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = {}
    for table, keys, name, before, after in upload.changes:
        if not name and after == "removed":
            continue
        key = key_of(table, {**keys, "school_code": filing.school_code})
        _, now, seen = held.setdefault((table, key), (keys, {}, {}))
        if name:
            now[name], seen[name] = after, before
    found: dict[str, list[Row]] = {}
    for (table, _), (keys, now, seen) in held.items():
        found.setdefault(table, []).append(Row(keys, now, seen))
    return found


def _take_out(actor: Actor, filing: Filing, records: Sequence[FiledRecord], *, source: str) -> None:
    FiledRecord.objects.filter(pk__in=[one.pk for one in records]).update(removed=True)
    ValueChange.objects.bulk_create(_record_change(actor, filing, one, "removed", source) for one in records)
    counts: dict[str, int] = {}
    for one in records:
        one.removed = True
        counts[one.table] = counts.get(one.table, 0) + 1
    log(actor, "filing.remove", filing_thing(filing), county=filing.county_id, source=source, records=counts)


def _typed(filing: Filing, rows: Mapping[str, Sequence[Row]]) -> Iterable[Typed]:
    there = {(one.table, one.key, one.field): one for one in filing.values.filter(table__in=list(rows))}
    for table, some in rows.items():
        for row in some:
            key = key_of(table, {**row.keys, "school_code": filing.school_code})
            for name, value in row.values.items():
                one = there[table, key, name]
                yield Typed(one.pk, value, one.value if row.seen is None else row.seen.get(name))


def _add(
    actor: Actor, filing: Filing, table: str, wanted: Sequence[Mapping[str, Any]], *, source: str
) -> list[FiledRecord]:
    """Return the records that were not there before (or were removed)."""
    there = {one.key: one for one in FiledRecord.objects.filter(filing=filing, table=table)}
    fresh: dict[str, FiledRecord] = {}
    back: list[FiledRecord] = []
    for keys in wanted:
        plain = {name: keys.get(name, "") for name in key_names(table)}
        key = key_of(table, {**plain, "school_code": filing.school_code})
        old = there.get(key)
        if old is None:
            fresh[key] = FiledRecord(filing=filing, table=table, key=key, keys=plain)
        elif old.removed:
            old.removed = False
            back.append(old)
    if len(there) + len(fresh) > MOST:
        raise NotNow(say(f"一张清单最多 {MOST} 行，没有保存。", f"At most {MOST} rows; nothing was saved."))
    made = [*fresh.values(), *back]
    FiledRecord.objects.bulk_create(fresh.values())
    FiledRecord.objects.filter(pk__in=[one.pk for one in back]).update(removed=False)
    FiledValue.objects.bulk_create(value for one in fresh.values() for value in blank_values(filing, one))
    ValueChange.objects.bulk_create(_record_change(actor, filing, one, "added", source) for one in made)
    return made


def _record_change(actor: Actor, filing: Filing, one: FiledRecord, after: str, source: str) -> ValueChange:
    before = {"added": "removed", "removed": "added"}[after]
    return ValueChange(
        filing=filing,
        table=one.table,
        key=one.key,
        aspect="record",
        before=before,
        after=after,
        source=source,
        by_name=actor.name,
        at=timezone.now(),
    )


def _recount(filing: Filing) -> None:
    filing.filled, filing.wanted = counted(read(filing))
    filing.version += 1
    filing.save(update_fields=["filled", "wanted", "version"])
