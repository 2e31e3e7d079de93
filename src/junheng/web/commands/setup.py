"""What every verb of the web begins with: the installation that is meant, Django made ready, words at the shell."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NoReturn

import click
import django
from django.apps import apps

DATABASE = "junheng.sqlite3"

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="JUNHENG_DATA",
    default=Path("junheng-data"),
    show_default=True,
    show_envvar=True,
    help="数据目录 / directory of database, files and keys.",
)


def ready(data: Path | None) -> None:
    """Make Django ready for the installation in `data` (None: what JUNHENG_DATA says).

    The environment is set too, so that processes started from here work on the same installation. Call it before
    anything that imports models. Refuses (exit status 2) options that make no sense.
    """
    if data is not None:
        os.environ["JUNHENG_DATA"] = str(data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junheng.web.site.settings")
    if apps.ready:
        return
    try:
        django.setup()
    except ValueError as error:
        refuse(f"设置有误，未做任何事：{error}", f"A setting is wrong, nothing was done: {error}")


def there(data: Path) -> None:
    """Refuse (exit status 2) when there is no installation in `data`, instead of beginning an empty one."""
    if not os.environ.get("JUNHENG_DATABASE_URL", "").strip() and not (data / DATABASE).is_file():
        refuse(
            f"{data} 里没有数据库，未做任何事。请用 --data 或 JUNHENG_DATA 指明数据目录，或设 JUNHENG_DATABASE_URL。",
            f"There is no database in {data}, nothing was done. Name the data directory with --data or JUNHENG_DATA,"
            " or set JUNHENG_DATABASE_URL.",
        )


def word(zh: str, en: str) -> str:
    """Return the text in the language chosen at the shell; in both when none was."""
    context = click.get_current_context(silent=True)
    chosen: Any = getattr(context.obj, "word", None) if context is not None else None
    return chosen(zh, en) if callable(chosen) else f"{zh}\n{en}"


def say(zh: str, en: str) -> None:
    """Print a line on standard output."""
    click.echo(word(zh, en))


def warn(zh: str, en: str) -> None:
    """Print a line on standard error."""
    click.echo(word(zh, en), err=True)


def refuse(zh: str, en: str) -> NoReturn:
    """Say why the call cannot be done and leave with exit status 2."""
    warn(zh, en)
    raise SystemExit(2)
