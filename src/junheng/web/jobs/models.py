"""Long work, as rows: what to do, for whom, how far it is, what came of it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from junheng.web.base.words import bi, say


class State(models.TextChoices):
    """The states of a job."""

    WAITING = "waiting", bi("等待", "waiting")
    RUNNING = "running", bi("进行中", "running")
    DONE = "done", bi("完成", "done")
    FAILED = "failed", bi("失败", "failed")
    CANCELLED = "cancelled", bi("已取消", "cancelled")


OPEN = (State.WAITING, State.RUNNING)
AGAIN = (State.FAILED, State.CANCELLED)
"""States from which a job may be tried again."""


class Job(models.Model):
    """One piece of work; `kind` names the function that does it (see `jobs.work.job`).

    What it says to people (title, step, error) is kept in both languages and read in the page's.
    """

    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    county = models.ForeignKey("people.County", models.CASCADE, null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    language = models.CharField(max_length=2, default="zh")
    """The language of who asked: what the job makes is written in it."""
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    """When the present (or last) attempt began."""
    ended_at = models.DateTimeField(null=True)
    beat_at = models.DateTimeField(null=True)
    """When its worker last gave a sign of life, by the database's clock."""
    worker = models.CharField(max_length=80, blank=True)
    """Who does it; together with `attempts` the right to write its end (see `jobs.queue.held`)."""
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    """Steps done, of how many; None while it is not known."""
    step_zh = models.CharField(max_length=200, blank=True)
    step_en = models.CharField(max_length=200, blank=True)
    cancel = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    most_attempts = models.PositiveSmallIntegerField(default=3)
    """Attempts after which a job whose worker died is given up."""
    time_limit = models.PositiveIntegerField(default=600)
    """Seconds one attempt may take."""
    error_zh = models.TextField(blank=True)
    error_en = models.TextField(blank=True)
    reference = models.CharField(max_length=16, blank=True)
    """Finds the failure in the structured log."""
    result = models.JSONField(null=True)
    """What came of it; `url` leads to it."""

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["state", "id"], name="job_state"),
            models.Index(fields=["by", "id"], name="job_by"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state}"

    @property
    def title(self) -> str:
        """What it is, in the page's language."""
        return say(self.title_zh, self.title_en)

    @property
    def step(self) -> str:
        """What it is doing, in the page's language; blank when it has not said."""
        return say(self.step_zh, self.step_en)

    @property
    def error(self) -> str:
        """What went wrong and what to do, in the page's language; blank when nothing did."""
        return say(self.error_zh, self.error_en)

    @property
    def open(self) -> bool:
        """Whether it is still to end."""
        return self.state in OPEN

    @property
    def url(self) -> str:
        """Where its result is; blank when there is no such page."""
        return (self.result or {}).get("url", "") if self.state == State.DONE else ""

    @property
    def took(self) -> timedelta | None:
        """How long the last attempt took, or has taken so far."""
        return None if self.started_at is None else (self.ended_at or timezone.now()) - self.started_at

    @property
    def left(self) -> timedelta | None:
        """How long it will still take at the pace so far; None while that cannot be said."""
        took = self.took
        if self.state != State.RUNNING or not self.total or not self.done or took is None or took.total_seconds() < 2:
            return None
        return took * max(self.total - self.done, 0) / self.done


class Worker(models.Model):
    """A worker that lives, or lived: health pages ask whether there is one."""

    name = models.CharField(max_length=80, primary_key=True)
    since = models.DateTimeField()
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
