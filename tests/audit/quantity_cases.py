"""The sentences of `quantities.toml` and how a reading of them is compared with what was read by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from junheng.audit.quantities import quantities

FILE = Path(__file__).with_name("quantities.toml")


class Row(NamedTuple):
    """One quantity as a reader tells it."""

    start: int
    text: str
    value: Decimal
    unit: str
    kind: str
    hedge: str
    high: Decimal | None


class Sentence(NamedTuple):
    """One sentence and the quantities in it."""

    text: str
    found: tuple[Row, ...]


def sentences() -> Iterator[Sentence]:
    """Yield the sentences in order; a row's place is found from its text, in order."""
    for one in tomllib.loads(FILE.read_text("utf-8"))["sentence"]:
        at, rows = 0, []
        for told in one["found"]:
            text, value, unit, kind, hedge, high = (*told, *("number", "", None)[len(told) - 3 :])
            at = one["text"].index(text, at)
            rows.append(Row(at, text, Decimal(value), unit, kind, hedge, None if high is None else Decimal(high)))
            at += len(text)
        yield Sentence(one["text"], tuple(rows))


def read(text: str) -> tuple[Row, ...]:
    """Return what the grammar reads in a sentence, as rows."""
    return tuple(
        Row(one.start, text[one.start : one.end], one.value, one.unit, one.kind, one.hedge, one.high)
        for one in quantities(text)
    )
