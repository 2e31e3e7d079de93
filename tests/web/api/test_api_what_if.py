"""What-if for programs: the same figures and the same checks as the page's, whatever is sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng.dictionary import load
from junheng.web.api import tokens
from junheng.web.judgement.service import Judged, judged
from junheng.web.log.actor import Actor
from junheng.web.snapshots.acts import freeze

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(county: Any, actor: Actor) -> Judged:
    return judged(freeze(actor, county.code, 2025))


@pytest.fixture
def tried(found: Judged, cast: dict[str, Any]) -> Any:
    """Return a function: changes of the first school's part → the answer to the leader."""
    leader, part = cast["leader"], found.assessment.parts[0]
    _, text = tokens.issue(Actor(leader, "leader"), leader, "test", ("read",), 30)
    client = Client(headers={"authorization": f"Bearer {text}"})

    def send(*changes: dict[str, Any]) -> Any:
        base = {"table": "part", "school": part.school, "campus": part.campus or "", "stage": part.stage}
        body = json.dumps({"changes": [base | {"field": "pupils"} | change for change in changes]})
        url = f"/api/snapshots/{found.snapshot.pk}/what-if"
        return client.post(url, body, content_type="application/json")

    return send


@pytest.mark.parametrize("value", ["3.7", "abc", "NaN", "Infinity", "1e99", "", "１２", "+3", "3\n", "9" * 20])
def test_what_is_no_whole_number_of_pupils_is_refused_in_words(tried: Any, value: str) -> None:
    answer = tried({"value": value})
    assert answer.status_code == 422
    assert "不能试算" in answer.json()["zh"]
    assert "pupils" in answer.json()["en"]


@pytest.mark.parametrize(
    "change",
    [
        {"field": "nothing"},
        {"field": "stage"},
        {"field": "kind", "table": "school", "stage": ""},
        {"field": "school_name", "table": "school", "stage": ""},
        {"school": "9999999999"},
        {"stage": "moon"},
        {"table": "school"},
    ],
)
def test_what_the_page_does_not_offer_is_refused_in_words(tried: Any, change: dict[str, Any]) -> None:
    answer = tried({"value": "1", **change})
    assert answer.status_code == 422
    assert "不能试算" in answer.json()["zh"]


def test_a_figure_given_twice_is_refused(tried: Any) -> None:
    answer = tried({"value": "100"}, {"value": "200"})
    assert answer.status_code == 422
    assert "只能改一次" in answer.json()["zh"]


def test_a_sound_change_is_tried(tried: Any) -> None:
    answer = tried({"field": "backbone_teachers", "how": "add", "value": "1"}).json()
    assert answer["before"] is not None
    assert answer["wrong"] or answer["after"] is not None


def test_fuzzed_with_real_schools_and_fields_it_never_breaks(tried: Any, found: Judged) -> None:
    fields = sorted({name for table in ("school", "part") for name in load().tables[table].fields})
    places = [(part.school, part.campus or "", part.stage) for part in found.assessment.parts]
    statuses = set()

    @settings(max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(
        table=st.sampled_from(["school", "part"]),
        place=st.sampled_from(places),
        field=st.sampled_from(fields),
        how=st.sampled_from(["set", "add"]),
        value=st.one_of(st.integers(-3, 3000).map(str), st.decimals(places=2).map(str), st.text(max_size=8)),
    )
    def fuzz(table: str, place: tuple[str, str, str], field: str, how: str, value: str) -> None:
        school, campus, stage = place
        where = {"school": school, "campus": campus, "stage": stage if table == "part" else ""}
        answer = tried({"table": table, **where, "field": field, "how": how, "value": value})
        statuses.add(answer.status_code)

    fuzz()
    assert statuses == {200, 422}
