"""`junheng audit`: does a work report hold: its sums, its shares, its blanks."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
import msgspec

from junheng.audit import reading
from junheng.audit.engine import Audit, Check, audit
from junheng.audit.faces.commented import give_back
from junheng.audit.faces.page import page
from junheng.audit.findings import verdicts as opinions
from junheng.audit.findings.kinds import KINDS, kind_title
from junheng.audit.findings.places import Places
from junheng.audit.model import Document, Finding
from junheng.audit.reading.bounds import SUFFIXES, Unreadable
from junheng.audit.told import told
from junheng.cli import inputs
from junheng.cli.held_against import checks
from junheng.cli.output import Output, pass_output
from junheng.exchange import write_whole


@dataclass
class Report:
    """One file, read and audited."""

    path: Path
    audit: Audit


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
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="写出网页：正文标色，发现并列；几份报告时为文件夹 / a page per report; a folder for several.",
)
@click.option(
    "--docx",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="写出带批注的 Word 文件；几份报告时为文件夹 / the report with comments; a folder for several.",
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
    html: Path | None,
    docx: Path | None,
    force: bool,
) -> None:
    """审读工作报告：加总、比例、增幅是否成立，有无漏填。

    Audit work reports: do sums add up and shares follow, was a blank left in, is one figure stated two ways.

    A folder stands for the reports in it and below. Exit status: 0 nothing found; 1 something found that was not
    dismissed; 2 the input or the call is wrong, or a file could not be read.
    """
    paths = _paths(output, files)
    given = _verdicts(output, verdicts)
    read = [*paths, *workbooks, *against]
    pages = _targets(output, paths, html, ".html", force=force) if html else {}
    copies = _targets(output, paths, docx, ".docx", force=force) if docx else {}
    _apart(output, read, [*pages.values(), *copies.values(), *([verdicts] if verdicts else [])])
    work = _audited(output, paths, checks(output, workbooks, against, as_json=as_json))
    found = [one for report in work.reports for one in report.audit.findings]
    _write(output, work, given, pages, copies)
    if verdicts is not None:
        opinions.write(verdicts, opinions.listed(given, found))
    if as_json:
        output.json(_document(work, given, single=len(files) == 1 and files[0].is_file()))
    else:
        _say(output, work, given)
    for refusal in work.refused:
        output.errors.print(f"{refusal.path}: {output.word(refusal.zh, refusal.en)}", style="red", markup=False)
    raise SystemExit(2 if work.refused else 1 if opinions.standing(given, found) else 0)


def _paths(output: Output, files: Sequence[Path]) -> list[Path]:
    """Return the files to read, folders opened, each once; leaves with status 2 where one is not there."""
    missing = [str(path) for path in files if not path.exists()]
    if missing:
        output.refuse(
            output.word(
                f"没有找到：{'、'.join(missing)}。请核对文件名和所在文件夹。",
                f"not found: {', '.join(missing)}. Check the name and the folder.",
            )
        )
    paths: dict[Path, None] = {}
    for path in files:
        inside = _reports(path) if path.is_dir() else [path]
        if not inside:
            kinds = " ".join(sorted(SUFFIXES))
            output.refuse(
                output.word(
                    f"{path} 里没有可审读的报告（{kinds}）。请指定别的文件夹，或直接写文件名。",
                    f"{path} holds no report to audit ({kinds}). Name another folder, or the files themselves.",
                )
            )
        paths.update(dict.fromkeys(inside))
    return list(paths)


def _reports(folder: Path) -> list[Path]:
    """Return the reports in a folder and below, without hidden files and what Word leaves while a file is open."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(path for path in found if not path.name.startswith((".", "~$")))


def _verdicts(output: Output, path: Path | None) -> Mapping[str, opinions.Verdict]:
    if path is None:
        return {}
    try:
        return opinions.read(path)
    except opinions.VerdictsError as error:
        output.refuse(output.word(error.zh, error.en))


def _audited(output: Output, paths: Sequence[Path], held_against: Sequence[Check]) -> Work:
    work = Work()
    for path in output.progress(paths, output.word("正在审读", "auditing")):
        document = _read(path)
        if isinstance(document, Refusal):
            work.refused.append(document)
        else:
            work.reports.append(Report(path, audit(document, held_against)))
    return work


def _read(path: Path) -> Document | Refusal:
    try:
        return reading.read(path)
    except Unreadable as error:
        return Refusal(path, error.zh, error.en)


def _targets(output: Output, paths: Sequence[Path], asked: Path, suffix: str, *, force: bool) -> dict[Path, Path]:
    """Return the file to write for each report: the one asked for, or one of its own in a folder for several.

    Leaves with status 2 where one is there already.
    """
    if len(paths) == 1 and not asked.is_dir():
        targets = {paths[0]: asked}
    else:
        asked.mkdir(parents=True, exist_ok=True)
        targets = {}
        taken: set[str] = set()
        for path in paths:
            number, name = 1, f"{path.stem}{suffix}"
            while name.lower() in taken:  # two reports of one name from two folders
                number += 1
                name = f"{path.stem}-{number}{suffix}"
            taken.add(name.lower())
            targets[path] = asked / name
    for target in targets.values():
        inputs.refuse_existing(output, target, force=force)
        if not target.parent.is_dir():
            output.refuse(
                output.word(
                    f"文件夹 {target.parent} 不存在。请先建立。", f"there is no folder {target.parent}: make it first."
                )
            )
    return targets


def _apart(output: Output, read: Sequence[Path], written: Sequence[Path]) -> None:
    """Leave with status 2 where a file to be written is one that is read, or two are to be written to one place."""
    sources = {path.resolve() for path in read}
    taken: set[Path] = set()
    for target in written:
        place = target.resolve()
        if place in sources:
            output.refuse(
                output.word(
                    f"{target} 是要审读的报告或对照的文件，不会改写。请换一个名称。",
                    f"{target} is a file that is read here and is never overwritten. Choose another name.",
                )
            )
        if place in taken:
            output.refuse(
                output.word(
                    f"{target} 指定了两次，后写的会盖掉先写的。请分别命名。",
                    f"{target} is named twice, one would overwrite the other. Give each a name of its own.",
                )
            )
        taken.add(place)


def _write(
    output: Output,
    work: Work,
    given: Mapping[str, opinions.Verdict],
    pages: Mapping[Path, Path],
    copies: Mapping[Path, Path],
) -> None:
    """Write pages and commented copies, each whole or not at all."""
    for report in work.reports:
        if report.path in pages:
            with write_whole(pages[report.path]) as fresh:
                fresh.write_text(page(report.audit, output.language, given), "utf-8")
        if report.path in copies:
            source = report.path if zipfile.is_zipfile(report.path) else None
            with write_whole(copies[report.path]) as fresh:
                give_back(report.audit, source, fresh, output.language, given)


def _document(work: Work, given: Mapping[str, opinions.Verdict], *, single: bool) -> bytes:
    """Return the one JSON document: of a single file its audit, of several a list of them."""
    faults = [{"file": str(one.path), "zh": one.zh, "en": one.en} for one in work.refused]
    reports = [{"file": str(one.path), **told(one.audit, given)} for one in work.reports]
    if single and reports:
        return msgspec.json.encode(reports[0])
    return msgspec.json.encode({"faults": faults} if single else {"reports": reports, "faults": faults})


def _say(output: Output, work: Work, given: Mapping[str, opinions.Verdict]) -> None:
    every: list[Finding] = []
    for report in work.reports:
        found = opinions.standing(given, report.audit.findings)
        every += found
        heading = f"{report.path.name}{output.word('：', ': ')}{_counts(output, found)}"
        dismissed = len(report.audit.findings) - len(found)
        if dismissed:
            heading += output.word(f"（另有 {dismissed} 处已判不成立）", f" ({dismissed} more were dismissed)")
        if found:
            _table(output, heading, report.audit.clean.document, found)
        else:
            output.say(heading)
    if len(work.reports) > 1:
        number = len(work.reports)
        output.say(output.word(f"共 {number} 份报告：", f"{number} reports in all: ") + _counts(output, every))


def _table(output: Output, heading: str, document: Document, found: Sequence[Finding]) -> None:
    places = Places(document)
    pages = [places.page(one.spans[0][0]) if one.spans else None for one in found]
    rows = [
        (output.title(kind_title(one.kind)), "" if page is None else str(page), output.word(one.zh, one.en))
        for one, page in zip(found, pages, strict=True)
    ]
    columns = (output.word("类别", "kind"), output.word("页", "page"), output.word("发现", "finding"))
    if any(pages):
        output.table(heading, columns, rows, right=(1,))
    else:  # plain text has no pages
        output.table(heading, (columns[0], columns[2]), [(kind, said) for kind, _, said in rows])


def _counts(output: Output, found: Iterable[Finding]) -> str:
    counts = Counter(one.kind for one in found)
    said = [f"{output.title(kind_title(kind))} {counts[kind]}" for kind in KINDS if counts[kind]]
    return output.word("，", ", ").join(said) or output.word("未发现问题", "nothing found")
