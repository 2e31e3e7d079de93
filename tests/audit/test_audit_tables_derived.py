"""Columns worked out of two others, row by row, and tables that stand one cell to a line."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time

from junheng.audit.engine import audit
from junheng.audit.reading import clean, read_bytes


def derived(rows: list[str], divider: str = "\t") -> list[tuple[str, list[float], float, bool]]:
    """Return kind, parts, total and whether it holds, of what the columns of a table assert."""
    text = "附表\n" + "\n".join(divider.join(row.split()) for row in rows) + "\n"
    found = audit(read_bytes(text.encode(), "表.txt")).relations
    return [
        (one.kind, [float(part.value) for part in one.parts], float(one.total.value), judged.holds)
        for one, judged in found
        if one.rule == "table-derived"
    ]


SCHOOLS = ["学校 上年 本年 增减 增幅（%）", "一小 800 860 60 7.5", "二小 640 620 -20 -3.1", "三小 450 468 {} 4.0"]


def test_a_column_of_changes_is_this_year_less_the_last() -> None:
    told = derived([row.format(18) for row in SCHOOLS])

    assert [one for one in told if one[0] == "difference"] == [
        ("difference", [860, 800], 60, True),
        ("difference", [620, 640], -20, True),
        ("difference", [468, 450], 18, True),
    ]
    assert [one[3] for one in told if one[0] == "growth"] == [True, True, True]


def test_the_one_row_that_does_not_come_out_contradicts_the_others() -> None:
    told = derived([row.format(81) for row in SCHOOLS])

    assert [one for one in told if not one[3]] == [("difference", [468, 450], 81, False)]


def test_a_column_of_rates_is_a_share_of_another() -> None:
    rows = ["年级 实检 近视 近视率", "三年级 250 75 30.0%", "四年级 240 84 35.0%", "五年级 260 104 44.0%"]

    assert derived(rows) == [
        ("ratio", [75, 250], 30.0, True),
        ("ratio", [84, 240], 35.0, True),
        ("ratio", [104, 260], 44.0, False),
    ]


def test_what_is_told_for_each_is_counted_in_the_units_of_the_heads() -> None:
    rows = ["学校 学生 仪器（万元） 生均（元）", "一小 1250 312.5 2500", "二小 980 235.2 2400", "三小 640 144 2250"]

    assert [one[1:] for one in derived(rows)] == [
        ([3125000, 1250], 2500, True), ([2352000, 980], 2400, True), ([1440000, 640], 2250, True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        # Nothing the rate is of stands in the table; most rows do not come out; two rows; rates all alike.
        ["学校 学生 教师 合格率", "一小 800 41 98.1%", "二小 640 36 97.4%", "三小 450 28 99.0%"],
        ["学校 上年 本年 增减", "一小 800 860 60", "二小 640 620 31", "三小 450 468 44"],
        ["学校 上年 本年 增减", "一小 800 860 60", "二小 640 620 -20"],
        ["学校 应到 实到 到课率", "一小 80 80 100%", "二小 64 64 100%", "三小 45 44 100%"],
        # Means of the rows above; where there are too many none are wanting.
        ["学校 学生 图书 生均", "一小 500 10000 20", "二小 500 15000 30", "平均 500 12500 30"],
        # No head says that the last column was worked out.
        ["学校 语文 数学 英语", "一小 15 10 5", "二小 14 9 5", "三小 12 8 4"],
    ],
)
def test_what_is_not_borne_out_says_nothing(rows: list[str]) -> None:
    assert derived(rows) == []


def test_what_is_wanting_is_0_where_there_are_too_many() -> None:
    rows = ["学校 编制数 实有数 缺编 超编", "一小 30 28 2 0", "二小 20 23 0 3", "三小 10 9 1 0", "四小 16 12 4 0"]

    assert all(one[3] for one in derived(rows))
    assert len(derived(rows)) >= 3


@pytest.mark.parametrize("head", ["降幅（%）", "下降（%）", "减少比例（%）"])
def test_a_head_that_tells_of_a_fall_turns_the_sign(head: str) -> None:
    rows = [f"年份 上年 本年 {head}", "甲镇 800 720 10.0", "乙镇 600 570 5.0", "丙镇 500 400 {}"]

    assert [one[2:] for one in derived([*rows[:3], rows[3].format("20.0")])] == [(-10, True), (-5, True), (-20, True)]
    assert [one[3] for one in derived([*rows[:3], rows[3].format("25.0")])] == [True, True, False]


def test_shares_may_exceed_a_hundred() -> None:
    rows = ["项目 计划 完成 完成率（%）", "培训 100 120 120", "研修 50 49 98", "送教 40 50 {}"]

    assert [one[2:] for one in derived([*rows[:3], rows[3].format(125)])] == [(120, True), (98, True), (125, True)]
    assert [one[3] for one in derived([*rows[:3], rows[3].format(152)])] == [True, True, False]


def test_wide_tables_take_no_more_than_their_cells_allow() -> None:
    heads = " ".join(f"栏{at} 完成率{at}（%）" for at in range(7))
    rows = [
        f"校{at} " + " ".join(f"{101 + 7 * at * each % 89} {51 + at * each % 47}" for each in range(1, 8))
        for at in range(20)
    ]
    takes_linear_time(lambda size: derived([f"学校 {heads}", *rows[: size // 100]]), 2000)


STACKED = "乡镇\n校数\n学生数\n东镇\n9\n2126\n西镇\n6\n1047\n南乡\n4\n618\n合计\n19\n{}\n以上为统计情况。\n"


def sums(text: str) -> list[tuple[list[float], float, bool]]:
    found = audit(read_bytes(text.encode(), "表.txt")).relations
    return [([float(part.value) for part in one.parts], float(one.total.value), two.holds) for one, two in found]


@pytest.mark.parametrize(("total", "holds"), [(3791, True), (3719, False)])
def test_a_table_with_one_cell_to_a_line_is_read(total: int, holds: bool) -> None:
    assert sums(STACKED.format(total)) == [([9, 6, 4], 19, True), ([2126, 1047, 618], total, holds)]


def test_bars_at_the_ends_of_lines_are_no_part_of_its_cells() -> None:
    assert sums(STACKED.format(3791).replace("\n", " |\n").replace("以上为统计情况。 |", "")) == sums(
        STACKED.format(3791)
    )


@pytest.mark.parametrize(
    "text",
    [
        "2016\n12/30\n22:41\n全市教育项目推进有力\n一年来，各项工程有序推进。\n",
        "一、基本情况\n12\n二、主要做法\n13\n三、存在问题\n15\n",
        STACKED.format(3791).replace("6\n1047\n", "6\n"),
        "乡镇\n校数\n学生数\n合计\n19\n3791\n东镇\n9\n2126\n西镇\n6\n南乡\n4\n618\n以上为统计情况。\n",
    ],
)
def test_what_is_no_whole_table_of_lines_is_none(text: str) -> None:
    cells = clean(read_bytes(text.encode(), "表.txt")).cells
    assert not cells


@pytest.mark.parametrize("piece", ["东镇\n9\n", "东镇\n", "9\n", STACKED])
def test_lines_of_cells_take_time_linear_in_the_length(piece: str) -> None:
    takes_linear_time(lambda size: clean(read_bytes((piece * (size // len(piece))).encode(), "表.txt")), 60_000)
