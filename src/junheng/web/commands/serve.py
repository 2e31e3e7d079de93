"""`junheng serve`: the web pages and the worker, on the embedded database or on PostgreSQL."""

from __future__ import annotations

import os
import socket
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource
from rich.console import Console
from rich.table import Table

from junheng.web.commands.setup import data_option, ready, refuse, say, warn, word

if TYPE_CHECKING:
    from junheng.web.site.demo import Account

PORTS = 50
"""Ports tried from the usual one on when none was asked for."""


@click.command(name="serve")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="端口 / port; 0: any free."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 / address to listen on.")
@data_option
@click.option("--production", is_flag=True, help="生产模式：拒绝不安全的设置 / refuse unsafe settings.")
@click.option(
    "--demo", is_flag=True, help="空库时载入虚构示例县和账号 / begin with an invented county and its accounts."
)
@click.option(
    "--schools", type=click.IntRange(1, 200), default=44, show_default=True, help="示例县学校数 / its schools."
)
@click.option(
    "--worker/--no-worker", default=True, show_default=True, help="同时执行后台任务 / do background jobs too."
)
# Threads of one process hold each other up in Python, and whoever waits for its turn may hold SQLite's only lock:
# processes of one thread answered 200 clerks ten times as fast as 2 x 8 (benchmarks/README.md).
@click.option("--processes", type=click.IntRange(1, 64), default=4, show_default=True, help="进程数 / processes.")
@click.option(
    "--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="每进程线程数 / threads each."
)
@click.pass_context
def command(
    context: click.Context,
    port: int,
    host: str,
    data: Path,
    production: bool,
    demo: bool,
    schools: int,
    worker: bool,
    processes: int,
    threads: int,
) -> int:
    """启动网站和后台任务；按 Ctrl-C 结束。

    Serve the pages and do background jobs until Ctrl-C. The database is made at the first start; PostgreSQL by
    JUNHENG_DATABASE_URL (see docs/settings.md).
    """  # noqa: D415
    os.umask(0o077)  # what is written belongs to the owner alone
    if production:
        os.environ["JUNHENG_PRODUCTION"] = "1"
    elif os.environ.get("JUNHENG_PRODUCTION") != "1":
        _allow(host)
        os.environ.setdefault("JUNHENG_LOG_FILE", str(data.resolve() / "log" / "junheng.log"))
    _ready(data)
    from django.conf import settings  # noqa: PLC0415 (set up now)

    from junheng.web.site.processes import Processes  # noqa: PLC0415

    tries = PORTS if context.get_parameter_source("port") == ParameterSource.DEFAULT else 1
    if settings.PRODUCTION:
        _production(demo)
    listening = _listen(host, port, tries)
    try:
        if not settings.PRODUCTION:
            _embedded()
            if demo:
                _demo(schools, data)
    except BaseException:
        listening.close()
        raise
    address = _address(listening)
    say(f"网址：{address}  （按 Ctrl-C 结束）", f"Address: {address}  (Ctrl-C to end)")
    status = Processes(listening, processes=processes, threads=threads, worker=worker).run()
    if status:
        warn(
            "网站进程意外结束，后台任务也已停止；原因见上。",
            "The server ended unasked, and the worker with it; see above why.",
        )
    return status


def _ready(data: Path) -> None:
    try:
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        refuse(
            f"不能写入数据目录 {data}（{error.strerror}），未做任何事。请用 --data 指定另一个目录。",
            f"The data directory {data} cannot be written to ({error.strerror}), nothing was done."
            " Name another with --data.",
        )
    ready(data)


def _production(demo: bool) -> None:
    """Refuse what is unsafe; then lay out the static files."""
    from django.core.management import call_command  # noqa: PLC0415 (set up now)

    from junheng.web.site.safety import findings  # noqa: PLC0415

    if demo:
        refuse("生产模式不载入示例县。", "The invented county is not for production.")
    found = findings()
    for each in found:
        warn(f"不安全：{each.zh}", f"Unsafe: {each.en}")
    if found:
        refuse(f"共 {len(found)} 项，没有启动。", f"{len(found)} in all; not started.")
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True)


def _embedded() -> None:
    from junheng.web.site.database import upgrade  # noqa: PLC0415

    upgrade()


def _demo(schools: int, data: Path) -> None:
    """Bring in the invented county, its accounts and what the features add; at a second start only what is missing."""
    from junheng.web.site import demo  # noqa: PLC0415

    if demo.foreign():
        refuse(
            f"{data} 里已有别的数据，不载入示例县。请用 --data 指定一个空目录。",
            f"There are other data in {data}; the invented county is not added. Name an empty directory with --data.",
        )
    known = demo.present()
    if not known:
        say("正在生成示例县…", "Inventing a county…")
    county = demo.records(schools)
    if known:
        say(
            f"示例县已在 {data}；一次性口令只在第一次启动时显示过。忘记了就重新开始：make demo-new（或删除该目录）。",
            f"The county is in {data} already; its one-time passwords were shown at the first start. To begin anew:"
            " make demo-new (or remove the directory).",
        )
    else:
        _table(demo.accounts(county))
    for step in demo.STEPS:
        step(county)


def _table(accounts: list[Account]) -> None:
    """Print the accounts with their passwords; they stand nowhere else."""
    table = Table(title=word("示例账号（一次性口令，只显示这一次）", "Accounts (one-time passwords, shown only now)"))
    for column in (
        ("用户名", "user"),
        ("姓名", "name"),
        ("角色", "role"),
        ("范围", "where"),
        ("一次性口令", "password"),
    ):
        table.add_column(word(*column), no_wrap=True)
    for each in accounts:
        table.add_row(each.username, each.name, each.role, each.place, each.password)
    console = Console(highlight=False)
    console.print(table, width=max(console.width, 100), soft_wrap=True)


def _listen(host: str, port: int, tries: int) -> socket.socket:
    from junheng.web.site.processes import listen  # noqa: PLC0415

    try:
        return listen(host, port, tries=tries)
    except OSError as error:
        refuse(
            f"不能监听 {host} 的端口 {port}（{error.strerror}），没有启动。请用 --port 换一个端口。",
            f"Port {port} of {host} cannot be listened on ({error.strerror}); not started. Name another with --port.",
        )


def _allow(host: str) -> None:
    """Let the address listened on be a host name too, where none was set."""
    if not os.environ.get("JUNHENG_HOSTS") and host not in {"127.0.0.1", "::1", "localhost"}:
        if host in {"0.0.0.0", "::"}:
            warn(
                "监听所有地址时，请用 JUNHENG_HOSTS 写明用户访问的主机名；现在只应答 localhost。",
                "When listening on all addresses name the host people use in JUNHENG_HOSTS;"
                " now only localhost is answered.",
            )
        else:
            os.environ["JUNHENG_HOSTS"] = f"localhost,127.0.0.1,{host}"


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
