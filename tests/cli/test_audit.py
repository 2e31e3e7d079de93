from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest
from conftest import Shell

from junheng.cli import audit_places

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
    assert "off by 1 institution" in shell("audit", reports / "wrong.txt", "--language", "en").stdout
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


def test_what_agrees_with_the_data_is_told_as_well(shell: Shell, county: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("2025年，全县现有小学9999所。", "utf-8")
    made = json.loads(shell("audit", report, "--snapshot", county, "--json").stdout)
    ((one,),) = (each["matches"] for each in made["held"])
    assert (one["said"], one["agrees"], one["zh"]) == ("9999所", False, "小学数")
    report.write_text(f"2025年，全县现有小学{one['known']}。", "utf-8")
    done = shell("audit", report, "--snapshot", county, "--html", "page.html")
    assert done.exit_code == 0
    assert "核对了 1 个数字，其中 1 个一致，0 个不一致" in done.stdout
    assert "核对了 1 个数字，其中 1 个一致" in Path("page.html").read_text("utf-8")
    assert "1 in agreement" in shell("audit", report, "--snapshot", county, "--language", "en").stdout
    assert "个一致" not in shell("audit", report).stdout


def test_a_workbook_without_a_county_says_so_in_words(shell: Shell, tmp_path: Path) -> None:
    report, workbook = tmp_path / "report.txt", tmp_path / "none.csv"
    report.write_text("全县现有小学9999所。", "utf-8")
    workbook.write_text("学校,人数\n甲,3\n", "utf-8")
    done = shell("audit", report, "--snapshot", workbook)
    assert done.exit_code == 2
    assert "0 个" not in done.stderr
    assert "（）" not in done.stderr


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


def test_whether_results_go_into_a_folder_is_told_by_the_call_alone(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "only.txt").write_text(WRONG, "utf-8")
    shell("audit", folder, "--html", "pages")
    assert Path("pages/only.html").is_file()
    shell("audit", folder / "only.txt", "--html", "fresh/")
    assert Path("fresh/only.html").is_file()
    Path("there").mkdir()
    shell("audit", folder / "only.txt", "--docx", "there")
    assert Path("there/only.docx").is_file()
    shell("audit", folder / "only.txt", "--html", "file")
    assert Path("file").is_file()


@pytest.mark.parametrize("name", ["pages.html", "taken", "taken/deeper"])
def test_a_folder_that_cannot_be_one_is_refused(shell: Shell, reports: Path, name: str) -> None:
    Path("taken").write_text("mine")
    done = shell("audit", reports, "--html", name, "--force")
    assert done.exit_code == 2
    assert name in done.stderr
    assert Path("taken").read_text() == "mine"
    assert not Path("pages.html").exists()


def test_a_folder_is_no_place_for_a_file(shell: Shell, reports: Path) -> None:
    Path("pages/wrong.html").mkdir(parents=True)
    done = shell("audit", reports / "wrong.txt", "--html", "pages", "--force")
    assert done.exit_code == 2
    assert "是文件夹" in done.stderr


def test_outputs_in_an_audited_folder_are_passed_over_and_named(shell: Shell, reports: Path) -> None:
    first = json.loads(shell("audit", reports, "--json", "--html", reports / "pages", "--docx", reports).stdout)
    assert len(first["reports"]) == 3
    (reports / "found.txt").write_bytes(shell("audit", reports / "wrong.txt", "--json").stdout_bytes)
    done = shell("audit", reports, "--json")
    again = json.loads(done.stdout)
    assert [one["file"] for one in again["reports"]] == [one["file"] for one in first["reports"]]
    assert len(again["skipped"]) == 7
    assert "跳过 7 个由审读写出的文件" in done.stderr
    named = shell("audit", reports / "pages" / "wrong.html")
    assert named.exit_code == 1
    assert "跳过" not in named.stderr
    assert shell("audit", reports / "pages").exit_code == 2
    both = json.loads(shell("audit", reports, reports / "wrong.docx", "--json").stdout)
    assert len(both["reports"]) == 4
    assert len(both["skipped"]) == 6


def test_a_commented_copy_that_was_edited_is_audited_again(shell: Shell, reports: Path) -> None:
    shell("audit", reports / "wrong.txt", "--docx", reports / "copy.docx")
    assert len(json.loads(shell("audit", reports, "--json").stdout)["reports"]) == 3
    file = docx.Document(str(reports / "copy.docx"))
    file.paragraphs[0].add_run("已改。")
    file.save(str(reports / "copy.docx"))
    assert len(json.loads(shell("audit", reports, "--json").stdout)["reports"]) == 4


def test_standard_output_kept_in_the_folder_is_passed_over(reports: Path) -> None:
    with (reports / "found.txt").open("wb") as out:
        command = [sys.executable, "-m", "junheng.cli", "audit", str(reports)]
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert "found.txt" in done.stderr.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--docx", "no/such/place.docx"),
        ("--verdicts", "no/such/verdicts.json"),
        ("--verdicts", "damaged.json"),
        ("--against", "bad.pdf"),
        ("--snapshot", "bad.pdf"),
    ],
)
def test_nothing_is_made_until_all_has_been_checked(shell: Shell, reports: Path, wrong: tuple[str, str]) -> None:
    Path("damaged.json").write_text("{")
    Path("bad.pdf").write_bytes(b"%PDF-1.4 no more")
    files = [reports / "wrong.txt"] if wrong[0] == "--docx" else [reports]
    done = shell("audit", *files, "--html", "new/pages/", *wrong)
    assert done.exit_code == 2
    assert not Path("new").exists()
    assert done.stdout == ""


def test_a_missing_folder_for_verdicts_is_noticed_before_anything_is_read(shell: Shell, reports: Path) -> None:
    done = shell("audit", reports / "wrong.txt", "--verdicts", "none/verdicts.json", "--html", "page.html")
    assert done.exit_code == 2
    assert "文件夹 none 不存在" in done.stderr
    assert not Path("page.html").exists()


def test_without_a_readable_report_no_folder_is_made(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 no more")
    assert shell("audit", "bad.pdf", "--html", "new/").exit_code == 2
    assert not Path("new").exists()


@pytest.mark.parametrize("target", ["locked/new/", "locked", "locked/page.html"])
def test_a_folder_that_may_not_be_written_to_is_noticed_first(
    shell: Shell, reports: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    Path("locked").mkdir()
    monkeypatch.setattr(audit_places.os, "access", lambda path, _: Path(path).name != "locked")
    done = shell("audit", reports / "wrong.txt", "--docx", "copies/", "--html", target)
    assert done.exit_code == 2
    assert "没有权限" in done.stderr
    assert not Path("copies").exists()
    assert list(Path("locked").iterdir()) == []


@pytest.mark.parametrize("option", ["--html", "--docx", "--verdicts"])
@pytest.mark.parametrize("kind", ["pipe", "link", "dangling"])
def test_what_is_no_plain_file_is_never_replaced(shell: Shell, reports: Path, option: str, kind: str) -> None:
    target = Path("there")
    Path("mine").write_text('{"verdicts": []}')
    if kind == "pipe":
        os.mkfifo(target)
    else:
        target.symlink_to("mine" if kind == "link" else "nothing")
    before = target.lstat()
    done = shell("audit", reports / "wrong.txt", option, target, "--force")
    assert done.exit_code == 2
    assert "there 不是普通文件" in done.stderr
    assert (target.lstat().st_mode, target.lstat().st_ino) == (before.st_mode, before.st_ino)


@pytest.mark.parametrize("option", ["--html", "--docx", "--verdicts"])
def test_a_read_only_file_is_not_replaced(shell: Shell, reports: Path, option: str) -> None:
    target = Path("there")
    target.write_text('{"verdicts": []}')
    target.chmod(0o444)
    done = shell("audit", reports / "wrong.txt", option, target, "--force", language="en")
    assert done.exit_code == 2
    assert "there is read-only" in done.stderr
    assert target.read_text() == '{"verdicts": []}'


@pytest.mark.parametrize("option", [None, "--against", "--snapshot"])
def test_a_pipe_is_not_waited_for(shell: Shell, reports: Path, option: str | None) -> None:
    os.mkfifo("pipe.txt")
    words = [option, "pipe.txt"] if option else ["pipe.txt"]
    done = shell("audit", reports / "wrong.txt", *words)
    assert done.exit_code == 2
    assert "pipe.txt 不是普通文件" in done.stderr


@pytest.mark.parametrize("option", ["--html", "--docx", "--verdicts"])
def test_a_blank_name_is_refused(shell: Shell, reports: Path, option: str) -> None:
    done = shell("audit", reports / "wrong.txt", option, "")
    assert done.exit_code == 2
    assert "名称是空的" in done.stderr


@pytest.mark.parametrize(
    "words", [("--html", "x.docx"), ("--docx", "y.html"), ("--html", "x.PDF"), ("--docx", "x.doc")]
)
def test_an_ending_that_says_otherwise_is_refused(shell: Shell, reports: Path, words: tuple[str, str]) -> None:
    done = shell("audit", reports / "wrong.txt", *words)
    assert done.exit_code == 2
    assert "扩展名与内容不符" in done.stderr
    assert not Path(words[1]).exists()
    assert shell("audit", reports / "wrong.txt", "--html", "x.HTM", "--docx", "y.docx").exit_code == 1


@pytest.mark.parametrize("name", ["v.json/x.html", "v.json/deeper/x.html"])
def test_a_file_in_a_folder_s_place_is_called_a_file(shell: Shell, reports: Path, name: str) -> None:
    Path("v.json").write_text("{}")
    done = shell("audit", reports / "wrong.txt", "--html", name)
    assert done.exit_code == 2
    assert "v.json 是文件" in done.stderr.replace("\n", "")


def test_findings_are_kept_with_the_verdicts_in_the_language_chosen(shell: Shell, reports: Path) -> None:
    shell("audit", reports / "wrong.txt", "--verdicts", "v.json", "--language", "en")
    (held,) = json.loads(Path("v.json").read_text("utf-8"))["verdicts"]
    assert "off by 1 institution" in held["finding"]


@pytest.mark.parametrize("option", ["--html", "--docx", "--verdicts"])
@pytest.mark.parametrize("length", [82, 90])
def test_a_name_too_long_for_the_file_system_is_refused_before_anything_is_read(
    shell: Shell, reports: Path, monkeypatch: pytest.MonkeyPatch, option: str, length: int
) -> None:
    monkeypatch.setattr("junheng.cli.audit.audit", None)
    done = shell("audit", reports / "wrong.txt", option, "县" * length + ".html" * (option == "--html"))
    assert done.exit_code == 2
    assert "名称太长" in done.stderr
    assert "shorter" in shell("audit", reports / "wrong.txt", option, "县" * length, "--language", "en").stderr


def test_in_a_folder_long_names_are_cut_and_stay_apart(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "long"
    folder.mkdir()
    for last in ("甲", "乙"):
        (folder / f"{'县' * 82}{last}.md").write_text(WRONG, "utf-8")
    done = shell("audit", folder, "--html", "pages", "--docx", "copies")
    assert done.exit_code == 1
    for made, suffix in ((Path("pages"), ".html"), (Path("copies"), ".docx")):
        names = sorted(path.name for path in made.iterdir())
        assert len(names) == 2
        assert all(name.startswith("县" * 70) and name.endswith(suffix) for name in names)


def test_each_finding_is_told_with_its_place(shell: Shell, tmp_path: Path) -> None:
    made = docx.Document()
    for words in ("总结", "", WRONG.strip()):
        made.add_paragraph(words)
    table = made.add_table(4, 2)
    for row, cells in enumerate((("学段", "学校数"), ("小学", "20"), ("初中", "10"), ("合计", "31"))):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    made.add_paragraph("20XX年X月X日")
    made.sections[0].header.paragraphs[0].text = "XX县教育局"
    made.save("placed.docx")
    said = shell("audit", "placed.docx").stdout
    for place in ("│ 第2段 ", "│ 表1第4行 ", "│ 第3段 ", "│ 页眉页脚 "):
        assert place in said
    english = shell("audit", "placed.docx", "--language", "en").stdout
    for place in ("│ ¶2 ", "│ table 1, row 4 ", "│ ¶3 ", "│ header or footer "):
        assert place in english
    Path("first.txt").write_text(WRONG, "utf-8")
    assert "│ 第1段 " in shell("audit", "first.txt").stdout


def test_it_says_what_was_written_and_what_was_not_read(shell: Shell, reports: Path) -> None:
    (reports / "empty.txt").write_bytes(b"")
    said = shell("audit", reports, "--html", "pages", "--docx", "copies/", "--verdicts", "v.json").stdout
    assert "另有 1 份没有读成" in said
    assert "网页 3 个，已写到 pages/" in said
    assert "带批注的 Word 文件 3 个，已写到 copies/" in said
    assert "意见文件已写到 v.json" in said
    alone = shell("audit", reports / "right.txt", "--docx", "one.docx", "--language", "en").stdout
    assert "commented copy written to one.docx" in alone
    assert json.loads(shell("audit", reports / "right.txt", "--html", "x.html", "--json").stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="only there are names bytes")
def test_a_name_that_is_no_utf_8_is_read_as_it_was_meant(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    Path(os.fsdecode(bytes(folder) + b"/" + "报告.txt".encode("gb18030"))).write_text(WRONG, "utf-8")
    Path(os.fsdecode(bytes(folder) + b"/\xff.txt")).write_bytes(b"")
    done = shell("audit", folder, "--json", "--html", "pages")
    told = json.loads(done.stdout)
    assert [Path(one["file"]).name for one in told["reports"]] == ["报告.txt"]
    assert told["reports"][0]["document"] == "报告.txt"
    assert Path(told["faults"][0]["file"]).name == "\ufffd.txt"
    assert [os.fsencode(path.name) for path in Path("pages").iterdir()] == ["报告.html".encode("gb18030")]


def test_a_terminal_without_a_character_is_no_fault(reports: Path) -> None:
    call = [sys.executable, "-m", "junheng.cli", "audit", str(reports / "wrong.txt")]
    done = subprocess.run(call, capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (1, b"")
