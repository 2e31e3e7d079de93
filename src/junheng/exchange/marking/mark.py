"""Gives a user's workbook back with what is wrong shown where it stands."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from junheng.exchange.atomic import write_whole
from junheng.exchange.model import Fault

MARKABLE = frozenset({".xlsx", ".xlsm"})

MOST_BYTES = 80_000_000
"""Sheets that are larger than this when unpacked are not opened for marking: it would take minutes and gigabytes."""


def mark(source: Path, faults: Sequence[Fault], target: Path) -> Path:
    """Write the workbook `source` to `target` with faulty cells red, doubtful cells yellow, and return its path.

    Each marked cell carries a comment that says what is wrong and what to do; a first sheet 问题清单 lists all
    faults with links to their cells. Formats, formulas and the other sheets stay. Where the source is no
    workbook that can be marked (CSV, Parquet, .xls, very large), the list alone is written. Only faults of
    this file are taken. The path differs from `target` in its ending alone: .xlsm keeps its macros, everything
    else becomes .xlsx. The file appears whole or not at all.
    """
    source, target = Path(source), Path(target)
    # Files read from a folder are called by their path from there.
    whole_name = source.resolve().as_posix()
    own = [fault for fault in faults if f"{whole_name}|/{source.as_posix()}|".count(f"/{fault.file}|")]
    markable = can_be_marked(source)
    target = target.with_suffix(source.suffix.lower() if markable else ".xlsx")
    with write_whole(target) as whole:
        # openpyxl and XlsxWriter take a third of a second to load and are not needed to read.
        if markable:
            from junheng.exchange.marking.marked import write_marked  # noqa: PLC0415

            write_marked(source, own, whole)
        else:
            from junheng.exchange.marking.fault_list import write_list  # noqa: PLC0415

            write_list(own, whole)
    return target


def can_be_marked(source: Path) -> bool:
    """Tell whether `source` is a workbook that can be given back marked."""
    if source.suffix.lower() not in MARKABLE:
        return False
    try:
        with zipfile.ZipFile(source) as archive:
            return sum(part.file_size for part in archive.infolist() if part.filename.endswith(".xml")) <= MOST_BYTES
    except (OSError, zipfile.BadZipFile):
        return False
