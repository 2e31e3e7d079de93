"""The second reading of figures that bear one name, of shares of shares, of parts printed as 0, of lists broken off."""

from __future__ import annotations

import pytest
from audit_second_reading import Told, told

INSURED = (
    "三项保险参保{}万人次，同比增加13.17万人次。养老保险参保412.36万人，同比增加6.25万人。"
    "工伤保险参保305.84万人，同比增加4.18万人。失业保险参保297.15万人，同比增加2.74万人。"
)
TESTED = "全县考点34个，考室1420个，其中城区考点9个（分别设在一中、二中），考室386个，乡镇考点25个，考室{}个。"
STAFF = (
    "1983年有中学教职工1326人，其中任课教师1147人；小学教职工3208人，其中任课教师3064人，"
    "中小学教职工共{}人，其中任课教师4211人。"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # What grew stands between the parts.
        (INSURED.format("1015.35"), ([412.36, 305.84, 297.15], 1015.35)),
        ("全市报考48316人，比去年增加512人。应届考生41207人，较去年增加680人，往届考生7109人，较去年减少168人。",
         ([41207, 7109], 48316)),
        # A small column, of a list another column of which comes out.
        (TESTED.format(1034), ([9, 25], 34)),
        # Named alike behind the figure, the whole too.
        ("本届比赛共有612名选手参加。初中组41支队伍238名选手，高中组57支队伍374名选手。", ([238, 374], 612)),
        # The whole behind its parts.
        (STAFF.format(4534), ([1147, 3064], 4211)),
        # A whole that is divided already.
        ("来访师生20418人。学历班学员总计8215人，占四成。按经费分，公费7036人，自费13382人。短训班学员12203人。",
         ([8215, 12203], 20418)),
    ],
)  # fmt: skip
def test_figures_of_one_name_divide_a_whole_sentences_apart(text: str, found: tuple[list[float], float]) -> None:
    assert ("sum", *found, True) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        # They come to nothing: such columns are never told to fail.
        INSURED.format("1215.35"),
        # A small whole, and no other column comes out.
        "来访的共34人。一班学员9人，学费已缴。二班学员25人，学费未缴。三班学员12人。",
    ],
)
def test_figures_of_one_name_that_divide_nothing_are_silent(text: str) -> None:
    assert [one for one in told(text) if one[0] == "sum"] == []


def test_one_column_that_comes_out_shows_that_the_other_was_meant_to() -> None:
    assert ("sum", [1326, 3208], 4543, False) in told(STAFF.format(4543))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("毕业生中有12.6%升学，其中8.3%在省内，3.1%在省外，1.2%在境外。", [("sum", [8.3, 3.1, 1.2], 12.6, True)]),
        ("本科学历占41.35%，专科学历占52.27%，合计93.62%。", [("sum", [41.35, 52.27], 93.62, True)]),
        # That two of three shares come to the third is an accident.
        ("小学教师占50%，初中教师占30%，高中教师占20%。", []),
        ("本科学历占41.35%，专科学历占52.27%，合计93.26%。", []),
    ],
)
def test_shares_are_divided_by_shares_behind_their_words(text: str, found: list[Told]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("“三公”经费24.8万元，其中因公出国费0万元，公务接待费8.2万元，公务用车费16.6万元。", ([0, 8.2, 16.6], 24.8)),
        ("在校生1532人，其中本科1510人，专科22人，预科0人。", ([1510, 22, 0], 1532)),
    ],
)
def test_parts_printed_as_nought_are_told(text: str, found: tuple[list[float], float]) -> None:
    assert ("sum", *found, True) in told(text)


def test_nothing_and_nothing_is_told_by_nobody() -> None:
    assert told("全年安排出国团组0个，参加其他单位团组0个，共计0个。") == []


BROKEN = "全县共有各类学校{}所，其中幼儿园68所（民办41所），小学97所，初级中学18所。九年一贯制学校6所，职校2所。"


@pytest.mark.parametrize(("whole", "holds"), [(191, True), (194, False)])
def test_a_list_broken_by_a_full_stop_goes_on_behind_it(whole: int, holds: bool) -> None:
    assert ("sum", [68, 97, 18, 6, 2], whole, holds) in told(BROKEN.format(whole))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("小学、初中、高中学生分别为2316、1204和895名，共4415名。", ([2316, 1204, 895], 4415)),
        ("在校生4415名，小学、初中、高中分别为2316、1204、895名。", ([2316, 1204, 895], 4415)),
    ],
)
def test_numbers_of_a_row_share_the_unit_of_the_last(text: str, found: tuple[list[float], float]) -> None:
    assert ("sum", *found, True) in told(text)


def test_the_number_of_a_point_takes_no_unit() -> None:
    assert told("1、12所小学完成改造。\n2、13所中学完成改造。") == []


def test_an_earlier_figure_without_its_unit_has_that_of_the_change() -> None:
    found = told("公务接待费0.64万元，较上年2.8减少2.16万元。")
    assert ("difference", [2.8, 0.64], 2.16, True) in found


PAID = (
    "全年共资助学生8616人次。\n学前：共214人次。\n小学：爱心餐1281人次，课后服务2161人次。以上合计3442人次。\n"
    "中职：助学金4960人次。"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Two small figures within a list that comes out make a third by accident.
        ("城区设考点23个，其中东岭区7个，在三中；伍庄区6个，在六中；点江区4个，在七中；虎亭区2个，在八中；高新区4个，在九中。",
         ("sum", [7, 6, 4, 2, 4], 23, True)),
        # A whole divided once more behind the list that divides it.
        ("现有教师32名，其中本科9人，大专20人，中师3人，高级18人，一级8人，二级6人。", ("sum", [18, 8, 6], 32, True)),
        # Of long figures, that a swap makes it come out is no accident.
        ("在编教职工3912人，其中男1705人，女2207人；高级职称502人，中级职称1263人，初级及以下1787人。",
         ("sum", [502, 1263, 1787], 3912, False)),
        # All stages a matter may be in.
        ("今年规划项目243个，到11月底竣工221个，在建19个，未开工5个。", ("sum", [221, 19, 5], 243, False)),
        # One figure of each paragraph behind the total.
        (PAID, ("sum", [214, 3442, 4960], 8616, True)),
        # Side by side, and of one name with their whole.
        ("47名师生受伤。经救治，受伤教职工9名，受伤学生38名，均已出院。", ("sum", [9, 38], 47, True)),
    ],
)  # fmt: skip
def test_lists_are_read_by_their_place(text: str, found: Told) -> None:
    assert found in told(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("义务教育阶段学校1324所，在校生41.2万人。小学：全市共有小学1108所，教学点96个。初中：学校216所。",
         ([1108, 216], 1324)),
        # A small whole, by the first figures of its stages.
        ("现有义务教育学校43所，初中11所，另有教学点6个。食堂全部改造。全县小学32所，均已达标。", ([11, 32], 43)),
    ],
)  # fmt: skip
def test_a_whole_of_two_stages_by_its_name_is_told_sections_apart(text: str, found: tuple[list[float], float]) -> None:
    assert ("sum", *found, True) in told(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("农村寄宿制学校58所。经费由县财政安排。有热水的学校31所，其他27所由食堂供水。", ([31, 27], 58)),
        ("供餐学校731所。食堂供餐的学校688所，其他43所由企业供餐。", ([688, 43], 731)),
    ],
)
def test_the_rest_of_a_whole_told_before_it_is_a_part(text: str, found: tuple[list[float], float]) -> None:
    assert ("sum", *found, True) in told(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("宿舍管理人员92人，其中专职34人，教师兼职48人。", [("sum", [34, 48], 92, False)]),
        ("在园幼儿5230人，公办园2310人，民办园2520人。", [("sum", [2310, 2520], 5230, False)]),
        # One side told more narrowly leaves something out; figures about so much prove nothing.
        ("全县幼儿园92所，其中公办34所，普惠性民办园38所。", []),
        ("全县教师约920人，其中男教师340人，女教师480人。", []),
    ],
)
def test_the_two_sides_of_a_whole_right_behind_it_are_all_of_it(text: str, found: list[Told]) -> None:
    assert told(text) == found


def test_a_list_of_a_total_told_twice_is_told_once() -> None:
    text = "三万余名考生赴考\n今年报考人数为31264人。\n据介绍，报考人数为31264人，按科类分，文科12052人，理科19212人。"
    assert [one for one in told(text) if one[0] == "sum"] == [("sum", [12052, 19212], 31264, True)]
