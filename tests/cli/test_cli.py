from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from conftest import Shell

from junheng.assess import json_schema
from junheng.cli.app import VERBS

RESULTS = {"assessment.html", "assessment.json", "assessment.xlsx", "forms.xlsx"}


def spoiled(county: Path, target: Path, value: object) -> Path:
    """Copy the county with one figure replaced: backbone teachers of a junior part of the latest year."""
    book = openpyxl.load_workbook(county)
    sheet = book["学段数据"]
    place = next(cell.column for cell in sheet[1] if str(cell.value).startswith("县级及以上骨干"))
    sheet.cell(last_row(county), place, value)
    book.save(target)
    return target


@cache
def last_row(county: Path) -> int:
    """Return the last row of 学段数据 that is a junior part of the latest year."""
    rows = openpyxl.load_workbook(county)["学段数据"].iter_rows(values_only=True)
    return max(number for number, row in enumerate(rows, 1) if row[0] == 2025 and "初中" in str(row[3]))


def test_help_names_every_verb_and_loads_no_room() -> None:
    code = (
        "import sys; from junheng.cli.app import junheng\n"
        "try: junheng(['--help'], prog_name='junheng')\n"
        "except SystemExit: pass\n"
        "print([m for m in ('duckdb', 'openpyxl', 'narwhals', 'junheng.assess', 'junheng.report') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert all(verb in done.stdout for verb in VERBS)
    assert done.stdout.rstrip().endswith("[]")


def test_every_verb_of_the_table_is_a_command_with_help_in_both_languages(shell: Shell) -> None:
    for verb in VERBS:
        done = shell(verb, "--help")
        assert done.exit_code == 0
        assert any("一" <= letter <= "鿿" for letter in done.stdout)
        assert "Usage: junheng" in done.stdout.replace("junheng junheng", "junheng")


def test_assessing_a_workbook_imports_no_heavy_library(county: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from junheng.cli.app import junheng\n"
        f"try: junheng(['assess', {str(county)!r}, '--out', {str(tmp_path / 'r')!r}], prog_name='junheng')\n"
        "except SystemExit: pass\n"
        "heavy = ('duckdb', 'openpyxl', 'pyarrow', 'pandas', 'numpy', 'altair')\n"
        "print([m for m in heavy if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("[]")


def test_it_writes_the_template_and_never_over_an_existing_file(shell: Shell) -> None:
    assert shell("template", "--out", "t.xlsx").exit_code == 0
    before = Path("t.xlsx").read_bytes()
    refused = shell("template", "--out", "t.xlsx")
    assert refused.exit_code == 2
    assert "已存在" in refused.stderr
    assert Path("t.xlsx").read_bytes() == before
    assert shell("template", "--out", "t.xlsx", "--force").exit_code == 0


def test_the_empty_template_is_no_county_and_says_so(shell: Shell) -> None:
    shell("template", "--out", "t.xlsx")
    done = shell("assess", "t.xlsx", "--out", "result")
    assert done.exit_code == 2
    assert "学校" in done.stderr
    assert not Path("result").exists()


def test_it_assesses_the_demo_county_and_writes_four_results(shell: Shell, county: Path) -> None:
    done = shell("assess", county, "--standard", "cn.quality.2017", "--out", "result")
    assert done.exit_code == 1
    assert {path.name for path in Path("result").iterdir()} == RESULTS
    document = json.loads(Path("result/assessment.json").read_bytes())
    jsonschema.validate(document, json_schema())
    assert document["verdict"] == "short"
    first = done.stdout.splitlines()[0]
    assert "不达标" in first
    positions = [
        done.stdout.index(f"\n{word}")
        for word in ("各部分", "差距（", "差异系数", "未达标或无法判定的项目", "无法判定（", "预警")
    ]
    assert positions == sorted(positions)


def test_json_prints_one_document_and_writes_nothing(shell: Shell, county: Path) -> None:
    done = shell("assess", county, "--json")
    document = json.loads(done.stdout)
    assert done.exit_code == 1
    assert list(Path().iterdir()) == []
    assert document["standard"] == "cn.quality.2017"
    assert len([part for part in document["parts"] if part["stage"] == "primary"]) >= 36
    assert document["snapshot"].startswith("sha256:")


def test_assessing_twice_gives_the_same_bytes(shell: Shell, county: Path) -> None:
    assert shell("assess", county, "--json").stdout == shell("assess", county, "--json").stdout


def test_english_is_english(shell: Shell, county: Path) -> None:
    done = shell("--language", "en", "assess", county, "--out", "result")
    assert "short" in done.stdout.splitlines()[0]
    assert "components" in done.stdout
    assert "不达标" not in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--standard", "cn.nowhere.1999"), "cn.nowhere.1999"),
        (("--county", "999999"), "999999"),
        (("--year", "1999"), "1999"),
        (("--switch", "no-such-rule"), "no-such-rule"),
    ],
)
def test_a_wrong_option_is_named_and_leaves_status_2(
    shell: Shell, county: Path, words: tuple[str, ...], said: str
) -> None:
    done = shell("assess", county, "--out", "result", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not Path("result").exists()


def test_a_faulty_cell_stops_the_assessment_and_names_the_cell(shell: Shell, county: Path) -> None:
    bad = spoiled(county, Path("bad.xlsx"), "三百多")
    done = shell("assess", bad, "--out", "result")
    assert done.exit_code == 2
    assert "三百多" in done.stderr
    assert "学段数据" in done.stderr
    assert not Path("result").exists()


def test_lenient_takes_the_faulty_cell_as_unknown(shell: Shell, county: Path) -> None:
    bad = spoiled(county, Path("bad.xlsx"), "三百多")
    done = shell("assess", bad, "--out", "result", "--lenient")
    assert done.exit_code == 1
    document = json.loads(Path("result/assessment.json").read_bytes())
    assert any(part["indicators"]["L2"]["verdict"] == "unknown" for part in document["parts"])
    assert any(entry["cv"] is None for entry in document["county"])


def test_the_result_itself_says_what_was_taken_as_unknown(shell: Shell, county: Path) -> None:
    bad = spoiled(county, Path("bad.xlsx"), "三百多")
    shell("assess", bad, "--out", "result", "--lenient")
    notes = [note["zh"] for note in json.loads(Path("result/assessment.json").read_bytes())["notes"]]
    assert any("按未知处理" in note and "bad.xlsx" in note for note in notes)
    assert "按未知处理" in Path("result/assessment.html").read_text("utf-8")


def test_lenient_does_not_choose_between_two_rows_of_one_school(shell: Shell, county: Path) -> None:
    book = openpyxl.load_workbook(county)
    sheet = book["县情况"]
    sheet.append([cell.value for cell in sheet[sheet.max_row if sheet.cell(sheet.max_row, 1).value else 4]])
    book.save("bad.xlsx")
    done = shell("assess", "bad.xlsx", "--out", "result", "--lenient")
    assert done.exit_code == 2
    assert "--lenient" in done.stderr
    assert not Path("result").exists()


def test_lenient_does_not_go_on_without_knowing_what_kind_a_school_is(shell: Shell, county: Path) -> None:
    book = openpyxl.load_workbook(county)
    sheet = book["学校情况"]
    place = next(cell.column for cell in sheet[1] if str(cell.value).startswith("办学类型"))
    sheet.cell(2, place, "999")
    book.save("bad.xlsx")
    done = shell("assess", "bad.xlsx", "--out", "result", "--lenient")
    assert done.exit_code == 2
    assert "999" in done.stderr
    assert not Path("result").exists()


def test_check_gives_the_workbook_back_marked(shell: Shell, county: Path) -> None:
    bad = spoiled(county, Path("bad.xlsx"), "三百多")
    done = shell("check", bad, "--marked", "back")
    assert done.exit_code == 2
    book = openpyxl.load_workbook("back/bad-标注.xlsx")
    commented = [cell for row in book["学段数据"].iter_rows(min_row=last_row(county)) for cell in row if cell.comment]
    assert any(cell.value == "三百多" for cell in commented)


def test_check_as_json_lists_every_fault(shell: Shell, county: Path) -> None:
    bad = spoiled(county, Path("bad.xlsx"), "三百多")
    document = json.loads(shell("check", bad, "--json").stdout)
    faults = [fault for fault in document["faults"] if fault["severity"] == "fault"]
    assert [(fault["value"], fault["row"]) for fault in faults if fault["kind"] == "type"] == [
        ("三百多", last_row(county))
    ]


def test_a_missing_figure_is_a_doubt_and_the_assessment_goes_on(shell: Shell, county: Path) -> None:
    bad = spoiled(county, Path("bad.xlsx"), None)
    done = shell("assess", bad, "--out", "result")
    assert done.exit_code == 1
    assert "存疑" in done.stderr


def test_a_full_disk_leaves_the_old_result_and_a_sentence(
    shell: Shell, county: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from junheng.cli import app

    shell("assess", county, "--out", "result")
    before = {path.name: path.read_bytes() for path in Path("result").iterdir()}

    def full(self: Path, *args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_text", full)
    monkeypatch.setattr(sys, "argv", ["junheng", "assess", str(county), "--out", "result"])
    with pytest.raises(SystemExit) as stopped:
        app.run()
    assert stopped.value.code == 2
    assert "No space left" in capfd.readouterr().err
    assert {path.name for path in Path("result").iterdir()} == before.keys()
    assert Path("result/assessment.html").read_bytes() == before["assessment.html"]


def test_standards_are_listed_shown_and_checked(shell: Shell) -> None:
    assert "cn.quality.2017" in shell("standards", "list").stdout
    assert json.loads(shell("standards", "list", "--json").stdout)[0]["id"]
    assert "教督〔2017〕6号" in shell("standards", "show", "cn.quality.2017").stdout
    Path("bad.toml").write_text('id = "x"\nwhatever = 1\n', "utf-8")
    done = shell("standards", "check", "bad.toml")
    assert done.exit_code == 2
    assert "bad.toml" in done.stderr
    assert "2" in done.stderr


def test_an_unknown_standard_to_show_leaves_status_2(shell: Shell) -> None:
    assert shell("standards", "show", "cn.nowhere").exit_code == 2
