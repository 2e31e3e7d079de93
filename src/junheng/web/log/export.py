"""A copy of the log as a file that proves itself: one JSON line per entry between a first line and the final seal.

    {"log":"junheng","version":1}
    {"number":1,"at":"2026-09-01T00:15:02.000417+00:00", … ,"seal":"…"}
    {"end":1,"seal":"…"}

A line is written in one way only; any byte that is not just so is a fault, as is a line without its line feed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from junheng.exchange.atomic import write_whole
from junheng.web.log.sealing import SEALED, as_json
from junheng.web.log.verify import BEGINNING, End, Fault, Note, Row, Verdict, ends, stored, verdict

FIRST = b'{"log":"junheng","version":1}\n'
LONGEST = 16 * 1024 * 1024
"""Bytes of the longest line read: what is longer is no entry."""


def export(path: Path) -> Verdict:
    """Write the log, as it stands, to `path` (whole or not at all) and verify it on the way.

    A broken log is exported too, all of it: the copy then shows the same fault. Raises FileExistsError.
    """
    if path.exists():
        raise FileExistsError(17, "exists", str(path))
    end, _ = ends()
    with write_whole(path) as temporary, temporary.open("wb") as file:
        file.write(FIRST)
        found = verdict(_written(stored(up_to=end.number), file), lambda: end, to_the_end=True)
        file.write(_line({"end": end.number, "seal": end.seal}))
    return found


def verify_file(path: Path, note: Note | None = None) -> Verdict:
    """Verify an exported copy. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        if file.readline(LONGEST) != FIRST:
            return Verdict(0, BEGINNING, Fault(0, "unreadable"))
        lines = _Lines(file)
        return verdict(lines, lambda: lines.end, note)


class _Lines:
    """The rows of a copy; then `end` is what its last line says, None when it has none."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.end: End | None = None

    def __iter__(self) -> Iterator[Row]:
        number = 0
        while line := self._file.readline(LONGEST):
            entry = _read(line)
            if list(entry) == ["end", "seal"]:
                self.end = None if self._file.read(1) else End(entry["end"], entry["seal"])
                return
            if list(entry) == [*SEALED, "seal"] and isinstance(entry["number"], int):
                number = entry["number"]
                yield Row(number, tuple(entry[name] for name in SEALED), entry["seal"])
            else:
                number += 1
                yield Row(number, None, "")


def _written(rows: Iterator[Row], file: IO[bytes]) -> Iterator[Row]:
    """Pass the rows on, writing each."""
    for row in rows:
        content = {"number": row.number} if row.content is None else dict(zip(SEALED, row.content, strict=True))
        file.write(_line({**content, "seal": row.seal}))
        yield row


def _line(entry: dict[str, Any]) -> bytes:
    """Return the one way an entry is written. Bytes that were no text stay as they were found."""
    return as_json(entry).encode("utf-8", "surrogateescape") + b"\n"


def _read(line: bytes) -> dict[str, Any]:
    """Return the entry of a line; an empty one when the line is not written as `_line` writes it."""
    try:
        entry = json.loads(line.decode())
        return entry if isinstance(entry, dict) and _line(entry) == line else {}
    except (ValueError, RecursionError):
        return {}
