"""`junheng audit`: does a work report hold: its sums, its shares, its blanks."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click
import msgspec

from junheng.audit import reading
from junheng.audit.against import Comparison
from junheng.audit.compared import Held, held
from junheng.audit.engine import Audit, audit
from junheng.audit.faces.commented import give_back
from junheng.audit.faces.marker import GENERATOR
from junheng.audit.faces.page import page
from junheng.audit.faces.where import shortly
from junheng.audit.faces.wording import sentence, summary
from junheng.audit.findings import verdicts as opinions
from junheng.audit.findings.kinds import KINDS, kind_title
from junheng.audit.findings.places import Places as Blocks
from junheng.audit.model import Document, Finding
from junheng.audit.reading.bounds import Unreadable
from junheng.audit.told import told
from junheng.cli import inputs
from junheng.cli.audit_names import name_fits
from junheng.cli.audit_places import (
    Places,
    Sources,
    apart,
    blank,
    parent_there,
    places,
    plain_files,
    replaceable,
    sources,
)
from junheng.cli.held_against import held_against
from junheng.cli.output import Output, pass_output
from junheng.exchange import write_whole


@dataclass
class Report:
    """One file, read and audited."""

    path: Path
    audit: Audit
    held: tuple[Held, ...] = ()
    """Its figures beside those it was held against."""


@dataclass
class Refusal:
    """One file that could not be read, and why, in both languages."""

    path: Path
    zh: str
    en: str


@dataclass
class Work:
    """What came of all files."""

    reports: list[Report] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)


@click.command(name="audit")
@inputs.files
@inputs.as_json
@click.option(
    "--verdicts",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="意见文件：读入已有意见，写入新的发现待填 / verdicts kept by fingerprint; new findings are added.",
)
@click.option(
    "--snapshot",
    "workbooks",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="WORKBOOK",
    help="与本县数据文件核对，可重复 / hold the report against a county's workbook.",
)
@click.option(
    "--against",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="REPORT",
    help="与另一份报告（如上年）核对，可重复 / hold it against another report.",
)
@click.option(
    "--html",
    metavar="PATH",
    help="写出网页：正文标色，发现并列；审读文件夹或几个文件时为文件夹 / a page; a folder for a folder or several.",
)
@click.option(
    "--docx",
    metavar="PATH",
    help="写出带批注的 Word 文件；文件夹同上 / the report with comments; a folder likewise.",
)
@inputs.force
@pass_output
def command(
    output: Output,
    files: tuple[Path, ...],
    as_json: bool,
    verdicts: Path | None,
    workbooks: tuple[Path, ...],
    against: tuple[Path, ...],
    html: str | None,
    docx: str | None,
    force: bool,
) -> None:
    """审读工作报告：加总、比例、增幅是否成立，有无漏填。

    Audit work reports: do sums add up and shares follow, was a blank left in, is one figure stated two ways.

    A folder stands for the reports in it and below. Exit status: 0 nothing found; 1 something found that was not
    dismissed; 2 the input or the call is wrong, or a file could not be read.
    """
    plain_files(output, [*files, *workbooks, *against])
    read = sources(output, files)
    given = _verdicts(output, verdicts)
    pages = places(output, read.reports, files, html, ".html", force=force) if html is not None else Places()
    copies = places(output, read.reports, files, docx, ".docx", force=force) if docx is not None else Places()
    written = [*pages.files.values(), *copies.files.values(), *([verdicts] if verdicts is not None else [])]
    apart(output, [*read.reports, *workbooks, *against], written)
    work = _audited(output, read, held_against(output, workbooks, against, as_json=as_json))
    found = [one for report in work.reports for one in report.audit.findings]
    _write(output, work, given, pages, copies)
    if verdicts is not None:
        opinions.write(verdicts, opinions.listed(given, found, partial(sentence, language=output.language)))
    if as_json:
        output.json(_document(work, given, single=len(files) == 1 and files[0].is_file()))
    else:
        _say(output, work, given)
        _say_written(output, work, pages, copies, verdicts)
    for refusal in work.refused:
        why = f"{reading.shown(refusal.path)}: {output.word(refusal.zh, refusal.en)}"
        output.errors.print(why, style="red", markup=False)
    raise SystemExit(2 if work.refused else 1 if opinions.standing(given, found) else 0)


def _verdicts(output: Output, path: Path | None) -> Mapping[str, opinions.Verdict]:
    if path is None:
        return {}
    if not path.name:  # pathlib's reading of ""
        blank(output)
    name_fits(output, path)
    parent_there(output, path)
    replaceable(output, path)
    try:
        return opinions.read(path)
    except opinions.VerdictsError as error:
        output.refuse(output.word(error.zh, error.en))


def _audited(output: Output, read: Sources, against: Sequence[Comparison]) -> Work:
    work = Work(skipped=read.skipped)
    for path in output.progress(read.reports, output.word("正在审读", "auditing")):
        document = _read(path)
        if isinstance(document, Refusal):
            work.refused.append(document)
        else:
            made = audit(document, against)
            work.reports.append(Report(path, made, held(made, against)))
    return work


def _read(path: Path) -> Document | Refusal:
    try:
        return reading.read(path)
    except Unreadable as error:
        return Refusal(path, error.zh, error.en)


def _write(
    output: Output,
    work: Work,
    given: Mapping[str, opinions.Verdict],
    pages: Places,
    copies: Places,
) -> None:
    """Write pages and commented copies, each whole or not at all."""
    if not work.reports:
        return
    pages.make()
    copies.make()
    for report in work.reports:
        if report.path in pages.files:
            with write_whole(pages.files[report.path]) as fresh:
                fresh.write_text(page(report.audit, output.language, given, report.held), "utf-8")
        if report.path in copies.files:
            source = report.path if zipfile.is_zipfile(report.path) else None
            with write_whole(copies.files[report.path]) as fresh:
                give_back(report.audit, source, fresh, output.language, given)


def _document(work: Work, given: Mapping[str, opinions.Verdict], *, single: bool) -> bytes:
    """Return the one JSON document: of a single file its audit, of several a list of them."""
    faults = [{"file": reading.shown(one.path), "zh": one.zh, "en": one.en} for one in work.refused]
    own = {"generator": GENERATOR}  # first, so that it is seen at once that this is an output
    reports = [{**own, "file": reading.shown(one.path), **told(one.audit, given, one.held)} for one in work.reports]
    if single and reports:
        return msgspec.json.encode(reports[0])
    if single:
        return msgspec.json.encode({**own, "faults": faults})
    skipped = [reading.shown(path) for path in work.skipped]
    return msgspec.json.encode({**own, "reports": reports, "faults": faults, "skipped": skipped})


def _say(output: Output, work: Work, given: Mapping[str, opinions.Verdict]) -> None:
    every: list[Finding] = []
    for report in work.reports:
        found = opinions.standing(given, report.audit.findings)
        every += found
        heading = f"{report.audit.clean.document.name}{output.word('：', ': ')}{_counts(output, found)}"
        dismissed = len(report.audit.findings) - len(found)
        if dismissed:
            heading += output.word(f"（另有 {dismissed} 处已判不成立）", f" (dismissed: {dismissed})")
        if found:
            _table(output, heading, report.audit.clean.document, found)
        else:
            output.say(heading)
        for one in report.held:
            output.say(summary(one, output.language))
    number, refused = len(work.reports), len(work.refused)
    if number > 1 or (number and refused):
        unread = output.word(f"；另有 {refused} 份没有读成", f"; not read: {refused}") if refused else ""
        output.say(
            output.word(f"共 {number} 份报告：", f"{number} report{'s' * (number > 1)} in all: ")
            + _counts(output, every)
            + unread
        )


def _say_written(output: Output, work: Work, pages: Places, copies: Places, verdicts: Path | None) -> None:
    made = (("网页", "page", "pages", pages), ("带批注的 Word 文件", "commented copy", "commented copies", copies))
    for zh, one, several, places_of in made:
        written = [places_of.files[report.path] for report in work.reports if report.path in places_of.files]
        if len(written) > 1:
            number, folder = len(written), places_of.folder
            output.say(output.word(f"{zh} {number} 个，已写到 {folder}/", f"{number} {several} written to {folder}/"))
        elif written:
            output.say(output.word(f"{zh}已写到 {written[0]}", f"{one} written to {written[0]}"))
    if verdicts is not None:
        output.say(output.word(f"意见文件已写到 {verdicts}", f"verdicts written to {verdicts}"))


def _table(output: Output, heading: str, document: Document, found: Sequence[Finding]) -> None:
    where = Blocks(document)
    rows = [
        (
            output.title(kind_title(one.kind)),
            shortly(where, one.spans[0][0], output.language) if one.spans else "",
            sentence(one, output.language),
        )
        for one in found
    ]
    columns = (output.word("类别", "kind"), output.word("位置", "place"), output.word("发现", "finding"))
    output.table(heading, columns, rows)


def _counts(output: Output, found: Iterable[Finding]) -> str:
    counts = Counter(one.kind for one in found)
    said = [f"{output.title(kind_title(kind))} {counts[kind]}" for kind in KINDS if counts[kind]]
    return output.word("，", ", ").join(said) or output.word("未发现问题", "nothing found")
