"""The pages of what-if: trying, keeping, reopening, comparing; who may, and that nothing else is touched."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest

from junheng.web.judgement.models import Scenario
from junheng.web.judgement.service import Judged
from junheng.web.log.models import Entry
from junheng.web.people.models import County
from junheng.web.registry.models import Part
from junheng.web.snapshots.models import Snapshot

URL = "/judgement/what-if/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def typed(found: Judged) -> dict[str, Any]:
    """Three more backbone teachers in a primary school, and twenty metres."""
    part = next(part for part in found.assessment.parts if part.stage == "primary" and not part.campus)
    return {
        "school": [part.school],
        f"part|{part.school}||primary|backbone_teachers": "+3",
        f"school|{part.school}|||teaching_area": "+20",
    }


def keep(client: Any, typed: dict[str, Any], name: str = "三名骨干") -> Scenario:
    answer = client.post(f"{URL}keep/", {**typed, "name": name})
    assert answer.status_code == 302
    return Scenario.objects.get(name=name)


def test_the_form_shows_the_figures_of_the_school_chosen(as_: Any, found: Judged, typed: dict[str, Any]) -> None:
    page = as_("leader").get(URL, {"school": typed["school"]}).content.decode()
    assert all(f'name="{name}"' in page for name in typed)
    assert "还没有改动" in page


def test_typing_shows_before_and_after_without_keeping_anything(as_: Any, typed: dict[str, Any]) -> None:
    entries = Entry.objects.count()
    page = as_("leader").post(URL, typed, **HTMX).content.decode()
    assert "<html" not in page
    assert "改前" in page
    assert "县均值" not in page
    assert "L2" in page
    assert Entry.objects.count() == entries
    assert not Scenario.objects.exists()


def test_without_scripts_the_whole_page_comes_back_with_what_was_typed(as_: Any, typed: dict[str, Any]) -> None:
    page = as_("officer").post(URL, typed).content.decode()
    assert 'value="+3"' in page
    assert "改后" in page


def test_figures_are_tried_apart_from_the_buttons_of_the_form(as_: Any, typed: dict[str, Any]) -> None:
    """Were the form itself to post on a change, a change beside a pressed button would be posted to that button's."""
    page = as_("leader").get(URL, {"school": typed["school"]}).content.decode()
    form = re.search(r"<form class=\"changes[^>]*>", page)
    assert form is not None
    assert "hx-post" not in form[0]
    assert page.index("hx-post") < page.index("<fieldset") < page.index('name="name"')


def test_schools_are_added_and_taken_out(as_: Any, found: Judged, typed: dict[str, Any]) -> None:
    other = next(part.school for part in found.assessment.parts if part.school not in typed["school"])
    page = as_("leader").post(URL, {**typed, "add": other}).content.decode()
    assert f'name="school" value="{other}"' in page
    page = as_("leader").post(URL, {**typed, "drop": typed["school"][0]}).content.decode()
    assert 'name="school"' not in page


def test_a_wrong_figure_is_told_beside_it_and_nothing_is_judged(as_: Any, typed: dict[str, Any]) -> None:
    name = next(name for name in typed if name.endswith("backbone_teachers"))
    page = as_("leader").post(URL, {**typed, name: "很多"}).content.decode()
    assert 'aria-invalid="true"' in page
    assert "改动有误" in page
    assert "改后" not in page


def test_schools_and_figures_that_are_not_there_are_passed_over(as_: Any, found: Judged) -> None:
    typed = {"school": ["0000000000", "x"], "part|0000000000||primary|pupils": "5", "part|1|2": "3"}
    answer = as_("leader").post(URL, typed)
    assert answer.status_code == 200
    assert "还没有改动" in answer.content.decode()


def test_a_scenario_is_kept_with_its_changes_and_logged(as_: Any, found: Judged, typed: dict[str, Any]) -> None:
    scenario = keep(as_("leader"), typed)
    assert scenario.county_id == found.snapshot.county_id
    assert {change["value"] for change in scenario.changes} == {"3", "20.00"}
    assert Entry.objects.filter(act="judgement.scenario.keep", thing=f"scenario:{scenario.pk}").exists()


def test_trying_and_keeping_touch_neither_registry_nor_snapshots(
    as_: Any, snapshot: Snapshot, typed: dict[str, Any]
) -> None:
    before = list(Part.objects.order_by("pk").values())
    content = snapshot.content
    keep(as_("leader"), typed)
    assert list(Part.objects.order_by("pk").values()) == before
    assert list(Snapshot.objects.values_list("content", flat=True)) == [content]


@pytest.mark.parametrize("name", ["", "   ", "名" * 81])
def test_a_scenario_needs_a_name(as_: Any, typed: dict[str, Any], name: str) -> None:
    assert as_("leader").post(f"{URL}keep/", {**typed, "name": name}).status_code == 422
    assert not Scenario.objects.exists()


def test_two_scenarios_of_one_name_are_not_kept(as_: Any, typed: dict[str, Any]) -> None:
    keep(as_("leader"), typed)
    answer = as_("officer").post(f"{URL}keep/", {**typed, "name": "三名骨干"})
    assert answer.status_code == 422
    assert "换一个名字" in answer.content.decode()
    assert Scenario.objects.count() == 1


def test_changes_with_a_fault_are_not_kept(as_: Any, typed: dict[str, Any]) -> None:
    name = next(name for name in typed if name.endswith("backbone_teachers"))
    answer = as_("leader").post(f"{URL}keep/", {**typed, name: "2999", "name": "错"})
    assert answer.status_code == 422
    assert not Scenario.objects.exists()


def test_everybody_of_the_bureau_opens_it_again_but_only_its_maker_changes_it(as_: Any, typed: dict[str, Any]) -> None:
    scenario = keep(as_("leader"), typed)
    url = f"/judgement/scenarios/{scenario.pk}/"
    page = as_("officer").get(url).content.decode()
    assert 'value="+3"' in page
    assert "改后" in page
    assert f"{url}delete/" not in page
    for what in ("rename", "delete", "rewrite"):
        assert as_("officer").post(f"{url}{what}/", {**typed, "name": "别的"}).status_code == 403
    assert f"{url}delete/" in as_("leader").get(url).content.decode()
    scenario.refresh_from_db()
    assert scenario.name == "三名骨干"


def test_its_maker_renames_rewrites_and_deletes_it(as_: Any, typed: dict[str, Any]) -> None:
    leader = as_("leader")
    scenario = keep(leader, typed)
    url = f"/judgement/scenarios/{scenario.pk}/"
    leader.post(f"{url}rename/", {"name": "五名骨干"})
    name = next(name for name in typed if name.endswith("backbone_teachers"))
    leader.post(f"{url}rewrite/", {**typed, name: "+5"})
    scenario.refresh_from_db()
    assert scenario.name == "五名骨干"
    assert {change["value"] for change in scenario.changes} == {"5", "20.00"}
    leader.post(f"{url}delete/")
    assert not Scenario.objects.exists()
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {f"judgement.scenario.{what}" for what in ("keep", "rename", "rewrite", "delete")} <= acts


def test_two_scenarios_stand_side_by_side(as_: Any, typed: dict[str, Any]) -> None:
    leader = as_("leader")
    one = keep(leader, typed)
    name = next(name for name in typed if name.endswith("backbone_teachers"))
    two = keep(leader, {**typed, name: "+9"}, "九名骨干")
    page = leader.get("/judgement/scenarios/together/", {"of": [one.pk, two.pk]}).content.decode()
    assert "三名骨干" in page
    assert "九名骨干" in page
    assert "L2" in page
    assert leader.get("/judgement/scenarios/together/", {"of": [one.pk]}).status_code == 302
    assert leader.get("/judgement/scenarios/together/", {"of": [one.pk, 999]}).status_code == 404


def test_it_leaves_as_a_workbook(as_: Any, typed: dict[str, Any]) -> None:
    scenario = keep(as_("leader"), typed)
    answer = as_("officer").get(f"/judgement/scenarios/{scenario.pk}/book/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["改动", "前后对比"]
    assert "+3" in {cell.value for row in book["改动"].iter_rows() for cell in row}
    assert Entry.objects.filter(act="judgement.scenario.export").exists()


@pytest.mark.parametrize(
    "name", ["clerk", "principal", "inspector", "viewer", "system", "security", "audit", "stranger"]
)
def test_others_may_neither_try_nor_open(as_: Any, typed: dict[str, Any], name: str) -> None:
    scenario = keep(as_("leader"), typed)
    client = as_(name)
    for url in (URL, "/judgement/scenarios/", f"/judgement/scenarios/{scenario.pk}/"):
        assert client.get(url).status_code == 403
    assert client.post(f"{URL}keep/", {**typed, "name": "x"}).status_code == 403


def test_another_county_does_not_know_of_it(as_: Any, typed: dict[str, Any], snapshot: Snapshot) -> None:
    scenario = keep(as_("leader"), typed)
    outsider = as_("outsider")
    url = f"/judgement/scenarios/{scenario.pk}/"
    assert outsider.get(url).status_code == 404
    assert outsider.get(f"{url}book/").status_code == 404
    for what in ("rename", "delete", "rewrite"):
        assert outsider.post(f"{url}{what}/", {"name": "x"}).status_code == 404
    assert "三名骨干" not in outsider.get("/judgement/scenarios/").content.decode()
    assert outsider.get(URL, {"snapshot": snapshot.pk}).status_code == 404


def test_without_a_snapshot_the_page_says_what_to_do(as_: Any, bare_county: County) -> None:
    answer = as_("leader").get(URL)
    assert answer.status_code == 200
    assert "快照" in answer.content.decode()


def test_it_speaks_english(as_: Any, typed: dict[str, Any]) -> None:
    client = as_("leader")
    client.cookies["junheng_language"] = "en"
    page = client.post(URL, typed).content.decode()
    assert "Before" in page
    assert "backbone teachers of county grade or above" in page


def test_a_try_asks_the_database_a_handful_of_times(
    as_: Any, typed: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    client = as_("leader")
    client.post(URL, typed, **HTMX)
    with django_assert_max_num_queries(12):
        client.post(URL, typed, **HTMX)


def test_a_scenario_without_a_result_is_said_to_have_none_and_not_put_beside_another(
    as_: Any, typed: dict[str, Any]
) -> None:
    leader = as_("leader")
    one, two = keep(leader, typed), keep(leader, typed, "九名骨干")
    two.changes = [{**change, "how": "add", "value": "-99999"} for change in two.changes]
    two.save()
    page = leader.get("/judgement/scenarios/together/", {"of": [one.pk, two.pk]}).content.decode()
    assert "“九名骨干”的改动现在不成立" in page
    assert "“三名骨干”的改动现在不成立" not in page
    assert 'class="sum"' not in page
