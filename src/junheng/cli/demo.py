"""`junheng demo`: an invented county to try everything on."""

from __future__ import annotations

from pathlib import Path

import click

from junheng import demo
from junheng.cli import inputs
from junheng.cli.output import Output, pass_output


@click.command(name="demo")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="写到何处 / directory to write to."
)
@click.option("--schools", type=click.IntRange(1, 250_000), default=44, show_default=True, help="学校数 / schools.")
@click.option(
    "--seed", type=int, default=2025, show_default=True, help="随机种子，同种子同结果 / same seed, same county."
)
@inputs.force
@pass_output
def command(output: Output, out: Path, schools: int, seed: int, force: bool) -> None:
    """生成虚构的示例县（多于一县规模时生成多县，另存 Parquet）。

    Write an invented county: a workbook to assess; Parquet too when it is larger than a county.
    """
    inputs.refuse_existing(output, out / "county.xlsx", force=force)
    with output.working(output.word("正在生成", "inventing")):
        written = demo.write(out, schools=schools, seed=seed)
    for path in written:
        output.say(str(path))
    output.say(
        output.word(f"接下来：junheng assess {written[0]}", f"next: junheng assess {written[0]}"),
    )
