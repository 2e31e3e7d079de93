"""What an installation can set: one table of environment variables; docs/settings.md is held to it by a test."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Option:
    """One setting: its environment variable, default and help in two languages."""

    name: str
    default: str
    zh: str
    en: str


OPTIONS = (
    Option("JUNHENG_DATA", "junheng-data", "数据目录：数据库、文件、密钥", "directory of database, files and keys"),
    Option("JUNHENG_DATABASE_URL", "", "PostgreSQL 地址；留空用内置 SQLite", "PostgreSQL address; blank for SQLite"),
    Option(
        "JUNHENG_PRODUCTION", "", "填 1 为生产模式：拒绝不安全的设置", "1 for production: unsafe settings are refused"
    ),
    Option("JUNHENG_HOSTS", "", "允许的主机名，逗号分隔", "host names served, comma separated"),
    Option("JUNHENG_HTTPS", "", "填 1 表示经 HTTPS 访问", "1 when reached by HTTPS"),
    Option("JUNHENG_PROXY", "", "填 1 表示前有反向代理", "1 behind a reverse proxy"),
    Option(
        "JUNHENG_SECRET_KEY",
        "",
        "会话签名密钥；留空用数据目录里生成的",
        "signing key; blank for the one made in the data directory",
    ),
    Option(
        "JUNHENG_FIELD_KEYS",
        "",
        "身份证件号加密密钥文件；留空用数据目录下 keys/field.keys",
        "file of keys for identity numbers",
    ),
    Option(
        "JUNHENG_SQLITE_IN_PRODUCTION",
        "",
        "填 1 确认在生产中用内置 SQLite（单机、并发不高时）",
        "1 to use the embedded SQLite in production all the same (one machine, few people at once)",
    ),
    Option("JUNHENG_SESSION_MINUTES", "30", "无操作几分钟后退出", "minutes of rest after which a session ends"),
    Option(
        "JUNHENG_MFA_ROLES",
        "",
        "必须两步验证的角色，逗号分隔；生产环境须含 leader,officer,clerk,principal,system,security,audit",
        "roles that must use a second factor, comma separated; in production at least "
        "leader,officer,clerk,principal,system,security,audit",
    ),
    Option("JUNHENG_UPLOAD_MB", "50", "单个上传文件上限(MB)", "largest upload, MB"),
    Option(
        "JUNHENG_WORKER_SILENCE",
        "30",
        "后台进程几秒没有动静即视为已死，其任务由别的进程接手",
        "seconds without a sign of life after which a worker is taken for dead",
    ),
    Option(
        "JUNHENG_LOG_FILE",
        "",
        "结构化日志文件；留空写到标准错误(由 systemd 收集)",
        "file of the structured log; blank for standard error (systemd keeps it)",
    ),
    Option("JUNHENG_LOG_LEVEL", "INFO", "日志级别", "level of the structured log"),
)


def read(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return every option's value, blanks as the default."""
    return {option.name: environ.get(option.name, "").strip() or option.default for option in OPTIONS}


def database(url: str, data: Path) -> dict[str, object]:
    """Return Django's settings of one database: `url` (postgresql://user:password@host:port/name?options) or SQLite.

    Raises ValueError for an address of another kind.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(data / "junheng.sqlite3"),
            "CONN_MAX_AGE": 300,  # opening one anew costs a request about 3 ms
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ValueError(
            "JUNHENG_DATABASE_URL 应为 postgresql://用户:密码@主机:端口/库名 / should be postgresql://…/name"
        )
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
