"""What must hold in an installation, each named in words, each a function that yields what is wrong.

A feature whose rows stand for files says so once, as it is made ready, and every drill then looks for them:

    register("evidence.File", Title("佐证材料", "evidence"), path=lambda row: …, sha256=lambda row: row.sha256)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import checks
from django.db import connection

from junheng.dictionary import Title
from junheng.web.log import guard
from junheng.web.log.verify import here
from junheng.web.operation import history, schema
from junheng.web.snapshots.acts import Damaged, thaw
from junheng.web.snapshots.models import Snapshot

MOST = 20
"""Faults named of one invariant; the rest are counted."""
BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold."""

    zh: str
    en: str


@dataclass(slots=True)
class Finding:
    """How one invariant stands: what was looked at, how many faults, the first of them."""

    name: str
    title: Title
    looked: int = 0
    wrong: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return self.wrong == 0


Look = Callable[[], Iterator[Fault | None]]
"""Yields, for each thing looked at, its fault or None."""
_looks: dict[str, tuple[Title, Look]] = {}


@dataclass(frozen=True, slots=True)
class Files:
    """A model each of whose rows stands for a file with a hash."""

    model: str
    title: Title
    path: Callable[[Any], Path]
    sha256: Callable[[Any], str]


_files: dict[str, Files] = {}


def invariant(name: str, zh: str, en: str) -> Callable[[Look], Look]:
    """Register a function as the invariant of this name."""

    def keep(look: Look) -> Look:
        _looks[name] = (Title(zh, en), look)
        return look

    return keep


def register(model: str, title: Title, *, path: Callable[[Any], Path], sha256: Callable[[Any], str]) -> None:
    """Say that each row of `model` (``app.Model``) stands for a file: where it lies and its SHA-256 (hex)."""
    _files[model] = Files(model, title, path, sha256)


def findings() -> Iterator[Finding]:
    """Yield how every invariant stands; one that itself breaks off is not held."""
    for name, (title, look) in _looks.items():
        found = Finding(name, title)
        try:
            for fault in look():
                found.looked += 1
                if fault is not None:
                    _add(found, fault)
        except Exception as error:  # whatever it was: what could not be looked at does not hold
            word = type(error).__name__
            _add(found, Fault(f"核对中断：{word}", f"the check broke off: {word}"))
        yield found


def _add(found: Finding, fault: Fault) -> None:
    found.wrong += 1
    if len(found.faults) < MOST:
        found.faults.append(fault)


@invariant("database", "数据库自身完好", "the database itself is whole")
def _database() -> Iterator[Fault | None]:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            for (said,) in cursor.fetchall():
                yield None if said == "ok" else Fault(said, said)
            cursor.execute("PRAGMA foreign_key_check")
            yield from (Fault(f"{row[0]} 有指向空处的行", f"{row[0]} points to nothing") for row in cursor.fetchall())
    else:
        connection.ensure_connection()
        yield None


@invariant("migrations", "数据库结构与程序一致", "the database has the shape the program expects")
def _migrations() -> Iterator[Fault | None]:
    yield None
    for name in schema.pending():
        yield Fault(f"缺迁移 {name}", f"migration {name} is missing")
    for name in schema.unknown():
        yield Fault(f"有程序不认识的迁移 {name}", f"migration {name} is not known to the program")


@invariant("log", "日志哈希链完好", "the log's chain is whole")
def _log() -> Iterator[Fault | None]:
    found = here()
    for _ in range(found.rows):
        yield None
    if found.fault is not None:
        yield Fault(found.fault.words.zh, found.fault.words.en)


@invariant("guard", "日志防改触发器在位", "the triggers that guard the log are there")
def _guard() -> Iterator[Fault | None]:
    yield None
    yield from (Fault(f"缺触发器 {name}", f"trigger {name} is missing") for name in guard.missing())


@invariant("snapshots", "每个快照可读且内容与哈希一致", "every snapshot can be read and has its hash")
def _snapshots() -> Iterator[Fault | None]:
    for row in Snapshot.objects.order_by("pk").iterator():
        try:
            thaw(row)
            yield None
        except Damaged:
            name = f"{row.county_id} {row.year} {row.number}"
            yield Fault(f"快照 {name} 缺失或内容有变", f"snapshot {name} is missing or was changed")


@invariant("history", "每条记录与其变更历史一致", "every record agrees with the history of its changes")
def _history() -> Iterator[Fault | None]:
    for said in history.compare():
        yield None if said is None else Fault(*said)


@invariant("files", "登记的文件在位且与哈希一致", "every file on record is there and has its hash")
def _files_there() -> Iterator[Fault | None]:
    for each in _files.values():
        for row in apps.get_model(each.model)._default_manager.order_by("pk").iterator():
            zh, en = f"{each.title.zh} {row.pk}", f"{each.title.en} {row.pk}"
            try:
                same = _sha256(each.path(row)) == each.sha256(row)
                yield None if same else Fault(f"{zh} 内容有变", f"{en} was changed")
            except OSError:
                yield Fault(f"{zh} 的文件不在", f"the file of {en} is missing")


@invariant("checks", "程序自检通过", "the program's own checks pass")
def _checks() -> Iterator[Fault | None]:
    yield None
    for message in checks.run_checks():
        if message.is_serious():
            yield Fault(f"{message.id} {message.msg}", f"{message.id} {message.msg}")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
