"""The worker: takes one job after the other, has a child process do it, and watches: time-out, cancel, death."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from secrets import token_hex
from types import FrameType
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, Error, close_old_connections, connection
from django.db.models import Q

from junheng.web.jobs import queue
from junheng.web.jobs.models import Job

log = logging.getLogger("junheng.jobs")

IDLE = 0.5
"""Seconds between two looks for work."""
BEAT = 2.0
"""Seconds between two signs of life."""
GRACE = 5.0
"""Seconds a job has to stop by itself after a cancel, and the worker after it is told to end."""
LOADING = 60.0
"""Seconds a child has to load."""
JOBS_PER_CHILD = 100
"""Jobs after which the child is replaced, so that memory it kept comes back."""
How = Literal["ended", "died", "late", "unwanted", "stopped"]


class Child:
    """The process that does the jobs; replaced whenever it was ended or has done enough."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "junheng.web.jobs.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,  # Ctrl-C is the worker's: it decides what becomes of the job
        )
        self._answers = threading.Thread(target=self._listen, daemon=True)
        self._ready, self._ended, self._gone = threading.Event(), threading.Event(), threading.Event()
        self._answers.start()
        self.jobs = 0

    def start(self, job: Job) -> None:
        """Hand the job over. Raises OSError when the process is gone."""
        self.jobs += 1
        self._ended.clear()
        if self._gone.is_set():  # nothing would ever say that this job has ended
            raise BrokenPipeError
        assert self._process.stdin is not None
        self._process.stdin.write(f"{job.pk} {job.worker} {job.attempts}\n")
        self._process.stdin.flush()

    def ended(self, seconds: float) -> bool:
        """Wait at most so long; tell whether the job has ended (also by the death of the process)."""
        return self._ended.wait(seconds)

    def ready(self, seconds: float) -> bool:
        """Wait at most so long for the process to have loaded; False when it died or is not ready."""
        self._ready.wait(seconds)
        return self._ready.is_set() and self.living

    @property
    def living(self) -> bool:
        """Whether the process lives: one that says nothing more does not, though the system has yet to bury it."""
        return not self._gone.is_set() and self._process.poll() is None

    def kill(self) -> None:
        """End the process at once; its transaction, if it is in one, is undone by the database."""
        self._process.kill()
        self._process.wait()
        self._answers.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what could not be written to it cannot be flushed either
                if pipe is not None:
                    pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            (self._ready if line == "ready\n" else self._ended).set()
        self._gone.set()
        self._ready.set()
        self._ended.set()


class Heart(threading.Thread):
    """Gives the signs of life, on a thread and connection of its own: a slow database does not delay a time-out."""

    def __init__(self, name: str, silence: int) -> None:
        super().__init__(daemon=True)
        self.worker = name
        self.silence = silence
        self.job: Job | None = None
        self.unwanted = threading.Event()
        """Set when the job at hand was cancelled or is no longer this worker's."""
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Beat until told to stop."""
        while not self._stop_asked.wait(min(BEAT, self.silence / 4)):
            job = self.job
            try:
                close_old_connections()
                if not queue.beat(self.worker, job) and job is self.job:
                    self.unwanted.set()
                queue.take_up(self.silence)
            except Error:
                log.warning("heartbeat failed", extra={"worker": self.worker})
        connection.close()

    def stop(self) -> None:
        """End the thread."""
        self._stop_asked.set()
        self.join(GRACE)


class Loop:
    """A worker's life: `run` until `stop`."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{token_hex(4)}"
        self._stop_asked = threading.Event()
        self._heart = Heart(self.name, settings.WORKER_SILENCE)
        self._child: Child | None = None

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Ask it to end: after the job at hand, or in a few seconds, when the job goes back into the queue."""
        self._stop_asked.set()

    def run(self) -> None:
        """Do jobs until told to stop. Also the handler of TERM and INT while it runs."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        queue.beat(self.name, None)
        self._heart.start()
        self._child = Child()
        log.info("worker started", extra={"worker": self.name})
        try:
            while not self._stop_asked.is_set():
                job = self._claim()
                if job is None:
                    self._stop_asked.wait(IDLE)
                else:
                    self._do(job)
        finally:
            self._child.kill()
            self._heart.stop()
            queue.leave(self.name)
            log.info("worker ended", extra={"worker": self.name})

    def _claim(self) -> Job | None:
        try:
            close_old_connections()
            return queue.claim(self.name)
        except DatabaseError:
            log.warning("the database does not answer", extra={"worker": self.name})
            return None

    def _do(self, job: Job) -> None:
        began = time.monotonic()
        self._heart.unwanted.clear()
        self._heart.job = job
        child = self._fresh()
        try:
            how = self._watch(child, job)
        except OSError:  # it died before the job was handed over
            how = "died"
        finally:
            self._heart.job = None
        if how != "ended":
            child.kill()
        try:
            _settle(job, how)
        except Error:  # then its beat ends, and it is taken up again as any lost job
            log.warning("the end of a job could not be written", extra={"job": job.pk})
        took = round(time.monotonic() - began, 2)
        log.info("job left", extra={"job": job.pk, "kind": job.kind, "attempt": job.attempts, "how": how, "s": took})

    def _fresh(self) -> Child:
        if self._child is None or not self._child.living or self._child.jobs >= JOBS_PER_CHILD:
            if self._child is not None:
                self._child.kill()
            self._child = Child()
        return self._child

    def _watch(self, child: Child, job: Job) -> How:
        """Wait for the end of the job, or for the reason to end it."""
        if not child.ready(LOADING):
            return "died"
        child.start(job)
        late = time.monotonic() + job.time_limit
        patience: float | None = None
        while not child.ended(0.1):
            now = time.monotonic()
            unwanted, stopping = self._heart.unwanted.is_set(), self._stop_asked.is_set()
            if now > late:
                return "late"
            if (unwanted or stopping) and patience is None:
                patience = now + GRACE
            if patience is not None and now > patience:
                return "unwanted" if unwanted else "stopped"
        return "ended" if child.living else "died"


def _settle(job: Job, how: How) -> None:
    """Write the end the job could not write itself; nothing when it did."""
    if queue.end_cancelled(job):
        return
    if how == "late":
        minutes = f"{job.time_limit / 60:g}"
        queue.end_failed(
            job,
            f"超过时限（{minutes} 分钟）没有做完，已停止；没有做完的部分不会保存。可以重试，或缩小范围后再做。",
            f"Not finished within its limit ({minutes} minutes), so it was stopped; the unfinished part"
            " is not kept. Try again, or ask for less at a time.",
        )
    elif how == "stopped":
        queue.release(job)
    else:
        queue.again(Q(pk=job.pk, worker=job.worker, attempts=job.attempts))
