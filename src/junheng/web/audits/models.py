"""Audited reports: each with its versions, what was found in each version, and what people said of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from junheng.audit.faces.english import english
from junheng.web.base.words import bi, language
from junheng.web.jobs.models import Job
from junheng.web.people.models import County
from junheng.web.snapshots.models import Snapshot


class Kind(models.TextChoices):
    """What was found, called as the auditor calls it (`junheng.audit.findings.kinds`)."""

    CONTRADICTION = "contradiction", bi("矛盾", "contradiction")
    DOUBT = "doubt", bi("存疑", "doubt")
    BLANK = "blank", bi("漏填", "blank")
    UNREADABLE = "unreadable", bi("读不懂", "unreadable")
    UNJUDGED = "unjudged", bi("无法核对", "cannot be judged")


SIGNS = {Kind.CONTRADICTION: "▲", Kind.DOUBT: "◐", Kind.BLANK: "□", Kind.UNREADABLE: "?", Kind.UNJUDGED: "◌"}
"""A sign beside each colour: who sees no colours sees the sign."""
TO_JUDGE = (Kind.CONTRADICTION, Kind.DOUBT, Kind.BLANK, Kind.UNREADABLE)
"""Kinds that wait for a person's word."""


class Decision(models.TextChoices):
    """What a person says of a finding."""

    REAL = "real", bi("属实", "real")
    DISMISSED = "dismissed", bi("不成立", "dismissed")


class Report(models.Model):
    """One report through all its versions; of the county (blank `school_code`) or of one school."""

    county = models.ForeignKey(County, models.PROTECT)
    school_code = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["county", "school_code"], name="audit_place")]

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """One reading of a report: a file, what it was held against, the text and what was counted in it.

    A version may have the file of the one before: audited again against something else, or by a newer program.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=40)
    """Its random name under MEDIA_ROOT/audits; versions of one file share it."""
    made_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True)
    """The county's figures it was held against, if any."""
    against = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    """Another report's version it was held against, if any; None also once that one is deleted."""
    against_name = models.CharField(max_length=220, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)
    """When it was audited; None until then."""
    text = models.TextField(blank=True)
    blocks = models.JSONField(default=list)
    """Paragraphs and cells of the text: [kind, start, end, page, table, row, column, rows, columns]."""
    counts = models.JSONField(default=dict)
    """Quantities read, relations checked and held, and findings by kind."""
    matches = models.JSONField(default=list)
    """What it was held against, with every figure looked up there, agreeing or not (see `kept.rows_of`)."""

    class Meta:
        ordering = ("report", "-number")
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="audit_version_number")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"

    @property
    def busy(self) -> bool:
        """Whether it is still to be audited."""
        return self.read_at is None and self.job is not None and self.job.open


class Finding(models.Model):
    """One thing the auditor found in a version; `spans` are offsets into the version's text."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="findings")
    number = models.PositiveIntegerField()
    """From 1, the heaviest first."""
    kind = models.CharField(max_length=14, choices=Kind.choices)
    weight = models.SmallIntegerField()
    spans = models.JSONField()
    zh = models.TextField()
    en = models.TextField()
    rule = models.CharField(max_length=80, blank=True)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        ordering = ("version", "number")
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="audit_finding_number")]
        indexes = [models.Index(fields=["version", "fingerprint"], name="audit_fingerprint")]

    def __str__(self) -> str:
        return f"{self.version_id}#{self.number}"

    @property
    def words(self) -> str:
        """Return its working in the page's language."""
        return english(self.en) if language() == "en" else self.zh


class Verdict(models.Model):
    """What somebody said of a finding, by its fingerprint, so that it holds for every version that has it.

    Rows stay: one taken back, or replaced by another, says when and by whom.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="verdicts")
    fingerprint = models.CharField(max_length=64)
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=150)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["report", "fingerprint"], condition=Q(undone_at=None), name="audit_verdict_stands"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.decision}"


def with_newest(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Return the reports with `newest`, the pk of the newest version that was read (None where none was)."""
    read = Version.objects.filter(report=OuterRef("pk"), read_at__isnull=False).order_by("-number")
    return rows.annotate(newest=Subquery(read.values("pk")[:1]))


def waiting(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Return those of the reports (see `with_newest`) that have a finding nobody has judged yet."""
    return rows.filter(Exists(unjudged().filter(version=OuterRef("newest"))))


def unjudged() -> QuerySet[Finding]:
    """Return the findings that wait for a person's word."""
    said = Verdict.objects.filter(
        report=OuterRef("version__report"), fingerprint=OuterRef("fingerprint"), undone_at=None
    )
    return Finding.objects.filter(~Exists(said), kind__in=TO_JUDGE)
