"""What a report is held against besides itself: the county's figures of a snapshot, another audited report."""

from __future__ import annotations

from junheng.assess import ScopeError
from junheng.audit import reading
from junheng.audit.against import Figures, against_county, against_report, figures
from junheng.audit.engine import Check
from junheng.audit.layout import lay_out
from junheng.audit.quantities import quantities
from junheng.facts import derive
from junheng.standards import StandardError
from junheng.web.audits.kept import document_of
from junheng.web.audits.models import Version
from junheng.web.jobs.work import Readable
from junheng.web.judgement.service import judged
from junheng.web.snapshots.acts import Damaged, thaw
from junheng.web.snapshots.models import Snapshot


def checks(version: Version) -> list[Check]:
    """Return what the auditor is to hold the version against; raises Readable for a damaged snapshot."""
    found: list[Check] = []
    if version.snapshot is not None:
        found.append(against_county(_figures(version.snapshot)))
    if version.against is not None:
        other = reading.clean(document_of(version.against))
        layout = lay_out(other.text, quantities(other.text))
        found.append(against_report(other, layout, version.against.report.title))
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
