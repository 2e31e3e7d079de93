"""From a stored file to what is kept of its audit: the auditor's answer as rows."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone
from msgspec.structs import astuple

from junheng.audit.compared import Held, held
from junheng.audit.engine import Audit, audit
from junheng.audit.model import Document
from junheng.audit.model import Finding as Found
from junheng.audit.reading import Unreadable, read
from junheng.web.audits.beside import beside_of, comparisons
from junheng.web.audits.kept import plain, rows_of, short
from junheng.web.audits.kinds import FOLDER, unpacked
from junheng.web.audits.models import Finding, Version
from junheng.web.base.words import bi
from junheng.web.evidence import store
from junheng.web.jobs.work import Readable

MOST = 1_000_000
"""Characters of a report: a work report has ten or twenty thousand."""
STEPS = 3
Progress = Callable[[int, int, Any], None]


@dataclass(frozen=True, slots=True)
class Examined:
    """What a version gets: text, places of its blocks, counts, findings (the heaviest first), what it was held to."""

    text: str
    blocks: list[list[Any]]
    counts: dict[str, int]
    findings: tuple[Found, ...]
    held: tuple[Held, ...] = ()


def examine(version: Version, progress: Progress = lambda _done, _all, _step: None) -> Examined:
    """Read and audit a version's file; raises Readable with what to do where it cannot be read."""
    progress(0, STEPS, bi("读取文件", "reading the file"))
    return _examined(version, _document(version), progress)


def examine_small(version: Version, most: int) -> Examined | None:
    """Return what `examine` does; None for a file that comes to more than `most` bytes, unpacked, or whose text does.

    The packed size says little: a file of 100 KB may hold a text of 20 MB.
    """
    if unpacked(_path(version), version.kind) > most:
        return None
    document = _document(version)
    if len(document.text.encode("utf-8", "replace")) > most:
        return None
    return _examined(version, document, lambda _done, _all, _step: None)


def _examined(version: Version, document: Document, progress: Progress) -> Examined:
    progress(1, STEPS, bi("核对数字", "checking the figures"))
    against = comparisons(beside_of(version))
    found = audit(document, against)
    progress(2, STEPS, bi("保存结果", "keeping what was found"))
    return Examined(
        plain(document.text),
        [list(astuple(one)) for one in document.blocks],
        counts(found),
        found.findings,
        held(found, against),
    )


def save(version: Version, examined: Examined) -> None:
    """Write it to the version, in the caller's transaction; what a former attempt wrote is replaced."""
    version.text, version.blocks, version.counts = examined.text, examined.blocks, examined.counts
    version.matches, version.read_at = rows_of(examined.held), timezone.now()
    version.save(update_fields=["text", "blocks", "counts", "matches", "read_at"])
    version.findings.all().delete()
    Finding.objects.bulk_create(
        Finding(
            version=version,
            number=number,
            kind=one.kind,
            weight=one.weight,
            spans=[list(span) for span in one.spans],
            zh=plain(one.zh),
            en=plain(one.en),
            rule=one.rule[:80],
            fingerprint=short(one.fingerprint),
        )
        for number, one in enumerate(examined.findings, start=1)
    )


def counts(found: Audit) -> dict[str, int]:
    """Return what was read and checked, and the findings by kind."""
    return {
        "quantities": len(found.quantities),
        "relations": len(found.relations),
        "held": sum(judged.holds for _, judged in found.relations),
        **Counter(one.kind for one in found.findings),
    }


def _document(version: Version) -> Document:
    """Return the file's text, read; raises Readable for one that cannot be read, is empty or too long."""
    path = _path(version)
    with tempfile.TemporaryDirectory(prefix="junheng-audit-") as folder:
        named = Path(folder) / f"report.{version.kind}"  # the reader goes by the ending
        shutil.copyfile(path, named)
        try:
            document = read(named)
        except Unreadable as why:
            raise Readable(
                f"“{version.name}”没有审核：{why.zh}", f"“{version.name}” was not audited: {why.en}"
            ) from why
    if len(document.text) > MOST:
        raise Readable(
            f"“{version.name}”没有审核：有 {len(document.text):,} 个字，超过 {MOST:,} 个。请按章节拆开再传。",
            f"“{version.name}” was not audited: it has {len(document.text):,} characters, more than {MOST:,}. "
            "Split it by chapters.",
        )
    return document


def _path(version: Version) -> Path:
    try:
        return store.checked(version.stored, version.sha256, FOLDER)
    except store.Lost as lost:
        raise Readable(
            "没有审核：文件缺失或与上传时不符。请重新上传；并告知系统管理员从备份恢复。",
            "It was not audited: the file is missing or not what was uploaded. Upload it again, and tell the system "
            "administrator to restore it from the backup.",
        ) from lost
