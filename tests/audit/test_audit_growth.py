from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from audit_asserted import asserted
from hypothesis import given
from hypothesis import strategies as st

from junheng.audit.judge import judge
from junheng.audit.layout import lay_out
from junheng.audit.model import Block, Clean, Document
from junheng.audit.quantities import quantities
from junheng.audit.relations import relations


@pytest.mark.parametrize(
    ("text", "family", "found"),
    [
        ("教育投入12.51亿元，与上年的11.83亿元相比多出0.68亿元，增幅5.75%。", "growth", [([11.83, 12.51], 5.75)]),
        ("教育投入12.51亿元，与上年的11.83亿元相比多出0.68亿元，增幅5.75%。", "difference", [([12.51, 11.83], 0.68)]),
        ("幼儿园由2015年的320所增加到2020年的456所，增加136所，增幅42.5%。", "growth", [([320, 456], 42.5)]),
        ("幼儿园由2015年的320所增加到2020年的456所，增加136所，增幅42.5%。", "difference", [([456, 320], 136)]),
        ("招生3500人，较去年多招200人，增幅6.1%。", "growth", [([3500, 200], 6.1)]),
        ("在校生8200人，比上年减少164人，下降1.96%。", "growth", [([8200, -164], -1.96)]),
        ("上年招生500人，今年招生520人，增长4%。", "growth", [([500, 520], 4)]),
        ("支出依次为200万元、220万元、250万元，比上年依次增长3%、10%、13.6%。", "growth",
         [([200, 220], 10), ([220, 250], 13.6)]),
        ("面积由18平方米提高到25平方米，绿地由6.5平方米提高到9.1平方米，分别增长38.9%和40%。", "growth",
         [([18, 25], 38.9), ([6.5, 9.1], 40)]),
        ("毛入园率由58%提高到79.6%，提高21.6个百分点。", "difference", [([79.6, 58], 21.6)]),
        ("达标率98.5%，比上年的96.2%提高2.3个百分点。", "difference", [([98.5, 96.2], 2.3)]),
        ("人均校舍2.3平方米，与省里规定的3.6平方米差了1.3平方米。", "difference", [([3.6, 2.3], 1.3)]),
        ("收入120.5万元，支出100.3万元，结余20.2万元。", "difference", [([120.5, 100.3], 20.2)]),
        ("核定编制2918名，实有教师2799名，缺编119名。", "difference", [([2918, 2799], 119)]),
        ("新增教师90人，退休60人，净增30人。", "difference", [([90, 60], 30)]),
        ("学位5000个，而在园幼儿6000人，缺口1000个。", "difference", [([6000, 5000], 1000)]),
        ("计划招聘50人，实际招聘44人，较计划少6人。", "difference", [([50, 44], 6)]),
        ("预算2560万元，执行1971万元，两者相差589万元。", "difference", [([2560, 1971], 589)]),
        ("人均校舍4.2平方米，与规定的5平方米相比，差了0.8平方米，比标准低16个百分点。", "difference",
         [([5, 4.2], 0.8), ([0.8, 5], 16)]),
    ],
)  # fmt: skip
def test_it_reads_growth_and_differences(text: str, family: str, found: list[tuple[list[float], float]]):
    assert asserted(text, family) == [(parts, total, True) for parts, total in found]


@pytest.mark.parametrize(
    ("text", "family", "parts"),
    [
        ("在校生8200人，比上年减少164人，下降2.96%。", "growth", [8200, -164]),
        ("在校生由1250人增加到1400人，增长21%。", "growth", [1250, 1400]),
        ("毛入园率由58.2%提高到79.6%，提高20.4个百分点。", "difference", [79.6, 58.2]),
        ("核定编制2918名，实有教师2799名，缺编191名。", "difference", [2918, 2799]),
        ("人均校舍4.1平方米，与省里规定的4.8平方米以上相比，差了0.9平方米。", "difference", [4.8, 4.1]),
    ],
)
def test_it_calls_wrong_what_is_told_with_both_figures(text: str, family: str, parts: list[float]):
    assert [(one, holds) for one, _, holds in asserted(text, family)] == [(parts, False)]


@pytest.mark.parametrize(
    "text",
    [
        "邮政收入4亿元，同比增长19.3%。",
        "从2018年的1000人增加到2023年的1500人，年均增长8.4%。",
        "小学教师1000人，和2020年以来新招教师200人，增长5%。",
        "普通初中生均公用经费1200元，比上年增长5%；普通高中1500元，比上年增长8%。",
        "力争经费比上年增长10%以上。",
        "在校学生XX人，较上年多20人，增幅5%。",
        "毛入园率从58%提高到79.6%，入园难有所缓解。",
        "经费达12.51亿元，同比多出0.68亿元。",
    ],
)
def test_growth_over_a_base_that_is_not_stated_asserts_nothing(text: str):
    assert asserted(text, "growth") == []
    assert asserted(text, "difference") == []


@given(st.integers(1000, 90000), st.integers(3, 60))
def test_true_growth_is_found_and_holds_and_spoiled_growth_fails(before: int, percent: int):
    after = before + before * percent // 100
    rate = (Decimal(after - before) * 100 / before).quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = "在校生{b}人，比上年的{a}人增加{c}人，增长{p}%。"
    true = text.format(a=before, b=after, c=after - before, p=rate)
    assert asserted(true, "growth") == [([before, after], float(rate), True)]
    assert asserted(true, "difference") == [([after, before], after - before, True)]
    spoiled = text.format(a=before, b=after, c=after - before + 7, p=rate + 1)
    assert [holds for *_, holds in asserted(spoiled, "growth")] == [False]
    assert [holds for *_, holds in asserted(spoiled, "difference")] == [False]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("今年招聘计划岗位80个，报名900人。经考察，最终录用76人，较计划少4人。", [80, 76]),
        ("核定编制500人。现有教师512人，比编制多12人。", [512, 500]),
    ],
)
def test_a_difference_from_a_plan_told_before_is_read(text: str, parts: list[float]):
    assert [(one, holds) for one, _, holds in asserted(text, "difference")] == [(parts, True)]
    wrong = asserted("今年招聘计划岗位80个。最终录用76人，较计划少6人。", "difference")
    assert wrong == [([80, 76], 6, False)]
    assert asserted("今年招聘计划岗位80个。初中录用16人，较计划少6人。", "difference") == []


@pytest.mark.parametrize(
    ("text", "family", "found"),
    [
        ("2019年招生500人，2020年招生600人，同比增长25%。", "growth", [([500, 600], 25, False)]),
        ("2019年招生500人，2020年招生600人，同比增长20%。", "growth", [([500, 600], 20, True)]),
        ("在校生比上年增加120人，达到3600人，增长8.4%。", "growth", [([3600, 120], 8.4, False)]),
        ("支出由8.5亿元增加0.6亿元，达到9.1亿元，增长7.1%。", "growth", [([8.5, 9.1], 7.1, True)]),
        ("教师比上年减少80人，降至1920人，下降4%。", "growth", [([1920, -80], -4, True)]),
        ("2018年支出9300万元比2017年支出8800万元增加500万元。", "difference", [([9300, 8800], 500, True)]),
        ("三年上线依次为1406人、1532人、1598人，2021年比2019年增加192人。", "difference", [([1598, 1406], 192, True)]),
        ("2019年至2021年上线分别为1406人、1532人、1598人，2021年比2020年增加66人，增长4.3%。", "growth",
         [([1532, 1598], 4.3, True)]),
        ("2020—2022年入园率分别为85.2%、88.1%、91.3%，2022年比2020年提高5.1个百分点。", "difference",
         [([91.3, 85.2], 5.1, False)]),
        ("学生由100人增加到300人，增长2倍。", "multiple", [([100, 300], 200, True)]),
        ("学生由100人增加到300人，增长3倍。", "multiple", [([100, 300], 300, False)]),
        ("学生从2880人增加到10380人，是上年的3.6倍。", "multiple", [([10380, 2880], 360, True)]),
        ("2017年投入3.6亿元，是2012年1.2亿元的3倍。", "multiple", [([3.6, 1.2], 300, True)]),
    ],
)  # fmt: skip
def test_it_reads_two_years_of_one_thing_and_what_is_told_in_times(
    text: str, family: str, found: list[tuple[list[float], float, bool]]
):
    assert asserted(text, family) == found


@pytest.mark.parametrize(
    "text",
    [
        "2019年招生500人，2021年招生600人，同比增长25%。",
        "2019年初中招生500人，2020年高中招生600人，增长25%。",
        "2019年招生500人，2020年招生600人，毕业生增长25%。",
        "2019年投入500万元，2020年投入600万元，比2015年增长85%。",
        "比2015年增加120人，达到3600人，比上年增长1.4%。",
        "2019年至2021年投入分别为1406万元、1532万元、1598万元，其中2021年比2019年财政拨款增加52万元。",
        "学校由20所增加到30所，投入是上年的3倍。",
        "图书由10万册增加到30万册，比全省平均水平高2倍。",
    ],
)
def test_a_change_of_something_else_or_of_other_years_is_not_read(text: str):
    assert [asserted(text, family) for family in ("growth", "difference", "multiple")] == [[], [], []]


@pytest.mark.parametrize(
    ("text", "family", "found"),
    [
        ("投入资金1000万元，已支出900万元，剩余120万元。", "difference", [([1000, 900], 120, False)]),
        ("计划下达资金500万元，已拨付420万元，尚有80万元未拨付。", "difference", [([500, 420], 80, True)]),
        ("共有薄弱学校30所，已改造22所，还有9所未改造。", "difference", [([22, 9], 30, False)]),
        ("登记隐患96处，除87处已整改外，其余8处年底前完成。", "difference", [([87, 8], 96, False)]),
        ("所需资金27万元由基金列支，基金年初余额318万元，支付后余额291万元。", "balance", [([318, 27], 291, True)]),
        ("年初余额318万元，本年支付27万元，年末余额281万元。", "balance", [([318, 27], 281, False)]),
        ("年初结余120万元。本年收入860万元。本年支出790万元，年末结余190万元。", "balance", [([980, 790], 190, True)]),
        ("上年结转120万元，本年收入860万元，支出790万元，年末结余200万元。", "balance", [([980, 790], 200, False)]),
    ],
)
def test_it_reads_what_is_left(text: str, family: str, found: list[tuple[list[float], float, bool]]):
    assert asserted(text, family) == found


@pytest.mark.parametrize(
    "text",
    [
        "全年收入1000万元，支出900万元，年末结转结余150万元。",
        "账户资金1000万元，已支付900万元，账户余额150万元。",
        "今年新建30所，已完成22所，还有6所未开工，2所未立项。",
        "全县98所学校，已验收52所，还有20所未申报。",
        "上级拨款500万元，县级投入资金1000万元，已支出900万元，剩余600万元。",
        "年初结转50万元，本年收入1000万元，本年支出900万元，结余分配10万元，年末结转和结余140万元。",
    ],
)
def test_what_is_left_is_not_called_wrong_where_more_may_have_come_or_gone(text: str):
    assert asserted(text, "difference") == []
    assert asserted(text, "balance") == []


@given(st.integers(200, 90000), st.integers(100, 9000), st.integers(100, 9000))
def test_a_true_balance_holds_and_a_spoiled_one_fails(opening: int, came: int, went: int):
    text = "年初余额{a}元，本年收入{b}元，本年支出{c}元，年末余额{d}元。"
    left = opening + came - went
    if left > 100:
        told = [([opening + came, went], left, True)]
        assert asserted(text.format(a=opening, b=came, c=went, d=left), "balance") == told
        (wrong,) = asserted(text.format(a=opening, b=came, c=went, d=left + 9), "balance")
        assert not wrong[2]


@pytest.mark.parametrize(
    ("text", "kind", "holds"),
    [
        ("生均公用经费1037元，比上年的1032元增长0.57%。", "growth", True),
        ("人均支出由1032元增加到1037元，增加6元。", "difference", True),
        ("平均工资由上年的4032元提高到4037元，增长0.14%。", "growth", True),
        # Beyond what half a 元 to either side explains.
        ("生均公用经费1037元，比上年的1032元增长0.67%。", "growth", False),
        ("人均支出由1032元增加到1037元，增加7元。", "difference", False),
        # Fixed, or no average at all.
        ("生均公用经费标准由650元提高到720元，增长10.72%。", "growth", False),
        ("公用经费1037元，比上年的1032元增长0.57%。", "growth", False),
    ],
)
def test_averages_in_whole_yuan_are_rounded_figures(text: str, kind: str, holds: bool):
    clean = Clean(Document("", text, (Block("paragraph", 0, len(text)),)), text, (0,), (0,))
    (one,) = [each for each in relations(clean, lay_out(text, list(quantities(text)))) if each.kind == kind]
    judged = judge(one)
    assert judged is not None
    assert judged.holds == holds
    assert not judged.holds_strict
