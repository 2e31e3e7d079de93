"""Lists told over lines and clauses: lines closed by a line, rolls, places, shares in brackets, shares that are all."""

from __future__ import annotations

import pytest
from audit_second_reading import told

SUMS = [
    # Figures grouped by blanks are one number, at the begin of a line too.
    (("第三节 师资队伍的变化情况与分布情况概述：中学教职工1 284人，其中女教师512人；小学教职工\n2 106人，"
     "中小学教职工共3 390人。"), [1284, 2106], 3390, True),
    # Money whose 元 was lost.
    (("全年投资1100万。一是修建教学楼，计划投资300万，面积2100平方米。二是计划投资240万元，改造食堂900平方米。"
     "三是计划投资560万，新建宿舍3000平方米。"), [300, 240, 560], 1100, True),
    # A station among schools, a kind of its own unit.
    ("全县有各类学校66所，其中小学50所，初中12所，职业中学3所，电大站1处。", [50, 12, 3, 1], 66, True),
    # Shares of another whole stand beside the parts; the first of them is the most.
    (("全县有6个少数民族，人口为8520人，占全县总人口的6.1%，其中苗族居首，有5310人，占全县总人口的3.8%；土家族2190人，"
     "占全县总人口的1.6%；侗族640人，回族210人，壮族90人，瑶族110人。"), [5310, 2190, 640, 210, 90, 110], 8520, False),
    (("全县有6个少数民族，人口为8550人，占全县总人口的6.1%，其中苗族居首，有5310人，占全县总人口的3.8%；土家族2190人，"
     "占全县总人口的1.6%；侗族640人，回族210人，壮族90人，瑶族110人。"), [5310, 2190, 640, 210, 90, 110], 8550, True),
    # The others close a list, wherever their number stands.
    ("全市培训教师1200人。其中，甲县3所学校培训360人；乙县5所学校培训330人；其余6个县培训610人。",
     [360, 330, 610], 1200, False),
    # Shares in the bracket behind the share they make up, and behind one told of the kinds they name.
    ("任教学科方面，文科教师占58.4%（语文占25.3%，英语占20.6%，历史占12.5%）。", [25.3, 20.6, 12.5], 58.4, True),
    ("初中学生为42.6%（初一为17.2%，初二为14.1%，初三为13.3%）。", [17.2, 14.1, 13.3], 42.6, False),
    ("C、D级校舍占总面积的21.47%，C级占13.35%，D级占8.12%。", [13.35, 8.12], 21.47, True),
    # The line behind some lines is what they come to.
    (("河西区\n新建阳光小学，新增学位1350个；\n扩建育才小学，新增学位420个；\n改建东关小学新增学位230个；\n"
     "新建学校1所，改扩建2所，新增学位2000个。"), [1350, 420, 230], 2000, True),
    # Rolls under the heading that tells how many they are.
    (("表彰优秀教师15名\n\n一中4名：王某、李某、张某、赵某\n\n二中5名：甲某、乙某、丙某、丁某、戊某\n\n"
     "三中6名：子某、丑某、寅某、卯某、辰某、巳某"), [4, 5, 6], 15, True),
    (("表彰优秀教师16名\n一中4名：王某、李某、张某、赵某\n二中5名：甲某、乙某、丙某、丁某、戊某\n"
     "三中6名：子某、丑某、寅某、卯某、辰某、巳某"), [4, 5, 6], 16, False),
    # Small wholes told place by place.
    ("今年新建幼儿园8所，东县3所，学位810个；西县4所，学位1080个；南县1所，学位360个。", [3, 4, 1], 8, True),
    ("今年新建幼儿园8所，东县3所，学位810个；西县4所，学位1080个；南县2所，学位360个。", [3, 4, 2], 8, False),
    # A whole told with the share of one of its parts.
    ("普通高中招生4120人，占高中阶段招生7950人的51.82%；中职招生3830人，占48.18%。", [4120, 3830], 7950, True),
]  # fmt: skip

SILENT = [
    # Two names of one kind lie across each other.
    "全县中小学共有教职工4820人，其中民办教师310人；专任教师4690人。",
    # One figure for some of those a longer list counts is no list of its own.
    "小学生占60.2%（男生占52.3%，女生占47.7%），初中生占39.8%。",
    "近视率为54.3%（小学30.1%，初中26.2%）。",
    "参与率为92.3%（上年为88.1%，前年为80.2%）。",
    # Years below each other, and shares of something else.
    "2021年在校生2000人\n2022年在校生2100人\n2023年在校生4300人",
    "东县有学校9所，西县3所，教师20人；北县4所，教师30人；南县1所，教师20人。",
    # Shares in a bracket that leave a kind out, or are each of their own kind.
    "民办在校生占20.5%（小学占10.2%，初中占9.8%）。",
    "教师中高级占25.3%（男占13.2%，女占11.5%，各按本性别总数计算）。",
    # A place told again.
    "本次检查学校5所，东镇2所；西镇2所；复查南镇2所。",
    # Rolls that go on, or name somebody twice; lines that are not all there is of a county, or up to a year.
    "招聘教师20名\n语文6名：张三等\n数学7名：李四等\n英语6名：王五等\n体育岗位未达开考比例取消",
    "表彰先进个人6名\n东小学2名：张三、李四\n西小学2名：王五、赵六\n南小学3名：张三（兼）、孙七、周八",
    "河东小学学生300人；\n河西小学学生400人；\n城南小学学生900人；\n全县共有小学生1680人，另有教学点3个。",
    "改建河东小学，新增学位300个；\n改建河西小学，新增学位400个；\n新建城南小学，新增学位900个；\n到2025年，累计新增学位1650个。",
    # A list that breaks off.
    "民办学校学生5700人，其中幼儿园3710人，占65.1%；小学1390人，占24.4%；高中590人，占10.4%；民办中职学校……",
]


@pytest.mark.parametrize(("text", "parts", "total", "right"), SUMS)
def test_a_list_over_lines_or_clauses_is_read(text: str, parts: list[float], total: float, right: bool) -> None:
    assert ("sum", parts, total, right) in told(text)


@pytest.mark.parametrize("text", SILENT)
def test_what_lies_across_breaks_off_or_is_of_its_own_is_no_failing_list(text: str) -> None:
    assert [one for one in told(text) if one[0] == "sum" and not one[3]] == []


def test_a_figure_told_for_each_of_some_is_part_of_the_longer_list_only() -> None:
    found = [one for one in told("未开工项目12个，其中东县6个，西县3个，南县、北县、中县各1个。") if one[0] == "sum"]
    assert found == [("sum", [6, 3, 1, 1, 1], 12, True)]


DUE = [
    ("县级应配套资金1200万元，已配套815万元，未配套385万元。", ("difference", [1200, 815], 385, True)),
    ("应收学费120.5万元，实收101.2万元，未收29.3万元。", ("difference", [120.5, 101.2], 29.3, False)),
    ("总投资1200万元，已到位815万元，未到位385万元。", ("sum", [815, 385], 1200, True)),
]


@pytest.mark.parametrize(("text", "one"), DUE)
def test_what_did_not_come_of_what_was_due_is_the_difference(
    text: str, one: tuple[str, list[float], float, bool]
) -> None:
    assert one in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "应配套资金500万元，省级已到位320万元，县级未到位80万元。",
        "应下达资金500万元，第一批已下达320万元，第三批未下达80万元。",
        "应收学费500万元，已收回320万元，贫困生未收80万元，减免100万元。",
        "应收学费500万元，已收回320万元，未收80万元，减免100万元。",
    ],
)
def test_what_did_not_come_from_some_only_is_no_failing_difference(text: str) -> None:
    assert [one for one in told(text) if not one[3]] == []


def test_columns_that_come_to_a_small_total_are_passed_over() -> None:
    assert not told("4元\n初7：3.5元8元\n为1为0.7元1元")
