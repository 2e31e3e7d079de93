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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("学校201所，其中幼儿园75所，小学95所，初级中学16所。九年一贯制学校7所，完全中学5所，特殊教育学校3所。",
         [((3, 5, 7, 16, 75, 95), 201, True)]),
        ("学校100所，其中幼儿园40所，小学45所，初中10所。高中3所。职校1所，特殊教育学校1所。教师3000人。",
         [((1, 1, 3, 10, 40, 45), 100, True)]),
        ("学校100所，其中幼儿园40所，小学45所，初中10所。另有高中3所，职校2所。",
         [((2, 3, 10, 40, 45), 100, True)]),
        ("学校100所，其中幼儿园40所，小学45所，初中10所。高中3所，职校1所。", []),
        ("中小学校120所，其中小学80所，初中30所。高中6所，职中4所，在校生5万人。", [((4, 6, 30, 80), 120, True)]),
        ("投入资金1200万元，其中校舍建设600万元，设备购置400万元。教师培训120万元，奖补80万元。",
         [((80, 120, 400, 600), 1200, True)]),
        ("投入资金1200万元，其中校舍建设600万元，设备购置500万元。奖补80万元。", []),
        ("投入资金1200万元，其中校舍建设600万元，设备购置500万元。奖补180万元。", [((500, 600), 1200, False)]),
        ("教师246人，其中高级38人，中级117人。初级91人。", [((38, 91, 117), 246, True)]),
        # A part of a part, another cut, or what the whole county has, goes on with nothing.
        ("学校100所，其中幼儿园40所，小学45所，初中10所。农村小学30所。", [((10, 40, 45), 100, False)]),
        ("学校100所，其中幼儿园40所，小学45所，初中10所。民办学校12所，寄宿制学校8所。", [((10, 40, 45), 100, False)]),
        ("学校100所，其中幼儿园40所，小学45所，初中10所。", [((10, 40, 45), 100, False)]),
    ],
)  # fmt: skip
def test_a_list_that_falls_short_may_go_on_behind_a_full_stop(text: str, found: list[Sum]):
    assert sums(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共设24个考点、758个考场，其中城区6个考点、262个考场，甲镇5个考点、167个考场，乙镇13个考点、329个考场。",
         [((5, 6, 13), 24, True), ((167, 262, 329), 758, True)]),
        ("共设24个考点、758个考场，其中城区6个考点、262个考场，甲镇5个考点、167个考场，乙镇14个考点、329个考场。",
         [((5, 6, 14), 24, False), ((167, 262, 329), 758, True)]),
        ("全市共有24名教师、300名学生，其中甲校10名教师、120名学生，乙校14名教师、180名学生。",
         [((10, 14), 24, True), ((120, 180), 300, True)]),
        ("全县安排12项工程、30项改造，其中城区5项工程、12项改造；乡镇7项工程、18项改造。",
         [((5, 7), 12, True), ((12, 18), 30, True)]),
        ("全县排查隐患24处，其中甲镇6处隐患、乙镇8处、丙镇10处。", [((6, 8, 10), 24, True)]),
        ("全市共设24个考点，其中城区10个考点，乡镇13个考点。", [((10, 13), 24, False)]),
    ],
)  # fmt: skip
def test_where_a_unit_counts_anything_the_noun_behind_it_tells_the_columns(text: str, found: list[Sum]):
    assert sums(text) == found


def test_what_upper_levels_pay_may_go_without_being_told():
    assert sums("累计投入23.66亿元，其中市级投资6.67亿元，县级投资15.42亿元。") == []
    assert sums("到位资金2000万元，其中县财政900万元，乡镇1000万元。") == []
    levels = [((6.67, 15.42), 23.66, False)]
    assert sums("市县两级投入23.66亿元，其中市级投资6.67亿元，县级投资15.42亿元。") == levels
    assert sums("累计投入20亿元，其中市级投资6.67亿元，县级投资15.42亿元。") == [((6.67, 15.42), 20, False)]
    told = "累计投入23.66亿元，其中省级投资6.67亿元，市级投资3亿元，县级投资13.42亿元。"
    assert sums(told) == [((3, 6.67, 13.42), 23.66, False)]


def test_a_column_that_came_out_for_one_total_is_not_held_against_another():
    text = (
        "共资助1.5万人次，发放资金{}万元；办理贷款4889人次，贷款金额4157万元。"
        "分别为学前3000人次200万元，义教8000人次500万元，高中4000人次300万元。"
    )
    people = ((0.3, 0.4, 0.8), 1.5, True)
    assert sums(text.format(1000)) == [people, ((200, 300, 500), 1000, True)]


def test_numbered_parts_as_many_as_were_announced_are_all_there_are():
    assert sums("3批次共12所，其中第一批3所，第二批4所，第三批4所。") == [((3, 4, 4), 12, False)]
    assert sums("分3批新建学校12所，其中第一批3所，第二批4所，第三批5所。") == [((3, 4, 5), 12, True)]
    assert sums("分三期投入1000万元，其中一期300万元，二期400万元，三期320万元。") == [((300, 320, 400), 1000, False)]
    assert sums("4批次共12所，其中第一批3所，第二批4所，第三批4所。") == []
    assert sums("新建学校12所，其中第一批3所，第二批4所，第三批4所。") == []
