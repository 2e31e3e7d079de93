"""The name of a file as a person reads it."""

from __future__ import annotations

import os
from pathlib import PurePath


def shown(path: PurePath) -> str:
    """Return a path in characters any encoding of Unicode holds.

    A name that is no UTF-8 (packed on a Chinese Windows, unpacked elsewhere) is read as GB18030; what is neither has
    \ufffd for its bytes.
    """
    return str(path.__class__(*(_part(part) for part in path.parts)))


def _part(part: str) -> str:
    try:
        part.encode()
    except UnicodeEncodeError:
        packed = os.fsencode(part)
        try:
            return packed.decode("gb18030")
        except UnicodeDecodeError:
            return packed.decode("utf-8", "replace")
    return part
