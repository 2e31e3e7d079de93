"""Objects for the addresses that name one, so that the generated test can ask for them (test_every_page.py).

A page with something in its address needs a line in SAMPLES, under the address's full name (`people:account`): a
function that gets the World, makes what it needs, and returns the address's keyword arguments

- `own`: of an object in the county, and in the school of the clerk, principal and inspector where it has one;
- `other_county`: of one like it in a county that nobody of the cast may see, not even the viewer;
- `other_school`: of one in the county that belongs to a school other than the clerk's.

Leave out what there cannot be. Two further keys say where an object's reach is not its act's: `own_for`, the persons
who reach `own` (a job is its owner's; an officer edits the tables of the own section), and `all_for`, those who reach
`other_county` (the system administrator sees to every county's jobs). `query` is what stands behind the address's
question mark. A page without an object may have a line too, when it needs one of these.

The functions run once, before the tests; `world.records()` loads the county's registry, `world.snapshot()` freezes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from junheng.dictionary import Tables
from junheng.web.api import tokens
from junheng.web.api.models import Token
from junheng.web.audits.models import Finding, Report
from junheng.web.audits.models import Version as AuditVersion
from junheng.web.charts.bundle import bundle
from junheng.web.evidence import store
from junheng.web.evidence.models import Archive, Link
from junheng.web.evidence.models import File as EvidenceFile
from junheng.web.filing import acts as filing
from junheng.web.filing.models import Filing, Round
from junheng.web.imports.models import File as ImportFile
from junheng.web.imports.models import Import, Version
from junheng.web.jobs.models import Job
from junheng.web.judgement.models import Scenario
from junheng.web.log import pack
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record
from junheng.web.people.models import County, Grant, User
from junheng.web.people.policy import Policy
from junheng.web.registry.acts import Edit, write
from junheng.web.registry.load import load
from junheng.web.registry.models import Batch, SavedView, School
from junheng.web.snapshots.acts import freeze
from junheng.web.snapshots.models import Snapshot

Sample = Mapping[str, Any]

OFFICERS = {"officer", "finance_officer", "staff_officer", "schooling_officer", "outsider"}
WORKING = {"leader", "clerk", "principal", "inspector", "viewer", *OFFICERS}


@dataclass
class World:
    """The cast, its county with eight schools, and a county `other` outside everybody's sight."""

    people: dict[str, User]
    county: County
    school_code: str
    other_school: str
    actor: Actor
    tables: Tables
    other: County = field(init=False)

    def __post_init__(self) -> None:
        self.other, _ = County.objects.get_or_create(code="888801", defaults={"name": "远县"})

    def records(self) -> None:
        """Load the county's registry (without persons) and one school of the other county."""
        if not School.objects.filter(county=self.county).exists():
            load(self.actor, self.tables)
            School.objects.create(county=self.other, year=2025, school_code="8888010001", school_name="远县一小")

    def snapshot(self) -> Snapshot:
        """Freeze the county's records."""
        self.records()
        return Snapshot.objects.filter(county=self.county).first() or freeze(self.actor, self.county.code, 2025)

    def person(self) -> User:
        """Somebody outside the cast."""
        return User.objects.get_or_create(username="somebody", defaults={"display_name": "某人"})[0]


def _person(world: World) -> Sample:
    return {"own": {"pk": world.person().pk}}


def _grant(world: World) -> Sample:
    return {"own": {"pk": Grant.objects.create(user=world.person(), role="leader", county=world.county).pk}}


def _pk(own: Model, other: Model | None = None, school: Model | None = None, **more: Any) -> Sample:
    places = {"own": own, "other_county": other, "other_school": school}
    return {place: {"pk": thing.pk} for place, thing in places.items() if thing is not None} | more


def _in_each(make: Callable[[County, str], Model], world: World, **more: Any) -> Sample:
    """Make one for the clerk's school, one in the other county, one for the other school."""
    return _pk(
        make(world.county, world.school_code),
        make(world.other, "8888010001"),
        make(world.county, world.other_school),
        **more,
    )


def _with(sample_of: Callable[[World], Sample], **more: Any) -> Callable[[World], Sample]:
    """Return a sample with further arguments in every place, and `own_for`."""
    own_for = {"own_for": more.pop("own_for")} if "own_for" in more else {}

    def filled(world: World) -> Sample:
        sample = {**sample_of(world), **own_for}
        places = sample.keys() & {"own", "other_county", "other_school"}
        return {**sample, **{place: {**sample[place], **more} for place in places}}

    return filled


def _nobody(sample: Callable[[World], Sample]) -> Callable[[World], Sample]:
    """Return a sample whose own object lacks what the page shows, so that it is 404 to everybody."""
    return _with(sample, own_for=set())


# --- jobs: each its owner's; the system administrator's are of no county


def _job(world: World) -> Sample:
    def made(by: User, county: County) -> Job:
        return Job.objects.create(kind="registry.export", title_zh="导出", title_en="Export", by=by, county=county)

    own, other = made(world.people["officer"], world.county), made(world.person(), world.other)
    return _pk(own, other, own_for={"officer", "system"}, all_for={"system"})


# --- registry


def _table(world: World) -> Sample:
    world.records()
    return {"own": {"table": "school"}}


def _record(world: World) -> Sample:
    world.records()

    def of(county: County, code: str) -> dict[str, Any]:
        return {"table": "school", "pk": School.objects.filter(county=county, school_code=code).latest("year").pk}

    return {
        "own": of(world.county, world.school_code),
        "other_county": of(world.other, "8888010001"),
        "other_school": of(world.county, world.other_school),
    }


def _school(world: World) -> Sample:
    world.records()
    return {
        "own": {"code": world.school_code},
        "other_county": {"code": "8888010001"},
        "other_school": {"code": world.other_school},
    }


def _saved_view(world: World) -> Sample:
    def made(county: County, by: User) -> SavedView:
        return SavedView.objects.create(user=by, county=county, table="school", name=f"{SavedView.objects.count()}")

    return _pk(made(world.county, world.people["officer"]), made(world.other, world.person()), own_for={"officer"})


EDIT_SCHOOLS = {"officer", "finance_officer", "schooling_officer", "clerk"}
"""Whose section answers for the table of schools, and the clerk."""
EDIT_ANY_SCHOOLS = EDIT_SCHOOLS | {"outsider"}
"""The same, where no county's record is named."""


# --- imports


def _import(world: World) -> Sample:
    def made(county: County, _: str) -> Import:
        made = Import.objects.create(county=county, title="学校.xlsx", by_name="x")
        Version.objects.create(of=made, number=1, by_name="x", tables=",school,", state="faulty", counts={})
        return made

    return _in_each(made, world, own_for=EDIT_SCHOOLS - {"clerk"})


def _import_file(world: World) -> Sample:
    sample = dict(_import(world))
    for place in ("own", "other_county", "other_school"):
        version = Version.objects.get(of_id=sample[place]["pk"])
        file = ImportFile.objects.create(version=version, name="a.xlsx", size=1, sha256="0" * 64, stored="none")
        sample[place] = {**sample[place], "file": file.pk}
    return {**sample, "own_for": set()}


def _batch(world: World) -> Sample:
    world.records()

    def made(county: County, code: str) -> Batch:
        year = School.objects.filter(county=county, school_code=code).latest("year").year
        edit = Edit("school", {"year": year, "school_code": code, "computers": 7 + Batch.objects.count()})
        written = write(world.actor, county.code, [edit], source="form")
        assert written is not None
        return written

    return _in_each(made, world)


# --- filing


def _rounds(world: World) -> tuple[Round, Round]:
    world.records()
    due = timezone.localdate() + timedelta(days=20)
    officer = world.people["officer"]
    asking = filing.Asking(title="2026 学年填报", year=2026, due=due)
    here = Round.objects.filter(county=world.county).first() or filing.open_round(
        Actor(officer, officer.username), Policy(officer), world.county.code, asking
    )
    there, _ = Round.objects.get_or_create(county=world.other, year=2026, title="远县填报", due=due, fields=here.fields)
    return here, there


def _round(world: World) -> Sample:
    """The round as a whole is the bureau's; people of schools have their filing."""
    return _pk(*_rounds(world), own_for={"leader", *OFFICERS} - {"outsider"})


def _filing(world: World) -> Sample:
    here, there = _rounds(world)
    far, _ = Filing.objects.get_or_create(
        round=there, county=world.other, school_code="8888010001", school_name="远县一小"
    )
    return _pk(
        here.filings.get(school_code=world.school_code), far, here.filings.get(school_code=world.other_school)
    )  # fmt: skip


def _value(world: World) -> Sample:
    sample = dict(_filing(world))
    cell = Filing.objects.get(pk=sample["own"]["pk"]).values.first()
    assert cell is not None
    for place in ("own", "other_county", "other_school"):
        sample[place] = {**sample[place], "cell": cell.pk}
    return sample


# --- snapshots


def _snapshot(world: World) -> Sample:
    there = {"title": "远县", "content": "sha256:x", "made_by": "x"}
    other, _ = Snapshot.objects.get_or_create(county=world.other, year=2025, number=1, defaults=there)
    return _pk(world.snapshot(), other)


def _difference(world: World) -> Sample:
    pk = world.snapshot().pk
    return {"own": {}, "query": f"a={pk}&b={pk}", "own_for": WORKING - {"outsider"}}


# --- judgement


def _judged(world: World, **arguments: Any) -> Sample:
    world.snapshot()
    return {"own": arguments}


def _indicator(world: World) -> Sample:
    return _judged(world, stage="primary", indicator="L1")


def _judged_school(world: World) -> Sample:
    return {
        **_judged(world, unit=world.school_code),
        "other_school": {"unit": world.other_school},
        "other_county": {"unit": "8888010001"},
        "own_for": WORKING,  # the outsider's county has no snapshot: every address of judgement says so to them
        "all_for": {"outsider"},
    }


def _item(world: World) -> Sample:
    return _judged(world, item="G1")


def _picture(world: World) -> Sample:
    return {**_judged(world, name="cv", form="svg"), "query": "stage=primary", "own_for": WORKING - {"outsider"}}


def _working(world: World) -> Sample:
    return {**_judged(world), "query": f"unit={world.school_code}&stage=primary&indicator=L1"}


def _scenario(world: World) -> Sample:
    snapshot = world.snapshot()

    def made(county: County) -> Scenario:
        name = f"{Scenario.objects.count()}"
        return Scenario.objects.create(county=county, snapshot=snapshot, name=name, by_name="x")

    return _pk(made(world.county), made(world.other))


# --- evidence


def _figure(world: World) -> Sample:
    world.records()
    figure = f"figure:school:2025:{world.school_code}|:computers"
    return {"own": {}, "query": f"thing={figure}", "own_for": WORKING - {"viewer"}}


def _evidence(world: World) -> Sample:
    def made(county: County, school_code: str) -> EvidenceFile:
        stored, sha256, size = store.keep([b"evidence"])
        return EvidenceFile.objects.create(
            county=county, school_code=school_code, year=2025, title="证明", name="a.txt", kind="txt",
            size=size, sha256=sha256, stored=stored, by_name="x",
        )  # fmt: skip

    return _in_each(made, world)


def _link(world: World) -> Sample:
    sample = _evidence(world)
    return {
        place: {"pk": Link.objects.create(file_id=found["pk"], thing="item:cn.quality.2017:x").pk}
        for place, found in sample.items()
    }


def _archive(world: World) -> Sample:
    def made(county: County) -> Archive:
        stored, sha256, size = store.keep([b"archive"])
        return Archive.objects.create(
            county=county, year=2025, standard="cn.quality.2017", by_name="x", purpose="迎检", files=0, missing=0,
            size=size, sha256=sha256, stored=stored,
        )  # fmt: skip

    return _pk(made(world.county), made(world.other))


# --- audited reports


def _report(world: World) -> Sample:
    def made(county: County, school_code: str) -> Report:
        report = Report.objects.create(county=county, school_code=school_code, title="总结", by_name="x")
        stored, sha256, size = store.keep(["共12所，其中小学9所、初中2所。".encode()], "audits")
        version = AuditVersion.objects.create(
            report=report, number=1, name="a.txt", kind="txt", size=size, sha256=sha256, stored=stored, by_name="x",
            read_at=timezone.now(), text="共12所，其中小学9所、初中2所。",
            blocks=[["paragraph", 0, 17, None, None, None, None, 1, 1]],
            counts={"quantities": 3, "relations": 1, "held": 0, "contradiction": 1},
        )  # fmt: skip
        Finding.objects.create(
            version=version, number=1, kind="contradiction", weight=90, spans=[[0, 16]], zh="9+2=11，不是12。",
            en="9 + 2 = 11, not 12.", rule="total", fingerprint="a" * 16,
        )  # fmt: skip
        return report

    return _in_each(made, world)


def _found(world: World) -> Sample:
    sample = dict(_report(world))
    for place in ("own", "other_county", "other_school"):
        finding = Finding.objects.get(version__report_id=sample[place]["pk"])
        sample[place] = {**sample[place], "finding": finding.pk}
    return sample


# --- the log: of the whole installation, the audit administrator's


def _entry(world: World) -> Sample:
    return {"own": {"number": record(world.actor, "test", "thing").number}}


def _pack(world: World) -> Sample:
    return _pk(pack.keep(world.actor, pack.make(world.county.code, 2025, by="x")))


# --- the rest


def _unused(_: World) -> Sample:
    """Nobody of the cast has a second factor: the pages about it are 404."""
    return {"own": {}, "own_for": set()}


def _token(world: World) -> Sample:
    def made(by: User) -> Token:
        return tokens.issue(world.actor, by, "试用", ["read"], 7)[0]

    return _pk(made(world.people["officer"]), made(world.person()), own_for={"officer"})


def _script(_: World) -> Sample:
    return {"own": {"content": bundle().content}}


SAMPLES: dict[str, Callable[[World], Sample]] = {
    "mfa_deactivate_totp": _unused,
    "mfa_view_recovery_codes": _unused,
    "mfa_download_recovery_codes": _unused,
    "people:account": _person,
    "people:reset_password": _person,
    "people:deactivate": _person,
    "people:activate": _person,
    "people:unlock": _person,
    "people:grants_of": _person,
    "people:remove_second_factor": _person,
    "people:revoke": _grant,
    "jobs:detail": _job,
    "jobs:progress": _job,
    "jobs:cancel": _job,
    "jobs:retry": _job,
    "registry:school": _school,
    "registry:exported": _nobody(_job),
    "registry:forget_view": _saved_view,
    "registry:table": _table,
    "registry:find": _table,
    "registry:add": _with(_table, own_for=EDIT_ANY_SCHOOLS),
    "registry:export": _table,
    "registry:bulk": _with(_table, own_for=EDIT_ANY_SCHOOLS),
    "registry:bulk_apply": _with(_table, own_for=EDIT_ANY_SCHOOLS),
    "registry:save_view": _table,
    "registry:record": _record,
    "registry:edit": _with(_record, own_for=EDIT_SCHOOLS),
    "registry:remove": _with(_record, own_for=EDIT_SCHOOLS),
    "imports:detail": _import,
    "imports:correct": _import,
    "imports:difference": _with(_nobody(_import), table="school"),
    "imports:marked": _import_file,
    "imports:again": _import,
    "imports:apply": _import,
    "imports:discard": _import,
    "imports:batch": _batch,
    "imports:undo": _with(_batch, own_for=EDIT_SCHOOLS),
    "filing:round": _round,
    "filing:remind": _round,
    "filing:due": _round,
    "filing:close": _round,
    "filing:reopen": _round,
    "filing:filing": _filing,
    "filing:page": _with(_filing, name="premises"),
    "filing:save": _filing,
    "filing:explain": _filing,
    "filing:value": _value,
    "filing:put": _with(_filing, name="class"),
    "filing:remove": _filing,
    "filing:add_stage": _filing,
    "filing:download": _filing,
    "filing:upload": _filing,
    "filing:apply": _filing,
    "filing:marked": _nobody(_filing),
    "filing:hand_over": _filing,
    "filing:reading": _filing,
    "filing:sign": _filing,
    "filing:send_back": _filing,
    "filing:review": _filing,
    "filing:remark": _filing,
    "filing:decide": _filing,
    "snapshots:detail": _snapshot,
    "snapshots:verify": _snapshot,
    "snapshots:download": _snapshot,
    "snapshots:diff": _difference,
    "judgement:indicator": _indicator,
    "judgement:school": _judged_school,
    "judgement:item": _item,
    "judgement:item_state": _item,
    "judgement:item_confirm": _item,
    "judgement:picture": _picture,
    "judgement:scenario": _scenario,
    "judgement:scenario_rewrite": _scenario,
    "judgement:scenario_rename": _scenario,
    "judgement:scenario_delete": _scenario,
    "judgement:scenario_book": _scenario,
    "judgement:working": _working,
    "audits:detail": _report,
    "audits:versions": _report,
    "audits:again": _report,
    "audits:delete": _report,
    "audits:file": _with(_report, number=1),
    "audits:download": _with(_report, number=1, form="docx"),
    "audits:judge": _found,
    "audits:undo": _found,
    "evidence:figure": _figure,
    "evidence:item": _item,
    "evidence:file": _evidence,
    "evidence:content": _evidence,
    "evidence:attach": _evidence,
    "evidence:take_out": _evidence,
    "evidence:detach": _link,
    "evidence:archive": _archive,
    "log:entry": _entry,
    "log:pack": _pack,
    "log:pack_download": _pack,
    "tokens:end": _token,
    "charts:script": _script,
}
