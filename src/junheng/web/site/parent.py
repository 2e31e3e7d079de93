"""Ending with the process that started this one, whatever ended it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_SET_DEATH_SIGNAL = 1


def end_with(parent: int) -> None:
    """Have the kernel send TERM when `parent` (its process id) is gone; Linux only, elsewhere nothing happens."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(_SET_DEATH_SIGNAL, signal.SIGTERM)
    if os.getppid() != parent:  # gone before the request was heard
        os.kill(os.getpid(), signal.SIGTERM)
