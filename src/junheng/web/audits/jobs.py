"""Long work of the feature: auditing a version of a report."""

from __future__ import annotations

from django.urls import reverse

from junheng.web.audits.beside import beside_of, demand
from junheng.web.audits.examine import examine, save
from junheng.web.audits.models import Version
from junheng.web.base.words import bi
from junheng.web.jobs.work import Readable, Work, job
from junheng.web.people.policy import Policy

GONE = Readable("报告已被删除，没有审核。", "The report was deleted; nothing was audited.")


@job("audits.audit", name=bi("审核报告", "audit of a report"), time_limit=600)
def audit(work: Work) -> None:
    """Read and audit one version, and keep what was found."""
    pk = work.arguments["version"]
    version = Version.objects.select_related("report", "snapshot__county", "against__report").filter(pk=pk).first()
    if version is None:
        raise GONE
    # Between asking and doing a grant may have ended, a report been deleted: what may be read is asked again.
    policy, report = Policy(work.actor.user), version.report
    policy.demand("audit.check", county=report.county_id, school=report.school_code)
    demand(policy, report.county_id, report.school_code, beside_of(version))
    examined = examine(version, work.progress)
    with work.once() as result:
        row = Version.objects.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise GONE
        save(row, examined)
        result["url"] = reverse("audits:detail", args=[row.report_id])
