"""`junheng template`: the workbook a county fills in."""

from __future__ import annotations

from pathlib import Path

import click

from junheng.cli import inputs
from junheng.cli.output import Output, pass_output
from junheng.exchange import write_template


@click.command(name="template")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("junheng-template.xlsx"),
    show_default=True,
    help="写到何处 / where to write it.",
)
@inputs.force
@pass_output
def command(output: Output, out: Path, force: bool) -> None:
    """写出空白填报模板（下拉、批注、示例）。

    Write the workbook to fill in: a sheet per table, drop-downs, help and a filled example.
    """
    if out.suffix.lower() != ".xlsx":
        output.refuse(
            output.word(
                f"模板是 Excel 工作簿，名称请以 .xlsx 结尾：{out}",
                f"the template is a workbook, end its name in .xlsx: {out}",
            )
        )
    inputs.refuse_existing(output, out, force=force)
    write_template(out, language=output.language)
    output.say(output.word(f"模板已写到 {out}", f"template written to {out}"))
