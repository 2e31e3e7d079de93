"""Where uploaded files and what was read from them lie: encrypted, outside the web root, under random names.

They hold persons' data, so they are there only as long as they are needed: until an import is applied or discarded.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from junheng.exchange import write_whole

OPEN = ".open-"
HOUR = 3600


class Lost(Exception):  # noqa: N818 (what it says)
    """A stored file is not there any more, or cannot be decrypted."""


def keep(content: bytes) -> str:
    """Store the content; return the name it is found by. Raises OSError (a full disk) with nothing left behind."""
    name = secrets.token_hex(16)
    with write_whole(_folder() / name) as whole:
        whole.touch(mode=0o600)
        whole.write_bytes(_fernet().encrypt(content))
    return name


def content(name: str) -> bytes:
    """Return what was stored under the name; raises Lost."""
    try:
        return _fernet().decrypt((_folder() / name).read_bytes())
    except (OSError, InvalidToken) as error:
        raise Lost(name) from error


def keep_frame(frame: pl.DataFrame) -> str:
    """Store a frame."""
    held = BytesIO()
    frame.write_parquet(held, compression="zstd", statistics=False)
    return keep(held.getvalue())


def frame(name: str) -> pl.DataFrame:
    """Return a stored frame; raises Lost."""
    return pl.read_parquet(BytesIO(content(name)))


def drop(names: Iterable[str]) -> None:
    """Delete what was stored under the names; what is gone already is no matter."""
    for name in filter(None, names):
        (_folder() / name).unlink(missing_ok=True)


@contextmanager
def opened(files: Iterable[tuple[str, str]]) -> Iterator[list[Path]]:
    """Yield readable copies of stored files, given as (name of the user's, stored name); they are gone afterwards.

    Raises Lost.
    """
    with tempfile.TemporaryDirectory(prefix=OPEN, dir=_folder()) as folder:
        yield [_copy(Path(folder), name, stored) for name, stored in files]


def sha256(data: bytes) -> str:
    """Return the hash shown with a file."""
    return hashlib.sha256(data).hexdigest()


def sweep(needed: Iterable[str], *, older: float = HOUR) -> int:
    """Delete what a process that was killed left behind for longer than `older` seconds; return how much."""
    wanted, count = set(needed), 0
    for path in _folder().iterdir():
        if path.name not in wanted and time.time() - path.stat().st_mtime > older:
            _delete(path)
            count += 1
    return count


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _copy(folder: Path, name: str, stored: str) -> Path:
    path = folder / name
    path.touch(mode=0o600)
    path.write_bytes(content(stored))
    return path


def _folder() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _fernet() -> MultiFernet:
    keys: Any = settings.FIELD_KEYS
    return MultiFernet([Fernet(key) for key in keys])
