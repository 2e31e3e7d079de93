from __future__ import annotations

import pytest
from audit_asserted import asserted
from audit_linear import takes_linear_time

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("年初预算为842.6万元，支出决算为1310.4万元，完成年初预算的100%。", [([1310.4, 842.6], 100, False)]),
        ("小学年初预算为2210.5万元，支出决算为2154.1万元，完成年初预算的97.45%。", [([2154.1, 2210.5], 97.45, True)]),
        ("初中9班，学生512人，其中女生250人，占48.8%；高中6班，学生530人，其中女生262人，占48.9%。",
         [([250, 512], 48.8, True), ([262, 530], 48.9, False)]),
        ("小学生1295人，其中男生656人（51.9%），女生639人（49.3%）。",
         [([656, 1295], 51.9, False), ([639, 1295], 49.3, True)]),
        ("专任教师1520人。教职工里，代课教师312人，占专任教师的22%。", [([312, 1520], 22, False)]),
        ("中职在校生1200人，普高在校生2800人，中职在校生占高中阶段在校生比例为42.86%。",
         [([1200, 4000], 42.86, False)]),
        ("中职在校生1200人，普高在校生2800人，中职在校生占高中阶段在校生比例为30%。", [([1200, 4000], 30, True)]),
        ("寄宿生3324人，占全州中、小学生总数12444人的26.71%。", [([3324, 12444], 26.71, True)]),
        ("目前已开工62个，开工率92.5%；已竣工40个，竣工率60%。该市共安排改造项目67个。",
         [([62, 67], 92.5, True), ([40, 67], 60, True)]),
        ("汉族人口54606人，占总人口的88.5%，比上次增加6210人。少数民族7097人，占总人口的11.5%，其中回族3085人，占总人口的5%。",
         [([54606, 61703], 88.5, True), ([7097, 61703], 11.5, True), ([3085, 61703], 5, True)]),
        ("初中毕业生2310人，升入高中2256人，初升高比例97.66%。", [([2256, 2310], 97.66, True)]),
        ("专项经费1.15亿元，其中用于教师经费6513.51万元，占56.7%。", [([6513.51, 11500], 56.7, True)]),
    ],
)  # fmt: skip
def test_it_reads_a_share_of_the_whole_its_place_or_name_leaves(
    text: str, found: list[tuple[list[float], float, bool]]
):
    assert asserted(text, "ratio") == found


def test_it_reads_men_to_a_hundred_women():
    text = "男性42310人，女性40120人，性别比为{}。"
    assert asserted(text.format("105.46"), "multiple") == [([42310, 40120], 105.46, True)]
    assert asserted(text.format("107.46"), "multiple") == [([42310, 40120], 107.46, False)]
    assert not asserted("男教师480人，女教师720人，男女比例为2:3。", "multiple")


@pytest.mark.parametrize(
    "text",
    [
        "全县男性84127人，女性80258人，出生人口性别比112.3。",
        "全县男性84127人，女性66335人，常住人口性别比为118.4。",
        "男生1200人，女生1000人，全县平均性别比为108.5。",
        "男生1200人，女生1000人，性别比110（女=100为全县平均）。",
    ],
)
def test_a_ratio_of_the_sexes_of_others_is_not_of_the_two_before_it(text: str):
    assert not asserted(text, "multiple")


@pytest.mark.parametrize(
    "text",
    [
        "中小学生1000人，初中生400人，其中女生190人，占19%。",
        "年初预算为0万元，支出决算为56万元，完成年初预算的100%。",
        "年初预算300万元，调整预算450万元，支出决算450万元，完成调整预算的100%。",
        "共查出患龋学生1946人，患龋率11.2%。其中一年级8人，患龋率0.5%。",
        "县城学校6933人，国才、燎火612人，占11%。",
        "教师1200人，男教师480人，女教师720人，男女比例为2:3。",
        "中职教师120人，普高教师280人，中职学生占高中阶段学生的42%。",
        "小学教育年初预算为1255万元，初中教育支出决算为600万元，完成年初预算的95%。",
        "收入预算1255万元，支出决算1000万元，完成支出预算的100%。",
        "全校学籍学生705人，在校688人，其中少数民族247人，占35%。",
        "普通高中招生3000人，中职招生1500人，中职招生占高中阶段招生的50%为目标。",
        "职业中专招生628人，普通高中招生1243人，职业中专招生占高中阶段招生的32.3%，另有技校招生73人。",
        "民办普通高中在校生3000人，民办中职在校生1500人，民办中职在校生占全县高中阶段在校生的32%。",
    ],
)
def test_it_calls_no_share_of_something_else_wrong(text: str):
    assert all(holds for *_, holds in asserted(text, "ratio"))


def test_shares_that_two_parts_make_up_take_linear_time() -> None:
    piece = "汉族26460人，占总人口的92.8%，少数民族20497人，占总人口的7.2%，"
    takes_linear_time(lambda size: audit(read_bytes((piece * (size // len(piece))).encode(), "r.txt")), 16_000)
