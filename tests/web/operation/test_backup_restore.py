"""A backup comes back as it was; what cannot be restored is refused in words and nothing is touched."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from scratch_installation import junheng, python, run

from junheng.web.operation import archive
from junheng.web.operation.archive import Manifest, Unusable
from junheng.web.operation.line import Line
from junheng.web.operation.restore import Place, drill, restore


def with_keys_of(data: Path, target: Path) -> Path:
    """Make a data directory that holds nothing but the keys."""
    shutil.copytree(data / "keys", target / "keys")
    return target


def dump(data: Path) -> list[str]:
    """Return all rows of the database as text, but for what a restore itself adds."""
    database = sqlite3.connect(data / "junheng.sqlite3")
    lines = [line for line in database.iterdump() if "operation.restore" not in line and "log_head" not in line]
    database.close()
    return lines


def test_a_restored_installation_is_the_one_backed_up(installation: Path, saved: Path, tmp_path: Path) -> None:
    data = with_keys_of(installation, tmp_path / "data")
    done = junheng(data, "restore", str(saved))
    assert done.returncode == 0, done.stderr
    then = [line for line in dump(installation) if "operation.backup" not in line and "log_head" not in line]
    assert set(then) <= set(dump(data))
    for folder in ("files", "snapshots"):
        there = {path.relative_to(installation) for path in (installation / folder).rglob("*") if path.is_file()}
        assert there
        assert all((data / path).read_bytes() == (installation / path).read_bytes() for path in there)
    said = python(data, "from junheng.web.log.models import Entry\nprint(Entry.objects.last().act)")
    assert said.strip() == "operation.restore"
    assert junheng(data, "log", "verify").returncode == 0
    assert not list(tmp_path.glob(".junheng-restore-*"))


def test_a_drill_names_everything_it_looked_at_and_notes_the_outcome(installation: Path, saved: Path) -> None:
    done = junheng(installation, "--language", "en", "drill", str(saved))
    assert done.returncode == 0, done.stderr
    for words in ("log's chain", "snapshot", "history of its changes", "file on record", "rows the manifest", "checks"):
        assert words in done.stdout
    assert "FAILS" not in done.stdout + done.stderr
    looked = {line.rsplit("(", 1)[0].strip(): line for line in done.stdout.splitlines() if "looked at" in line}
    assert all("(0 looked at" not in line for line in looked.values())
    said = python(installation, "from junheng.web.log.models import Entry\nprint(Entry.objects.last().detail)")
    assert '"outcome": "held"' in said


def test_with_its_keys_a_backup_is_restored_where_there_are_none(installation: Path, tmp_path: Path) -> None:
    out = tmp_path / "backup.tar"
    assert junheng(installation, "backup", str(out), "--with-keys").returncode == 0
    data = tmp_path / "new" / "data"
    done = junheng(data, "restore", str(out))
    assert done.returncode == 0, done.stderr
    assert (data / "keys" / "field.keys").read_text() == (installation / "keys" / "field.keys").read_text()
    assert (data / "keys" / "field.keys").stat().st_mode & 0o777 == 0o600
    said = python(data, "from junheng.web.registry.models import Pupil\nprint(Pupil.objects.first().identity_number)")
    assert said.strip()


def refused(saved: Path, place: Place, **more: Any) -> str:
    """Restore, which must be refused; return the words."""
    with pytest.raises(Unusable) as caught:
        restore(saved, place, told=lambda line: None, **more)
    return caught.value.zh


def test_without_keys_a_restore_is_refused_and_says_which_are_needed(saved: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = junheng(data, "restore", str(saved))
    assert done.returncode == 2
    assert archive.check(saved).keys.field[0] in done.stderr
    assert not data.exists()


def test_other_keys_are_refused_and_nothing_is_touched(saved: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "keys").mkdir(parents=True)
    (data / "keys" / "field.keys").write_text("b" * 43 + "=\n")
    assert "密钥不符" in refused(saved, Place(data))
    assert "密钥不符" in refused(saved, Place(tmp_path / "new"), given=data / "keys" / "field.keys")
    with pytest.raises(Unusable, match="do not fit"):
        drill(saved, Place(data), told=lambda line: None)
    assert [path.name for path in data.rglob("*")] == ["keys", "field.keys"]


def test_a_place_that_is_not_empty_is_refused_and_replaced_by_force_only(
    installation: Path, saved: Path, tmp_path: Path
) -> None:
    data = with_keys_of(installation, tmp_path / "data")
    (data / "junheng.sqlite3").write_bytes(b"precious")
    assert "不是空的" in refused(saved, Place(data))
    assert (data / "junheng.sqlite3").read_bytes() == b"precious"
    _, aside = restore(saved, Place(data), force=True, told=lambda line: None)
    assert (Path(aside) / "junheng.sqlite3").read_bytes() == b"precious"
    assert sqlite3.connect(data / "junheng.sqlite3").execute("SELECT count(*) FROM people_user").fetchone() == (1,)


def test_a_backup_of_a_newer_version_is_refused(installation: Path, saved: Path, tmp_path: Path) -> None:
    newer = remade(saved, tmp_path, lambda it: replace(it, migrations=(*it.migrations, ("log", "0999_x"))))
    data = with_keys_of(installation, tmp_path / "data")
    assert "log.0999_x" in refused(newer, Place(data))
    assert [path.name for path in data.iterdir()] == ["keys"]


def test_a_backup_of_another_database_is_refused(installation: Path, saved: Path, tmp_path: Path) -> None:
    other = remade(saved, tmp_path, lambda it: replace(it, vendor="postgresql"))
    assert "JUNHENG_DATABASE_URL" in refused(other, Place(with_keys_of(installation, tmp_path / "data")))


def test_an_older_backup_is_brought_to_this_version(installation: Path, saved: Path, tmp_path: Path) -> None:
    """The last migration of a feature is undone before the backup: the restore applies it."""
    data = tmp_path / "data"
    shutil.copytree(installation, data)
    assert run(data, "-m", "junheng.web", "migrate", "--skip-checks", "-v0", "snapshots", "zero").returncode == 0
    out = tmp_path / "old.tar"
    assert junheng(data, "backup", str(out)).returncode == 0
    place = with_keys_of(installation, tmp_path / "place")
    done = junheng(place, "restore", str(out))
    assert done.returncode == 0, done.stderr
    code = "from junheng.web.snapshots.models import Snapshot\nprint(Snapshot.objects.count())"
    assert python(place, code).strip() == "0"


def remade(saved: Path, folder: Path, change: Callable[[Manifest], Manifest]) -> Path:
    """Return a backup with the same parts and another manifest, sealed anew."""
    manifest = archive.check(saved)
    parts = folder / "parts"
    parts.mkdir()
    archive.unpack(saved, manifest, parts)
    out = folder / "remade.tar"
    archive.write(out, change(manifest), ((name, parts / name) for name in manifest.parts))
    archive.check(out)
    return out


# --- a drill finds what is wrong in a backup that is whole ------------------------------------------------------------

SPOILS = {
    "the log's chain": "DROP TRIGGER log_entry_update; UPDATE log_entry SET act = 'x' WHERE number = 1",
    "triggers that guard": "DROP TRIGGER log_entry_delete",
    "history of its changes": "UPDATE registry_school SET computers = computers + 1 WHERE id = 1",
    "snapshot": "UPDATE snapshots_snapshot SET content = 'sha256:' || hex(zeroblob(32))",
    "file on record": "UPDATE evidence_file SET sha256 = 'x'",
    "the database itself": "PRAGMA foreign_keys = OFF; UPDATE registry_change SET batch_id = 999 WHERE id = 1",
}


def test_a_drill_finds_all_that_does_not_hold(installation: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(installation, data)
    database = sqlite3.connect(data / "junheng.sqlite3")
    for statement in SPOILS.values():
        database.executescript(statement)
    database.commit()
    database.close()
    out = tmp_path / "backup.tar"
    done = junheng(data, "backup", str(out))
    assert done.returncode == 0, done.stderr
    done = junheng(data, "--language", "en", "drill", str(out))
    assert done.returncode == 1
    failed = "\n".join(line for line in done.stderr.splitlines() if line.startswith("FAILS"))
    assert [words for words in SPOILS if words not in failed] == []
    assert "Row 1: its content does not fit" in done.stderr


def test_what_does_not_agree_with_its_manifest_is_not_put_in_place(
    installation: Path, saved: Path, tmp_path: Path
) -> None:
    was = archive.check(saved)
    rows = {**was.rows, "people_user": 99}
    other = remade(saved, tmp_path, lambda it: replace(it, rows=rows, log_number=99))
    place = with_keys_of(installation, tmp_path / "place")
    told: list[Line] = []
    with pytest.raises(Unusable):
        restore(other, Place(place), told=told.append)
    assert [line.faults[0][1] for line in told] == [
        "people_user: 99 rows then, 1 now",
        f"99 then, {was.log_number} now",
    ]
    assert [path.name for path in place.iterdir()] == ["keys"]
