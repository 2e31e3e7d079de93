"""The invented county in the database: every role has somebody, and a start that was interrupted is completed."""

from __future__ import annotations

from typing import Any

import pytest

from junheng.web.people.models import County, Grant, Role, Section, User
from junheng.web.people.policy import Policy
from junheng.web.site import demo
from junheng.web.snapshots.models import Snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> County:
    return demo.records(8)


def test_every_role_and_section_has_somebody_with_a_name_and_a_password_to_replace(home: County) -> None:
    made = demo.accounts(home)
    assert [account.username for account in made] == list(demo.USERNAMES)
    assert {grant.role for grant in Grant.objects.all()} == set(Role)
    assert {grant.section for grant in Grant.objects.filter(role="officer")} == set(Section)
    for account in made:
        user = User.objects.get(username=account.username)
        assert user.check_password(account.password)
        assert user.must_change_password
        assert user.display_name == account.name


def test_administrators_are_three_and_see_no_county(home: County) -> None:
    demo.accounts(home)
    for username in demo.ADMINISTRATORS:
        policy = Policy(User.objects.get(username=username))
        assert len(policy.roles) == 1
        assert not policy.counties("registry.view").exists()


def test_the_city_sees_two_counties_and_everybody_else_one(home: County) -> None:
    demo.accounts(home)
    assert Policy(User.objects.get(username="shiji")).counties("judgement.view").count() == 2
    for username in ("juzhang", *demo.SECTIONS):
        assert Policy(User.objects.get(username=username)).counties("judgement.view").count() == 1


def test_clerk_and_principal_share_a_school_and_the_inspector_has_five(home: County) -> None:
    demo.accounts(home)
    codes = {name: set(User.objects.get(username=name).grants.values_list("school_code", flat=True)) for name in
             ("tianbao1", "tianbao2", "xiaozhang1", "xiaozhang2", "duxue")}  # fmt: skip
    assert codes["tianbao1"] == codes["xiaozhang1"] != codes["tianbao2"] == codes["xiaozhang2"]
    assert len(codes["duxue"]) == 5


def test_two_years_are_frozen_once(home: County) -> None:
    demo.accounts(home)
    for _ in range(2):
        for step in demo.STEPS:
            step(home)
    assert sorted(Snapshot.objects.filter(county=home).values_list("year", flat=True)) == [2024, 2025]
    assert Snapshot.objects.exclude(county=home).count() == 1


def test_records_are_written_once(home: County, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(4):
        assert demo.records(8) == home
    assert County.objects.count() == 2


def test_accounts_are_all_there_or_none(home: County, monkeypatch: pytest.MonkeyPatch) -> None:
    given = demo.grant
    calls = iter(range(100))

    def broken(*arguments: Any, **where: Any) -> Any:
        if next(calls) == 7:
            raise RuntimeError
        return given(*arguments, **where)

    monkeypatch.setattr(demo, "grant", broken)
    with pytest.raises(RuntimeError):
        demo.accounts(home)
    assert not demo.present()


def test_other_peoples_data_are_noticed(home: County) -> None:
    demo.accounts(home)
    assert demo.present()
    assert not demo.foreign()
    County.objects.create(code="410000", name="真实县")
    assert demo.foreign()
