"""`junheng check`: what is wrong or odd in the files, all of it in one pass."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from junheng.cli import inputs
from junheng.cli.output import Output, pass_output
from junheng.dictionary import load
from junheng.exchange import Reading, mark


@click.command(name="check")
@inputs.files
@inputs.mapping
@inputs.as_json
@click.option(
    "--marked",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="把标注了问题的原表另存到该目录，原表不动 / write copies with faulty cells marked to DIR.",
)
@inputs.force
@pass_output
def command(
    output: Output, files: tuple[Path, ...], mapping: Path | None, as_json: bool, marked: Path | None, force: bool
) -> None:
    """检查文件：逐条列出错误与存疑。

    Check files and list every fault and doubt with its place, what was expected and what to do.

    Exit status: 0 nothing found; 1 only doubts; 2 faults.
    """
    copies = _copies(output, files, marked) if marked else {}
    for copy in copies.values():
        inputs.refuse_existing(output, copy, force=force)
    reading = inputs.read_or_refuse(output, files, mapping, as_json=as_json)
    _give_back(output, copies, reading, quiet=as_json)
    if as_json:
        output.json(_document(reading))
    else:
        _summary(output, reading)
    output.faults(reading.faults)
    raise SystemExit(2 if reading.wrong else 1 if reading.faults else 0)


def _document(reading: Reading) -> bytes:
    tables = {name: frame.height for name, frame in reading.tables.items()}
    return msgspec.json.encode(
        {
            "tables": tables,
            "rows": reading.rows,
            "blank": reading.blank,
            "filtered": reading.filtered,
            "skipped": reading.skipped,
            "faults": reading.faults,
        }
    )


def _summary(output: Output, reading: Reading) -> None:
    dictionary = load()
    output.table(
        output.word("读到的表", "tables read"),
        (output.word("表", "table"), output.word("行数", "rows")),
        [(output.title(dictionary.tables[name].title), f"{frame.height:,}") for name, frame in reading.tables.items()],
        right=(1,),
    )
    for label, count in reading.blank.items():
        if count:
            output.say(output.word(f"{label}：跳过空行 {count} 行", f"{label}: {count} blank rows skipped"))
    for label, count in reading.skipped.items():
        if count:
            output.say(
                output.word(
                    f"{label}：合计、落款 {count} 行未读", f"{label}: {count} rows of totals or signatures not read"
                )
            )
    for label, count in reading.filtered.items():
        if count:
            output.say(
                output.word(f"{label}：按映射筛除 {count} 行", f"{label}: {count} rows set aside by the mapping")
            )


def _copies(output: Output, files: tuple[Path, ...], folder: Path) -> dict[Path, Path]:
    """Return the marked copy of each file: another name than the original's, so that it never takes its place."""
    mark_word = output.word("标注", "marked")
    copies: dict[Path, Path] = {}
    for source in filter(Path.is_file, files):
        number, copy = 1, folder / f"{source.stem}-{mark_word}.xlsx"
        while copy in copies.values():  # two files of one name from two folders
            number += 1
            copy = folder / f"{source.stem}-{mark_word}{number}.xlsx"
        copies[source] = copy
    return copies


def _give_back(output: Output, copies: dict[Path, Path], reading: Reading, *, quiet: bool) -> None:
    for source, copy in copies.items():
        if any(f"/{source.as_posix()}".endswith(f"/{fault.file}") for fault in reading.faults):
            copy.parent.mkdir(parents=True, exist_ok=True)
            written = mark(source, reading.faults, copy)
            if not quiet:
                output.say(output.word(f"已标注：{written}", f"marked: {written}"))
