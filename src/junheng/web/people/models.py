"""Who uses the system: counties, users and what each of them was granted."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from junheng.web.base.words import bi


class County(models.Model):
    """A county (县、市、区) whose bureau works here; the tenant every record belongs to."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=60)
    city_name = models.CharField(max_length=60, blank=True)
    province_name = models.CharField(max_length=60, blank=True)
    standard = models.CharField(max_length=200, default="cn.quality.2017")
    """Id of the standard the county is judged by."""

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in. What they may do stands in their grants alone; Django's own permissions are not used."""

    display_name = models.CharField(max_length=60, blank=True)
    must_change_password = models.BooleanField(default=False)
    """The password was handed over (one-time) and has to be replaced at the first sign-in."""
    one_time_until = models.DateTimeField(null=True, blank=True)
    """When a one-time password stops working; blank for a password of the person's own."""
    language = models.CharField(max_length=10, blank=True)
    session_round = models.PositiveIntegerField(default=0)
    """Part of what a session is signed with: counting it up ends every session of the person."""

    class Meta:
        ordering = ("username",)

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_session_auth_hash(self) -> str:
        """Return what a session of this person must carry: it changes with the password and `session_round`."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same for each older signing key."""
        return (self._session_hash(key) for key in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str) -> str:
        signed = f"{self.session_round}:{self.password}"
        return salted_hmac("people.session", signed, secret=secret, algorithm="sha256").hexdigest()

    @property
    def one_time_is_over(self) -> bool:
        """Tell whether the one-time password was not used in time."""
        return self.one_time_until is not None and self.one_time_until < timezone.now()


class Role(models.TextChoices):
    """The roles; `policy.toml` says what each may do."""

    LEADER = "leader", bi("局长", "leader")
    OFFICER = "officer", bi("股长", "section officer")
    CLERK = "clerk", bi("填报员", "school clerk")
    PRINCIPAL = "principal", bi("校长", "principal")
    INSPECTOR = "inspector", bi("责任督学", "responsible inspector")
    VIEWER = "viewer", bi("市、省查看员", "city or province viewer")
    SYSTEM = "system", bi("系统管理员", "system administrator")
    SECURITY = "security", bi("安全管理员", "security administrator")
    AUDIT = "audit", bi("审计管理员", "audit administrator")


class Section(models.TextChoices):
    """Sections (股室) of the bureau; the names are those of the standards (`junheng.standards`)."""

    FINANCE = "finance", bi("计财股", "finance")
    STAFF = "staff", bi("人事股", "staff")
    SCHOOLING = "schooling", bi("基教股", "schooling")
    INSPECTION = "inspection", bi("督导室", "inspection")
    AID = "aid", bi("资助中心", "aid")
    EQUIPMENT = "equipment", bi("装备股", "equipment")
    WORKS = "works", bi("项目办", "works")


INSTALLATION_ROLES = frozenset({Role.SYSTEM, Role.SECURITY, Role.AUDIT})
SCHOOL_ROLES = frozenset({Role.CLERK, Role.PRINCIPAL, Role.INSPECTOR})


class Grant(models.Model):
    """One role of one person, and where it holds.

    Leaders and officers hold it in a `county` (officers in one `section`), clerks, principals and inspectors in one
    school of it (an inspector has a grant per school), viewers in an `area`: the first two (province) or four
    (city) digits of the counties below. Administrators hold it in the whole installation.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=12, choices=Role.choices)
    county = models.ForeignKey(County, models.CASCADE, null=True, blank=True)
    section = models.CharField(max_length=12, choices=Section.choices, blank=True)
    school_code = models.CharField(max_length=10, blank=True)
    area = models.CharField(max_length=4, blank=True)
    until = models.DateField(null=True, blank=True)
    """The last day it holds; blank while it has no end."""

    class Meta:
        constraints = [
            # Two, because a county that is not there would not count as the same one.
            models.UniqueConstraint(
                fields=["user", "role", "county", "section", "school_code"],
                condition=Q(county__isnull=False),
                name="grant_once",
                violation_error_message=bi("已有同样的授权。", "The same grant is there already."),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "area"],
                condition=Q(county=None),
                name="grant_once_above",
                violation_error_message=bi("已有同样的授权。", "The same grant is there already."),
            ),
            models.CheckConstraint(
                name="grant_has_its_place",
                violation_error_message=bi(
                    "角色与范围不符：请按角色填写县、股室、学校或辖区。",
                    "Role and place do not fit: give the county, section, school or area the role asks for.",
                ),
                condition=(
                    Q(role__in=["system", "security", "audit"], county=None, section="", school_code="", area="")
                    | Q(role="viewer", county=None, section="", school_code="", area__regex=r"^\d{2}(\d{2})?$")
                    | Q(role="leader", county__isnull=False, section="", school_code="", area="")
                    | Q(role="officer", county__isnull=False, school_code="", area="") & ~Q(section="")
                    | Q(role__in=["clerk", "principal", "inspector"], county__isnull=False, section="", area="")
                    & ~Q(school_code="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.county_id or self.area} {self.section}{self.school_code}"


class GrantRequest(models.Model):
    """A clerk's or principal's grant asked for by the system administrator; the security administrator decides."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grant_requests")
    role = models.CharField(max_length=12, choices=[(role.value, role.label) for role in (Role.CLERK, Role.PRINCIPAL)])
    county = models.ForeignKey(County, models.CASCADE)
    school_code = models.CharField(max_length=10)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "county", "school_code"], name="grant_request_once")
        ]


class Lockout(models.Model):
    """Failed sign-ins of one user name, whether there is such an account or not (see `people.lockout`).

    `key` is a keyed digest of the name: what was typed may have been a password.
    """

    key = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="lockouts")
    failures = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(db_index=True)
    until = models.DateTimeField(null=True)
    """Until when the name is locked; None while it is not."""
