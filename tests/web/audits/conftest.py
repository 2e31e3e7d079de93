"""Reports with findings made by hand (audits_help.py)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from audits_help import FINDINGS, TEXT, audit_of, file, read
from django.urls import reverse

from junheng.audit.model import Finding as Found
from junheng.web.audits import examine
from junheng.web.audits.models import Report
from junheng.web.jobs.perform import drain


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return a function: the findings the auditor makes from now on."""

    def set_to(*findings: Found) -> None:
        monkeypatch.setattr(examine, "audit", lambda document, checks=(): audit_of(document, findings))

    monkeypatch.setattr(examine, "read", read)
    set_to(*FINDINGS)
    return set_to


@pytest.fixture
def send(as_: Any, county: Any, finds: Any) -> Callable[..., Report]:
    """Return a function: upload a report as somebody, and have it audited."""

    def sent(name: str = "officer", content: str | bytes = TEXT, **given: Any) -> Report:
        answer = as_(name).post(reverse("audits:upload"), {"file": file(content), **given})
        assert answer.status_code == 302
        drain()
        return Report.objects.latest("pk")

    return sent


@pytest.fixture
def report(send: Any) -> Report:
    """A report of the county with three findings."""
    return send()
