"""So much for each, told apart from what it was worked out of: school profiles, ratios, years, rates of many."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time

from junheng.audit.engine import audit
from junheng.audit.model import Block, Document, RelationKind

Told = tuple[RelationKind, list[float], float, bool]


def _audited(text: str, kinds: tuple[RelationKind, ...] = ("average", "product")) -> list[Told]:
    found = audit(Document("t", text, (Block("paragraph", 0, len(text)),))).relations
    return [
        (one.kind, [float(part.value) for part in one.parts], float(one.total.value), judged.holds)
        for one, judged in found
        if one.kind in kinds
    ]


AVERAGES = [
    # A number and a total beside figures of other things.
    ("全区专任教师1250人。全年安排培训经费150万元，占公用经费的5.2%，人均{}元。", "1200", "1020", [1500000, 1250]),
    ("仪器总值630万元，今年新增48万元。现有学生2100人，生均仪器值{}元。", "3000", "3300", [6300000, 2100]),
    ("校园占地43200平方米，建筑面积15300平方米。在校学生1800人，生均占地{}平方米。", "24", "26", [43200, 1800]),
    ("聘任责任督学24名，划分责任区8个。挂牌督导学校84所，平均每名督学负责{}所。", "3.5", "5.3", [84, 24]),
    ("生均图书{}册（在校生1840人，藏书46000册）。", "25", "28", [46000, 1840]),
    ("在校生2400人，藏书60000册，微机300台，平均每百名学生{}台。", "12.5", "15.2", [300, 24]),
    ("全镇辖14个村，有幼儿园21所，平均每个村有{}个幼儿园。", "1.5", "1.8", [21, 14]),
    # One for so many.
    ("在校生18000人，学生用计算机2400台，平均{}人一台。", "7.5", "9.5", [18000, 2400]),
    ("全镇面积96平方公里，有幼儿园15所，平均每{}平方公里有1所幼儿园。", "6.4", "4.6", [96, 15]),
    # Pupils and teachers by other names, beside other figures, and pages before.
    ("全校教职工94人，学生1222人，教职工与学生比为1:{}。", "13", "15", [1222, 94]),
    ("全园幼儿270名，分9个班，班均30人，教职工36人，师幼比1:{}。", "7.5", "9.5", [270, 36]),
    # What a school's profile tells once.
    ("学校现有学生1250人，教职工98人。\n校园占地面积30000平方米，生均占地面积{}平方米。", "24", "18", [30000, 1250]),
    ("现有学生1250人。校园30000平方米，图书室一间（存书23750册），人均图书{}册。", "19", "26", [23750, 1250]),
    # Years that are not counted out.
    ("2019至2023年累计投入校舍资金4600万元，年均{}万元。", "920", "290", [4600, 5]),
    ("“十三五”期间累计投入9250万元，平均每年投入{}万元。", "1850", "1580", [9250, 5]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong", "parts"), AVERAGES)
def test_it_reads_an_average_whose_sides_are_told_apart(text: str, right: str, wrong: str, parts: list[float]):
    assert ("average", parts, float(right), True) in _audited(text.format(right))
    assert ("average", parts, float(wrong), False) in _audited(text.format(wrong))


def test_it_reads_both_figures_told_by_the_year() -> None:
    text = "1964—1967年累计投资318.4万元，竣工建筑面积10.6万平方米，平均每年投资79.6万元、竣工2.65万平方米。"

    assert _audited(text) == [("average", [318.4, 4], 79.6, True), ("average", [10.6, 4], 2.65, True)]


def test_it_reads_a_ratio_of_pupils_and_teachers_told_pages_before() -> None:
    text = (
        "全省普通小学8460所，招生61.2万人；在校生355.68万人，毕业生58.4万人。\n"
        "小学教职工20.4万人，其中专任教师19.76万人，学历合格率99.96%，比上年提高0.02个百分点。小学生师比18.0:1。"
    )

    assert ("average", [355.68, 19.76], 18.0, True) in _audited(text)


@pytest.mark.parametrize(
    ("ratio", "holds"),
    [("13.4:1", True), ("13:1", True), ("12:1", False)],
)
def test_changes_told_of_pupils_and_teachers_stand_between_them_and_their_ratio(ratio: str, holds: bool) -> None:
    text = "初中在校生21504人，比上年减少310人。初中专任教师1604人，比上年增加64人。生师比{}。"

    assert [(kind, parts, own) for kind, parts, _, own in _audited(text.format(ratio))] == [
        ("average", [21504, 1604], holds)
    ]


def test_an_average_that_came_from_another_is_of_the_figures_beside_it() -> None:
    text = "现有小学85所，在校生33150人，校均在校生规模由上年的341人增加到{}人。"

    assert _audited(text.format(390)) == [("average", [33150, 85], 390, True)]
    assert _audited(text.format(420)) == [("average", [33150, 85], 420, False)]


PRODUCTS = [
    ("评选优秀教师36名、优秀班主任24名，每人奖励1500元，共发放奖金{}万元。", "9", "8", [60, 0.15]),
    ("慰问退休教师14人和困难教师11人，每人600元，共{}元。", "15000", "1500", [25, 600]),
    ("举办骨干教师培训班12期。每期4天，每期75人，累计培训{}人次。", "900", "990", [12, 75]),
    ("标准为小学每生每学期500元、初中每生每学期625元。初中生1240人，共发放{}元。", "775000", "757000", [1240, 625]),
    ("发放助学金18.6万元，受助幼儿{}人，每人每期300元（上年已发每人600元）。", "620", "", [620, 0.03]),
    ("按每人4000元标准发放助学金，资助全国2.3万名学生，其中我省{}名学子获捐180万元。", "450", "", [450, 0.4]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong", "parts"), PRODUCTS)
def test_it_reads_a_product_whose_number_is_told_apart(text: str, right: str, wrong: str, parts: list[float]) -> None:
    assert ("product", parts, True) in [(kind, own, holds) for kind, own, _, holds in _audited(text.format(right))]
    if wrong:
        assert ("product", parts, float(wrong), False) in _audited(text.format(wrong))


def test_it_reads_what_both_ends_of_the_way_of_a_rate_make() -> None:
    text = "抽测学校从120所增加到280所；抽测学生从2160人增加到7000人。每所学校参加测试的学生数由18人增加到25人。"

    assert _audited(text) == [("product", [120, 18], 2160, True), ("product", [280, 25], 7000, True)]


SILENT = [
    "学校占地面积30000平方米，生均占地面积18平方米。",
    "一校学生1250人，二校学生980人。校园占地面积30000平方米，生均占地面积18平方米。",
    "学校现有学生1250人。校园占地面积30000平方米，省定生均占地面积标准18平方米。",
    "学校现有住宿学生450人。校园占地面积30000平方米，生均占地面积18平方米。",
    "学校现有学生1250人。教学辅助用房建筑面积6200平方米，生均校舍面积8.5平方米。",
    "2019至2023年累计投入4600万元，计划今后年均投入1000万元。",
    "在校生18000人，教师1200人，要求师生比达到1:13。",
    "小学在校生1800人，初中在校生900人，教师180人，其中专任教师168人，师生比1:13。",
    "优秀教师40名，优秀班主任25名，每人奖励2000元，今年共发放奖金5.6万元。",
    "举办培训班14期、讲座20场。每期3天，每期80人，全县现有教师2200人。",
    "城区小学学生8000人，城区小学教师400人，城区初中师生比1:13.5。",
    "农村学生8000人，农村教师400人，农村幼儿园师生比1:12.5。",
    "城区学生0.0人、教师400万人，教师420人，城区小学师生比1:0.0，农村小学师生比：0.0。",
    "新校区占地面积66846平方米，生均22.3平方米。\n现有在校学生3080人，老校区80人。",
    "占地面积10000平方米，生均19.5平方米。\n在校学生500人，附设园幼儿13人。",
    "图书66846册，生均21.2册。\n一、基本情况\n学生3080人，其中小学2000人，幼小衔接班73人。",
    "每名学生获得资助1000元。\n基金会成立十年来，已资助近3000名学生，发放助学金300万元。",
]


@pytest.mark.parametrize("text", SILENT)
def test_it_says_nothing_of_averages_and_products_that_are_not_asserted(text: str) -> None:
    assert _audited(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "，学生1250人，生均占地面积18平方米",
        "学校现有学生1250人。占地面积30000平方米，生均占地面积18平方米。",
        "在校生18000人。专任教师1200人。生师比15.2:1。",
        "优秀教师40名、",
        "每校由18人增加到25人，",
        "2019至2023年投入4600万元，年均290万元，",
    ],
)
def test_it_takes_no_longer_for_each_of_many(text: str) -> None:
    takes_linear_time(lambda size: _audited(text * (size // len(text))), 12000)
