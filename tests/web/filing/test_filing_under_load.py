"""Many clerks at once against a real server: nothing acknowledged is lost, nothing fails (see benchmarks)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from filing_help import cell, fresh

from junheng.web.filing import acts
from junheng.web.filing.models import Filing, ValueChange

BENCHMARK = Path(__file__).parents[3] / "benchmarks" / "bench_web_filing.py"
CLERKS = ["--clerks", "40", "--seconds", "10", "--pause", "2"]


def test_forty_clerks_filing_at_once_lose_nothing_and_meet_no_error() -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUNHENG_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, str(BENCHMARK), *CLERKS, "--json", "--limit", "10000"],
        env=kept, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert found["acknowledged"] > 100
    assert (found["errors"], found["refused"], found["lost"], found["broken"]) == (0, 0, [], [])


def test_the_checker_sees_a_value_that_was_acknowledged_and_is_not_there(
    mine: Filing, who: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARK.parent))
    site = import_module("filing_site")
    books = cell(mine, "school", "books")
    plan = {"clerks": [{"filing": mine.pk}]}
    said = [{"values": [[books.pk, "11", True], [books.pk, "12", False], [books.pk, "13", True]]}]
    assert len(site.unlike_history(plan, said)) == 1
    acts.save(*who("clerk"), mine, [acts.Typed(books.pk, "11", books.value)])
    assert len(site.unlike_history(plan, said)) == 1
    acts.save(*who("clerk"), fresh(mine), [acts.Typed(books.pk, "13", "11")])
    assert site.unlike_history(plan, said) == []
    assert site.standing(said[0]["values"][:2]) == {books.pk: ("11", {"12"})}
    ValueChange.objects.filter(filing=mine).update(before="9")
    assert "does not follow" in site.unlike_history(plan, said)[0]
