"""Evidence (佐证材料): files, and what each of them is evidence of."""

from __future__ import annotations

from django.db import models

from junheng.web.base.words import bi
from junheng.web.people.models import County, Role, Section
from junheng.web.people.policy import Policy


class Persons(models.TextChoices):
    """Whose personal data a file holds: the dictionary's tables of persons."""

    PUPIL = "pupil", bi("学生", "pupils")
    TEACHER = "teacher", bi("教职工", "staff")


class File(models.Model):
    """One file of the archive. Its content never changes; a better one is a new file.

    It belongs to the county (blank `school_code`) or one school, and to the section that answers for it. `stored` is
    its random name under MEDIA_ROOT/evidence; taken out of the archive it stays stored, with who and when.
    """

    county = models.ForeignKey(County, models.PROTECT)
    school_code = models.CharField(max_length=10, blank=True)
    section = models.CharField(max_length=12, choices=Section.choices, blank=True)
    """The section that owns it; blank for a school's own."""
    year = models.SmallIntegerField()
    """The school year it is evidence of."""
    persons = models.CharField(max_length=10, blank=True, choices=Persons.choices)
    """Whose personal data it holds, if anybody's: it is then shown only to those who may see such persons."""
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    """The document's own number (文号), where it has one."""
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10)
    """Its kind as told by its content (see `kinds`)."""
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=150)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["county", "year", "school_code"], name="evidence_place")]

    def __str__(self) -> str:
        return self.title


class Link(models.Model):
    """What a file is evidence of.

    `thing` is `item:<standard>:<item>` (with `wanted` naming which of the materials the item asks for, blank for
    others) or `figure:<table>:<school year>:<key>:<field>`.
    """

    file = models.ForeignKey(File, models.CASCADE, related_name="links")
    thing = models.CharField(max_length=300)
    wanted = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["file", "thing", "wanted"], name="evidence_link_once")]
        indexes = [models.Index(fields=["thing"], name="evidence_thing")]


class Archive(models.Model):
    """One archive that was put together for the inspection team."""

    county = models.ForeignKey(County, models.PROTECT)
    year = models.SmallIntegerField()
    standard = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    by_name = models.CharField(max_length=150)
    purpose = models.CharField(max_length=200)
    files = models.PositiveIntegerField()
    missing = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=40)

    class Meta:
        ordering = ("-pk",)


def visible(policy: Policy) -> models.QuerySet[File]:
    """Return the files of the archive this person may see.

    One that holds persons' data is for those who may see such persons, for the section that owns it, and for the
    inspection section, which answers for the archive.
    """
    rows = policy.rows("evidence.view", File.objects.filter(removed_at=None))
    allowed = models.Q(persons="")
    for persons in Persons.values:
        seen = policy.rows("registry.persons", File.objects.all(), table=persons)
        allowed |= models.Q(persons=persons, pk__in=seen.values("pk"))
    for grant in policy.grants:
        if grant.role == Role.OFFICER:
            own = models.Q(county_id=grant.county_id)
            allowed |= own if grant.section == Section.INSPECTION else own & models.Q(section=grant.section)
    return rows.filter(allowed)
