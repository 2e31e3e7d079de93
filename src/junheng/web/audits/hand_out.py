"""An audited version as a file to hand on: the report with comments for Word, or a page that stands alone."""

from __future__ import annotations

import tempfile
from pathlib import Path

from junheng.audit.faces.commented import give_back
from junheng.audit.faces.page import page
from junheng.audit.findings import verdicts
from junheng.web.audits.kept import held_of, outcome_of
from junheng.web.audits.kinds import FOLDER, KINDS
from junheng.web.audits.models import Version
from junheng.web.audits.shown import standing
from junheng.web.base.words import bi, language
from junheng.web.evidence import store

FORMS = {
    "docx": (KINDS["docx"], bi("下载批注 Word", "Word with comments")),
    "html": ("text/html; charset=utf-8", bi("下载网页", "As a page")),
}
"""Form → its content type, what the page calls it."""


def made(version: Version, form: str) -> bytes:
    """Return the version with its findings as a file; what was dismissed is left out, or listed at the end.

    The findings are those that were kept, whatever a newer program would find. Raises store.Lost, and LookupError for
    another form.
    """
    found = outcome_of(version)
    said = {
        fingerprint: verdicts.Verdict(fingerprint, one.decision, one.reason)
        for fingerprint, one in standing(version.report).items()
    }
    if form == "html":
        return page(found, language(), said, held_of(version)).encode()
    if form != "docx":
        raise LookupError(form)
    source = store.checked(version.stored, version.sha256, FOLDER) if version.kind == "docx" else None
    with tempfile.TemporaryDirectory(prefix="junheng-audit-") as folder:
        target = Path(folder) / "report.docx"
        give_back(found, source, target, language(), said)
        return target.read_bytes()
