"""The checklist of items: what each says, whose it is, how far it is, who confirmed it."""

from __future__ import annotations

from typing import Any

import pytest

from junheng.report.words import all_items
from junheng.web.judgement import items
from junheng.web.judgement.models import ItemState
from junheng.web.judgement.service import Judged
from junheng.web.log.models import Entry

URL = "/judgement/items/"


def test_it_lists_every_item_of_the_standard(as_: Any, found: Judged) -> None:
    page = as_("leader").get(URL).content.decode()
    held = all_items(found.assessment)
    assert len([item for item in held if item.group == "guarantee"]) == 15
    assert len([item for item in held if item.group == "quality"]) == 9
    for item in held:
        assert item.title.zh in page
        assert f"{URL}{item.id}/" in page
    for words in ("申报条件", "社会认可度", "一票否决", "人事股", "未开始"):
        assert words in page


def test_the_basic_standard_shows_its_score_table(as_: Any, found: Judged) -> None:
    client = as_("leader")
    assert "85分以上" in client.get(f"{URL}?standard=cn.basic.2012").content.decode()
    page = client.get(f"{URL}W/?standard=cn.basic.2012").content.decode()
    assert "W17" in page
    assert "绩效工资" in page


def test_filters_stand_in_the_address(as_: Any, found: Judged) -> None:
    page = as_("leader").get(URL, {"section": "staff"}).content.decode()
    assert f"{URL}G8/" in page
    assert f"{URL}G1/" not in page
    verdicts = {item.id: item.verdict for item in all_items(found.assessment)}
    page = as_("leader").get(URL, {"verdict": "short"}).content.decode()
    assert {one for one in verdicts if f"{URL}{one}/" in page} == {one for one in verdicts if verdicts[one] == "short"}
    assert "没有符合条件" in as_("leader").get(URL, {"section": "staff", "state": "checked"}).content.decode()


def test_schools_at_fault_lead_to_their_page(as_: Any, found: Judged) -> None:
    item = next(
        item for item in all_items(found.assessment)
        if any(finding.function == "class_size" and finding.culprits for finding in item.findings)
        or any(finding.function == "special_rooms" and finding.culprits for finding in item.findings)
    )  # fmt: skip
    page = as_("leader").get(f"{URL}{item.id}/").content.decode()
    for finding in item.findings:
        assert all(f"/judgement/schools/{one.unit}/" in page for one in finding.culprits)


def test_the_inspector_of_a_school_sees_no_other_schools_named(as_: Any, found: Judged, school_code: str) -> None:
    others = {part.name for part in found.assessment.parts if part.school != school_code}
    own = {part.name for part in found.assessment.parts if part.school == school_code}
    client = as_("inspector")
    pages = [client.get(URL), *(client.get(f"{URL}{item.id}/") for item in all_items(found.assessment))]
    for answer in pages:
        page = answer.content.decode()
        assert answer.status_code == 200
        assert not {name for name in others if name in page and not any(name in mine for mine in own)}


@pytest.mark.parametrize(
    ("name", "allowed"),
    [("staff_officer", True), ("officer", False), ("finance_officer", False), ("leader", False), ("inspector", False)],
)
def test_only_the_responsible_section_says_how_far_it_is(as_: Any, found: Judged, name: str, allowed: bool) -> None:
    answer = as_(name).post(f"{URL}G8/state/", {"state": "ready", "note": "工资表已核", "version": "0"})
    assert answer.status_code == (302 if allowed else 403)
    assert ItemState.objects.filter(item="G8", state="ready").exists() is allowed
    assert Entry.objects.filter(act="judgement.items.state").exists() is allowed
    page = as_("leader").get(f"{URL}G8/").content.decode()
    assert ("工资表已核" in page) is allowed


def test_the_form_is_shown_to_the_responsible_section_alone(as_: Any, found: Judged) -> None:
    assert "更新状态" in as_("staff_officer").get(f"{URL}G8/").content.decode()
    assert "更新状态" not in as_("officer").get(f"{URL}G8/").content.decode()


def test_a_state_that_is_none_is_not_kept(as_: Any, found: Judged) -> None:
    as_("staff_officer").post(f"{URL}G8/state/", {"state": "perfect", "version": "0"})
    assert not ItemState.objects.exists()


def test_the_state_belongs_to_the_year_and_the_standard(as_: Any, found: Judged) -> None:
    as_("staff_officer").post(f"{URL}G8/state/", {"state": "hand", "version": "0"})
    state = ItemState.objects.get()
    assert (state.year, state.standard, state.by_name) == (2025, "cn.quality.2017", "staff_officer")


def test_declared_items_are_confirmed_by_name_and_withdrawn(as_: Any, found: Judged) -> None:
    client = as_("schooling_officer")
    content = found.snapshot.content
    assert client.post(f"{URL}V1/confirm/", {"version": "0", "content": content}).status_code == 302
    page = as_("leader").get(f"{URL}V1/").content.decode()
    assert "schooling_officer" in page
    assert "已失效" not in page
    assert client.post(f"{URL}V1/confirm/", {"version": "1", "withdraw": "1"}).status_code == 302
    assert ItemState.objects.get(item="V1").confirmed_at is None
    acts = list(Entry.objects.filter(thing="item:V1").values_list("act", flat=True))
    assert acts == ["judgement.items.confirm", "judgement.items.withdraw"]


def test_only_declared_items_are_confirmed_and_only_by_their_section(as_: Any, found: Judged) -> None:
    assert as_("staff_officer").post(f"{URL}G8/confirm/").status_code == 404
    assert as_("staff_officer").post(f"{URL}V1/confirm/").status_code == 403
    assert not ItemState.objects.exists()


def test_the_survey_stands_beside_recognition(as_: Any, found: Judged) -> None:
    page = as_("leader").get(f"{URL}R1/").content.decode()
    assert "有效问卷数" in page
    assert "%" in page


def test_evidence_is_shown_once_a_source_tells_of_it(as_: Any, found: Judged, monkeypatch: Any) -> None:
    monkeypatch.setattr(items, "_sources", [])
    assert "佐证材料" not in as_("leader").get(URL).content.decode()
    items.evidence_from(lambda _request, _found, ids: {ids[0]: items.Held(2, ("编制文件",), "/evidence/")})
    page = as_("leader").get(URL).content.decode()
    assert "2 件" in page
    assert "编制文件" in page


@pytest.mark.parametrize("name", ["clerk", "principal", "system", "security", "audit", "stranger"])
def test_others_may_not_open_it(as_: Any, found: Judged, name: str) -> None:
    assert as_(name).get(URL).status_code == 403
    assert as_(name).post(f"{URL}G8/state/", {"state": "ready"}).status_code == 403


def test_another_county_neither_sees_nor_changes_it(as_: Any, found: Judged) -> None:
    outsider = as_("outsider")
    assert outsider.get(f"{URL}?snapshot={found.snapshot.pk}").status_code == 404
    assert outsider.post(f"{URL}R1/state/?snapshot={found.snapshot.pk}", {"state": "ready"}).status_code == 404
    assert not ItemState.objects.exists()


def test_an_item_the_standard_has_not_is_not_found(as_: Any, found: Judged) -> None:
    assert as_("leader").get(f"{URL}G99/").status_code == 404
    assert as_("staff_officer").post(f"{URL}G99/state/", {"state": "ready"}).status_code == 404


def test_it_speaks_english(as_: Any, found: Judged) -> None:
    client = as_("leader")
    client.cookies["junheng_language"] = "en"
    page = client.get(URL).content.decode()
    assert "Items of the standard" in page
    assert "teachers&#x27; average pay" in page


def test_it_asks_the_database_a_handful_of_times(as_: Any, found: Judged, django_assert_max_num_queries: Any) -> None:
    client = as_("leader")
    client.get(URL)
    with django_assert_max_num_queries(10):
        client.get(URL)
