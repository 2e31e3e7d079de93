"""Where evidence lies: outside the web root, under random names, each written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings

from junheng.exchange import write_whole
from junheng.web.jobs.work import Readable

CHUNK = 1 << 20


class Lost(Exception):  # noqa: N818 (what it says)
    """A stored file is missing or does not have the content it had."""


def path_of(stored: str, folder: str = "evidence") -> Path:
    """Return where a stored file lies; another feature's files lie in a folder of their own."""
    return Path(settings.MEDIA_ROOT) / folder / stored[:2] / stored


def keep(chunks: Iterable[bytes], folder: str = "evidence") -> tuple[str, str, int]:
    """Store the content; return the random name it is found by, its SHA-256 and size.

    Raises Readable when the disk is full; nothing is left behind then.
    """
    stored = secrets.token_hex(16)
    path = path_of(stored, folder)
    seen, size = hashlib.sha256(), 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with write_whole(path) as whole:
            whole.touch(mode=0o600)
            with whole.open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
                    seen.update(chunk)
                    size += len(chunk)
    except OSError as error:
        raise (full() if is_full(error) else error) from error
    return stored, seen.hexdigest(), size


def is_full(error: OSError) -> bool:
    """Tell whether there was no room for what was to be written."""
    return error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def full() -> Readable:
    """Return what is said when the disk is full."""
    return Readable(
        "文件没有保存：服务器磁盘空间不足。此前保存的数据不受影响；请告知系统管理员清理磁盘后再传。",
        "The file was not saved: the server's disk is full. What was saved before is safe; "
        "ask the system administrator to make room.",
    )


def drop(stored: str, folder: str = "evidence") -> None:
    """Delete a stored file that no row names."""
    path_of(stored, folder).unlink(missing_ok=True)


def checked(stored: str, sha256: str, folder: str = "evidence") -> Path:
    """Return where the file lies after comparing its content; raises Lost."""
    path = path_of(stored, folder)
    if digest(path) != sha256:
        raise Lost(stored)
    return path


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, as hex; blank when it cannot be read."""
    seen = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                seen.update(chunk)
    except OSError:
        return ""
    return seen.hexdigest()
