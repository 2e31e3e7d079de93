"""The processes of an installation on one machine: server and worker, watched, ended together."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from types import FrameType

log = logging.getLogger("junheng.processes")

ENDING = 20.0
"""Seconds the processes have to end by themselves."""
LOOK = 0.2
AGAIN = 2.0
"""Seconds before a worker that died is started again."""


class Processes:
    """Server and worker; `run` returns the exit status once they have ended."""

    def __init__(self, listening: socket.socket, *, processes: int, threads: int, worker: bool) -> None:
        self._listening = listening
        self._server = [
            sys.executable, "-m", "junheng.web.site.server", str(os.getpid()),
            f"fd://{listening.fileno()}", str(processes), str(threads),
        ]  # fmt: skip
        self._worker = [sys.executable, "-m", "junheng.cli", "worker", "--parent", str(os.getpid())] if worker else None
        self._stop_asked = threading.Event()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask them to end."""
        self._stop_asked.set()

    def run(self) -> int:
        """Start them and wait: for TERM, INT or HUP (status 0), or for the end of the server (1)."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.stop)
        server = self._start(self._server)
        self._listening.close()  # it is the server's now
        worker = self._start(self._worker) if self._worker else None
        while not self._stop_asked.wait(LOOK) and server.poll() is None:
            if worker is not None and worker.poll() is not None:
                log.error("the worker ended and is started again", extra={"status": worker.returncode})
                self._stop_asked.wait(AGAIN)
                worker = self._start(self._worker or [])
        asked = self._stop_asked.is_set()
        _end(server, worker)
        return 0 if asked else 1

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        # A session of their own: Ctrl-C reaches this process alone, which ends them in order.
        passed = (self._listening.fileno(),) if command is self._server else ()
        return subprocess.Popen(command, pass_fds=passed, start_new_session=True)


def _end(*processes: subprocess.Popen[bytes] | None) -> None:
    living = [process for process in processes if process is not None and process.poll() is None]
    for process in living:
        process.terminate()
    for process in living:
        try:
            process.wait(ENDING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def listen(host: str, port: int, *, tries: int = 1) -> socket.socket:
    """Return a socket bound to the port, or to the next free one of `tries`; raises OSError when none is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for offset in range(tries):
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            bound.bind((host, port + offset if port else 0))
        except OSError:
            bound.close()
            if offset == tries - 1:
                raise
        else:
            bound.listen(512)
            bound.set_inheritable(True)
            return bound
    raise AssertionError("tries is at least one")
