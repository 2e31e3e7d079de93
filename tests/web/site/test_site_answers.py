"""What every answer and every cookie carries, as installed behind HTTPS."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from junheng.web.people.models import User
from junheng.web.site import messages
from junheng.web.site import settings as installed

PASSWORD = " four quiet herons wade, Ü in front and a blank behind "


@pytest.fixture
def behind_https(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """Return the settings of an installation reached by HTTPS."""
    for name, value in {"DATA": str(tmp_path), "HTTPS": "1", "PROXY": "1"}.items():
        monkeypatch.setenv(f"JUNHENG_{name}", value)
    return runpy.run_path(str(Path(installed.__file__)))


def test_every_cookie_is_for_this_host_and_encrypted_connections_alone(
    behind_https: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {name: value for name, value in behind_https.items() if name.endswith("_COOKIE_NAME")}
    assert len(names) == 3
    assert [name for name, value in names.items() if not value.startswith("__Host-")] == []
    kinds = [name.removesuffix("_NAME") for name in names]
    assert [kind for kind in kinds if not (behind_https[f"{kind}_SECURE"] and behind_https[f"{kind}_HTTPONLY"])] == []
    assert behind_https["MESSAGE_STORAGE"] == f"{messages.__name__}.Storage"
    monkeypatch.setattr("django.conf.settings.SESSION_COOKIE_SECURE", True)
    assert runpy.run_path(messages.__file__)["_Cookie"].cookie_name == "__Host-junheng_messages"


def test_pages_and_files_ask_for_https_for_a_year_and_allow_no_other_origin(
    db: None, behind_https: dict[str, Any], settings: Any
) -> None:
    settings.SECURE_HSTS_SECONDS = behind_https["SECURE_HSTS_SECONDS"]
    client = Client()
    assert finders.find("base/page.css")
    for url in (reverse("account_login"), "/static/base/page.css", "/nowhere/"):
        answer = client.get(url, secure=True, HTTP_ORIGIN="https://elsewhere.example")
        answer.close()
        assert answer["Strict-Transport-Security"] == "max-age=31536000", url
        assert "Access-Control-Allow-Origin" not in answer, url


def test_text_says_its_encoding(db: None) -> None:
    for url in (reverse("account_login"), "/static/base/page.css", "/static/base/page.js", "/nowhere/"):
        answer = Client().get(url)
        answer.close()
        assert re.fullmatch(r'text/\w+; charset="?utf-8"?', answer["Content-Type"]), url


def test_signing_out_has_the_browser_forget_what_it_kept(client: Client, cast: dict[str, User]) -> None:
    client.force_login(cast["clerk"])
    assert "Clear-Site-Data" not in client.get(reverse("account_logout"))
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache", "storage"'


def test_passwords_are_typed_unseen_and_taken_letter_by_letter(client: Client, cast: dict[str, User]) -> None:
    page = client.get(reverse("account_login")).content.decode()
    (field,) = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "maxlength" not in field
    assert "onpaste" not in page
    cast["clerk"].set_password(PASSWORD)
    cast["clerk"].save()
    for tried in (PASSWORD.strip(), PASSWORD.lower(), PASSWORD[:-1]):
        assert client.post(reverse("account_login"), {"login": "clerk", "password": tried}).status_code == 200
    assert client.post(reverse("account_login"), {"login": "clerk", "password": PASSWORD}).status_code == 302
    form = client.get(reverse("account_change_password")).content.decode()
    assert len(re.findall(r'<input[^>]*type="password"', form)) == 3
