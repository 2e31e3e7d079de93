from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from conftest import Shell

WRONG = "全县幼儿园178所（公办58所，民办119所）。\n"
RIGHT = "全县幼儿园177所（公办58所，民办119所）。\n"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    (folder / "deeper").mkdir(parents=True)
    (folder / "wrong.txt").write_text(WRONG, "utf-8")
    (folder / "deeper" / "wrong.md").write_text(WRONG, "utf-8")
    (folder / "right.txt").write_text(RIGHT, "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "~$wrong.docx").write_bytes(b"Word leaves this while a file is open")
    return folder


def test_the_exit_status_says_whether_something_was_found(shell: Shell, reports: Path) -> None:
    assert shell("audit", reports / "right.txt").exit_code == 0
    assert shell("audit", reports / "wrong.txt").exit_code == 1
    missing = shell("audit", "nothing.txt")
    assert missing.exit_code == 2
    assert "没有找到：nothing.txt" in missing.stderr


def test_findings_are_a_table_in_the_language_chosen(shell: Shell, reports: Path) -> None:
    said = shell("audit", reports / "wrong.txt").stdout
    assert "矛盾 1" in said
    assert "公办58所＋民办119所＝177所，与“全县幼儿园178所”差1所" in said
    assert "off by 1所" in shell("audit", reports / "wrong.txt", "--language", "en").stdout
    assert "未发现问题" in shell("audit", reports / "right.txt").stdout


def test_a_single_report_is_one_json_document_as_programs_expect(shell: Shell, reports: Path) -> None:
    done = shell("audit", reports / "wrong.txt", "--json")
    told = json.loads(done.stdout)
    assert told["relations"][0]["holds"] is False
    assert told.keys() >= {"relations", "placeholders", "quantities", "findings"}
    assert done.stderr == ""


def test_a_folder_stands_for_the_reports_in_it_and_below(shell: Shell, reports: Path) -> None:
    told = json.loads(shell("audit", reports, "--json").stdout)
    assert [Path(one["file"]).name for one in told["reports"]] == ["wrong.md", "right.txt", "wrong.txt"]
    assert told["faults"] == []
    assert "共 3 份报告：矛盾 2" in shell("audit", reports).stdout


def test_a_folder_without_reports_is_refused(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = shell("audit", "empty")
    assert done.exit_code == 2
    assert "没有可审读的报告" in done.stderr


def test_a_report_that_cannot_be_read_is_named_and_the_others_are_still_audited(shell: Shell, reports: Path) -> None:
    (reports / "bad.docx").write_bytes(b"PK\x03\x04 no more")
    done = shell("audit", reports, "--json")
    told = json.loads(done.stdout)
    assert done.exit_code == 2
    assert len(told["reports"]) == 3
    assert "bad.docx" in done.stderr
    assert "bad.docx" in told["faults"][0]["file"]
    alone = shell("audit", reports / "bad.docx", "--json")
    assert alone.exit_code == 2
    assert json.loads(alone.stdout)["faults"]


def test_pages_and_commented_copies_are_written(shell: Shell, reports: Path) -> None:
    done = shell("audit", reports / "wrong.txt", "--html", "wrong.html", "--docx", "wrong.docx")
    assert done.exit_code == 1
    assert "＝177所" in Path("wrong.html").read_text("utf-8")
    assert len(docx.Document("wrong.docx").comments) == 1
    shell("audit", reports, "--html", "pages", "--docx", "copies")
    assert sorted(path.name for path in Path("pages").iterdir()) == ["right.html", "wrong-2.html", "wrong.html"]
    assert sorted(path.name for path in Path("copies").iterdir()) == ["right.docx", "wrong-2.docx", "wrong.docx"]


def test_existing_files_and_reports_themselves_are_never_replaced_unasked(shell: Shell, reports: Path) -> None:
    Path("mine.html").write_text("mine")
    refused = shell("audit", reports / "wrong.txt", "--html", "mine.html")
    assert (refused.exit_code, Path("mine.html").read_text()) == (2, "mine")
    assert shell("audit", reports / "wrong.txt", "--html", "mine.html", "--force").exit_code == 1
    file = reports / "wrong.docx"
    document = docx.Document()
    document.add_paragraph(WRONG)
    document.save(str(file))
    before = file.read_bytes()
    same = shell("audit", file, "--docx", file, "--force")
    assert (same.exit_code, file.read_bytes()) == (2, before)
    assert shell("audit", file, "--html", "no/such/place.html").exit_code == 2


def test_verdicts_are_kept_from_one_audit_to_the_next(shell: Shell, reports: Path) -> None:
    report = reports / "wrong.txt"
    assert shell("audit", report, "--verdicts", "verdicts.json").exit_code == 1
    held = json.loads(Path("verdicts.json").read_text("utf-8"))
    assert [one["verdict"] for one in held["verdicts"]] == [""]
    held["verdicts"][0] |= {"verdict": "dismissed", "reason": "含一所托育机构"}
    Path("verdicts.json").write_text(json.dumps(held), "utf-8")
    report.write_text("新的开头。\n" + WRONG, "utf-8")
    again = shell("audit", report, "--verdicts", "verdicts.json")
    assert again.exit_code == 0
    assert "另有 1 处已判不成立" in again.stdout
    told = json.loads(shell("audit", report, "--verdicts", "verdicts.json", "--json").stdout)
    assert told["findings"][0]["verdict"] == {"verdict": "dismissed", "reason": "含一所托育机构"}


def test_a_damaged_file_of_verdicts_is_refused_and_left_alone(shell: Shell, reports: Path) -> None:
    Path("verdicts.json").write_text("{")
    done = shell("audit", reports / "wrong.txt", "--verdicts", "verdicts.json")
    assert done.exit_code == 2
    assert "verdicts.json" in done.stderr
    assert Path("verdicts.json").read_text() == "{"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 50,
        b"\xff" * 300,
        b"%PDF-1.7 no more",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"<html>",
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".docx", ".pdf", ".html", ".md", ".bin"])
def test_no_file_makes_the_command_crash(shell: Shell, tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"odd{suffix}"
    path.write_bytes(content)
    done = shell("audit", path, "--json")
    assert done.exit_code in {0, 1, 2}
    assert json.loads(done.stdout)
    if done.exit_code == 2:
        assert "odd" in done.stderr


def test_auditing_imports_no_heavy_library(reports: Path) -> None:
    code = (
        "import sys; from junheng.cli.app import junheng\n"
        f"try: junheng(['audit', {str(reports / 'wrong.txt')!r}], prog_name='junheng')\n"
        "except SystemExit: pass\n"
        "heavy = ('duckdb', 'openpyxl', 'pyarrow', 'pandas', 'numpy', 'altair', 'django')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")


def test_a_report_can_be_held_against_the_countys_data(shell: Shell, county: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("全县现有小学9999所。", "utf-8")
    assert shell("audit", report).exit_code == 0
    done = shell("audit", report, "--snapshot", county)
    assert done.exit_code == 1
    assert "9999所" in done.stdout


def test_a_report_can_be_held_against_another(shell: Shell, tmp_path: Path) -> None:
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("2023年全县小学在校生4200人。", "utf-8")
    other.write_text("2023年全县小学在校生4300人。", "utf-8")
    done = shell("audit", one, "--against", other)
    assert done.exit_code == 1
    assert "other.txt" in done.stdout
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 no more")
    assert shell("audit", one, "--against", tmp_path / "bad.pdf").exit_code == 2


@pytest.mark.parametrize("option", ["--against", "--snapshot", "--verdicts"])
def test_a_file_that_is_read_is_never_written_to(shell: Shell, option: str, tmp_path: Path) -> None:
    report, other = tmp_path / "a.txt", tmp_path / "b.txt"
    report.write_text("学校3所，其中小学1所、初中2所。", "utf-8")
    other.write_text("{}" if option == "--verdicts" else "学校3所。", "utf-8")
    before = other.read_bytes()
    done = shell("audit", report, option, other, "--html", other, "--force")
    assert done.exit_code == 2
    assert other.read_bytes() == before


def test_two_results_are_not_written_to_one_place(shell: Shell, tmp_path: Path) -> None:
    report = tmp_path / "a.txt"
    report.write_text("学校3所，其中小学1所、初中2所。", "utf-8")
    done = shell("audit", report, "--html", tmp_path / "x", "--docx", tmp_path / "x")
    assert done.exit_code == 2
    assert not (tmp_path / "x").exists()
