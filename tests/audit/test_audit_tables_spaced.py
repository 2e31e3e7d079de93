"""Tables that text lays out with blanks and tabs, and what the words around them say of their figures."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time

from junheng.audit.engine import audit
from junheng.audit.model import Block, Document
from junheng.audit.reading.spaced import spaced

Told = tuple[str, list[float], float, bool]


def told(text: str, *kinds: str) -> list[Told]:
    """Return kind, parts, total and verdict of the relations of a text."""
    found = audit(Document("t", text, (Block("paragraph", 0, len(text)),))).relations
    return [
        (one.kind, [float(part.value) for part in one.parts], float(one.total.value), judged.holds)
        for one, judged in found
        if not kinds or one.kind in kinds
    ]


def test_it_adds_up_columns_between_words() -> None:
    text = "学校 套数 投资 进度\n甲中学 36 201.6 封顶\n乙小学 24 134.4 竣工\n丙小学 40 224 装修\n合计 100 570"
    assert told(text) == [("sum", [36, 24, 40], 100, True), ("sum", [201.6, 134.4, 224], 570, False)]


def test_it_adds_up_accounts_without_heads() -> None:
    text = "一、收入\n伙食费 3864.50\n补助 2185.00\n上月结余 142.35\n收入合计 6191.85\n二、支出\n粮油 2,982.30\n"
    text += "工资 2400.00（2人）\n支出合计 5328.30\n"
    assert told(text, "sum") == [("sum", [3864.5, 2185, 142.35], 6191.85, True), ("sum", [2982.3, 2400], 5328.3, False)]


def test_names_with_a_bare_figure_are_no_accounts_without_a_total() -> None:
    assert not told("一年级 42\n二年级 45\n三年级 87\n")
    assert not told("优秀 42\n合计 90\n")


def test_it_places_a_total_that_lacks_cells_by_the_blanks() -> None:
    text = (
        "项目　　数量　　单价　　金额（万元）\n平板　　200台　　1800元　　36\n黑板　　15块　　2万元　　30\n"
        "网络　　1项　　12.5万元　　12.5\n合计　　　　　　79.5\n"
    )
    assert told(text) == [
        ("product", [200, 0.18], 36, True), ("product", [15, 2], 30, True), ("product", [1, 12.5], 12.5, True),
        ("sum", [36, 30, 12.5], 79.5, False),
    ]  # fmt: skip


def test_it_places_a_total_that_lacks_cells_by_where_it_stands() -> None:
    text = (
        "学校     学生数   生均标准  公用经费（万元）\n一小      820      650      53.3\n"
        "二小      640      650      41.6\n"
        "三小      412      650      28.78\n合计     1872               123.68"
    )
    assert told(text, "sum") == [("sum", [820, 640, 412], 1872, True), ("sum", [53.3, 41.6, 28.78], 123.68, True)]
    assert ("product", [412, 0.065], 28.78, False) in told(text)


def test_it_takes_tabs_with_empty_cells_at_the_end_of_lines() -> None:
    text = "序号\t项目\t数量\t备注\n1\t课桌\t240\t已到\n2\t书架\t80\n3\t黑板\t36\t已到\n合计\t\t356\n"
    assert told(text) == [("sum", [240, 80, 36], 356, True)]


def test_it_adds_up_groups_with_remarks_left_empty() -> None:
    text = (
        "年级  班数  人数  备注\n一年级  3  126\n二年级  4  158  含走读\n小　计  7  284\n三年级  4  162\n"
        "四年级  4  171\n小　计  8  343\n合　计  15  627"
    )
    assert [one[1:3] for one in told(text)] == [
        ([3, 4], 7), ([126, 158], 284), ([4, 4], 8), ([162, 171], 343), ([7, 8], 15), ([284, 343], 627),
    ]  # fmt: skip


_TABLE = "单位    核载(人)    实乘(人)\n甲校      234    221\n乙校      148    152\n合计      382    373\n"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("乙校实乘人数超过核载4人，已责令整改。", ("difference", [152, 148], 4, True)),
        ("实乘人数比去年的360人增加13人。", ("difference", [373, 360], 13, True)),
        ("实乘人数较上月的400人减少27人。", ("difference", [400, 373], 27, True)),
        ("实乘率为97.6%。", ("ratio", [373, 382], 97.6, True)),
    ],
)
def test_words_behind_a_table_speak_of_its_figures(words: str, found: Told) -> None:
    assert found in told(_TABLE + words)


def test_a_table_without_totals_is_summed_up_before_it() -> None:
    text = "校舍总栋数37栋。\n等级    栋数    面积\nA级     21     10940\nB级      9      4216\nC级      7      3468\n"
    assert ("sum", [21, 9, 7], 37, True) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "各位领导  大家好\n现在  汇报  三件事\n第一  建校  第二\n",
        "联系人  张三  电话\n办公室  李四  6812345\n财务股  王五  6812346\n",
        _TABLE + "甲校实乘人数比标准少，乙校上学期超过30人。去年发生事故2起。",
        "指标  目标值  完成值\n入学率  100%  99.8%\n巩固率  95%  96.2%\n合计  2  2\n",
    ],
)
def test_it_says_nothing_where_nothing_is_wrong(text: str) -> None:
    assert all(one[3] for one in told(text))


@pytest.mark.parametrize(
    "line", ["甲校  12  13\n", "甲校 12.50\n", "甲校  人数  校数\n", "甲校  乙\n丙  12\n", "合计  12\n", "1  甲校  2\n"]
)
def test_it_takes_linear_time(line: str) -> None:
    takes_linear_time(lambda size: list(spaced("学校  人数  校数\n" + line * (size // len(line)))), 200_000)


def test_lines_that_divide_rows_and_cells_left_empty_break_no_table() -> None:
    text = (
        "学校  学生数  班级数  备注\n城区\n一小  820  18  达标\n二小  640  14  达标\n"
        "农村\n三小  412  9  大班\n合计  1872  41"
    )
    assert told(text) == [("sum", [820, 640, 412], 1872, True), ("sum", [18, 14, 9], 41, True)]
    text = (
        "单位    2022年    2023年    结余\n甲校    120.5     118.2     2.3\n"
        "乙校     85.6      85.6\n合计    206.1     203.8     2.3"
    )
    assert told(text, "sum") == [("sum", [120.5, 85.6], 206.1, True), ("sum", [118.2, 85.6], 203.8, True)]


def test_a_table_that_goes_on_below_its_heads_told_again_is_one() -> None:
    text = "学校  人数  班数\n一小  100  3\n二小  200  5\n（续表）\n学校  人数  班数\n三小  300  8\n合计  600  16"
    assert told(text) == [("sum", [100, 200, 300], 600, True), ("sum", [3, 5, 8], 16, True)]


def test_it_reads_the_share_each_row_is_of_the_total() -> None:
    text = (
        "等级    人数    占比\n优秀    205    8.59%\n良好    744    31.18%\n及格    1262   52.98%\n合计    2386   100%"
    )
    told_shares = [one[1:] for one in told(text, "ratio")]
    assert told_shares == [([205, 2386], 8.59, True), ([744, 2386], 31.18, True), ([1262, 2386], 52.98, False)]
