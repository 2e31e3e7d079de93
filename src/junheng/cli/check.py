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
    help="把标注了问题的原表写到该目录 / give the workbooks back in DIR with faulty cells marked.",
)
@pass_output
def command(output: Output, files: tuple[Path, ...], mapping: Path | None, as_json: bool, marked: Path | None) -> None:
    """检查文件：逐条列出错误与存疑。

    Check files and list every fault and doubt with its place, what was expected and what to do.

    Exit status: 0 nothing found; 1 only doubts; 2 faults.
    """
    reading = inputs.read_or_refuse(output, files, mapping)
    if marked:
        _give_back(output, files, reading, marked, quiet=as_json)
    if as_json:
        output.json(_document(reading))
        if reading.wrong:
            output.faults(reading.wrong)
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
    for label, count in reading.filtered.items():
        if count:
            output.say(
                output.word(f"{label}：按映射筛除 {count} 行", f"{label}: {count} rows set aside by the mapping")
            )


def _give_back(output: Output, files: tuple[Path, ...], reading: Reading, target: Path, *, quiet: bool) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for source in files:
        own = [fault for fault in reading.faults if fault.file == source.name]
        if not own or not source.is_file():
            continue
        written = mark(source, own, target / source.with_suffix(".xlsx").name)
        if not quiet:
            output.say(output.word(f"已标注：{written}", f"marked: {written}"))
