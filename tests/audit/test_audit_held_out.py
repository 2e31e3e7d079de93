"""Reports of held_out/, written and annotated by others who had not seen the auditor: what it reads, it keeps reading.

The README of benchmarks tells how many of them it read when it first saw them; since then it was mended against all.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from audit_scored import score

HELD_OUT = Path(__file__).parent / "held_out"
SETS = {
    "a": (0.98, 0.98, 0.95),
    "b": (0.98, 0.98, 0.95),
    "c": (0.96, 0.98, 0.95),
    "d": (0.96, 0.98, 0.90),
    "e": (0.96, 0.98, 0.95),
    "f": (0.95, 0.98, 0.95),
    "g": (0.95, 0.97, 0.92),
    "h": (0.98, 0.98, 0.95),
    "i": (0.98, 0.98, 0.95),
    "j": (0.96, 0.98, 0.95),
    "k": (0.98, 0.98, 0.95),
    "l": (0.95, 0.98, 0.75),
    "m": (0.94, 0.98, 0.85),
    "n": (0.95, 0.97, 0.85),
    "o": (0.95, 0.95, 0.90),
    "p": (0.97, 0.97, 0.95),
    "q": (0.98, 0.98, 0.95),
    "r": (0.97, 0.96, 0.95),
    "s": (0.97, 0.98, 0.95),
    "t": (0.96, 0.98, 0.90),
    "u": (0.97, 0.98, 0.95),
    "v": (0.95, 0.97, 0.92),
    "w": (0.92, 0.95, 0.95),
    "x": (0.94, 0.96, 0.92),
    "y": (0.96, 0.95, 0.95),
    "z": (0.98, 0.98, 0.98),
    "za": (0.97, 0.97, 0.95),
    "zb": (0.96, 0.97, 0.98),
    "zc": (0.82, 0.97, 0.55),
    "zd": (0.81, 0.94, 0.65),
}
"""By set: of the relations, of those read, of those that fail; not less than today. Of zc and zd little was mended."""
BLANKS = {"zd": 0.9}
ALARMS = {"p": 1}
"""False alarms still told: one where a page's number stands within a figure."""


@pytest.mark.parametrize("name", SETS)
def test_it_reads_no_fewer_relations_than_before(name: str) -> None:
    count, notes = score(HELD_OUT / name)
    recall, precision, _ = SETS[name]
    assert count["hit"] >= recall * count["gold"], "\n".join(notes)
    assert count["hit"] >= precision * count["found"], "\n".join(notes)


@pytest.mark.parametrize("name", SETS)
def test_it_finds_those_that_fail_without_a_false_alarm(name: str) -> None:
    count, notes = score(HELD_OUT / name)
    assert count["failing hit"] >= SETS[name][2] * count["failing"], "\n".join(notes)
    assert count["alarms"] <= ALARMS.get(name, 0), "\n".join(notes)


@pytest.mark.parametrize("name", SETS)
def test_it_finds_their_blanks(name: str) -> None:
    count, notes = score(HELD_OUT / name)
    assert count["blanks hit"] >= BLANKS.get(name, 0.98) * count["blanks"], "\n".join(notes)
    assert count["blanks true"] >= 0.98 * count["blanks found"], "\n".join(notes)
