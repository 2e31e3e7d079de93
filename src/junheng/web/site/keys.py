"""Keys of an installation: made once, kept in files only the owner reads, outside the database."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_urlsafe

from cryptography.fernet import Fernet


def kept(path: Path, made: str) -> str:
    """Return what the file at `path` holds; where there is none yet, write `made` to it (mode 600) and return that."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(made + "\n")
        file.flush()
        os.fsync(file.fileno())
    return made


def secret_key(given: str, data: Path) -> str:
    """Return the key sessions are signed with."""
    return given or kept(data / "keys" / "secret.key", token_urlsafe(48))


def field_keys(given: str, data: Path) -> list[str]:
    """Return the keys identity numbers are encrypted with: the first for writing, all for reading (rotation)."""
    path = Path(given) if given else data / "keys" / "field.keys"
    return kept(path, Fernet.generate_key().decode("ascii")).split()
