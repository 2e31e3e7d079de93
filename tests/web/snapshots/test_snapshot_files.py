"""Freezing: whole or not at all, once per content, read-only, without what names a person; tampering is found."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from junheng.facts import snapshot_id
from junheng.web.log.models import Entry
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.frames import tables
from junheng.web.snapshots import acts, files
from junheng.web.snapshots.models import Snapshot

DIE = """
import os, signal, sys
import polars as pl
from pathlib import Path
from django.conf import settings
settings.configure(SNAPSHOTS=sys.argv[1])
from junheng.facts import snapshot_id
from junheng.web.snapshots import files
frames = {"work_score": pl.DataFrame({"year": [2025], "county_code": ["999901"], "item": ["a"], "score": [1]})}
from junheng.dictionary import load
frames = {name: load().tables[name].conform(frame) for name, frame in frames.items()}
point = sys.argv[2]
real, count = files._force_out, []
def force(path):
    count.append(path)
    if point == "forcing":
        os.kill(os.getpid(), signal.SIGKILL)
    real(path)
files._force_out = force
if point == "renaming":
    Path.rename = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
files.keep("999901", snapshot_id(frames), frames)
print(snapshot_id(frames))
"""


@pytest.mark.django_db
def test_the_same_content_is_kept_once_and_numbered_twice(county: Any, actor: Any) -> None:
    one, two = (acts.freeze(actor, county.code, 2025) for _ in range(2))
    assert (one.number, two.number) == (1, 2)
    assert acts.place(one) == acts.place(two)
    assert [path.name for path in acts.place(one).parent.iterdir()] == [acts.place(one).name]
    assert snapshot_id(acts.thaw(one)) == one.content
    assert Entry.objects.filter(act="snapshot.make").count() == 2


@pytest.mark.django_db
def test_files_are_read_only(county: Any, actor: Any) -> None:
    frozen = acts.freeze(actor, county.code, 2025)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in acts.place(frozen).iterdir()}
    assert modes == {0o440}


@pytest.mark.django_db
def test_later_years_are_left_out(county: Any, actor: Any) -> None:
    frozen = acts.freeze(actor, county.code, 2024)
    assert acts.thaw(frozen)["school"]["year"].max() == 2024


@pytest.mark.django_db
def test_no_name_and_no_identity_number_is_in_the_files(county: Any, actor: Any, school_code: str) -> None:
    number = "999901201501010014"
    values = {"year": 2025, "school_code": school_code, "stage": "primary", "grade": 1, "class_no": "1",
              "pupil_id": f"G{number}", "pupil_name": "丁一丁", "identity_number": number}  # fmt: skip
    write(actor, county.code, [Edit("pupil", values), Edit("pupil", {**values, "pupil_id": "D7"})], source="form")
    frozen = acts.freeze(actor, county.code, 2025)
    pupils = acts.thaw(frozen)["pupil"]
    assert pupils["pupil_name"].null_count() == pupils["identity_number"].null_count() == 2
    assert pupils["pupil_id"].n_unique() == 2
    assert "D7" in pupils["pupil_id"].to_list()
    everything = str(pupils.to_dicts())
    assert number not in everything
    assert "丁一丁" not in everything
    again = acts.thaw(acts.freeze(actor, county.code, 2025))["pupil"]
    assert again["pupil_id"].to_list() == pupils["pupil_id"].to_list()


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["byte", "truncate", "delete", "swap", "folder"])
def test_files_that_were_tampered_with_are_found(county: Any, actor: Any, how: str) -> None:
    frozen = acts.freeze(actor, county.code, 2025)
    path = acts.place(frozen) / "school.parquet"
    path.chmod(0o600)
    match how:
        case "byte":
            frame = pl.read_parquet(path)
            frame.with_columns(pl.col("computers").fill_null(0) + 1).write_parquet(path)
        case "truncate":
            os.truncate(path, path.stat().st_size // 2)
        case "delete":
            path.unlink()
        case "swap":
            path.write_bytes((acts.place(frozen) / "part.parquet").read_bytes())
        case "folder":
            acts.place(frozen).rename(acts.place(frozen).with_name("elsewhere"))
    with pytest.raises(acts.Damaged):
        acts.thaw(frozen)


@pytest.mark.django_db
def test_freezing_the_same_content_again_mends_damaged_files_and_keeps_the_evidence(county: Any, actor: Any) -> None:
    frozen = acts.freeze(actor, county.code, 2025)
    (acts.place(frozen) / "school.parquet").unlink()
    acts.freeze(actor, county.code, 2025)
    assert snapshot_id(acts.thaw(frozen)) == frozen.content
    assert any(path.name.startswith(".damaged-") for path in acts.place(frozen).parent.iterdir())


@pytest.mark.django_db
def test_a_full_disk_leaves_neither_row_nor_files(county: Any, actor: Any, monkeypatch: Any, settings: Any) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "_force_out", full)
    with pytest.raises(OSError, match="No space"):
        acts.freeze(actor, county.code, 2025)
    assert not Snapshot.objects.exists()
    assert not list((Path(settings.SNAPSHOTS) / county.code).iterdir())


@pytest.mark.parametrize("point", ["forcing", "renaming"])
def test_killed_in_mid_freeze_nothing_half_written_takes_the_place(tmp_path: Path, point: str) -> None:
    died = subprocess.run([sys.executable, "-c", DIE, str(tmp_path), point], check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    folder = tmp_path / "999901"
    assert all(path.name.startswith(".freezing-") for path in folder.iterdir())
    done = subprocess.run(
        [sys.executable, "-c", DIE, str(tmp_path), "none"], check=True, capture_output=True, text=True, timeout=60
    )
    content = done.stdout.strip()
    assert files.read(folder / content.removeprefix("sha256:"), ["work_score"], content)["work_score"].height == 1


@pytest.mark.django_db
def test_a_writing_in_between_has_the_registry_read_again(
    county: Any, actor: Any, school_code: str, monkeypatch: Any
) -> None:
    real, readings = acts.registry_tables, []

    def disturbed(code: str, **named: Any) -> Any:
        found = real(code, **named)
        readings.append(1)
        if len(readings) < 3:
            edit = Edit("school", {"year": 2025, "school_code": school_code, "campus": "", "computers": len(readings)})
            write(actor, county.code, [edit], source="form")
        return found

    monkeypatch.setattr(acts, "registry_tables", disturbed)
    frozen = acts.freeze(actor, county.code, 2025)
    assert len(readings) == 3
    assert frozen.content == snapshot_id({name: files.nameless(frame) for name, frame in tables(county.code).items()})
