"""Writers at the same moment never seal after the same entry."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from scratch_installation import environment, python, run

from junheng.web.log.actor import Actor
from junheng.web.log.chain import broken, record
from junheng.web.log.models import Entry, Head

EACH = 60


@pytest.mark.django_db(transaction=True)
def test_writers_on_postgresql_make_one_chain(actor: Any) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL; SQLite has its own test, with processes")
    start = threading.Barrier(4)
    errors: list[BaseException] = []

    def write(name: str) -> None:
        try:
            start.wait()
            for number in range(EACH):
                with transaction.atomic():
                    record(Actor(None, name), "test.act", f"thing:{number}")
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write, args=(f"writer{each}",)) for each in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert errors == []
    assert Entry.objects.count() == Head.objects.get().number == 4 * EACH
    assert not list(broken())


@pytest.mark.skipif("JUNHENG_DATABASE_URL" in os.environ, reason="the run on SQLite does this")
def test_writers_on_sqlite_make_one_chain(tmp_path: Path) -> None:
    assert run(tmp_path, "-m", "junheng.web", "migrate", "--skip-checks", "-v0").returncode == 0
    code = (
        "import sys, time, django\n"
        "django.setup()\n"
        "from junheng.web.log.actor import Actor\n"
        "from junheng.web.log.chain import record\n"
        "print('ready', flush=True)\n"
        "sys.stdin.readline()\n"
        f"for number in range({EACH}):\n"
        "    record(Actor(None, sys.argv[1]), 'test.act', f'thing:{number}')\n"
        "    time.sleep(0.002)\n"
    )
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, f"writer{each}"],
            env=environment(tmp_path), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for each in range(2)
    ]  # fmt: skip
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:  # both are loaded: now at the same moment
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        _, said = writer.communicate(timeout=60)
        assert writer.returncode == 0, said
    code = (
        "from junheng.web.log.models import Entry\n"
        "from junheng.web.log.verify import here\n"
        "names = list(Entry.objects.values_list('user_name', flat=True))\n"
        "turns = sum(one != other for one, other in zip(names, names[1:]))\n"
        "print(here().rows, here().fault, turns > 1)"
    )
    assert python(tmp_path, code).split() == [str(2 * EACH), "None", "True"]
