"""The pages of long work: own jobs, progress, cancel, retry; the administrator's view without contents."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from made_jobs.jobs import bi

from junheng.web.jobs import queue
from junheng.web.jobs.models import Job, State
from junheng.web.jobs.perform import drain
from junheng.web.jobs.templatetags.jobs import lasting
from junheng.web.jobs.work import enqueue
from junheng.web.log.actor import Actor
from junheng.web.log.models import Entry


@pytest.fixture
def asked(cast: dict[str, Any], bare_county: Any) -> Job:
    """A job the finance officer asked for."""
    user = cast["finance_officer"]
    title = bi("导入教师表", "import of teachers")
    return enqueue(Actor(user, user.username), "test.count", county=bare_county, title=title, to=4)


def page(client: Client, name: str, job: Job, **given: Any) -> Any:
    return client.get(reverse(f"jobs:{name}", args=[job.pk]), **given)


def press(client: Client, name: str, job: Job) -> Any:
    return client.post(reverse(f"jobs:{name}", args=[job.pk]), follow=True)


def test_a_person_sees_the_own_jobs(as_: Any, asked: Job) -> None:
    client = as_("finance_officer")
    assert "导入教师表" in client.get(reverse("jobs:index")).content.decode()
    assert "导入教师表" in page(client, "detail", asked).content.decode()
    client.cookies["junheng_language"] = "en"
    assert "import of teachers" in client.get(reverse("jobs:index")).content.decode()


@pytest.mark.parametrize("name", ["leader", "officer", "clerk", "inspector", "viewer", "security", "audit", "outsider"])
def test_nobody_else_sees_or_touches_them(as_: Any, asked: Job, name: str) -> None:
    client = as_(name)
    assert "导入教师表" not in client.get(reverse("jobs:index")).content.decode()
    for view in ("detail", "progress"):
        assert page(client, view, asked).status_code == 404
    for act in ("cancel", "retry"):
        assert press(client, act, asked).status_code == 404
    asked.refresh_from_db()
    assert asked.state == State.WAITING


def test_somebody_without_a_role_and_somebody_not_signed_in_see_nothing(as_: Any, asked: Job) -> None:
    assert as_("stranger").get(reverse("jobs:index")).status_code == 403
    assert page(Client(), "detail", asked).status_code == 302


def test_the_system_administrator_sees_that_there_is_a_job_not_what_it_is_about(as_: Any, asked: Job) -> None:
    drain()
    client = as_("system")
    for shown in (client.get(reverse("jobs:index")), page(client, "detail", asked), page(client, "progress", asked)):
        assert shown.status_code == 200
        text = shown.content.decode()
        assert "导入教师表" not in text
        assert "/registry/" not in text.replace('href="/registry/"><', "")
    assert "计数" in page(client, "detail", asked).content.decode()
    assert "HX-Redirect" not in page(client, "progress", asked)


def test_the_system_administrator_may_stop_a_job_but_not_start_one_again(as_: Any, asked: Job) -> None:
    client = as_("system")
    assert press(client, "cancel", asked).status_code == 200
    asked.refresh_from_db()
    assert asked.state == State.CANCELLED
    assert press(client, "retry", asked).status_code == 404


def test_cancel_and_retry_are_posts_only(as_: Any, asked: Job) -> None:
    client = as_("finance_officer")
    assert page(client, "cancel", asked).status_code == 405
    assert page(client, "retry", asked).status_code == 405


def test_progress_says_how_far_what_and_how_long_still_and_asks_again(as_: Any, asked: Job) -> None:
    queue.claim("w")
    client = as_("finance_officer")
    Job.objects.update(
        done=25,
        total=100,
        step_zh="核对身份证号",
        step_en="checking",
        started_at=timezone.now() - timedelta(seconds=30),
    )
    text = page(client, "progress", asked).content.decode()
    assert "25 / 100" in text
    assert "核对身份证号" in text
    left = re.search("约还需 1 分 ([0-9]+) 秒", text)
    assert left, text
    assert 30 <= int(left[1]) < 60, "three times what has gone by: a busy machine adds a few seconds"
    assert f'hx-get="{reverse("jobs:progress", args=[asked.pk])}"' in text


def test_progress_of_a_job_done_leads_to_its_result(as_: Any, asked: Job) -> None:
    drain()
    shown = page(as_("finance_officer"), "progress", asked)
    assert shown["HX-Redirect"] == "/registry/"
    assert "hx-get" not in shown.content.decode()
    assert 'href="/registry/"' in page(as_("finance_officer"), "detail", asked).content.decode()


def test_the_include_needs_nothing_but_the_job(asked: Job) -> None:
    text = render_to_string("jobs/progress.html", {"job": asked})
    assert f'id="job-{asked.pk}"' in text
    assert "等待" in text


def test_a_failed_job_shows_its_words_and_can_be_tried_again(as_: Any, cast: dict[str, Any]) -> None:
    user = cast["clerk"]
    failed = enqueue(Actor(user, user.username), "test.readable", title="<b>导入</b>")
    drain()
    client = as_("clerk")
    text = page(client, "detail", failed).content.decode()
    assert "第三行有误，没有导入。" in text
    assert "&lt;b&gt;导入&lt;/b&gt;" in text
    assert "已重新排队" in press(client, "retry", failed).content.decode()
    failed.refresh_from_db()
    assert failed.state == State.WAITING
    assert Entry.objects.filter(act="job.retry", user_name="clerk").exists()


def test_what_comes_too_late_is_told(as_: Any, asked: Job) -> None:
    client = as_("finance_officer")
    drain()
    assert "无法取消" in press(client, "cancel", asked).content.decode()
    assert "不需要重试" in press(client, "retry", asked).content.decode()


def test_waiting_people_are_told_when_no_worker_runs(as_: Any, asked: Job) -> None:
    client = as_("finance_officer")
    assert "没有后台进程" in page(client, "detail", asked).content.decode()
    assert "没有后台进程" in client.get(reverse("jobs:index")).content.decode()
    queue.beat("w", None)
    assert "没有后台进程" not in page(client, "detail", asked).content.decode()


def test_the_list_is_filtered_by_state_and_a_strange_state_means_all(as_: Any, asked: Job) -> None:
    client = as_("finance_officer")
    for state, there in (("waiting", True), ("done", False), ("'; drop", True)):
        text = client.get(reverse("jobs:index"), {"state": state}).content.decode()
        assert ("导入教师表" in text) is there
    assert "没有任务" in client.get(reverse("jobs:index"), {"state": "done"}).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_jobs(
    as_: Any, asked: Job, django_assert_max_num_queries: Any
) -> None:
    client = as_("system")
    for _ in range(30):
        enqueue(Actor(asked.by, "finance_officer"), "test.count", title="x", to=1, county=asked.county)
    with django_assert_max_num_queries(12):
        client.get(reverse("jobs:index"))


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "0 秒"), (59, "59 秒"), (61, "1 分 1 秒"), (3_660, "1 小时 1 分"), (-5, "0 秒")]
)
def test_a_length_of_time_in_words(seconds: float, words: str) -> None:
    assert lasting(timedelta(seconds=seconds)) == words
    assert lasting(None) == ""
