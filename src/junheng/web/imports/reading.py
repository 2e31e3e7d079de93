"""Reading a version's files: everything that is wrong with them, the marked files, and the dry run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import polars as pl
from django.conf import settings

from junheng.exchange import Fault, Limits, Refused, mark, read
from junheng.web.base.words import bi, say
from junheng.web.imports import checks, compare, scope, store
from junheng.web.imports.models import File, State, Version
from junheng.web.people.policy import Policy

MARKED_WITH_DOUBTS = 2 * 1024 * 1024
"""Files larger than this are given back marked only when something is wrong: marking them takes long."""
Step = Callable[[int, int, Any], None]
STEPS = 4


@dataclass(slots=True)
class Outcome:
    """What came of reading a version: the values to be set on it and on its files."""

    values: dict[str, Any] = field(default_factory=dict)
    tables: str = ""
    marked: dict[int, tuple[str, str]] = field(default_factory=dict)
    """By pk of the file: the stored marked workbook, and what to call it."""


def examine(version: Version, policy: Policy, step: Step) -> Outcome:
    """Read the version's files, list what is wrong, and, when nothing is, compare them with the registry.

    Nothing of the database is changed. Raises store.Lost.
    """
    files = list(version.files.all())
    place = checks.Place(version.of.county_id, policy)
    outcome = Outcome()
    with store.opened([(file.name, file.stored) for file in files]) as paths:
        step(0, STEPS, bi("读取文件", "reading the files"))
        found, faults = _read(files, paths, place)
        wrong = sum(fault.severity == "fault" for fault in faults)
        outcome.values |= {"wrong": wrong, "doubts": len(faults) - wrong}
        outcome.values["faults"] = store.keep(msgspec.json.encode(faults)) if faults else ""
        step(1, STEPS, bi("标注问题", "marking what was found"))
        _mark(files, paths, faults, outcome, wrong=wrong)
    tables = {name: frame for name, frame in found.items() if frame.height}
    # A fault may have left out every row of a table: the files hold them all the same.
    held = found if wrong else tables
    outcome.tables = "".join(f",{name}" for name in held) + ("," if held else "")
    if wrong:
        outcome.values["state"] = State.FAULTY
        return outcome
    step(2, STEPS, bi("与基础数据比对", "comparing with the registry"))
    return dry_run(version, checks.kept(tables), outcome)


def dry_run(version: Version, tables: dict[str, pl.DataFrame], outcome: Outcome) -> Outcome:
    """Compare the tables with the registry; each table's mark is taken before its records are read.

    A record that moves in between makes the mark stale: the dry run is then asked for again, never wrong.
    """
    county = version.of.county_id
    found: dict[str, dict[str, Any]] = {"counts": {}, "reach": {}, "marks": {}, "kept": {}}
    for name, frame in tables.items():
        span = scope.reach(name, frame)
        found["marks"][name] = scope.mark_of(county, name, span)
        difference, counts = compare.compare(county, name, frame, clear_blanks=version.clear_blanks)
        found["counts"][name], found["reach"][name] = counts, span
        found["kept"][name] = store.keep_frame(compare.packed(difference))
    outcome.values |= {**found, "state": State.READY}
    return outcome


def faults_of(version: Version) -> list[Fault]:
    """Return the faults and doubts of a version; raises store.Lost."""
    return msgspec.json.decode(store.content(version.faults), type=list[Fault]) if version.faults else []


def _read(
    files: Sequence[File], paths: Sequence[Path], place: checks.Place
) -> tuple[dict[str, pl.DataFrame], list[Fault]]:
    data = [path for file, path in zip(files, paths, strict=True) if not file.mapping]
    mapping = next((path for file, path in zip(files, paths, strict=True) if file.mapping), None)
    try:
        found = read(data, mapping, Limits(file_bytes=settings.UPLOAD_BYTES))
    except Refused as error:
        return {}, list(error.faults)
    return dict(found.tables), checks.all_faults(found, place)


def _mark(
    files: Sequence[File], paths: Sequence[Path], faults: Sequence[Fault], outcome: Outcome, *, wrong: int
) -> None:
    for file, path in zip(files, paths, strict=True):
        own = [fault for fault in faults if fault.file == file.name]
        if file.mapping or not own or not (wrong or file.size <= MARKED_WITH_DOUBTS):
            continue
        try:
            made = mark(path, own, path.parent / f"marked-{path.name}")
        except (OSError, ValueError, KeyError):
            continue  # a broken or locked workbook cannot be given back; the list of faults says what is wrong
        outcome.marked[file.pk] = (
            store.keep(made.read_bytes()),
            f"{Path(file.name).stem}-{say('标注', 'marked')}{made.suffix}",
        )
