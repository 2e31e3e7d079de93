"""The second reading: relations evident from the figures, asked of the whole engine so that no other reads them."""

from __future__ import annotations

import random

import pytest
from audit_second_reading import Told, told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到征文1284篇，评出一等奖32篇、二等奖64篇、三等奖130篇，获奖作品226篇，获奖面为17.6%。",
         ("ratio", [226, 1284], 17.6)),
        ("培训机构74家，注销转型66家，压减率89.19%。", ("ratio", [66, 74], 89.19)),
        ("一、检查概况\n共检查小学生23580人。\n\n二、检查结果\n\n检出龋齿9432人，患龋率40.0%。",
         ("ratio", [9432, 23580], 40)),
        ("甲队总分412分，比乙队高出58分。乙队得分354分。", ("difference", [412, 354], 58)),
        ("摸排出疑似辍学学生163人，已劝返147人，劝返率90.2%。目前尚未返校的16人。", ("difference", [163, 147], 16)),
        ("为428间教室更换灯具，投入资金214万元，平均每间5000元。", ("average", [2140000, 428], 5000)),
        ("学生用计算机6120台，在校生52020人，平均每8.5名学生拥有一台。", ("average", [52020, 6120], 8.5)),
        ("享受补助的学生14250人。按每生每天5元、全学期供餐98天测算，共需资金698.25万元。",
         ("product", [14250, 98, 0.0005], 698.25)),
        ("实有在编教师3871人。年龄结构：35岁及以下1204人，36至45岁1377人，46岁以上1290人。",
         ("sum", [1204, 1377, 1290], 3871)),
        ("发现隐患318处。对能够马上解决的274处当场整改，其余44处列出清单。", ("sum", [274, 44], 318)),
        ("普高实际录取3124人。中职学校录取1986人，全县高中阶段学校共录取新生5110人。", ("sum", [3124, 1986], 5110)),
        ("甲班寄宿生212人，每人每学期625元，计132500元；走读生148人，每人每学期312.5元，计46250元。两项合计178750元。",
         ("sum", [132500, 46250], 178750)),
    ],
)  # fmt: skip
def test_it_reads_what_the_figures_make_evident(text: str, found: tuple[str, list[float], float]) -> None:
    kind, parts, total = found
    made = [(k, sorted(p), t, holds) for k, p, t, holds in told(text)]
    assert (kind, sorted(parts), total, True) in made


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Two digits swapped in the figure worked out.
        ("共需膳食补助876.67万元，学期内实际支出812.36万元，结余64.13万元。", ("difference", [876.67, 812.36], 64.13)),
        ("参测学生412人，96分以上147人，优秀率35.86%。", ("ratio", [147, 412], 35.86)),
        ("600分以上的考生128人，去年83人，增加35人。", ("difference", [128, 83], 35)),
        ("全区民办园93所，民办园里65所被认定为普惠园，另有27所为非普惠园。", ("sum", [65, 27], 93)),
        ("参加考试407人，按分数统计，优秀38人，良好145人，合格123人，不合格92人。", ("sum", [38, 145, 123, 92], 407)),
    ],
)  # fmt: skip
def test_it_reads_what_a_slip_keeps_from_coming_out(text: str, found: tuple[str, list[float], float]) -> None:
    failing = [one[:3] for one in told(text) if not one[3]]
    assert failing == [found]


@pytest.mark.parametrize(
    "text",
    [
        # An open list that lies far from its head, parts of parts, the same persons twice.
        "专任教师8354人，其中中学3127人、小学3561人。",
        "全市民办学校634所。从学段看，学历教育学校28所，幼儿园418所。",
        "资助学生414名（春季375人、秋季336人）。",
        # Parts told with shares that leave something.
        "专任教师141人，高级职称50人，占35.5%，中级职称70人，占49.6%，初级职称17人，占12.1%。",
        # Bounds are no parts.
        "学生9000人，其中初中4000人，50人以上村小4500人，50人以下村小500人。",
        # What was due is not what a list divides.
        "应考人数3435名。优秀829人，良好1351人，合格957人，不合格288人。",
        # What a share ends a way to is of nothing told beside it.
        "持证教师98名，其中2018年60名，持证率从61%提高到93%。",
        "每人每月补助300元至600元，考核加2分。",
        "按每生每年2400元执行，国家助学金每生每年2000元，用于职业教育的比例不低于30%。",
        "每学期15课时，实际5课时，占比达标。",
        # Cuts that lie across each other divide nothing.
        "全县教职工2511人。教职工现有高级职称388人，中级职称1378人，初级职称740人，研究生34人，特级教师3人。",
        # The whole stands behind 占, and the part before it.
        "城区12所，乡村30所，其中寄宿制18所，占学校总数的60%。",
        "2015年招聘325人，留任率94.2%；2016年345人，在岗率98.8%。",
        "计划投资900万元，到位县级配套120万元，其他投入增长50%。",
        "六年级2个班，每班安全员2名，每周五放学前5分钟提醒，教师提前20分钟到岗。",
    ],
)
def test_it_leaves_alone_what_is_not_asserted(text: str) -> None:
    assert [one for one in told(text) if not one[3]] == []


def test_a_reading_that_comes_out_takes_the_place_of_one_that_does_not() -> None:
    text = "决算支出51936万元。基本支出39412万元，项目支出12524万元。基本支出里，人员方面33870万元，公用方面5542万元。"
    found = told(text)
    assert ("sum", [33870, 5542], 39412, True) in found
    assert all(holds for *_, holds in found)


def test_a_bracket_is_read_with_its_own_total_whatever_else_comes_out() -> None:
    found = told("全县幼儿园178所（公办58所，民办119所）。去年全县共有幼儿园177所。")
    assert ("sum", [58, 119], 178, False) in found


SECTIONS = (
    "全县学校36所。校舍总面积62.38万平方米；图书153.46万册。\n——小学。校数20所。校舍总面积27.15万平方米；图书85.02万册。\n"
    "——初中。校数16所。校舍总面积35.23万平方米；图书{}万册。"
)


def test_sections_divide_what_was_told_before_them_column_by_column() -> None:
    assert told(SECTIONS.format("68.44")) == [
        ("sum", [20, 16], 36, True), ("sum", [27.15, 35.23], 62.38, True), ("sum", [85.02, 68.44], 153.46, True),
    ]  # fmt: skip


def test_a_column_close_to_its_whole_is_wrong_where_the_others_come_out() -> None:
    assert [one for one in told(SECTIONS.format("68.54")) if not one[3]] == [("sum", [85.02, 68.54], 153.46, False)]


def test_one_small_column_that_comes_out_is_an_accident() -> None:
    assert told("全县开会12次。\n甲校开会5次。\n乙校开会7次。") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("补充教师286人（特岗120人、公费生43人、引进22人、公招91人）。", ("sum", [120, 43, 22, 91], 286, False)),
        ("从业人员586人，按人均月工资1800元、10个月计算，需1054.8万元。", ("product", [586, 0.18, 10], 1054.8, True)),
        ("校车214辆，其中专用168辆，非专用46辆，与上年的239辆相比减少35辆。", ("difference", [239, 214], 35, False)),
        ("教学班1058个。装上一体机的教学班有1021个，占教学班总数的97.5%。", ("ratio", [1021, 1058], 97.5, False)),
        ("资助学生207人，每人312.5元，发放64678.5元。", ("product", [207, 312.5], 64678.5, False)),
        ("教师5316人，35岁以下1127人，36至45岁1508人，46至55岁2006人，56岁以上675人，依次占21.2%、28.4%、37.7%、12.8%。",
         ("ratio", [675, 5316], 12.8, False)),
    ],
)  # fmt: skip
def test_it_reads_each_in_its_place(text: str, found: Told) -> None:
    assert found in told(text)


def test_a_whole_made_up_of_its_parts_by_name_is_wrong_however_far_they_lie() -> None:
    found = told("现有中小学294所：义务教育学校111所，其中小学38所，初中28所；普通高中93所；中职90所。")
    assert ("sum", [38, 28], 111, False) in found


def test_a_remainder_is_told_as_a_difference() -> None:
    assert told("全县核定编制5236名，实有在编教职工4871人，空编365名。") == [("difference", [5236, 4871], 365, True)]


def test_how_one_figure_grew_to_another_is_told_once() -> None:
    text = (
        "财政收入111436万元，比上年109506万元增加1930万元，增长1.76%。"
        "事业收入33844.74万元，比上年34583.04万元减少738.3万元，下降1.73%。"
    )
    assert [one for one in told(text) if one[0] == "growth"] == [
        ("growth", [109506, 111436], 1.76, True), ("growth", [34583.04, 33844.74], -1.73, False),
    ]  # fmt: skip


def test_what_is_paid_for_each_is_no_average() -> None:
    assert told("资助学生2000名，发放200万元。优秀学生每人奖励1000元。") == []


def test_figures_that_have_nothing_to_do_with_each_other_seldom_come_out() -> None:
    """A thousand paragraphs of random figures with the words of relations: the accidents borne are few."""
    rng = random.Random(20)
    made = 0
    for _ in range(1000):
        a, b, c, d = (rng.randrange(300, 9000) for _ in range(4))
        rate = rng.randrange(100, 999) / 10
        text = (
            f"参训教师{a}人，线上学员{b}人。发放资料{c}册，经费{d}元，合格率{rate}%，结余{rng.randrange(100, 900)}元。"
        )
        made += len(told(text))
    assert made < 25
