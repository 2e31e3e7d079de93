"""Rates and shares held against the whole their words mean: those who came, what there was, what is named far off."""

from __future__ import annotations

import pytest
from audit_second_reading import told

SHARES = [
    # By verb and noun a little apart; of what each person has one of.
    ("食堂从业人员860人（男210人，女650人），持有健康证846人，持证率98.4%。", [846, 860], 98.4, True),
    ("保安员240名（男228名，女12名），持保安员证231名，持证率92.6%。", [231, 240], 92.6, False),
    ("注册教师2 150人，开通网络空间2 064个，开通率96％。", [2064, 2150], 96, True),
    ("注册教师2150人，开通网络空间2064个，开通率97.1％。", [2064, 2150], 97.1, False),
    # Thousands parted before units of all kinds.
    ("抽检食材1 250批次，合格1 235批次，合格率98.8%。", [1235, 1250], 98.8, True),
    ("抽检食材1 250批次，合格1 235批次，合格率98.08%。", [1235, 1250], 98.08, False),
    # Of those who came, of what there was.
    ("发放问卷600份，收回580份，满意551份，满意度95%。", [551, 580], 95, True),
    ("发放问卷600份，收回580份，满意551份，满意度91.8%。", [551, 580], 91.8, False),
    ("发放问卷600份，收回580份，回收率96.7%，满意551份，满意率91.8%。", [551, 580], 91.8, False),
    ("应考800人，实考750人，及格690人，及格率86.3%。", [690, 750], 86.3, False),
    ("3月预录400人，9月到校320人，流失80人，流失率20%。", [80, 400], 20, True),
    ("3月预录400人，9月到校320人，流失80人，流失率25%。", [80, 400], 25, False),
    ("应配校医250人，实有150人，缺100人，缺口率66.7%。", [100, 250], 66.7, False),
    ("实有校医150人，缺100人，缺口率40%。", [100, 250], 40, True),
    ("应配校医250人，实有150人，缺100人，配备率62%。", [150, 250], 62, False),
    ("发放问卷900份，收回850份，有效问卷800份。\n作业。认为过多的336人，占42%。", [336, 800], 42, True),
    ("发放问卷900份，收回850份，有效问卷800份。\n作业。认为过多的336人，占39.5%。", [336, 800], 39.5, False),
    # Of a whole named far before.
    ("全市项目12个，总投资16亿元，其中新建9个，投资12亿元。\n累计完成投资11.2亿元，占总投资的70%。",
     [11.2, 16], 70, True),
    ("全市项目12个，总投资16亿元，其中新建9个，投资12亿元。目前竣工4个。累计完成投资11.2亿元，占总投资的66.5%。",
     [11.2, 16], 66.5, False),
    ("今年计划招生2000人，报名3160人。各校录取600人；其余录取1360人。总计录取1960人，完成计划的102%。",
     [1960, 2000], 102, False),
    ("今年实施校舍维修项目40个。\n已开工38个，开工率95%；竣工31个，竣工率79.5%。", [31, 40], 79.5, False),
    # Of a part of a list by its name.
    ("抽查作业500本，A等310本，B等140本，C等50本，A等占62%。", [310, 500], 62, True),
    ("抽查作业500本，A等310本，B等140本，C等50本，A等占68%。", [310, 500], 68, False),
    ("教师400人（高级120人、中级180人、初级100人），高级职称占比32%。", [120, 400], 32, False),
    # By names of their own.
    ("问卷回收率95%（发放1000份，收回970份）。", [970, 1000], 95, False),
    ("本学期应开课250节，实开240节，开课率98%。", [240, 250], 98, False),
    ("残疾儿童400人，入学388人，安置率97%。", [388, 400], 97, True),
    # Told roughly, then exactly.
    ("应配校医250人，实有135人，缺115人，配备率刚过一半，为54%。", [135, 250], 54, True),
    ("筛查学生1500人，检出近视630人，近视率超过四成，达45%。", [630, 1500], 45, False),
    # What was done away with.
    ("机构由250家压减到40家，压减率84%。", [210, 250], 84, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts", "total", "holds"), SHARES)
def test_a_rate_is_held_against_the_whole_its_words_mean(
    text: str, parts: list[float], total: float, holds: bool
) -> None:
    assert ("ratio", parts, total, holds) in told(text)
    assert [one for one in told(text) if one[0] == "ratio" and one[2] == total] == [("ratio", parts, total, holds)]


ROWS = (
    "筛查学生900人，其中小学生400人，初中生300人，高中生200人，检出近视450人。小学、初中、高中近视人数分别为120人、180人、150人，"
    "近视率分别为30%、60%、{last}%。"
)


@pytest.mark.parametrize(("last", "holds"), [("75", True), ("57", False)])
def test_rates_in_a_row_are_of_the_row_of_wholes_told_before(last: str, holds: bool) -> None:
    found = [one for one in told(ROWS.format(last=last)) if one[0] == "ratio"]
    assert found == [
        ("ratio", [120, 400], 30, True), ("ratio", [180, 300], 60, True), ("ratio", [150, 200], float(last), holds),
    ]  # fmt: skip


def test_the_parts_of_shares_of_wholes_of_their_own_make_no_sum() -> None:
    text = "城区学校36所，农村学校58所，建有心理辅导室的分别为34所、47所，覆盖率分别为94.4%、81%。"
    assert told(text) == [("ratio", [34, 36], 94.4, True), ("ratio", [47, 58], 81, True)]


@pytest.mark.parametrize(
    "text",
    [
        "发现隐患200处，现场整改120处，下发限期整改通知80处；限期整改的已完成70处，正在推进10处，整改率95%。",
        "报名500人，实考480人，上线300人，上线率60%。",
        "应检900人，实检880人，检出近视352人，近视检出率40%。",
        "收回有效问卷900份。其中城区500份，农村400份。城区家长中认为偏多的230人，占46%；农村家长中144人，占36%。",
        "规划总投资8600万元，其中中央3000万元，省级2600万元，县级3000万元。中央资金到位2800万元，占总投资的93.3%。",
        "建设任务50个，至年底开工46个，竣工40个，完成年度任务的92%。",
        "下达招生计划4600人。职业学校录取1820人，完成计划的98.4%。",
        "教职工820人，专任教师436人，持教师资格证402人，持证率92.2%。",
        "今年实施维修项目48个。\n其中小学项目20个，竣工18个，竣工率90%。",
        "学校62个，办理食品经营许可证60个，其中中小学32个，办证率98%。",
    ],
)
def test_a_rate_of_other_things_is_not_called_wrong(text: str) -> None:
    assert [one for one in told(text) if not one[3]] == []
