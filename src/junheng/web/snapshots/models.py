"""Frozen copies of a county's registry."""

from __future__ import annotations

from django.db import models

from junheng.web.people.models import County


class Snapshot(models.Model):
    """The registry of one county at one moment, up to one school year: what assessments stand on. Never changed.

    The tables lie as Parquet under SNAPSHOTS/county/hash; `content` is their hash (`sha256:…`, `facts.snapshot_id`).
    """

    county = models.ForeignKey(County, models.PROTECT)
    year = models.SmallIntegerField()
    number = models.PositiveIntegerField()
    """Counts the snapshots of the county and year, from 1."""
    title = models.CharField(max_length=120)
    content = models.CharField(max_length=71)
    rows = models.JSONField(default=dict)
    """Rows by table."""
    reason = models.CharField(max_length=300, blank=True)
    """Why it was made: the round closed, the correction."""
    left_out = models.JSONField(default=dict)
    """Schools without figures of the year because a round was closed without them: code → name."""
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.CharField(max_length=150)

    class Meta:
        ordering = ("-year", "-number")
        constraints = [models.UniqueConstraint(fields=["county", "year", "number"], name="snapshot_number")]

    def __str__(self) -> str:
        return self.title
