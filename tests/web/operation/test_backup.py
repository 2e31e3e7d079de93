"""What goes into a backup and what stays out; it appears whole or not at all."""

from __future__ import annotations

import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from junheng.web.log.chain import record
from junheng.web.log.models import Entry
from junheng.web.operation import archive, fingerprints
from junheng.web.operation.archive import Unusable
from junheng.web.operation.backup import backup

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "0123456789abcdefghijklmnopqrstuvwxyz-_ABCDE="


@pytest.fixture(autouse=True)
def _keys(settings: Any) -> None:
    settings.FIELD_KEYS = [KEY]


def test_it_holds_no_keys_and_nobody_signed_in(actor: Any, tmp_path: Path) -> None:
    session = SessionStore()
    session["who"] = "somebody"
    session.create()
    path, manifest = backup(tmp_path, actor=actor)
    assert path.name.startswith("junheng-backup-")
    raw = path.read_bytes()
    assert session.session_key.encode() not in raw
    assert KEY.encode() not in raw
    assert path.stat().st_mode & 0o777 == 0o600
    with tarfile.open(path) as tar:
        assert not [name for name in tar.getnames() if name.startswith("keys/")]
        note = tar.extractfile("keys.txt").read().decode()
    assert fingerprints.fingerprint(KEY) in note
    assert manifest.rows["django_session"] == 0


def test_with_keys_it_holds_them_and_says_so(actor: Any, tmp_path: Path) -> None:
    path, manifest = backup(tmp_path / "b.tar", actor=actor, with_keys=True)
    assert manifest.keys.included
    with tarfile.open(path) as tar:
        assert tar.extractfile("keys/field.keys").read().decode().split() == [KEY]
        assert "含密钥" in tar.extractfile("keys.txt").read().decode()


def test_it_holds_uploads_and_snapshots_but_nothing_half_written(actor: Any, tmp_path: Path, settings: Any) -> None:
    for root in (settings.MEDIA_ROOT, settings.SNAPSHOTS):
        (root / "a" / ".new-1").mkdir(parents=True)
        (root / "a" / "佐证.pdf").write_bytes(b"x")
        (root / "a" / ".new-1" / "half.pdf").write_bytes(b"x")
    _, manifest = backup(tmp_path / "b.tar", actor=actor)
    assert {"files/a/佐证.pdf", "snapshots/a/佐证.pdf"} <= manifest.parts.keys()
    assert not [name for name in manifest.parts if "half" in name]


def test_its_manifest_tells_rows_migrations_and_the_end_of_the_log(actor: Any, tmp_path: Path) -> None:
    before = record(actor, "test.act")
    _, manifest = backup(tmp_path / "b.tar", actor=actor)
    assert (manifest.log_number, manifest.log_seal) == (before.number, before.seal)
    assert manifest.rows["log_entry"] == before.number
    assert ("log", "0001_initial") in manifest.migrations
    assert manifest.vendor == connection.vendor
    last = Entry.objects.last()
    assert last.act == "operation.backup"
    assert manifest.seal in last.detail


def test_it_never_takes_the_place_of_a_file(actor: Any, tmp_path: Path) -> None:
    out = tmp_path / "mine.tar"
    out.write_text("mine")
    with pytest.raises(Unusable, match="exists already"):
        backup(out, actor=actor)
    with pytest.raises(Unusable, match="no directory"):
        backup(tmp_path / "none" / "b.tar", actor=actor)
    assert out.read_text() == "mine"
    assert list(tmp_path.glob("*.tar")) == [out]
    assert not Entry.objects.filter(act="operation.backup").exists()


def test_a_full_disk_leaves_nothing_behind(actor: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_put", full)
    with pytest.raises(OSError, match="No space left"):
        backup(tmp_path / "b.tar", actor=actor)
    assert list(tmp_path.iterdir()) == []
    assert not Entry.objects.filter(act="operation.backup").exists()


def test_a_backup_that_cannot_be_read_back_is_not_left(
    actor: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = archive.write

    def spoiled(path: Path, *rest: Any) -> Any:
        manifest = write(path, *rest)
        raw = bytearray(path.read_bytes())
        raw[2000] ^= 1
        path.write_bytes(raw)
        return manifest

    monkeypatch.setattr(archive, "write", spoiled)
    with pytest.raises(Unusable, match="damaged"):
        backup(tmp_path / "b.tar", actor=actor)
    assert list(tmp_path.iterdir()) == []
