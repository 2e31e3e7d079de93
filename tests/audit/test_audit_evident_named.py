"""The second reading of shares, averages and products: by name, as others beside them, of figures told before."""

from __future__ import annotations

import pytest
from audit_second_reading import PAGE, Told, told

PRIVATE = (
    "全县中小学在校生41260人，教师2860人。\n民办学校在校生6189人，寄宿生1420人。\n办学条件逐年改善，设备不断更新。{}"
)
BOARDERS = (
    "农村学校寄宿生3864人，农村学校在校生16100人。\n"
    "宿舍、食堂、浴室按标准配齐，生活老师全部到岗，值班值守全覆盖，家长放心。{}"
)
STAFF = (
    "{}3127人，在校生41260人。专任教师2783人。\n各校严格执行课程计划，开足开齐课程，学生全面发展，家长满意，"
    "社会认可度不断提高。专任教师占教职工总数的比例达89.0%。"
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PRIVATE.format("民办学校在校生占全县中小学在校生总数的比例为15%。"), ([6189, 41260], 15)),
        (BOARDERS.format("农村学校寄宿生占农村学校在校生的比重为24%。"), ([3864, 16100], 24)),
        (STAFF.format("教职工"), ([2783, 3127], 89)),
    ],
)  # fmt: skip
def test_a_share_is_told_by_the_names_of_its_figures(text: str, found: tuple[list[float], float]) -> None:
    assert told(text) == [("ratio", *found, True)]


def test_a_share_is_told_by_name_of_a_whole_called_a_total() -> None:
    assert told(STAFF.format("教职工总数")) == [("ratio", [2783, 3127], 89, True)]


@pytest.mark.parametrize(
    "text",
    [
        # An aim, another year, a time to come, other places.
        PRIVATE.format("力争民办学校在校生占在校生总数的20%。"),
        PRIVATE.format("2015年民办学校在校生占在校生总数的12%。"),
        BOARDERS.format("三年后农村学校寄宿生占农村学校在校生的比重为30%。"),
        BOARDERS.format("城区学校寄宿生占城区学校在校生的比重为16%。"),
    ],
)
def test_a_share_by_name_of_other_figures_is_left_alone(text: str) -> None:
    assert told(text) == []


CHILDREN = "全县在园幼儿15640人，其中公办园在园幼儿6820人，普惠性民办园在园幼儿5401人。\n"
KINDERGARTENS = "全县在园幼儿15640人。公办园幼儿6820人，普惠性民办园幼儿5401人。{}"


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("在园幼儿15640人。公办园38所，幼儿6820人；普惠性民办园25所，幼儿5401人。\n普惠性幼儿园覆盖率78.14%。", 78.14),
        (CHILDREN + "学前三年毛入园率89.2%，公办园在园幼儿占比43.6%，普惠率78.1%。", 78.1),
    ],
)  # fmt: skip
def test_the_inclusive_rate_is_of_public_and_inclusive_private_kindergartens(text: str, total: float) -> None:
    assert ("ratio", [12221, 15640], total, True) in told(text)


@pytest.mark.parametrize("end", ["到2025年普惠率达到85%以上。", "上年普惠率71.3%。", "普惠园收费下降15%。"])
def test_an_inclusive_rate_of_another_year_or_thing_is_left_alone(end: str) -> None:
    assert told(KINDERGARTENS.format(end)) == []


DROPPED = "小学在校生33218人，辍学69人，辍学率0.21%；初中在校生18235人，辍学418人，辍学率{}%。"
BOOKS = (
    "小学藏书136800册，在校生4560人，生均30.0册；初中藏书98600册，在校生3280人，生均32.0册；"
    "高中藏书64800册，在校生1620人，生均标准50.0册。"
)
AREAS = (
    "小学校舍面积24610平方米，初中校舍面积26880平方米。小学在校生8200人，初中在校生5600人。"
    "经核算，小学生均校舍3.00平方米，初中生均校舍{}平方米。"
)
LEADING = "小学教师620人，小学骨干教师124人，小学骨干教师占20.0%。初中教师540人，初中骨干教师162人，初中骨干教师占{}。"
EQUIPPED = "设备总值684万元，在校生4560人，生均1500元；图书总值91.2万元，生均200元。"

AGED = "在编教师4120人。从年龄看，35岁及以下964人，占23.4%；36至45岁1286人；46至50岁832人；51岁及以上1038人，{}。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (AGED.format("占25.2%"), ("ratio", [1038, 4120], 25.2, True)),
        (AGED.format("占25.7%"), ("ratio", [1038, 4120], 25.7, False)),
        (DROPPED.format("2.29"), ("ratio", [418, 18235], 2.29, True)),
        (DROPPED.format("1.98"), ("ratio", [418, 18235], 1.98, False)),
        (BOOKS, ("average", [98600, 3280], 32, False)),
        # The same of another stage, wherever its figures stand.
        (AREAS.format("4.80"), ("average", [26880, 5600], 4.8, True)),
        (AREAS.format("4.60"), ("average", [26880, 5600], 4.6, False)),
        (LEADING.format("30.0%"), ("ratio", [162, 540], 30, True)),
        (LEADING.format("32.0%"), ("ratio", [162, 540], 32, False)),
        # For each of those another figure of its name is for one of.
        (EQUIPPED, ("average", [912000, 4560], 200, True)),
    ],
)  # fmt: skip
def test_what_is_told_alike_is_worked_out_alike(text: str, found: Told) -> None:
    assert found in told(text)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        # What a standard is, is worked out of nothing.
        (AREAS.format("标准6.50"), [("average", [24610, 8200], 3, True)]),
        ("藏书136800册，在校生4560人，生均30册；公用经费定额生均1500元。", [("average", [136800, 4560], 30, True)]),
        # A rate without its figures, one that is for the county, one far from what its like would come to.
        ("小学在校生33218人，辍学69人，辍学率0.21%；初中在校生18235人，辍学率1.98%。",
         [("ratio", [69, 33218], 0.21, True)]),
        ("小学设备总值684万元，在校生4560人，生均1500元。初中设备总值312万元。图书生均200元。",
         [("average", [6840000, 4560], 1500, True)]),
        (LEADING.format("比例力争达到42.0%"), [("ratio", [124, 620], 20, True)]),
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_left_alone(text: str, known: list[Told]) -> None:
    assert told(text) == known


SEEN = "参检学生840人，龋齿315人，{}%。"
SAT = "初中应检11820人，检出近视6501人，{}。"


@pytest.mark.parametrize(
    ("text", "holds"),
    [(SEEN.format("占37.5"), True), (SEEN.format("占36.5"), False), (SEEN.format("占比为35.7"), False)],
)
def test_a_share_right_behind_its_part_and_whole_is_of_them(text: str, holds: bool) -> None:
    assert [(kind, parts, verdict) for kind, parts, _, verdict in told(text)] == [("ratio", [315, 840], holds)]


@pytest.mark.parametrize(
    "text",
    [
        # Told of two matters, of a hedged whole, of time, by a name of its own.
        "学生840名、教师52名，受表彰315名，占36.5%。",
        "学生约840名，受表彰315名，占36.5%。",
        "参加培训12天，缺课3人，占25%。",
        "参训教师860人，学习时长120小时，合格率85%。",
        SAT.format("全国平均近视率为71.6%"),
    ],
)
def test_a_share_of_something_else_is_not_of_what_stands_before_it(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("rate", ["去年近视率为57.6%", "全省近视率为57.6%"])
def test_a_rate_of_another_year_or_place_is_not_of_what_stands_before_it(rate: str) -> None:
    assert told(SAT.format(rate)) == []


def test_many_lessons_are_a_whole_of_which_some_win_prizes() -> None:
    assert told("收到参赛课例320节，评出优质课128节，获奖率40%。") == [("ratio", [128, 320], 40, True)]


BUSES = "全县有{}48辆。\n" + PAGE + "\n县财政每辆专用校车补助3万元，全年补助144万元。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("寄宿生补助资金312万元。享受寄宿生补助6240名，每生500元。", ("product", [6240, 0.05], 312, True)),
        ("为家庭经济困难寄宿生补助312万元。补助寄宿生6240名，每生500元。", ("product", [6240, 0.05], 312, True)),
        (BUSES.format("专用校车"), ("product", [48, 3], 144, True)),
        # A table of rates: a number before each rate, behind each, and both, where one of them comes out.
        ("小学3200人，每生650元；初中1800人，每生850元；高中900人，每生1000元；共需公用经费451万元。",
         ("product", [3200, 0.065, 1800, 0.085, 900, 0.1], 451, True)),
        ("按每生650元补助小学3200人，每生850元补助初中1800人，共拨付361万元。",
         ("product", [3200, 0.065, 1800, 0.085], 361, True)),
        ("补助寄宿小学生3200人每人1000元1240名教师，初中生1800人每人1250元860名教师，共拨付545万元。",
         ("product", [3200, 0.1, 1800, 0.125], 545, True)),
        ("补助寄宿小学生3200人每人1000元1240名教师，初中生1800人每人1250元860名教师，共拨付231.5万元。",
         ("product", [1240, 0.1, 860, 0.125], 231.5, True)),
    ],
)  # fmt: skip
def test_a_total_is_told_before_or_behind_what_it_is_the_product_of(text: str, found: Told) -> None:
    assert told(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "校园建设投资312万元。享受补助寄宿生6240名，每生500元。",
        "寄宿生补助资金312万元。享受寄宿生补助6240名，每生600元。",
        BUSES.format("客车"),
        "全县有专用校车48辆，司机60名。每辆专用校车限载40人，共接送学生2400人。",
        "全县有专用校车48辆，司机60名。县财政每辆专用校车补助3.0万元，全年补助150万元。",
    ],
)
def test_a_total_of_something_else_is_no_product(text: str) -> None:
    assert told(text) == []


def test_a_rate_for_other_things_makes_no_product() -> None:
    assert told("全县有专用校车48辆，司机60名。县财政每辆非专用校车补助3万元，全年补助150万元。") == []


def test_a_rate_is_not_for_what_is_told_as_none_of_its_kind() -> None:
    assert told(BUSES.format("非专用校车")) == []
