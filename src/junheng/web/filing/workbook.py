"""The filing as a workbook: out with the school's values, in again with every fault named, nothing applied unseen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from junheng.dictionary import Title, load
from junheng.exchange import Fault, Limits, Reading, Refused, mark, write_workbook
from junheng.exchange import read as read_file
from junheng.exchange.words import doubt, fault
from junheng.web.base.words import language
from junheng.web.filing.models import Filing
from junheng.web.filing.pages import Page, key_names, pages
from junheng.web.filing.sheet import Sheet, own_tables
from junheng.web.filing.values import stored
from junheng.web.registry.tables import key_of

MOST_BYTES = 5 * 1024 * 1024
LIMITS = Limits(file_bytes=MOST_BYTES)
NAME = "filing"

Changes = list[list[Any]]
"""[table, key fields by name, field, value before, value after]; a blank field stands for the record itself."""


@dataclass(slots=True)
class Read:
    """What a workbook says: the changes it would make, and its faults; with faults proper nothing is applied."""

    changes: Changes = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    """The pages whose figures it holds all of."""

    @property
    def wrong(self) -> bool:
        """Tell whether there is a fault proper."""
        return any(one.severity == "fault" for one in self.faults)


def written(sheet: Sheet) -> bytes:
    """Return the workbook of the filing as it stands."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "filing.xlsx"
        write_workbook(path, own_tables(sheet), language())
        return path.read_bytes()


def compared(path: Path, sheet: Sheet) -> Read:
    """Read a workbook against the filing. Rows of other schools and years are faults, columns not asked nothing.

    A column that a sheet does not have says nothing: what stands there stays, and a doubt names it.
    """
    try:
        reading = read_file(path, limits=LIMITS)
    except Refused as refused:
        return Read(faults=list(refused.faults))
    found = Read(faults=[one for one in reading.faults if not _no_column(one)])
    found.faults += _foreign(reading, sheet)
    found.faults += _absent(reading, sheet, path.name)
    if not found.wrong:
        found.changes = list(_changes(reading, sheet))
        found.pages = [page.id for page in pages(sheet.filing.round.fields) if _whole(reading, sheet, page)]
    return found


def marked(path: Path, faults: list[Fault], filing: Filing) -> str:
    """Write the marked workbook; return where it lies, relative to MEDIA_ROOT."""
    folder = Path(settings.MEDIA_ROOT) / "filing"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    done = mark(path, faults, folder / f"{filing.pk}.xlsx")
    return f"filing/{done.name}"


def place(upload: UploadedFile, folder: Path) -> Path:
    """Write an upload to a folder under a name of ours that keeps its ending; return the path."""
    ending = Path(upload.name or "").suffix.lower()
    path = folder / f"{NAME}{ending if ending in {'.xlsx', '.xlsm', '.xls', '.csv'} else '.xlsx'}"
    with path.open("wb") as file:
        for chunk in upload.chunks():
            file.write(chunk)
    return path


def _foreign(reading: Reading, sheet: Sheet) -> Iterator[Fault]:
    filing = sheet.filing
    asked = sheet.filing.round.fields
    for name, frame in reading.tables.items():
        for row in frame.iter_rows(named=True):
            file, _, rest = str(row["origin"]).partition("|")
            tab, _, number = rest.rpartition("|")
            at = {"sheet": tab or None, "row": int(number)}
            if name not in asked:
                yield fault("foreign", file, *_words("not_asked"), **at)
                break
            if row.get("school_code") != filing.school_code:
                yield fault("foreign", file, *_words("school", filing.school_code), field="school_code", **at)
            elif row["year"] != filing.round.year:
                yield fault("foreign", file, *_words("year", str(filing.round.year)), field="year", **at)


def _no_column(one: Fault) -> bool:
    """Tell whether it says that a column counts as not filled in, which here it does not: see `_absent`."""
    return one.kind == "missing" and one.column is None


def _absent(reading: Reading, sheet: Sheet, file: str) -> Iterator[Fault]:
    """Yield a doubt per table that names the asked columns its sheet does not have."""
    for name, fields in sheet.filing.round.fields.items():
        if name not in reading.tables:
            continue
        table = load().tables[name]
        gone = [table.fields[one] for one in fields if one not in reading.columns[name]]
        if gone:
            zh, en = "、".join(one.zh for one in gone), ", ".join(one.en for one in gone)
            yield doubt(
                "header",
                file,
                Title(
                    f"表“{table.title.zh}”没有这些列：{zh}；现有数值不变",
                    f"the table {table.title.en} has no column for: {en}; what stands there stays",
                ),
                Title("要改这些指标，请补上列或在页面上填", "to change them, add the columns or use the pages"),
            )


def _whole(reading: Reading, sheet: Sheet, page: Page) -> bool:
    """Tell whether the workbook holds every figure of a page: its tables, their columns and their records."""
    for group in page.group:
        if group.table not in reading.tables or not set(group.fields) <= reading.columns[group.table]:
            return False
        if not group.list and {one.key for one in sheet.of(group.table)} - _rows(reading, sheet, group.table).keys():
            return False
    return True


def _rows(reading: Reading, sheet: Sheet, name: str) -> dict[str, Mapping[str, Any]]:
    """Return the rows of a table by the key of their record."""
    code = sheet.filing.school_code
    return {
        key_of(name, {**row, "campus": row["campus"] or "", "school_code": code}): row
        for row in reading.tables[name].iter_rows(named=True)
    }


def _words(kind: str, wanted: str = "") -> tuple[Title, Title]:
    remedy = Title("请删去这一行，或重新下载本校工作簿", "remove the row, or download your workbook again")
    return {
        "not_asked": (Title("本轮填报不收这张表", "this round does not ask for it"), Title("请删去", "remove it")),
        "school": (Title(f"只能填报本校（{wanted}）", f"only the own school ({wanted}) can be filed"), remedy),
        "year": (Title(f"只能填报 {wanted} 学年", f"only the school year {wanted} can be filed"), remedy),
    }[kind]


def _changes(reading: Reading, sheet: Sheet) -> Iterator[list[Any]]:
    there = {(record.table, record.key): record for record in sheet.records}
    for name in reading.tables:
        fields = [one for one in sheet.filing.round.fields[name] if one in reading.columns[name]]
        rows = _rows(reading, sheet, name)
        for key, row in rows.items():
            keys = {one: "" if row[one] is None else row[one] for one in key_names(name)}
            if (name, key) not in there:
                yield [name, keys, "", None, "added"]
            for one in fields:
                value, old = stored(row[one]), sheet.values.get((name, key, one))
                before = old.value if old else None
                if value != before:
                    yield [name, keys, one, before, value]
        for record in sheet.of(name):
            if record.key not in rows and name in {"class", "room"}:
                yield [name, dict(record.keys), "", "added", "removed"]
