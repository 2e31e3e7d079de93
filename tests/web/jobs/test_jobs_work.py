"""Jobs in one process: asking, doing, ending, and what people are told."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override
from made_jobs import jobs as job_kinds

from junheng.web.jobs import acts, queue
from junheng.web.jobs.models import Job, State, Worker
from junheng.web.jobs.perform import drain, perform
from junheng.web.jobs.work import Cancelled, Work, enqueue, job
from junheng.web.log.actor import Actor
from junheng.web.log.models import Entry

pytestmark = pytest.mark.django_db


def ask(kind: str, user: Any = None, **arguments: Any) -> Job:
    return enqueue(Actor(user, user.username if user else "test"), kind, title="任务", **arguments)


def claimed(kind: str, worker: str = "w", **arguments: Any) -> Job:
    asked = ask(kind, **arguments)
    found = queue.claim(worker)
    assert found is not None
    assert found.pk == asked.pk
    return found


def test_a_job_is_done_for_the_person_who_asked_and_its_result_kept(cast: dict[str, Any]) -> None:
    asked = ask("test.count", cast["officer"], to=3)
    assert asked.state == State.WAITING
    assert drain() == 1
    asked.refresh_from_db()
    assert asked.state == State.DONE
    assert asked.result == {"url": "/registry/", "by": "officer", "channel": "job"}
    assert (asked.done, asked.total) == (3, 3)
    assert Entry.objects.filter(act="job.ask", thing=f"job:{asked.pk}", user_name="officer").exists()


def test_a_kind_nobody_does_is_refused_when_asked_for() -> None:
    with pytest.raises(LookupError):
        ask("test.nothing")
    assert not Job.objects.exists()


def test_two_functions_cannot_claim_one_kind() -> None:
    def other(work: Work) -> None: ...

    with pytest.raises(ValueError, match="two functions"):
        job("test.count")(other)


def test_title_step_and_error_are_read_in_the_language_of_the_page() -> None:
    asked = enqueue(Actor(None, "test"), "test.readable", title=job_kinds.bi("导入", "import"))
    drain()
    asked.refresh_from_db()
    assert (asked.title, asked.error) == ("导入", "第三行有误，没有导入。")
    with override("en"):
        assert (asked.title, asked.error) == ("import", "Row three is wrong; nothing was imported.")


def test_an_unforeseen_failure_says_what_to_do_and_keeps_persons_out_of_page_and_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked = ask("test.broken")
    with caplog.at_level(logging.ERROR, "junheng.jobs"):
        drain()
    asked.refresh_from_db()
    assert asked.state == State.FAILED
    assert asked.reference in asked.error_zh
    assert asked.reference in asked.error_en
    (line,) = caplog.records
    assert line.reference == asked.reference
    assert line.error == "ValueError"
    assert any("made_jobs" in frame for frame in line.where)
    for text in (asked.error_zh, asked.error_en, str(vars(line)), caplog.text):
        assert "110101" not in text


@pytest.mark.parametrize(("kind", "words"), [("test.full", "磁盘已满"), ("test.abroad", "没有料到")])
def test_failures_are_told_by_their_kind(kind: str, words: str) -> None:
    asked = ask(kind)
    drain()
    asked.refresh_from_db()
    assert asked.state == State.FAILED
    assert words in asked.error


def test_a_job_of_somebody_whose_account_was_closed_is_not_done(cast: dict[str, Any]) -> None:
    asked = ask("test.count", cast["officer"], to=1)
    cast["officer"].is_active = False
    cast["officer"].save()
    drain()
    asked.refresh_from_db()
    assert (asked.state, asked.result) == (State.FAILED, None)


def test_the_effect_and_the_end_are_one(tmp_path: Path) -> None:
    held = claimed("test.once", begun=str(tmp_path / "begun"), thing="a")
    work = Work(held)
    with pytest.raises(RuntimeError), work.once():
        job_kinds.record(work.actor, "test.effect", "a")
        raise RuntimeError
    held.refresh_from_db()
    assert held.state == State.RUNNING
    assert not Entry.objects.filter(act="test.effect").exists()
    perform(held)
    held.refresh_from_db()
    assert (held.state, held.result) == (State.DONE, {"url": "/"})
    assert Entry.objects.filter(act="test.effect").count() == 1


def test_a_worker_taken_for_dead_cannot_take_effect_any_more(tmp_path: Path) -> None:
    first = claimed("test.once", begun=str(tmp_path / "begun"), thing="a")
    Job.objects.update(beat_at="2020-01-01T00:00:00Z")
    assert queue.take_up(30) == 1
    second = queue.claim("other")
    assert second is not None
    perform(first)
    assert not Entry.objects.filter(act="test.effect").exists()
    perform(second)
    perform(first)
    assert Entry.objects.filter(act="test.effect").count() == 1
    second.refresh_from_db()
    assert (second.state, second.attempts) == (State.DONE, 2)


def test_a_living_workers_job_is_left_alone() -> None:
    held = claimed("test.count", to=1)
    assert queue.take_up(30) == 0
    assert queue.beat("w", held)


def test_a_job_that_kills_its_worker_too_often_is_given_up() -> None:
    asked = ask("test.dies")
    for _ in range(2):
        assert queue.claim("w") is not None
        Job.objects.update(beat_at="2020-01-01T00:00:00Z")
        queue.take_up(30)
    asked.refresh_from_db()
    assert asked.state == State.FAILED
    assert "异常终止" in asked.error


def test_a_waiting_job_is_cancelled_at_once_and_never_done(actor: Actor) -> None:
    asked = ask("test.count", to=1)
    assert acts.cancel(actor, asked)
    assert drain() == 0
    asked.refresh_from_db()
    assert asked.state == State.CANCELLED
    assert not acts.cancel(actor, asked)
    assert Entry.objects.filter(act="job.cancel").count() == 1


def test_a_running_job_stops_at_its_next_step_and_before_its_effect(actor: Actor, tmp_path: Path) -> None:
    counting = claimed("test.count", to=1)
    assert acts.cancel(actor, counting)
    assert not queue.beat("w", counting)
    with transaction.atomic(), pytest.raises(Cancelled), Work(counting).once():
        pytest.fail("entered")
    perform(counting)
    counting.refresh_from_db()
    assert counting.state == State.CANCELLED


def test_progress_is_written_at_most_twice_a_second_and_not_inside_a_transaction(
    django_assert_num_queries: Any,
) -> None:
    work = Work(claimed("test.count", to=1))
    with django_assert_num_queries(0), transaction.atomic(savepoint=False):
        work.progress(1, 10, "first")
    with django_assert_num_queries(1):
        for done in range(1, 10):
            work.progress(done, 10, "second")
    assert Job.objects.values_list("done", "total", "step_zh").get() == (1, 10, "second")


def test_a_cancelled_job_of_a_dead_worker_is_not_taken_up(actor: Actor) -> None:
    held = claimed("test.count", to=1)
    acts.cancel(actor, held)
    Job.objects.update(beat_at="2020-01-01T00:00:00Z")
    assert queue.take_up(30) == 0
    held.refresh_from_db()
    assert held.state == State.CANCELLED


def test_a_failed_job_is_tried_again_with_all_its_attempts(actor: Actor) -> None:
    asked = ask("test.readable")
    assert not acts.retry(actor, asked)
    drain()
    assert acts.retry(actor, asked)
    asked.refresh_from_db()
    assert (asked.state, asked.attempts) == (State.WAITING, 0)
    assert drain() == 1
    assert Entry.objects.filter(act="job.retry").count() == 1


def test_a_job_put_back_by_a_worker_told_to_end_keeps_its_attempts() -> None:
    held = claimed("test.count", to=1)
    assert queue.release(held)
    again = queue.claim("other")
    assert again is not None
    assert again.attempts == 1


def test_jobs_are_done_in_the_order_they_were_asked_for() -> None:
    first, second = ask("test.count", to=1), ask("test.count", to=1)
    assert [getattr(queue.claim("w"), "pk", None) for _ in range(3)] == [first.pk, second.pk, None]


def test_workers_alive_are_known_until_they_leave() -> None:
    queue.beat("w", None)
    assert [worker.name for worker in queue.alive(30)] == ["w"]
    queue.leave("w")
    assert not queue.alive(30).exists()


def test_a_worker_long_dead_is_forgotten_when_the_next_one_comes() -> None:
    queue.beat("old", None)
    Worker.objects.update(beat_at="2020-01-01T00:00:00Z")
    queue.beat("new", None)
    assert list(Worker.objects.values_list("name", flat=True)) == ["new"]
