"""`junheng prepare`: makes or upgrades the database, adds a county, opens the first administrators."""

from __future__ import annotations

import os
from pathlib import Path

import click

from junheng.web.commands.setup import data_option, ready, refuse, say


def _first(role: str, words: str) -> click.Option:
    return click.option(  # type: ignore[return-value]
        f"--{role}", nargs=2, metavar="USER NAME", help=f"首位{words}的用户名和姓名 / the first {role} administrator."
    )


@click.command(name="prepare")
@data_option
@click.option("--county", nargs=2, metavar="CODE NAME", help="增加一个县：6 位代码和名称 / add a county.")
@click.option("--city", default="", help="它所属的市 / its city.")
@click.option("--province", default="", help="它所属的省 / its province.")
@click.option("--standard", default="", help="评估标准 / the standard it is judged by.")
@_first("system", "系统管理员")
@_first("security", "安全管理员")
@_first("audit", "审计管理员")
def command(
    data: Path,
    county: tuple[str, str] | None,
    city: str,
    province: str,
    standard: str,
    **first: tuple[str, str] | None,
) -> None:
    """安装或升级：建立或升级数据库表；可同时增加县、开通首批管理员（口令只显示一次）。

    Install or upgrade: make or upgrade the database's tables; add a county and open the first administrators'
    accounts where asked for (each password is shown once). May be run again at any time.
    """  # noqa: D415
    os.umask(0o077)  # what is written belongs to the owner alone
    data.mkdir(parents=True, exist_ok=True, mode=0o750)
    ready(data)
    from django.core.exceptions import ValidationError  # noqa: PLC0415 (set up now)

    from junheng.web.log.actor import Actor  # noqa: PLC0415
    from junheng.web.people.models import Role  # noqa: PLC0415
    from junheng.web.site import beginning, database  # noqa: PLC0415

    steps = len(database.waiting_migrations())
    database.upgrade()
    say(f"数据库已就绪（本次升级 {steps} 项）。", f"The database is ready ({steps} upgrade steps taken).")
    actor = Actor.command()
    try:
        if county:
            added = beginning.add_county(actor, *county, city=city, province=province, standard=standard)
            say(f"县：{added.code} {added.name}", f"County: {added.code} {added.name}")
        for role, person in first.items():
            if person:
                _said(role, person[0], beginning.open_administrator(actor, Role(role), *person))
    except ValidationError as error:
        refuse("；".join(error.messages), "; ".join(error.messages))


def _said(role: str, username: str, password: str | None) -> None:
    if password is None:
        refuse(
            f"{role}：已有人担任，没有开通 {username}。其余账号请在网页上开通。",
            f"{role}: somebody has this role already; {username} was not opened."
            " Other accounts are opened on the pages.",
        )
    say(
        f"{role}：{username}，一次性口令 {password}（只显示这一次）",
        f"{role}: {username}, one-time password {password} (shown only now)",
    )
