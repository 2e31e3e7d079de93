"""Signing in and out, passwords, lock-out, the second factor, sessions."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from junheng.web.log.chain import broken
from junheng.web.log.models import Entry
from junheng.web.people import acts
from junheng.web.people.lockout import LIMIT
from junheng.web.people.models import Grant, Lockout, User

PASSWORD = "four quiet herons wade"
ANOTHER = "seven loud magpies leave"


@pytest.fixture(autouse=True)
def _no_attempts_before(db: None) -> None:
    """Each test begins with no attempt counted."""
    cache.clear()


@pytest.fixture
def clerk(cast: dict[str, User]) -> User:
    """The clerk with a password of their own."""
    cast["clerk"].set_password(PASSWORD)
    cast["clerk"].save()
    return cast["clerk"]


def enter(client: Client, name: str = "clerk", password: str = PASSWORD, **more: Any) -> Any:
    return client.post(reverse("account_login"), {"login": name, "password": password, **more})


def signed_in(client: Client) -> bool:
    return client.get(reverse("people:own")).status_code == 200


def acts_logged() -> list[str]:
    return list(Entry.objects.order_by("number").values_list("act", flat=True))


def code_of(secret: str) -> str:
    """Return the code an authenticator shows now (RFC 6238, SHA-1, 30 seconds, 6 digits)."""
    if time.time() % 30 > 28:
        time.sleep(2)  # else it might be over before it is entered
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def switch_on(client: Client, password: str = PASSWORD) -> str:
    """Turn the second factor on for whoever is signed in; return the authenticator's secret."""
    asked = client.get(reverse("mfa_activate_totp"), follow=True)
    if asked.redirect_chain:
        url = f"{asked.request['PATH_INFO']}?{asked.request['QUERY_STRING']}"
        asked = client.post(url, {"password": password}, follow=True)
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", asked.content.decode())[1]
    answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.status_code == 302, answer.content.decode()
    cache.clear()  # else the code just used is refused for half a minute, as it should be
    return secret


# --- in and out


def test_a_person_signs_in_and_out_and_both_are_logged(client: Client, clerk: User) -> None:
    assert enter(client)["Location"] == "/"
    assert signed_in(client)
    assert client.post(reverse("account_logout")).status_code == 302
    assert not signed_in(client)
    assert acts_logged() == ["account.sign_in", "account.sign_out"]
    assert not list(broken())


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(client: Client, clerk: User) -> None:
    known = enter(client, password="wrong").content.decode()
    unknown = enter(client, name="nobody", password="wrong").content.decode()
    fault = re.compile(r'<ul class="errorlist nonfield[^>]*>(.*?)</ul>', re.DOTALL)
    assert fault.search(known)[1] == fault.search(unknown)[1] != ""


def test_what_was_typed_as_an_unknown_name_is_kept_nowhere(client: Client, clerk: User) -> None:
    enter(client, name="mysecretpassword", password="x")
    assert [entry.thing for entry in Entry.objects.all()] == ["user:?"]
    assert "mysecret" not in str(list(Lockout.objects.values()))


def test_the_pages_for_signing_up_and_resetting_by_mail_do_not_exist(client: Client, db: None) -> None:
    for path in ("signup", "password/reset", "email", "login/code"):
        assert client.get(f"/account/{path}/").status_code == 404


def test_a_closed_account_cannot_sign_in(client: Client, clerk: User) -> None:
    clerk.is_active = False
    clerk.save()
    assert enter(client)["Location"] == reverse("account_inactive")
    assert client.get(reverse("account_inactive")).status_code == 200
    assert not signed_in(client)


def test_somebody_without_grants_is_told_so(client: Client, cast: dict[str, User]) -> None:
    cast["stranger"].set_password(PASSWORD)
    cast["stranger"].save()
    answer = client.get(enter(client, name="stranger")["Location"])
    assert "您还没有任何权限" in answer.content.decode()


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, clerk: User, away: str) -> None:
    assert enter(client, next=away)["Location"] == "/"
    assert client.post(reverse("set_language"), {"language": "en", "next": away})["Location"] == "/"


def test_signing_in_leads_back_to_the_page_asked_for(client: Client, clerk: User) -> None:
    asked = client.get(reverse("people:own"))
    assert asked["Location"] == "/account/login/?next=/people/own/"
    assert enter(client, next="/people/own/")["Location"] == "/people/own/"


def test_a_part_of_a_page_asked_for_without_a_session_sends_the_whole_page_to_sign_in(client: Client, db: None) -> None:
    answer = client.get("/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/people/own/?a=1")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["HX-Redirect"] == "/account/login/?next=/people/own/%3Fa%3D1"


# --- lock-out


def test_five_failures_lock_the_name_and_an_administrator_lifts_it(client: Client, clerk: User, as_: Any) -> None:
    for _ in range(LIMIT):
        assert "不正确" in enter(client, password="wrong").content.decode()
    assert "暂停登录" in enter(client).content.decode()
    assert not signed_in(client)
    assert acts_logged()[-1] == "account.locked"
    system = as_("system")
    assert clerk.username in system.get(reverse("people:index"), {"state": "locked"}).content.decode()
    assert system.post(reverse("people:unlock", args=[clerk.pk])).status_code == 302
    assert enter(client)["Location"] == "/"
    assert acts_logged()[-2:] == ["people.unlock", "account.sign_in"]


def test_a_name_without_an_account_is_locked_in_the_same_words(client: Client, clerk: User) -> None:
    answers = []
    for name in ("clerk", "nobody"):
        for _ in range(LIMIT):
            enter(client, name=name, password="wrong")
        answers.append(re.search(r"暂停登录[^<]*", enter(client, name=name).content.decode())[0])
    assert answers[0] == answers[1]


def test_letter_case_does_not_give_further_attempts(client: Client, clerk: User) -> None:
    for name in ("clerk", "Clerk", "CLERK", "cLerk", "clErk"):
        enter(client, name=name, password="wrong")
    assert "暂停登录" in enter(client).content.decode()


def test_the_lock_ends_by_itself_after_fifteen_minutes(client: Client, clerk: User, clock: Any) -> None:
    for _ in range(LIMIT):
        enter(client, password="wrong")
    clock(minutes=14)
    assert "暂停登录" in enter(client).content.decode()
    clock(minutes=16)
    assert enter(client)["Location"] == "/"


def test_failures_long_ago_do_not_count(client: Client, clerk: User, clock: Any) -> None:
    for _ in range(LIMIT - 1):
        enter(client, password="wrong")
    clock(minutes=16)
    enter(client, password="wrong")
    assert enter(client)["Location"] == "/"


def test_one_name_locked_does_not_lock_another(client: Client, clerk: User) -> None:
    for _ in range(LIMIT):
        enter(client, name="leader", password="wrong")
    assert enter(client)["Location"] == "/"


# --- passwords


def test_a_one_time_password_has_to_be_replaced_before_anything_else(client: Client, cast: Any, actor: Any) -> None:
    user, password = acts.open_account(actor, "xiao.wang", "王小")
    acts.grant(actor, user, "leader", county=cast["leader"].grants.get().county)
    assert enter(client, "xiao.wang", password).status_code == 302
    for name in ("home:index", "people:choose_county"):
        assert client.get(reverse(name))["Location"] == reverse("account_change_password")
    change = {"oldpassword": password, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(reverse("account_change_password"), change)["Location"] == "/"
    assert client.get("/").status_code == 200
    user.refresh_from_db()
    assert (user.must_change_password, user.one_time_until) == (False, None)
    assert acts_logged()[-1] == "account.password"
    assert password not in str(list(Entry.objects.values()))


def test_a_one_time_password_does_not_work_for_ever(client: Client, db: None, actor: Any, clock: Any) -> None:
    _, password = acts.open_account(actor, "xiao.wang", "王小")
    clock(days=acts.ONE_TIME_DAYS + 1)
    assert "一次性密码已过期" in enter(client, "xiao.wang", password).content.decode()
    assert not signed_in(client)


@pytest.mark.parametrize(
    ("new", "again", "fault"),
    [
        ("short", "short", "12"),
        ("123456789012345", "123456789012345", "数字"),
        ("1qaz2wsx3edc", "1qaz2wsx3edc", "常见"),
        ("zhang.xiaoming1", "zhang.xiaoming1", "相似"),
        (ANOTHER, "something else here", "不一致"),
        (PASSWORD, PASSWORD, "不能与当前密码相同"),
    ],
)
def test_a_weak_or_unsure_new_password_is_refused(
    client: Client, clerk: User, new: str, again: str, fault: str
) -> None:
    clerk.username = "zhang.xiaoming"
    clerk.save()
    enter(client, "zhang.xiaoming")
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": again}
    )
    clerk.refresh_from_db()
    assert answer.status_code == 200
    assert 'class="errorlist"' in answer.content.decode()
    assert fault in answer.content.decode()
    assert clerk.check_password(PASSWORD)


def test_the_current_password_is_asked_for(client: Client, clerk: User) -> None:
    enter(client)
    change = {"oldpassword": "guess", "password1": ANOTHER, "password2": ANOTHER}
    assert "当前密码不正确" in client.post(reverse("account_change_password"), change).content.decode()


def test_changing_the_password_ends_the_other_sessions_and_renews_this_one(client: Client, clerk: User) -> None:
    other = Client()
    enter(other)
    enter(client)
    before = client.cookies[configured.SESSION_COOKIE_NAME].value
    change = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    assert client.post(reverse("account_change_password"), change).status_code == 302
    assert signed_in(client)
    assert client.cookies[configured.SESSION_COOKIE_NAME].value != before
    assert not signed_in(other)


def test_passwords_are_hashed_with_argon2_as_installed() -> None:
    from junheng.web.site import settings as installed

    assert installed.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert "MD5" not in str(installed.PASSWORD_HASHERS)


# --- second factor


def test_the_second_factor_is_turned_on_used_and_turned_off(client: Client, clerk: User) -> None:
    enter(client)
    secret = switch_on(client)
    stored = Authenticator.objects.get(user=clerk, type="totp").data["secret"]
    assert secret not in stored
    client.post(reverse("account_logout"))
    assert enter(client)["Location"] == reverse("mfa_authenticate")
    assert not signed_in(client)
    assert "不正确" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})["Location"] == "/"
    assert signed_in(client)
    steps = [entry.detail for entry in Entry.objects.filter(act="account.sign_in")]
    assert '"mfa"' in steps[-1]
    assert client.post(reverse("mfa_deactivate_totp"))["Location"].startswith(reverse("account_reauthenticate"))
    assert Authenticator.objects.filter(user=clerk).exists()
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.post(reverse("mfa_deactivate_totp"))["Location"] == reverse("mfa_index")
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert {"account.mfa_on", "account.recovery_codes", "account.mfa_off"} <= set(acts_logged())


def test_the_picture_to_scan_is_allowed_by_the_content_policy(client: Client, clerk: User) -> None:
    enter(client)
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    page = client.post(
        page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], {"password": PASSWORD}, follow=True
    )
    picture = base64.b64decode(re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page.content.decode())[1])
    assert b"<svg" in picture
    assert "img-src 'self' data:" in page["Content-Security-Policy"]


def test_a_recovery_code_signs_in_once(client: Client, clerk: User) -> None:
    enter(client)
    switch_on(client)
    answer = client.get(reverse("mfa_download_recovery_codes"))
    assert answer["Content-Disposition"].startswith("attachment")
    codes = [line for line in answer.content.decode().split("\n")[1:] if line]
    assert len(codes) == 10
    assert all(code in client.get(reverse("mfa_view_recovery_codes")).content.decode() for code in codes)
    for expected in (True, False):
        client.post(reverse("account_logout"))
        enter(client)
        client.post(reverse("mfa_authenticate"), {"code": codes[0]})
        assert signed_in(client) is expected


def test_making_new_recovery_codes_voids_the_old_ones(client: Client, clerk: User) -> None:
    enter(client)
    switch_on(client)
    before = client.get(reverse("mfa_download_recovery_codes")).content
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    after = client.get(reverse("mfa_download_recovery_codes")).content
    assert not set(before.split(b"\n")[1:-1]) & set(after.split(b"\n")[1:-1]) - {b""}


def test_the_codes_are_not_shown_without_confirming_who_it_is(client: Client, clerk: User) -> None:
    enter(client)
    secret = switch_on(client)
    client.post(reverse("account_logout"))
    enter(client)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name))["Location"].startswith(reverse("account_reauthenticate")), name


def test_guessing_codes_locks_the_name_too(client: Client, clerk: User) -> None:
    enter(client)
    secret = switch_on(client)
    client.post(reverse("account_logout"))
    enter(client)
    for guess in range(LIMIT):
        client.post(reverse("mfa_authenticate"), {"code": f"{guess:06d}"})
    assert Lockout.objects.get(user=clerk).until > timezone.now()
    assert "暂停登录" in enter(Client()).content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code_of(secret)}).status_code == 200
    assert not signed_in(client)


def test_whoever_has_to_use_a_second_factor_sets_it_up_first(client: Client, clerk: User, settings: Any) -> None:
    settings.MFA_ROLES = frozenset({"clerk"})
    enter(client)
    assert client.get("/")["Location"] == reverse("mfa_activate_totp")
    assert signed_in(client)
    switch_on(client)
    assert client.get("/").status_code == 200
    answer = client.post(reverse("mfa_deactivate_totp"))
    assert "不能停用" in answer.content.decode()
    assert Authenticator.objects.filter(user=clerk, type="totp").exists()


# --- sessions


def test_signing_in_renews_the_session_s_key(client: Client, clerk: User) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies[configured.SESSION_COOKIE_NAME] = session.session_key
    enter(client)
    assert client.cookies[configured.SESSION_COOKIE_NAME].value != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(client: Client, clerk: User) -> None:
    cookie = enter(client).cookies[configured.SESSION_COOKIE_NAME]
    assert cookie["httponly"] is True
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == ""  # ends with the browser


def test_signing_out_ends_the_session_on_the_server(client: Client, clerk: User) -> None:
    enter(client)
    key = client.cookies[configured.SESSION_COOKIE_NAME].value
    client.post(reverse("account_logout"))
    assert not Session.objects.filter(pk=key).exists()
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = key
    assert not signed_in(thief)


def test_a_session_at_rest_ends_and_one_in_use_goes_on(client: Client, clerk: User, clock: Any) -> None:
    enter(client)
    for minutes in (20, 40, 60):
        clock(minutes=minutes)
        assert signed_in(client), minutes
    clock(minutes=60 + 31)
    assert not signed_in(client)


def test_a_session_ends_after_twelve_hours_however_busy(client: Client, clerk: User, clock: Any) -> None:
    enter(client)
    for minutes in range(20, 12 * 60, 20):
        clock(minutes=minutes)
        assert signed_in(client), minutes
    clock(minutes=12 * 60)
    assert not signed_in(client)
    assert "满 12 小时" in client.get(reverse("account_login")).content.decode()
    assert '"why": "too long"' in Entry.objects.get(act="account.sign_out").detail


def test_a_session_in_use_is_written_once_a_minute_not_at_every_request(
    client: Client, clerk: User, clock: Any, django_assert_num_queries: Any
) -> None:
    enter(client)
    client.get(reverse("people:own"))
    with django_assert_num_queries(7) as seen:
        client.get(reverse("people:own"))
    assert not [query for query in seen.captured_queries if query["sql"].startswith(("UPDATE", "INSERT"))]


def test_the_other_sessions_are_listed_and_ended(client: Client, clerk: User) -> None:
    other = Client(HTTP_USER_AGENT="Elsewhere/1.0")
    enter(other)
    enter(client)
    assert "Elsewhere/1.0" in client.get(reverse("usersessions_list")).content.decode()
    assert client.post(reverse("usersessions_list")).status_code == 302
    assert signed_in(client)
    assert not signed_in(other)


@pytest.mark.parametrize("change", ["deactivate", "reset", "grant", "revoke"])
def test_a_change_of_account_or_grants_ends_the_person_s_sessions(
    client: Client, clerk: User, actor: Any, change: str
) -> None:
    enter(client)
    assert signed_in(client)
    grant = Grant.objects.get(user=clerk)
    match change:
        case "deactivate":
            acts.deactivate(actor, clerk)
        case "reset":
            acts.reset_password(actor, clerk)
        case "grant":
            acts.grant(actor, clerk, "inspector", county=grant.county, school_code=grant.school_code)
        case "revoke":
            acts.revoke(actor, grant)
    assert not signed_in(client)


def test_the_language_chosen_comes_back_at_the_next_sign_in(client: Client, clerk: User) -> None:
    enter(client)
    client.post(reverse("set_language"), {"language": "en", "next": "/people/own/"})
    assert "Own account" in client.get(reverse("people:own")).content.decode()
    another = Client()
    enter(another)
    assert "Own account" in another.get(reverse("people:own")).content.decode()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that sets the server's clock to so much after the start of the test."""
    start = timezone.now()

    def set_to(**after: int) -> None:
        now = start + timedelta(**after)
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        monkeypatch.setattr("time.time", lambda: start.timestamp() + timedelta(**after).total_seconds())

    set_to()
    return set_to
