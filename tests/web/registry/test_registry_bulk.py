"""One field of many records at once: looked at first, then all or nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from registry_cast import YEAR, persons

from junheng.web.registry import bulk
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.models import Batch, Part, Pupil, School

__all__ = ["persons"]


def look(client: Any, table: str, **given: Any) -> Any:
    return client.post(reverse("registry:bulk", args=[table]), given)


def apply(client: Any, table: str, token: str) -> Any:
    return client.post(reverse("registry:bulk_apply", args=[table]), {"plan": token}, follow=True)


def of(county: Any) -> Any:
    return School.objects.filter(county=county, year=YEAR).order_by("pk")


def test_what_would_change_is_shown_and_nothing_written(as_: Any, county: Any) -> None:
    of(county).update(township="东镇")
    some = [each.pk for each in of(county)[:3]]
    School.objects.filter(pk=some[0]).update(township="西镇")
    response = look(as_("finance_officer"), "school", pick=some, field="township", value="西镇", year=YEAR)
    plan = response.context["plan"]
    assert ([row["pk"] for row in plan.rows], plan.same) == (some[1:], 1)
    assert "东镇" in response.content.decode() and "西镇" in response.content.decode()
    assert set(of(county).values_list("version", flat=True)) == {1}


def test_it_is_done_as_shown_in_one_batch_that_is_logged(as_: Any, county: Any) -> None:
    client = as_("finance_officer")
    some = [each.pk for each in of(county)[:3]]
    token = look(client, "school", pick=some, field="guards", value="false", year=YEAR).context["token"]
    page = apply(client, "school", token)
    assert "已修改" in page.content.decode()
    assert set(School.objects.filter(pk__in=some).values_list("guards", flat=True)) == {False}
    batch = Batch.objects.first()
    assert (batch.source, batch.by_name) == ("bulk", "finance_officer")


def test_the_whole_list_means_the_list_as_filtered(as_: Any, county: Any) -> None:
    client = as_("finance_officer")
    locale = of(county)[0].locale
    plan = look(client, "school", all="1", field="township", value="新镇", year=YEAR, locale=locale).context["plan"]
    assert {row["pk"] for row in plan.rows} == set(of(county).filter(locale=locale).values_list("pk", flat=True))


def test_a_record_changed_meanwhile_stops_all_of_it(as_: Any, county: Any, actor: Any) -> None:
    client = as_("finance_officer")
    some = list(of(county)[:3])
    token = look(client, "school", pick=[each.pk for each in some], field="township", value="新镇").context["token"]
    key = {"year": YEAR, "school_code": some[2].school_code, "campus": some[2].campus}
    write(actor, county.code, [Edit("school", {**key, "books": 1})], source="form")
    page = apply(client, "school", token)
    assert "一条也没有修改" in page.content.decode()
    assert not of(county).filter(township="新镇").exists()


def test_a_plan_is_its_makers_and_unaltered(as_: Any, county: Any) -> None:
    some = [each.pk for each in of(county)[:2]]
    token = look(as_("finance_officer"), "school", pick=some, field="township", value="新镇").context["token"]
    for client, table, plan in (
        (as_("schooling_officer"), "school", token),
        (as_("finance_officer"), "room", token),
        (as_("finance_officer"), "school", f"{token}x"),
        (as_("finance_officer"), "school", ""),
    ):
        assert "一条也没有修改" in apply(client, table, plan).content.decode()
    assert not of(county).filter(township="新镇").exists()


def test_a_clerk_changes_the_own_schools_alone(as_: Any, persons: Any) -> None:
    client = as_("clerk")
    everybody = list(Pupil.objects.values_list("pk", flat=True))
    response = look(client, "pupil", pick=everybody, field="left_behind", value="false", year=YEAR)
    assert len(response.context["plan"].rows) == 2
    assert "赵外校" not in response.content.decode()
    apply(client, "pupil", response.context["token"])
    assert Pupil.objects.get(pupil_id="G200").left_behind is None
    assert set(Pupil.objects.filter(left_behind=False).values_list("pupil_id", flat=True)) == {"G100", "G101"}


def test_a_clerk_whose_grant_ended_meanwhile_changes_nothing(as_: Any, cast: Any, persons: Any) -> None:
    client = as_("clerk")
    everybody = list(Pupil.objects.values_list("pk", flat=True))
    token = look(client, "pupil", pick=everybody, field="left_behind", value="false", year=YEAR).context["token"]
    cast["clerk"].grants.all().delete()
    assert client.post(reverse("registry:bulk_apply", args=["pupil"]), {"plan": token}).status_code == 403
    assert not Pupil.objects.filter(left_behind=False).exists()


@pytest.mark.parametrize("name", ["leader", "principal", "inspector", "staff_officer", "viewer"])
def test_readers_set_nothing(as_: Any, county: Any, name: str) -> None:
    assert look(as_(name), "school", all="1", field="township", value="新镇").status_code == 403


@pytest.mark.parametrize("field", ["school_code", "year", "school_name", "identity_number", "version", "nonsense", ""])
def test_what_tells_records_apart_is_not_set_for_many(as_: Any, county: Any, field: str) -> None:
    response = look(as_("finance_officer"), "school", all="1", field=field, value="1")
    assert response.status_code == 302
    assert "token" not in (response.context or {})


def test_a_value_that_does_not_fit_is_said(as_: Any, county: Any) -> None:
    response = look(as_("finance_officer"), "school", all="1", field="books", value="很多")
    assert response.status_code == 422
    assert "应是整数" in response.content.decode()


def test_a_value_that_contradicts_a_record_is_not_offered(as_: Any, county: Any) -> None:
    response = look(as_("schooling_officer"), "part", all="1", field="girls", value="19999", year=YEAR)
    assert response.context["plan"].wrong
    assert "多出" in response.content.decode()
    assert "bulk/apply" not in response.content.decode()
    assert not Part.objects.filter(girls=19999).exists()


def test_a_plan_that_contradicts_a_record_is_refused_even_when_sent(as_: Any, county: Any) -> None:
    client = as_("schooling_officer")
    token = look(client, "part", all="1", field="girls", value="19999", year=YEAR).context["token"]
    assert "一条也没有修改" in apply(client, "part", token).content.decode()
    assert not Part.objects.filter(girls=19999).exists()


def test_more_than_the_bound_is_refused(as_: Any, county: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "MOST", 2)
    response = look(as_("finance_officer"), "school", all="1", field="township", value="新镇", year=YEAR)
    assert response.status_code == 422
    assert "一次最多修改 2 条" in response.content.decode()


def test_blank_is_a_value(as_: Any, county: Any) -> None:
    client = as_("finance_officer")
    token = look(client, "school", all="1", field="built_year", value="", year=YEAR).context["token"]
    apply(client, "school", token)
    assert set(of(county).values_list("built_year", flat=True)) == {None}
