"""Real `junheng worker` processes on a real SQLite file (and PostgreSQL, where the tests run on it)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

HERE = Path(__file__).parent
PATIENCE = 120.0
CONSOLE = """
import json, sys
import django
django.setup()
from junheng.web.jobs import acts
from junheng.web.jobs.models import Job
from junheng.web.jobs.work import enqueue
from junheng.web.log.actor import Actor
from junheng.web.log.models import Entry

actor = Actor(None, "test")

def ask(*jobs):
    return [enqueue(actor, kind, title=kind, **arguments).pk for kind, arguments in jobs]

def look():
    jobs = {job.pk: [job.state, job.attempts, job.error_zh] for job in Job.objects.all()}
    return [jobs, list(Entry.objects.filter(act="test.effect").values_list("thing", flat=True))]

def act(name, pk):
    return getattr(acts, name)(actor, Job.objects.get(pk=pk))

for line in sys.stdin:
    name, *arguments = json.loads(line)
    print(json.dumps(globals()[name](*arguments)), flush=True)
"""


class Installation:
    """A data directory, a database of its own, and the processes on it."""

    def __init__(self, data: Path) -> None:
        self.url = os.environ.get("JUNHENG_DATABASE_URL", "")
        self.name = f"jobs_{token_hex(4)}"
        self.environment = {
            **os.environ,
            "JUNHENG_DATA": str(data),
            "JUNHENG_DATABASE_URL": self.url and urlsplit(self.url)._replace(path=f"/{self.name}").geturl(),
            "JUNHENG_WORKER_SILENCE": "2",
            "DJANGO_SETTINGS_MODULE": "job_settings",
            "PYTHONPATH": str(HERE),
        }
        self.log = (data / "worker.log").open("ab")
        self.workers: list[subprocess.Popen[bytes]] = []
        if self.url:
            self._administer(f"create database {self.name}")
        subprocess.run(
            [sys.executable, "-m", "junheng.web", "migrate", "--verbosity=0", "--skip-checks"],
            env=self.environment,
            check=True,
        )
        self.console = subprocess.Popen(
            [sys.executable, "-c", CONSOLE],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def tell(self, name: str, *arguments: Any) -> Any:
        """Have the console do something; return what came of it."""
        assert self.console.stdin is not None
        assert self.console.stdout is not None
        self.console.stdin.write(json.dumps([name, *arguments]) + "\n")
        self.console.stdin.flush()
        return json.loads(self.console.stdout.readline())

    def ask(self, *jobs: tuple[str, dict[str, Any]]) -> list[str]:
        return [str(pk) for pk in self.tell("ask", *jobs)]

    def look(self) -> tuple[dict[str, list[Any]], list[str]]:
        jobs, effects = self.tell("look")
        return jobs, effects

    def worker(self) -> subprocess.Popen[bytes]:
        started = subprocess.Popen(
            [sys.executable, "-m", "junheng.cli", "worker"], env=self.environment, stderr=self.log
        )
        self.workers.append(started)
        return started

    def until(self, true: Callable[[], Any]) -> Any:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := true():
                return found
            time.sleep(0.1)
        said = Path(self.log.name).read_text("utf-8")[-2000:]
        raise AssertionError(f"not within {PATIENCE} s: {self.look()}\n{said}")

    def ended(self, *pks: str) -> dict[str, list[Any]]:
        """Wait until the jobs have ended."""

        def over() -> dict[str, list[Any]] | None:
            jobs, _ = self.look()
            return jobs if all(jobs[pk][0] not in {"waiting", "running"} for pk in pks) else None

        found: dict[str, list[Any]] = self.until(over)
        return found

    def rest(self) -> None:
        """End the workers."""
        for worker in self.workers:
            if worker.poll() is None:
                worker.terminate()
                worker.wait(20)

    def close(self) -> None:
        self.console.communicate()
        self.log.close()
        if self.url:
            self._administer(f"drop database {self.name} with (force)")


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    found = Installation(tmp_path_factory.mktemp("installation"))
    yield found
    found.close()


@pytest.fixture
def installation(migrated: Installation) -> Iterator[Installation]:
    yield migrated
    migrated.rest()


def begun(mark: Path, times: int = 1) -> list[int]:
    """Return the processes that began the job, once that many did."""
    pids = [int(line) for line in mark.read_text().split()] if mark.exists() else []
    return pids if len(pids) >= times else []


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rsplit(")", 1)[1].split()[0] == "Z"


@pytest.mark.parametrize(
    ("thing", "arguments"),
    [("before", {"wait": 3}), ("within", {"hold": 3})],
    ids=["before the effect", "in the transaction of the effect"],
)
def test_a_job_whose_worker_was_killed_is_taken_up_again_and_takes_effect_once(
    installation: Installation, tmp_path: Path, thing: str, arguments: dict[str, int]
) -> None:
    mark = tmp_path / "begun"
    (pk,) = installation.ask(("test.once", {"begun": str(mark), "thing": thing, **arguments}))
    killed = installation.worker()
    (child,) = installation.until(lambda: begun(mark))
    time.sleep(0.5)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    installation.until(lambda: gone(child))
    _, effects = installation.look()
    assert thing not in effects
    installation.worker()
    jobs = installation.ended(pk)
    assert jobs[pk][:2] == ["done", 2]
    assert installation.look()[1].count(thing) == 1


def test_a_job_over_its_time_is_ended_and_the_worker_lives_on(installation: Installation, tmp_path: Path) -> None:
    mark = tmp_path / "begun"
    late, after = installation.ask(("test.wait", {"begun": str(mark)}), ("test.count", {"to": 1}))
    worker = installation.worker()
    jobs = installation.ended(late, after)
    assert jobs[late][0] == "failed"
    assert "超过时限" in jobs[late][2]
    assert jobs[after][0] == "done"
    assert gone(begun(mark)[0])
    assert worker.poll() is None


@pytest.mark.parametrize("kind", ["test.steps", "test.stuck"], ids=["that says how far it is", "that says nothing"])
def test_a_running_job_can_be_cancelled(installation: Installation, tmp_path: Path, kind: str) -> None:
    mark = tmp_path / "begun"
    (pk,) = installation.ask((kind, {"begun": str(mark)}))
    worker = installation.worker()
    installation.until(lambda: begun(mark))
    assert installation.tell("act", "cancel", pk)
    assert installation.ended(pk)[pk][0] == "cancelled"
    assert worker.poll() is None


def test_a_job_that_ends_its_process_is_tried_again_and_then_given_up_until_somebody_retries(
    installation: Installation,
) -> None:
    (pk,) = installation.ask(("test.dies", {}))
    worker = installation.worker()
    jobs = installation.ended(pk)
    assert jobs[pk][:2] == ["failed", 2]
    assert "异常终止" in jobs[pk][2]
    assert installation.tell("act", "retry", pk)
    assert installation.ended(pk)[pk][:2] == ["failed", 2]
    assert worker.poll() is None


def test_a_worker_told_to_end_puts_its_job_back_and_leaves(installation: Installation, tmp_path: Path) -> None:
    mark = tmp_path / "begun"
    (pk,) = installation.ask(("test.stuck", {"begun": str(mark)}))
    worker = installation.worker()
    (child,) = installation.until(lambda: begun(mark))
    worker.terminate()
    assert worker.wait(20) == 0
    assert gone(child)
    assert installation.look()[0][pk][:2] == ["waiting", 0]
    installation.tell("act", "cancel", pk)


def test_two_workers_never_do_one_job_twice(installation: Installation, tmp_path: Path) -> None:
    things = [f"job {number}" for number in range(40)]
    mark = tmp_path / "begun"
    pks = installation.ask(*(("test.once", {"begun": str(mark), "thing": thing}) for thing in things))
    installation.worker()
    installation.worker()
    jobs = installation.ended(*pks)
    assert {jobs[pk][0] for pk in pks} == {"done"}
    assert {jobs[pk][1] for pk in pks} == {1}
    assert len(begun(mark, 40)) == 40
    assert len(set(begun(mark, 40))) == 2
    effects = [effect for effect in installation.look()[1] if effect.startswith("job ")]
    assert sorted(effects) == sorted(things)


def test_a_worker_on_a_database_that_was_not_upgraded_says_so(tmp_path: Path) -> None:
    (tmp_path / "junheng.sqlite3").touch()
    environment = {**os.environ, "JUNHENG_DATA": str(tmp_path), "JUNHENG_DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "junheng.web.site.settings"
    done = subprocess.run(
        [sys.executable, "-m", "junheng.cli", "worker"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "junheng prepare" in done.stderr
