"""Shares of a whole called again by its name, named in full, told behind, left out or divided; right and misprinted."""

from __future__ import annotations

import pytest
from audit_asserted import asserted
from audit_second_reading import told

RIGHT = [
    # Of a whole one share before it has named.
    ("全校有教师412人，骨干教师36人，占教师总数的8.74%，外聘教师4人，占教师总数的1%。", [4, 412], 1),
    # Of what a sentence names in full.
    ("全年公用经费支出3150万元。其中取暖费620万元，差旅费148万元，差旅费占公用经费的4.7%。", [148, 3150], 4.7),
    ("全市生产总值为2860.5亿元，市级教育经费占生产总值比例为3.21%。市级教育经费为91.82亿元。", [91.82, 2860.5], 3.21),
    # Told behind the share.
    ("全年支出合计为2480万元。人员经费占支出合计的71.3%，达1768万元。", [1768, 2480], 71.3),
    ("本科上线1266人，上线率41.7%。今年全县考生3036人。", [1266, 3036], 41.7),
    ("镇中心园的满意率最高，为96.2%，即发放问卷520份，满意500份。", [500, 520], 96.2),
    # Of a whole told nowhere: the shares come to all of it.
    ("应届生1520人，占考生总数的79.2%，往届生400人，占20.8%。", [1520, 1920], 79.2),
    # Of posts those who fill them.
    ("特岗计划180个，实际到岗171人，完成率达95%。", [171, 180], 95),
    # Of what is behind a percentage in a bracket.
    ("学生近视检出率38.25%（4215/11020）。", [4215, 11020], 38.25),
    # Without its sign.
    ("全县募集善款286.4万元，其中教育系统捐款91.2万元，占捐款总额的31.84。", [91.2, 286.4], 31.84),
    # Kept at, with a noun of a share.
    ("全县教学班640个，大班额13个，大班额比例控制在2.03%。", [13, 640], 2.03),
]
WRONG = [
    ("全校有教师412人，骨干教师36人，占教师总数的8.74%，外聘教师41人，占教师总数的8.95%。", [41, 412], 8.95),
    ("全年公用经费支出3150万元。其中取暖费620万元，差旅费148万元，差旅费占公用经费的4.3%。", [148, 3150], 4.3),
    ("学生近视检出率38.52%（4215/11020）。", [4215, 11020], 38.52),
    ("全校教师386人，男教师148人，女教师238人，女教师占比66.1%。", [238, 386], 66.1),
    ("教师招聘计划120名，报名2156人，实际录用114名，计划完成率97.5%。", [114, 120], 97.5),
    ("本学期开展教研活动216次，计划240次，完成率达95%。", [216, 240], 95),
    ("年初预算安排8650万元，截至10月底已支出7612万元，执行进度86.0%。", [7612, 8650], 86),
    (
        "全县高考报名2846人，其中本科上线1128人，本科上线率39.6%；重点本科上线246人，重点本科上线率8.1%。",
        [246, 2846],
        8.1,
    ),
    ("全县参加测试的学生20300人。优秀2639人，良好6120人，及格10870人，优秀率为12.4%。", [2639, 20300], 12.4),
    ("全县符合条件的教师940人，涉及31所学校。今年轮岗116人，含骨干教师20人，轮岗比例为13.2%。", [116, 940], 13.2),
    ("三年前小学招生2105人，分布在12所学校。三年后在校2062人，三年保留率为96.97%。", [2062, 2105], 96.97),
    ("共发放教师问卷960份，收回有效问卷921份，回收率95.49%。", [921, 960], 95.49),
    ("已改造旱厕1260平方米，完成总任务1480平方米的86.1%。", [1260, 1480], 86.1),
    ("学校有党员48人，占全校126名教师的83.1%。", [48, 126], 83.1),
    ("幼儿园教师持证率为98.61%（648人中持证629人）。", [629, 648], 98.61),
    ("专任教师936人，其中高级教师212人、一级教师405人，分别占22.65%和42.37%。", [405, 936], 42.37),
]
SILENT = [
    # Of another school, stage or year.
    "甲校有教师30人，女教师10人，占教师总数的33.3%；乙校有女教师12人，占教师总数的42.9%。",
    "小学教师300人，其中本科210人，占教师总数的70%；初中教师本科190人，占教师总数的65%。",
    "全县教师300人，其中本科210人，占教师总数的70%；去年本科189人，占教师总数的65%。",
    # A rate of something else than what was sent out and came back, was planned and done.
    "发放问卷1200份，收回有效问卷1150份，满意率92.3%。",
    "计划开工30个，实际开工27个，投资完成率85%。",
    "初中招生5296人，毕业5127人，三年巩固率98.74%。",
    # Of the mean population of a year.
    "全镇总人口32915人，死亡121人，死亡率3.61‰。",
    # Of two years.
    "2021年招聘教师345人，在岗率为98.8%；2022年招聘教师348人，在岗率为99.1%。",
    # No shares at all.
    "捐款共324.3万元，教育系统捐款103.1万元，平均得分31.79。",
    "优秀率为31.2%（12/34为上年数）。",
]


@pytest.mark.parametrize(("text", "parts", "total"), RIGHT)
def test_a_share_of_what_is_named_is_read(text: str, parts: list[float], total: float) -> None:
    assert ("ratio", parts, total, True) in told(text)


@pytest.mark.parametrize(("text", "parts", "total"), WRONG)
def test_a_misprinted_share_of_what_is_named_is_reported(text: str, parts: list[float], total: float) -> None:
    assert ("ratio", parts, total, False) in told(text)


@pytest.mark.parametrize("text", SILENT[-3:])
def test_what_is_no_share_of_what_stands_near_is_not_read(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("text", SILENT)
def test_a_share_of_something_else_is_not_called_wrong(text: str) -> None:
    assert all(holds for _, _, _, holds in told(text))


def test_a_list_of_shares_is_of_what_it_is_told_to_be_among() -> None:
    text = "学校有专任教师936人。\n职称结构 专任教师中，高级教师212人、一级教师405人，分别占22.65%和43.27%。"
    assert [one[:2] for one in asserted(text, "ratio")] == [([212, 936], 22.65), ([405, 936], 43.27)]


def test_shares_that_do_not_come_to_all_are_of_no_whole() -> None:
    assert asserted("应届生1520人，占79.2%，往届生400人，占19.8%。", "ratio") == []


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts"),
    [
        # Behind a list that divides a whole: of that whole.
        ("民办校在校生9120人，其中小学4210人，初中4910人，占全县在校生48000人的{}%。", 19, 91, [9120, 48000]),
        # Of papers each has one of.
        ("发放准考证4216张，参考4158人，参考率{}%。", 98.62, 89.62, [4158, 4216]),
        # In a bracket that divides the whole of a rate.
        ("（其中总数842人、已经入学818人、缓学9人，没有入学15人）目前入学率达到{}%。", 97.15, 97.51, [818, 842]),
        # Of a cover where due and done are told.
        ("应配“班班通”教室864间，已配备821间，覆盖率{}%。", 95.02, 92.05, [821, 864]),
        ("应配电子白板的教学班864个，已配备821个，覆盖率{}%。", 95.02, 92.05, [821, 864]),
        # Of grades and of names told together.
        ("校舍860栋。经鉴定，A级310栋，B级263栋，C级198栋，D级89栋，C、D级占总栋数的{}%。", 33.37, 33.73, [287, 860]),
        ("一类园14所，二类园33所，三类园45所，一、二类园占{}%。", 51.1, 55.1, [47, 92]),
        ("甲等14个，乙等33个，丙等45个，甲、乙两等占{}%。", 51.1, 55.1, [47, 92]),
        ("C级危房52栋，D级危房28栋，C、D级危房占校舍总栋数640栋的{}%。", 12.5, 15.2, [80, 640]),
        ("小学教师42人，初中教师22人，小学、初中教师占教职工总数512人的{}%。", 12.5, 15.2, [64, 512]),
        # Of those who came, not of those who should have.
        ("应检学生1860人，实检1826人，受检率98.2%，视力不良842人，视力不良率{}%。", 46.1, 64.1, [842, 1826]),
        # Of those who sat, other figures between.
        ("六(1)班考试46人，总分3910分，平均分85，合格43人，合格率{}%。", 93.5, 95.3, [43, 46]),
    ],
)  # fmt: skip
def test_a_share_of_what_is_told_before_it_by_its_place(text: str, right: float, wrong: float, parts: list[float]):
    for figure, holds in ((right, True), (wrong, False)):
        assert ("ratio", parts, figure, holds) in told(text.format(figure))


def test_all_of_those_who_sat_is_read_over_other_figures() -> None:
    assert ("ratio", [46, 46], 100, True) in told("六(2)班考试46人，总分3910分，平均分85分，合格46人，合格率100%。")


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        ("收回34份，有效31份，有效回收率91。2%。", [31, 34], 91.2),
        ("适龄儿童2413人，已入学2398人，入学率99。4%。", [2398, 2413], 99.4),
    ],
)
def test_a_share_with_a_full_stop_for_its_point_is_read(text: str, parts: list[float], total: float) -> None:
    assert ("ratio", parts, total, True) in told(text)


def test_a_rate_of_a_kind_is_of_the_count_of_that_kind() -> None:
    text = (
        "毕业生8000人，其中本科生3000人，专科生5000人。"
        "本科生签约690人，签约率23%；专科生签约1540人，签约率{}%。"
    )  # fmt: skip
    assert ("ratio", [1540, 5000], 30.8, True) in told(text.format(30.8))
    assert ("ratio", [1540, 5000], 31.8, False) in told(text.format(31.8))


@pytest.mark.parametrize(
    "text",
    [
        # What is told behind a share is no part of the count before it.
        "累计开工校舍1260万平方米，占规划总面积的94.7%，竣工1124万平方米。",
        "开工项目128个，占计划的94.1%，竣工112个。",
        # Of all teachers, of which no number is told.
        "全县特岗教师312人中，研究生18人，本科266人，专科28人，占全县教师的6.1%。",
        # Of kindergartens told in children; a line that was drawn.
        "全县有幼儿园120所，其中普惠性幼儿园90所，普惠性幼儿园覆盖率83.5%。",
        "56人以上大班额已全部消除，学校联网比例达到100%。",
        "占捐款总额的31。2023年比上年增长5%。",
    ],
)
def test_a_share_of_what_is_told_nowhere_is_not_read(text: str) -> None:
    assert [one for one in told(text) if one[0] == "ratio"] == []
