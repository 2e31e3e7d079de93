"""Options and steps that several verbs share: files, mappings, standards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click
import msgspec

from junheng.cli.output import Output
from junheng.exchange import Reading, Refused, read

Decorator = Callable[[Callable[..., None]], Callable[..., None]]

files: Decorator = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
mapping: Decorator = click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="外来表格的映射文件 / a saved mapping for a foreign table.",
)
as_json: Decorator = click.option(
    "--json", "as_json", is_flag=True, help="只输出一个 JSON 文档 / print one JSON document."
)


force: Decorator = click.option("--force", is_flag=True, help="覆盖已有文件 / replace existing files.")


def refuse_existing(output: Output, path: Path, *, force: bool) -> None:
    """Leave with status 2 when `path` is there and may not be replaced."""
    if path.exists() and not force:
        output.refuse(
            output.word(
                f"{path} 已存在，未改动。换一个名称，或加 --force 覆盖。",
                f"{path} exists and is left alone. Choose another name, or add --force to replace it.",
            )
        )


def read_or_refuse(output: Output, paths: Sequence[Path], mapping_file: Path | None, *, as_json: bool) -> Reading:
    """Return what is in the files; leaves with status 2 when one cannot be read at all."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        output.refuse(
            output.word(
                f"没有找到：{'、'.join(missing)}。请核对文件名和所在文件夹。",
                f"not found: {', '.join(missing)}. Check the name and the folder.",
            )
        )
    try:
        with output.working(output.word("正在读取", "reading")):
            return read(paths, mapping=mapping_file)
    except Refused as refused:
        if as_json:
            output.json(msgspec.json.encode({"faults": refused.faults}))
        output.faults(refused.faults)
        raise SystemExit(2) from None
