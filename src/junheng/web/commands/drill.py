"""`junheng drill`: prove that a backup can be restored, before it has to be."""

from __future__ import annotations

import os
from pathlib import Path

import click

from junheng.web.commands.restore import backup_argument, keys_option, place, tell
from junheng.web.commands.setup import DATABASE, data_option, ready, refuse, say, warn


@click.command(name="drill")
@backup_argument
@keys_option
@data_option
def command(backup: Path, keys: Path | None, data: Path) -> None:
    """恢复演练：把备份 BACKUP 恢复到临时处，逐项核对 / restore a backup into scratch and check all that must hold.

    Looks at the log's chain, snapshots, the history of every record, evidence, row counts and the program's own
    checks. Nothing of the installation is touched; the outcome is noted in its log. Exit status: 0 all holds; 1
    something does not; 2 the backup cannot be used.
    """
    from junheng.web.operation.archive import Unusable  # noqa: PLC0415 (a short start)
    from junheng.web.operation.restore import drill  # noqa: PLC0415

    try:
        held = drill(backup, place(data), given=keys, told=tell)
    except Unusable as error:
        _note(data, backup, "unusable")
        refuse(error.zh, error.en)
    _note(data, backup, "held" if held else "failed")
    if not held:
        warn("演练未通过：这份备份不能放心使用。", "The drill failed: do not rely on this backup.")
        raise SystemExit(1)
    say("演练通过：这份备份可以恢复。", "The drill went well: this backup can be restored.")


def _note(data: Path, backup: Path, outcome: str) -> None:
    """Note the outcome in the installation's log, where there is an installation here."""
    if not os.environ.get("JUNHENG_DATABASE_URL", "").strip() and not (data / DATABASE).is_file():
        return
    ready(data)
    from django.db import DatabaseError  # noqa: PLC0415 (Django is made ready first)

    from junheng.web.log.actor import Actor  # noqa: PLC0415
    from junheng.web.log.chain import record  # noqa: PLC0415

    try:
        record(Actor.command(), "operation.drill", f"backup:{backup.name}", outcome=outcome)
    except DatabaseError:
        warn(
            "演练结果没有记入日志：数据库没有响应。",
            "The outcome was not noted in the log: the database did not answer.",
        )
