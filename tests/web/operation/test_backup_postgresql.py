"""Backup, restore and drill on PostgreSQL; they run where the test run has a server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from conftest import filled
from scratch_installation import junheng, python

from junheng.web.operation import archive, postgres
from junheng.web.operation.archive import Unusable
from junheng.web.operation.restore import Place, restore
from junheng.web.site import options

URL = os.environ.get("JUNHENG_DATABASE_URL", "")
pytestmark = pytest.mark.skipif(not URL, reason="needs PostgreSQL: JUNHENG_DATABASE_URL")


@pytest.fixture(scope="module")
def new_database() -> Iterator[Callable[[], str]]:
    """A function that makes an empty database and returns its address; all are dropped at the end."""
    with ExitStack() as made:

        def make() -> str:
            database = made.enter_context(postgres.scratch(options.database(URL, Path()), "junheng_test"))
            return postgres.renamed(URL, database["NAME"])

        yield make


@pytest.fixture(scope="module")
def url(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture(scope="module")
def served(url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of an installation on PostgreSQL."""
    return filled(tmp_path_factory.mktemp("served"), JUNHENG_DATABASE_URL=url)


@pytest.fixture(scope="module")
def dumped(served: Path, url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dumps") / "backup.tar"
    done = junheng(served, "backup", str(out), JUNHENG_DATABASE_URL=url)
    assert done.returncode == 0, done.stderr
    return out


def names(url: str, schema: str = "public") -> set[str]:
    with postgres.connect(options.database(url, Path())) as connection:
        rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema]).fetchall()
    return {row[0] for row in rows}


def with_keys(served: Path, data: Path) -> Path:
    shutil.copytree(served / "keys", data / "keys")
    return data


COUNT = """
from junheng.web.log.models import Entry
from junheng.web.registry.models import Pupil
print(Pupil.objects.count(), Pupil.objects.order_by("pk").first().identity_number, Entry.objects.last().act)
"""


def test_a_restored_installation_is_the_one_backed_up(
    served: Path, url: str, dumped: Path, new_database: Callable[[], str], tmp_path: Path
) -> None:
    other = new_database()
    data = with_keys(served, tmp_path / "data")
    done = junheng(data, "restore", str(dumped), JUNHENG_DATABASE_URL=other)
    assert done.returncode == 0, done.stderr
    there = python(served, COUNT, JUNHENG_DATABASE_URL=url).split()
    here = python(data, COUNT, JUNHENG_DATABASE_URL=other).split()
    assert here[:2] == there[:2]
    assert int(here[0]) > 0
    assert here[2] == "operation.restore"
    assert junheng(data, "log", "verify", JUNHENG_DATABASE_URL=other).returncode == 0
    said = python(data, "from junheng.web.log import guard\nprint(guard.missing())", JUNHENG_DATABASE_URL=other)
    assert said.strip() == "[]"


def test_a_drill_uses_a_database_of_its_own_and_drops_it(served: Path, url: str, dumped: Path) -> None:
    def databases() -> set[str]:
        with postgres.connect(options.database(url, Path())) as connection:
            # Other tests make databases of other names on the same server at the same time.
            rows = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'junheng_drill_%'")
            return {row[0] for row in rows.fetchall()}

    before = databases()
    done = junheng(served, "--language", "en", "drill", str(dumped), JUNHENG_DATABASE_URL=url)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "history of its changes" in done.stdout
    assert "(0 looked at" not in done.stdout
    assert databases() <= before


def test_a_database_that_is_not_empty_is_refused_and_put_aside_by_force_only(
    served: Path, dumped: Path, new_database: Callable[[], str], tmp_path: Path
) -> None:
    other = new_database()
    with postgres.connect(options.database(other, Path())) as connection:
        connection.execute("CREATE TABLE precious (id int)")
    place = Place(with_keys(served, tmp_path / "data"), other)
    with pytest.raises(Unusable, match="not empty"):
        restore(dumped, place, told=lambda line: None)
    assert names(other) == {"precious"}
    restore(dumped, place, force=True, told=lambda line: None)
    assert "log_entry" in names(other)
    with postgres.connect(options.database(other, Path())) as connection:
        query = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_restore_%'"
        ((schema,),) = connection.execute(query).fetchall()
    assert names(other, schema) == {"precious"}


def test_a_restore_that_fails_leaves_the_database_as_it_was(
    served: Path, dumped: Path, new_database: Callable[[], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = new_database()
    with postgres.connect(options.database(other, Path())) as connection:
        connection.execute("CREATE TABLE precious (id int)")

    def broken(*_: Any, **__: Any) -> None:
        raise Unusable("断了", "it broke")

    monkeypatch.setattr("junheng.web.operation.restore._inside", broken)
    place = Place(with_keys(served, tmp_path / "data"), other)
    with pytest.raises(Unusable, match="it broke"):
        restore(dumped, place, force=True, told=lambda line: None)
    assert names(other) == {"precious"}
    assert [path.name for path in place.data.iterdir()] == ["keys"]


def test_a_backup_of_sqlite_is_refused(served: Path, url: str, dumped: Path, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="cannot be restored"):
        restore(dumped, Place(with_keys(served, tmp_path / "data")), told=lambda line: None)


def test_without_pg_dump_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unusable, match="postgresql-client-99"):
        postgres.program("pg_dump", 99)
    monkeypatch.setattr(postgres, "PLACES", ())
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unusable, match="installed: —"):
        postgres.program("pg_dump", 15)


def test_nobody_signed_in_and_no_password_is_in_a_backup(served: Path, dumped: Path) -> None:
    manifest = archive.check(dumped)
    assert manifest.rows["django_session"] == 0
    assert manifest.vendor == "postgresql"
    key = (served / "keys" / "field.keys").read_bytes().strip()
    assert key not in dumped.read_bytes()


def test_an_address_that_does_not_answer_is_told_in_words(dumped: Path, tmp_path: Path, served: Path) -> None:
    data = with_keys(served, tmp_path / "data")
    done = junheng(data, "restore", str(dumped), JUNHENG_DATABASE_URL="postgresql://x@127.0.0.1:1/none")
    assert done.returncode == 2
    assert "JUNHENG_DATABASE_URL" in done.stderr
