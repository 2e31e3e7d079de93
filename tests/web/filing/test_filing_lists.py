"""Lists of classes and rooms, and stages: rows added, removed, pasted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from filing_help import cell, fresh, post_cell, put

from junheng.web.filing import acts
from junheng.web.filing.acts.lists import MOST
from junheng.web.filing.models import Filing, ValueChange


def rows(filing: Filing, table: str) -> list[str]:
    return [one.key for one in filing.records.filter(table=table, removed=False)]


def paste(client: Any, filing: Filing, table: str, text: str) -> str:
    answer = client.post(f"/filing/{filing.pk}/lists/{table}/", {"rows": text}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_rows_pasted_from_a_spreadsheet_are_added_and_those_there_get_their_values(mine: Filing, as_: Any) -> None:
    first = mine.records.filter(table="room")[0]
    kind = cell(mine, "room", "room_kind", first.key)
    text = f"{first.keys['room_no']}\t美术专用教室\t88\t否\r\n新1\t音乐专用教室\t1,096.5\t是\r\n新2\tmusic\t\t\r\n"
    said = paste(as_("clerk"), mine, "room", text)
    assert "新增 2 行" in said
    assert cell(mine, "room", "room_kind", first.key).value == "art"
    assert cell(mine, "room", "room_area", "新1").value == "1096.5"
    assert cell(mine, "room", "room_area", "新2").value is None
    assert cell(mine, "room", "networked_multimedia", "新1").value == "true"
    assert fresh(mine).wanted == mine.wanted + 6
    change = ValueChange.objects.get(filing=mine, key=first.key, field="room_kind")
    assert (change.before, change.after, change.source) == (kind.value, "art", "list")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A\t游泳馆\t10\t是", "应是"),
        ("\t音乐专用教室\t10\t是", "没有填"),
        ("A\t音乐专用教室\t10\t是\t多", "有 5 列，应为 4 列"),
        ("A\t音乐专用教室\t10", "有 3 列，应为 4 列"),
        ("A\t音乐专用教室\t10\t\nA\t音乐专用教室\t11\t", "重复"),
        ("A\t音乐专用教室\t十\t", "应是数字"),
        (" \n ", "没有内容"),
        ("\n".join(f"R{number}\t音乐专用教室\t1\t" for number in range(MOST + 1)), "最多"),
    ],
    ids=["no such kind", "no key", "too many columns", "too few columns", "twice", "no figure", "nothing", "too many"],
)
def test_a_list_with_a_fault_is_told_by_line_and_nothing_of_it_is_taken(
    mine: Filing, as_: Any, text: str, words: str
) -> None:
    before = rows(mine, "room")
    said = paste(as_("clerk"), mine, "room", f"好\t音乐专用教室\t10\t\n{text}" if text.strip() else text)
    assert words in said, re.findall(r'<p class="message[^>]*>[^<]*', said)
    assert "没有添加" in said
    assert rows(mine, "room") == before


def test_a_short_line_does_not_blank_what_it_leaves_out(mine: Filing, as_: Any) -> None:
    first = mine.records.filter(table="room")[0]
    before = {one.field: one.value for one in mine.values.filter(key=first.key, table="room")}
    said = paste(as_("clerk"), mine, "room", f"{first.keys['room_no']}\t美术专用教室")
    assert "第 1 行有 2 列，应为 4 列" in said
    assert {one.field: one.value for one in mine.values.filter(key=first.key, table="room")} == before


def test_a_class_of_a_stage_the_school_does_not_file_is_refused(mine: Filing, as_: Any) -> None:
    assert "学段不在本校填报中" in paste(as_("clerk"), mine, "class", "高中\t10\t1\t45")
    assert "新增 1 行" in paste(as_("clerk"), mine, "class", "小学\t6\t19\t45")
    assert cell(mine, "class", "class_pupils", "primary|6|19").value == "45"


def test_classes_that_do_not_add_up_to_the_pupils_are_a_doubt_at_once(mine: Filing, as_: Any) -> None:
    value = cell(mine, "class", "class_pupils")
    text = post_cell(as_("clerk"), mine, value, str(int(value.value or 0) + 1)).content.decode()
    pupils = cell(mine, "part", "pupils")
    assert f'id="n-{pupils.pk}"' in text
    assert "多出 1 人" in text


def test_a_row_removed_is_gone_from_the_page_and_comes_back_with_its_values(mine: Filing, as_: Any, who: Any) -> None:
    one = mine.records.filter(table="room")[0]
    area = cell(mine, "room", "room_area", one.key)
    as_("clerk").post(f"/filing/{mine.pk}/remove/", {"record": one.pk})
    assert one.key not in rows(mine, "room")
    assert f'id="c-{area.pk}"' not in as_("clerk").get(f"/filing/{mine.pk}/pages/premises/").content.decode()
    assert fresh(mine).wanted == mine.wanted - 3
    acts.add_record(*who("clerk"), fresh(mine), "room", one.keys)
    assert cell(mine, "room", "room_area", one.key).value == area.value
    history = ValueChange.objects.filter(filing=mine, key=one.key, aspect="record").order_by("pk")
    assert [(row.before, row.after) for row in history] == [("added", "removed"), ("removed", "added")]


def test_a_row_removed_by_one_while_another_types_in_it_is_told_and_the_value_is_kept_in_the_history(
    mine: Filing, as_: Any, who: Any
) -> None:
    one = mine.records.filter(table="room")[0]
    area = cell(mine, "room", "room_area", one.key)
    acts.remove_record(*who("clerk"), mine, one.pk)
    assert post_cell(as_("clerk"), mine, area, "77").status_code == 200
    assert ValueChange.objects.get(filing=mine, field="room_area").after == "77"


def test_the_school_itself_is_not_removed(mine: Filing, as_: Any) -> None:
    one = mine.records.get(table="school")
    as_("clerk").post(f"/filing/{mine.pk}/remove/", {"record": one.pk})
    assert not mine.records.get(table="school").removed


def test_a_row_of_another_school_is_not_removed(mine: Filing, theirs: Filing, as_: Any) -> None:
    one = theirs.records.filter(table="room")[0]
    as_("clerk").post(f"/filing/{mine.pk}/remove/", {"record": one.pk})
    assert not theirs.records.get(pk=one.pk).removed


def test_a_stage_the_school_begins_to_teach_is_added_with_its_fields(mine: Filing, as_: Any) -> None:
    answer = as_("clerk").post(f"/filing/{mine.pk}/stages/", {"stage": "|junior"})
    assert answer.status_code == 302
    assert cell(mine, "part", "pupils", "junior").value is None
    text = as_("clerk").get(f"/filing/{mine.pk}/").content.decode()
    assert "却有初中学段的数据" in text, "a primary school with figures of junior classes"
    assert as_("clerk").post(f"/filing/{mine.pk}/stages/", {"stage": "|primary"}).status_code == 404
    assert as_("clerk").post(f"/filing/{mine.pk}/stages/", {"stage": "x|junior"}).status_code == 404


def test_a_stage_removed_while_its_classes_stay_is_a_fault(mine: Filing, as_: Any) -> None:
    part = mine.records.get(table="part")
    as_("clerk").post(f"/filing/{mine.pk}/remove/", {"record": part.pk})
    text = as_("clerk").get(f"/filing/{mine.pk}/").content.decode()
    assert "表里没有" in text
    assert "送校长签字" in text
    assert f'action="/filing/{mine.pk}/hand-over/"' not in text


def test_a_list_of_a_filing_that_is_signed_stays_as_it_is(mine: Filing, as_: Any) -> None:
    put(mine, "signed")
    before = rows(mine, "room")
    assert "没有保存" in paste(as_("clerk"), mine, "room", "A\t音乐专用教室\t10\t")
    assert rows(mine, "room") == before


def test_only_lists_take_rows(mine: Filing, as_: Any) -> None:
    for table in ("school", "part", "pupil", "nonsense"):
        assert as_("clerk").post(f"/filing/{mine.pk}/lists/{table}/", {"rows": "x"}).status_code == 404
