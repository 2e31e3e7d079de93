"""Who may look at the judgement, and at how much of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import RequestFactory

from junheng import demo
from junheng.web.judgement import counties, home
from junheng.web.judgement.service import judged
from junheng.web.log.actor import Actor
from junheng.web.people.models import County
from junheng.web.people.policy import Policy
from junheng.web.registry.acts import write
from junheng.web.registry.load import edits
from junheng.web.snapshots.acts import freeze
from junheng.web.snapshots.models import Snapshot

OUTSIDE = "999902"
INDEX = "/judgement/"
PAGES = (
    "",
    "counties/",
    "indicators/primary/L1/",
    "working/?stage=primary&indicator=L1",
    "working/?item=G1",
    "charts/cv.json?stage=primary",
)
MAY = ("leader", "officer", "finance_officer", "staff_officer", "schooling_officer", "inspector", "viewer")
MAY_NOT = ("clerk", "principal", "system", "security", "audit", "stranger")


@pytest.fixture
def next_door(cast: Any, actor: Actor) -> Snapshot:
    """A snapshot of the other county, with records of its own."""
    write(actor, OUTSIDE, edits(demo.county(schools=8, seed=7, persons=False)), source="demo")
    return freeze(actor, OUTSIDE, 2025, title="外县快照")


@pytest.mark.parametrize("who", MAY)
def test_who_judges_sees_every_page(as_: Any, snapshot: Snapshot, who: str) -> None:
    client = as_(who)
    assert {path: client.get(INDEX + path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)


@pytest.mark.parametrize("who", MAY_NOT)
def test_who_does_not_is_refused(as_: Any, snapshot: Snapshot, who: str) -> None:
    client = as_(who)
    assert {path: client.get(INDEX + path).status_code for path in PAGES} == dict.fromkeys(PAGES, 403)


def test_nobody_looks_without_signing_in(client: Any, snapshot: Snapshot) -> None:
    for path in PAGES:
        assert client.get(INDEX + path).status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_a_snapshot_of_another_county_is_not_there(
    as_: Any, snapshot: Snapshot, next_door: Snapshot, path: str
) -> None:
    if path == "counties/":
        assert "外县" not in as_("leader").get(INDEX + path).content.decode()
        return
    join = "&" if "?" in path else "?"
    assert as_("leader").get(f"{INDEX}{path}{join}snapshot={next_door.pk}").status_code == 404
    assert as_("outsider").get(f"{INDEX}{path}{join}snapshot={snapshot.pk}").status_code == 404
    assert as_("outsider").get(f"{INDEX}{path}{join}snapshot={next_door.pk}").status_code == 200


def test_an_inspector_is_shown_the_own_schools_only(as_: Any, snapshot: Snapshot, school_code: str) -> None:
    assessment = judged(snapshot).assessment
    own = {part.name for part in assessment.parts if part.school == school_code}
    others = {part.name for part in assessment.parts if part.school != school_code} - own
    client = as_("inspector")
    for path in (
        "",
        "indicators/primary/L1/",
        "indicators/primary/L2/",
        "working/?stage=primary&indicator=L2",
        "working/?item=G5",
    ):
        page = client.get(INDEX + path).content.decode()
        assert [name for name in others if name in page] == []
    assert any(name in client.get(INDEX).content.decode() for name in own)
    other = next(part for part in assessment.parts if part.school != school_code)
    figure = f"{INDEX}working/?unit={other.unit}&stage={other.stage}&indicator=L1"
    assert client.get(figure).status_code == 404
    for chart in (
        "distribution.csv?stage=primary&indicator=L1",
        "distribution.json?stage=primary&indicator=L1",
        "map.json",
    ):
        answer = client.get(f"{INDEX}charts/{chart}")
        assert [name for name in others if name in answer.content.decode()] == []


def test_the_countys_own_figures_are_the_same_for_an_inspector(as_: Any, snapshot: Snapshot) -> None:
    sentence = [
        re.search(r'<p class="sentence">(.*?)</p>', as_(who).get(INDEX).content.decode(), re.S)[1]
        for who in ("leader", "inspector")
    ]
    assert sentence[0] == sentence[1]


def test_a_viewer_sees_figures_without_the_registrys_records(as_: Any, snapshot: Snapshot) -> None:
    part = judged(snapshot).assessment.parts[0]
    page = as_("viewer").get(f"{INDEX}working/?unit={part.unit}&stage={part.stage}&indicator=L1").content.decode()
    assert "/registry/" not in page
    assert 'class="changed"' not in page


def test_a_viewer_goes_from_the_counties_to_each_countys_own_page(
    as_: Any, snapshot: Snapshot, next_door: Snapshot
) -> None:
    neighbour = County.objects.create(code=f"{snapshot.county_id[:4]}77", name="邻县")
    write(
        Actor(None, "test", "command"),
        neighbour.code,
        edits(demo.county(schools=8, seed=7, persons=False)),
        source="demo",
    )
    theirs = freeze(Actor(None, "test", "command"), neighbour.code, 2025)
    client = as_("viewer")
    page = client.get(INDEX + "counties/").content.decode()
    assert "邻县" in page
    assert "外县" not in page
    assert f"?snapshot={theirs.pk}" in page
    dashboard = client.get(f"{INDEX}?snapshot={theirs.pk}")
    assert dashboard.status_code == 200
    assert re.search(r"<h1>\s*邻县|<h1>青澜县", dashboard.content.decode())
    assert "邻县" in dashboard.content.decode()
    assert client.get(f"{INDEX}?snapshot={next_door.pk}").status_code == 404


def test_the_counties_say_which_has_no_snapshot(as_: Any, county: Any) -> None:
    page = as_("viewer").get(INDEX + "counties/").content.decode()
    assert "尚无快照" in page


def test_counties_that_would_take_too_long_are_named_and_come_the_next_time(
    as_: Any, snapshot: Snapshot, monkeypatch: Any
) -> None:
    client = as_("viewer")
    monkeypatch.setattr(counties, "SECONDS", -1)
    assert "尚未计算" in client.get(INDEX + "counties/").content.decode()
    monkeypatch.setattr(counties, "SECONDS", 30)
    assert "尚未计算" not in client.get(INDEX + "counties/").content.decode()
    monkeypatch.setattr(counties, "SECONDS", -1)
    assert "尚未计算" not in client.get(INDEX + "counties/").content.decode()


def test_the_countys_row_says_what_the_assessment_says(as_: Any, snapshot: Snapshot) -> None:
    assessment = judged(snapshot).assessment
    page = as_("viewer").get(INDEX + "counties/").content.decode()
    verdicts = [part.verdict for part in assessment.parts if part.stage == "primary"]
    limited = [one.verdict for one in assessment.county if one.verdict]
    assert f"小学 {verdicts.count('met')} / {len(verdicts)}" in page
    assert f"{limited.count('met')} / {len(limited)}" in page


def request_of(user: Any, county: Any) -> Any:
    request = RequestFactory().get("/")
    request.user, request.policy, request.county = user, Policy(user), county
    return request


def test_the_first_page_gets_the_verdict_and_four_charts(cast: Any, county: Any, snapshot: Snapshot) -> None:
    held = home.context(request_of(cast["leader"], county))
    assert held is not None
    assert [chart.name for chart in held["charts"]] == ["schools", "cv", "trends", "bands"]
    assert "".join(piece.text for piece in held["pieces"]).endswith("。")


def test_the_first_page_gets_nothing_for_who_may_not_and_without_a_snapshot(cast: Any, county: Any) -> None:
    assert home.context(request_of(cast["leader"], county)) is None
    assert home.context(request_of(cast["clerk"], county)) is None
    assert home.context(request_of(cast["system"], None)) is None
