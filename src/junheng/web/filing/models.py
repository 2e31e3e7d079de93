"""Filing rounds: what is asked, what each school answered, and every change of an answer."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from junheng.web.base.words import bi
from junheng.web.jobs.models import Job
from junheng.web.people.models import County
from junheng.web.registry.models import Batch
from junheng.web.snapshots.models import Snapshot


class RoundState(models.TextChoices):
    """A round is open, being closed (its values go into the registry), then closed for good."""

    OPEN = "open", bi("进行中", "open")
    CLOSING = "closing", bi("正在关闭", "closing")
    CLOSED = "closed", bi("已关闭", "closed")


class Round(models.Model):
    """One collection (填报) of a school year: which tables and fields, of which schools, until when."""

    county = models.ForeignKey(County, models.PROTECT)
    year = models.SmallIntegerField()
    title = models.CharField(max_length=80)
    fields = models.JSONField(default=dict)
    """What is asked: table → names of fields."""
    due = models.DateField()
    """The last day; filings signed later count as late, and are taken until the round is closed."""
    prefill = models.BooleanField(default=True)
    """Last year's figures are filled in as a starting point; else they only stand beside."""
    state = models.CharField(max_length=8, choices=RoundState.choices, default=RoundState.OPEN)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.CharField(max_length=150)
    seen_batch = models.PositiveBigIntegerField(default=0)
    """The newest batch of the registry its figures were taken from: later changes were not before the schools."""
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=150, blank=True)
    left_out = models.JSONField(default=list)
    """Codes of the schools that were left out knowingly when it was closed."""
    written = models.BooleanField(default=False)
    """The accepted values stand in the registry."""
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, related_name="filing_round")
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True)

    class Meta:
        ordering = ("-year", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["county", "year"], condition=~models.Q(state="closed"), name="round_one_open_a_year"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tables(self) -> list[str]:
        """Return the tables that are asked, in the order of filling."""
        return list(self.fields)

    @property
    def overdue(self) -> bool:
        """Tell whether the last day has passed."""
        return timezone.localdate() > self.due


class State(models.TextChoices):
    """Where a filing is: with the clerk (open, returned), the principal (filled) or the bureau (signed, accepted)."""

    OPEN = "open", bi("填报中", "being filled in")
    FILLED = "filled", bi("待签字", "to be signed")
    SIGNED = "signed", bi("已上报", "signed")
    RETURNED = "returned", bi("已退回", "returned")
    ACCEPTED = "accepted", bi("已接受", "accepted")


WITH_CLERK = (State.OPEN, State.RETURNED)
IN = (State.SIGNED, State.ACCEPTED)
"""Filings the bureau has."""


class Filing(models.Model):
    """What one school files in one round. `version` counts every change of content or state."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="filings")
    county = models.ForeignKey(County, models.PROTECT, related_name="+", db_index=False)
    school_code = models.CharField(max_length=10)
    school_name = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    filled = models.PositiveIntegerField(default=0)
    wanted = models.PositiveIntegerField(default=0)
    """Figures filled in, of how many that are asked."""
    pages_done = models.JSONField(default=list)
    """The pages the clerk went through."""
    remark = models.TextField(blank=True)
    """What the principal or the bureau said when it was last sent back."""
    remark_by = models.CharField(max_length=150, blank=True)
    filled_at = models.DateTimeField(null=True)
    filled_by = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.CharField(max_length=150, blank=True)
    seal = models.CharField(max_length=64, blank=True)
    """SHA-256 over the values that were signed (see `sheet.seal`)."""
    late = models.BooleanField(default=False)
    """Signed after the last day."""
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("school_code",)
        constraints = [models.UniqueConstraint(fields=["round", "school_code"], name="filing_once")]
        indexes = [models.Index(fields=["county", "school_code"], name="filing_school")]

    def __str__(self) -> str:
        return self.school_name

    @property
    def with_clerk(self) -> bool:
        """Tell whether the clerk may change values."""
        return self.state in WITH_CLERK and self.round.state == RoundState.OPEN


class FiledRecord(models.Model):
    """One record of a filing: the school, a stage, a class, a room."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="records")
    table = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    """As in the registry: the key fields after the year, joined by `|`."""
    keys = models.JSONField()
    """The key fields after the year, by name."""
    removed = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["filing", "table", "key"], name="filed_record_once")]


class Review(models.TextChoices):
    """How the bureau's review of one value stands."""

    NONE = "", bi("未审", "not reviewed")
    REMARKED = "remarked", bi("有意见", "remarked")
    MENDED = "mended", bi("已修改", "mended")
    ACCEPTED = "accepted", bi("已接受", "accepted")


class FiledValue(models.Model):
    """One figure of a filing as it stands, with last year's beside.

    `value` and `last` are texts as `values.stored` writes them (stored unit, exact); None is 未填.
    """

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="values")
    table = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    field = models.CharField(max_length=60)
    value = models.TextField(null=True)
    last = models.TextField(null=True)
    source = models.CharField(max_length=10, default="prefill")
    """prefill, page, list or workbook"""
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True)
    explanation = models.TextField(blank=True)
    """The school's words on a doubt."""
    review = models.CharField(max_length=8, choices=Review.choices, default=Review.NONE, blank=True)
    remark = models.TextField(blank=True)
    """The bureau's words; the school sees them once the filing is returned."""

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["filing", "table", "key", "field"], name="filed_value_once")]


class ValueChange(models.Model):
    """One change of a value, an explanation, a remark, or the list of records. Append-only."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="changes", db_index=False)
    table = models.CharField(max_length=20)
    key = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True)
    """Blank where the record itself was added or removed."""
    aspect = models.CharField(max_length=12, default="value")
    """value, explanation, remark or record"""
    before = models.TextField(null=True)
    after = models.TextField(null=True)
    source = models.CharField(max_length=10)
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["filing", "table", "key", "field"], name="value_change")]


class Reminder(models.Model):
    """The bureau asked a school for its filing; the clerk and the principal see it until it is in."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="reminders")
    text = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ("-pk",)


class Upload(models.Model):
    """A workbook that was read and waits for the clerk's word: what it would change, seen against what stood there."""

    filing = models.OneToOneField(Filing, models.CASCADE, related_name="upload")
    name = models.CharField(max_length=200)
    changes = models.JSONField(default=list)
    """[table, key fields by name, field, value before, value after]"""
    faults = models.JSONField(default=list)
    """[severity, words in Chinese, words in English]"""
    pages = models.JSONField(default=list)
    """The pages whose figures it holds all of: those the clerk can say were gone through."""
    marked = models.CharField(max_length=200, blank=True)
    """The marked workbook, relative to MEDIA_ROOT."""
    by_name = models.CharField(max_length=150)
    at = models.DateTimeField(auto_now=True)

    @property
    def ready(self) -> bool:
        """Tell whether it can be applied: there is something to change, and no fault."""
        return bool(self.changes) and not any(severity == "fault" for severity, *_ in self.faults)
