"""Floor 6: the same acts at a shell, one module per verb."""

import gc
import io
import os
import signal
import sys
from types import FrameType
from typing import NoReturn

from junheng.cli.language import asked, worded

INTERRUPTED = 130
TERMINATED = 143
SWEEP = 200_000
"""Objects made before Python looks for circles: a command makes many, keeps them and ends."""


def _terminated(_number: int, _frame: FrameType | None) -> NoReturn:
    sys.exit(TERMINATED)


def main() -> None:
    """Run the command `junheng`; an interruption, even while it loads, ends with 130 and a sentence."""
    gc.set_threshold(SWEEP, 20, 20)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character shows a ? for it
    signal.signal(signal.SIGTERM, _terminated)  # an orderly end: what is half-written is taken away
    try:
        from junheng.cli.app import run  # noqa: PLC0415 (loading takes long enough to be interrupted)

        run()
    except KeyboardInterrupt:
        zh, en = "已中断，未写完的文件已清除。", "Interrupted; nothing half-written is left."
        print(worded(asked(sys.argv[1:], os.environ), zh, en), file=sys.stderr)  # noqa: T201
        sys.exit(INTERRUPTED)
