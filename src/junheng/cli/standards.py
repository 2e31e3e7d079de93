"""`junheng standards`: which standards there are, what one asks, whether a file is sound."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from junheng import standards
from junheng.cli import inputs
from junheng.cli.output import Output, pass_output
from junheng.standards import StandardError, render


@click.group(name="standards")
def command() -> None:
    """查看与校验标准。

    List, show and check standards.
    """


@command.command(name="list")
@inputs.as_json
@pass_output
def list_(output: Output, as_json: bool) -> None:
    """列出自带的标准 / list the standards that come with the program."""
    found = standards.listing()
    if as_json:
        output.json(
            msgspec.json.encode([{"id": each.id, "title": each.title, "document": each.document} for each in found])
        )
        return
    output.table(
        output.word("标准", "standards"),
        ("id", output.word("名称", "title"), output.word("文号", "document")),
        [(each.id, output.title(each.title), each.document) for each in found],
    )


@command.command()
@click.argument("standard")
@inputs.as_json
@pass_output
def show(output: Output, standard: str, as_json: bool) -> None:
    """显示一个标准的全部要求 / show everything one standard asks (an id or a file)."""
    try:
        found = standards.load(standard)
    except StandardError as error:
        output.refuse(*error.lines(output.language))
    if as_json:
        output.json(msgspec.json.encode(found))
    else:
        click.echo(render(found, output.language))


@command.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@pass_output
def check(output: Output, file: Path) -> None:
    """校验一个标准文件，逐条指出行号 / check a standard file, each problem with its line."""
    problems = standards.check(file)
    if problems:
        output.refuse(*(problem.text(output.language) for problem in problems))
    output.say(output.word(f"{file} 可用。", f"{file} is sound."))
