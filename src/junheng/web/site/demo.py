"""The invented county to try everything on: records of two counties, an account for every role, two snapshots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from django.db import transaction

from junheng import demo
from junheng.demo import names
from junheng.web.audits import demo as audits_demo
from junheng.web.base.words import bi
from junheng.web.evidence import demo as evidence_demo
from junheng.web.filing import demo as filing_demo
from junheng.web.log.actor import Actor
from junheng.web.people.acts import grant, open_account
from junheng.web.people.models import County, Role, Section, User
from junheng.web.people.places import schools_of
from junheng.web.registry.load import load
from junheng.web.registry.models import School
from junheng.web.snapshots.acts import freeze
from junheng.web.snapshots.models import Snapshot

SEED = 2025
COUNTIES = (names.county_code(0), names.county_code(1))
"""The county and its neighbour: codes of a province that does not exist."""
NEIGHBOURS_SCHOOLS = 12
YEARS = (2024, 2025)
"""Years that are frozen."""
SECTIONS = {
    "jicai": Section.FINANCE,
    "renshi": Section.STAFF,
    "jijiao": Section.SCHOOLING,
    "dudao": Section.INSPECTION,
    "zizhu": Section.AID,
    "zhuangbei": Section.EQUIPMENT,
    "xiangmu": Section.WORKS,
}
ADMINISTRATORS = {"xitong": Role.SYSTEM, "anquan": Role.SECURITY, "shenji": Role.AUDIT}
SCHOOLS = 2
"""Schools that have a clerk and a principal."""
INSPECTED = 5
"""Schools of the inspector."""
_CLERKS = tuple(f"tianbao{number}" for number in range(1, SCHOOLS + 1))
_PRINCIPALS = tuple(f"xiaozhang{number}" for number in range(1, SCHOOLS + 1))
USERNAMES = ("juzhang", *SECTIONS, *_CLERKS, *_PRINCIPALS, "duxue", "shiji", *ADMINISTRATORS)
"""The demo's user names: the office in pinyin, so that one knows whom one signs in as."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account just made: who, as what, and the one-time password (kept nowhere else)."""

    username: str
    name: str
    role: str
    place: str
    password: str


def present() -> bool:
    """Tell whether the demo's accounts are there."""
    return User.objects.filter(username__in=USERNAMES).exists()


def foreign() -> bool:
    """Tell whether something else is there: accounts or counties that are not the demo's."""
    return User.objects.exclude(username__in=USERNAMES).exists() or County.objects.exclude(pk__in=COUNTIES).exists()


def records(schools: int) -> County:
    """Write the records of the county, persons included, and of a small neighbour; nothing where they are already."""
    actor = Actor.command()
    title = str(bi("虚构示例数据", "invented data"))
    for tables in (
        demo.county(schools, SEED),
        demo.make.one_county(SEED, 1, min(schools, NEIGHBOURS_SCHOOLS), demo.make.YEARS, persons=False),
    ):
        if not School.objects.filter(county_id=tables["county"]["county_code"][0]).exists():
            load(actor, tables, title=title)
    return County.objects.get(pk=COUNTIES[0])


@transaction.atomic
def accounts(county: County) -> list[Account]:
    """Open an account for every role, all or none, each with a one-time password; return them with it."""
    rng = Random(SEED)
    schools = schools_of(county)
    filing = list(schools)[:SCHOOLS]
    made: list[Account] = []

    def person(username: str, role: Role, place: str, *grants: dict[str, object]) -> None:
        user, password = open_account(Actor.command(), username, names.person(rng, rng.choice("12")))
        for each in grants:
            grant(Actor.command(), user, role, **each)
        made.append(Account(username, user.display_name, str(role.label), place, password))

    person("juzhang", Role.LEADER, county.name, {"county": county})
    for username, section in SECTIONS.items():
        person(username, Role.OFFICER, str(section.label), {"county": county, "section": section})
    for role, usernames in ((Role.CLERK, _CLERKS), (Role.PRINCIPAL, _PRINCIPALS)):
        for username, code in zip(usernames, filing, strict=False):
            person(username, role, schools[code], {"county": county, "school_code": code})
    inspected = list(schools)[:INSPECTED]
    here = str(bi(f"{len(inspected)} 所学校", f"{len(inspected)} schools"))
    person("duxue", Role.INSPECTOR, here, *({"county": county, "school_code": code} for code in inspected))
    person("shiji", Role.VIEWER, county.city_name, {"area": county.code[:4]})
    for username, role in ADMINISTRATORS.items():
        person(username, role, str(bi("整个系统", "the whole system")), {})
    return made


def snapshots(county: County) -> None:
    """Freeze the years that are shown."""
    for year in YEARS:
        if not Snapshot.objects.filter(county=county, year=year).exists():
            freeze(Actor.command(), county.code, year, title=str(bi(f"{year} 学年填报快照", f"Filing of {year}")))
    for neighbour in County.objects.exclude(pk=county.pk):
        if not Snapshot.objects.filter(county=neighbour).exists():
            freeze(Actor.command(), neighbour.code, max(YEARS), title=f"{max(YEARS)}")


def round_(county: County) -> None:
    """Open a filing round of the next school year."""
    filing_demo.start(Actor.command(), county.code)


STEPS: list[Callable[[County], None]] = [snapshots, round_, evidence_demo.start, audits_demo.start]
"""What comes after records and accounts, in order; each does nothing where it has been done before."""
