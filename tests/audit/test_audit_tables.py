"""Totals in the rows and columns of tables."""

from __future__ import annotations

from audit_linear import takes_linear_time

from junheng.audit.judge import judge
from junheng.audit.layout import lay_out
from junheng.audit.model import Clean
from junheng.audit.quantities import quantities
from junheng.audit.reading import clean, read_bytes
from junheng.audit.relations.tables import tables


def page(*rows: str) -> Clean:
    """Return a page with one table: cells divided by blanks, 名*2 covers two columns, 名^2 two rows, _ is empty."""
    made = "".join("<tr>" + "".join(map(_cell, row.split())) + "</tr>" for row in rows)
    return clean(read_bytes(f"<html><p>附表</p><table>{made}</table></html>".encode(), "表.html"))


def _cell(said: str) -> str:
    words, _, rows = said.partition("^")
    words, _, columns = words.partition("*")
    return f"<td rowspan='{rows or 1}' colspan='{columns or 1}'>{words.replace('_', '')}</td>"


def found(made: Clean) -> list[tuple[str, list[int | float], int | float, bool | None]]:
    """Return the sums: axis, parts, total, whether it holds."""
    told = tables.find(made, lay_out(made.text, list(quantities(made.text))))
    return [
        (
            one.rule.removeprefix("table-"),
            [float(part.value) for part in one.parts],
            float(one.total.value),
            (judged := judge(one)) and judged.holds,
        )
        for one in told
    ]


def test_it_adds_up_the_rows_above_a_total() -> None:
    made = page("学段 学校数 学生数", "小学 20 5100", "初中 10 3200", "高中 3 1800", "合计 33 10100")
    assert found(made) == [("column", [20, 10, 3], 33, True), ("column", [5100, 3200, 1800], 10100, True)]


def test_it_reports_the_one_column_that_does_not_add_up() -> None:
    made = page("学段 学校数 学生数 教师数", "小学 20 5100 300", "初中 10 3200 250", "合计 30 8400 550")
    assert [one[1:] for one in found(made) if not one[3]] == [([5100, 3200], 8400, False)]


def test_it_adds_up_the_rows_below_a_total_and_the_columns_beside_one() -> None:
    made = page("学段 合计 城区 农村", "总计 30 12 18", "小学 20 8 12", "初中 10 4 6")
    assert found(made) == [
        ("column", [20, 10], 30, True), ("column", [8, 4], 12, True), ("column", [12, 6], 18, True),
        ("row", [12, 18], 30, True), ("row", [8, 12], 20, True), ("row", [4, 6], 10, True),
    ]  # fmt: skip


def test_it_goes_up_several_levels() -> None:
    made = page(
        "片区 学校 人数", "东片^3 甲校 10", "乙校 20", "小计 30", "西片^3 丙校 5", "丁校 6", "小计 11", "合计*2 42"
    )
    assert found(made) == [
        ("column", [10, 20], 30, True), ("column", [5, 6], 11, True), ("column", [30, 11], 42, False)
    ]  # fmt: skip
    flat = page("学校 人数", "甲校 10", "乙校 20", "小计 30", "丙校 5", "丁校 6", "小计 11", "总计 41")
    assert [one[1:3] for one in found(flat)] == [([10, 20], 30), ([5, 6], 11), ([30, 11], 41)]


def test_it_reads_merged_heads() -> None:
    made = page("学校^2 在校生*3 教师^2", "计 男 女", "甲校 30 14 16 5", "乙校 50 20 30 6", "丙校 70 33 36 9")
    assert found(made) == [
        ("row", [14, 16], 30, True), ("row", [20, 30], 50, True), ("row", [33, 36], 70, False)
    ]  # fmt: skip


def test_it_adds_like_to_like_under_merged_heads() -> None:
    made = page(
        "年度^2 合计*2 小学*2 初中*2",
        "校数 人数 校数 人数 校数 人数",
        "上年 30 900 20 600 10 300",
        "本年 31 950 20 620 11 330",
    )
    assert {one[1:] for one in map(_frozen, found(made))} == {
        ((20, 10), 30, True), ((600, 300), 900, True), ((20, 11), 31, True), ((620, 330), 950, True)
    }  # fmt: skip


def _frozen(one: tuple[str, list[int | float], int | float, bool | None]) -> tuple[object, ...]:
    return one[0], tuple(one[1]), one[2], one[3]


def test_it_adds_up_no_rates_and_no_averages() -> None:
    made = page(
        "学段 学校数 入学率(%) 生均面积 平均班额 面积",
        "小学 20 99.8 4.1 42 300",
        "初中 10 98.5 5.2 45 200",
        "合计 30 99.2 4.6 43 500",
    )
    assert [one[2] for one in found(made)] == [30, 500]
    shares = page("学段 学生数 占比", "小学 60 60%", "初中 40 40%", "合计 100 100%")
    assert [one[2] for one in found(shares) if one[0] == "column"] == [100]


def test_it_does_not_take_what_lies_among_its_parts_for_a_sum() -> None:
    made = page("学校 教龄 教师数", "甲校 12 20", "乙校 8 30", "合计 10 50")
    assert [one[2] for one in found(made)] == [50]


def test_it_leaves_subsets_out() -> None:
    made = page("学段 学校数", "小学 20", "其中:教学点 7", "初中 10", "合计 30")
    assert [one[1:] for one in found(made)] == [([20, 10], 30, True)]


def test_it_takes_columns_under_a_mere_among_for_parts_where_they_add_up() -> None:
    whole = page("县区^2 合计^2 其中*2", "小学 初中", "甲县 30 20 10", "乙县 50 30 20", "丙县 70 40 30")
    assert [one[3] for one in found(whole)] == [True] * 3
    choice = page("县区^2 合计^2 其中*2", "寄宿 民办", "甲县 30 2 1", "乙县 50 3 2", "丙县 70 4 3")
    assert found(choice) == []


def test_an_empty_cell_is_nothing_only_where_the_table_shows_it() -> None:
    made = page("学校 小学部 初中部 高中部", "甲校 10 _ 5", "乙校 20 6 7", "丙校 30 — 8", "合计 60 6 20")
    assert found(made) == [("column", [10, 20, 30], 60, True), ("column", [5, 7, 8], 20, True)]
    shown = page("学校 小学部 初中部 高中部", "甲校 10 _ 5", "乙校 20 6 7", "丙校 30 9 _", "合计 60 15 13")
    assert [one[1:] for one in found(shown)] == [([10, 20, 30], 60, True), ([6, 9], 15, True), ([5, 7], 13, False)]


def test_it_judges_no_sum_with_a_cell_of_words() -> None:
    made = page("学校 人数", "甲校 10", "乙校 待定", "丙校 12", "合计 40")
    assert found(made) == []
    remarked = page("学校 人数 备注", "甲校 10 已并入乙校", "乙校 12 _", "合计 22 _")
    assert [one[2] for one in found(remarked)] == [22]


def test_it_reads_units_grouped_figures_and_decimals() -> None:
    made = page("项目 金额(万元)", "校舍 1,234.5", "设备 300.25", "合计 1,534.8")
    assert [one[1:] for one in found(made)] == [([1234.5, 300.25], 1534.8, True)]
    units = page("项目 金额", "校舍 2000元", "设备 0.3万元", "合计 5000元")
    assert [one[1:] for one in found(units)] == [([2000, 3000], 5000, True)]


def test_it_keeps_columns_of_different_units_apart() -> None:
    made = page("学校 教师(人) 校舍(平方米) 合计", "甲校 10 300 310", "乙校 20 400 420", "丙校 30 500 530")
    assert [one for one in found(made) if one[0] == "row"] == []


def test_years_at_the_head_are_no_figures_and_counts_like_years_are() -> None:
    made = page("学段 2019 2020", "小学 2010 2019", "初中 1000 1100", "合计 3010 3119")
    assert [one[1:] for one in found(made)] == [([2010, 1000], 3010, True), ([2019, 1100], 3119, True)]


def test_its_rows_may_be_numbered() -> None:
    made = page("序号 学校 人数", "1 甲校 10", "2 乙校 20", "合计*2 31")
    assert [one[1:] for one in found(made)] == [([10, 20], 31, False)]


def test_it_reads_pipe_tables() -> None:
    text = "| 学段 | 学校数 |\n|---|---|\n| 小学 | 20 |\n| 初中 | 10 |\n| 合 计 | 31 |\n"
    assert [one[1:] for one in found(clean(read_bytes(text.encode(), "a.md")))] == [([20, 10], 31, False)]


def test_what_is_not_a_table_of_figures_asserts_nothing() -> None:
    assert found(page("姓名 职务", "甲 校长", "乙 主任")) == []
    assert found(page("合计 合计", "合计 合计")) == []
    assert found(page("1 2 3", "4 5 6")) == []
    assert found(page("学段 合计", "合计 5")) == []


def test_its_time_is_linear() -> None:
    def read(rows: int) -> list[bool]:
        made = page(
            "学校 人数 教师", *(f"第{n}校 {n} 2" for n in range(rows)), f"合计 {rows * (rows - 1) // 2} {2 * rows}"
        )
        layout = lay_out(made.text, list(quantities(made.text)))
        return [judge(one).holds for one in tables.find(made, layout)]  # type: ignore[union-attr]

    assert read(1000) == [True, True]
    takes_linear_time(read, 8000)


def test_it_reads_tables_written_in_plain_text() -> None:
    rows = ("学段{0}学校数{0}学生数", "小学{0}20{0}5100", "初中{0}10{0}3200", "合计{0}30{0}8400")
    for divider in (" ", "　", "\t", " | "):
        text = "\n".join(("如下表。", *(row.format(divider) for row in rows), "数据截至年末。"))
        assert [one[2:] for one in found(clean(read_bytes(text.encode(), "a.txt")))] == [(30, True), (8400, False)]


def test_prose_with_blanks_is_no_table() -> None:
    for text in (
        "一 二 三\n四 五 六\n合计 七 八",
        "甲校 有学生 20人\n乙校 有学生 30人\n合计 有学生 60人",
        "|\n|\n|",
        "a|b\n\na|b",
    ):
        made = clean(read_bytes(text.encode(), "a.txt"))
        assert found(made) == []


def test_a_short_last_line_of_a_table_in_plain_text_sums_it_up():
    """A column of running numbers is none of its figures."""
    rows = ["1 |语文 |4", "2 |数学 |3", "3 |英语 |2"]
    for total, holds in ((9, True), (8, False)):
        lines = "\n".join(["岗位如下：", *rows, f"合计 |{total}", "特此公告。"])
        made = clean(read_bytes(lines.encode(), "岗位.txt"))
        assert found(made) == [("column", [4, 3, 2], total, holds)]


def test_a_total_row_without_its_last_cell_stands_where_it_stands():
    """What is missing is the cell of 备注, not one before the figures."""
    rows = ["| 学校 | 班数 | 学生 | 备注 |", "|---|---|---|---|", "| 甲 | 10 | 400 | 新建 |", "| 乙 | 12 | 500 | |"]
    text = "\n".join([*rows, "| 丙 | 8 | 300 | |", "| 合计 | 30 | 1200 |"])
    made = clean(read_bytes(text.encode(), "a.md"))
    assert found(made) == [("column", [10, 12, 8], 30, True), ("column", [400, 500, 300], 1200, True)]
