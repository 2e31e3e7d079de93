"""Equations as the text writes them: sums, products, averages, shares, with nested results; slogans are none."""

import pytest

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes


def read(text: str) -> list[tuple[str, list[float], float, bool]]:
    """Return the kind, parts and total of each relation, and whether it holds."""
    found = audit(read_bytes(text.encode(), "r.txt")).relations
    return [(one.kind, [float(p.value) for p in one.parts], float(one.total.value), it.holds) for one, it in found]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "报名费：38*45=1710 收入合计:1710+290=2000",
            [("product", [38, 45], 1710, True), ("sum", [1710, 290], 2000, True)],
        ),
        ("支出：210＋365.5＋88＝653.5元。", [("sum", [210, 365.5, 88], 653.5, False)]),
        ("结余：1380－663.5＝716.5元。", [("difference", [1380, 663.5], 716.5, True)]),
        (
            "96人*11元/天*20天+4人*3.5元/天*20天=21120+280=21400",
            [
                ("product", [96, 11, 20], 21120, True),
                ("product", [4, 3.5, 20], 280, True),
                ("sum", [21120, 280], 21400, True),
            ],
        ),
        ("合格率＝456÷480×100％＝96％", [("ratio", [456, 480], 96, False)]),
        ("平均分：(92+88+93)÷3=91分", [("average", [273, 3], 91, True)]),
        ("补助：小学60人×500元+初中40人×625元=55000元", [("product", [60, 500, 40, 625], 55000, True)]),
        ("共需120人×500元＝6万元", [("product", [120, 0.05], 6, True)]),
        ("总评85×40%+90×60%=88分", [("product", [85, 0.4, 90, 0.6], 88, True)]),
        ("收费：初二198人×105元=20970元", [("product", [198, 105], 20970, False)]),
        ("2020年-2016年=4年。", [("difference", [2020, 2016], 4, True)]),
        ("3年×12个月=36个月。", [("product", [3, 12], 36, True)]),
        ("120人×250元/人/年×3年=9万元。", [("product", [120, 0.025, 3], 9, True)]),
        ("受益学生1.5万人×800元=1200万元。", [("product", [15000, 0.08], 1200, True)]),
        ("培训校长2万人次×3天=6万人天。", [("product", [20000, 0.0003], 6, True)]),
        ("共12000+8000=2万人。", [("sum", [1.2, 0.8], 2, True)]),
        ("结余30-10=20万元。", [("difference", [30, 10], 20, True)]),
        ("1.5万元+5000元=3万元。", [("sum", [1.5, 0.5], 3, False)]),
        ("6000万元÷2万人=3000元。", [("average", [60000000, 20000], 3000, True)]),
        ("水费：3月210.5+4月188.3=398.8元", [("sum", [210.5, 188.3], 398.8, True)]),
    ],
)
def test_it_reads_what_an_equation_says(text: str, told: list[tuple[str, list[float], float, bool]]) -> None:
    assert read(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "落实100-1=0的理念。",
        "坚持“5+2=8”。",
        "师生比=1:15，n=76，P=0.05",
        "x+3=5，y=3×x",
        "2023-2024=两学期",
        "1000米=3分50秒",
        "60-69分=12人，70-79分=20人，80-89分=5人。",
        "选择题1-10=30分，填空题11-15=20分。",
        "2019-2020学年=300人。",
        "表3-1=12人。",
        "http://a.cn/show.asp?id=212-30=5",
        "栏次3=1+2=800元。",
        "第5栏=3栏+4栏=120人。",
        "合计=（1）+（2）=300人。",
        "（3）=（1）-（2）=20万元。",
        "9月+10月+11月=3个月。",
        "2.480÷500=96%。",
        "5/6班=11班。",
        "500元/月×3年=18000元。",
        "(30人+40人)×200元=14000元。",
        "(550/500-1)×100%=10%。",
    ],
)
def test_slogans_and_formulas_are_no_equations(text: str) -> None:
    assert read(text) == []


def test_the_marks_of_an_equation_are_no_name_in_its_finding() -> None:
    found = audit(read_bytes("合计=(92+88+93)÷3=95分".encode(), "r.txt")).findings
    assert [one.zh for one in found] == ["273（92、88、93）÷3＝91分，与“95分”差4分"]
