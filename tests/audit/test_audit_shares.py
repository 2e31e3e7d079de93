from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from audit_asserted import asserted
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("某县有教师2400人，其中女教师1500人，占62.5%，本科学历1800人，占75%。",
         [([1500, 2400], 62.5), ([1800, 2400], 75)]),
        ("校园总面积20000平方米，而绿地只有3100平方米，占15.5%。", [([3100, 20000], 15.5)]),
        ("适龄儿童5230人，已入学5214人，入学率99.7%。", [([5214, 5230], 99.7)]),
        ("办有学校120所，其中寄宿制学校48所，占学校总数的40%。", [([48, 120], 40)]),
        ("拨付3200万元，占年度计划4000万元的80%。", [([3200, 4000], 80)]),
        ("40个项目全部开工，开工率100%，建成38个，竣工率95%。", [([40, 40], 100), ([38, 40], 95)]),
        ("新建学校5所，改扩建学校12所，其中乡村学校7所，占41.2%。", [([7, 17], 41.2)]),
        ("男生1200人，女生1100人，女生占47.8%。", [([1100, 2300], 47.8)]),
        ("建成示范街道5个，示范学校12所，全区25个街镇中示范单位的覆盖率已有68%。", [([17, 25], 68)]),
        ("小学、初中、高中教师分别为1200人、800人、500人，分别占教师总数2500人的48%、32%、20%。",
         [([1200, 2500], 48), ([800, 2500], 32), ([500, 2500], 20)]),
        ("支出依次为200万元、220万元、250万元，拨款依次为120万元、143万元、170万元，拨款占支出的比重依次为60%、65%、68%。",
         [([120, 200], 60), ([143, 220], 65), ([170, 250], 68)]),
        ("报名参考2000人。一本上线300人，上线率15%；二本以上上线900人，上线率45%。",
         [([300, 2000], 15), ([900, 2000], 45)]),
        ("教育支出9.3亿元，比上年的8.6亿元增长8.1%，占财政支出45.2亿元的20.6%。", [([9.3, 45.2], 20.6)]),
        ("招生330人，完成下达计划300人的110%。", [([330, 300], 110)]),
        ("收回问卷500份。参加过培训的有400人，占80%。", [([400, 500], 80)]),
        ("在园幼儿8123人，公办园幼儿4321人，民办普惠园幼儿2765人。普惠覆盖率87.23%。", [([7086, 8123], 87.23)]),
    ],
)  # fmt: skip
def test_it_reads_a_share_with_what_it_is_of(text: str, found: list[tuple[list[float], float]]):
    assert asserted(text, "ratio") == [(parts, total, True) for parts, total in found]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("校园总面积20000平方米，而绿地只有3100平方米，占16.5%。", [3100, 20000]),
        ("某县有教师2400人，其中女教师1500人，占65.2%。", [1500, 2400]),
        ("适龄儿童5230人，已入学5114人，入学率99.7%。", [5114, 5230]),
        ("全县高考报名3000人，本科上线600人，上线率21%。", [600, 3000]),
        ("30所学校中，达标的有24所，未达标6所，达标率85%。", [24, 30]),
    ],
)
def test_it_calls_a_share_wrong_where_its_place_leaves_no_other_reading(text: str, parts: list[float]):
    assert [(one, holds) for one, _, holds in asserted(text, "ratio")] == [(parts, False)]


@pytest.mark.parametrize(
    "text",
    [
        "完成投资3.2亿元，占年度任务的106.7%。",
        "学前三年毛入园率93%，义务教育巩固率98.5%。",
        "幼儿园教师本科以上学历占45.3%，小学教师占78.9%。",
        "全县学校合格率达到95%以上，超标面积不得超过1%。",
        "共有教师3000人，校舍5000平方米，高级教师占12.3%。",
        "对213所学校的220座厕所实施改造，完工率100%。",
        "教师中研究生81人、本科1720人，学历全部达标，达标率100%。",
        "全县学生30000人。小学开展社团，参与学生5000人，占85%。",
        "收入4亿元，同比增长19.3%。",
        "在校学生XX人，住宿生230人，占45%。",
    ],
)
def test_it_reads_no_share_where_the_text_does_not_say_of_what(text: str):
    assert asserted(text, "ratio") == []


WORDINGS = [
    "全县有教师{b}人，其中女教师{a}人，占{p}%。",
    "全县高考报名{b}人，本科上线{a}人，上线率{p}%。",
    "现有学生{b}名，其中寄宿生{a}名（占{p}%）。",
]


@given(st.integers(200, 90000), st.integers(11, 98), st.sampled_from(WORDINGS), st.integers(1, 2))
def test_a_true_share_is_found_and_holds_and_a_spoiled_one_fails(whole: int, percent: int, wording: str, digits: int):
    part = whole * percent // 100
    share = (Decimal(part) * 100 / whole).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert asserted(wording.format(a=part, b=whole, p=share), "ratio") == [([part, whole], float(share), True)]
    found = asserted(wording.format(a=part, b=whole, p=share + Decimal("1.3")), "ratio")
    assert found == [([part, whole], float(share + Decimal("1.3")), False)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "教师1986人，全部在编。学历合格率99%。按年龄，40岁以下596人，占30%；41岁以上1390人，占70%。",
            [([596, 1986], 30, True), ([1390, 1986], 70, True)],
        ),
        (
            "收回问卷1250份。一、作息\n每天运动的有912人，占73%。\n二、补课\n参加补课的有163人，占13%，不参加的有1087人，占87%。",
            [([163, 1250], 13, True), ([1087, 1250], 87, True), ([912, 1250], 73, True)],
        ),
        ("初中毕业4100人。新建学校3所。升入普高2100人，升入中职1795人，共3895人，升学率95%。", [([3895, 4100], 95, 1)]),
        ("学生9100人，其中寄宿生3000人，约占三分之一。", [([3000, 9100], 33.333333333333336, True)]),
        ("教师9000人，其中女教师4510人，占半数。", [([4510, 9000], 50, True)]),
    ],
)  # fmt: skip
def test_it_finds_a_base_told_sentences_before_and_shares_told_in_words(
    text: str, found: list[tuple[list[float], float, bool]]
):
    assert sorted(asserted(text, "ratio")) == sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        "教师1986人，全部在编。今年培训3次。骨干教师596人，占41%；名师139人，占12%。",
        "学生9000人，其中寄宿生6100人，占三分之一。",
        "初中毕业4100人。新建学校3所。升学率95%。",
        "全县学生9000人，其中寄宿生4510人，占一半以上。",
    ],
)
def test_it_calls_no_share_wrong_over_a_base_far_before_or_in_words(text: str):
    assert asserted(text, "ratio") == []


def test_a_row_of_shares_over_a_base_far_before_shows_the_one_that_is_wrong():
    text = (
        "教师1986人，均已在岗。培训3次，新建学校2所。按职称，高级356人，占17.9%；中级856人，占43.1%；初级611人，占{}%。"
    )
    row = [([356, 1986], 17.9, True), ([856, 1986], 43.1, True)]
    assert asserted(text.format("30.8"), "ratio") == [*row, ([611, 1986], 30.8, True)]
    assert asserted(text.format("38.0"), "ratio") == [*row, ([611, 1986], 38.0, False)]


@given(st.integers(300, 9000), st.integers(20, 45), st.integers(20, 45))
def test_the_parts_of_a_total_told_before_are_its_shares(whole: int, one: int, two: int):
    parts = [whole * one // 100, whole * two // 100]
    parts.append(whole - sum(parts))
    told = [int((Decimal(part) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)) for part in parts]
    listed = "；".join(f"{name}{part}人，占{share}%" for name, part, share in zip("甲乙丙", parts, told, strict=True))
    found = asserted(f"教师{whole}人。全年培训3次。从分布看，{listed}。", "ratio")
    assert found == [([part, whole], share, True) for part, share in zip(parts, told, strict=True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("会议应到120人，实到108人，到会率95%。", [([108, 120], 95, False)]),
        ("应到120人，实到108人，到会率90%。", [([108, 120], 90, True)]),
        ("应参训教师800人，实参训760人，参训率96%。", [([760, 800], 96, False)]),
        ("年度计划培训600人，实际培训630人，完成率105%。", [([630, 600], 105, True)]),
        ("任务目标75个，实际完成90个，完成率110%。", [([90, 75], 110, False)]),
        ("消除大班额任务数108个，实际已减少135个，完成率125%。", [([135, 108], 125, True)]),
        ("普惠率目标任务80%，实际达到92%，完成率115%。", [([92, 80], 115, True)]),
        ("预算安排1200万元，实际支出1080万元，预算执行率92%。", [([1080, 1200], 92, False)]),
        ("发放问卷1200份，回收1150份，回收率95.8%，其中有效问卷1104份，有效率96%。",
         [([1150, 1200], 95.8, True), ([1104, 1150], 96, True)]),
    ],
)  # fmt: skip
def test_it_reads_the_rate_of_what_was_done_of_what_was_due(text: str, found: list[tuple[list[float], float, bool]]):
    assert asserted(text, "ratio") == found


@pytest.mark.parametrize(
    "text",
    [
        "计划总投资1000万元，已完成投资800万元，年度完成率95%。",
        "年度计划投资1200万元，实际完成投资1080万元，资金到位率92%。",
        "计划开工30个，实际开工27个，投资完成率85%。",
        "应考学生500人，实考480人，优秀率30%。",
        "应入园2000人，实际入园1900人，公办园率52%。",
        "2020年目标90%，2021年实际95%，完成率110%。",
        "应检学生500人，实检480人，近视检出率52.1%。",
    ],
)
def test_a_rate_of_something_else_than_what_was_done_is_not_called_wrong(text: str):
    assert asserted(text, "ratio") == []


def test_a_row_of_rates_of_one_name_shows_the_one_that_is_wrong():
    text = "实检学生20000人。检出近视9000人，检出率45%；龋齿4100人，检出率20.5%；贫血660人，检出率{}%。"
    row = [([9000, 20000], 45, True), ([4100, 20000], 20.5, True)]
    assert asserted(text.format("3.3"), "ratio") == [*row, ([660, 20000], 3.3, True)]
    assert asserted(text.format("4.1"), "ratio") == [*row, ([660, 20000], 4.1, False)]


def test_a_sample_is_a_share_of_what_it_was_drawn_from_wherever_that_was_told():
    text = "全县应验收学校80所，其中小学60所。各乡镇自查自评。组织验收，抽查学校18所，占{}%。"
    assert asserted(text.format("22.5"), "ratio") == [([18, 80], 22.5, True)]
    assert asserted(text.format("23.5"), "ratio") == [([18, 80], 23.5, False)]
    assert asserted("全县学校80所。城区抽查学校10所，占城区学校的50%。", "ratio") == []


def test_nothing_of_anything_is_a_share_of_the_whole_of_its_list_alone():
    text = "教师1200人，其中研究生0人，占0%；本科900人，占75%；专科300人，占25%。"
    assert asserted(text, "ratio") == [([0, 1200], 0, True), ([900, 1200], 75, True), ([300, 1200], 25, True)]
    assert asserted("学校20所，食堂18所，浴室2所，问题食堂0所，占0%。", "ratio") == []


def test_the_rate_of_a_condition_is_of_those_told_to_have_it():
    assert asserted("城区学生2265名，视力不良率29%；初中学生3529名，视力不良率64.18%。", "ratio") == []
    assert asserted("学生2000人，近视900人，近视率45%。", "ratio") == [([900, 2000], 45, True)]


def test_a_rate_that_one_slip_of_the_pen_explains_is_called_wrong_whatever_its_size():
    assert asserted("5242名考生参加考试。本科上线4258名，上线率810.23%。", "ratio") == [([4258, 5242], 810.23, False)]
    assert asserted("5242名考生参加考试。本科上线4258名，上线率310.5%。", "ratio") == []


@pytest.mark.parametrize("told", ["的比例为{}%", "的比重达到{}%", "，占比{}%", "，比例为{}%", "的{}%", "的比重约为{}%"])
@pytest.mark.parametrize("whose", ["", "全县"])
def test_the_figure_right_behind_the_word_of_a_share_is_the_whole(told: str, whose: str):
    text = f"{whose}教育支出5000万元，占财政总支出20000万元{told}。"
    held = ([5000, 20000], 25, True)
    assert asserted(text.format(25), "ratio") == [held]
    if "约" not in told:
        assert asserted(text.format(26), "ratio") == [([5000, 20000], 26, False)]


def test_the_figure_behind_the_word_of_a_share_is_no_whole_where_it_is_ground_that_is_taken_up():
    assert asserted("学校占地80亩，绿地20亩，占比25%。", "ratio") == [([20, 80], 25, True)]


def test_a_share_that_comes_out_upside_down_is_never_called_wrong():
    assert not any(not holds for *_, holds in asserted("财政总支出20000万元，占教育支出5000万元的25%。", "ratio"))
