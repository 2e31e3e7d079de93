"""Products told in rows of rates and numbers, by the month, and with their number or total in another sentence."""

from __future__ import annotations

import pytest

from junheng.audit.engine import audit
from junheng.audit.model import Block, Document


def products(text: str) -> list[tuple[list[float], float, bool]]:
    """Return parts, total and verdict of every product an audit reads in a text."""
    found = audit(Document("t", text, (Block("paragraph", 0, len(text)),))).relations
    return [
        ([float(part.value) for part in one.parts], float(one.total.value), judged.holds)
        for one, judged in found
        if one.kind == "product"
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "每人每月分别为200元、300元、400元，一至三档教师分别有120人、85人和40人，总共245人，每月发放6.55万元。",
            [([120, 0.02, 85, 0.03, 40, 0.04], 6.55, True)],
        ),
        (
            "小学、初中生均标准依次为650元和850元，学生数分别为1200人和600人，应拨192万元。",
            [([1200, 0.065, 600, 0.085], 192, False)],
        ),
        ("大、小灭火器分别购置40具、120具，单价分别为180元、95元，合计18600元。", [([40, 180, 120, 95], 18600, True)]),
        ("小学247人、初中118人，标准分别为312.5元和375元，计12.14万元。", [([247, 0.03125, 118, 0.0375], 12.14, True)]),
        ("另聘保安26名，月工资2200元，按12个月算全年需68.46万元。", [([26, 0.22, 12], 68.46, False)]),
        ("保洁员9人，每月1500元，全年16.2万元。", [([9, 0.15, 12], 16.2, True)]),
        ("食堂人员86人，每人每月1800元，上半年共支付92.88万元。", [([86, 0.18, 6], 92.88, True)]),
        ("工勤人员86人，按10个月、每人每月1800元计算，共需158.4万元。", [([86, 0.18, 10], 158.4, False)]),
        ("教学点32个，每个教学点每月网络费200元，全年需7.68万元。", [([32, 0.02, 12], 7.68, True)]),
        ("购置床架82.5万元，维修屋面31万元。其中床架1500张，单价550元。", [([1500, 0.055], 82.5, True)]),
        (
            "现有学生832人。\n一、收入。结转3.26万元。按生均650元标准核拨54.08万元。",
            [([832, 0.065], 54.08, True)],
        ),
        (
            "小学教师38名，中学教师146名。小学教师每人补助500元，计1.9万元；中学教师每人补助300元，计4.83万元。",
            [([38, 0.05], 1.9, True), ([146, 0.03], 4.83, False)],
        ),
        ("加固9.4万平方米，每平方米按450元计，需4230万元。", [([9.4, 450], 4230, True)]),
    ],
)
def test_it_reads_products_told_in_other_ways(text: str, found: list[tuple[list[float], float, bool]]) -> None:
    assert products(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "教师分别有268人、417人，月工资分别为3000元、4000元，同比增加320万元。",
        "小学、初中生均标准分别为650元、850元，学校分别有12所、6所，拨付资金合计1.3万元。",
        "小学、初中标准分别为650元、850元，学生分别有1200人、600人，已到位126万元。",
        "宿管员12人，月工资1500元，全年工资及社保23.5万元。",
        "保安26名，月工资由1800元提高到2200元，全年增支12.48万元。",
        "保安26名，月工资2200元，全年安保预算80万元。",
        "更换课桌凳8.6万元。另有课桌凳430套，单价210元。",
        "我校学生832人。本年按生均650元标准预拨50万元。",
    ],
)
def test_it_says_nothing_where_other_things_are_meant(text: str) -> None:
    assert all(holds for *_, holds in products(text))
