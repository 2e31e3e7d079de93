"""What the bureau adds to a judgement: scenarios tried on a copy, and how far the work on each item is."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from junheng.web.base.words import bi
from junheng.web.people.models import County
from junheng.web.snapshots.models import Snapshot


class Scenario(models.Model):
    """Changes of figures tried on a copy of a snapshot; shared in the county. Registry and snapshots never see them.

    `changes` is a list of `what_if.changes.Change` as JSON objects. `standard` is blank for the county's own.
    """

    county = models.ForeignKey(County, models.CASCADE)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT)
    standard = models.CharField(max_length=200, blank=True)
    switches = models.JSONField(default=list)
    name = models.CharField(max_length=80)
    changes = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-pk",)
        constraints = [models.UniqueConstraint(fields=["county", "name"], name="scenario_name")]

    def __str__(self) -> str:
        return self.name


class Stand(models.TextChoices):
    """How far the work on an item is."""

    OPEN = "open", bi("未开始", "not started")
    HAND = "hand", bi("进行中", "in hand")
    READY = "ready", bi("已备齐", "ready")
    CHECKED = "checked", bi("已核对", "checked")


class ItemState(models.Model):
    """How far the responsible section is with one item of a standard in a school year, and what it confirms.

    `confirmed_*` stand for items the bureau declares (vetoes, preconditions): who stood up for the statement, when,
    and for what: the verdict, and the content of the snapshot it was read from.
    """

    county = models.ForeignKey(County, models.CASCADE)
    year = models.SmallIntegerField()
    standard = models.CharField(max_length=200)
    item = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=Stand.choices, default=Stand.OPEN)
    note = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=150, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_verdict = models.CharField(max_length=10, blank=True)
    confirmed_content = models.CharField(max_length=71, blank=True)
    version = models.PositiveIntegerField(default=0)
    """How often it was changed: who saw an earlier one is told before anything is written."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "standard", "item"], name="item_state_once"),
        ]

    def __str__(self) -> str:
        return f"{self.county_id} {self.year} {self.item} {self.state}"

    def stands(self, content: str, verdict: str | None) -> bool:
        """Tell whether what was confirmed is what is shown: the same verdict, on the same content."""
        return self.confirmed_at is not None and (self.confirmed_content, self.confirmed_verdict) == (
            content,
            verdict or "",
        )
