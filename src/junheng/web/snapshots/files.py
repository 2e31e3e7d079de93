"""The files of snapshots: whole or not there, read-only, without anything that names a person."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from pathlib import Path
from secrets import token_hex

import polars as pl
from django.conf import settings

from junheng.dictionary import Tables
from junheng.exchange import write_parquet
from junheng.facts import snapshot_id
from junheng.web.registry.encrypted import digest

NOT_NEEDED = ("pupil_name", "teacher_name", "identity_number")
"""Fields of persons no figure is derived from: they stay out of snapshots."""
PERSON_IDS = ("pupil_id", "teacher_id")
IDENTITY = re.compile(r"\d{17}[\dXx]")


class Damaged(Exception):  # noqa: N818 (what it says)
    """The files of a snapshot are missing or do not have the content they were frozen with."""


def folder_of(county: str, content: str) -> Path:
    """Return the folder of the files with this content hash (`sha256:…`)."""
    return Path(settings.SNAPSHOTS) / county / content.removeprefix("sha256:")


def nameless(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the records with what names a person blank, and numbers that hold an identity number as a keyed digest.

    The digest is the same in every snapshot, so that the person's records still meet.
    """
    blank = [pl.lit(None, frame.schema[name]).alias(name) for name in NOT_NEEDED if name in frame.columns]
    veiled = [_veiled(frame[name]) for name in PERSON_IDS if name in frame.columns]
    return frame.with_columns(*blank, *veiled)


def _veiled(numbers: pl.Series) -> pl.Series:
    telling = numbers.filter(numbers.str.contains(IDENTITY.pattern)).unique()
    veils = {number: f"~{digest(number)[:24]}" for number in telling}
    return numbers.replace(veils) if veils else numbers


def keep(county: str, content: str, frames: Tables) -> None:
    """Put the files in place, read-only: written beside, forced to the disk, then renamed.

    The same content is kept once. Files found there that do not have the content are put aside and replaced.
    """
    folder = folder_of(county, content)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if folder.exists():
        try:
            read(folder, list(frames), content)
        except Damaged:
            folder.rename(folder.parent / f".damaged-{folder.name[:16]}-{token_hex(4)}")
        else:
            return
    fresh = Path(tempfile.mkdtemp(prefix=".freezing-", dir=folder.parent))
    try:
        write_parquet(fresh, frames)
        for path in sorted(fresh.iterdir()):
            path.chmod(stat.S_IRUSR | stat.S_IRGRP)
            _force_out(path)
        _force_out(fresh)
        try:
            fresh.rename(folder)
        except OSError:
            if not folder.exists():
                raise
            read(folder, list(frames), content)  # somebody froze the same content in this moment
        _force_out(folder.parent)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def read(folder: Path, names: list[str], content: str) -> Tables:
    """Return the tables of the folder; raises Damaged when they do not have the content hash."""
    try:
        frames = {name: pl.read_parquet(folder / f"{name}.parquet") for name in names}
        found = snapshot_id(frames)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise Damaged(folder.name) from error
    if found != content:
        raise Damaged(folder.name)
    return frames


def _force_out(path: Path) -> None:
    """Have the system write the file (or the folder's list of names) to the disk."""
    held = os.open(path, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)
