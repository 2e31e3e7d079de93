"""`junheng backup`: database, files and a note on keys in one file that proves itself."""

from __future__ import annotations

from pathlib import Path

import click

from junheng.web.commands.setup import data_option, ready, refuse, say, there


@click.command(name="backup")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--with-keys", is_flag=True, help="把加密密钥也放进备份 / put the keys into the backup too.")
@data_option
def command(out: Path, with_keys: bool, data: Path) -> None:
    """备份到文件 OUT（或目录 OUT 下的新文件）/ back up to the file OUT, or to a new file in the directory OUT.

    Taken while the system runs. Holds the database, uploads and snapshots; the keys only with --with-keys. A file
    that exists is never overwritten. Exit status: 0 written and read back; 2 nothing was written.
    """
    there(data)
    ready(data)
    from django.db import DatabaseError  # noqa: PLC0415 (Django is made ready first)
    from django.template.defaultfilters import filesizeformat  # noqa: PLC0415

    from junheng.web.log.actor import Actor  # noqa: PLC0415
    from junheng.web.operation.archive import Unusable  # noqa: PLC0415
    from junheng.web.operation.backup import backup  # noqa: PLC0415

    try:
        path, manifest = backup(out, actor=Actor.command(), with_keys=with_keys)
    except Unusable as error:
        refuse(error.zh, error.en)
    except DatabaseError as error:
        refuse(
            f"数据库没有正常响应（{type(error).__name__}），没有写出备份。",
            f"The database did not answer as it should ({type(error).__name__}); no backup was written.",
        )
    size = filesizeformat(path.stat().st_size).replace("\xa0", " ")
    rows = sum(manifest.rows.values())
    say(
        f"已备份到 {path}：{size}，{rows} 行，{len(manifest.parts)} 个文件；已回读核对。",
        f"Backed up to {path}: {size}, {rows} rows, {len(manifest.parts)} files; read back and proven.",
    )
    names = ", ".join(manifest.keys.field)
    if with_keys:
        say(
            f"备份含密钥（指纹 {names}）：请像密钥一样保管。",
            f"The backup holds the keys ({names}): keep it as you keep keys.",
        )
    else:
        say(
            f"备份不含密钥。恢复时需要密钥文件（指纹 {names}），请另行妥善保存 keys/field.keys。",
            f"The keys are not in it. A restore needs the file of keys ({names}): keep keys/field.keys elsewhere.",
        )
    say(
        f"日志封条（请在系统之外留存）：{manifest.log_number}:{manifest.log_seal}",
        f"seal of the log (note it outside the system): {manifest.log_number}:{manifest.log_seal}",
    )
