"""What an installation begins with, who a proxy says is asking, and the address of the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import RequestFactory

from junheng.web.log.actor import Actor
from junheng.web.log.models import Entry
from junheng.web.people.models import County, Role, User
from junheng.web.people.policy import Policy
from junheng.web.site import beginning, database
from junheng.web.site.options import database as address
from junheng.web.site.proxy import Proxied


def test_a_county_is_added_once_and_changed_by_what_is_given(db: None, actor: Actor) -> None:
    beginning.add_county(actor, "410122", "中牟县", city="郑州市", province="河南省")
    beginning.add_county(actor, "410122", "中牟县")
    beginning.add_county(actor, "410122", "中牟县", standard="cn.basic.2012")
    county = County.objects.get()
    assert (county.name, county.city_name, county.standard) == ("中牟县", "郑州市", "cn.basic.2012")
    assert list(Entry.objects.values_list("act", flat=True)) == ["county.add", "county.change"]


@pytest.mark.parametrize(
    ("code", "name", "standard"),
    [("4101", "县", ""), ("41012a", "县", ""), ("410122", "县", "cn.none"), ("410122", "", "")],
)
def test_a_county_that_cannot_be_is_refused(db: None, actor: Actor, code: str, name: str, standard: str) -> None:
    with pytest.raises(ValidationError):
        beginning.add_county(actor, code, name, standard=standard)
    assert not County.objects.exists()


def test_the_first_administrator_gets_an_account_the_second_is_for_the_pages(db: None, actor: Actor) -> None:
    password = beginning.open_administrator(actor, Role.SYSTEM, "zhang", "张三")
    person = User.objects.get()
    assert password is not None
    assert person.check_password(password)
    assert Policy(person).may("people.manage")
    assert beginning.open_administrator(actor, Role.SYSTEM, "li", "李四") is None
    assert beginning.open_administrator(actor, Role.AUDIT, "wang", "王五") is not None
    assert User.objects.count() == 2


def test_a_database_that_was_migrated_waits_for_nothing(db: None) -> None:
    assert database.waiting_migrations() == []
    database.upgrade()


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("6.6.6.6, 10.1.2.3", "10.1.2.3"),
        ("2001:db8::1", "2001:db8::1"),
        ("", "127.0.0.1"),
        ("<script>", "127.0.0.1"),
        ("10.1.2.3, unknown", "127.0.0.1"),
    ],
)
def test_the_person_is_where_the_proxy_says_not_where_they_say(said: str, seen: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=said)
    assert Proxied(lambda asked: HttpResponse(asked.META["REMOTE_ADDR"]))(request).content.decode() == seen


def test_the_address_of_a_database_is_read_and_a_wrong_one_refused() -> None:
    read: dict[str, Any] = address("postgresql://a%40b:p%2Fw@db:5433/junheng?sslmode=require", Path())
    assert [read[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "a@b",
        "p/w",
        "db",
        "5433",
        "junheng",
    ]
    assert read["OPTIONS"] == {"sslmode": "require"}
    assert address("postgresql://junheng@/junheng?host=/run/postgresql", Path())["HOST"] == "/run/postgresql"
    for wrong in ("mysql://db/junheng", "postgresql://db/", "junheng"):
        with pytest.raises(ValueError, match="JUNHENG_DATABASE_URL"):
            address(wrong, Path())
