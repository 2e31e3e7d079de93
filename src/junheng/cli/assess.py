"""`junheng assess`: from a county's workbook to its verdict."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec
from msgspec import structs

from junheng.assess import Assessment, ScopeError, assess, counties, rules_of, to_json
from junheng.cli import inputs
from junheng.cli.output import Output, pass_output
from junheng.cli.results import write_results
from junheng.cli.summary import summarise
from junheng.dictionary import Title
from junheng.exchange import Reading
from junheng.facts import derive
from junheng.standards import Standard, StandardError, load

NOTED = 20
"""Faulty cells named in a result; the shell names all of them."""


@click.command(name="assess")
@inputs.files
@click.option("--standard", default="cn.quality.2017", show_default=True, help="标准编号或文件 / standard id or file.")
@inputs.mapping
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="结果目录；不给时写到 <文件名>-assessment，--json 时不写 / result directory.",
)
@click.option("--county", help="只评估该县代码 / only this county code.")
@click.option("--year", type=int, help="评估学年，默认最近 / school year, the latest by default.")
@click.option("--switch", "switches", multiple=True, help="启用一项过渡性规定，可重复 / turn a transitional rule on.")
@click.option("--lenient", is_flag=True, help="有错的单元格按未知处理 / take faulty cells as unknown and go on.")
@inputs.as_json
@pass_output
def command(
    output: Output,
    files: tuple[Path, ...],
    standard: str,
    mapping: Path | None,
    out: Path | None,
    county: str | None,
    year: int | None,
    switches: tuple[str, ...],
    lenient: bool,
    as_json: bool,
) -> None:
    """对照标准评估一个县：结论、差距、无法判定之处。

    Assess a county: is it balanced, which schools fall short, in what, by how much, under which clause.

    Writes assessment.html, assessment.xlsx, forms.xlsx and assessment.json, and prints the summary.
    """
    asked = _standard(output, standard)
    reading = inputs.read_or_refuse(output, files, mapping, as_json=as_json)
    _stop_at_faults(output, reading, files, lenient=lenient, as_json=as_json)
    facts = derive(reading.tables, rules_of(asked))
    codes = [county] if county else counties(facts)
    try:
        steps = output.progress(codes, output.word("评估", "assessing"))
        found = [_noted(assess(facts, asked, county=code, year=year, switches=switches), reading) for code in steps]
    except ScopeError as error:
        output.refuse(output.title(error.words))
    if not found:
        output.refuse(
            output.word(
                "文件里没有可评估的学校：需要“学校情况”与“学段数据”两张表。",
                "There is no school to assess in the file: the tables School and School part are needed.",
            )
        )
    if as_json:
        output.json(to_json(found))
    target = out or (None if as_json else Path(f"{files[0].stem}-assessment"))
    if target:
        write_results(output, found, facts, target)
    if not as_json:
        summarise(output, found, facts)
        output.faults(reading.faults, limit=5)
        output.say(output.word(f"结果已写到 {target}/", f"results written to {target}/"))
    raise SystemExit(0 if all(each.verdict == "met" for each in found) else 1)


def _standard(output: Output, name: str) -> Standard:
    try:
        return load(name)
    except StandardError as error:
        output.refuse(*error.lines(output.language))


def _stop_at_faults(output: Output, reading: Reading, files: tuple[Path, ...], *, lenient: bool, as_json: bool) -> None:
    stopping = [fault for fault in reading.wrong if not (lenient and fault.blanked)]
    if not stopping:
        return
    if as_json:
        output.json(msgspec.json.encode({"faults": reading.faults}))
    output.faults(reading.faults, limit=5)
    names = " ".join(str(path) for path in files)
    if lenient:
        output.refuse(
            output.word(
                f"未评估，也未写出任何文件：其中 {len(stopping)} 处不是单个数字的错误（如重复、合计不符、缺行），"
                "--lenient 也不能当作未知。请改正后再来。",
                f"Nothing was assessed and nothing written: {len(stopping)} of the faults are not single figures"
                " (duplicates, sums, rows left out) and --lenient cannot take them as unknown."
                " Mend them and run again.",
            )
        )
    output.refuse(
        output.word(
            f"有错误，未评估，也未写出任何文件。改正后再来；junheng check {names} --marked DIR 给出标红的原表；"
            "--lenient 把有错的单元格当作未知继续。",
            f"Faults: nothing was assessed and nothing written. Mend them and run again; junheng check {names} --marked"
            " DIR gives the workbook back with the cells marked; --lenient takes faulty cells as unknown and goes on.",
        )
    )


def _noted(assessment: Assessment, reading: Reading) -> Assessment:
    """Say in the result itself which faulty cells it took as unknown."""
    if not reading.wrong:
        return assessment
    places = [fault.place() for fault in reading.wrong]
    shown = "; ".join(places[:NOTED]) + ("; …" if len(places) > NOTED else "")
    note = Title(
        f"有 {len(places)} 处错误的单元格按未知处理：{shown}",
        f"{len(places)} faulty cells were taken as unknown: {shown}",
    )
    return structs.replace(assessment, notes=(*assessment.notes, note))
