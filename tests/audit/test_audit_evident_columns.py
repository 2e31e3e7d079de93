"""The second reading of columns told over sections: increases, names beside sums, long wholes, stages, shares."""

from __future__ import annotations

import pytest
from audit_second_reading import told

GROWN = (
    "全县义务教育学校校舍41.20万平方米，较上年多{}万平方米；图书882300册，较上年多15200册。\n"
    "——小学。校舍23.10万平方米，比上年多0.65万平方米；图书471100册，比上年多9700册。\n"
    "——初中。校舍18.10万平方米，比上年多0.31万平方米；图书411200册，比上年多5500册。\n"
)
ENTERED = "今年报名8412人，较去年增加{}人，其中应届7103人，较去年增加812人，往届1309人，较去年减少95人。"
LISTED = (
    "全县共有学校181所，教职工5263人，在校学生{}人。其中小学142所，教职工2611人，学生31208人；"
    "初中31所，教职工1904人，学生19455人；高中6所，教职工702人，学生8126人；教师进修学校2所，教职工46人。"
)
AIDED = (
    "春季学期全县共发放资助资金412.35万元，受助学生{}人次。\n（一）学前教育。资助幼儿1120人，每人500元，计56万元。\n"
    "（二）义务教育。资助寄宿生3480人，计217.5万元。\n（三）普通高中。发放助学金932人，计93.2万元；"
    "免学费457人，计45.65万元。"
)
STAGES = (
    "1、小学招生数9123人，在校生数54210人，比上年少820人。\n2、初中招生数8220人，在校生数25318人，比上年多310人。\n"
    "3、高中招生数5120人，在校生数15204人。\n全县义务教育阶段在校生数{}人。"
)
HEADED = (
    "2022年，全县共有各类学校97所，在校学生{}人。\n一、学前阶段\n幼儿园41所，当年入园2011人，在园7810人。\n"
    "二、义务教育阶段\n学校50所，当年招收8013人，在校36420人。\n三、高中阶段\n学校6所，当年招收2960人，在校9105人。"
)
SHARED = "全县农村留守儿童{}人。其中父母双方外出的5240人，占61.6%，一方外出的3266人，占38.4%。"
MARKED = "全区共有2436人参考，均分71.2分。其中优秀（90分以上）512人；良好1103人；合格641人；不合格{}人。"
NAMED = "全镇小学生2104人，其中单亲家庭学生312人，占14.8%。单亲家庭学生中，随母亲生活的{}人，随父亲生活的98人，还有21人随祖辈生活。"
LEVELS = "全县有成人学校{}所。其中，县级成人学校1所，是省级示范校；乡镇成教中心15所，有6所达标；村级文化技校204所。"


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts", "total"),
    [
        (GROWN, "0.96", "0.69", [0.65, 0.31], 0.96),
        (ENTERED, "717", "771", [812, -95], 717),
        (LISTED, "58789", "58879", [31208, 19455, 8126], 58789),
        (LISTED, "58789", "57789", [31208, 19455, 8126], 58789),
        (AIDED, "5989", "5889", [1120, 3480, 932, 457], 5989),
        (STAGES, "79528", "79258", [54210, 25318], 79528),
        (STAGES, "79528", "78528", [54210, 25318], 79528),
        (SHARED, "8506", "8560", [5240, 3266], 8506),
        (MARKED, "180", "130", [512, 1103, 641, 180], 2436),
        (NAMED, "193", "203", [193, 98, 21], 312),
        (LEVELS, "220", "221", [1, 15, 204], 220),
    ],
)
def test_what_is_told_over_several_clauses_adds_up_or_is_told_not_to(
    text: str, right: str, wrong: str, parts: list[float], total: float
) -> None:
    def turned(value: float, by: str) -> float:
        return float(by) if value == float(right) else value

    assert ("sum", parts, total, True) in told(text.format(right))
    missed = [turned(one, wrong) for one in parts]
    assert ("sum", missed, turned(total, wrong), False) in told(text.format(wrong))


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        (HEADED.format("53335"), [7810, 36420, 9105], 53335),
        (
            "我省2019年基础教育在校生8420.6万人：小学在校生4912.3万人，初中在校生2310.5万人。"
            "2018年普通高中在校生1220.4万人，2019年略有减少，为1197.8万人。",
            [4912.3, 2310.5, 1197.8],
            8420.6,
        ),
        ("公办园在园幼儿8120个，民办园在园幼儿4377人，公办园与民办园合计12497人。", [8120, 4377], 12497),
        ("全乡现有公办幼儿园5所、民办幼儿园8所。条件普遍较差。全乡13所幼儿园中，6所没有活动室。", [5, 8], 13),
        (
            "42个城区小学的监测中，27个城区的监测结果为均衡，15个城区的监测结果为不均衡。",
            [27, 15],
            42,
        ),
        (
            "计划投入13402万元。新建校舍需资金9102万元，其中：教学用房6201万元，生活用房2901万元。"
            "设备购置需资金4300万元，其中：教学设备3100万元，生活设备1200万元。",
            [9102, 4300],
            13402,
        ),
        (
            "全省基层组织401.7万个，比上年净增8.6万个。其中基层党委22.4万个、总支部31.1万个、支部348.2万个，"
            "分别比上年增加0.9万个、0.6万个、7.1万个。",
            [0.9, 0.6, 7.1],
            8.6,
        ),
    ],
)
def test_wholes_apart_from_their_parts_are_read(text: str, parts: list[float], total: float) -> None:
    assert ("sum", parts, total, True) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        # Increases against other years; a part whose increase is not told.
        "全县学生8412人，比上年增加310人，其中小学7103人，比2015年增加812人，初中1309人，比2015年增加95人。",
        "全县学生8412人，比上年增加310人，其中小学7103人，比上年增加212人，初中1309人。",
        # Shares that leave something out, shares of another whole.
        "全县农村留守儿童8506人。其中父母双方外出的5140人，占60.4%，一方外出的3066人，占36%。",
        # An open list, and what is told besides.
        "全县有学校214所，主要有小学92所、初中23所、幼儿园88所等；另有教师进修学校1所。小学中有教学点37个。",
        # The best marks only.
        "全区共有2436人参考，均分71.2分。其中优秀512人；良好1103人；合格641人。",
        # Stages told by other names than the whole.
        STAGES.format("79528").replace("全县义务教育阶段在校生数", "义务教育阶段应入学人数").replace("79528", "80126"),
        # One for so many.
        "全县有计算机5138台，其中教师用机2517台，学生用机2621台，平均16名学生一台。",
    ],
)
def test_what_need_not_add_up_is_not_told_to_fail(text: str) -> None:
    assert [one for one in told(text) if not one[3]] == []
