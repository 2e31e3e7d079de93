"""Periods of a year, amounts of a year, sub-totals counted twice, what is told behind a list or beside its parts."""

from __future__ import annotations

import pytest
from audit_second_reading import Told, told

ANSWERS = (
    "发出问卷600份，有效问卷576份。\n\n"
    "对学校工作，选“满意”的341人（59.2%），选“基本满意”的198人（34.4%），选“不满意”的37人（{}%）。"
)
GRADES = "校舍412630平方米，其中危房{}平方米，占13.8%，按等级分：B级12360平方米，C级17250平方米，D级27320平方米。"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("一季度查处违规行为7起，二季度5起，上半年共查处{}起。", ("sum", [7, 5], 12, 13)),
        ("上半年发放312万元，下半年发放330万元，全年发放{}万元。", ("sum", [312, 330], 642, 624)),
        (
            "迁建新增学位1620个；扩建增加900个；改建增加1440个，三校共计新增学位{}个。",
            ("sum", [1620, 900, 1440], 3960, 3690),
        ),
        ("补充教师86人（含特岗24人），县外选调31人，累计{}人。", ("sum", [86, 31], 117, 141)),
        (GRADES, ("sum", [12360, 17250, 27320], 56930, 56840)),
        (ANSWERS, ("ratio", [37, 576], 6.4, 6.8)),
    ],
)
def test_it_reads_the_right_figure_and_calls_the_wrong_one_so(
    text: str, meant: tuple[str, list[float], float, float]
) -> None:
    kind, parts, right, wrong = meant
    assert (kind, parts, right, True) in told(text.format(f"{right:g}"))
    assert (kind, parts, wrong, False) in told(text.format(f"{wrong:g}"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "投入38.5万元改造厕所，12.8万元更换床196张，5.2万元安装监控，全年硬件投入56.5万元。",
            ("sum", [38.5, 12.8, 5.2], 56.5, True),
        ),
        ("大班额有87个，占当时978个班的8.9%，小学52个，初中35个。", ("sum", [52, 35], 87, True)),
        (ANSWERS.format("6.4"), ("ratio", [198, 576], 34.4, True)),
    ],
)
def test_it_reads_what_comes_out(text: str, meant: Told) -> None:
    assert meant in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "今年招聘86人（含特岗24人），选调31人，三年累计141人。",
        "一季度资助学生312人，二季度资助学生330人，上半年共资助学生586人。",
        "省级投入38.5万元，市级12.8万元，县级5.2万元，全年投入校园安全66.5万元。",
        "迁建新增学位1620个；扩建增加900个，全县学位总数增加3690个。",
    ],
)
def test_what_is_true_is_not_called_wrong(text: str) -> None:
    assert all(one[3] for one in told(text))
