"""Saving as one goes: what is kept, what is told at once, what two people at one figure see."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from filing_help import cell, fresh, post_cell, put

from junheng.dictionary import load
from junheng.web.filing import acts, values
from junheng.web.filing.models import Filing, Review, Round, ValueChange
from junheng.web.filing.notes import by_place, needed, notes, notes_on, watched
from junheng.web.filing.pages import every_field, pages
from junheng.web.filing.sheet import read
from junheng.web.log.models import Entry

OUTSIDERS = ("leader", "officer", "principal", "inspector", "viewer", "system", "outsider", "stranger")
MOST_QUERIES = 30


def test_a_figure_is_kept_in_the_stored_unit_with_who_when_before_and_after(mine: Filing, as_: Any) -> None:
    value = cell(mine, "school", "equipment_value")
    post_cell(as_("clerk"), mine, value, "１２３.５")
    now = cell(mine, "school", "equipment_value")
    change = ValueChange.objects.get(filing=mine)
    assert (now.value, now.by_name, now.source) == ("1235000", "clerk", "page")
    assert (change.before, change.after, change.by_name, change.aspect) == (value.value, "1235000", "clerk", "value")
    assert Entry.objects.get(act="filing.save").detail == '{"changed": 1, "source": "page"}', "no values in the log"


def test_a_text_that_is_no_figure_is_told_in_the_words_of_the_exchange_and_not_kept(mine: Filing, as_: Any) -> None:
    value = cell(mine, "school", "books")
    text = post_cell(as_("clerk"), mine, value, "很多").content.decode()
    assert "应是整数" in text
    assert 'class="saved"' not in text
    assert cell(mine, "school", "books").value == value.value


@pytest.mark.parametrize(("field", "typed"), [("books", "-1"), ("latitude", "91"), ("kind", "999"), ("guards", "也许")])
def test_a_value_out_of_its_bounds_or_list_is_told_and_not_kept(mine: Filing, as_: Any, field: str, typed: str) -> None:
    value = cell(mine, "school", field)
    text = post_cell(as_("clerk"), mine, value, typed).content.decode()
    assert 'class="fault"' in text
    assert cell(mine, "school", field).value == value.value


def test_a_blank_is_kept_as_not_filed_and_asked_about(mine: Filing, as_: Any) -> None:
    value = cell(mine, "part", "pupils")
    text = post_cell(as_("clerk"), mine, value, " ").content.decode()
    assert cell(mine, "part", "pupils").value is None
    assert "未填" in text
    assert "说明" in text
    assert fresh(mine).filled == mine.filled - 1


def test_too_many_by_degree_are_told_in_words_at_once_and_taken_away_once_mended(mine: Filing, as_: Any) -> None:
    teachers = cell(mine, "part", "full_time_teachers")
    degrees = ("postgraduate", "associate", "upper_secondary", "below")
    rest = sum(int(cell(mine, "part", f"teachers_{name}").value or 0) for name in degrees)
    bachelors = cell(mine, "part", "teachers_bachelor")
    wanted = int(teachers.value or 0) + 3 - rest
    text = post_cell(as_("clerk"), mine, bachelors, str(wanted)).content.decode()
    assert re.search(
        rf"小学专任教师数 {teachers.value} 人，.*合计 {int(teachers.value) + 3} 人，多出 3 人：请核对", text
    )
    assert f'id="n-{teachers.pk}"' in text, "at the figure it is held against, too"
    again = cell(mine, "part", "teachers_bachelor")
    text = post_cell(as_("clerk"), mine, again, str(wanted - 3)).content.decode()
    assert "多出" not in text
    assert f'id="n-{teachers.pk}"' in text


def test_a_jump_against_last_year_is_a_doubt_that_wants_an_explanation(mine: Filing, as_: Any) -> None:
    value = cell(mine, "school", "multimedia_rooms")
    text = post_cell(as_("clerk"), mine, value, str(int(value.last or 0) * 5)).content.decode()
    assert "约为上年的 5 倍" in text
    as_("clerk").post(f"/filing/{mine.pk}/explain/", {"cell": value.pk, f"e-{value.pk}": "新建信息楼"})
    assert cell(mine, "school", "multimedia_rooms").explanation == "新建信息楼"
    found = [note for note in notes(read(fresh(mine))) if note.place[2] == "multimedia_rooms"]
    assert found
    assert not any(note.hinders for note in found)


def test_what_is_said_at_once_is_what_the_whole_check_says(mine: Filing, who: Any) -> None:
    """Every figure changed so that much is wrong; then field by field both ways of looking agree."""
    wrong = [
        acts.Typed(one.pk, "0" if one.pk % 3 else None, one.value)
        for one in mine.values.all()
        if load().tables[one.table].fields[one.field].type == "integer"
    ]
    acts.save(*who("clerk"), mine, wrong)
    kind = cell(mine, "school", "kind")
    acts.save(*who("clerk"), mine, [acts.Typed(kind.pk, "312", kind.value)])
    whole = by_place(notes(read(fresh(mine))))
    seen = 0
    for table, names in every_field().items():
        for name in names:
            fields = watched({table: frozenset({name})})
            quick = by_place(notes_on(read(fresh(mine), needed(fields)), fields))
            for place in [*quick, *whole]:
                if place[2] in fields.get(place[0], ()):
                    assert set(map(str, quick.get(place, []))) == set(map(str, whole.get(place, []))), place
                    seen += 1
    assert seen > 50


def test_the_second_of_two_at_one_figure_is_told_both_values_and_nothing_is_overwritten(mine: Filing, as_: Any) -> None:
    value = cell(mine, "school", "books")
    one, other = as_("clerk"), as_("clerk")
    post_cell(one, mine, value, "1001")
    text = post_cell(other, mine, value, "2002").content.decode()
    assert "clerk 刚把这一项改为“1,001”，您填的是“2,002”，没有保存" in text
    assert cell(mine, "school", "books").value == "1001"
    assert f'name="s-{value.pk}" value="1001"' in text, "typed again, it is a change of what stands now"
    post_cell(other, mine, value, "2002", seen="1001")
    assert cell(mine, "school", "books").value == "2002"
    assert ValueChange.objects.filter(filing=mine, field="books").count() == 2


def test_two_who_type_the_same_are_no_conflict(mine: Filing, as_: Any) -> None:
    value = cell(mine, "school", "books")
    post_cell(as_("clerk"), mine, value, "1001")
    assert 'class="saved"' in post_cell(as_("clerk"), mine, value, "1001").content.decode()
    assert ValueChange.objects.filter(filing=mine, field="books").count() == 1


def test_a_page_saved_whole_leaves_alone_what_the_person_did_not_change(mine: Filing, as_: Any) -> None:
    books, computers = cell(mine, "school", "books"), cell(mine, "school", "computers")
    post_cell(as_("clerk"), mine, books, "1001")
    stale = {f"v-{books.pk}": books.value, f"s-{books.pk}": books.value}
    mine_ = {f"v-{computers.pk}": "55", f"s-{computers.pk}": computers.value}
    answer = as_("clerk").post(f"/filing/{mine.pk}/pages/premises/", {**stale, **mine_})
    assert answer.headers["Location"] == f"/filing/{mine.pk}/pages/pupils/"
    assert cell(mine, "school", "books").value == "1001"
    assert cell(mine, "school", "computers").value == "55"
    assert fresh(mine).pages_done == ["premises"]


def test_a_page_with_a_fault_keeps_what_was_typed_and_saves_the_rest(mine: Filing, as_: Any) -> None:
    books, computers = cell(mine, "school", "books"), cell(mine, "school", "computers")
    data = {
        f"v-{books.pk}": "一些", f"s-{books.pk}": books.value,
        f"v-{computers.pk}": "55", f"s-{computers.pk}": computers.value,
    }  # fmt: skip
    answer = as_("clerk").post(f"/filing/{mine.pk}/pages/premises/", data)
    assert answer.status_code == 409
    assert 'value="一些"' in answer.content.decode()
    assert cell(mine, "school", "computers").value == "55"
    assert fresh(mine).pages_done == []


@pytest.mark.parametrize("state", ["filled", "signed", "accepted", "closed"])
def test_a_save_after_signing_or_closing_is_refused_with_words_and_what_was_typed_stays(
    mine: Filing, as_: Any, state: str
) -> None:
    if state == "closed":
        Round.objects.filter(pk=mine.round_id).update(state="closed")
    else:
        put(mine, state)
    value = cell(mine, "school", "books")
    text = post_cell(as_("clerk"), mine, value, "4711").content.decode()
    assert "没有保存" in text
    assert (
        "4711"
        in as_("clerk")
        .post(f"/filing/{mine.pk}/pages/premises/", {f"v-{value.pk}": "4711", f"s-{value.pk}": value.value})
        .content.decode()
    )
    assert cell(mine, "school", "books").value == value.value
    assert not ValueChange.objects.exists()


def test_a_change_after_a_remark_counts_as_mended_until_the_bureau_looks_again(mine: Filing, as_: Any) -> None:
    value = cell(mine, "school", "books")
    value.remark, value.review = "请核对", Review.REMARKED
    value.save()
    put(mine, "returned")
    post_cell(as_("clerk"), mine, value, "4711")
    assert cell(mine, "school", "books").review == Review.MENDED
    assert "已修改" in as_("clerk").get(f"/filing/{mine.pk}/pages/premises/").content.decode()


@pytest.mark.parametrize("name", OUTSIDERS)
def test_only_the_schools_clerk_saves(mine: Filing, as_: Any, name: str) -> None:
    value = cell(mine, "school", "books")
    assert post_cell(as_(name), mine, value, "4711").status_code in {403, 404}
    assert cell(mine, "school", "books").value == value.value


def test_another_schools_filing_is_not_there(mine: Filing, theirs: Filing, as_: Any) -> None:
    clerk, value = as_("clerk"), cell(theirs, "school", "books")
    for path in ("", "pages/basics/", "upload/", "workbook/", f"values/{value.pk}/"):
        assert clerk.get(f"/filing/{theirs.pk}/{path}").status_code == 404
    for path in ("save/", "explain/", "hand-over/", "remove/", "stages/", "lists/room/", "upload/apply/"):
        assert clerk.post(f"/filing/{theirs.pk}/{path}", {f"v-{value.pk}": "1"}).status_code == 404
    assert as_("principal").get(f"/filing/{theirs.pk}/sign/").status_code == 404


def test_a_cell_of_another_school_in_the_own_form_changes_nothing(mine: Filing, theirs: Filing, as_: Any) -> None:
    value = cell(theirs, "school", "books")
    assert as_("clerk").post(f"/filing/{mine.pk}/save/", {f"v-{value.pk}": "1"}).status_code == 404
    both = cell(mine, "school", "books")
    data = {f"v-{value.pk}": "1", f"v-{both.pk}": "2", f"s-{both.pk}": both.value}
    assert as_("clerk").post(f"/filing/{mine.pk}/pages/premises/", data).status_code == 409
    assert cell(theirs, "school", "books").value == value.value
    assert cell(mine, "school", "books").value == both.value
    assert as_("clerk").get(f"/filing/{mine.pk}/values/{value.pk}/").status_code == 404


def test_another_countys_officer_finds_nothing(opened: Round, mine: Filing, as_: Any) -> None:
    outsider = as_("outsider")
    for path in (f"rounds/{opened.pk}/", f"rounds/{opened.pk}/close/", f"{mine.pk}/", f"{mine.pk}/review/"):
        assert outsider.get(f"/filing/{path}").status_code == 404
    for path in (
        f"rounds/{opened.pk}/remind/",
        f"rounds/{opened.pk}/close/",
        f"{mine.pk}/decide/",
        f"{mine.pk}/remark/",
    ):
        assert outsider.post(f"/filing/{path}", {"decision": "accept"}).status_code == 404


def test_markup_in_a_text_is_shown_as_text(mine: Filing, as_: Any) -> None:
    value = cell(mine, "school", "township")
    post_cell(as_("clerk"), mine, value, "<script>alert(1)</script>")
    for name, path in (("clerk", "pages/basics/"), ("principal", "sign/"), ("officer", "review/")):
        text = as_(name).get(f"/filing/{mine.pk}/{path}").content.decode()
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)" in text


def test_a_form_without_its_token_is_refused(mine: Filing, cast: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["clerk"], backend="allauth.account.auth_backends.AuthenticationBackend")
    value = cell(mine, "school", "books")
    assert post_cell(client, mine, value, "4711").status_code == 403


def test_the_queries_of_a_page_do_not_grow_with_the_filing(
    mine: Filing, as_: Any, who: Any, django_assert_max_num_queries: Any
) -> None:
    clerk, officer = as_("clerk"), as_("officer")
    paths = [(clerk, f"/filing/{mine.pk}/pages/{page.id}/") for page in pages()]
    paths += [(clerk, f"/filing/{mine.pk}/"), (officer, f"/filing/{mine.pk}/review/"), (clerk, "/filing/")]
    paths += [(officer, f"/filing/rounds/{mine.round_id}/"), (officer, "/filing/")]
    for number in range(40):
        acts.add_record(*who("clerk"), fresh(mine), "room", {"campus": "", "room_no": f"Z{number}"})
    for client, path in paths:
        with django_assert_max_num_queries(14):
            assert client.get(path).status_code == 200
    value = cell(mine, "part", "pupils")
    with django_assert_max_num_queries(MOST_QUERIES):
        post_cell(clerk, mine, value, "300")


def test_a_value_comes_back_from_text_as_it_went() -> None:
    for table, names in every_field().items():
        for name in names:
            field = load().tables[table].fields[name]
            text = {"integer": "12", "year": "2001", "boolean": "true", "decimal": "1.5"}.get(field.type)
            text = text or next(iter(load().codes[field.codes].codes), "") if field.codes or text else "甲"
            assert values.stored(values.typed(field, text)) == text
            assert values.read(table, field, values.editable(field, text)) == text
