"""Files that appear whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 (a workbook's own property, which has no zone)
"""The making date written into workbooks: always the same, so that the same content gives the same bytes."""


@contextmanager
def write_whole(path: Path) -> Iterator[Path]:
    """Yield a fresh path beside `path`; on success it takes `path`'s place, on any error it is removed.

    The folder must exist. The new file gets the permissions an ordinary new file would get.
    """
    path = Path(path)
    with tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent) as folder:
        temporary = Path(folder) / path.name
        yield temporary
        os.replace(temporary, path)  # noqa: PTH105 (a rename within one file system: readers see the old or the new)


@contextmanager
def write_together(folder: Path) -> Iterator[Path]:
    """Yield a fresh folder; on success its files take their places in `folder` one right after the other.

    `folder` is made when it is not there. On any error nothing of it changes. Between two renames a reader may
    see one file of the new set beside one of the old; no file is ever half-written.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as stage:
        yield Path(stage)
        for path in sorted(Path(stage).iterdir()):
            os.replace(path, folder / path.name)  # noqa: PTH105 (as above)
