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

_NAMES = [
    "小学", "初中", "在校生", "专任教师", "其中", "全县", "共", "合计", "平均每校", "平均每2个", "生均", "人均",
    "占", "占总数的", "比上年增加", "较去年减少", "增长", "下降", "每人", "每生每年", "每有", "生师比",
    "师生比", "男女生之比为", "教职工与学生比", "招录比例", "剩余", "缺编", "翻一番", "其余", "分别为",
    "依次占", "标准为", "单价", "按", "以上两项", "辍学率", "达标率", "人口", "建筑面积", "发放", "补助",
    "年均", "月均", "全年", "一年", "少了", "由", "增加到", "从", "升至", "班级", "扣除", "实收", "应收",
    "均为", "各", "人手", "提高", "完成计划的", "未改造", "不足",
]  # fmt: skip
_FIGURES = [
    "12所", "345人", "1.2万人", "7.5%", "100%", "0人", "0%", "3‰", "360万元", "5000元", "25平方米", "1:17.4",
    "1∶2", "8.4:1", "3.6倍", "两倍", "三分之一", "半数", "三成", "2个百分点", "12.5", "2024年", "2024年底",
    "1954—957年", "3-6岁", "3至5人", "第3", "12个月", "3年", "2期", "40班", "38册", "1个", "一个", "10辆",
    "5000元/人", "6节", "1亿元", "0", "-3", "１２人", "约30人", "300余人", "近40%", "不低于90%", "十二所",
    "两千人", "1/3", "XX人", "4平方公里",
]  # fmt: skip
_BETWEEN = [*"，、。；（）：,(|—-/和与的为×= ", "\n", "\t", "", ""]


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
@given(st.lists(st.one_of(*map(st.sampled_from, (_NAMES, _FIGURES, _BETWEEN))), max_size=40))
def test_it_reads_whatever_names_figures_and_marks_stand_in_a_row(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = audit(Document("report", text, (Block("paragraph", 0, len(text)),)))

    assert all(0 <= start <= end <= len(text) for one, _ in found.relations for start, end in one.spans)


@pytest.mark.parametrize(
    "text",
    [
        # A ratio, which is no item of the layout, and an average behind it.
        "生师比为1:14.6，在校生31240人，教师2140人，人均图书9.15册。",
        # Nothing divides by a whole that is 0.
        "全县小学适龄儿童0人，已入学0人，入学率0.96%。",
        "今年参加中考的学生0.0人。上普通高中线的3108人，上线率66.01%。",
        "幼儿园0所，公办3所、民办4所、其他2所、停办1所。",
        # More than anybody counts.
        "男一" + "亿" * 39 + "人，女3人，共一" + "亿" * 39 + "人。",
        # A difference whose last figure is the text's last.
        "甲队总分412分，比乙队高出58分。乙队得分354分。",
        # Signs of grades without an end.
        "A、B、C、D、" * 400 + "级共3人。",
        # Two counts before a share and one behind it.
        "测试有847人报名，达到二级的729人，合格率为93.5%，其中一级9人，一级率1.2%（9人）。",
    ],
)
def test_it_reads_what_once_brought_it_to_a_halt(text: str) -> None:
    assert audit(Document("report", text, (Block("paragraph", 0, len(text)),))).clean.text == text


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
