"""The generator of reports with seeded errors: what it calls true is true, what it spoils no longer holds."""

from __future__ import annotations

import random

import pytest
from seeding import CLASSES, SPOILS, Case, Report, cases, report, spoilt

ROUNDS = 60


def _made(seed: int) -> list[Case]:
    rng = random.Random(seed)
    return [make(rng) for make in CLASSES for _ in range(ROUNDS)]


def test_every_claim_of_an_unspoiled_case_holds():
    for case in _made(1):
        assert all(claim.holds(case.values) for claim in case.claims), case


def test_a_spoiled_case_claims_something_that_does_not_hold_or_that_changed_its_unit():
    rng = random.Random(2)
    ways = set()
    for case in _made(2):
        for how in SPOILS:
            broken = spoilt(rng, case, how)
            if broken is None:
                continue
            ways.add((case.name, how))
            assert broken.spoiled and broken.how == how
            if how in ("unit", "points"):
                assert broken.values == case.values
                assert broken.wording != case.wording
            else:
                assert not all(claim.holds(broken.values) for claim in broken.claims)
    assert {name for name, _ in ways} == {case.name for case in _made(3)}, "a class that is never spoiled"
    assert {how for _, how in ways} == set(SPOILS)


@pytest.mark.parametrize("seed", range(5))
def test_each_figure_stands_where_the_report_says(seed: int):
    made = report(random.Random(seed), cases(random.Random(seed), 10))
    for case, places in zip(made.cases, made.places, strict=True):
        assert set(places) == set(case.values)
        for slot, spans in places.items():
            printed = case.shown.get(slot) or str(case.values[slot])
            assert [made.text[start:end] for start, end in spans] == [printed] * len(spans)


def test_the_same_seed_makes_the_same_report():
    def made() -> Report:
        rng = random.Random(11)
        return report(rng, cases(rng))

    assert made() == made()
