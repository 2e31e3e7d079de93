"""What an installation in production may not be like. Each check yields what is unsafe, and what to do about it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import Error

from junheng.web.people.granting import unseparated
from junheng.web.people.models import INSTALLATION_ROLES, County, Role, User
from junheng.web.site import demo
from junheng.web.site.database import waiting_migrations

SECRET_LENGTH = 50
MOST_MINUTES = 60
MFA_ROLES = frozenset({Role.LEADER, Role.OFFICER, Role.CLERK, Role.PRINCIPAL, *INSTALLATION_ROLES})
"""Roles that may not be without a second factor in production: they see persons, file or sign.

Without it the system administrator, who resets passwords, could get into such an account alone.
"""


class Words(NamedTuple):
    """What is wrong and what to do, in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One unsafe setting: the check's name, and in both languages what is wrong and what to do."""

    check: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Installation:
    """What the checks look at: the options as read, and the directory of the data."""

    option: dict[str, str]
    data: Path


Check = Callable[[Installation], "Iterator[Words]"]


def findings() -> list[Finding]:
    """Return everything unsafe about this installation; nothing when it may go into production."""
    here = Installation(settings.OPTION, settings.DATA)
    found = [Finding(check.__name__, zh, en) for check in FILES for zh, en in check(here)]
    try:
        for check in RECORDS if not waiting_migrations() else (migrations,):
            found += [Finding(check.__name__, zh, en) for zh, en in check(here)]
    except Error:
        words = Words(
            "连不上数据库：请检查 JUNHENG_DATABASE_URL 和数据库服务。",
            "The database does not answer: see to it and to JUNHENG_DATABASE_URL.",
        )
        found.append(Finding("database", *words))
    return found


def debugging(here: Installation) -> Iterator[Words]:
    """Debug pages and debug logs show what nobody should see."""
    if settings.DEBUG:
        yield Words("DEBUG 打开了：请关闭。", "DEBUG is on: turn it off.")
    if here.option["JUNHENG_LOG_LEVEL"].upper() == "DEBUG":
        yield Words(
            "日志级别为 DEBUG，会记下不该记的内容：请将 JUNHENG_LOG_LEVEL 设为 INFO。",
            "The log level DEBUG writes what should not be written: set JUNHENG_LOG_LEVEL to INFO.",
        )


def hosts(here: Installation) -> Iterator[Words]:
    """Only named hosts are answered."""
    named = [host.strip() for host in here.option["JUNHENG_HOSTS"].split(",") if host.strip()]
    if not named:
        yield Words(
            "没有指定主机名：请将 JUNHENG_HOSTS 设为用户访问的域名。",
            "No host is named: set JUNHENG_HOSTS to the name people use.",
        )
    if "*" in named:
        yield Words(
            "JUNHENG_HOSTS 含“*”，任何主机名都会应答：请写明域名。",
            "JUNHENG_HOSTS has *, so that any host is answered: name them.",
        )


def https(here: Installation) -> Iterator[Words]:
    """Passwords and figures travel encrypted; a proxy in front does that."""
    if here.option["JUNHENG_HTTPS"] != "1":
        yield Words(
            "没有启用 HTTPS：请在反向代理上配置证书（见 docs/deployment.zh.md），再设 JUNHENG_HTTPS=1。",
            "No HTTPS: give the reverse proxy a certificate (docs/deployment.md), then set JUNHENG_HTTPS=1.",
        )
    elif here.option["JUNHENG_PROXY"] != "1":
        yield Words(
            "JUNHENG_HTTPS=1 须由反向代理提供 HTTPS：请设 JUNHENG_PROXY=1。",
            "JUNHENG_HTTPS=1 needs a reverse proxy that does it: set JUNHENG_PROXY=1.",
        )


def secret(here: Installation) -> Iterator[Words]:
    """Who knows the signing key can make a session for anybody."""
    key = settings.SECRET_KEY
    if len(key) < SECRET_LENGTH or len(set(key)) < 10:
        yield Words(
            f"会话签名密钥太短（至少 {SECRET_LENGTH} 个字符）：请不设 JUNHENG_SECRET_KEY（自动生成），或换一个随机的。",
            f"The signing key is too short (at least {SECRET_LENGTH} characters): leave JUNHENG_SECRET_KEY unset,"
            " then one is made, or set a random one.",
        )
    file = here.data / "keys" / "secret.key"
    if not here.option["JUNHENG_SECRET_KEY"] and file.exists() and _open_to_others(file, 0o077):
        yield Words(f"别人能读取 {file}：请 chmod 600。", f"Others can read {file}: chmod 600.")


def field_keys(here: Installation) -> Iterator[Words]:
    """The keys of identity numbers lie apart from the database, for nobody else to read."""
    given = here.option["JUNHENG_FIELD_KEYS"]
    if not given:
        yield Words(
            "身份证件号的密钥与数据库在同一目录：请将密钥文件移到别处，并设 JUNHENG_FIELD_KEYS。",
            "The keys of identity numbers lie in the database's directory: move the file elsewhere and set"
            " JUNHENG_FIELD_KEYS.",
        )
        return
    file = Path(given).resolve()
    if file.is_relative_to(here.data.resolve()):
        yield Words(
            f"密钥文件 {file} 在数据目录里，会与数据库一起被带走：请移到数据目录之外。",
            f"The key file {file} is in the data directory and leaves the house with it: move it out.",
        )
    if _open_to_others(file, 0o077):
        yield Words(f"别人能读取 {file}：请 chmod 600。", f"Others can read {file}: chmod 600.")


def sqlite(here: Installation) -> Iterator[Words]:
    """The embedded database serves one machine; whoever wants it in production says so."""
    if not here.option["JUNHENG_DATABASE_URL"] and here.option["JUNHENG_SQLITE_IN_PRODUCTION"] != "1":
        yield Words(
            "用的是内置 SQLite：请设 JUNHENG_DATABASE_URL 改用 PostgreSQL；"
            "确认单机使用的，设 JUNHENG_SQLITE_IN_PRODUCTION=1。",
            "The database is the embedded SQLite: set JUNHENG_DATABASE_URL (PostgreSQL), or, for one machine that you"
            " are sure of, JUNHENG_SQLITE_IN_PRODUCTION=1.",
        )


def sessions(here: Installation) -> Iterator[Words]:
    """A session left alone ends."""
    minutes = here.option["JUNHENG_SESSION_MINUTES"]
    if not 1 <= int(minutes) <= MOST_MINUTES:
        yield Words(
            f"无操作 {minutes} 分钟才退出：请将 JUNHENG_SESSION_MINUTES 设为 1 至 {MOST_MINUTES}。",
            f"Sessions last {minutes} minutes of rest: set JUNHENG_SESSION_MINUTES to between 1 and {MOST_MINUTES}.",
        )


def second_factor(here: Installation) -> Iterator[Words]:
    """Whoever can change figures or rights shows more than a password."""
    missing = sorted(MFA_ROLES - {role.strip() for role in here.option["JUNHENG_MFA_ROLES"].split(",")})
    if missing:
        yield Words(
            f"这些角色没有要求两步验证：{'、'.join(missing)}。请把它们加入 JUNHENG_MFA_ROLES。",
            f"These roles need no second factor: {', '.join(missing)}. Add them to JUNHENG_MFA_ROLES.",
        )


def directory(here: Installation) -> Iterator[Words]:
    """Nobody else on the machine reads the data."""
    if _open_to_others(here.data, 0o007):
        yield Words(
            f"别人能读取数据目录 {here.data}：请 chmod 750。",
            f"Others can read the directory {here.data}: chmod 750.",
        )


def root(_here: Installation) -> Iterator[Words]:
    """A fault in a program run by root is a fault in everything."""
    if os.geteuid() == 0:
        yield Words(
            "正以 root 身份运行：请建一个专用账户（systemd 的 User=junheng）。",
            "It runs as root: use an account of its own (User=junheng in systemd).",
        )


def migrations(_here: Installation) -> Iterator[Words]:
    """Production is upgraded by somebody who has made a backup first."""
    if late := waiting_migrations():
        yield Words(
            f"数据库有 {len(late)} 项升级没有做：请先备份（junheng backup），再运行 junheng prepare。",
            f"The database lacks {len(late)} upgrade steps: back up (junheng backup), then run junheng prepare.",
        )


def separation(_here: Installation) -> Iterator[Words]:
    """The three administrators are three persons, and none of them works in a county."""
    for name in unseparated():
        yield Words(
            f"账号 {name} 兼任不能由一人担任的角色：请在“权限”页只留一类。",
            f"The account {name} holds roles that one person may not hold together: leave one (page Permissions).",
        )


def demo_accounts(_here: Installation) -> Iterator[Words]:
    """Accounts of the invented county have no business here."""
    if not County.objects.filter(pk__in=demo.COUNTIES).exists():
        return
    there = User.objects.filter(username__in=demo.USERNAMES, is_active=True, grants__isnull=False).distinct()
    if count := there.count():
        yield Words(
            f"有 {count} 个示例账号：正式使用请另建数据目录，或在“账号”页停用它们。",
            f"There are {count} accounts of the demo: begin with a data directory of its own, or close them"
            " (page Accounts).",
        )


def _open_to_others(path: Path, mode: int) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & mode)


FILES: tuple[Check, ...] = (
    debugging,
    hosts,
    https,
    secret,
    field_keys,
    sqlite,
    sessions,
    second_factor,
    directory,
    root,
)
"""Checks on options and files."""
RECORDS: tuple[Check, ...] = (migrations, separation, demo_accounts)
"""Checks that read the database."""
__all__ = ["Finding", "Installation", "findings"]
