"""The second reading of what lies between two figures, and of what the grammars read weakly or in vain."""

from __future__ import annotations

import pytest
from audit_second_reading import PAGE, Told, told

YEAR = "全年收入合计86432.5万元。\n全年支出合计84917.8万元。各校严格执行预算，账目公开。{}"
PARTED = (
    "全年收入合计86432.5万元，其中财政拨款81240.3万元，事业收入5192.2万元。\n"
    "支出合计84917.8万元，其中人员经费61230.4万元。\n各校严格执行预算，账目公开，接受监督。\n收支相抵，年末结余{}万元。"
)
INCOME = ("sum", [81240.3, 5192.2], 86432.5, True)
POSTS = "核定教职工编制4862名。\n学校布局逐步优化，师资力量不断加强。实有教职工4517名，其中专任教师4206名。\n{}"
GRADUATES = "初中毕业生4386人，升入高一级学校3728人，升学率85.0%。各校做好后续服务。{}"
RATE = ("ratio", [3728, 4386], 85, True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PARTED.format("1514.7"), ([86432.5, 84917.8], 1514.7, True)),
        (YEAR.format("收支相抵后结余1514.7万元。"), ([86432.5, 84917.8], 1514.7, True)),
        (YEAR.format("收支相抵后结余1541.7万元。"), ([86432.5, 84917.8], 1541.7, False)),
        (POSTS.format("现缺编345名。"), ([4862, 4517], 345, True)),
        ("收到论文1138篇，剔除重复的157篇，进入评审981篇。", ([1138, 157], 981, True)),
        # Of two units, told right before it.
        ("全县小学一年级报名1682人，提供学位1410个，相差272个。", ([1682, 1410], 272, True)),
        ("排查隐患214处，已整改181处，整改率84.6%。尚余33处正在整改。", ([214, 181], 33, True)),
    ],
)  # fmt: skip
def test_a_balance_is_what_two_sides_leave(text: str, found: tuple[list[float], float, bool]) -> None:
    assert ("difference", *found) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        # Of the year before, of many years, of some schools, of others than those told.
        YEAR.format("上年末结余2306.4万元。"),
        YEAR.format("历年累计结余12306.4万元。"),
        POSTS.format("农村小学缺编128名。"),
        "小学一年级报名1682人，提供学位1410个，短缺教师36名。",
        "免费教科书527万元，免学杂费1240万元，补助寄宿生680万元。",
    ],
)
def test_a_balance_of_something_else_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_misprinted_balance_is_of_the_totals_whatever_parts_they_are_told_with() -> None:
    assert told(PARTED.format("1541.7")) == [INCOME, ("difference", [86432.5, 84917.8], 1541.7, False)]


def test_what_is_planned_to_be_left_next_year_is_no_balance() -> None:
    assert told(YEAR.format("计划下年结余1451.7万元。")) == []


def test_a_small_difference_of_two_units_is_read_where_its_word_is_strong() -> None:
    assert told("报名参加摇号的幼儿682人，学位610个，相差72个。") == [("difference", [682, 610], 72, True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (GRADUATES.format("未升学658人全部登记造册。"), ("sum", [3728, 658], 4386, True)),
        (GRADUATES.format(PAGE + "未升学658人。"), ("sum", [3728, 658], 4386, True)),
        ("应到教师3871人，实到3862人，未到9人。", ("sum", [3862, 9], 3871, True)),
        ("学校186所，其中小学142所，初中44所。检查历时一月。\n达到标准的学校159所，没有达标的27所。",
         ("sum", [159, 27], 186, True)),
    ],
)  # fmt: skip
def test_what_is_and_what_is_not_make_up_the_whole(text: str, found: Told) -> None:
    assert found in told(text)


def test_what_is_still_not_is_left_of_the_whole() -> None:
    assert told(GRADUATES.format("还未升学658人。")) == [RATE, ("difference", [4386, 3728], 658, True)]


@pytest.mark.parametrize(
    "end", ["到外地务工658人。", "计划升学658人。", PAGE + "另有658人。", "还未报到的658人次家访全部完成。"]
)
def test_what_is_told_otherwise_is_not_the_rest(end: str) -> None:
    assert told(GRADUATES.format(end)) == [RATE]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("在编教师2615人。\n公务用车214辆，其中轿车168辆，其他46辆，较上年的239辆减少35辆。",
         [("sum", [168, 46], 214, True), ("difference", [239, 214], 35, False)]),
        ("共有实验员312人，其中专职186人，兼职126人，比上年的287人增加52人。",
         [("sum", [186, 126], 312, True), ("difference", [312, 287], 52, False)]),
        ("共有实验员312人，其中专职186人，兼职126人，比上年的287人增加25人。",
         [("sum", [186, 126], 312, True), ("difference", [312, 287], 25, True)]),
    ],
)  # fmt: skip
def test_a_change_told_behind_a_list_is_of_the_whole_it_divides(text: str, found: list[Told]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "前年招聘教师128人，去年招聘83人，新增编制35个。",
        "今年招生5420人，其中往届生200人，同比增长8.6%。",
        "小学教师3400人，初中教师2600人，教师待遇提高15%。",
    ],
)
def test_a_change_of_something_else_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_a_short_percentage_is_no_misprinted_growth_of_two_other_figures() -> None:
    assert told("全县在园幼儿15640人。公办园幼儿6820人，普惠性民办园幼儿5401人，收费下降12%。") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # The inner list is read, not the outer with one figure counted twice.
        ("现有职工618人（教师503人：小学310人，初中193人）。", [("sum", [310, 193], 503, True)]),
        ("现有职工618人，其中教师503人、小学教师310人、初中教师193人。", [("sum", [310, 193], 503, True)]),
        ("全县教职工618人，其中：专任教师503人：小学310人，初中193人，工勤人员115人。",
         [("sum", [503, 115], 618, True), ("sum", [310, 193], 503, True)]),
        # A remainder is no part.
        ("收缴费用1385万元，扣除返还220万元，实收1165万元。", [("difference", [1385, 220], 1165, True)]),
        # Two figures that nothing joins stand where no longer list takes their place, and give way to one.
        ("投入资金1385万元，校舍维修620万元，设备购置765万元。", [("sum", [620, 765], 1385, True)]),
        ("培训教师2150人，小学620人，初中765人，高中430人，中职335人。", [("sum", [620, 765, 430, 335], 2150, True)]),
    ],
)  # fmt: skip
def test_what_is_read_twice_or_weakly_gives_way(text: str, found: list[Told]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "现有职工618人（教师503人，小学310人，初中193人）。",
        "共有职工618人：教师503人，小学310人，初中193人。",
        "职工618人，分别为教师503人，小学310人，初中193人。",
    ],
)
def test_a_list_one_part_of_which_the_others_make_up_does_not_fail(text: str) -> None:
    assert [one for one in told(text) if not one[3]] == []


@pytest.mark.parametrize(
    "text",
    [
        "骨干63人；校长19名。支教44人。",
        "市级骨干63人。观摩19人，实习44人。",
        "公办幼儿园9所。示范园4所，民办5所。",
        "小学9所，示范4所，园林5所。",
        "培训校长7名。观摩3次。帮扶园长4名，走教3名。",
    ],
)
def test_small_figures_of_other_things_come_to_a_third_by_chance(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        ("小学男、女童入学率分别为99.62%和99.70%，女童高于男童0.08个百分点。", [99.70, 99.62], 0.08),
        ("全区和全市平均及格率分别为71.4%和68.2%，全区高出3.2个百分点。", [71.4, 68.2], 3.2),
        ("小学近视率36.0%，初中61.5%，高中82.0%，最高与最低相差46.0个百分点。", [82.0, 36.0], 46.0),
        ("公办园在园幼儿占比41.20%，距国家50%的要求还差8.80个百分点。", [50, 41.20], 8.80),
        ("增速最高的是东镇（增长21.5%），最低的是西镇（下降4.2%），高低相差25.7个百分点。", [21.5, -4.2], 25.7),
    ],
)
def test_points_lie_between_the_two_shares_told_before_them(text: str, parts: list[float], total: float) -> None:
    assert ("difference", parts, total, True) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "全区和全市平均及格率分别为71.4%和68.2%，全区比上年提高3.1个百分点。",
        "男、女童入学率分别为99.62%和99.70%，均比上年提高0.05个百分点。",
        # Another time, a norm, other places, and no word that sets the two apart: so far apart by accident.
        "小学入学率99.80%，初中入学率96.50%，比上年提高3.3个百分点。",
        "优秀率34.5%，及格率90.2%，较期中考试提高了55.7个百分点。",
        "今年本科上线率61.4%，一本上线率20.6%，较上年分别提高40.8个百分点和2个百分点。",
        "近视率由去年的52.4%下降到51.3%，其中小学36.1%，下降16.3个百分点。",
        "小学毕业率99.6%，初中毕业率97.3%，初中升学率92.0%，比上年提高2.3个百分点。",
        "小学巩固率100%，初中巩固率99.4%，均高于省定标准0.6个百分点。",
        "小学巩固率99.9%，初中巩固率97.4%，高于全市2.5个百分点。",
        "小学近视率36.0%，初中近视率61.5%，提高25.5个百分点。",
    ],
)
def test_points_of_another_year_lie_between_no_shares_of_this(text: str) -> None:
    assert all(kind != "difference" for kind, *_ in told(text))


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        (
            "1950年有小学教师320人、中学教师44人，共364人。2000年，教师总数1510人，较1950年增加了{}倍。",
            [364, 1510],
            3.1,
        ),
        ("2015年在园幼儿4100人，公办园8所。到2020年，公办园36所，比2015年增长{}倍。", [8, 36], 3.5),
    ],
)
def test_growth_in_times_is_of_two_figures_of_two_years(text: str, parts: list[float], total: float) -> None:
    assert ("growth", parts, pytest.approx(100 * total), True) in told(text.format(total))
    assert all(kind != "growth" for kind, *_ in told(text.format(total + 1.3)))
