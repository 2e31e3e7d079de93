"""Files on their way into the registry: an import, its versions, their files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from junheng.web.base.words import bi
from junheng.web.jobs.models import Job
from junheng.web.people.models import County
from junheng.web.people.policy import Policy
from junheng.web.registry.models import Batch
from junheng.web.registry.tables import MODELS


class State(models.TextChoices):
    """Where a version stands; while `job` is open it is being worked on."""

    READING = "reading", bi("待读取", "to be read")
    FAULTY = "faulty", bi("有错误", "has faults")
    READY = "ready", bi("待应用", "ready to apply")
    MOVED = "moved", bi("需重新比对", "to be compared again")
    APPLIED = "applied", bi("已应用", "applied")
    DISCARDED = "discarded", bi("已放弃", "discarded")


LIVE = (State.READING, State.FAULTY, State.READY, State.MOVED)
"""States whose files are kept."""


class Import(models.Model):
    """A set of files somebody wants in the registry; corrected, they come back as its next version."""

    county = models.ForeignKey(County, models.PROTECT)
    title = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.title

    @property
    def newest(self) -> Version:
        """Return the newest version."""
        return self.versions.order_by("-number")[0]


class Version(models.Model):
    """One upload of an import: what was read, what is wrong, what would change, what came of it."""

    of = models.ForeignKey(Import, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)
    by_name = models.CharField(max_length=150)
    tables = models.CharField(max_length=200, blank=True)
    """Tables it has rows of, once read, as ``,pupil,class,``: whose sections may see it."""
    clear_blanks = models.BooleanField(default=False)
    """A blank cell takes the registry's value away; else it leaves it."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    job = models.ForeignKey(Job, models.SET_NULL, null=True)
    wrong = models.PositiveIntegerField(default=0)
    doubts = models.PositiveIntegerField(default=0)
    faults = models.CharField(max_length=40, blank=True)
    """The stored list of faults."""
    counts = models.JSONField(default=dict)
    """By table: added, changed, removed, unchanged, existing (the registry's records in scope)."""
    reach = models.JSONField(default=dict)
    """By table: the schools and school years its rows are of."""
    marks = models.JSONField(default=dict)
    """By table: what tells whether the registry moved since (see `imports.scope.mark_of`)."""
    kept = models.JSONField(default=dict)
    """By table: the stored difference."""
    removed = models.JSONField(default=list)
    """Tables whose missing records were removed when it was applied."""
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, related_name="imported")
    """The changes it made; None also when applied and nothing differed."""

    class Meta:
        ordering = ("of", "-number")
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="version_number")]

    def __str__(self) -> str:
        return f"{self.of_id}/{self.number}"

    @property
    def busy(self) -> bool:
        """Whether a job is at it."""
        return self.job is not None and self.job.open


class File(models.Model):
    """One file of a version as it was uploaded, and given back marked."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    mapping = models.BooleanField(default=False)
    """It is no data but the saved mapping the others are read by."""
    stored = models.CharField(max_length=40)
    marked = models.CharField(max_length=40, blank=True)
    """The stored marked workbook, where one was made."""
    marked_name = models.CharField(max_length=220, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def kilobytes(self) -> int:
        """Return the size in KB, rounded up."""
        return -(-self.size // 1024)


def versions(policy: Policy) -> QuerySet[Version]:
    """Return the versions this user may see: those the user uploaded, and for an officer those of the section's tables.

    Each is asked for itself: an import's other versions may hold other tables, or be somebody else's.
    """
    counties = list(policy.counties("registry.import"))
    found = Q(by=policy.user, of__county__in=counties)
    for county in counties:
        if policy.may("registry.import", county=county.code, school=""):
            wide = Q(of__county=county) & ~Q(tables="")
            for table in MODELS:
                if not policy.may("registry.import", county=county.code, school="", table=table):
                    wide &= ~Q(tables__contains=f",{table},")
            found |= wide
    return Version.objects.filter(found)


def visible(policy: Policy) -> QuerySet[Import]:
    """Return the imports this user may see: those with a version the user may see."""
    seen = versions(policy).filter(of=OuterRef("pk"))
    return Import.objects.filter(Exists(seen)).select_related("county", "by")


def with_newest(rows: QuerySet[Import], policy: Policy) -> QuerySet[Import]:
    """Return the imports with number, state and faults of the newest version this user may see."""
    newest = versions(policy).filter(of=OuterRef("pk")).order_by("-number")
    return rows.annotate(
        number=Subquery(newest.values("number")[:1]),
        state=Subquery(newest.values("state")[:1]),
        wrong=Subquery(newest.values("wrong")[:1]),
    )
