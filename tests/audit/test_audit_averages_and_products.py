from __future__ import annotations

import random
import time

import pytest
from audit_asserted import FAMILIES, asserted
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "family", "found"),
    [
        ("藏书227700册，在校学生9000人，生均图书25.3册。", "average", [([227700, 9000], 25.3)]),
        ("仪器设备总值300万元，在校学生2500人，生均1200元。", "average", [([3000000, 2500], 1200)]),
        ("在校学生2600人，教学班50个，平均班额52人。", "average", [([2600, 50], 52)]),
        ("全县共有学校46所，配有教师92名，平均每所2名。", "average", [([92, 46], 2)]),
        ("五年来累计补充教师500名，年均补充100名。", "average", [([500, 5], 100)]),
        ("资助学生45人次，标准为每人每学期300元，共发放13500元。", "product", [([45, 300], 13500)]),
        ("资助学生2300名，每生每年1500元，共计345万元。", "product", [([2300, 0.15], 345)]),
        ("采购大米1200公斤，单价5.2元/公斤，金额6240元。", "product", [([1200, 5.2], 6240)]),
        ("发放大米3000公斤(120袋，每袋25公斤)。", "product", [([120, 25], 3000)]),
        ("学生5000人，按每生每天4元、全年200天计算，需400万元。", "product", [([5000, 200, 0.0004], 400)]),
        ("一等奖10人，每人100元；二等奖20人，每人50元，共发放2000元。", "product", [([10, 100, 20, 50], 2000)]),
        ("小学生40人，每生500元，计20000元；初中生60人，每生625元，计37500元。", "product",
         [([40, 500], 20000), ([60, 625], 37500)]),
        ("资助110人次，标准为每人400元，共发放44000元，其中初中生47人次，18800元；小学生63人次，25200元。", "product",
         [([110, 400], 44000), ([47, 400], 18800), ([63, 400], 25200)]),
    ],
)  # fmt: skip
def test_it_reads_averages_and_products(text: str, family: str, found: list[tuple[list[float], float]]):
    assert asserted(text, family) == [(parts, total, True) for parts, total in found]


@pytest.mark.parametrize(
    ("text", "family", "parts"),
    [
        ("在校生5600人；校舍面积151200平方米；教师421人；生均校舍面积22.9平方米。", "average", [151200, 5600]),
        ("在校学生2600人，教学班50个，平均班额55人。", "average", [2600, 50]),
        ("资助学生45人次，标准为每人每学期300元，共发放1350元。", "product", [45, 300]),
        ("一等奖10人，每人100元；二等奖20人，每人50元，共发放2500元。", "product", [10, 100, 20, 50]),
    ],
)
def test_it_calls_wrong_an_average_or_product_told_with_all_its_figures(text: str, family: str, parts: list[float]):
    assert [(one, holds) for one, _, holds in asserted(text, family)] == [(parts, False)]


@pytest.mark.parametrize(
    "text",
    [
        "学生9000人，教师600人，生均图书25.3册。",
        "校舍总面积59119平方米，小学生9163人，初中生4494人，义务教育学生人均校舍3.1平方米。",
        "标准为寄宿小学生每学期每生625元，寄宿中学生每学期每生750元，走读生按50%执行，共发放57931元，其中初中生34人次，26175元。",
        "资助学生200人，每生每学期500元，全年发放200000元。",
        "为114名儿童发放大米2850公斤（114袋）。",
    ],
)
def test_it_reads_none_where_a_figure_is_wanting_or_the_rule_has_more_to_it(text: str):
    assert asserted(text, "average") == []
    assert asserted(text, "product") == []


FAR = "全县小学生2471人，校舍17124平方米，生均校舍6.93平方米。运动场馆面积19650平方米，生均{a}平方米。图书4万册。仪器总值432.4万元，生均1750元。\n小学教学班60个，平均班额41.2人。"  # noqa: E501


def test_it_takes_the_number_an_average_before_was_told_of():
    found = asserted(FAR.format(a="7.95"), "average")
    assert found == [
        ([17124, 2471], 6.93, True),
        ([19650, 2471], 7.95, True),
        ([4324000, 2471], 1750, True),
        ([2471, 60], 41.2, True),
    ]
    assert [holds for *_, holds in asserted(FAR.format(a="7.59"), "average")] == [True, False, True, True]


@pytest.mark.parametrize(
    "told",
    ["宿舍面积9000平方米，生均3.2平方米", "农村校舍9000平方米，生均3.2平方米"],
)
def test_it_calls_no_average_wrong_that_may_be_of_others(told: str):
    text = f"学生2471人，校舍17124平方米，生均校舍6.93平方米。{told}。"
    assert asserted(text, "average")[:1] == [([17124, 2471], 6.93, True)]
    assert all(holds for *_, holds in asserted(text, "average"))


BIDS = "中标：第1包，面粉5200公斤，单价4.5元/公斤，成交金额23400元；第2包，酸奶（150ml/杯）1.2万杯，单价2.5元/杯，成交金额{a}元；第3包，食用油300桶，每桶10升，每桶单价118元，成交金额35400元。"  # noqa: E501


def test_it_reads_each_bid_of_a_row_by_itself():
    found = [([5200, 4.5], 23400, True), ([12000, 2.5], 30000, True), ([300, 118], 35400, True)]
    assert asserted(BIDS.format(a="30000"), "product") == found
    assert asserted(BIDS.format(a="38000"), "product") == [found[0], ([12000, 2.5], 38000, False), found[2]]


def test_a_total_of_a_whole_row_is_no_product_of_its_last_segment():
    text = "小学生100人，每人500元，小计50000元；初中生40人，每人625元，共发放75000元。"
    assert asserted(text, "product") == [([100, 500], 50000, True)]


def test_it_finds_the_numbers_of_several_rates_by_name_among_others():
    text = "路费资助50人，省内高校每人500元，省外高校每人1000元，发放4万元，其中省内20人、省外30人。"
    assert asserted(text, "product") == [([20, 0.05, 30, 0.1], 4, True)]


@given(st.integers(12, 4000), st.sampled_from([250, 375, 500, 625, 1250]))
def test_a_true_product_is_found_and_holds_and_a_spoiled_one_fails(number: int, rate: int):
    text = "资助困难学生{a}人，每人{r}元，共发放{t}元。"
    assert asserted(text.format(a=number, r=rate, t=number * rate), "product") == [
        ([number, rate], number * rate, True)
    ]
    spoiled = asserted(text.format(a=number, r=rate, t=number * rate + 30), "product")
    assert spoiled == [([number, rate], number * rate + 30, False)]


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_random_text_raises_nothing_and_takes_time_in_line_with_its_length(family: str):
    rng = random.Random(7)
    signs = "0123456789.,，。；人所%万元占其中共率增长比上年的教师学生每均（）\n、"
    taken = []
    for size in (20_000, 80_000):
        text = "".join(rng.choice(signs) for _ in range(size))
        start = time.process_time()
        asserted(text, family)
        taken.append(time.process_time() - start)
    assert taken[1] < 12 * taken[0] + 0.5


@pytest.mark.parametrize(
    ("text", "family", "found"),
    [
        ("教育经费600万元，生均4000元，学生1500人。", "average", [([6000000, 1500], 4000, True)]),
        ("生均公用经费720元，学生1000人，总额82万元。", "average", [([820000, 1000], 720, False)]),
        ("在校生4000人，生均校舍面积8.5平方米，校舍总面积30000平方米。", "average", [([30000, 4000], 8.5, False)]),
        ("应验收学校98所。\n制定方案，成立专班。\n投入资金9872万元，校均投入100.7万元。", "average",
         [([9872, 98], 100.7, True)]),
        ("现有学校45所，学生21600人，校均规模490人。", "average", [([21600, 45], 490, False)]),
        ("小学现有学生8000人。图书室藏书2416000册，平均每生30.20册。", "average", [([2416000, 8000], 30.2, False)]),
        ("小学生师比24:1。在校生24000人，教师1000人。", "multiple", [([24000, 1000], 24, True)]),
        ("在校生17400人，专任教师1000人，师生比为1:19.4。", "multiple", [([17400, 1000], 19.4, False)]),
        ("每校10台电脑，20所学校，共配备250台。", "product", [([20, 10], 250, False)]),
        ("举办培训班12期，每期50人，共培训教师600人次。", "product", [([12, 50], 600, True)]),
        ("发放补助46.1万元，涉及292人，人均标准500元。", "product", [([292, 0.05], 46.1, False)]),
        ("学生12000人，每人每天5元，每学年按200天计，共需资金1300万元。", "product",
         [([12000, 200, 0.0005], 1300, False)]),
        ("名师10人，每人奖励5000元；班主任60人，每人奖励1000元；共奖励70人，奖金11万元。", "product",
         [([10, 0.5, 60, 0.1], 11, True)]),
        ("一等奖5人，每人1000元，二等奖10人，每人500元，合计15人、10500元。", "product",
         [([5, 1000, 10, 500], 10500, False)]),
        ("小学生40人，每人500元；初中生60人，每人625万元，共发放57500元。", "product",
         [([40, 500, 60, 6250000], 57500, False)]),
        ("标准为小学每生625元，初中每生750元。初中生204人，发放153000元；小学生700人，发放438750元。", "product",
         [([204, 750], 153000, True), ([700, 625], 438750, False)]),
    ],
)  # fmt: skip
def test_it_reads_products_and_averages_in_whatever_order_they_are_told(
    text: str, family: str, found: list[tuple[list[float], float, bool]]
):
    assert asserted(text, family) == found


@pytest.mark.parametrize(
    "text",
    [
        "生均公用经费标准720元，学生1000人，总额82万元。",
        "小学生均公用经费720元，学生1000人，总额92万元。",
        "一中生均校舍8.5平方米，二中学生4000人，校舍面积30000平方米。",
        "师生比标准为1:19，在校生17400人，专任教师1000人。",
        "小学在校生17400人，专任教师1000人，初中师生比1:13.5。",
        "每校选派2名教师，30所学校参加，共有教师2000名。",
        "每校至少配备10台电脑，20所学校，共配备250台。",
        "20所学校，每校10台电脑，共配备教师机250台。",
        "每人每月300元，教师500人，共发放180万元。",
        "发放困难补助46.1万元，涉及922人，最高每人5000元。",
        "一等奖5名，每名1000元；二等奖10名，每名500元；其余每名100元，共发放奖金14000元。",
        "小学每生625元，初中每生750元，走读生按50%执行。初中生204人，153000元；小学生702人，219375元。",
        "小学每生625元，初中每生750元。上年初中生204人，拨付经费170000元；小学生300人，拨付经费300000元。",
    ],
)
def test_norms_bounds_and_totals_of_other_things_make_no_product_or_average(text: str):
    assert [asserted(text, family) for family in ("average", "product", "multiple")] == [[], [], []]
