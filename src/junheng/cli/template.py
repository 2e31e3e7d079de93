"""`junheng template`: the workbook a county fills in."""

from __future__ import annotations

from pathlib import Path

import click

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
@click.option("--force", is_flag=True, help="覆盖已有文件 / replace an existing file.")
@pass_output
def command(output: Output, out: Path, force: bool) -> None:
    """写出空白填报模板（下拉、批注、示例）。

    Write the workbook to fill in: a sheet per table, drop-downs, help and a filled example.
    """
    if out.exists() and not force:
        output.refuse(
            output.word(
                f"{out} 已存在，未改动。换一个名称，或加 --force 覆盖。",
                f"{out} exists and is left alone. Choose another name, or add --force to replace it.",
            )
        )
    write_template(out, language=output.language)
    output.say(output.word(f"模板已写到 {out}", f"template written to {out}"))
