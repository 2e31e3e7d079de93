"""Reports with true relations of every class and the same with one figure spoiled: what the auditor finds, by class.

A spoiled figure counts as found when a failing relation, a contradiction or a doubt stands on it. A false alarm is a
relation that fails, a contradiction or a doubt in a report as it was before anything was spoiled.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes
from junheng.audit.told import told

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "audit"))
from seeding import SPOILS, Report, cases, report, spoilt

SEED = 20260301
REPORTS = 1600
CASES = 7
NAME = "report.md"
DIGITS = re.compile(r"[0-9０-９]+")
FINDINGS = frozenset({"contradiction", "doubt"})
RECALL, ALARMS = 0.97, 0.01
Json = dict[str, Any]


def main() -> None:
    rng = random.Random(SEED)
    tables: dict[str, dict[str, Counter[str]]] = {"class": defaultdict(Counter), "spoil": defaultdict(Counter)}
    examples = [line for _ in range(REPORTS) for line in _measured(rng, tables)]
    for name, rows in tables.items():
        print(f"| {name} | true relations read | false alarms | spoiled figures found |\n|---|---|---|---|")
        for row in sorted(rows):
            _line(row, rows[row])
        print()
    whole = sum(tables["class"].values(), Counter())
    _line("all", whole)
    if "--list" in sys.argv:
        print(*examples, sep="\n")
    short = [row for row, count in tables["class"].items() if count["found"] < RECALL * count["spoiled"]]
    if short or whole["alarms"] > ALARMS * whole["true"]:
        sys.exit(f"missed its limit: {', '.join(short) or 'false alarms'}")


def _line(row: str, count: Counter[str]) -> None:
    cells = (_share(count, "read", "asked"), _share(count, "alarms", "true"), _share(count, "found", "spoiled"))
    print(f"| {row} | {' | '.join(cells)} |", flush=True)


def _share(count: Counter[str], part: str, whole: str) -> str:
    return f"{count[part]}/{count[whole]} = {count[part] / count[whole]:.3f}" if count[whole] else "–"


def _measured(rng: random.Random, tables: dict[str, dict[str, Counter[str]]]) -> list[str]:
    made = cases(rng, CASES)
    true = report(rng, made)
    found = _told(true)
    lines = []
    for number, case in enumerate(made):
        count = tables["class"][case.name]
        for claim in case.claims:
            count["true"] += 1
            if case.name == "repeat":  # two statements of one figure are no relation of its own
                continue
            read = any(_same(claim.told(case.values), one) for one in found["relations"])
            count.update(asked=1, read=int(read))
            if not read:
                lines.append(f"not read     {case.name}: {case.written()[0]}")
        alarms = _standing_on(found, true, number)
        count["alarms"] += len(alarms)
        lines += [f"false alarm  {case.name}: {case.written()[0]} {alarm}" for alarm in alarms]
    number = rng.randrange(len(made))
    ways = (spoilt(rng, made[number], how) for how in rng.sample(SPOILS, len(SPOILS)))
    broken = next(way for way in ways if way is not None)
    after = report(rng, (*made[:number], broken, *made[number + 1 :]))
    hit = bool(_standing_on(_told(after), after, number))
    for key, row in (("class", broken.name), ("spoil", broken.how)):
        tables[key][row].update(spoiled=1, found=int(hit))
    if not hit:
        lines.append(f"not found    {broken.name} by {broken.how} of {broken.spoiled}: {broken.written()[0]}")
    return lines


def _told(made: Report) -> Json:
    return told(audit(read_bytes(made.text.encode(), NAME)))


def _same(claim: tuple[str, list[float], float], found: Json) -> bool:
    kind, parts, total = claim
    theirs = [float(part) for part in found["parts"]]
    if kind in ("sum", "product"):
        parts, theirs = sorted(parts), sorted(theirs)
    close = len(parts) == len(theirs) and all(abs(a - b) <= 1e-6 * abs(a) for a, b in zip(parts, theirs, strict=True))
    return close and kind == found["type"] and abs(found["total"] - total) <= 1e-6 * total


def _standing_on(found: Json, made: Report, number: int) -> list[str]:
    """Return what was found to fail on a figure of one case."""
    places = _as_read(made, number)
    failing = [(one["spans"], str(one["rule"])) for one in found["relations"] if not one["holds"]]
    failing += [
        ([(span["start"], span["end"]) for span in one["spans"]], one["zh"])
        for one in found["findings"]
        if one["kind"] in FINDINGS
    ]
    return [words for spans, words in failing if any(a < d and c < b for a, b in spans for c, d in places)]


def _as_read(made: Report, number: int) -> list[tuple[int, int]]:
    """Return where the figures of a case stand in the text as it was read, which has no marks of tables."""
    written = [run.start() for run in DIGITS.finditer(made.text)]
    read = [run.span() for run in DIGITS.finditer(read_bytes(made.text.encode(), NAME).text)]
    assert len(written) == len(read), "a figure was lost in reading"
    starts = {start for spans in made.places[number].values() for start, _ in spans}
    return [span for start, span in zip(written, read, strict=True) if start in starts]


if __name__ == "__main__":
    main()
