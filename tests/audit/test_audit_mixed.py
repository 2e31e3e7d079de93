"""Failing lists in which something else stands, and what is held against the wrong one of several figures."""

from __future__ import annotations

import pytest
from audit_second_reading import Told, told

RATES = "收入186420元：①学生932人×8.5元×22天=174284元；②教师36人×10元×22天=7920元；③补助{}元。"
GROWN = (
    "全年培训1864人次。国家级312人次、省级186人次、市级274人次、县级1092人次，"
    "总量较2013年的1526人次多出338人次，增幅{}%。"
)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (RATES.format(4216), ("sum", [174284, 7920, 4216], 186420, True)),
        (RATES.format(4261), ("sum", [174284, 7920, 4261], 186420, False)),
        (
            "共发现问题7处，其中库房2处，防蝇设施3处，生熟砧板1处，当场整改5处，其余2处责令改正。",
            ("sum", [5, 2], 7, True),
        ),
        ("住校生534人，占59.4%，男生276人，女生268人，宿管员4名。", ("sum", [276, 268], 534, False)),
        ("住校生544人，占59.4%，男生276人，女生268人，宿管员4名。", ("sum", [276, 268], 544, True)),
        (GROWN.format(22.1), ("growth", [1526, 1864], 22.1, True)),
        (GROWN.format(21.2), ("growth", [1526, 1864], 21.2, False)),
        ("家长卷发出600份，收回582份，有效问卷576份，有效率98.97%。", ("ratio", [576, 582], 98.97, True)),
        ("家长卷发出600份，收回582份，有效问卷576份，有效率98.79%。", ("ratio", [576, 582], 98.79, False)),
    ],
)
def test_it_reads_what_was_meant(text: str, meant: Told) -> None:
    read = told(text)
    assert meant in read
    assert [one for one in read if not one[3]] == [meant] * (not meant[3])


@pytest.mark.parametrize(
    "text",
    [
        "第一小学6个班270人，第二小学8个班356人，实验小学10个班450人，城南小学4个班176人，滨江小学6个班262人。",
        "全区和全市平均及格率分别为71.4%和68.2%，全区比上年提高3.1个百分点。",
    ],
)
def test_accidents_are_not_called_wrong(text: str) -> None:
    assert all(one[3] for one in told(text))


OF_ALL = "在册学员2147人，较上年净增251人。其中女学员1682人，占78.3%；60岁以下409人，60至70岁1243人，70岁以上{}人。"
WITH_REST = "284座厕所已改造完成271座，完成率95.4%，其中水冲式198座、三格化粪池式52座、旱厕{}座；剩余13座年底前完成。"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (OF_ALL.format(495), ("sum", [409, 1243, 495], 2147, True)),
        (OF_ALL.format(459), ("sum", [409, 1243, 459], 2147, False)),
        (WITH_REST.format(21), ("sum", [198, 52, 21], 271, True)),
        (WITH_REST.format(31), ("sum", [198, 52, 31], 271, False)),
    ],
)
def test_a_list_is_held_against_its_own_whole(text: str, meant: Told) -> None:
    read = told(text)
    assert meant in read
    assert [one for one in read if not one[3]] == [meant] * (not meant[3])
