from __future__ import annotations

from decimal import Decimal

import pytest
from audit_changes import told


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts"),
    [
        # Two figures told as larger and smaller, and a word that asks for what lies between them.
        ("宿舍楼工程款应付720万元，已付535万元，尚欠{}万元。", "185", "158", [720, 535]),
        ("全县核定教师编制4360个，实有教师4125人，缺编{}人。", "235", "325", [4360, 4125]),
        ("教学楼送审价1860.4万元，审定价1742.9万元，核减{}万元。", "117.5", "171.5", [1860.4, 1742.9]),
        ("代收资料费共收取238600元，实际支出221450元，应退还学生{}元。", "17150", "11750", [238600, 221450]),
        ("实验小学核编64人，现有教师81人，超编{}人。", "17", "27", [81, 64]),
        ("会议室采购课桌480张，发到学校395张，仓库还剩{}张。", "85", "58", [480, 395]),
        # What is taken off, and what is left.
        ("应到代表246名，除17名请假外，实到{}名。", "229", "292", [246, 17]),
        ("共有报名表2150份，剔除重复的86份，有效{}份。", "2064", "2046", [2150, 86]),
        # What lies between two figures, whatever they are.
        ("语文平均分甲校86.5分，乙校73.8分，分差{}分。", "12.7", "17.2", [86.5, 73.8]),
        # A way from one figure to another, and any word for the change.
        ("教师平均年龄由45.2岁降至42.6岁，年轻了{}岁。", "2.6", "3.6", [45.2, 42.6]),
        ("在校生中男生3186人，女生2954人，男生比女生多{}人。", "232", "322", [3186, 2954]),
        # Against a figure in brackets.
        ("本科上线率38.6%，高出全省平均水平（33.9%）{}个百分点。", "4.7", "7.4", [38.6, 33.9]),
        ("实际录取1268人，超出计划{}人（计划数1200人）。", "68", "86", [1268, 1200]),
        ("报名考生6850人（2020年为6538人），同比增加{}人。", "312", "321", [6850, 6538]),
        # What it came to, told behind the change.
        ("与2018年的58个相比，教学点减少了{}个，目前为41个。", "17", "27", [58, 41]),
        ("今年招生1856人，比去年的1732人多{}人。", "124", "142", [1856, 1732]),
        # Years between two dates.
        ("学校创办于1958年，到2018年已走过{}年风雨历程。", "60", "50", [2018, 1958]),
    ],
)
def test_it_reads_differences_by_what_their_words_ask_for(text: str, right: str, wrong: str, parts: list[float]):
    for figure, holds in ((right, True), (wrong, False)):
        found = told(text.format(figure), "difference", "sum")
        assert found == [("difference", parts, float(figure), holds)]


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts"),
    [
        ("生均公用经费从750元提高到840元，提标幅度{}%。", "12.0", "21.0", [750, 840]),
        ("食堂用电从2.46万度降至1.93万度，节约{}%。", "21.5", "25.1", [2.46, 1.93]),
        ("培训经费年初预算3860万元，调整后预算4215万元，调增{}%。", "9.2", "2.9", [3860, 4215]),
        ("平板电脑：2019年286台→2022年419台，增长{}%。", "46.5", "64.5", [286, 419]),
        ("高中在校生增速为{}%：2021年2.84万人，2022年3.02万人。", "6.3", "3.6", [2.84, 3.02]),
        ("增长{}%，由上年的1862人次上升到2198人次。", "18", "15", [1862, 2198]),
        ("2022年报考1468人，而2021年仅1295人，增幅{}%。", "13.4", "14.3", [1295, 1468]),
        ("（1）2021年教研经费：158万元；（2）2022年教研经费：197万元；（3）增长：{}%。", "24.7", "27.4", [158, 197]),
        # After and increase: other changes, or figures of other units, stand between.
        ("参保5.26万人，环比增加0.08万人，增长1.5%，同比增加0.31万人，增长{}%。", "6.3", "3.6", [5.26, 0.31]),
        ("经费支出6.24万元，比预算增加0万元，比去年增加1.12万元，增长{}%。", "21.9", "29.1", [6.24, 1.12]),
        ("全县净增幼儿864人，增长{}%，在园幼儿达到21568人。", "4.17", "4.71", [21568, 864]),
    ],
)
def test_it_reads_growth_told_beside_two_figures(text: str, right: str, wrong: str, parts: list[float]):
    for figure, holds in ((right, True), (wrong, False)):
        total = -float(figure) if parts[1] < parts[0] and "节约" in text else float(figure)
        assert ("growth", parts, total, holds) in told(text.format(figure), "growth")


@pytest.mark.parametrize(
    ("text", "parts", "total", "holds"),
    [
        ("馆藏图书由8.6万册增至17.2万册，翻了一番。", [8.6, 17.2], 100, True),
        ("馆藏图书由8.6万册增至12.7万册，翻了一番。", [8.6, 12.7], 100, False),
        ("培训经费由40万元增加到160万元，翻了两番。", [40, 160], 300, True),
        ("书面作业由90分钟压减到45分钟，压减了一半。", [90, 45], -50, True),
        ("书面作业由90分钟压减到70分钟，压减了一半。", [90, 70], -50, False),
        ("与建校之初的6400平方米相比，校舍面积已达32000平方米，增长了4倍。", [6400, 32000], 400, True),
        ("与建校之初的6400平方米相比，校舍面积已达32000平方米，增长了5倍。", [6400, 32000], 500, False),
    ],
)
def test_it_reads_growth_told_in_words_and_in_times(text: str, parts: list[float], total: float, holds: bool):
    assert told(text, "growth") == [("growth", parts, total, holds)]


def test_the_figure_right_before_an_increase_may_be_the_earlier_one():
    assert told("报名4862人，2018年为4523人，增加339人，增幅为7.5%。", "growth", "sum") == [
        ("growth", [4523, 4862], 7.5, True)
    ]
    assert told("普惠园2021年只有46所，2022年增加23所，增长50%。", "growth") == [("growth", [46, 69], 50, True)]
    assert told("普惠园2021年只有46所，2022年增加23所，增长60%。", "growth") == [("growth", [46, 69], 60, False)]


def test_what_is_compared_may_have_been_told_sentences_before():
    text = (
        "2019年共有来自35个国家的48763名留学生在62所高校学习。经费充足。"
        "各类留学生比2018年的45218人增加3545人，增幅为7.84%。"
    )
    assert told(text, "difference", "growth") == [
        ("difference", [48763, 45218], 3545, True),
        ("growth", [45218, 48763], 7.84, True),
    ]


def test_a_yearly_increase_behind_two_years_makes_a_difference_and_no_sum():
    text = "今年初中入学18654人，2015年初中入学16238人，今年与去年相比，预计增加2416人。"
    assert told(text, "sum", "difference") == [("difference", [18654, 16238], 2416, True)]
    text = "共有31265人报名。据了解，除被高职提前录取8436人，今年参加考试共22829人。"
    assert told(text, "sum", "difference") == [("difference", [31265, 8436], 22829, True)]


@pytest.mark.parametrize(
    "text",
    [
        # Of other things, other years, other norms.
        "住宿生由600人增加到750人，食堂营业额增长30%。",
        "男生420人，女生380人，参加活动的男生比女生多60人。",
        "2021年一等奖12个，2022年20个，二等奖增加5个。",
        "2018年教师1100人，2021年1250人，同比增加30人。",
        "今年招生1300人（计划1200人），比去年增加150人。",
        "平均分81.5分（全县平均77.3分），比去年提高1.2分。",
        "校服由2套增加到4套，图书由40册增加到65册，经费翻了一番。",
        # What more is needed need not be all; a balance may hold what stood there before.
        "计划投资900万元，完成600万元，还需配套资金200万元。",
        "县级补助60万元，学校自筹20万元，还差30万元。",
        "全年收入600万元，支出580万元，年末结余50万元。",
        # A part, and what a bracket makes up for.
        "送审价1300万元，审定价1180万元，其中土建核减70万元，安装核减50万元。",
        "编制数130人，实有教师104人（含借用6人），缺编32人。",
        "拖欠工程款760万元，今年偿还200万元，尚欠500万元（已核减60万元）。",
        # What a gap came to, and how it changed.
        "生均图书由21册增加到27册，差距缩小到4册。",
        "本科率城区学校83%，农村学校61%，城乡差距缩小3个百分点。",
        "初中3所，高中1所，青少年活动中心1个。",
        # Years of something else.
        "学校始建于1952年，2003年迁入新址，至今已有70年历史。",
        "学校创办于1956年，1998年改制，建校60周年时被评为示范校。",
        # A part told behind what is wanting.
        "体育教师226人，按课程标准测算还差68人，其中专职158人。",
        "除重度残疾等原因8人外，在校就读的共351人，适龄儿童412人。",
    ],
)
def test_it_leaves_alone_what_only_looks_like_a_change(text: str):
    assert told(text, "difference", "growth") == []


def test_a_misprint_is_told_from_a_figure_of_something_else():
    assert told("应付860万元，已付651万元，尚欠40万元。", "difference") == []
    assert told("应付860万元，已付651万元，尚欠290万元。", "difference")[0][3] is False
    assert Decimal(860) - Decimal(651) == Decimal(209)
