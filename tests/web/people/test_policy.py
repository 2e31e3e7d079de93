"""The policy object: default deny, ends of grants, sections, schools, areas, sight, rows as covers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng.dictionary import load
from junheng.web.log.actor import Actor
from junheng.web.people import policy as module
from junheng.web.people.models import County, Grant, Section, User
from junheng.web.people.policy import Policy, Refused, rules
from junheng.web.registry.models import CountyFigures, School

HERE, THERE = "990101", "999902"


def of(cast: dict[str, User], name: str) -> Policy:
    return Policy(cast[name])


@pytest.mark.parametrize("act", ["no.such.act", "registry", "", "registry.view "])
def test_an_act_nobody_wrote_a_rule_for_is_refused_to_everybody(cast: dict[str, User], act: str) -> None:
    assert not any(Policy(user).may(act) for user in cast.values())


def test_nobody_and_the_unknown_may_nothing(cast: dict[str, User]) -> None:
    for user in (None, AnonymousUser()):
        assert not any(Policy(user).may(act) for act in rules())
    assert [act for act in rules() if of(cast, "stranger").may(act)] == ["account.own"]


def test_somebody_whose_account_is_closed_may_nothing(cast: dict[str, User]) -> None:
    cast["leader"].is_active = False
    assert not any(of(cast, "leader").may(act) for act in rules())


def test_the_own_account_reaches_into_no_county(cast: dict[str, User]) -> None:
    assert of(cast, "leader").may("account.own")
    assert not of(cast, "leader").may("account.own", county=HERE)


def test_a_grant_holds_to_the_end_of_its_last_day(cast: dict[str, User]) -> None:
    grant = cast["leader"].grants.get()
    for days, expected in ((1, True), (0, True), (-1, False)):
        grant.until = timezone.localdate() + timedelta(days=days)
        grant.save()
        assert of(cast, "leader").may("registry.view", county=HERE) is expected


def test_county_roles_stop_at_the_county_s_border(cast: dict[str, User]) -> None:
    for name in ("leader", "officer", "clerk", "principal", "inspector"):
        acts = [act for act in rules() if of(cast, name).may(act)]
        assert not [act for act in acts if of(cast, name).may(act, county=THERE)], name
        assert not [act for act in acts if of(cast, name).may(act, county="")], name


def test_administrators_reach_into_no_county(cast: dict[str, User]) -> None:
    for name in ("system", "security", "audit"):
        assert not [act for act in rules() if of(cast, name).may(act, county=HERE)]
        assert not of(cast, name).counties("home.view").exists()


def test_a_viewer_sees_the_counties_of_the_area_and_no_other(cast: dict[str, User]) -> None:
    County.objects.create(code="990102", name="邻县")
    County.objects.create(code="990201", name="邻市县")
    city, province = of(cast, "viewer"), cast["viewer"].grants.get()
    assert [county.code for county in city.counties("judgement.view")] == [HERE, "990102"]
    assert not city.may("judgement.view", county="990201")
    province.area = "99"
    province.save()
    assert of(cast, "viewer").may("judgement.view", county="990201")
    assert not of(cast, "viewer").may("registry.view", county=HERE)


def test_a_clerk_may_in_the_own_school_only(cast: dict[str, User], school_code: str) -> None:
    policy = of(cast, "clerk")
    assert policy.may("filing.fill", county=HERE, school=school_code)
    assert not policy.may("filing.fill", county=HERE, school="2199000099")
    assert not policy.may("filing.fill", county=HERE, school="")
    assert not policy.may("filing.fill", county=THERE, school=school_code)
    assert policy.schools("filing.fill", HERE) == {school_code}
    assert of(cast, "officer").schools("filing.review", HERE) is None
    assert of(cast, "leader").schools("filing.fill", HERE) == frozenset()


def test_an_officer_edits_the_tables_of_the_own_section(cast: dict[str, User]) -> None:
    may = {
        name: {table for table in load().tables if of(cast, name).may("registry.edit", county=HERE, table=table)}
        for name in ("finance_officer", "staff_officer", "leader")
    }
    assert may == {
        "finance_officer": {"school", "county", "equipment", "room"},
        "staff_officer": {"teacher", "part"},
        "leader": set(),
    }


def test_acts_named_for_one_section_are_refused_to_the_others(cast: dict[str, User]) -> None:
    assert of(cast, "officer").may("filing.manage", county=HERE)
    for name in ("finance_officer", "staff_officer", "schooling_officer", "leader", "clerk"):
        assert not of(cast, name).may("filing.manage", county=HERE), name


SEES = {
    "pupil": {"schooling_officer", "clerk", "principal"},
    "teacher": {"staff_officer", "clerk", "principal"},
}
"""Who sees the persons of which table, in the own county and school."""


@pytest.mark.parametrize("table", SEES)
def test_fields_of_persons_are_hidden_from_all_who_do_not_answer_for_them(
    cast: dict[str, User], school_code: str, table: str
) -> None:
    fields = load().tables[table].fields
    personal = [name for name, field in fields.items() if field.sensitivity in {"personal", "sensitive", "minor"}]
    assert f"{table}_name" in personal
    for name, user in cast.items():
        for field in fields:
            sight = Policy(user).sight(table, field, county=HERE, school=school_code)
            if field not in personal:
                assert sight == "clear"
            elif name in SEES[table]:
                assert sight == ("masked" if field == "identity_number" else "clear"), (name, field)
            else:
                assert sight == "hidden", (name, field)


def test_persons_of_another_school_or_county_are_hidden(cast: dict[str, User], school_code: str) -> None:
    assert of(cast, "clerk").sight("pupil", "pupil_name", county=HERE, school="2199000099") == "hidden"
    assert of(cast, "schooling_officer").sight("pupil", "pupil_name", county=THERE, school=school_code) == "hidden"
    assert not of(cast, "outsider").sees_persons("teacher", county=HERE)


def test_an_object_of_no_county_is_nobody_s(cast: dict[str, User]) -> None:
    thing = School(county_id=None, year=2025, school_code="")
    assert not [name for name in cast if of(cast, name).covers("home.view", thing)]


def test_what_is_refused_is_answered_403_by_pages(cast: dict[str, User]) -> None:
    with pytest.raises(Refused) as caught:
        of(cast, "leader").demand("registry.edit")
    assert isinstance(caught.value, PermissionDenied)


@pytest.mark.parametrize(
    "line",
    [
        '"a.b" = { roles = ["chef"] }',
        '"a.b" = { roles = ["officer:cooking"] }',
        '"a.b" = { role = ["leader"] }',
        '"a.b" = {}',
        '"a.b" = { roles = ["leader"], everyone = true }',
    ],
)
def test_a_rule_with_a_role_or_word_that_is_none_is_an_error(line: str) -> None:
    import tomllib

    with pytest.raises(ValueError, match=r"policy.toml, a\.b"):
        module._rule("a.b", tomllib.loads(line)["a.b"])


def test_every_act_is_called_something_in_both_languages() -> None:
    assert [act for act, rule in rules().items() if not (rule.words.zh and rule.words.en)] == []


def test_asking_twice_reads_the_grants_once(cast: dict[str, User], django_assert_num_queries: Any) -> None:
    policy = of(cast, "clerk")
    with django_assert_num_queries(1):
        policy.may("filing.fill")
        policy.may("registry.view", county=HERE)
        policy.sight("pupil", "pupil_name", county=HERE)


SCHOOLS = ["2199000001", "2199000002"]
PLACES = st.one_of(
    st.fixed_dictionaries({"role": st.just("leader"), "county_id": st.sampled_from([HERE, THERE])}),
    st.fixed_dictionaries(
        {
            "role": st.just("officer"),
            "county_id": st.sampled_from([HERE, THERE]),
            "section": st.sampled_from(Section.values),
        }
    ),
    st.fixed_dictionaries(
        {
            "role": st.sampled_from(["clerk", "principal", "inspector"]),
            "county_id": st.sampled_from([HERE, THERE]),
            "school_code": st.sampled_from(SCHOOLS),
        }
    ),
    st.fixed_dictionaries({"role": st.just("viewer"), "area": st.sampled_from(["99", "9901", "9902"])}),
    st.fixed_dictionaries({"role": st.sampled_from(["system", "security", "audit"])}),
)


@pytest.fixture
def rows_here_and_there(db: None) -> User:
    for code in (HERE, THERE):
        County.objects.create(code=code, name=code)
        CountyFigures.objects.create(county_id=code, year=2025)
        for school in SCHOOLS:
            School.objects.create(county_id=code, year=2025, school_code=school)
    return User.objects.create(username="somebody")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.lists(PLACES, max_size=4, unique_by=lambda place: tuple(sorted(place.items()))),
    act=st.sampled_from(sorted(rules())),
    table=st.sampled_from([None, "school", "county", "pupil", "teacher"]),
)
def test_rows_of_the_database_are_those_the_policy_covers(
    rows_here_and_there: User, places: list[dict[str, str]], act: str, table: str | None
) -> None:
    Grant.objects.all().delete()
    Grant.objects.bulk_create(Grant(user=rows_here_and_there, **place) for place in places)
    policy = Policy(rows_here_and_there)
    for model in (School, CountyFigures):
        every = model.objects.order_by("pk")
        covered = [row.pk for row in every if policy.covers(act, row, table)]
        assert [row.pk for row in policy.rows(act, every, table=table)] == covered
    for county in (HERE, THERE):
        limited = policy.schools(act, county)
        whole = {school for school in SCHOOLS if policy.may(act, county=county, school=school)}
        assert whole == (set(SCHOOLS) if limited is None else set(limited))
        assert policy.counties(act).filter(pk=county).exists() == policy.may(act, county=county)


def test_the_command_line_is_trusted_and_a_person_is_asked(cast: dict[str, User]) -> None:
    module.demand_of(Actor.command().user, "people.grant")
    with pytest.raises(Refused):
        module.demand_of(cast["system"], "people.grant")
