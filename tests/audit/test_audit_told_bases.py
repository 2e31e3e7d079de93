"""Changes whose base is named: in a clause, in a bracket, in a row of another year; points from a norm; averages."""

from __future__ import annotations

import pytest
from audit_second_reading import told

CHANGES = [
    ("教师2400人，其中小学1500人、特教20人；与“十二五”末的2000人相比，净增400人，增长20%。",
     "growth", [2000, 2400], 20, True),
    ("实有校医180人，缺70人。跟2020年的150人比，增加30人，增长22%。", "growth", [150, 180], 22, False),
    ("七年级招生2120人，同比增长6%（去年2000人），编班44个。", "growth", [2000, 2120], 6, True),
    ("七年级招生2120人，同比增长9%（去年2000人），编班44个。", "growth", [2000, 2120], 9, False),
    ("七年级招生2120人，同比增长6个百分点（去年2000人）。", "growth", [2000, 2120], 6, True),
    ("受理投诉180件，比上年（240件）减少20%。", "growth", [240, 180], -20, False),
    ("今年发生事故6起、伤12人，上年同期8起、15人，分别下降25%和20%。", "growth", [15, 12], -20, True),
    ("今年发生事故6起、伤12人，上年同期8起、15人，分别下降25%和30%。", "growth", [15, 12], -30, False),
    ("小学、初中招生分别为2100人、1900人，上年分别为2000人、2000人，分别增长5%、下降5%。",
     "growth", [2000, 1900], -5, True),
    ("实际注册1500人。\n2020年招生1100人，2021年招生1200人，今年比2021年增长25%。", "growth", [1200, 1500], 25, True),
    ("毛入园率91.5%，比省定90%的目标高1.5个百分点。", "difference", [91.5, 90], 1.5, True),
    ("毛入园率91.5%，比省定90%的目标高2.5个百分点。", "difference", [91.5, 90], 2.5, False),
    ("优良率42.3%，超过省定40%的底线2.3个百分点，较上年38.9%提高3.4个百分点。", "difference", [42.3, 38.9], 3.4, True),
    ("大班额占比由6.1%降至0.8%，下降5.3%。", "difference", [6.1, 0.8], 5.3, True),
    ("当年招收幼儿3550人，比上年增加150人，增长4.4%。", "growth", [3550, 150], 4.4, True),
    ("当年招收幼儿3550人，比上年增加150人，增长4.2%。", "growth", [3550, 150], 4.2, False),
    ("在校生比上年的8000人增长3%，达到8240人。", "growth", [8000, 8240], 3, True),
    ("在校生比上年的8000人增长5%，达到8240人。", "growth", [8000, 8240], 5, False),
    ("招聘教师150名，网上报名2100人，审查合格1800人，平均12人争一个岗位。", "average", [1800, 150], 12, True),
    ("招聘教师150名，网上报名1800人，平均15人争一个岗位。", "average", [1800, 150], 15, False),
    ("我校学生800人。\n全年支出56万元，其中图书6万元（生均75元）。", "average", [60000, 800], 75, True),
    ("我校学生800人。\n全年支出56万元，其中图书6万元（生均7.5元）。", "average", [60000, 800], 7.5, False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "parts", "total", "holds"), CHANGES)
def test_a_change_is_held_against_the_base_that_is_named(
    text: str, kind: str, parts: list[float], total: float, holds: bool
) -> None:
    assert (kind, parts, total, holds) in told(text)
    assert [one for one in told(text) if one[0] == kind and one[2] == total] == [(kind, parts, total, holds)]


@pytest.mark.parametrize(
    "text",
    [
        "近视率51.2%，比上年的52.9%下降1.7个百分点，其中小学38.1%，比上年下降2.2个百分点。",
        "与2019年的4512人相比，2022年在园幼儿减少到3860人，其中公办园增加120人，增长6.2%。",
        "高级与中级教师42人，增加3人，增长7.7%。",
        "会议室与教室42间，增加2间，增长5%。",
        "培训教师1860人次，增长8.4%（去年同期含网络培训2200人次）。",
        "招生4210人，比上年增长5.3%（全市上年增长3.1%）。",
        "学生3000人，增长5%（其中城区1200人）。",
        "今年投入3200万元、培训860人次，明年计划3600万元、900人次，分别增长20%、8%。",
        "近视率51.2%，比上年的52.9%下降1.7个百分点，比全省54.1%的平均水平低2.9个百分点。",
    ],
)
def test_a_change_of_other_things_is_not_called_wrong(text: str) -> None:
    assert [one for one in told(text) if not one[3]] == []


def test_a_number_broken_before_its_point_is_one() -> None:
    text = "锁定债务4362.7万元，涉及23个乡镇。\n截至11月30日，累计偿还债务3185\n.4万元，占锁定债务的73%。"
    assert ("ratio", [3185.4, 4362.7], 73, True) in told(text)
