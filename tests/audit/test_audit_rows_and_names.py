"""Growth between years of a row, shares by the names of a row's parts, averages and marks beside other figures."""

from __future__ import annotations

import pytest
from audit_second_reading import told

YEARS = [
    ("2019、2020、2021三年分别购书3.2万册、3.6万册和4.5万册，累计11.3万册，2021年比上年增长25%。",
     [3.6, 4.5], 25, True),
    ("2019、2020、2021三年分别购书3.2万册、3.6万册和4.5万册，累计11.3万册，2021年比上年增长29.5%。",
     [3.6, 4.5], 29.5, False),
    ("2017至2019年新生依次为1500人、1380人、1230人，三年共4110人，2019年比2017年下降18%。", [1500, 1230], -18, True),
    ("2017至2019年新生依次为1500人、1380人、1230人，三年共4110人，2019年比2017年下降22%。", [1500, 1230], -22, False),
    ("近三年家访分别为800次、920次、1012次，今年比去年增长10%。", [920, 1012], 10, True),
    ("近三年家访分别为800次、920次、1012次，今年比去年增长15%。", [920, 1012], 15, False),
    ("上半年培训640人次，下半年800人次，环比增长25%。", [640, 800], 25, True),
    ("上半年培训640人次，下半年800人次，环比增长30%。", [640, 800], 30, False),
    ("2014年全乡小学生2000人，到2020年只剩1500人，净减500人，降幅28%。", [2000, 1500], -28, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts", "total", "holds"), YEARS)
def test_growth_is_between_the_years_its_words_name(text: str, parts: list[float], total: float, holds: bool) -> None:
    assert [one for one in told(text) if one[0] == "growth"] == [("growth", parts, total, holds)]


def test_ways_that_came_to_a_year_grew_as_told_in_a_row() -> None:
    text = "甲校由2001年的200元增加到2002年的240元，增加40元，乙校由400元增加到460元，增加60元，分别增长20%和15%。"
    assert [one for one in told(text) if one[0] == "growth"] == [
        ("growth", [200, 240], 20, True), ("growth", [400, 460], 15, True),
    ]  # fmt: skip


SHARES = [
    ("教练员90人，高级、中级、初级分别为18人、45人、27人，高级占20%。", [18, 90], 20, True),
    ("教练员90人，高级、中级、初级分别为18人、45人、27人，高级占24%。", [18, 90], 24, False),
    ("社团50个，其中体育类20个、艺术类18个、科技类12个；成员900人，上述三类分别为396人、324人、180人，体育类成员占比41%。",
     [396, 900], 41, False),
    ("保安80名，其中男68名、女12名，女保安占15%。", [12, 80], 15, True),
    ("报名600人，实考500人。考生中，城区200人，占40%；女生250人，占50%；应届450人，占75%。", [450, 500], 75, False),
    ("2017年教育支出10亿元，2018年为12亿元。2018年工资支出7.5亿元，占教育支出的75%。", [7.5, 12], 75, False),
    ("适龄残疾儿童120人。\n特校就读40人，随班就读56人，送教上门18人，入学率95%。", [114, 120], 95, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts", "total", "holds"), SHARES)
def test_shares_are_of_the_whole_their_row_names(text: str, parts: list[float], total: float, holds: bool) -> None:
    assert ("ratio", parts, total, holds) in told(text)


AVERAGES = [
    ("高一招生2100人，比去年多90人，编为42个班，班均50人。", [2100, 42], 50, True),
    ("高一招生2100人，比去年多90人，编为42个班，班均55人。", [2100, 42], 55, False),
    ("教师450人，平板电脑300台，每1.5人拥有一台。", [450, 300], 1.5, True),
    ("教师450人，平板电脑300台，每1.8人拥有一台。", [450, 300], 1.8, False),
    ("全县初中13520人、高中8200人。\n初中专任教师1040人，生师比13.5:1。", [13520, 1040], 13.5, False),
    ("全校9个教学班360名学生。\n教职工28人。\n校园面积7200平方米，生均20平方米。", [7200, 360], 20, True),
    ("全校9个教学班360名学生。\n教职工28人。\n校园面积7200平方米，生均22平方米。", [7200, 360], 22, False),
    ("三个年级分别有90人、80人、70人，共240人，分6个班，平均每班44人。", [240, 6], 44, False),
]


@pytest.mark.parametrize(("text", "parts", "total", "holds"), AVERAGES)
def test_averages_are_of_what_stands_with_them(text: str, parts: list[float], total: float, holds: bool) -> None:
    assert [one for one in told(text) if one[0] == "average"] == [("average", parts, total, holds)]


MARKS = [
    ("五年级数学均分81.4，上一年是78.9，涨了2.5分。", [81.4, 78.9], 2.5, True),
    ("英语去年70.2，今年74.6，涨了5.4分。", [74.6, 70.2], 5.4, False),
    ("合格率90.5%，上一年为87.1%，提高4.4个百分点。", [90.5, 87.1], 4.4, False),
]


@pytest.mark.parametrize(("text", "parts", "total", "holds"), MARKS)
def test_marks_need_no_unit(text: str, parts: list[float], total: float, holds: bool) -> None:
    assert [one for one in told(text) if one[0] == "difference"] == [("difference", parts, total, holds)]


@pytest.mark.parametrize(
    "text",
    [
        "2019、2020、2021三年分别购书3.2万册、3.6万册和4.5万册，2021年期刊比上年增长8%。",
        "2017至2019年出生人口依次为1500人、1380人、1230人，出生率比2017年下降1.2%。",
        "上半年培训640人次，下半年800人次，环比线上培训增长30%。",
        "幼儿园60所，其中公办园24所、民办园36所，公办园在园幼儿占比48%。",
        "学生900人，小学、初中分别为500人、400人，初中寄宿生占62%。",
        "报名600人，实考500人。城区200人，占40%；女生250人，占50%；缺考的100人，占报名人数的16.7%。",
        "语文、数学合格率分别为91%、86%，与全县平均水平91.6%、84.2%相比，分别低0.6个百分点、高1.8个百分点。",
        "语文均分83.6，数学均分76.2，比上年涨了4.5分。",
        "教师420人，上年为410人，新增特岗教师26人。",
        "在校生1200人，教室电脑40台，要求每25人配1台。",
        "合计采购4100公斤，金额28936元，均价每公斤7.06元。",
        "今年小学招聘37人。小学专任教师842人，生师比16.2:1。",
    ],
)
def test_what_is_told_of_others_is_not_called_wrong(text: str) -> None:
    assert [one for one in told(text) if not one[3]] == []
