"""How the installation stands, for the system administrator: figures and settings, no secret and no person."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Count
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from junheng import __version__
from junheng.web.base.words import say
from junheng.web.jobs.models import Job, State, Worker
from junheng.web.log import verify
from junheng.web.log.models import Entry
from junheng.web.operation import schema
from junheng.web.site.options import OPTIONS

OLD_BACKUP = dt.timedelta(days=2)
OLD_DRILL = dt.timedelta(days=100)
TAIL = 500
SECRET = ("KEY", "PASSWORD", "TOKEN", "SECRET")


@dataclass(frozen=True, slots=True)
class Last:
    """The last time something was done: its log entry's number, when, how long ago, and whether that is too long."""

    number: int
    at: dt.datetime
    detail: dict[str, Any]
    old: bool

    @property
    def ago(self) -> str:
        """How long ago, in whole days or hours."""
        hours = int((timezone.now() - self.at).total_seconds() // 3600)
        if hours < 1:
            return say("不到 1 小时", "less than an hour")
        return (
            say(f"{hours // 24} 天", f"{hours // 24} days") if hours >= 48 else say(f"{hours} 小时", f"{hours} hours")
        )


@dataclass(frozen=True, slots=True)
class Setting:
    """An option as it is in force; a secret's value is only said to be set."""

    name: str
    value: str
    words: str
    given: bool


def state() -> dict[str, Any]:
    """Return what the page shows. A constant number of queries."""
    data = Path(settings.DATA)
    disk = shutil.disk_usage(data)
    counts = dict(Job.objects.order_by().values_list("state").annotate(n=Count("pk")))
    return {
        "version": __version__,
        "database": _database(),
        "data": str(data),
        "free": filesizeformat(disk.free),
        "total": filesizeformat(disk.total),
        "jobs": [(State(name).label, counts.get(name, 0), name) for name in ("waiting", "running", "failed")],
        "workers": list(Worker.objects.order_by("name")),
        "backup": last("operation.backup", OLD_BACKUP),
        "drill": last("operation.drill", OLD_DRILL),
        "verified": last("log.verify", OLD_DRILL),
        "fault": verify.tail(TAIL),
        "pending": schema.pending(),
        "settings": list(in_force()),
    }


def last(act: str, age: dt.timedelta) -> Last | None:
    """Return the last entry of an act; None when there is none."""
    entry = Entry.objects.filter(act=act).order_by("-number").first()
    if entry is None:
        return None
    return Last(entry.number, entry.at, json.loads(entry.detail or "{}"), timezone.now() - entry.at > age)


def in_force() -> Iterator[Setting]:
    """Yield every option with its value as it is in force."""
    for option in OPTIONS:
        value = settings.OPTION[option.name]
        yield Setting(option.name, _shown(option.name, value), say(option.zh, option.en), value != option.default)


def _shown(name: str, value: str) -> str:
    if name.endswith("_URL") and value:
        parts = urlsplit(value)
        place = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
        return f"{parts.scheme}://{place}{parts.path}"
    # The file of keys is a place, not a secret; a key itself never is shown.
    if any(word in name.split("_") for word in SECRET):
        return say("已设置", "set") if value else say("未设置", "not set")
    return value


def _database() -> dict[str, Any]:
    version = ".".join(map(str, connection.get_database_version()))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = cursor.fetchone()[0]
        return {"name": f"PostgreSQL {version}", "size": size}
    path = Path(str(connection.settings_dict["NAME"]))
    files = [path, path.with_name(f"{path.name}-wal")]
    return {"name": f"SQLite {version}", "size": sum(each.stat().st_size for each in files if each.is_file())}
