"""Texts no person writes: the work a character costs stays the same however long they are."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from fractions import Fraction
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.audit import reading
from junheng.audit.arithmetic import added, rounded, truncated
from junheng.audit.engine import audit
from junheng.audit.model import Block, Document

SMALL, LARGE = 3_000, 12_000
_MARKS = "0123456789，。、；：（）()%万亿元人所 \n\t|.,-一二三十百其中共占"


def _random(size: int) -> str:
    rng = random.Random(3)
    return "".join(rng.choice(_MARKS) for _ in range(size))


def _times(words: str, before: str = "") -> Callable[[int], str]:
    return lambda size: before + words * (size // len(words))


WORST = {
    "an endless sentence": _times("，学校12所"),
    "an endless list": _times("甲校12所、", "学校共有900所，其中"),
    "an endless row of wholes": _times("，其中学校12所"),
    "nothing but 其中 and 0": _times("，其中学校0所"),
    "nothing but totals": _times("合计12所，小学3所；"),
    "opening brackets": _times("("),
    "brackets in brackets": _times("（12所"),
    "brackets never closed": _times("学校12所（其中小学3所"),
    "short lines": _times("学校3\n共4\n"),
    "shares": _times("，占5.2%"),
    "rises": _times("，比上年增加3所，增长5%"),
    "rows of a table": _times("|学校|12|3|9|\n"),
    "many tables": _times("|学校|12|3|\n|小学|1|2|\n|合计|4|5|\n|共|3|3|\n\n一切正常。\n"),
    "one sentence over and over": _times("学校12所。"),
    "digits and marks": _random,
}


def _calls(text: str) -> int:
    """Return how many functions are called in the audit of a text."""
    number = 0

    def count(frame: FrameType, event: str, argument: Any) -> None:
        nonlocal number
        number += event in {"call", "c_call"}

    document = reading.read_bytes(text.encode(), "report.txt")
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        audit(document)
    finally:
        sys.setprofile(before)
    return number


@pytest.mark.parametrize("name", WORST)
def test_it_does_no_more_for_a_character_of_a_longer_text(name: str) -> None:
    made = WORST[name]
    audit(reading.read_bytes(made(600).encode(), "report.txt"))
    small, large = made(SMALL), made(LARGE)

    assert _calls(large) / len(large) < 1.5 * _calls(small) / len(small)


@settings(max_examples=300, deadline=None)
@given(st.text("\t| \u3000\n12-:+=学，。、.第页/", max_size=300), st.sampled_from([None, 1]))
def test_it_comes_to_an_end_with_tabs_bars_and_blanks(text: str, page: int | None) -> None:
    clean = reading.clean(Document("report", text, (Block("paragraph", 0, len(text), page),)))

    assert len(clean.text) <= len(text)


@given(st.fractions(), st.fractions(min_value=0))
def test_it_rounds_half_up_away_from_nothing(value: Fraction, step: Fraction) -> None:
    near, cut = rounded(value, step), truncated(value, step)

    if not step:
        assert (near, cut) == (value, value)
        return
    assert (near / step).denominator == (cut / step).denominator == 1
    assert abs(near) - step / 2 <= abs(value) < abs(near) + step / 2
    assert abs(cut) <= abs(value) < abs(cut) + step


@given(st.lists(st.fractions()))
def test_it_adds_exactly(values: list[Fraction]) -> None:
    assert added(values) == sum(values, Fraction(0))
