"""The process jobs run in, apart from the worker's: it can be ended without ending the worker.

It reads lines "job worker attempt" from standard input and answers each with a line on standard output. When
standard input ends, the worker is gone, and so is this process at once, whatever it was doing: the job belongs to
somebody else then. It is started anew, not forked: Polars' threads do not survive a fork.
"""

from __future__ import annotations

import os
import queue as queues
import sys
import threading

import django
from django.db import close_old_connections, connection

ORPHANED = 3


def serve() -> None:
    """Do jobs until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii", buffering=1)
    os.dup2(2, 1)  # what a job prints must not look like an answer
    asked: queues.SimpleQueue[str] = queues.SimpleQueue()
    threading.Thread(target=_read, args=(asked,), daemon=True).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junheng.web.site.settings")
    django.setup()
    from junheng.web.jobs.models import Job  # noqa: PLC0415 (models need Django set up)
    from junheng.web.jobs.perform import perform  # noqa: PLC0415

    answers.write("ready\n")
    while True:
        pk, worker, attempt = asked.get().split()
        close_old_connections()
        job = Job.objects.select_related("by").get(pk=pk)
        if (job.worker, job.attempts) == (worker, int(attempt)):
            perform(job)
        connection.close()
        answers.write("ended\n")


def _read(asked: queues.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        asked.put(line)
    os._exit(ORPHANED)


if __name__ == "__main__":
    serve()
