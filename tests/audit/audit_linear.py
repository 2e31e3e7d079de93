"""Whether time grows with the length of a text: by ratio in one run, so that a busy machine changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable

_TIMES, _AT_MOST, _QUICK = 4, 9, 0.5
"""Four times the text takes four times as long where time is linear, sixteen times where it is quadratic; what is over
within so many seconds is not asked."""


def takes_linear_time(way: Callable[[int], object], size: int) -> None:
    """Assert that a way of working on so many characters (or rows) takes time that grows with their number."""
    way(size // (4 * _TIMES))
    part, whole = (min(_seconds(way, length) for _ in range(2)) for length in (size // _TIMES, size))
    assert whole < _AT_MOST * part + _QUICK, f"{part:.3f} s for a quarter, {whole:.3f} s for all"


def _seconds(way: Callable[[int], object], length: int) -> float:
    begun = time.process_time()
    way(length)
    return time.process_time() - begun
