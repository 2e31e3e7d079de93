from __future__ import annotations

import gzip
import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from junheng.web.charts.bundle import _bundle, bundle

pytestmark = pytest.mark.django_db


def address() -> str:
    return reverse("charts:script", args=[bundle().content])


def test_the_script_is_one_that_interprets_expressions_and_evaluates_nothing() -> None:
    script = gzip.decompress(bundle().packed).decode()
    assert "window.vegaEmbed=" in script.replace(" ", "")
    assert ".expressionInterpreter" in script


def test_its_address_carries_its_content_and_it_may_be_kept_for_ever() -> None:
    answer = Client().get(address(), headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Encoding"] == "gzip"
    assert hashlib.sha256(answer.content).hexdigest().startswith(bundle().content)
    assert len(answer.content) < 400_000


def test_a_browser_that_cannot_unpack_gets_it_unpacked() -> None:
    answer = Client().get(address())
    assert "Content-Encoding" not in answer.headers
    assert answer.content == gzip.decompress(bundle().packed)


def test_another_content_is_not_there() -> None:
    assert Client().get(reverse("charts:script", args=["0" * 20])).status_code == 404


def test_it_is_made_once_and_then_read(tmp_path: Any, monkeypatch: Any) -> None:
    import vl_convert

    made = []
    monkeypatch.setattr(vl_convert, "javascript_bundle", lambda snippet: made.append(snippet) or "script")
    _bundle.cache_clear()
    first = _bundle(tmp_path)
    _bundle.cache_clear()
    assert _bundle(tmp_path) == first
    assert len(made) == 1
    _bundle.cache_clear()
