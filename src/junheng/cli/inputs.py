"""Options and steps that several verbs share: files, mappings, standards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from junheng.cli.output import Output
from junheng.exchange import Reading, Refused, read

Decorator = Callable[[Callable[..., None]], Callable[..., None]]

files: Decorator = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE…"
)
mapping: Decorator = click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="外来表格的映射文件 / a saved mapping for a foreign table.",
)
as_json: Decorator = click.option(
    "--json", "as_json", is_flag=True, help="只输出一个 JSON 文档 / print one JSON document."
)


def read_or_refuse(output: Output, paths: Sequence[Path], mapping_file: Path | None) -> Reading:
    """Return what is in the files; leaves with status 2 when one cannot be read at all."""
    try:
        with output.working(output.word("正在读取", "reading")):
            return read(paths, mapping=mapping_file)
    except Refused as refused:
        output.faults(refused.faults)
        raise SystemExit(2) from None
