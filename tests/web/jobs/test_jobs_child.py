"""The process that does the jobs, as the worker sees it when it dies."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from junheng.web.jobs import worker
from junheng.web.jobs.models import Job
from junheng.web.jobs.worker import Child

SILENT = "import os, sys, time; print('ready', flush=True); sys.stdin.readline(); os.close(1); time.sleep(60)"
"""A process that says no more, but is still there: as one that has died is, until the system has buried it."""
DEAF = "import os, time; os.close(0); print('ready', flush=True); time.sleep(60)"
"""A process that lives, but takes nothing in."""
Started = Callable[[str], Child]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    """Start a child that runs a program of the test's."""
    children: list[Child] = []
    popen = subprocess.Popen

    def start(program: str) -> Child:
        def run(_: Any, **how: Any) -> subprocess.Popen[str]:
            return popen([sys.executable, "-c", program], **how)

        monkeypatch.setattr(worker.subprocess, "Popen", run)
        children.append(Child())
        assert children[-1].ready(60)
        return children[-1]

    yield start
    for child in children:
        child.kill()


def test_a_process_that_says_no_more_has_died_though_it_is_not_buried(started: Started) -> None:
    child = started(SILENT)
    child.start(Job(pk=1, worker="w", attempts=1))
    assert child.ended(60)
    assert not child.living


def test_a_process_that_says_no_more_gets_no_other_job(started: Started) -> None:
    child = started(SILENT)
    child.start(Job(pk=1, worker="w", attempts=1))
    assert child.ended(60)
    with pytest.raises(OSError):
        child.start(Job(pk=2, worker="w", attempts=1))


def test_a_process_that_takes_nothing_in_can_be_ended(started: Started) -> None:
    child = started(DEAF)
    with pytest.raises(OSError):
        for _ in range(3):
            child.start(Job(pk=1, worker="w", attempts=1))
            time.sleep(0.1)
    child.kill()
    assert not child.living
