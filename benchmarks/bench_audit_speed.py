"""Characters a second of the quantities and of the whole audit on one core, at 1 MB and at 10 MB of report.

The text is generated reports one behind the other: prose with some figures (one character in nine a
digit) and statistics (one in five). The last column is the time of 10 MB over ten times that of 1 MB: 1 is linear.
Limits: quantities 1 million characters/s, the audit 300 thousand, both on either text.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from junheng.audit import reading
from junheng.audit.engine import audit
from junheng.audit.quantities import quantities

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "audit"))
from seeding import PLAIN, cases, report

SEED = 7
SIZES = (1_000_000, 10_000_000)
RUNS = (3, 1)
LIMITS = {"quantities": 1_000_000, "the whole audit": 300_000}
LINEAR = 1.5


def main() -> None:
    ways: dict[str, Callable[[str], Any]] = {
        "quantities": lambda text: sum(1 for _ in quantities(text)),
        "the whole audit": lambda text: audit(reading.read_bytes(text.encode(), "report.txt")),
    }
    missed = []
    print("| what | text | 1 MB, characters/s | 10 MB, characters/s | time of 10 MB / (10 × 1 MB) |")
    print("|---|---|---|---|---|")
    for kind, figures in (("prose", 1), ("statistics", 7)):
        texts = {size: _text(size, figures) for size in SIZES}
        for name, way in ways.items():
            way(texts[SIZES[0]][:20_000])
            each = [_each(way, texts[size], runs) for size, runs in zip(SIZES, RUNS, strict=True)]
            print(
                f"| {name} | {kind} | {1 / each[0]:,.0f} | {1 / each[1]:,.0f} | {each[1] / each[0]:.2f} |", flush=True
            )
            if 1 / max(each) < LIMITS[name] or each[1] > LINEAR * each[0]:
                missed.append(f"{name}, {kind}")
    if missed:
        sys.exit(f"missed its limit: {'; '.join(missed)}")


def _text(size: int, figures: int) -> str:
    """Return generated reports of about that many bytes, each of so many cases and, where these are few, more prose."""
    rng = random.Random(SEED)
    made, length = [], 0
    while length < size:
        made.append(report(rng, cases(rng, figures)).text)
        if figures < 3:
            made.extend(f"{words}\n\n" for words in rng.sample(PLAIN, len(PLAIN)))
        length = length + sum(len(one.encode()) for one in made[-1 - len(PLAIN) * (figures < 3) :])
    return "".join(made)


def _each(way: Callable[[str], Any], text: str, runs: int) -> float:
    """Return the seconds of processor a character takes, the median of the runs."""
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        way(text)
        seconds.append(time.process_time() - start)
    return statistics.median(seconds) / len(text)


if __name__ == "__main__":
    main()
