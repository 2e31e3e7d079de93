"""Every byte of a backup is proven: changed, cut or added to, it is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from junheng.web.operation import archive
from junheng.web.operation.archive import Keys, Manifest, Unusable

BLANK = Manifest(
    version="0.1.0",
    made_at="2026-11-21T00:00:00+00:00",
    vendor="sqlite",
    database="database.sqlite3",
    server="3.40.1",
    rows={"people_user": 1},
    migrations=(("log", "0001_initial"),),
    log_number=0,
    log_seal="0" * 64,
    keys=Keys(("0123456789abcdef",), False),
    parts={},
)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An archive of three parts, one of them with a long name in Chinese."""
    source = tmp_path / "source"
    source.mkdir()
    parts = {"database.sqlite3": b"rows" * 200, "files/" + "长名" * 40 + ".txt": b"x", "files/empty": b""}
    for number, content in enumerate(parts.values()):
        (source / str(number)).write_bytes(content)
    path = tmp_path / "small.tar"
    archive.write(path, BLANK, ((name, source / str(number)) for number, name in enumerate(parts)))
    return path


def test_what_was_put_in_comes_out(small: Path, tmp_path: Path) -> None:
    manifest = archive.check(small)
    archive.unpack(small, manifest, tmp_path / "out")
    assert (tmp_path / "out" / "database.sqlite3").read_bytes() == b"rows" * 200
    assert len(manifest.parts) == len([path for path in (tmp_path / "out").rglob("*") if path.is_file()]) == 3
    assert replace(manifest, parts={}, before="", seal="") == BLANK


def test_every_byte_changed_is_found(small: Path, tmp_path: Path) -> None:
    raw = small.read_bytes()
    spoiled = tmp_path / "spoiled.tar"
    missed = []
    for place, byte in enumerate(raw):
        if not byte and place % 16:  # of long runs of zeros some
            continue
        spoiled.write_bytes(raw[:place] + bytes([byte ^ (1 << place % 8)]) + raw[place + 1 :])
        try:
            archive.check(spoiled)
            missed.append(place)
        except Unusable as error:
            assert "损坏" in error.zh or "版" in error.zh
    assert missed == []


def test_an_archive_cut_or_added_to_is_found(small: Path, tmp_path: Path) -> None:
    raw = small.read_bytes()
    other = tmp_path / "other.tar"
    for content in (*(raw[:length] for length in range(0, len(raw), 97)), raw[:-1], raw + b"\0", raw + raw, b""):
        other.write_bytes(content)
        with pytest.raises(Unusable, match="damaged"):
            archive.check(other)


def test_the_damaged_part_is_named(small: Path) -> None:
    raw = bytearray(small.read_bytes())
    raw[raw.index(b"rowsrows") + 5] ^= 1
    small.write_bytes(raw)
    with pytest.raises(Unusable, match=r"database\.sqlite3 does not fit"):
        archive.check(small)


def test_a_part_is_never_written_outside_its_place(tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(b"x")
    for number, name in enumerate(("../out", "/tmp/out", "files/../../out")):
        path = tmp_path / f"{number}.tar"
        archive.write(path, BLANK, [(name, tmp_path / "part")])
        with pytest.raises(Unusable, match="impossible name"):
            archive.unpack(path, archive.check(path), tmp_path / "here" / "there")
    assert not (tmp_path / "here" / "out").exists()


def test_a_file_gone_in_the_meantime_is_left_out_and_hidden_ones_are(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    (folder / ".new-x").mkdir(parents=True)
    (folder / ".new-x" / "half").write_bytes(b"x")
    (folder / "whole").write_bytes(b"x")
    listed = [*archive.tree("files", folder), ("files/gone", folder / "gone")]
    manifest = archive.write(tmp_path / "a.tar", BLANK, listed)
    assert list(manifest.parts) == ["files/whole"]
    archive.check(tmp_path / "a.tar")


def test_a_file_that_is_no_backup_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    for content in (b"", b"no tar at all" * 999, bytes(10240)):
        path.write_bytes(content)
        with pytest.raises(Unusable, match="damaged"):
            archive.check(path)
