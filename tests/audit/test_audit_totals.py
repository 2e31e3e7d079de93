"""Totals with their parts: what is read as a sum, what is not, and where a list is told as complete."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.audit.judge import judge
from junheng.audit.layout import lay_out
from junheng.audit.model import Block, Clean, Document
from junheng.audit.quantities import quantities
from junheng.audit.relations.sums import totals

CASES = tomllib.loads(Path(__file__).with_name("audit_totals.toml").read_text("utf-8"))["case"]
KINDS = ["小学", "初中", "普通高中", "职业高中", "幼儿园", "特教学校", "九年一贯制学校", "教学点"]
SHAPES = ["全县共有学校{t}所，其中{list}。", "学校共计{t}所（{list}）。", "全区学校总数{t}所。分别是：{list}。"]
Sum = tuple[tuple[float, ...], float, bool]


def sums(text: str) -> list[Sum]:
    """Return the sums read in a text as (parts in order of size, total, whether it holds)."""
    clean = Clean(Document("", text, (Block("paragraph", 0, len(text)),)), text, (0,), (0,))
    found = []
    for one in totals.find(clean, lay_out(text, tuple(quantities(text)))):
        judged = judge(one)
        assert judged is not None
        found.append((tuple(sorted(float(part.value) for part in one.parts)), float(one.total.value), judged.holds))
    return sorted(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_it_reads_each_sum_once_as_it_is_told_and_no_other(case: dict[str, Any]):
    expected = [(tuple(sorted(one["parts"])), one["total"], one["holds"]) for one in case["sums"]]
    assert sums(case["text"]) == sorted(expected)


lists = st.lists(st.integers(21, 999), min_size=2, max_size=8)


def told(shape: str, total: int, parts: list[int], names: list[str]) -> str:
    return shape.format(t=total, list="，".join(f"{name}{part}所" for name, part in zip(names, parts, strict=False)))


@settings(deadline=None, max_examples=80)
@given(lists, st.sampled_from(SHAPES), st.permutations(KINDS))
def test_a_true_list_is_read_in_whatever_order_it_stands(parts: list[int], shape: str, names: list[str]):
    expected = (tuple(sorted(map(float, parts))), float(sum(parts)), True)
    assert expected in sums(told(shape, sum(parts), parts, names))


@settings(deadline=None, max_examples=80)
@given(lists, st.sampled_from(SHAPES), st.data())
def test_a_list_that_comes_to_more_than_its_total_is_said_to_fail(parts: list[int], shape: str, data: st.DataObject):
    at = data.draw(st.integers(0, len(parts) - 1))
    spoilt = [*parts[:at], parts[at] + data.draw(st.integers(1, 20)), *parts[at + 1 :]]
    found = sums(told(shape, sum(parts), spoilt, KINDS))
    assert [holds for _, total, holds in found if total == sum(parts)] == [False]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="小学初中共其中含分别为合计所人万元12380.，、；。：:()（）\n ", max_size=120))
def test_random_words_never_raise_and_no_total_has_one_part(text: str):
    assert all(len(parts) > 1 for parts, _, _ in sums(text))
