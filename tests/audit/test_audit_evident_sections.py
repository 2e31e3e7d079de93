"""The second reading of wholes told apart from their parts: pairs, gathered sections, numbered lists, columns."""

from __future__ import annotations

import pytest
from audit_second_reading import Told, told

CHILDREN = "全县留守儿童7462人，其中小学5218人，初中2244人。\n各校建立台账，每月家访一次。"
SURVEYED = "核查建档立卡学生3846名，其中男生2010名，女生1836名。核查由乡镇负责。\n"
FILED = ("sum", [2010, 1836], 3846, True)
TRAINED = "初中教师95名，其中男38名，女57名。培训分两批。\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (CHILDREN + "结对帮扶中，由教师帮扶的儿童4985人。由机关干部帮扶的儿童2477人。", ([4985, 2477], 7462)),
        (SURVEYED + "在县内就读的学生3129名，已落实资助。在县外就读的学生717名，由户籍地学校联系。",
         ([3129, 717], 3846)),
        ("全县学校72所，在校生1811名。经核查，有食堂的学校43所（学生961名），没有食堂的学校29所（学生850名）。",
         ([961, 850], 1811)),
        # A small whole, of two sides of one thing and under its name.
        (TRAINED + "（二）初中：城区41名，农村54名。", ([41, 54], 95)),
        ("小学教师76名。培训由县教师发展中心组织。\n（三）小学：城区30名，农村46名。", ([30, 46], 76)),
    ],
)  # fmt: skip
def test_two_parts_told_apart_divide_a_whole_told_before(text: str, found: tuple[list[float], float]) -> None:
    assert ("sum", *found, True) in told(text)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        # Another year, and what came to it since.
        (SURVEYED + "去年在县内就读的学生3129名。今年新增717名。", [FILED]),
        # A small whole that two figures of other matters come to.
        (TRAINED + "支教走教41名，获奖54名。", [("sum", [38, 57], 95, True)]),
        # They come to nothing: pairs are never told to fail.
        (SURVEYED + "在县内就读的学生3129名。在县外就读的学生771名。", [FILED]),
        # One of them a bound.
        (SURVEYED + "每校至少走访学生3129名。在县外就读的学生717名。", [FILED]),
    ],
)
def test_two_figures_of_other_matters_divide_nothing(text: str, known: list[Told]) -> None:
    assert told(text) == known


REWARDED = (
    "奖励高中教师186人，每人800元，发放率100%。补助初中教师245人，每人600元，占在岗的45%。"
    "慰问小学教师412人，每人500元，占在岗的50%。{}"
)
AIDED = (
    "一、学前教育资助。资助幼儿612人，每人500元，占在园幼儿8%。\n"
    "二、义务教育资助。资助寄宿生1830人，小学每人1000元，初中每人1250元，其中小学1200人，初中630人。\n"
    "三、普通高中资助。资助学生748人，覆盖面为21%。\n四、中职资助。免学费260人，补助率100%。\n{}"
)
OF_BOARDERS = ("sum", [1200, 630], 1830, True)
GRANTED = (
    "全年共为{}人次发放资助，{}\n一是学前教育，为1240人次发放，每人500元，占在园幼儿的8%。\n"
    "二是义务教育，为5370人次发放，每人625元。\n三是普通高中，为2810人次发放，平均每人1000元。"
)
BUILDINGS = "普查校舍1268栋，其中A级402栋、B级323栋、C级318栋、D级225栋。鉴定报告已归档。"
GRADED = ("sum", [402, 323, 318, 225], 1268, True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (REWARDED.format("上述三项共惠及843人。"), ("sum", [186, 245, 412], 843, True)),
        (REWARDED.format("上述三项共惠及834人。"), ("sum", [186, 245, 412], 834, False)),
        # One of four sections left out of the total.
        (REWARDED.format("看望退休教师120人，每人300元。上述各项共惠及843人。"),
         ("sum", [186, 245, 412, 120], 843, False)),
        # What a list of its own divides is a part, the parts of that list are none.
        (AIDED.format("以上各项共资助3450人。"), ("sum", [612, 1830, 748, 260], 3450, True)),
        (AIDED.format("以上各项共资助3540人。"), ("sum", [612, 1830, 748, 260], 3540, False)),
        (GRANTED.format(9420, "分别是："), ("sum", [1240, 5370, 2810], 9420, True)),
        # Some parts of a list before.
        (BUILDINGS + "C级、D级校舍合计543栋，列入三年改造计划。", ("sum", [318, 225], 543, True)),
        ("投入资金4826万元。其中校舍维修1935万元，设备购置1648万元，教师培训1243万元，前两项合计3583万元。",
         ("sum", [1935, 1648], 3583, True)),
    ],
)  # fmt: skip
def test_a_total_gathers_what_the_sections_tell(text: str, found: Told) -> None:
    assert found in told(text)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        # Too far from what the sections come to; a bound; a change; an announced total that is none of theirs.
        (REWARDED.format("上述三项共惠及1834人。"), []),
        (REWARDED.format("上述三项共惠及不少于850人。"), []),
        (REWARDED.format("各项奖励比上年共增加84人。"), []),
        (GRANTED.format(12640, "覆盖所有学段。"), []),
        # Another total than one of neighbours, or of one part alone.
        (BUILDINGS + "今年改造校舍合计643栋。", [GRADED]),
        (BUILDINGS + "今年拆除校舍合计402栋。", [GRADED]),
        (AIDED.format("到2025年力争共资助5000人。"), [OF_BOARDERS]),
    ],
)
def test_a_total_of_other_things_gathers_nothing(text: str, known: list[Told]) -> None:
    assert told(text) == known


SENT = (
    "支教教师{}人全部到岗，待遇不变，服务期一年。到岗教师由受援学校统一安排食宿。\n市直613人：高中402人，初中211人。\n"
    "青江县458人：高中237人，初中221人。\n白石县315人：高中108人，初中207人。"
)
PLACES = [("sum", [402, 211], 613, True), ("sum", [237, 221], 458, True), ("sum", [108, 207], 315, True)]


def test_the_totals_of_lists_divide_a_whole_told_before() -> None:
    assert sorted(told(SENT.format(1386))) == sorted([("sum", [613, 458, 315], 1386, True), *PLACES])


def test_the_totals_of_lists_come_to_nothing_by_force() -> None:
    assert told(SENT.format(1402)) == PLACES


SPENT = (
    "全年资助支出157.6万元。1.资助家庭经济困难幼儿，{}；2.奖励优秀高中生，共{}万元；"
    "3.补助寄宿生，每人1000元，共72.5万元。"
)
REPAIRED = (
    "全年支出经费4826万元。{}校舍维修，安排学校37所，经费1935万元；{}设备购置，投入{}万元，惠及学生9000人；"
    "{}教师培训，投入1243万元。"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (SPENT.format("每人500元，共48.2万元", "36.9"), ("sum", [48.2, 36.9, 72.5], 157.6, True)),
        (SPENT.format("每人500元，共48.2万元", "39.6"), ("sum", [48.2, 39.6, 72.5], 157.6, False)),
        (REPAIRED.format("(1)", "(2)", "1648", "(3)"), ("sum", [1935, 1648, 1243], 4826, True)),
        (REPAIRED.format("①", "②", "1684", "③"), ("sum", [1935, 1684, 1243], 4826, False)),
    ],
)  # fmt: skip
def test_a_total_stands_before_its_numbered_list(text: str, found: Told) -> None:
    assert told(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        # One number tells no figure, or two of which neither is its total.
        SPENT.format("每人500元", "36.9"),
        "全年支出经费4826万元。1.校舍维修，已安排1935万元，还将安排800万元；2.设备购置，投入1684万元；3.教师培训，投入1243万元。",
        # Two of many, and far from the total: the list is open.
        "今年投入4826万元，办好三件实事。1.新建学校2所，投资1200万元；2.改造食堂15个，投资350万元。3.添置课桌椅6000套。",
        "今年培训教师2615人。1.国培计划，培训教师640人次；2.省培计划，培训骨干教师315人次。",
        "力争三年新增学位2840个。1、城区新建学校2所，新增学位1620个；2、乡镇改建3所，新增学位560个。",
    ],
)  # fmt: skip
def test_an_open_numbered_list_has_no_total(text: str) -> None:
    assert told(text) == []


PLAN = "改造校舍86栋71200平方米，惠及学生三万人（小学64栋51800平方米，初中22栋19400平方米）。"
ROOMS = "设考点27个，考场845个，其中城区考点11个、考场362个，乡镇考点16个、考场{}个。"
CLASSES = "甲班招收学员212人，收取资料费10600元；乙班招收学员146人，收取资料费7300元。两班合计招收358人，{}元。"
COLUMNS = (
    "全县小学36所，学生18420人，教师1105人；初中12所，学生9310人，教师742人；{}学校48所，学生27730人，教师1847人。"
)
STAGES = "小学学生18420人，教职工1105人；初中学生9310人，教职工742人。全县合计学生27730人，教职工{}人。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("改造校舍86栋7120（小学64栋5180，初中22栋1940）。",
         [("sum", [64, 22], 86, True), ("sum", [5180, 1940], 7120, True)]),
        (PLAN, [("sum", [64, 22], 86, True), ("sum", [51800, 19400], 71200, True)]),
        (ROOMS.format(438), [("sum", [11, 16], 27, True), ("sum", [362, 438], 845, False)]),
        (CLASSES.format("资料费17900"), [("sum", [212, 146], 358, True), ("sum", [10600, 7300], 17900, True)]),
        (CLASSES.format("资料费19700"), [("sum", [212, 146], 358, True), ("sum", [10600, 7300], 19700, False)]),
        (STAGES.format(1847), [("sum", [18420, 9310], 27730, True), ("sum", [1105, 742], 1847, True)]),
        (STAGES.format(1874), [("sum", [18420, 9310], 27730, True), ("sum", [1105, 742], 1874, False)]),
        (COLUMNS.format("合计"),
         [("sum", [36, 12], 48, True), ("sum", [18420, 9310], 27730, True), ("sum", [1105, 742], 1847, True)]),
    ],
)  # fmt: skip
def test_what_stands_beside_a_list_is_its_second_column(text: str, found: list[Told]) -> None:
    assert sorted(told(text)) == sorted(found)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        # Another matter behind the total; other units beside the parts; no column that comes out.
        (CLASSES.format("结余经费42000"), [("sum", [212, 146], 358, True)]),
        ("兴趣课27门、教师486人，其中艺术课15门、282节，体育课12门、204节。", [("sum", [15, 12], 27, True)]),
        ("兴趣课27门、教师486人，其中艺术课15门、282人，体育课10门、160人。", []),
        (
            "送教学校34所、学生738人，其中小学21所、最远的18公里，初中13所、最远的26公里。",
            [("sum", [21, 13], 34, True)],
        ),
    ],
)
def test_what_stands_beside_a_list_may_be_of_other_things(text: str, known: list[Told]) -> None:
    assert told(text) == known
