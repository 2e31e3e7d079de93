"""What a report is held against besides itself: the county's figures of a snapshot, another audited report."""

from __future__ import annotations

from dataclasses import dataclass

from junheng.assess import ScopeError
from junheng.audit import reading
from junheng.audit.against import Comparison, Figures, against_county, against_report, figures
from junheng.audit.layout import lay_out
from junheng.audit.quantities import quantities
from junheng.facts import derive
from junheng.standards import StandardError
from junheng.web.audits.kept import document_of
from junheng.web.audits.models import Version
from junheng.web.jobs.work import Readable
from junheng.web.judgement.service import judged
from junheng.web.people.policy import Policy
from junheng.web.snapshots.acts import Damaged, thaw
from junheng.web.snapshots.models import Snapshot


@dataclass(frozen=True, slots=True)
class Beside:
    """What a report is held against besides itself: a snapshot of the county, another report's version."""

    snapshot: Snapshot | None = None
    against: Version | None = None


NOTHING = Beside()


def demand(policy: Policy, county: str, school_code: str, beside: Beside) -> None:
    """Refuse what is another county's, or beyond what the person may see; a school's report knows no snapshot."""
    if beside.snapshot is not None and school_code:
        raise Readable(
            "没有审核：学校的报告不能与全县数据对照。请不选快照，或归到县级。",
            "It was not audited: a school's report is not held against the county's figures. "
            "Choose no snapshot, or file it under the county.",
        )
    if beside.snapshot is not None and (
        beside.snapshot.county_id != county or not policy.may("snapshot.view", county=county, school="")
    ):
        raise Readable(
            "没有审核：所选快照不存在，或不在您的范围内。",
            "It was not audited: the snapshot is not there, or not among yours.",
        )
    if beside.against is not None and (
        beside.against.report.county_id != county
        or beside.against.read_at is None
        or not policy.covers("audit.view", beside.against.report)
    ):
        raise Readable(
            "没有审核：所选的对照报告不存在，或还没有审核完。",
            "It was not audited: the report to hold it against is not there, or not audited yet.",
        )
    # Findings quote both reports, and the school reads them: whoever audits, another's words may not stand there.
    if beside.against is not None and school_code and beside.against.report.school_code != school_code:
        raise Readable(
            "没有审核：学校的报告只能与本校的报告对照。",
            "It was not audited: a school's report is held against reports of the same school only.",
        )


def beside_of(version: Version) -> Beside:
    """Return what a version is to be held against; raises Readable where the other report was deleted meanwhile."""
    if version.against is None and version.against_name:
        raise Readable(
            f"没有审核：所选的对照报告“{version.against_name}”已被删除。请不对照，或另选一份再审。",
            f"It was not audited: “{version.against_name}”, the report to hold it against, was deleted. "
            "Audit it without, or choose another.",
        )
    return Beside(version.snapshot, version.against)


def comparisons(beside: Beside) -> list[Comparison]:
    """Return what the auditor is to hold a report against; raises Readable for a damaged snapshot."""
    found: list[Comparison] = []
    if beside.snapshot is not None:
        found.append(against_county(_figures(beside.snapshot)))
    if beside.against is not None:
        other = reading.clean(document_of(beside.against))
        layout = lay_out(other.text, quantities(other.text))
        found.append(against_report(other, layout, beside.against.report.title))
    return found


def _figures(snapshot: Snapshot) -> Figures:
    """Return what a snapshot knows, with its rates and indicators where it can be judged."""
    try:
        try:
            found = judged(snapshot)
        except (ScopeError, StandardError):
            return figures(derive(thaw(snapshot)), snapshot.county_id)
        return found.once("audits", lambda: figures(found.facts, snapshot.county_id, [found.assessment]))
    except Damaged as damaged:
        raise Readable(
            "没有审核：所选快照的数据缺失或有变，不能用来对照。请告知系统管理员，或不对照再审。",
            "It was not audited: the data of the snapshot are missing or were changed. "
            "Tell the system administrator, or audit without it.",
        ) from damaged
