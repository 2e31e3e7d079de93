"""What is done inside an installation that was just restored (see `inside`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.db import connection

from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.log.verify import ends
from junheng.web.operation import schema
from junheng.web.operation.archive import Manifest
from junheng.web.operation.invariants import findings
from junheng.web.operation.line import Line
from junheng.web.site.database import upgrade


def known(manifest: Manifest) -> Iterator[Line]:
    """Say which of the backup's migrations this program does not have: then a newer one made it."""
    strange = schema.unknown(manifest.migrations)
    yield Line(
        "备份不比程序新", "the backup is not newer than the program", len(manifest.migrations), len(strange),
        tuple((f"程序没有迁移 {name}", f"the program does not have migration {name}") for name in strange),
    )  # fmt: skip


def restore(manifest: Manifest) -> Iterator[Line]:
    """Compare with the manifest what was restored, bring it to this program's shape, and log that it was restored."""
    yield from _compare(manifest)
    upgrade()
    record(
        Actor.command(),
        "operation.restore",
        f"backup:{manifest.seal[:16]}",
        made_at=manifest.made_at,
        seal=manifest.seal,
    )


def drill(manifest: Manifest) -> Iterator[Line]:
    """Compare, migrate, and look at every invariant."""
    yield from _compare(manifest)
    upgrade()
    for found in findings():
        faults = tuple((fault.zh, fault.en) for fault in found.faults)
        yield Line(found.title.zh, found.title.en, found.looked, found.wrong, faults)


def _compare(manifest: Manifest) -> Iterator[Line]:
    """Compare rows and the log's end with what the manifest says."""
    faults = []
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in sorted(there | set(manifest.rows)):
            count = -1
            if table in there:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
                count = cursor.fetchone()[0]
            said = manifest.rows.get(table, -1)
            if count != said:
                faults.append(
                    (f"{table}：备份时 {said} 行，恢复后 {count} 行", f"{table}: {said} rows then, {count} now")
                )
    yield Line(
        "各表行数与备份清单一致", "every table has the rows the manifest says", len(there), len(faults), tuple(faults)
    )
    end, _ = ends()
    same = (end.number, end.seal) == (manifest.log_number, manifest.log_seal)
    said = (f"备份时 {manifest.log_number}，恢复后 {end.number}", f"{manifest.log_number} then, {end.number} now")
    yield Line(
        "日志末尾与备份清单一致", "the log ends as the manifest says", 1, 0 if same else 1, () if same else (said,)
    )


MODES: Mapping[str, Callable[[Manifest], Iterator[Line]]] = {"known": known, "restore": restore, "drill": drill}
