"""What every record has beside the dictionary's fields."""

from __future__ import annotations

from django.db import models

from junheng.web.people.models import County


class Record(models.Model):
    """A row of a dictionary table, of one county. Written only by `registry.acts`.

    `version` counts its changes: a form that was opened on an older one is told.
    """

    county = models.ForeignKey(County, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Batch(models.Model):
    """One set of changes that were made together: a form saved, a bulk edit, an import, a filing accepted."""

    county = models.ForeignKey(County, models.PROTECT)
    source = models.CharField(max_length=12)
    """form, bulk, import, filing, undo or demo"""
    title = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=150)
    undone_by = models.OneToOneField("self", models.PROTECT, null=True, related_name="undoes")
    counts = models.JSONField(default=dict)
    """By table: how many records were added, changed, removed."""

    class Meta:
        ordering = ("-pk",)


class Change(models.Model):
    """What one batch did to one record: `before` and `after` hold the changed fields as stored (JSON).

    `before` is None for a record added, `after` for one removed (then the other holds all fields). Append-only.
    Identity numbers stand in it encrypted.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="changes")
    county = models.ForeignKey(County, models.PROTECT, related_name="+", db_index=False)
    table = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    school_code = models.CharField(max_length=10, blank=True)
    key = models.CharField(max_length=200)
    """The record's key fields after the year, joined by `|`."""
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [
            models.Index(fields=["county", "table", "year", "key"], name="change_record"),
            models.Index(fields=["county", "school_code", "id"], name="change_school"),
        ]
