"""Health for machines, and the system administrator's page."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from junheng.web.jobs import queue
from junheng.web.log.chain import record
from junheng.web.log.models import Head
from junheng.web.operation import health, schema

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker() -> None:
    queue.beat("worker:1", None)


def test_it_lives_without_asking_anything(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = client.get("/operation/health/live")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_it_is_ready_when_every_part_is_fit(client: Client, worker: None) -> None:
    response = client.get("/operation/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_without_a_worker_it_is_degraded(client: Client) -> None:
    response = client.get("/operation/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "degraded", "failing": ["worker"]})


def test_a_full_disk_is_told(client: Client, worker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    least = shutil.disk_usage("/")._replace(free=health.LEAST_FREE - 1)
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: least)
    assert client.get("/operation/health/ready").json()["failing"] == ["disk"]


def test_a_database_behind_the_program_is_told(client: Client, worker: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "known", lambda: frozenset({("log", "0999_next")}))
    assert client.get("/operation/health/ready").json()["failing"] == ["migrations", "worker"]


def test_a_database_that_does_not_answer_is_told_without_its_words(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("password of user secret")

    monkeypatch.setattr(schema, "applied", refuse)
    response = client.get("/operation/health/ready")
    assert response.status_code == 503
    assert response.json()["failing"] == ["database", "migrations", "worker"]
    assert b"secret" not in response.content


def test_health_answers_reading_only(client: Client) -> None:
    assert client.post("/operation/health/live").status_code == 405
    assert client.post("/operation/health/ready").status_code == 405


@pytest.mark.parametrize("name", ["leader", "officer", "clerk", "security", "audit", "viewer", "stranger"])
def test_only_the_system_administrator_sees_the_page(as_: Any, name: str) -> None:
    assert as_(name).get("/operation/").status_code == 403


def test_the_page_tells_how_the_installation_stands(as_: Any, actor: Any, worker: None) -> None:
    record(actor, "operation.backup", "backup:x.tar", size=2048, seal="x")
    record(actor, "operation.drill", "backup:x.tar", outcome="failed")
    text = as_("system").get("/operation/").content.decode()
    for words in ("SQLite", "PostgreSQL"):
        if words in text:
            break
    else:
        pytest.fail("the database is not named")
    for words in ("不到 1 小时前", "未通过", "worker:1", "封条完好", "JUNHENG_SESSION_MINUTES", "结构与程序一致"):
        assert words in text
    assert "还没有备份" not in text


def test_the_page_shows_no_secret(as_: Any, settings: Any) -> None:
    settings.OPTION = {
        **settings.OPTION,
        "JUNHENG_SECRET_KEY": "very-secret-key",
        "JUNHENG_DATABASE_URL": "postgresql://someone:very-secret-word@db.example:5432/junheng?sslmode=require",
    }
    text = as_("system").get("/operation/").content.decode()
    assert "very-secret" not in text
    assert "someone" not in text
    assert "postgresql://db.example:5432/junheng" in text


def test_a_broken_log_is_told(as_: Any, actor: Any) -> None:
    record(actor, "test.act")
    Head.objects.update(number=0)
    assert "日志已损坏" in as_("system").get("/operation/").content.decode()


def test_the_page_asks_the_same_number_of_questions_whatever_there_is(
    as_: Any, actor: Any, worker: None, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        record(actor, "operation.backup", f"backup:{number}", size=number, seal="x")
        queue.beat(f"worker:{number}", None)
    client = as_("system")
    with django_assert_max_num_queries(24):
        assert client.get("/operation/").status_code == 200


def test_english_is_complete(as_: Any) -> None:
    client = as_("system")
    client.cookies["junheng_language"] = "en"
    text = client.get("/operation/").content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    assert not any("一" <= letter <= "鿿" for letter in main)
