"""Tables on their side, drawn with bars, totals of another scope, and what the prose behind a table tells of it."""

from __future__ import annotations

import pytest

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes

_PAY = """项目  预算数（万元）  决算数（万元）
人员经费  3300  3428
公用经费  850  807
项目支出  1600  1360
合计  5750  5595
"""
_TOWNS = """乡镇  小学生  初中生  合计
东河镇  1820  910  2730
西山镇  1240  605  1845
南岭镇  960  470  1430
合计  4020  1985  6005
"""


def _read(text: str) -> list[tuple[str, list[float], float, bool]]:
    found = audit(read_bytes(text.encode(), "r.txt")).relations
    return [(one.kind, [float(each.value) for each in one.parts], float(one.total.value), j.holds) for one, j in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "随迁子女就读：\n\n学    段 小学 初中 高中 合计\n人    数  412  206  85  703",
            ("sum", [412, 206, 85], 703, True),
        ),
        ("项目 补助 助学金 免学费 合计\n金额 312.5 206.4 118.7 673.6", ("sum", [312.5, 206.4, 118.7], 673.6, False)),
        (
            "│乡镇│小学│初中│合计│\n├──┼──┼──┼──┤\n│甲镇│820│410│1230│\n│乙镇│640│305│945│\n│合计│1460│715│2175│",
            ("sum", [820, 640], 1460, True),
        ),
        (
            (
                "年度  学校数  在校生  专任教师\n"
                "2020年  86  41250  2863\n2021年  84  40986  2915\n比上年增减  -2  -264  62"
            ),
            ("difference", [2915, 2863], 62, False),
        ),
        (
            (
                "年级  七年级  八年级  九年级  合计\n应到  412  398  376  1186\n实到  408  391  370  1169\n"
                "出勤率  99.0%  96.2%  98.4%  98.6%"
            ),
            ("ratio", [391, 398], 96.2, False),
        ),
        (
            (
                "项目  预算  决算\n一、人员经费  4200  4185\n其中：工资  2300  2291\n社保  1900  1894\n"
                "二、公用经费  620  618\n三、项目经费  310  305\n合计  5130  5108"
            ),
            ("sum", [4200, 620, 310], 5130, True),
        ),
        (_PAY + "全年支出为预算的97.3%，人员经费超预算128万元。", ("difference", [3428, 3300], 128, True)),
        (_PAY + "全年支出为预算的97.3%。", ("ratio", [5595, 5750], 97.3, True)),
        (_PAY + "项目支出结余340万元。", ("difference", [1600, 1360], 340, False)),
        (_TOWNS + "东河镇学生最多，占全县的54.5%。", ("ratio", [2730, 6005], 54.5, False)),
        (_TOWNS + "东河镇比西山镇多985人。", ("difference", [2730, 1845], 985, False)),
        (_TOWNS + "补助按每天5元计。在册学生6005人中，西山镇占30.7%。", ("ratio", [1845, 6005], 30.7, True)),
        (
            (
                "品名  数量（公斤）  单价（元）  金额（元）\n大米  600  5.2  3120\n面粉  400  4.8  1920\n"
                "食用油  150  12  1800\n合计  1150  —  6840\n\n本周用餐学生380人，人均支出19.5元。"
            ),
            ("average", [6840, 380], 19.5, False),
        ),
    ],
)
def test_it_reads_what_a_table_and_its_prose_assert(text: str, expected: tuple[str, list[float], float, bool]) -> None:
    """Right figures are read, wrong ones called wrong."""
    assert expected in _read(text)


@pytest.mark.parametrize(
    "text",
    [
        _TOWNS + "东河镇小学生中留守儿童占28%，西山镇寄宿生占60%。",
        _PAY + "人员经费增加中，养老保险占59%，发放及时率92%。",
        _TOWNS + "东河镇比去年增加120人，去年同期占全县的48%。",
        "部分乡镇学生情况\n" + _TOWNS.replace("4020  1985  6005", "14020  6985  21005"),
        _TOWNS.replace("4020  1985  6005", "4420  2185  6605") + "注：合计包括附设班学生。",
        _PAY.replace("合计  5750  5595", "基本支出合计  4150  4235") + "全部另行核定。",
    ],
)
def test_it_calls_nothing_wrong_that_is_of_another_scope(text: str) -> None:
    """Totals of more or fewer rows, shares of what the table does not tell."""
    assert all(holds for *_, holds in _read(text))
