"""Long work of the archive: putting it together for the inspection team."""

from __future__ import annotations

import secrets

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from junheng import standards
from junheng.assess import ScopeError
from junheng.exchange import write_whole
from junheng.web.base.words import bi
from junheng.web.evidence import store
from junheng.web.evidence.archive import write
from junheng.web.evidence.models import Archive, File
from junheng.web.evidence.tree import tree
from junheng.web.jobs.work import Readable, Work, job
from junheng.web.judgement.service import Judged, judged, latest
from junheng.web.log.chain import record as log
from junheng.web.people.models import County
from junheng.web.people.policy import Policy
from junheng.web.snapshots.acts import Damaged
from junheng.web.snapshots.models import Snapshot


@job("evidence.export", name=bi("导出迎检档案", "export of the evidence archive"), time_limit=1800)
def export(work: Work) -> None:
    """Write the archive of one school year and note it."""
    said = work.arguments
    county = County.objects.get(pk=work.job.county_id)
    Policy(work.actor.user).demand("evidence.export", county=county.code, school="")
    standard = standards.load(county.standard)
    files = File.objects.filter(county=county, year=said["year"], removed_at=None)
    groups = tree(county.code, said["year"], standard, files)
    missing = sum(node.missing for group in groups for node in group.nodes)
    snapshot = latest(county.code, said["year"])
    found = _judged(snapshot)
    stored = secrets.token_hex(16)
    path = store.path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    heading = {
        "county": county,
        "year": said["year"],
        "standard": standard,
        "snapshot": snapshot,
        "made": timezone.localtime(),
        "missing": missing,
    }
    try:
        # The archive leaves the house: its index is in Chinese, whoever asked.
        with write_whole(path) as whole, override("zh-hans"):
            count = write(whole, groups, heading, found, work.progress)
            whole.chmod(0o600)
        _note(work, standard.id, stored, count, missing)
    except store.Lost as lost:
        raise Readable(
            "没有导出：档案中有文件缺失或与存入时不符。请系统管理员核对备份后重试。",
            "Nothing was exported: a file of the archive is missing or not what was put in. "
            "Ask the system administrator to check the backup.",
        ) from lost
    except OSError as error:
        raise (store.full() if store.is_full(error) else error) from error
    finally:
        if not Archive.objects.filter(stored=stored).exists():
            store.drop(stored)


def _judged(snapshot: Snapshot | None) -> Judged | None:
    """Return the assessment the index shows; an archive is made without one too."""
    try:
        return judged(snapshot) if snapshot else None
    except (ScopeError, Damaged):
        return None


def _note(work: Work, standard: str, stored: str, count: int, missing: int) -> None:
    path, said = store.path_of(stored), work.arguments
    size, sha256 = path.stat().st_size, store.digest(path)
    with work.once() as result:
        made = Archive.objects.create(
            county_id=work.job.county_id,
            year=said["year"],
            standard=standard,
            by_name=work.actor.name,
            purpose=said["purpose"],
            files=count,
            missing=missing,
            size=size,
            sha256=sha256,
            stored=stored,
        )
        log(
            work.actor,
            "evidence.export",
            f"archive:{made.pk}",
            county=made.county_id,
            purpose=said["purpose"],
            files=count,
            sha256=sha256,
        )
        result["url"] = reverse("evidence:archives")
