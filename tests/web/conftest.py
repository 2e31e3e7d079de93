"""The fixed cast of every web test, in a small county (Testshire) with its neighbour."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.core.management.commands import flush
from django.middleware import csrf
from django.test import Client
from django.utils import translation

from junheng import demo
from junheng.dictionary import Tables
from junheng.web.log import guard
from junheng.web.log.actor import Actor
from junheng.web.people.models import County, Grant, User
from junheng.web.registry.acts import write
from junheng.web.registry.load import county_of, edits, load
from junheng.web.registry.models import School

COUNTY_ROLES = {
    "leader": {"role": "leader"},
    "officer": {"role": "officer", "section": "inspection"},
    "finance_officer": {"role": "officer", "section": "finance"},
    "staff_officer": {"role": "officer", "section": "staff"},
    "schooling_officer": {"role": "officer", "section": "schooling"},
}
SCHOOL_ROLES = ("clerk", "principal", "inspector")
ADMINISTRATORS = ("system", "security", "audit")
OUTSIDE = "999902"


@cache
def small_tables(persons: bool = True) -> Tables:
    """Return the tables of an invented county of eight schools, three years, persons of the last."""
    return demo.county(schools=8, seed=7, persons=persons)


@pytest.fixture(autouse=True)
def _data_directory(settings: Any, tmp_path: Any) -> None:
    """Keep files a test writes in its own directory."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.SNAPSHOTS = tmp_path / "snapshots"


@pytest.fixture(scope="session", autouse=True)
def _the_log_is_emptied_between_tests() -> Iterator[None]:
    """Let Django empty all tables after a test with transactions of its own: the log's triggers forbid it.

    They are taken away for that moment; `post_migrate`, which Django sends then, puts them back.
    """
    plain = flush.sql_flush
    patch = pytest.MonkeyPatch()
    patch.setattr(
        flush,
        "sql_flush",
        lambda style, connection, **options: [*guard.down(connection.vendor), *plain(style, connection, **options)],
    )
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _chinese_first() -> Any:
    """Begin in Chinese: a page asked for in English leaves its language behind in the thread."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def actor() -> Actor:
    return Actor(None, "test", "command")


@pytest.fixture(autouse=True)
def _forms_carry_no_chance_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every form the same hidden token: among random letters any short text, "D1" say, is found some day."""
    monkeypatch.setattr(csrf, "_get_new_csrf_string", lambda: "z" * csrf.CSRF_SECRET_LENGTH)


@pytest.fixture
def county(db: None, actor: Actor) -> County:
    """The county with its records of schools (eight schools, 2023 to 2025), without persons."""
    load(actor, small_tables(persons=False))
    return county_of(small_tables())


@pytest.fixture
def peopled(county: County, actor: Actor) -> County:
    """The county with pupils, staff and equipment of 2025 too; slower."""
    write(actor, county.code, edits(small_tables(), ("pupil", "teacher", "equipment")), source="demo")
    return county


@pytest.fixture
def bare_county(db: None) -> County:
    """The county without records."""
    return county_of(small_tables())


@pytest.fixture
def school_code() -> str:
    """The first school of the county, by code: the clerk's, principal's and inspector's."""
    return str(small_tables()["school"]["school_code"].min())


@pytest.fixture(scope="session")
def small() -> Any:
    """The function that invents the tables: `small(persons=False)`."""
    return small_tables


@pytest.fixture(scope="session")
def make_cast() -> Any:
    """The function that makes the cast: county and the school of the clerk, principal and inspector → by name."""
    return _cast


def _cast(county: County, school_code: str) -> dict[str, User]:
    people: dict[str, User] = {}

    def person(name: str, **grant: Any) -> None:
        people[name] = User.objects.create(username=name, display_name=name)
        if grant:
            Grant.objects.create(user=people[name], **grant)

    for name, grant in COUNTY_ROLES.items():
        person(name, county=county, **grant)
    for name in SCHOOL_ROLES:
        person(name, role=name, county=county, school_code=school_code)
    for name in ADMINISTRATORS:
        person(name, role=name)
    person("viewer", role="viewer", area=county.code[:4])
    outside, _ = County.objects.get_or_create(code=OUTSIDE, defaults={"name": "外县"})
    person("outsider", role="officer", section="inspection", county=outside)
    person("stranger")
    return people


@pytest.fixture
def cast(bare_county: County, school_code: str) -> dict[str, User]:
    """Return everybody by name; `outsider` is an officer of another county, `stranger` has no grant."""
    return _cast(bare_county, school_code)


@pytest.fixture
def as_(cast: dict[str, User]) -> Any:
    """Return a function: name of the cast → a client signed in as that person."""

    def sign_in(name: str) -> Client:
        client = Client()
        client.force_login(cast[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def other_school(county: County, school_code: str) -> str:
    """A school of the county that is not the clerk's."""
    code = School.objects.filter(county=county).exclude(school_code=school_code).values_list("school_code", flat=True)
    return str(code.order_by("school_code")[0])
