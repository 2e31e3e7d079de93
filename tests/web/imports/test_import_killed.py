"""Killed with -9 at every step of an import: the registry, its history and the log agree, and it happens once.

Real processes on a real database: a SQLite file, or a database of its own on the PostgreSQL the tests run on.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

DYING = Path(__file__).with_name("dying.py")
APPLYING = ["records written", "history written", "batch logged", "before the commit"]


class Installation:
    """A data directory, a database, and a console on them."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.url = os.environ.get("JUNHENG_DATABASE_URL", "")
        self.name = f"imports_{token_hex(4)}"
        self.environment = {
            **os.environ,
            "JUNHENG_DATA": str(data),
            "JUNHENG_DATABASE_URL": self.url and urlsplit(self.url)._replace(path=f"/{self.name}").geturl(),
            "DJANGO_SETTINGS_MODULE": "junheng.web.site.settings",
            "JUNHENG_LOG_LEVEL": "CRITICAL",
        }
        if self.url:
            self._administer(f"create database {self.name}")
        migrate = [sys.executable, "-m", "junheng.web", "migrate", "--verbosity=0", "--skip-checks"]
        subprocess.run(migrate, env=self.environment, check=True)
        self.console = subprocess.Popen(
            self._command("console"), env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def _command(self, point: str) -> list[str]:
        return [sys.executable, str(DYING), point, str(self.data / "made")]

    def _administer(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def tell(self, name: str, *arguments: Any) -> Any:
        assert self.console.stdin is not None
        assert self.console.stdout is not None
        self.console.stdin.write(json.dumps([name, *arguments]) + "\n")
        self.console.stdin.flush()
        return json.loads(self.console.stdout.readline())

    def killed(self, point: str) -> None:
        """Run a process that dies at the point; make sure it did."""
        died = subprocess.run(self._command(point), env=self.environment, check=False, timeout=60)
        assert died.returncode == -signal.SIGKILL, point

    def close(self) -> None:
        assert self.console.stdin is not None
        assert self.console.stdout is not None
        self.console.stdin.close()
        self.console.wait(30)
        self.console.stdout.close()
        if self.url:
            self._administer(f"drop database {self.name} with (force)")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    installation = Installation(tmp_path)
    try:
        installation.tell("prepare")
        yield installation
    finally:
        installation.close()


def test_an_import_killed_at_any_step_is_there_once_or_not_at_all(place: Installation) -> None:
    before = place.tell("look")

    place.killed("upload stored")
    assert place.tell("look") == before
    assert place.tell("stored") == 0  # what the dead upload left is swept

    place.tell("upload", str(place.data / "made"))
    place.killed("files read")
    assert place.tell("look")["states"] == ["reading"]
    assert place.tell("again") == 1
    place.tell("drain")
    ready = place.tell("look")
    assert ready["states"] == ["ready"]
    assert ready["registry"] == before["registry"]

    wanted = place.tell("wanted")
    place.tell("apply")
    for point in APPLYING:
        place.killed(point)
        assert place.tell("look") == ready, point
        place.tell("again")

    place.killed("after the commit")
    done = place.tell("look")
    assert done["states"] == ["applied"]
    assert done["registry"] == wanted != before["registry"]
    assert (len(done["batches"]), done["logged"], done["broken"]) == (1, 2, 0)
    place.tell("again")
    place.tell("drain")
    assert place.tell("look") == done
    assert place.tell("stored") == 0
