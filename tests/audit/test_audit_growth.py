from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from audit_asserted import asserted
from hypothesis import given
from hypothesis import strategies as st


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
