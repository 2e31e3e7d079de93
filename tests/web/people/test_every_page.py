"""Every address × every person × own object, other county's, other school's: against a table written by hand.

MAY is the second opinion on policy.toml: it was written from what the roles are for, not copied from the file, and
a new page without an act, an act without a rule or without a line here, and an address without a sample each fail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from addresses import Address, addresses
from django.conf import settings as configured
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from samples import SAMPLES, World

from junheng.web.log.actor import Actor
from junheng.web.people.models import User
from junheng.web.people.policy import Policy, rules
from junheng.web.registry.load import county_of

OFFICERS = {"officer", "finance_officer", "staff_officer", "schooling_officer", "outsider"}
OF_INSPECTION = {"officer", "outsider"}
SCHOOL = {"clerk", "principal", "inspector"}
BUREAU = {"leader", *OFFICERS}
ADMINISTRATORS = {"system", "security", "audit"}
WORKING = BUREAU | SCHOOL | {"viewer"}
ALL = WORKING | ADMINISTRATORS

MAY: dict[str, set[str]] = {
    "home.view": ALL,
    "account.own": ALL | {"stranger"},
    # records: editing is for those who answer for them; viewers see no records, administrators nothing of a county
    "registry.view": BUREAU | SCHOOL,
    "registry.edit": OFFICERS | {"clerk"},
    "registry.import": OFFICERS | {"clerk"},
    "registry.undo": OFFICERS | {"clerk"},
    "registry.share": OFFICERS,
    "registry.export": BUREAU | {"clerk", "principal"},
    "registry.persons": OFFICERS | {"clerk", "principal"},
    # filing: the clerk fills, the principal signs, officers review, inspection runs the round
    "filing.view": BUREAU | SCHOOL,
    "filing.manage": OF_INSPECTION,
    "filing.review": OFFICERS,
    "filing.fill": {"clerk"},
    "filing.sign": {"principal"},
    # figures: aggregates for viewers; a clerk sees the own school's judgement only
    "snapshot.view": BUREAU | {"principal", "inspector", "viewer"},
    "snapshot.records": BUREAU | {"principal", "inspector"},
    "snapshot.download": BUREAU,
    "snapshot.make": OF_INSPECTION,
    "judgement.view": BUREAU | {"inspector", "viewer"},
    "judgement.school": WORKING,
    "judgement.scenario": BUREAU,
    "judgement.items": OFFICERS,
    # reports: checked and judged by the bureau and by the school whose report it is; the inspector reads
    "audit.view": BUREAU | SCHOOL,
    "audit.check": BUREAU | {"clerk", "principal"},
    "audit.judge": BUREAU | {"clerk", "principal"},
    "evidence.view": BUREAU | SCHOOL,
    "evidence.edit": OFFICERS | {"clerk"},
    "evidence.export": OF_INSPECTION,
    # three administrators, each with the own part
    "people.manage": {"system"},
    "people.unlock": {"system", "security"},
    "people.grant": {"security"},
    "people.policy": {"security", "audit"},
    "settings.manage": {"system"},
    "operation.view": {"system"},
    "log.view": {"audit"},
    "log.export": {"audit"},
    "log.pack": {"audit"},
    "jobs.own": ALL,
    "jobs.all": {"system"},
    "api.use": WORKING,
    "api.tokens": WORKING,
}

REFUSED = {403, 404}
API = "api:"
"""Addresses asked for with a token, not with a browser's session: theirs is the last test, and tests/web/api."""

ADDRESSES = sorted(addresses(), key=str)


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Settled:
    """The world, made once for all addresses: its objects by address, and who is signed in with which session."""

    world: World
    samples: dict[str, Any]
    sessions: dict[str, str]

    def client(self, name: str, **settings: Any) -> Client:
        client = Client(**settings)
        client.cookies[configured.SESSION_COOKIE_NAME] = self.sessions[name]
        return client

    def clients(self) -> Iterator[tuple[str, Client]]:
        for name in self.sessions:
            yield name, self.client(name)

    def sample(self, address: Address) -> dict[str, Any]:
        """Return what to put into the address; nothing to put in is one sample as well."""
        if not address.arguments and address.name not in self.samples:
            return {"own": {}}
        assert address.name in self.samples, (
            f"{address.name} names an object ({', '.join(address.arguments)}): "
            "add how to make one to SAMPLES in samples.py"
        )
        found = self.samples[address.name]
        if isinstance(found, Exception):
            raise found
        return dict(found)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Where this module's snapshots and files lie."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SNAPSHOTS", "MEDIA_ROOT"):
            patch.setattr(configured, name, tmp_path_factory.mktemp(name.lower()))
        yield configured.SNAPSHOTS, configured.MEDIA_ROOT


@pytest.fixture(scope="module")
def settled(django_db_setup: None, django_db_blocker: Any, files: Any, make_cast: Any, small: Any) -> Any:
    """Build it, committed; empty the database afterwards. Each test's own changes are rolled back before the next."""
    tables = small(persons=False)
    codes = sorted(set(tables["school"]["school_code"].to_list()))
    with django_db_blocker.unblock():
        cache.clear()
        county = county_of(tables)
        people = make_cast(county, codes[0])
        world = World(people, county, codes[0], codes[1], Actor(None, "test", "command"), tables)
        try:
            yield Settled(world, _made(world), {name: _session(user) for name, user in people.items()})
        finally:
            call_command("flush", interactive=False, verbosity=0)


def _made(world: World) -> dict[str, Any]:
    samples: dict[str, Any] = {}
    for name, make in SAMPLES.items():
        try:
            samples[name] = make(world)
        except Exception as error:
            samples[name] = error
    return samples


def _session(user: User) -> str:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client.cookies[configured.SESSION_COOKIE_NAME].value


@pytest.fixture(autouse=True)
def _here(settled: Settled, files: Any, db: None, settings: Any, _data_directory: None) -> None:
    settings.SNAPSHOTS, settings.MEDIA_ROOT = files


def own(address: Address, sample: dict[str, Any]) -> str:
    query = f"?{sample['query']}" if "query" in sample else ""
    return reverse(address.name, kwargs=sample["own"]) + query


def in_scope(address: Address) -> bool:
    return not (address.name.startswith(API) and address.act == "public")


GATED = [each for each in ADDRESSES if in_scope(each)]
BEHIND = [each for each in GATED if each.act not in {None, "public"}]


@pytest.mark.parametrize("address", GATED, ids=str)
def test_every_address_has_a_name_and_an_act_with_a_rule_and_a_line_here(address: Address) -> None:
    assert address.name, f"{address.path} has no name"
    assert address.act is not None, f"{address} is not marked with @page or @public: nobody can open it"
    if address.act != "public":
        assert address.act in rules(), f"{address}: policy.toml has no rule for {address.act}"


def test_the_table_here_and_the_rules_speak_of_the_same_acts() -> None:
    assert set(MAY) == set(rules())


PUBLIC = {
    "account_login",
    "account_logout",
    "account_inactive",
    "mfa_authenticate",
    "set_language",
    "charts:script",  # the library that draws charts, the same for everybody
    "operation:live",  # up or not, for the supervisor and the proxy: no figure, no name
    "operation:ready",
}
"""All that may be asked for without signing in."""


def test_only_these_addresses_are_public() -> None:
    assert {each.name for each in GATED if each.act == "public"} - PUBLIC == set()


def test_every_rule_admits_whom_the_table_admits_and_nobody_else(settled: Settled) -> None:
    for act, expected in MAY.items():
        assert {name for name, user in settled.world.people.items() if Policy(user).may(act)} == expected, act


@pytest.mark.parametrize("address", BEHIND, ids=str)
def test_who_has_not_signed_in_is_sent_to_sign_in(address: Address, settled: Settled) -> None:
    url = reverse(address.name, kwargs=settled.sample(address)["own"])
    for method in ("get", "post"):
        answer = getattr(Client(), method)(url)
        assert answer.status_code == 302, method
        assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("address", BEHIND, ids=str)
def test_each_person_gets_what_the_role_is_for_and_nothing_else(address: Address, settled: Settled) -> None:
    sample = settled.sample(address)
    url = own(address, sample)
    outside = {"outsider"} if "other_county" in sample else set()
    reach = MAY[address.act] & sample.get("own_for", MAY[address.act] - outside)
    for name, client in settled.clients():
        answer = client.get(url)
        answer.close()
        status = answer.status_code
        if name in reach:
            assert status not in REFUSED, (name, status)
            assert status < 500, (name, status)
        else:
            assert status in REFUSED | {405}, (name, status)
            assert client.post(url).status_code in REFUSED | {405}, name


ELSEWHERE = [each for each in BEHIND if each.arguments]


@pytest.mark.parametrize("address", ELSEWHERE, ids=str)
def test_nobody_reaches_an_object_of_a_county_out_of_sight(address: Address, settled: Settled) -> None:
    sample = settled.sample(address)
    if "other_county" not in sample:
        assert "own" in sample
        return
    url = reverse(address.name, kwargs=sample["other_county"])
    for name, client in settled.clients():
        if name in sample.get("all_for", ()):
            continue
        for method in ("get", "post"):
            assert getattr(client, method)(url).status_code in REFUSED | {405}, (name, method)


@pytest.mark.parametrize("address", ELSEWHERE, ids=str)
def test_nobody_of_one_school_reaches_an_object_of_another(address: Address, settled: Settled) -> None:
    sample = settled.sample(address)
    if "other_school" not in sample:
        assert "own" in sample
        return
    url = reverse(address.name, kwargs=sample["other_school"])
    for name, client in settled.clients():
        if name in SCHOOL:
            for method in ("get", "post"):
                assert getattr(client, method)(url).status_code in REFUSED | {405}, (name, method)


@pytest.mark.parametrize("address", BEHIND, ids=str)
def test_a_post_without_the_form_s_token_is_refused(address: Address, settled: Settled) -> None:
    client = settled.client(min(MAY[address.act]), enforce_csrf_checks=True)
    answer = client.post(reverse(address.name, kwargs=settled.sample(address)["own"]))
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


NOTED = {"log_entry", "log_head", "django_session", "usersessions_usersession", "site_cache"}
"""Tables that asking for a page may write: what was looked at, and the session."""
WRITES = re.compile(r'^(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(\w+)"')


@pytest.mark.parametrize("address", BEHIND, ids=str)
def test_asking_for_a_page_changes_nothing_but_what_is_noted(address: Address, settled: Settled) -> None:
    sample = settled.sample(address)
    reach = MAY[address.act] & sample.get("own_for", MAY[address.act])
    client = settled.client(min(reach - {"outsider"} or MAY[address.act]))
    with CaptureQueriesContext(connection) as seen:
        client.get(own(address, sample)).close()
    written = {found[1] for query in seen.captured_queries if (found := WRITES.match(query["sql"]))}
    assert written - NOTED == set()


LASTING = {"charts:script"}
"""What a browser may keep: its address changes with its content."""
INLINE = re.compile(
    r"<style|<script(?![^>]*\b(?:src=|type=\"application/json\"))|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)


@pytest.mark.parametrize("address", GATED, ids=str)
def test_every_page_carries_the_headers_and_nothing_inline(address: Address, settled: Settled) -> None:
    sample = settled.sample(address)
    url = own(address, sample)
    client = Client()
    if address.act != "public":
        reach = MAY[address.act] & sample.get("own_for", MAY[address.act])
        client = settled.client(min(reach - {"outsider"} or MAY[address.act]))
    answer = client.get(url)
    policy = answer["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy or policy.startswith("sandbox")
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    if address.name not in LASTING:
        assert "no-store" in answer["Cache-Control"]
    if not answer.streaming and answer["Content-Type"].startswith("text/html"):
        assert not INLINE.search(answer.content.decode()), url
    answer.close()


ASKED_WITH_A_TOKEN = [each for each in ADDRESSES if not in_scope(each)]
OPEN = {"api:api-root"}
"""No content: the name the others' addresses are made from."""


@pytest.mark.parametrize("address", ASKED_WITH_A_TOKEN, ids=lambda each: f"{each.name} {each.path}")
def test_the_interface_answers_nobody_without_a_token(address: Address, settled: Settled) -> None:
    url = "/" + re.sub(r"<[^>]+>", "1", address.path)
    for client in (Client(), settled.client("leader")):
        for method in ("get", "post", "put", "delete"):
            status = getattr(client, method)(url, content_type="application/json", data={}).status_code
            assert status in ({404, 405} if address.name in OPEN else {401, 405}), (method, status)
