"""Is the installation fit to work? Four questions, each answered quickly, for machines and for the page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import Error

from junheng.web.base.words import bi
from junheng.web.jobs import queue
from junheng.web.operation import schema

LEAST_FREE = 1024**3
"""Bytes that must be free where the data lie."""
NAMES = {
    "database": bi("数据库", "database"),
    "migrations": bi("数据库结构", "migrations"),
    "worker": bi("后台进程", "worker"),
    "disk": bi("磁盘", "disk"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the installation and whether it is fit."""

    name: str
    fit: bool

    @property
    def title(self) -> Any:
        """Its name in words."""
        return NAMES[self.name]


def parts() -> list[Part]:
    """Return how every part stands; without a database nothing that asks it is fit."""
    return [*_asked(), Part("disk", shutil.disk_usage(settings.DATA).free >= LEAST_FREE)]


def _asked() -> Iterator[Part]:
    try:
        pending = schema.pending()
    except Error:
        yield from (Part(name, False) for name in ("database", "migrations", "worker"))
        return
    yield Part("database", True)
    yield Part("migrations", not pending)
    # Before the database has its shape the table of workers may not be there.
    yield Part("worker", not pending and queue.alive(int(settings.OPTION["JUNHENG_WORKER_SILENCE"])).exists())
