"""Sums whose parts stand apart: announced lists, columns of lists told in a row, figures of one long name."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_sums import told


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        # Announced, though a part be called what is left, lie below nought, or be all of its whole.
        ("年度预算总额6382.47万元。收入包括：财政拨款6340.15万元、上年结转结余42.32万元；支出另行说明。",
         (42.32, 6340.15), 6382.47),
        ("食堂本期盈余8421.36元，其中学生灶盈余12650.21元，教工灶盈余-5310.45元，其他盈余1081.6元。",
         (-5310.45, 1081.6, 12650.21), 8421.36),
        ("工会累计结余41820.5元。其中：上年结余53240.9元，本年结余-11420.4元。", (-11420.4, 53240.9), 41820.5),
        ("校内资助286人，符合规定。\n资助中，其中减免学费14人；困难补助131人；奖学金62人。其他项目79人。",
         (14, 62, 79, 131), 286),
        # One of each list in a row, by its name; an inner part that shares only a word with another is none.
        (("危房改造投资1846.3万元，其中中央资金310万元，县级专项240万元，其它渠道1296.3万元。拟建甲校投资182.6万元，其中"
         "县级专项35万元，其它147.6万元；乙校投资297.4万元，其中县级专项92万元，其它205.4万元；丙校投资1366.3万元，其中"
         "中央资金310万元，县级专项113万元，其它943.3万元。"), (35, 92, 113), 240),
        # Figures of one long name, each in a paragraph of its own, with other figures between.
        (("特殊学校在校生24.62万人，比上年增加1200人。\n学前阶段特殊学校在校生1830人，下降2.5%。\n小学阶段特殊学校在校生总数"
         "15.21万人，占小学的0.3%。\n中学阶段特殊学校在校生总数9.23万人。"), (0.183, 9.23, 15.21), 24.62),
        ("全区现有在校生86412人。小学阶段在校生52380人，其中寄宿2130人。\n初中阶段在校生24116人。\n高中阶段在校生9916人。",
         (9916, 24116, 52380), 86412),
        # What is told with the whole is none of the sections behind it.
        (("上半年共资助学生18652人次，其中低保学生4120人次。\n学前资助1326人次，花费62万元；义务教育资助13480人次，花费"
         "708万元；高中资助3846人次，花费385万元。"), (1326, 3846, 13480), 18652),
        # Lines that begin with a dash, the first figure of each.
        (("②可支配收入4826.52万元。\n——专项拨款380.4万元，分3批下达。\n——预算补助4206.12万元，人员经费3980.5万元。\n"
         "——教育费附加240万元。"), (240, 380.4, 4206.12), 4826.52),
        # Bare figures in brackets, their unit told once.
        (("各校已开工面积46.28万平方米。各区开工面积（万平方米）从高到低为：东区（18.35）、西区（12.46）、南区（9.82）、"
         "北区（5.65）。"), (5.65, 9.82, 12.46, 18.35), 46.28),
        # Shares: the last of its clause; two of the name of their whole.
        ("监测县中，高水平县占31.4%，中等水平县占18.9%，低水平县占9.3%，均衡度为59.6%。", (9.3, 18.9, 31.4), 59.6),
        ("体检营养过剩检出率为8.33%，其中超重检出率为6.16%，肥胖检出率为2.18%。", (2.18, 6.16), 8.33),
    ],
)  # fmt: skip
def test_parts_apart_are_found_by_their_announcement_or_their_names(
    text: str, parts: tuple[float, ...], total: float
) -> None:
    assert (parts, total, True) in told(text)


def test_changes_of_nothing_and_rounded_ones_are_parts_of_a_change() -> None:
    text = "支出比上年减少11.57万元，下降42%。其中：出国费增加0万元；购车费减少2.6万元；接待费减少8.96万元。"
    assert ((0, 2.6, 8.96), 11.57, True) in told(text)


def test_a_total_told_again_behind_its_parts_takes_their_wholes_and_not_what_divides_these() -> None:
    text = "伙食收入240.8万元，其中学生208.7万元、教职工32.1万元；其他收入1.6万元。收入合计242.4万元。"
    assert told(text) == [((32.1, 208.7), 240.8, True), ((1.6, 240.8), 242.4, True)]


def test_what_goes_on_in_the_family_of_a_list_that_fails_is_of_it() -> None:
    text = (
        "全市共有学校1969所，学生138万人。其中，高等学校6所，学生3.5万人；中职学校48所，学生7.5万人；普通高中41所，"
        "学生15.6万人；初中313所，学生34.1万人；小学1563所，学生81.1万人；特殊教育学校9所，学生1042人。"
    )
    assert ((6, 9, 41, 48, 313, 1563), 1969, False) in told(text)


def test_a_nought_of_a_list_of_its_own_is_no_part_of_the_list_around_it() -> None:
    text = "公用经费186万元。\n——水费150万元。\n——三公经费4万元。其中：用车费4万元，接待费0万元。\n——维护费32万元。"
    assert ((4, 32, 150), 186, True) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        # What came in, what went out and what is left make no column.
        "甲校收入86.4万元，其中学生收入62.5万元；甲校支出84.2万元，其中学生支出61.3万元，学生盈余1.2万元。",
        # Two lists of other years; names that only begin alike.
        "2022年资助学生1200人，资助资金60万元。2023年资助学生1350人，资助资金70万元。2024年资助学生2550人，资金78万元。",
        # A dash list that does not come out, round figures passed, coarse shares.
        "公用经费876.48万元。\n——水费50万元。\n——电费100万元。\n——办公费680万元。",
        "资金首次超过5亿元，其中学校2.3亿元，幼儿园2亿元，高中1.2亿元。",
        "高级教师占20%，一级教师占30%，二级教师占15%，女教师占65%。",
    ],
)
def test_columns_that_look_alike_and_assert_nothing_are_left_alone(text: str) -> None:
    assert [one for one in told(text) if len(one[0]) > 2 or not one[2]] == []


def test_they_take_linear_time() -> None:
    line = (
        "总投资100.5万元，其中县级30万元，其它70.5万元。甲校投资40.2万元，其中县级10万元，其它30.2万元。\n"
        "在校生5230人。小学在校生3120人，东区（20.64）、西区（19.18）、南区（14.75）。\n——水费50万元。\n"
    )
    takes_linear_time(lambda times: told(line * times), 40)
