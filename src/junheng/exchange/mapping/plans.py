"""Puts a saved mapping and the sheets that were found together: which sheet feeds which table, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from junheng.dictionary import Title, load
from junheng.exchange.mapping.clean import as_text
from junheng.exchange.mapping.file import load_mapping
from junheng.exchange.mapping.mapped import Work, doubt_at, same_header
from junheng.exchange.mapping.model import Mapping_, TableSpec
from junheng.exchange.model import Fault
from junheng.exchange.plan import Plan, RawSheet
from junheng.exchange.template.layout import FAULTS

__all__ = ["Mapping_", "header_row", "load_mapping", "plans"]


def header_row(mapping: Mapping_, sheet: str) -> int | None:
    """Return the row the mapping gives for the headers of the sheet (or file without sheets) of that name."""
    given = (spec.header_row for spec in mapping.spec.table if spec.sheet is None or _called(sheet, spec.sheet))
    return next((row for row in given if row is not None), None)


def _called(name: str, pattern: str) -> bool:
    """Tell whether a sheet (or a file without sheets, its folders left aside) goes by the name a mapping gives."""
    return fnmatchcase(name, pattern) or fnmatchcase(name.rpartition("/")[2], pattern)


def plans(sheets: Sequence[RawSheet], mapping: Mapping_) -> tuple[list[tuple[RawSheet, Plan]], list[Fault]]:
    """Return how each sheet fills each table, and everything the mapping meets that a person should know.

    The sheets come back with the cleanings of the mapping applied. Faults: a table without a sheet, a column
    that is not there, a cell a cleaning gives up. Doubts: rows set aside, cells changed, expected cells that
    are blank, required fields without a source, columns and sheets that nothing uses.
    """
    found: list[tuple[RawSheet, Plan]] = []
    faults: list[Fault] = []
    used: dict[int, set[int]] = {}
    for place, spec in enumerate(mapping.spec.table):
        chosen = _sheets_for(spec, sheets)
        if not chosen:
            faults.append(_no_sheet(mapping, place, spec, sheets))
        for number in chosen:
            work = Work(_with_header(sheets[number], spec), spec, mapping, place)
            if (planned := work.plan()) is not None:
                found.append(planned)
            faults += work.faults
            used.setdefault(number, set()).update(work.used)
    for number, sheet in enumerate(sheets):
        faults += _unused(sheet, used.get(number))
    # Tables fed by one sheet say the same about its rows and columns: once is enough.
    return found, list(dict.fromkeys(faults))


def _sheets_for(spec: TableSpec, sheets: Sequence[RawSheet]) -> list[int]:
    """Return the sheets that feed a table: those named, else those with all its columns, else the likeliest one."""
    if spec.sheet is not None:
        return [n for n, sheet in enumerate(sheets) if _called(sheet.sheet or sheet.file, spec.sheet)]
    needed = {same_header(column) for column in spec.columns}
    held = [len(needed & {same_header(header) for header in _with_header(sheet, spec).headers}) for sheet in sheets]
    whole = [number for number, count in enumerate(held) if count == len(needed)]
    if whole or not sheets:
        return whole
    likeliest = max(range(len(sheets)), key=lambda number: held[number])
    return [likeliest] if held[likeliest] or len(sheets) == 1 else []


def _with_header(sheet: RawSheet, spec: TableSpec) -> RawSheet:
    """Return the sheet read from the header row the mapping names; as it is when that row was read already."""
    wanted = spec.header_row
    if wanted is None or wanted <= sheet.header_row or wanted not in sheet.rows:
        return sheet
    place = sheet.rows.to_list().index(wanted)
    headers = tuple(as_text(sheet.frame[:, number])[place] or "" for number in range(sheet.frame.width))
    rest = slice(place + 1, None)
    return replace(sheet, header_row=wanted, headers=headers, frame=sheet.frame[rest], rows=sheet.rows[rest])


def _no_sheet(mapping: Mapping_, place: int, spec: TableSpec, sheets: Sequence[RawSheet]) -> Fault:
    there = list(dict.fromkeys(sheet.sheet or sheet.file for sheet in sheets))
    wanted = Title(
        f"“{spec.sheet}”" if spec.sheet else "含有这些列", f"“{spec.sheet}”" if spec.sheet else "with these columns"
    )
    return mapping.fault(
        ("table", place, "sheet"),
        Title(
            f"表“{load().tables[spec.target].title.zh}”找不到{wanted.zh}的工作表",
            f"no sheet {wanted.en} for the table {spec.target}",
        ),
        Title(f"读到的工作表：{'、'.join(there) or '无'}", f"sheets found: {', '.join(there) or 'none'}"),
    )


def _unused(sheet: RawSheet, used: set[int] | None) -> Iterator[Fault]:
    """Yield one doubt with the columns that no field uses, or with the sheet when nothing of it is used."""
    if sheet.sheet == FAULTS.zh:  # what an earlier marking put in front
        return
    if used is None:
        yield doubt_at(
            sheet,
            "unused",
            Title("映射没有用到这张工作表", "the mapping does not use this sheet"),
            Title("需要就补进映射文件，否则不必处理", "add it to the mapping if it is needed, else leave it"),
        )
        return
    names = [header for number, header in enumerate(sheet.headers) if number not in used and header.strip()]
    if names:
        yield doubt_at(
            sheet,
            "unused",
            Title(
                f"{len(names)} 列没有用到：{'、'.join(names)}",
                f"{len(names)} columns are not used: {', '.join(names)}",
            ),
            Title("需要就补进映射文件，否则不必处理", "add them to the mapping if they are needed, else leave them"),
        )
