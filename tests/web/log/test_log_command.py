"""`junheng log` at the shell: exit statuses, words, the seal to note outside."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from junheng.web.commands.log import command
from junheng.web.log import guard
from junheng.web.log.chain import record
from junheng.web.log.models import Entry

pytestmark = pytest.mark.django_db
Log = Callable[..., Result]


@pytest.fixture
def log(tmp_path: Path, actor: Any) -> Log:
    """Run `junheng log …` on the test's database, which holds three entries."""
    (tmp_path / "junheng.sqlite3").touch()  # what tells the command that there is an installation
    for number in range(3):
        record(actor, "test.act", f"thing:{number}")
    return lambda *words: CliRunner().invoke(command, [*map(str, words), "--data", str(tmp_path)])


def execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def test_a_whole_log_is_told_with_the_seal_to_note(log: Log) -> None:
    done = log("verify")
    assert done.exit_code == 0
    assert "The log is whole: 3 rows" in done.stdout
    assert re.findall(r"\d+:[0-9a-f]{64}", done.stdout)[0] == f"3:{Entry.objects.get(pk=3).seal}"


def test_a_seal_noted_before_is_held_against_the_log(log: Log, actor: Any) -> None:
    seal = Entry.objects.get(pk=2).seal
    record(actor, "test.more")
    assert log("verify", "--seal", f"2:{seal}").exit_code == 0
    assert log("verify", "--seal", seal).exit_code == 0
    done = log("verify", "--seal", f"2:{seal[:-1]}{'0' if seal[-1] != '0' else '1'}")
    assert (done.exit_code, "noted outside" in done.stderr) == (1, True)
    done = log("verify", "--seal", "nonsense")
    assert (done.exit_code, "64 hex digits" in done.stderr) == (2, True)


def test_a_broken_log_names_its_first_broken_row(log: Log) -> None:
    execute(*guard.down(connection.vendor), "UPDATE log_entry SET user_name = 'x' WHERE number = 2")
    done = log("verify")
    assert done.exit_code == 1
    assert "Row 2: its content does not fit its seal" in done.stderr
    assert f"up to: 1:{Entry.objects.get(pk=1).seal}" in done.stderr


def test_missing_triggers_are_told_and_put_back(log: Log) -> None:
    execute(*guard.down(connection.vendor))
    done = log("verify")
    assert done.exit_code == 0
    assert "junheng log guard" in done.stderr
    assert log("guard").exit_code == 0
    assert guard.missing() == []
    assert Entry.objects.last().act == "log.guard"
    assert log("verify").stderr == ""


def test_an_export_proves_itself_is_logged_and_never_takes_the_place_of_a_file(log: Log, tmp_path: Path) -> None:
    copy = tmp_path / "log.jsonl"
    assert log("export", copy).exit_code == 0
    assert log("verify", copy).exit_code == 0
    assert Entry.objects.last().act == "log.copy"
    before = copy.read_bytes()
    done = log("export", copy)
    assert (done.exit_code, "exists already" in done.stderr) == (2, True)
    assert copy.read_bytes() == before
    copy.write_bytes(before.replace(b"thing:1", b"thing:7"))
    done = log("verify", copy)
    assert (done.exit_code, "Row 2" in done.stderr) == (1, True)


def test_a_broken_log_is_exported_with_a_warning(log: Log, tmp_path: Path) -> None:
    execute(*guard.down(connection.vendor), "UPDATE log_entry SET user_name = 'x' WHERE number = 2")
    done = log("export", tmp_path / "log.jsonl")
    assert (done.exit_code, "Row 2" in done.stderr) == (1, True)
    assert (tmp_path / "log.jsonl").is_file()


def test_where_there_is_no_installation_none_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JUNHENG_DATABASE_URL", raising=False)
    for words in (("verify",), ("export", str(tmp_path / "x.jsonl")), ("guard",)):
        done = CliRunner().invoke(command, [*words, "--data", str(tmp_path / "none")])
        assert (done.exit_code, "There is no database" in done.stderr) == (2, True)
    assert not (tmp_path / "none").exists()
