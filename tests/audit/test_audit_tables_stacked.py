"""Tables of one cell a line: bars, empty cells, numbers and units on lines of their own, rows that lost a cell."""

import pytest

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes

Sums = list[tuple[list[float], float, bool]]


def sums(text: str) -> Sums:
    found = audit(read_bytes(text.encode(), "表.txt")).relations
    return [
        ([float(part.value) for part in one.parts], float(one.total.value), two.holds)
        for one, two in found
        if one.kind == "sum"
    ]


@pytest.mark.parametrize(("total", "holds"), [("201", True), ("210", False)])
def test_two_bars_stand_for_an_empty_cell(total: str, holds: bool) -> None:
    text = (
        "|\n项目 |\n预算 |\n决算 |\n|\n工资 |\n120.5 |\n119.3 |\n|\n公用 |\n|\n33.2 |\n|\n"
        f"建设 |\n50 |\n48.5 |\n|\n合计 |\n170.5 |\n{total} |\n|\n"
    )
    assert sums(text) == [([120.5, 50], 170.5, True), ([119.3, 33.2, 48.5], float(total), holds)]


def test_bars_on_lines_of_their_own_divide_rows_and_a_row_may_lack_its_name() -> None:
    text = (
        "指标\n|\n2022年\n|\n2021年\n|\n中职\n|\n5730\n|\n5540\n|\n|\n"
        "|\n3500\n|\n3420\n|\n|\n成人中专\n|\n2020\n|\n1980\n|\n|\n技校\n|\n210\n|\n140\n|"
    )
    assert sums(text) == [([3500, 2020, 210], 5730, True), ([3420, 1980, 140], 5540, True)]


@pytest.mark.parametrize(("total", "holds"), [(1242, True), (1243, False)])
def test_running_numbers_and_remarks_are_no_columns(total: int, holds: bool) -> None:
    rows = "1\n东关小学\n12\n512\n2\n西关小学\n10\n430\n新建\n3\n南关小学\n8\n300"
    text = f"序号\n学校\n班数\n学生数\n备注\n{rows}\n合计\n30\n{total}\n以上。"
    assert sums(text) == [([12, 10, 8], 30, True), ([512, 430, 300], total, holds)]


def test_units_of_heads_and_two_columns_of_names_are_no_heads_of_their_own() -> None:
    text = "镇\n学校\n面积\n(平方米)\n投资\n(万元)\n"
    text += "东镇\n东关小学\n1200\n512.5\n西镇\n西关小学\n1010\n430\n南镇\n南关小学\n800\n300\n合计\n3010\n1242.5\n"
    assert sums(text) == [([1200, 1010, 800], 3010, True), ([512.5, 430, 300], 1242.5, True)]


def test_a_row_that_lost_a_cell_is_filled_where_the_totals_show_how() -> None:
    text = "学校\n小学\n初中\n高中\n甲乡\n120\n90\n30\n乙乡\n130\n80\n丙乡\n100\n70\n20\n合计\n350\n240\n50\n"
    assert sums(text) == [([120, 130, 100], 350, True), ([90, 80, 70], 240, True), ([30, 20], 50, True)]


@pytest.mark.parametrize(("part", "holds"), [(3400, True), (3300, False)])
def test_numbers_of_names_say_what_rows_divide(part: int, holds: bool) -> None:
    text = (
        "类别\n学校\n学生\n一、基础教育\n60\n9400\n1.\n小学\n40\n6000\n2.\n初中\n20\n"
        f"{part}\n二、职业教育\n3\n1200\n1.\n中专\n2\n900\n2.\n技校\n1\n300\n合计\n63\n10600\n"
    )
    assert (([6000, part], 9400, holds)) in sums(text)
    assert (([9400, 1200], 10600, True)) in sums(text)


def test_rows_are_divided_by_those_below_them_where_the_figures_show_it() -> None:
    text = "类别\n学校数\n教职工\n合计\n21\n2140\n中学\n7\n1110\n初中\n5\n620\n高中\n2\n490\n小学\n14\n1030\n"
    assert sums(text) == [
        ([7, 14], 21, True), ([1110, 1030], 2140, True), ([5, 2], 7, True), ([620, 490], 1110, True),
    ]  # fmt: skip


def test_lines_of_a_name_and_its_figures_need_no_heads() -> None:
    text = "1.普通中学 25 300 900 14600\n初中 20 200   9400\n高中 5 100   5200\n"
    text += "2.小学 40 380 820 16000\n3.园 12 90 150 2700\n"
    assert sums(text) == [([20, 5], 25, True), ([200, 100], 300, True), ([9400, 5200], 14600, True)]


@pytest.mark.parametrize(("total", "holds"), [(9400, True), (9500, False)])
def test_a_table_may_stand_in_one_line(total: int, holds: bool) -> None:
    text = f"类别 学校数 学生数 小学 40 6000 初中 20 3400 合计 60 {total}\n"
    assert sums(text) == [([40, 20], 60, True), ([6000, 3400], total, holds)]


@pytest.mark.parametrize(
    "text",
    [
        "一班 45 46 44\n二班 42 41 40\n三班 39 38 40\n四班 44 45 44\n五班 42 40 41\n",
        "类别\n学校数\n教职工\n中学\n7\n1110\n初中\n5\n640\n高中\n2\n490\n小学\n14\n1030\n",
        "学校\n小学\n初中\n甲乡\n120\n90\n乙乡\n130\n丙乡\n100\n70\n合计\n340\n250\n",
        "年份\n学生\n教师\n2020年\n5200\n410\n2021年\n5100\n405\n2022年\n5050\n400\n",
    ],
)
def test_what_no_row_shows_asserts_nothing(text: str) -> None:
    assert sums(text) == []


def test_heads_of_two_levels_told_one_to_a_line() -> None:
    """男生, 女生 and 合计 stand over the same heads: the third group is the sum of the others."""
    heads = "体检情况\n学段\n男生\n女生\n合计\n受检\n检出\n受检\n检出\n受检\n检出\n"
    text = heads + "小学\n520\n31\n480\n19\n1000\n50\n初中\n310\n22\n290\n14\n600\n35\n"
    found = audit(read_bytes(text.encode(), "r.txt")).relations
    sums = [([float(p.value) for p in one.parts], float(one.total.value), it.holds) for one, it in found]
    assert ([520, 480], 1000, True) in sums
    assert ([22, 14], 35, False) in sums
