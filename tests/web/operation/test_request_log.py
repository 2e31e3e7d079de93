"""The structured log: one line of JSON per request, no query, no person, no exception's own words."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from junheng.web.operation import views
from junheng.web.operation.structured import Formatter

pytestmark = pytest.mark.django_db
NUMBER = "999901201501010014"


@pytest.fixture
def lines() -> Iterator[Any]:
    """What is logged during the test, as the installation writes it: a function that returns the lines so far."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(Formatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_request_is_one_line(as_: Any, lines: Any) -> None:
    client = as_("audit")
    response = client.get(f"/log/?who=张三&text={NUMBER}")
    (line,) = [each for each in lines() if each["name"] == "junheng.request"]
    assert (line["method"], line["path"], line["status"], line["by"]) == ("GET", "/log/", 200, "audit")
    assert line["request"] == response["X-Request-ID"]
    assert line["ms"] > 0
    assert line["levelname"] == "INFO"


def test_no_query_and_no_body_gets_in(as_: Any, lines: Any) -> None:
    as_("audit").get(f"/log/?who=张三&text={NUMBER}")
    as_("audit").get(f"/no/such/page?name=张三&number={NUMBER}")
    as_("clerk").post("/log/verify/", {"name": "张三", "number": NUMBER})
    Client(headers={"host": "evil.example"}).get(f"/?number={NUMBER}")
    text = json.dumps(lines(), ensure_ascii=False)
    assert len(lines()) >= 6
    assert "张三" not in text
    assert NUMBER not in text


def test_every_line_of_a_request_carries_its_number_and_no_other_does(client: Client, lines: Any) -> None:
    response = client.get("/no/such/page")
    logging.getLogger("test").info("outside")
    *inside, outside = lines()
    assert len(inside) >= 2
    assert {line["request"] for line in inside} == {response["X-Request-ID"]}
    assert "request" not in outside


def test_numbers_are_not_taken_from_anybody(client: Client, settings: Any) -> None:
    given = {"X-Request-ID": "given-by-a-proxy-1"}
    assert client.get("/operation/health/live", headers=given)["X-Request-ID"] != "given-by-a-proxy-1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/operation/health/live", headers=given)["X-Request-ID"] == "given-by-a-proxy-1"
    for bad in ("short", 'x" , "level": "ERROR', "x" * 65):
        assert client.get("/operation/health/live", headers={"X-Request-ID": bad})["X-Request-ID"] != bad


def test_an_exception_is_one_line_with_its_places_and_not_its_words(
    as_: Any, lines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        try:
            raise ValueError(f"Key (identity_number)=({NUMBER}) already exists")
        except ValueError as error:
            raise KeyError("张三") from error

    monkeypatch.setattr(views, "state", broken)
    client = as_("system")
    client.raise_request_exception = False
    response = client.get("/operation/?name=张三")
    assert response.status_code == 500
    line = next(each for each in lines() if each["levelname"] == "ERROR")
    assert [each["error"] for each in line["exc_info"]] == ["builtins.KeyError", "builtins.ValueError"]
    assert any("operation/views.py" in place for place in line["exc_info"][0]["where"])
    assert line["request"] == response["X-Request-ID"]
    text = json.dumps(lines(), ensure_ascii=False)
    assert "张三" not in text
    assert NUMBER not in text


def test_what_a_caller_adds_is_kept_when_it_is_plain(lines: Any) -> None:
    logging.getLogger("test").info("job", extra={"job": 3, "where": ["a", "b"], "thing": object()})
    (line,) = lines()
    assert (line["job"], line["where"]) == (3, ["a", "b"])
    assert "thing" not in line


def test_static_files_are_not_logged(client: Client, lines: Any) -> None:
    client.get("/static/base/page.css").close()
    assert [line for line in lines() if line["name"] == "junheng.request"] == []
