"""Taking a backup of a running installation: database, uploads, snapshots, a note on keys, in one proven file."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from junheng import __version__
from junheng.exchange.atomic import write_whole
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.operation import archive, fingerprints, postgres
from junheng.web.operation.archive import Keys, Manifest, Unusable

LEFT_OUT = ("django_session", "usersessions_usersession", "site_cache")
"""Tables whose rows stay out: who is signed in and what is kept for a while are not restored."""
Query = Callable[[str], list[tuple[Any, ...]]]


def backup(out: Path, *, actor: Actor, with_keys: bool = False) -> tuple[Path, Manifest]:
    """Write a backup to `out` (a file that is not there yet, or a directory); return its path and what it holds.

    The file appears whole, read back and proven, or not at all. The database is taken as it is at one moment while
    work goes on; files are copied after it, so that each file its rows name is there. Logged. Raises Unusable, OSError.
    """
    target = _target(out)
    with write_whole(target) as temporary:
        with _database(temporary.parent) as (name, copy, found):
            note = temporary.parent / "keys.txt"
            note.write_text(fingerprints.note(settings.FIELD_KEYS, included=with_keys), "utf-8")
            manifest = archive.write(temporary, found(with_keys), _parts(name, copy, note, with_keys=with_keys))
        archive.check(temporary)
    record(
        actor,
        "operation.backup",
        f"backup:{target.name}",
        size=target.stat().st_size,
        seal=manifest.seal,
        keys=with_keys,
        log=f"{manifest.log_number}:{manifest.log_seal}",
    )
    return target, manifest


def _target(out: Path) -> Path:
    if out.is_dir():
        return out / f"junheng-backup-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
    if out.exists():
        raise Unusable(
            f"{out} 已存在，没有写出备份。请换一个文件名，或给一个目录。",
            f"{out} exists already, no backup was written. Choose another name, or give a directory.",
        )
    if not out.absolute().parent.is_dir():
        raise Unusable(
            f"没有目录 {out.parent}，没有写出备份。", f"There is no directory {out.parent}, nothing was written."
        )
    return out


def _parts(name: str, copy: Path, note: Path, *, with_keys: bool) -> Iterator[tuple[str, Path]]:
    yield name, copy
    yield "keys.txt", note
    yield from archive.tree("files", Path(settings.MEDIA_ROOT))
    yield from archive.tree("snapshots", Path(settings.SNAPSHOTS))
    if with_keys:
        keys = note.parent / "field.keys"
        keys.touch(0o600)
        keys.write_text("\n".join(settings.FIELD_KEYS) + "\n", "ascii")
        yield str(fingerprints.FIELD), keys


@contextmanager
def _database(folder: Path) -> Iterator[tuple[str, Path, Callable[[bool], Manifest]]]:
    """Give the database's part, its file in `folder`, and the function that makes the manifest of just that state."""
    if connection.vendor == "sqlite":
        copy = folder / "database.sqlite3"
        copy.touch(0o600)
        with closing(sqlite3.connect(copy)) as database:
            _copy_sqlite(database)
            described = _described(lambda query: database.execute(query).fetchall(), "database.sqlite3")
        yield "database.sqlite3", copy, described
        return
    copy = folder / "database.dump"
    copy.touch(0o600)
    with transaction.atomic(durable=True), connection.cursor() as cursor:

        def ask(query: str) -> list[tuple[Any, ...]]:
            cursor.execute(query)
            return cursor.fetchall()

        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        described = _described(ask, "database.dump")
        _dump_postgresql(copy, ask("SELECT pg_export_snapshot()")[0][0])
    yield "database.dump", copy, described


def _copy_sqlite(copy: sqlite3.Connection) -> None:
    """Copy the database while others write to it (SQLite's online backup), without who is signed in."""
    connection.ensure_connection()
    connection.connection.backup(copy)
    copy.execute("PRAGMA journal_mode = DELETE")
    copy.execute("PRAGMA secure_delete = ON")
    there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in there.intersection(LEFT_OUT):
        copy.execute(f"DELETE FROM {table}")
    copy.commit()
    # Django's constraints call it; SQLite leaves it to the program.
    copy.create_function("REGEXP", 2, lambda pattern, text: re.search(pattern, str(text)) is not None)
    if (found := copy.execute("PRAGMA integrity_check(1)").fetchone()) != ("ok",):
        raise Unusable(
            f"数据库本身已损坏（{found[0]}），没有写出备份。请保存现状，用上一份完好的备份恢复。",
            f"The database itself is damaged ({found[0]}), no backup was written. Keep it as it is, and restore the"
            " last good backup.",
        )


def _dump_postgresql(copy: Path, snapshot: str) -> None:
    database = connection.settings_dict
    name = postgres.program("pg_dump", connection.pg_version // 10_000)
    words = [name, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={copy}"]
    postgres.run([*words, *(f"--exclude-table-data={table}" for table in LEFT_OUT)], database)


def _described(ask: Query, part: str) -> Callable[[bool], Manifest]:
    """Read of the database what its manifest says; return the function that makes it."""
    quoted = connection.ops.quote_name
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)))
    rows = {table: 0 if table in LEFT_OUT else ask(f"SELECT count(*) FROM {quoted(table)}")[0][0] for table in tables}
    migrations = tuple((app, name) for app, name in ask("SELECT app, name FROM django_migrations ORDER BY app, name"))
    number, seal = (ask("SELECT number, seal FROM log_head WHERE id = 1") or [(0, "0" * 64)])[0]
    version = ".".join(map(str, connection.get_database_version()))
    keys = fingerprints.fingerprints(settings.FIELD_KEYS)

    def manifest(included: bool) -> Manifest:
        return Manifest(
            version=__version__,
            made_at=timezone.now().isoformat(timespec="seconds"),
            vendor=connection.vendor,
            database=part,
            server=version,
            rows=rows,
            migrations=migrations,
            log_number=number,
            log_seal=seal,
            keys=Keys(keys, included),
            parts={},
        )

    return manifest
