"""The web server: gunicorn with this project's application. A process of its own, started by `junheng serve`.

Workers are forked and load the application afterwards: nothing that starts threads (Polars) may be loaded before.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from junheng.web.site.parent import end_with

TIMEOUT = 60
"""Seconds without a sign of life after which a server process is replaced."""
GRACE = 10
"""Seconds requests in hand may take once the server is told to end."""


class Server(BaseApplication):
    """Gunicorn, configured from here instead of from files and arguments."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take the options given, nothing from the environment."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application; called in each worker, after the fork."""
        from junheng.web.site.wsgi import application  # noqa: PLC0415 (see above)

        return application


def options(bind: str, processes: int, threads: int) -> dict[str, Any]:
    """Return gunicorn's settings for `bind` (host:port, unix:path or fd://number)."""
    memory = Path("/dev/shm")
    return {
        "bind": bind,
        "workers": processes,
        "threads": threads,
        "worker_class": "gthread",
        "timeout": TIMEOUT,
        "graceful_timeout": GRACE,
        "keepalive": 15,
        "loglevel": "warning",
        "proc_name": "junheng",
        "control_socket_disable": True,
        "worker_tmp_dir": str(memory) if os.access(memory, os.W_OK) else None,
    }


def main() -> None:
    """Serve until told to end: `server.py parent bind processes threads`."""
    parent, bind, processes, threads = sys.argv[1:]
    end_with(int(parent))
    sys.argv = sys.argv[:1]
    Server(options(bind, int(processes), int(threads))).run()


if __name__ == "__main__":
    main()
