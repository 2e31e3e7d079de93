"""`junheng log`: prove the log unbroken, and take a copy that proves itself."""

from __future__ import annotations

import time
from pathlib import Path

import click

from junheng.web.commands.setup import data_option, ready, refuse, say, there, warn


@click.group(name="log")
def command() -> None:
    """校验与导出日志 / prove the log unbroken, and export it."""


@command.command(name="verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option(
    "--seal",
    "noted",
    metavar="N:SEAL",
    help="外部留存的封条：核对日志至该行未被重写 / a seal noted outside: the log must still hold it.",
)
@data_option
def verify_(file: Path | None, noted: str | None, data: Path) -> None:
    """校验系统的日志，或导出的副本 FILE / verify the installation's log, or an exported copy.

    A log cut at its end, or rewritten as a whole, is found by --seal alone: note the seal this prints outside the
    system. Exit status: 0 whole; 1 broken, the first broken row is named; 2 the call is wrong.
    """
    if file is None:
        there(data)
    ready(data)
    from django.db import DatabaseError  # noqa: PLC0415 (Django is made ready first)

    from junheng.web.log import export, guard, verify  # noqa: PLC0415

    try:
        note = verify.noted(noted) if noted else None
    except ValueError:
        refuse(
            f"--seal 应为 行号:64 位十六进制，得到 {noted!r}。",
            f"--seal is to be NUMBER:64 hex digits, got {noted!r}.",
        )
    began = time.perf_counter()
    try:
        found = verify.here(note) if file is None else export.verify_file(file, note)
        gone = guard.missing() if file is None else []
    except DatabaseError as error:
        _unreadable(error)
    took = time.perf_counter() - began
    if found.fault is not None:
        warn(f"日志已损坏。{found.fault.words.zh}", f"The log is broken. {found.fault.words.en}")
        warn(
            f"此前各行完好，到：{found.end}。请保存现状（备份），告知审计管理员。",
            f"The rows before it hold, up to: {found.end}. Keep everything as it is (back it up) and tell the audit"
            " administrator.",
        )
        raise SystemExit(1)
    rate = f"{found.rows / took:,.0f}" if took > 0 else "–"
    say(
        f"日志完好：{found.rows} 行，{took:.1f} 秒（每秒 {rate} 行）。",
        f"The log is whole: {found.rows} rows in {took:.1f} s ({rate} rows a second).",
    )
    say(f"封条（请在系统之外留存）：{found.end}", f"seal (note it outside the system): {found.end}")
    if gone:
        warn(
            f"数据库中缺少防改触发器：{'、'.join(gone)}。请查明原因，并用 junheng log guard 补上。",
            f"Triggers that keep the log from being changed are missing: {', '.join(gone)}. Find out why, and put them"
            " back with junheng log guard.",
        )


@command.command(name="export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def export_(file: Path, data: Path) -> None:
    """导出可自证的日志副本 FILE / write a copy of the log that proves itself.

    FILE is JSON Lines, ending with the final seal; `junheng log verify FILE` proves it.

    Exit status: 0 written; 1 written, but the log is broken; 2 not written.
    """
    there(data)
    if file.exists():
        refuse(
            f"{file} 已存在，未写出。请换一个文件名。",
            f"{file} exists already, nothing was written. Choose another name.",
        )
    if not file.absolute().parent.is_dir():
        refuse(f"没有目录 {file.absolute().parent}。", f"There is no directory {file.absolute().parent}.")
    ready(data)
    from django.db import DatabaseError  # noqa: PLC0415 (Django is made ready first)

    from junheng.web.log.actor import Actor  # noqa: PLC0415
    from junheng.web.log.chain import record  # noqa: PLC0415
    from junheng.web.log.export import export  # noqa: PLC0415

    try:
        found = export(file)
        record(Actor.command(), "log.copy", f"entry:{found.end.number}", rows=found.rows, seal=found.end.seal)
    except DatabaseError as error:
        _unreadable(error)
    say(f"已写出 {file}：{found.rows} 行。", f"Written: {file}, {found.rows} rows.")
    if found.fault is not None:
        warn(f"日志已损坏。{found.fault.words.zh}", f"The log is broken. {found.fault.words.en}")
        raise SystemExit(1)
    say(f"封条（请在系统之外留存）：{found.end}", f"seal (note it outside the system): {found.end}")


@command.command(name="guard")
@data_option
def guard_(data: Path) -> None:
    """补上数据库中的防改触发器 / put back the triggers that keep the log from being changed.

    Exit status: 0 they are all there; 2 the call is wrong.
    """
    there(data)
    ready(data)
    from django.db import DatabaseError, transaction  # noqa: PLC0415 (Django is made ready first)

    from junheng.web.log import guard  # noqa: PLC0415
    from junheng.web.log.actor import Actor  # noqa: PLC0415
    from junheng.web.log.chain import record  # noqa: PLC0415

    try:
        gone = guard.missing()
        if gone:
            with transaction.atomic():
                guard.after_migrate(using="default")
                record(Actor.command(), "log.guard", "log", missing=gone)
    except DatabaseError as error:
        _unreadable(error)
    say(f"触发器齐全（补上 {len(gone)} 个）。", f"All triggers are there ({len(gone)} put back).")


def _unreadable(error: Exception) -> None:
    refuse(
        f"数据库没有正常响应，未完成：{type(error).__name__}。数据未受影响。",
        f"Not done: the database did not answer as it should ({type(error).__name__}). Nothing was changed.",
    )
