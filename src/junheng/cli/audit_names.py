"""What the results of `junheng audit` are called, so that the file system takes the names."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from junheng.cli.output import Output

_LONGEST_NAME = 255
"""Bytes of a file's name where the file system does not tell."""
_ROOM = 16
"""Bytes kept free beside a name: while a file is written it lies in a folder called after it and a little more."""


def name_fits(output: Output, path: Path) -> None:
    """Leave with status 2 where a name is longer than the file system takes: it would be noticed only in writing."""
    if any(len(os.fsencode(part)) > _longest(path.parent) - _ROOM * (part == path.name) for part in path.parts):
        output.refuse(
            output.word(
                f"名称太长，系统存不下：{path}。请换一个短些的名称。",
                f"the name is longer than the file system takes: {path}. Choose a shorter one.",
            )
        )


def _longest(folder: Path) -> int:
    """Return how many bytes a name in a folder, or in the one it will be made in, may have."""
    for above in (folder, *folder.absolute().parents):
        try:
            return os.pathconf(above, "PC_NAME_MAX")
        except (OSError, ValueError, AttributeError):
            continue  # it is not there yet, or the system does not tell
    return _LONGEST_NAME


def _cut(stem: str, room: int) -> str:
    """Return as much of a name as so many bytes hold."""
    encoded = os.fsencode(stem)
    return stem if len(encoded) <= room else encoded[: max(room, 1)].decode(sys.getfilesystemencoding(), "ignore")


def named(reports: Sequence[Path], folder: Path, suffix: str) -> Mapping[Path, Path]:
    """Return a file of its own for each report: two reports of one name from two folders get a number.

    A name that would be too long with its new ending is cut.
    """
    found: dict[Path, Path] = {}
    taken: set[str] = set()
    longest = _longest(folder) - _ROOM - len(suffix)
    for path in reports:
        number, name = 1, f"{_cut(path.stem, longest)}{suffix}"
        while name.lower() in taken:
            number += 1
            name = f"{_cut(path.stem, longest - len(str(number)) - 1)}-{number}{suffix}"
        taken.add(name.lower())
        found[path] = folder / name
    return found
