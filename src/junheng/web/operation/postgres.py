"""PostgreSQL's own programs and what a restore needs of a server: found, called and put into words."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from junheng.web.operation.archive import Unusable

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/libpq/bin")
"""Where systems keep the programs of a version, besides the path."""
SSL = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}


def program(name: str, server: int) -> str:
    """Return the path of `pg_dump` or `pg_restore` fit for a server of this major version. Raises Unusable."""
    found = {}
    on_path = shutil.which(name)
    for path in [*([on_path] if on_path else []), *(str(path) for path in _installed(name))]:
        found.setdefault(_major(path), path)
    fit = sorted(major for major in found if major >= server)
    if not fit:
        have = "、".join(str(major) for major in sorted(found)) or "—"
        raise Unusable(
            f"找不到适用于 PostgreSQL {server} 的 {name}（已装版本：{have}）。没有做任何事。请安装"
            f" postgresql-client-{server}，或把它的目录加入 PATH。",
            f"There is no {name} for PostgreSQL {server} (installed: {have}). Nothing was done. Install"
            f" postgresql-client-{server}, or put its directory on PATH.",
        )
    return found[fit[0]]


def renamed(url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlsplit(url)._replace(path=f"/{quote(name, safe='')}").geturl()


def run(command: list[str], database: Mapping[str, Any]) -> None:
    """Run one of the programs on the database (Django's settings of it); its password goes by the environment.

    Raises Unusable with the program's last words.
    """
    done = subprocess.run(
        command, env={**os.environ, **environment(database)}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        name = Path(command[0]).name
        said = done.stderr.strip().splitlines()[-1:] or ["?"]
        raise Unusable(f"{name} 没有完成：{said[0]}", f"{name} did not complete: {said[0]}")


def environment(database: Mapping[str, Any]) -> dict[str, str]:
    """Return the variables by which PostgreSQL's programs find the database."""
    wanted = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    found = {variable: str(database.get(name) or "") for variable, name in wanted.items()}
    found |= {variable: str(database.get("OPTIONS", {}).get(name) or "") for name, variable in SSL.items()}
    return {variable: value for variable, value in found.items() if value}


def connect(database: Mapping[str, Any], name: str | None = None) -> psycopg.Connection[Any]:
    """Return a connection, each statement by itself, to the database or another of the same server. Raises Unusable."""
    options = {key: value for key, value in database.get("OPTIONS", {}).items() if key in SSL}
    try:
        return psycopg.connect(
            dbname=name or database["NAME"],
            user=database.get("USER") or None,
            password=database.get("PASSWORD") or None,
            host=database.get("HOST") or None,
            port=database.get("PORT") or None,
            autocommit=True,
            connect_timeout=10,
            **options,
        )
    except psycopg.OperationalError as error:
        raise Unusable(
            f"连不上数据库：{_last(error)}。没有做任何事。请检查 JUNHENG_DATABASE_URL。",
            f"The database cannot be reached: {_last(error)}. Nothing was done. Check JUNHENG_DATABASE_URL.",
        ) from error


def empty(database: Mapping[str, Any]) -> bool:
    """Tell whether there is no table in the database."""
    with connect(database) as connection:
        found = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() OR schemaname = 'public'"
        ).fetchone()
    return found is not None and found[0] == 0


def put_aside(database: Mapping[str, Any], name: str) -> None:
    """Rename the schema with all its tables, and open an empty one in its place. Nothing is deleted."""
    with connect(database) as connection, connection.transaction():
        connection.execute(sql.SQL("ALTER SCHEMA public RENAME TO {}").format(sql.Identifier(name)))
        connection.execute("CREATE SCHEMA public")


def put_back(database: Mapping[str, Any], name: str | None) -> None:
    """Take away what a failed restore left, and put the schema put aside (where one was) in its place again."""
    with connect(database) as connection, connection.transaction():
        connection.execute("DROP SCHEMA public CASCADE")
        if name is None:
            connection.execute("CREATE SCHEMA public")
        else:
            connection.execute(sql.SQL("ALTER SCHEMA {} RENAME TO public").format(sql.Identifier(name)))


def restore(dump: Path, database: Mapping[str, Any]) -> None:
    """Put a dump into an empty database, whole or not at all. Raises Unusable."""
    with connect(database) as connection:
        server = connection.info.server_version // 10_000
    words = [program("pg_restore", server), "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    run([*words, f"--dbname={database['NAME']}", str(dump)], database)


@contextmanager
def scratch(database: Mapping[str, Any], named: str = "junheng_drill") -> Iterator[dict[str, Any]]:
    """Make a database of its own on the same server for as long as it lasts; give its settings. Raises Unusable."""
    name = f"{named}_{token_hex(6)}"
    with connect(database) as connection:
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.Error as error:
            raise Unusable(
                f"不能在数据库服务器上建演练用的临时库：{_last(error)}。请给该用户 CREATEDB 权限后再演练。",
                f"No scratch database could be made: {_last(error)}. Give the user CREATEDB and drill again.",
            ) from error
        try:
            yield {**database, "NAME": name}
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _installed(name: str) -> Iterator[Path]:
    for place in PLACES:
        yield from sorted(Path("/").glob(f"{place.lstrip('/')}/{name}"))


def _major(path: str) -> int:
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)(\.\d+)?", done.stdout)
    return int(found[1]) if found and not done.returncode else 0


def _last(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[-1].strip() if lines else type(error).__name__
