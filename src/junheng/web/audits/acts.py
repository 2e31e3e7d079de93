"""What is done to audited reports: upload, audit again, judge, take back, delete. Each asks, acts and logs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.db import transaction
from django.utils import timezone

from junheng.web.audits.beside import NOTHING, Beside, demand
from junheng.web.audits.examine import examine_small, save
from junheng.web.audits.kept import plain
from junheng.web.audits.kinds import FOLDER, kind_of
from junheng.web.audits.models import Decision, Finding, Report, Verdict, Version
from junheng.web.base.words import bi
from junheng.web.evidence import store
from junheng.web.evidence.acts import limited
from junheng.web.evidence.acts import plain as plain_name
from junheng.web.jobs.work import Readable, enqueue
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.models import Role
from junheng.web.people.policy import Policy


@dataclass(frozen=True, slots=True)
class Paper:
    """What is said of a report: whose it is, what it is called (blank: as its file)."""

    county: str
    school_code: str = ""
    title: str = ""


def upload(
    actor: Actor,
    policy: Policy,
    paper: Paper,
    name: str,
    chunks: Iterable[bytes],
    beside: Beside = NOTHING,
    *,
    at_once: int = 0,
) -> Version:
    """Keep a report and have it audited: in the background, or before it returns where it is small.

    `at_once` is how many bytes it may come to, unpacked, to be small. Raises Refused, Readable (kind, size, a full
    disk; of a small one also what cannot be read); nothing is left then.
    """
    policy.demand("audit.check", county=paper.county, school=paper.school_code)
    demand(policy, paper.county, paper.school_code, beside)
    version = _stored(actor, name, chunks, beside)
    try:
        examined = examine_small(version, at_once) if at_once else None
        with transaction.atomic():
            title = _line(paper.title) or PurePath(version.name).stem
            version.report = Report.objects.create(
                county_id=paper.county,
                school_code=paper.school_code,
                title=title[:200],
                by=actor.user,
                by_name=actor.shown,
            )
            version.number = 1
            version.save()
            if examined is not None:
                save(version, examined)
            _begin(actor, version, "audit.upload")
    except BaseException:
        store.drop(version.stored, FOLDER)
        raise
    return version


def again(
    actor: Actor,
    policy: Policy,
    report: Report,
    beside: Beside = NOTHING,
    name: str = "",
    chunks: Iterable[bytes] | None = None,
) -> Version:
    """Have a report audited again: a new file (`name`, `chunks`), or the last one. Raises Refused, Readable."""
    policy.demand("audit.check", county=report.county_id, school=report.school_code)
    demand(policy, report.county_id, report.school_code, beside)
    version = _stored(actor, name, chunks, beside) if chunks is not None else None
    try:
        with transaction.atomic():
            Report.objects.select_for_update().get(pk=report.pk)
            last = report.versions.select_related("job").order_by("-number")[0]
            if last.busy:
                raise Readable(
                    "上一版还在审核中，请等它完成再审。", "The last version is still being audited; wait for it."
                )
            if version is None:
                kept = {each: getattr(last, each) for each in ("name", "kind", "size", "sha256", "stored")}
                version = Version(**kept, by=actor.user, by_name=actor.shown, **_beside(beside))
            version.report, version.number = report, last.number + 1
            version.save()
            _begin(actor, version, "audit.again")
    except BaseException:
        if version is not None and chunks is not None:
            store.drop(version.stored, FOLDER)
        raise
    return version


@transaction.atomic
def judge(actor: Actor, policy: Policy, finding: Finding, decision: str, reason: str = "") -> Verdict:
    """Say what a finding is: it holds for every version of the report that has it. Raises Refused, Readable."""
    report = _locked(policy, "audit.judge", finding.version.report)
    reason = _line(reason)[:300]
    if decision not in Decision.values:
        raise Readable("没有保存：请选择“属实”或“不成立”。", "Nothing was saved: choose real or dismissed.")
    if decision == Decision.DISMISSED and not reason:
        raise Readable("没有保存：请写明为什么不成立。", "Nothing was saved: say why it does not hold.")
    _end(actor, report, finding.fingerprint)
    made = Verdict.objects.create(
        report=report, fingerprint=finding.fingerprint, decision=decision, reason=reason, by_name=actor.shown
    )
    log(
        actor, "audit.judge", thing_of(report), county=report.county_id,
        version=finding.version.number, row=finding.number, outcome=decision, reason=reason,
    )  # fmt: skip
    return made


@transaction.atomic
def undo(actor: Actor, policy: Policy, finding: Finding) -> bool:
    """Take back what was said of a finding; False when nothing stood. Raises Refused."""
    report = _locked(policy, "audit.judge", finding.version.report)
    if not _end(actor, report, finding.fingerprint):
        return False
    log(actor, "audit.undo", thing_of(report), county=report.county_id, version=finding.version.number,
        row=finding.number)  # fmt: skip
    return True


def delete(actor: Actor, policy: Policy, report: Report) -> None:
    """Delete a report with its versions, files, findings and what was said of them; the log keeps that it was.

    Raises Refused, Readable.
    """
    policy.demand("audit.check", county=report.county_id, school=report.school_code)
    if not may_delete(policy, report):
        raise Readable(
            "没有删除：只有上传人、校长和局长可以删除。",
            "It was not deleted: only who uploaded it, the principal or the leader may.",
        )
    with transaction.atomic():
        row = _locked(policy, "audit.check", report)
        stored = set(row.versions.values_list("stored", flat=True))
        sums = sorted(set(row.versions.values_list("sha256", flat=True)))
        pk, county, title = row.pk, row.county_id, row.title
        row.delete()
        log(actor, "audit.delete", f"audit:{pk}", county=county, title=title, sha256=sums)
        transaction.on_commit(lambda: [store.drop(each, FOLDER) for each in stored] and None)


def may_delete(policy: Policy, report: Report) -> bool:
    """Tell whether the user may delete it: who uploaded it, the school's principal, the county's leader."""
    if not policy.covers("audit.check", report):
        return False
    heads = {(report.county_id, Role.LEADER, ""), (report.county_id, Role.PRINCIPAL, report.school_code or None)}
    held = {(grant.county_id, grant.role, grant.school_code) for grant in policy.grants}
    return (policy.user is not None and report.by_id == policy.user.pk) or bool(heads & held)


def thing_of(report: Report) -> str:
    """Return how the log names the report."""
    return f"audit:{report.pk}"


def _beside(beside: Beside) -> dict[str, object]:
    named = f"{beside.against.report.title} {beside.against.number}" if beside.against else ""
    return {"snapshot": beside.snapshot, "against": beside.against, "against_name": named[:220]}


def _stored(actor: Actor, name: str, chunks: Iterable[bytes], beside: Beside) -> Version:
    """Keep a file that is a report; return the version it will be, not saved yet."""
    stored, sha256, size = store.keep(limited(chunks, name), FOLDER)
    try:
        kind = kind_of(store.path_of(stored, FOLDER), name)
    except BaseException:
        store.drop(stored, FOLDER)
        raise
    return Version(
        name=plain_name(name), kind=kind, size=size, sha256=sha256, stored=stored,
        by=actor.user, by_name=actor.shown, **_beside(beside),
    )  # fmt: skip


def _begin(actor: Actor, version: Version, act: str) -> None:
    """Ask for the audit (unless it was done) and log who wanted it."""
    report = version.report
    if version.read_at is None:
        title = bi(f"审核：{report.title}"[:200], f"Audit: {report.title}"[:200])
        version.job = enqueue(actor, "audits.audit", county=report.county_id, title=title, version=version.pk)
        version.save(update_fields=["job"])
    beside = {"snapshot": version.snapshot.title} if version.snapshot else {}
    if version.against is not None:
        beside["against"] = f"{thing_of(version.against.report)} {version.against_name}"
    log(actor, act, thing_of(report), county=report.county_id, version=version.number, title=report.title,
        sha256=version.sha256, size=version.size, **beside)  # fmt: skip


def _locked(policy: Policy, act: str, report: Report) -> Report:
    policy.demand(act, county=report.county_id, school=report.school_code)
    return Report.objects.select_for_update().get(pk=report.pk)


def _end(actor: Actor, report: Report, fingerprint: str) -> bool:
    """End the verdict that stands, if one does."""
    standing = Verdict.objects.filter(report=report, fingerprint=fingerprint, undone_at=None)
    return bool(standing.update(undone_at=timezone.now(), undone_by=actor.name))


def _line(text: str) -> str:
    """Return a text of a form as one line that any database keeps."""
    return " ".join(plain(text).split())
