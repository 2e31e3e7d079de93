"""A snapshot as files to take away, with a note of who took them, when and what for."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Collection
from io import BytesIO
from pathlib import Path

from django.utils import timezone
from openpyxl import load_workbook

from junheng.dictionary import load
from junheng.exchange import write_workbook
from junheng.web.base.words import language, say
from junheng.web.log.actor import Actor
from junheng.web.snapshots.acts import place, thaw
from junheng.web.snapshots.models import Snapshot


def note(actor: Actor, snapshot: Snapshot, purpose: str) -> list[str]:
    """Return the lines that go with the files."""
    at = f"{timezone.localtime():%Y-%m-%d %H:%M}"
    return [
        say(
            f"快照 {snapshot.county_id} {snapshot.year}-{snapshot.number}",
            f"Snapshot {snapshot.county_id} {snapshot.year}-{snapshot.number}",
        ),
        snapshot.content,
        say(f"导出人 {actor.name}，{at}", f"exported by {actor.name}, {at}"),
        say(f"用途 {purpose}", f"purpose: {purpose}"),
    ]


def workbook(snapshot: Snapshot, lines: list[str]) -> bytes:
    """Return the tables without persons as one workbook; raises acts.Damaged."""
    tables = {name: frame for name, frame in thaw(snapshot).items() if load().tables[name].level != "person"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "snapshot.xlsx"
        write_workbook(path, tables, language())
        book = load_workbook(path)
        sheet = book.create_sheet(say("导出说明", "About this file"), 0)
        for row, line in enumerate(lines, 1):
            sheet.cell(row, 1, line).data_type = "s"
        held = BytesIO()
        book.save(held)
    return held.getvalue()


def parquet(snapshot: Snapshot, lines: list[str], without: Collection[str]) -> bytes:
    """Return the snapshot's Parquet files as a ZIP, but for the tables `without`; raises acts.Damaged."""
    thaw(snapshot)
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        for name in snapshot.rows:
            if name not in without:
                archive.write(place(snapshot) / f"{name}.parquet", f"{name}.parquet")
        archive.writestr("README.txt", "\n".join(lines))
    return held.getvalue()
