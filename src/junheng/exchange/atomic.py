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
