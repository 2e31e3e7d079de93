"""`junheng restore`: from a backup to an installation that works."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from junheng.web.commands.setup import data_option, refuse, say, warn, word

if TYPE_CHECKING:
    from junheng.web.operation.line import Line
    from junheng.web.operation.restore import Place

backup_argument = click.argument("backup", type=click.Path(exists=True, dir_okay=False, path_type=Path))
keys_option = click.option(
    "--keys",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="密钥文件，数据目录里还没有时用 / file of keys, where there is none in the data directory.",
)


@click.command(name="restore")
@backup_argument
@keys_option
@click.option("--force", is_flag=True, help="替换已有内容：原有的移到一旁 / replace what is there; it is moved aside.")
@data_option
def command(backup: Path, keys: Path | None, force: bool, data: Path) -> None:
    """把备份 BACKUP 恢复到空的数据目录 / restore the backup into an empty data directory (or database).

    The backup is proven first, the keys compared, the database brought to this version. All is in place at the end,
    or nothing. Exit status: 0 restored; 2 nothing was changed.
    """
    from junheng.web.operation.archive import Unusable  # noqa: PLC0415 (a short start)
    from junheng.web.operation.restore import restore  # noqa: PLC0415

    try:
        manifest, aside = restore(backup, place(data), given=keys, force=force, told=tell)
    except Unusable as error:
        refuse(error.zh, error.en)
    say(f"已恢复到 {data}（备份于 {manifest.made_at}）。", f"Restored into {data} (backup of {manifest.made_at}).")
    if aside:
        say(
            f"原有内容移到 {aside}；确认无误后可自行删除。",
            f"What was there lies in {aside}; delete it when all is well.",
        )
    say("所有人需要重新登录。接下来：junheng serve", "Everybody signs in again. Next: junheng serve")


def place(data: Path) -> Place:
    """Return where the installation of the settings is. Refuses an address that is none."""
    from junheng.web.operation.restore import Place  # noqa: PLC0415 (a short start)

    given = os.environ.get("JUNHENG_FIELD_KEYS", "").strip()
    found = Place(data.resolve(), os.environ.get("JUNHENG_DATABASE_URL", "").strip(), Path(given) if given else None)
    try:
        _ = found.database
    except ValueError as error:
        refuse(f"设置有误，未做任何事：{error}", f"A setting is wrong, nothing was done: {error}")
    return found


def tell(line: Line) -> None:
    """Say how one thing stands, and what is wrong with it."""
    sign = word("通过", "holds") if not line.wrong else word("不符", "FAILS")
    (warn if line.wrong else say)(
        f"{sign} {line.zh}（{line.looked} 项{f'，{line.wrong} 项不符' if line.wrong else ''}）",
        f"{sign} {line.en} ({line.looked} looked at{f', {line.wrong} wrong' if line.wrong else ''})",
    )
    for zh, en in line.faults:
        warn(f"  {zh}", f"  {en}")
    if line.wrong > len(line.faults) > 0:
        rest = line.wrong - len(line.faults)
        warn(f"  另有 {rest} 项", f"  {rest} more")
