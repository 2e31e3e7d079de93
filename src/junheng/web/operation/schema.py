"""Whether the database has the shape the program expects."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@lru_cache(maxsize=1)
def known() -> frozenset[tuple[str, str]]:
    """Return the migrations this program has; they do not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def applied() -> frozenset[tuple[str, str]]:
    """Return the migrations the database has had: one query, and one for whether it had any."""
    return frozenset(MigrationRecorder(connection).applied_migrations())


def pending() -> list[str]:
    """Return the names of the migrations still to be applied, in order of name."""
    return _names(known() - applied())


def unknown(recorded: Iterable[tuple[str, str]] | None = None) -> list[str]:
    """Return the names of migrations, the database's or those `recorded`, that this program does not have."""
    own = {app for app, _ in known()}
    found = frozenset(recorded) if recorded is not None else applied()
    return _names({each for each in found - known() if each[0] in own})


def _names(migrations: Iterable[tuple[str, str]]) -> list[str]:
    return sorted(f"{app}.{name}" for app, name in migrations)
