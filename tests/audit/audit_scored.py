"""Annotated reports against what the auditor reads in them, counted as the annotations ask.

A relation counts as found where kind, total and parts agree (the parts of sums and products in any order), a blank
where it overlaps an annotated one.
"""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from junheng.audit.engine import audit
from junheng.audit.reading import read
from junheng.audit.told import told

Json = dict[str, Any]


@cache
def score(folder: Path) -> tuple[Counter[str], tuple[str, ...]]:
    """Count what was annotated, found and right over a folder of NNN.txt and NNN.json; each difference is a line."""
    count: Counter[str] = Counter()
    notes: list[str] = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"), parse_float=Decimal)
        found = told(audit(read(path.with_suffix(".txt"))))
        _relations(path.stem, gold["relations"], list(found["relations"]), count, notes)
        _blanks(path.stem, gold, found["placeholders"], count, notes)
    return count, tuple(notes)


def _relations(stem: str, gold: list[Json], left: list[Json], count: Counter[str], notes: list[str]) -> None:
    count["found"] += len(left)
    for one in gold:
        hit = next((found for found in left if _matches(one, found)), None)
        count["gold"] += 1
        count["hit"] += hit is not None
        count["failing"] += not one["holds"]
        count["failing hit"] += not one["holds"] and hit is not None and not hit["holds"]
        count["alarms"] += one["holds"] and hit is not None and not hit["holds"]
        if hit is None:
            notes.append(f"{stem} missed {one['type']} {one['parts']} -> {one['total']}")
        else:
            left.remove(hit)
    count["alarms"] += sum(not found["holds"] for found in left)
    notes += [f"{stem} not asserted {r['type']} {r['parts']} -> {r['total']} holds={r['holds']}" for r in left]


def _blanks(stem: str, gold: Json, found: list[Json], count: Counter[str], notes: list[str]) -> None:
    told_blank = [
        (offset, offset + len(words))
        for words, offset in zip(gold["placeholders"], gold.get("placeholder_offsets") or (), strict=True)
    ]
    read_blank = [(one["start"], one["end"]) for one in found]
    missed = [a for a in told_blank if not any(a[0] < b[1] and b[0] < a[1] for b in read_blank)]
    extra = [b for b in read_blank if not any(a[0] < b[1] and b[0] < a[1] for a in told_blank)]
    count.update({"blanks": len(told_blank), "blanks hit": len(told_blank) - len(missed)})
    count.update({"blanks found": len(read_blank), "blanks true": len(read_blank) - len(extra)})
    notes += [f"{stem} blank missed {at}" for at in missed] + [f"{stem} no blank {at}" for at in extra]


def _same(a: float, b: float) -> bool:
    return abs(float(a) - float(b)) <= 1e-6 * max(1.0, abs(float(a)), abs(float(b)))


def _matches(gold: Json, found: Json) -> bool:
    left, right = gold["parts"], found["parts"]
    if gold["type"] in ("sum", "product"):
        left, right = sorted(map(float, left)), sorted(map(float, right))
    return (
        gold["type"] == found["type"]
        and _same(gold["total"], found["total"])
        and len(left) == len(right)
        and all(_same(a, b) for a, b in zip(left, right, strict=True))
    )
