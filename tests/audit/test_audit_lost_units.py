from __future__ import annotations

import pytest

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes

Told = tuple[list[float], float, bool]


def asserted(text: str, kind: str) -> list[Told]:
    """Return parts, total and verdict of every relation of a kind that an audit reads in a text."""
    found = audit(read_bytes(text.encode(), "report.txt")).relations
    return [
        ([float(part.value) for part in one.parts], float(one.total.value), judged.holds)
        for one, judged in found
        if one.kind == kind
    ]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("教育经费达830.5亿元，比上年的792.4增长4.81%。", "growth", [([792.4, 830.5], 4.81, True)]),
        ("全县人口12.95万，其中城镇4.56万，乡村8.93万。", "sum", [([4.56, 8.93], 12.95, False)]),
        ("全县人口12.95万，比上年12.75万增长1.57%。", "growth", [([12.75, 12.95], 1.57, True)]),
        ("教育经费达830.5亿元，比上年的792.4增长4.89%。", "growth", [([792.4, 830.5], 4.89, False)]),
        ("13至15周岁人口总数1235，初中在校生1174人，毛入学率95.1%。", "ratio", [([1174, 1235], 95.1, True)]),
        ("学校有学生187人，校舍总建筑面积为720，生均4.1平方米。", "average", [([720, 187], 4.1, False)]),
        ("在校生23420人，占总人口的8.6%，比2010年增加7885人，增长51.8%。", "growth", [([23420, 7885], 51.8, False)]),
        ("大学程度的717人，比1982年增加392人，增加1.2倍。", "growth", [([717, 392], 120, True)]),
        ("班额44.10人，比上年45.10人减少了1人。", "difference", [([45.1, 44.1], 1, True)]),
        ("先后撤并薄弱学校85所，学校总数从10年前的208所减少到现在的123所。", "difference", [([208, 123], 85, True)]),
        ("在校学生766名，其中外县学生150名。实际本县在校生616名。", "difference", [([766, 150], 616, True)]),
        ("教师1620人负责32400名学生。", "average", []),
        ("全县总人口52.4万人，执业医师1206人，每千人口执业医师2.3人。", "average", [([1206, 524], 2.3, True)]),
        ("有家庭户29461户，集体户1196户，家庭户人口为70309人，集体户人口为4829人。平均每个家庭户的人口为2.39人。",
         "average", [([70309, 29461], 2.39, True)]),
        ("六个专业1628名学生配备教师82人，师生比为1:19.85。", "average", [([1628, 82], 19.85, True)]),
        ("小学部学生291人，幼儿77人，合计368人。教学楼建筑面积1240平方米，合计建筑面积2095平方米，生均建筑面积5.6平方米。",
         "average", [([2095, 368], 5.6, False)]),
    ],
)  # fmt: skip
def test_it_reads_figures_that_lost_their_unit_or_stand_apart(text: str, kind: str, found: list[Told]):
    assert asserted(text, kind) == found


@pytest.mark.parametrize(
    "text",
    [
        "入学率85.2%，比上年的83.1提高2.1个百分点。",
        "新建校舍12000平方米，校舍面积由8万平方米增加到9.5万平方米。",
        "教育支出50亿元，占财政支出的20%，比上年增加4亿元，增长8.5%。",
        "招聘教师80人，退休30人，教师总数由1000人增加到1050人。",
        "少数民族学生所占全部学生总数的84.7。",
        "全县人口717人，占27.6%，比上年增加50人，全县增长2.5%。",
        "中职教师717人，占27.6%，同比增加50人，占比增加2.5%。",
    ],
)
def test_it_calls_nothing_wrong_there(text: str):
    assert all(holds for kind in ("growth", "difference", "ratio") for *_, holds in asserted(text, kind))
