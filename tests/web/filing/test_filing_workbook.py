"""Filing by workbook: out, changed, looked at, applied; faults marked; never another school or year."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
from django.core.files.uploadedfile import SimpleUploadedFile
from filing_help import cell, fresh, post_cell, put

from junheng.dictionary import load
from junheng.exchange import read, write_workbook
from junheng.web.filing.models import Filing, Upload, ValueChange
from junheng.web.filing.pages import pages
from junheng.web.filing.sheet import own_tables
from junheng.web.filing.sheet import read as read_sheet
from junheng.web.filing.views.workbooks import SHOWN


def own(filing: Filing) -> dict[str, pl.DataFrame]:
    return dict(own_tables(read_sheet(fresh(filing))))


def send(client: Any, filing: Filing, tables: dict[str, pl.DataFrame], folder: Path) -> str:
    path = folder / "back.xlsx"
    write_workbook(path, tables)
    given = SimpleUploadedFile("本校.xlsx", path.read_bytes())
    answer = client.post(f"/filing/{filing.pk}/upload/", {"file": given}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def with_value(frame: pl.DataFrame, name: str, value: Any) -> pl.DataFrame:
    first = pl.int_range(pl.len()) == 0
    return frame.with_columns(pl.when(first).then(pl.lit(value, frame.schema[name])).otherwise(name).alias(name))


def test_the_workbook_holds_the_own_schools_values_and_reads_back_as_it_was(
    mine: Filing, as_: Any, tmp_path: Path
) -> None:
    answer = as_("clerk").get(f"/filing/{mine.pk}/workbook/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    path = tmp_path / "own.xlsx"
    path.write_bytes(answer.content)
    found, wanted = read(path).tables, own(mine)
    assert set(found) == {"school", "part", "class", "room"}
    assert all(found[name].drop("origin").equals(wanted[name]) for name in found)
    assert set(found["school"]["school_code"]) == {mine.school_code}


def test_a_workbook_is_looked_at_before_it_is_applied(mine: Filing, as_: Any, tmp_path: Path) -> None:
    tables, clerk = own(mine), as_("clerk")
    tables["school"] = with_value(tables["school"], "books", 4711)
    tables["part"] = with_value(tables["part"], "girls", None)
    tables["room"] = tables["room"][1:]
    tables["class"] = pl.concat([tables["class"], with_value(tables["class"][:1], "class_no", "99")])
    text = send(clerk, mine, tables, tmp_path)
    assert "将要改动 5 处" in text
    assert cell(mine, "school", "books").value != "4711"
    clerk.post(f"/filing/{mine.pk}/upload/apply/", {"page": [page.id for page in pages(mine.round.fields)]})
    assert own(mine)["school"].equals(tables["school"])
    assert own(mine)["part"].equals(tables["part"])
    assert own(mine)["room"].sort("room_no").equals(tables["room"].sort("room_no"))
    assert own(mine)["class"].height == tables["class"].height
    assert len(fresh(mine).pages_done) == 5
    assert not Upload.objects.exists()
    assert set(ValueChange.objects.values_list("source", flat=True)) == {"workbook"}


def test_a_workbook_with_faults_comes_back_marked_and_nothing_is_applied(
    mine: Filing, as_: Any, tmp_path: Path
) -> None:
    tables, clerk = own(mine), as_("clerk")
    tables["part"] = with_value(tables["part"], "teachers_bachelor", 900)
    text = send(clerk, mine, tables, tmp_path)
    assert "多出" in text
    assert "有错误的工作簿不写入" in text
    answer = clerk.get(f"/filing/{mine.pk}/upload/marked/")
    book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheetnames[0] == "问题清单"
    clerk.post(f"/filing/{mine.pk}/upload/apply/")
    assert not ValueChange.objects.exists()
    tables["part"] = own(mine)["part"]
    assert "没有要改的" in send(clerk, mine, tables, tmp_path)


def test_rows_of_another_school_or_year_or_table_are_faults(
    mine: Filing, theirs: Filing, as_: Any, tmp_path: Path
) -> None:
    wrong = [
        {**own(mine), "school": own(theirs)["school"]},
        {name: frame.with_columns(year=pl.lit(2025, pl.Int32)) for name, frame in own(mine).items()},
    ]
    for tables, words in zip(wrong, ("只能填报本校", "只能填报 2026 学年"), strict=True):
        text = send(as_("clerk"), mine, tables, tmp_path)
        assert words in text
        as_("clerk").post(f"/filing/{mine.pk}/upload/apply/")
    assert not ValueChange.objects.exists()


def test_a_value_changed_on_the_page_meanwhile_is_not_overwritten_by_the_workbook(
    mine: Filing, as_: Any, tmp_path: Path
) -> None:
    tables, clerk = own(mine), as_("clerk")
    tables["school"] = with_value(with_value(tables["school"], "books", 4711), "computers", 55)
    send(clerk, mine, tables, tmp_path)
    post_cell(clerk, mine, cell(mine, "school", "books"), "1234")
    text = clerk.post(f"/filing/{mine.pk}/upload/apply/", follow=True).content.decode()
    assert "图书册数没有写入：clerk 已改为“1,234”，工作簿里是“4,711”" in text
    assert cell(mine, "school", "books").value == "1234"
    assert cell(mine, "school", "computers").value == "55"


def test_only_pages_the_workbook_holds_wholly_and_the_clerk_says_were_gone_through_are_ticked(
    mine: Filing, as_: Any, tmp_path: Path
) -> None:
    everything, clerk = [page.id for page in pages(mine.round.fields)], as_("clerk")
    room = with_value(own(mine)["room"], "room_area", Decimal("77"))
    text = send(clerk, mine, {"room": room}, tmp_path)
    assert 'name="page"' not in text, "one list holds no page"
    clerk.post(f"/filing/{mine.pk}/upload/apply/", {"page": everything})
    assert cell(mine, "room", "room_area").value == "77"
    assert fresh(mine).pages_done == []

    tables = own(mine)
    tables["school"] = with_value(tables["school"], "books", 4711)
    text = send(clerk, mine, tables, tmp_path)
    assert text.count('name="page"') == len(everything)
    clerk.post(f"/filing/{mine.pk}/upload/apply/", {"page": ["basics", "nonsense"]})
    assert fresh(mine).pages_done == ["basics"]


def test_a_page_with_a_value_in_conflict_is_not_ticked(mine: Filing, as_: Any, tmp_path: Path) -> None:
    tables, clerk = own(mine), as_("clerk")
    tables["school"] = with_value(tables["school"], "books", 4711)
    send(clerk, mine, tables, tmp_path)
    post_cell(clerk, mine, cell(mine, "school", "books"), "1234")
    clerk.post(f"/filing/{mine.pk}/upload/apply/", {"page": ["basics", "premises"]})
    assert fresh(mine).pages_done == ["basics"]


def test_a_column_the_sheet_does_not_have_says_nothing_and_is_named(mine: Filing, as_: Any, tmp_path: Path) -> None:
    tables, clerk = own(mine), as_("clerk")
    tables["school"] = with_value(tables["school"], "books", 4711)
    path = tmp_path / "back.xlsx"
    write_workbook(path, tables)
    book, school = openpyxl.load_workbook(path), load().tables["school"]
    gone = school.fields["computers"].zh
    sheet = next(one for one in book.worksheets if one.title == school.title.zh)
    places = [one.column for row in sheet.iter_rows() for one in row if str(one.value).startswith(gone)]
    sheet.delete_cols(places[0])
    book.save(path)
    before = cell(mine, "school", "computers").value
    given = SimpleUploadedFile("本校.xlsx", path.read_bytes())
    text = clerk.post(f"/filing/{mine.pk}/upload/", {"file": given}, follow=True).content.decode()
    assert f"没有这些列：{gone}" in text
    assert "按未填处理" not in text
    assert "将要改动 1 处" in text
    assert 'value="premises"' not in text
    assert 'value="basics"' in text
    clerk.post(f"/filing/{mine.pk}/upload/apply/", {"page": ["premises", "basics"]})
    assert before is not None
    assert cell(mine, "school", "computers").value == before
    assert cell(mine, "school", "books").value == "4711"
    assert fresh(mine).pages_done == ["basics"]


def test_changes_that_are_not_listed_are_counted(mine: Filing, as_: Any, tmp_path: Path) -> None:
    tables = own(mine)
    more = [with_value(tables["room"][:1], "room_no", f"新{number}") for number in range(SHOWN)]
    tables["room"] = pl.concat([tables["room"], *more])
    text = send(as_("clerk"), mine, tables, tmp_path)
    total = len(Upload.objects.get().changes)
    assert total > SHOWN
    assert f"另有 {total - SHOWN} 处没有列出" in text


def test_what_is_no_workbook_is_told(mine: Filing, as_: Any) -> None:
    clerk = as_("clerk")
    for name, content, words in (
        ("a.xlsx", b"not a workbook", "有错误的工作簿不写入"),
        ("../../b.exe", b"\0\1", "有错误的工作簿不写入"),
        ("c.xlsx", b"x" * (5 * 1024 * 1024 + 1), "超过 5 MB"),
    ):
        answer = clerk.post(f"/filing/{mine.pk}/upload/", {"file": SimpleUploadedFile(name, content)}, follow=True)
        assert words in answer.content.decode()
    assert "先选择工作簿" in clerk.post(f"/filing/{mine.pk}/upload/", follow=True).content.decode()


def test_a_workbook_for_a_filing_that_is_signed_meanwhile_is_refused(mine: Filing, as_: Any, tmp_path: Path) -> None:
    tables, clerk = own(mine), as_("clerk")
    tables["school"] = with_value(tables["school"], "books", 4711)
    send(clerk, mine, tables, tmp_path)
    put(mine, "signed")
    text = clerk.post(f"/filing/{mine.pk}/upload/apply/", follow=True).content.decode()
    assert "没有保存" in text
    assert cell(mine, "school", "books").value != "4711"
