"""One line of what is said while an installation is restored and looked at."""

from __future__ import annotations

import msgspec


class Line(msgspec.Struct, frozen=True):
    """How one thing stands: its name in words, how many were looked at, how many are wrong, the first of them."""

    zh: str
    en: str
    looked: int
    wrong: int
    faults: tuple[tuple[str, str], ...] = ()
