"""What is said of a call that is wrong, in the language it asks for: click itself knows English only."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import click

from junheng.cli.language import worded

_TOLD_AGAIN = frozenset({"rest", "more"})


def show(error: click.ClickException, language: str | None) -> None:
    """Print on standard error what is wrong and how the call goes; in both languages where none is known."""
    ctx = error.ctx if isinstance(error, click.UsageError) else None
    if isinstance(error, click.UsageError):
        click.echo(
            worded(
                language,
                "命令写法有误，未做任何事；加 --help 看全部用法。",
                "The call is wrong, nothing was done; add --help for all of its usage.",
            ),
            err=True,
        )
    if ctx is not None:
        usage = ctx.get_usage().removeprefix("Usage: ")
        click.echo(worded(language, f"用法：{usage}", f"Usage: {usage}").splitlines()[0], err=True)
    said = error.format_message()
    click.echo(worded(language, f"错误：{in_chinese(said)}", f"Error: {said}"), err=True)


def in_chinese(said: str) -> str:
    """Return in Chinese what click says; as it is where it says what is not known here."""
    for pattern, zh in _messages():
        match = pattern.fullmatch(said)
        if match is not None:
            found = {name: value or "" for name, value in match.groupdict().items()}
            return zh.format_map(
                {name: in_chinese(value) if name in _TOLD_AGAIN else value for name, value in found.items()}
            )
    return said


@cache
def _messages() -> tuple[tuple[re.Pattern[str], str], ...]:
    read = tomllib.loads(files("junheng.cli").joinpath("usage.toml").read_text("utf-8"))
    return tuple((re.compile(one["match"], re.DOTALL), str(one["zh"])) for one in read["message"])
