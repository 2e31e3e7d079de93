from __future__ import annotations

import pytest
from audit_changes import told


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts"),
    [
        # One thing at two times, in two sentences.
        ("2021年，全县教育总投入3.26亿元。2022年达3.71亿元，同比增长{}%。", 13.8, 18.3, [3.26, 3.71]),
        ("我县2023年中考报名2146人。2024年报名2318人，比上年增长{}%。", 8, 18, [2146, 2318]),
        (
            "去年全县招收新生1205人，其中寄宿生640人。今年招收新生1388人，其中寄宿生702人，招收新生增长{}%。",
            15.19, 19.15, [1205, 1388],
        ),
        ("2019年全县图书购置费为62万元。2020年图书购置费增加到84万元，增幅{}%。", 35.5, 15.5, [62, 84]),
        # What it came to stands in a sentence before the increase.
        ("2023年度财政拨款收入862.4万元。与2022年度相比，增加97.6万元，增长{}%。", 12.76, 12.67, [862.4, 97.6]),
        (
            "公务接待费支出6.84万元，完成预算的91%。\n2023年度公务接待费支出数比上年增加1.26万元，增长{}%。",
            22.58, 22.85, [6.84, 1.26],
        ),
        # Another increase over another figure stands between.
        ("本科上线268人，比市定目标240人超出28人，比去年增加31人，增长{}%。", 13.1, 13.7, [268, 31]),
    ],
)  # fmt: skip
def test_it_reads_growth_of_what_sentences_before_tell(text: str, right: float, wrong: float, parts: list[float]):
    for figure, holds in ((right, True), (wrong, False)):
        assert told(text.format(figure), "growth") == [("growth", parts, figure, holds)]


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts"),
    [
        ("2022年本科上线986人，上线率41.2%。今年本科上线人数达1042人，同比增加{}人。", 56, 65, [1042, 986]),
        ("今年全县报考教师资格1268人。去年报考1352人，其中女性980人，今年少了{}人。", 84, 48, [1352, 1268]),
        ("2019年秋季，全县有超编学校62所。今年秋季超编学校降为41所，超编学校净减少{}所。", 21, 12, [62, 41]),
        ("2020年学前毛入园率为88.7%。2023年毛入园率达到92.5%，比2020年提高{}个百分点。", 3.8, 8.3, [92.5, 88.7]),
        # What is still left of a whole told before.
        ("本次督查共反馈问题216个。截至12月底，已整改198个，还剩{}个正在整改。", 18, 16, [216, 198]),
        ("计划招聘教师120名，报名860人。经考核，实际聘用113名，空缺{}个岗位。", 7, 9, [120, 113]),
        ("上学期末，八年级在校生1206人。本学期开学实到1188人，流失{}人。", 18, 28, [1206, 1188]),
        (
            "年初全县共有危旧厕所18640平方米。一年来拆除重建12380平方米，目前尚有D级厕所{}平方米。",
            6260, 6620, [18640, 12380],
        ),
        ("全县原有教学点62个，近三年撤并47个，现保留{}个。", 15, 25, [62, 47]),
        ("期初在校生3240人，本学期转出54人，期末在校生{}人。", 3186, 3168, [3240, 54]),
        # A balance of a period of its own.
        ("食堂本年收入86.4万元，支出83.7万元，本年结余{}万元。", 2.7, 7.2, [86.4, 83.7]),
        ("全年校车收费162.5万元，收入共168.2万元，支出151.4万元，收支结余{}万元。", 16.8, 18.6, [168.2, 151.4]),
        # Percentages set against each other.
        ("人口出生率12.6‰，死亡率9.8‰，人口自然增长率为{}‰。", 2.8, 8.2, [12.6, 9.8]),
        (
            "全县教育支出增长14.6%。财政经常性收入增长9.2%，教育支出增幅高于财政经常性收入{}个百分点。",
            5.4, 4.5, [14.6, 9.2],
        ),
        ("公办园在园幼儿占比56.2%，高于国家规定的50%目标{}个百分点。", 6.2, 2.6, [56.2, 50]),
        ("小学巩固率99.72%，比省定标准98%高出{}个百分点。", 1.72, 1.27, [99.72, 98]),
        # A way told otherwise: without a unit, and from what it was raised.
        ("小学校际差异系数由0.58降至0.43，下降{}。", 0.15, 0.51, [0.58, 0.43]),
        ("生均公用经费在国家标准720元的基础上提高到790元，每生每年增加{}元。", 70, 60, [790, 720]),
    ],
)  # fmt: skip
def test_it_reads_differences_of_what_was_told_before(text: str, right: float, wrong: float, parts: list[float]):
    for figure, holds in ((right, True), (wrong, False)):
        found = told(text.format(figure), "difference")
        assert ("difference", parts, figure, holds) in found


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        ("本年度收入合计382万元，支出合计417万元，当年收支结余-35万元。", [382, 417], -35),
        (
            "2022年食堂收入合计226.54万元。\n2022年食堂支出合计237.54万元。\n2022年结余为-11万元。",
            [226.54, 237.54],
            -11,
        ),
    ],
)
def test_a_balance_printed_with_a_minus_is_less_than_nothing(text: str, parts: list[float], total: float):
    assert told(text) == [("difference", parts, total, True)]


def test_what_is_left_is_said_once_and_not_as_a_sum():
    for left, holds in (("18", True), ("16", False)):
        found = told(f"本次督查共反馈问题216个。截至12月底，已整改198个，还剩{left}个正在推进。")
        assert found == [("difference", [216, 198], float(left), holds)]
    # What was not done is a part beside what was done.
    assert told("全市规划改造学校64所。目前已开工58所，尚有6所未开工。", "sum", "difference") == [
        ("sum", [58, 6], 64, True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2022年全县毕业生1.2万人。2023年全县在校生1.3万人，增长4%。",
        "2021年全县教育投入1.2亿元。2022年全县教育投入1.5亿元，按可比口径增长10%。",
        "2020年全县教育投入1000万元。2023年全县教育投入1500万元，比上年增长8%。",
        "去年高考上线600人。今年高考上线650人，应届生增长15%。",
        "去年招聘教师120人。今年招聘教师150人，其中研究生增加12人。",
        "去年上半年招生820人。今年招生860人，增加25人。",
        "支出总计58716万元。与上年相比，基本支出增加300万元，增长6.6%。",
        "2022年收入860万元，支出845万元，年末结余62万元。",
        "本年收入86万元，支出84万元，累计结余12万元。",
        "小学入学率99.96%，初中入学率99.2%，高于全省平均水平1.6个百分点。",
        "教育经费增长12.3%。财政收入增长9.1%，教育经费增幅高于全省平均水平2.1个百分点。",
        "全校共有教师58人，已取得证书49人，尚有教师12人外出培训。",
        "本学期应到校1200人，实到1190人，流失8人，转出5人。",
        "2022年参加高考3200人。2023年本科上线1042人，比上年增加86人。",
        "2021年首次突破800万元。2022年首次突破900万元，增长6%。",
    ],
)
def test_changes_of_something_else_assert_nothing(text: str):
    assert not told(text, "growth", "difference")


@pytest.mark.parametrize(
    ("text", "figure", "parts"),
    [
        (
            "2011年预算数为2648.2万元，其中公务用车费1460万元。\n相比上年的2653.6万元，2011年预算少了{}万元。",
            5.4, [2653.6, 2648.2],
        ),
        (
            "全国在园幼儿4218.4万人。\n公报表明，上年在园幼儿为4706.9万人。两相比较，今年少了{}万人。",
            488.5, [4706.9, 4218.4],
        ),
        (
            "应拨付膳食补助912.36万元。资金分两批下达，第一批500万元，第二批407.56万元，共计907.56万元，尚有{}万元待拨。",
            4.8, [912.36, 907.56],
        ),
        ("2020年秋季，在校学生28461人，班均52人。\n2018年中小学在校学生26127人，两年净增{}人。", 2334, [28461, 26127]),
    ],
)  # fmt: skip
def test_it_finds_the_other_side_of_a_change_by_what_comes_out(text: str, figure: float, parts: list[float]):
    assert ("difference", parts, figure, True) in told(text.format(figure), "difference")
    # What does not come out may be told of figures that stand nowhere.
    assert told(text.format(figure + 1), "difference") == []


def test_growth_over_what_was_told_before_is_of_what_came_out():
    text = "2020年秋季，在校学生28461人。\n2018年中小学在校学生26127人，两年净增2334人，增长8.93%。"
    assert told(text, "growth") == [("growth", [26127, 28461], 8.93, True)]


@pytest.mark.parametrize(
    "text",
    [
        # Too few digits, other words.
        "全县学校30所。\n2020年有学校28所，新建2所。",
        "教师5218人。2020年教师5002人，招聘216人。",
    ],
)
def test_what_may_come_out_by_chance_is_no_change(text: str):
    assert told(text, "difference", "growth") == []
