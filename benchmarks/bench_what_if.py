"""What-if on the demo county: a change judged again, against judging the whole county anew.

Measured from the changes as typed to the outcome: applied to a copy, held against the dictionary's checks, derived,
judged. The results of both ways are held against each other first.
"""

from __future__ import annotations

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable

import django
import polars as pl

from junheng import demo, standards
from junheng.assess import Outcome, assess, outcome, rules_of
from junheng.dictionary import Tables
from junheng.facts import derive
from junheng.standards import Standard
from junheng.web.judgement.what_if.changes import Change

YEAR = 2025
FIGURES = (("part", "backbone_teachers"), ("school", "teaching_area"), ("part", "pupils"), ("part", "classes"))
RUNS = 15
TARGET = 0.2


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "junheng.web.site.settings")
        os.environ["JUNHENG_DATA"] = folder
        django.setup()
        _measure()


def _measure() -> None:
    # Django's models can be imported once it is set up.
    from junheng.web.judgement.service import Judged  # noqa: PLC0415
    from junheng.web.judgement.what_if.engine import trial  # noqa: PLC0415
    from junheng.web.snapshots.models import Snapshot  # noqa: PLC0415

    tables, standard = demo.county(persons=True), standards.load("cn.quality.2017")
    facts = derive(tables, rules_of(standard))
    found = Judged(Snapshot(year=YEAR), standard, tables, facts, assess(facts, standard, year=YEAR))
    schools = sorted({part.school for part in found.assessment.parts if part.stage == "primary"})
    print("| changed | schools | again, median s | max | anew, median s |")
    print("|---|---|---|---|---|")
    for table, field in FIGURES:
        able = [code for code in schools if trial(found, _changes(table, field, [code])).after is not None]
        for count in (1, 5):
            some = _changes(table, field, able[:count])
            assert trial(found, some).after == _anew(tables, standard, some)
            tries = iter([_changes(table, field, random.Random(seed).sample(able, count)) for seed in range(RUNS)])
            again = _timed(lambda tries=tries: trial(found, next(tries)), RUNS)
            anew = _timed(lambda some=some: _anew(tables, standard, some), 3)
            middle = statistics.median(again)
            late = "" if middle <= TARGET else f" (target {TARGET})"
            print(
                f"| {field} | {count} | {middle:.3f}{late} | {max(again):.3f} | {statistics.median(anew):.3f} |",
                flush=True,
            )


def _changes(table: str, field: str, schools: list[str]) -> list[Change]:
    stage = "primary" if table == "part" else ""
    return [Change(table, code, "", stage, field, "add", "1") for code in schools]


def _anew(tables: Tables, standard: Standard, changes: list[Change]) -> Outcome:
    amended = dict(tables)
    for change in changes:
        here = (pl.col("school_code") == change.school) & (pl.col("year") == YEAR)
        if change.stage:
            here &= pl.col("stage") == change.stage
        frame = amended[change.table]
        more = (pl.col(change.field) + 1).cast(frame.schema[change.field])
        amended[change.table] = frame.with_columns(
            pl.when(here).then(more).otherwise(pl.col(change.field)).alias(change.field)
        )
    return outcome(assess(derive(amended, rules_of(standard)), standard, year=YEAR), standard)


def _timed(work: Callable[[], object], runs: int) -> list[float]:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


if __name__ == "__main__":
    main()
