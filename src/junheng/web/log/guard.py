"""The database's own refusal to change the log: triggers on `log_entry`, for SQLite and PostgreSQL.

They are put in place by the migration and again after every `migrate`, since SQLite drops a table's triggers when a
later migration remakes it. Who owns the database can take them away; the chain then still tells what was changed.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, connections

SAID = "log_entry is append-only"

LATE = "EXISTS (SELECT 1 FROM log_entry WHERE number >= NEW.number)"
SQLITE = (
    ("log_entry_update", f"BEFORE UPDATE ON log_entry BEGIN SELECT RAISE(ABORT, '{SAID}'); END"),
    ("log_entry_delete", f"BEFORE DELETE ON log_entry BEGIN SELECT RAISE(ABORT, '{SAID}'); END"),
    # INSERT OR REPLACE would take a row away without firing the trigger above.
    ("log_entry_insert", f"BEFORE INSERT ON log_entry WHEN {LATE} BEGIN SELECT RAISE(ABORT, '{SAID}'); END"),
)
POSTGRESQL = (
    ("log_entry_rows", "BEFORE UPDATE OR DELETE ON log_entry FOR EACH ROW EXECUTE FUNCTION log_entry_guard()"),
    ("log_entry_all", "BEFORE TRUNCATE ON log_entry FOR EACH STATEMENT EXECUTE FUNCTION log_entry_guard()"),
)
FUNCTION = (
    "CREATE OR REPLACE FUNCTION log_entry_guard() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{SAID}'; END $$"
)


def up(vendor: str) -> list[str]:
    """Return the statements that put the triggers in place; those that are there stay."""
    if vendor == "postgresql":
        return [FUNCTION, *(f"CREATE OR REPLACE TRIGGER {name} {body}" for name, body in POSTGRESQL)]
    return [f"CREATE TRIGGER IF NOT EXISTS {name} {body}" for name, body in SQLITE]


def down(vendor: str) -> list[str]:
    """Return the statements that take the triggers away: for undoing the migration, and for tests."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {name} ON log_entry" for name, _ in POSTGRESQL]
    return [f"DROP TRIGGER IF EXISTS {name}" for name, _ in SQLITE]


def missing() -> list[str]:
    """Return the names of the triggers that are not in the database, or are switched off there."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE tgrelid = 'log_entry'::regclass AND tgenabled IN ('O', 'A')"
        wanted = [name for name, _ in POSTGRESQL]
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log_entry'"
        wanted = [name for name, _ in SQLITE]
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in found]


def forwards(_apps: Any, editor: Any) -> None:
    """Put the triggers in place, as a step of a migration."""
    for statement in up(editor.connection.vendor):
        editor.execute(statement)


def backwards(_apps: Any, editor: Any) -> None:
    """Take the triggers away, as a step of a migration undone."""
    for statement in down(editor.connection.vendor):
        editor.execute(statement)


def after_migrate(*, using: str, **_: Any) -> None:
    """Put the triggers in place where a migration dropped them (signal `post_migrate`)."""
    chosen = connections[using]
    if "log_entry" in chosen.introspection.table_names():
        with chosen.cursor() as cursor:
            for statement in up(chosen.vendor):
                cursor.execute(statement)
