"""What the command leaves on the disk, and what it never touches."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Shell
from test_cli import RESULTS, spoiled

from junheng.cli.results import folder_names
from junheng.exchange import write_together


def test_codes_of_foreign_tables_become_plain_folder_names() -> None:
    names = folder_names(["410101", "PPD LARUT/MATANG", "../../evil", "..", "PPD LARUT MATANG", "乙 县"])
    assert list(names.values()) == ["410101", "PPD_LARUT_MATANG", "evil", "county", "PPD_LARUT_MATANG-2", "乙_县"]
    assert all(Path(name).name == name for name in names.values())


def test_results_of_several_counties_stay_in_their_folder_with_an_index(shell: Shell) -> None:
    shell("demo", "--out", "d", "--schools", "250")
    for path in Path("d/parquet").rglob("*county=*"):
        if path.name > "county=990102":
            for inside in path.iterdir():
                inside.unlink()
    done = shell("assess", "d/parquet", "--out", "r")
    assert done.exit_code == 1
    folders = sorted(path.name for path in Path("r").iterdir() if path.is_dir())
    assert folders == ["990101", "990102"]
    assert {path.name for path in Path("r/990101").iterdir()} == RESULTS
    assert "990102/assessment.html" in Path("r/index.html").read_text("utf-8")


def test_a_set_of_files_appears_together_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with pytest.raises(ValueError, match="no"), write_together(tmp_path) as stage:
        (stage / "a").write_text("new")
        raise ValueError("no")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "old"}
    with write_together(tmp_path) as stage:
        (stage / "a").write_text("new")
        (stage / "b").write_text("new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "new", "b": "new"}


def test_marking_never_touches_the_users_workbook_nor_an_earlier_copy(shell: Shell, county: Path) -> None:
    bad = spoiled(county, Path("bad.xlsx"), "三百多")
    before = bad.read_bytes()
    assert shell("check", bad, "--marked", ".").exit_code == 2
    assert bad.read_bytes() == before
    copy = Path("bad-标注.xlsx").read_bytes()
    again = shell("check", bad, "--marked", ".")
    assert "已存在" in again.stderr
    assert Path("bad-标注.xlsx").read_bytes() == copy
    assert shell("check", bad, "--marked", ".", "--force").exit_code == 2


def test_the_demo_never_replaces_a_county_workbook_without_being_told(shell: Shell) -> None:
    Path("county.xlsx").write_text("mine")
    done = shell("demo", "--out", ".")
    assert (done.exit_code, Path("county.xlsx").read_text()) == (2, "mine")


def test_the_language_may_stand_behind_the_verb(shell: Shell, county: Path) -> None:
    assert "short" in shell("assess", county, "--language", "en", "--out", "r").stdout.splitlines()[0]
    assert "document" in shell("standards", "list", "--language", "en").stdout


def test_a_file_that_is_not_there_is_said_in_the_users_language(shell: Shell) -> None:
    done = shell("check", "nofile.xlsx")
    assert done.exit_code == 2
    assert "没有找到：nofile.xlsx" in done.stderr


def test_faults_are_one_json_document_too(shell: Shell, county: Path) -> None:
    bad = spoiled(county, Path("bad.xlsx"), "三百多")
    done = shell("assess", bad, "--json")
    assert done.exit_code == 2
    assert [fault["value"] for fault in json.loads(done.stdout)["faults"] if fault["severity"] == "fault"] == ["三百多"]
    checked = shell("check", bad, "--json")
    counts = [fault["severity"] for fault in json.loads(checked.stdout)["faults"]]
    assert f"共 {counts.count('fault')} 处错误，{counts.count('doubt')} 处存疑" in checked.stderr


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_ends_in_order_and_leaves_nothing(
    county: Path, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    call = [sys.executable, "-m", "junheng.cli", "assess", str(county), "--out", str(tmp_path / "r")]
    process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    time.sleep(1.2)
    os.kill(process.pid, number)
    _, errors = process.communicate(timeout=60)
    if process.returncode in {status}:
        assert "Traceback" not in errors
        left = {path.name for path in (tmp_path / "r").iterdir()} if (tmp_path / "r").exists() else set()
        assert left <= RESULTS, "nothing half-written, no folder of its own left behind"
    elif process.returncode == -number:
        # The machine was so busy that it had not begun, or it had ended and only the interpreter was being taken down.
        left = {path.name for path in (tmp_path / "r").iterdir()} if (tmp_path / "r").exists() else RESULTS
        assert left == RESULTS
    else:
        assert process.returncode == 1, "it had ended before it was interrupted"
