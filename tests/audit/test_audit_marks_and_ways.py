"""Averages and products told in rows: mean marks of tests, averages at two times, one rate applied by name."""

from __future__ import annotations

import pytest
from audit_changes import told


def asserted(text: str, kind: str) -> list[tuple[list[float], float, bool]]:
    """Return parts, total and whether it holds, of the relations of a kind the whole engine reads."""
    return [(parts, total, holds) for _, parts, total, holds in told(text, kind)]


MARKS = [
    # text, right, wrong, parts
    ("七(3)班考试45人，总分3721.5分，平均分{}，合格42人，合格率93.3%。", 82.7, 87.2, [3721.5, 45]),
    ("全镇四年级共六个班236人参加检测，总分19352分，平均分{}，优秀98人。", 82.0, 28.0, [19352, 236]),
    ("英语应考118人，实考114人，总分8436分，均分{}分。", 74, 47, [8436, 114]),
    ("期末参考学生62人，科学总分5084分，人均{}分。", 82, 92, [5084, 62]),
    ("参赛选手24人，平均成绩{}分，总分2054.4分。", 85.6, 86.5, [2054.4, 24]),
]


@pytest.mark.parametrize(("text", "right", "wrong", "parts"), MARKS)
def test_it_reads_a_mean_mark_of_those_who_sat(text: str, right: float, wrong: float, parts: list[float]):
    for figure, holds in ((right, True), (wrong, False)):
        assert asserted(text.format(f"{figure:.1f}"), "average") == [(parts, figure, holds)]


def test_it_reads_the_mean_of_each_subject_of_one_number():
    text = "参考学生64人，语文总分5312分，平均分83分；数学总分4928分，平均分77分。"
    assert asserted(text, "average") == [([5312, 64], 83, True), ([4928, 64], 77, True)]


@pytest.mark.parametrize(
    "text",
    [
        "中考总分650分，全县考生2860人，平均分438.6分，比上年提高6分。",
        "高考满分750分，参考1420人，均分462.5分。",
        "考生512人，总分600分以上的38人，平均分486.5分。",
        "合格42人，缺考3人，总分3721.5分，平均分82.7。",
        "平均分3个班高于年级水平，总分120分。",
    ],
)
def test_marks_of_something_else_make_no_mean(text: str):
    assert not [one for one in asserted(text, "average") if not one[2]]


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts"),
    [
        (
            "五年间在校学生由48360人减少到36120人，学校由186所调整为129所，校均规模由260人提高到{}人。",
            280, 208, [[48360, 186], [36120, 129]],
        ),
        (
            "学校由2010年的186所撤并为目前的129所。\n在校生从48360人下降到36120人，校均规模由260人增加到{}人。",
            280, 820, [[48360, 186], [36120, 129]],
        ),
    ],
)  # fmt: skip
def test_it_reads_both_averages_of_a_way(text: str, right: int, wrong: int, parts: list[list[float]]):
    read = asserted(text.format(right), "average")
    assert sorted(read) == sorted([(parts[0], 260, True), (parts[1], right, True)])
    assert (parts[1], wrong, False) in asserted(text.format(wrong), "average")


def test_a_way_of_which_nothing_comes_out_is_no_average():
    text = "学生由48360人减少到36120人，学校由186所调整为129所，校均占地由12亩提高到18亩。"
    assert asserted(text, "average") == []


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts"),
    [
        (
            "小学96所、初中21所。小学在校生由30120人减到26880人。寄宿制学校18所，寄宿生6210人。小学校均规模{}人。",
            280, 290, [26880, 96],
        ),
    ],
)  # fmt: skip
def test_it_finds_by_name_what_an_average_is_of(text: str, right: int, wrong: int, parts: list[float]):
    assert asserted(text.format(right), "average") == [(parts, right, True)]
    assert asserted(text.format(wrong), "average") == [(parts, wrong, False)]


def test_it_finds_by_name_those_of_whom_so_many_have_one():
    text = "学生61320人(小学38410人、初中22910人)。蹲位4380个(小学2816个、初中1564个)，平均每14名学生有一个蹲位。"
    assert asserted(text, "average") == [([61320, 4380], 14, True)]


@pytest.mark.parametrize(
    ("text", "right", "wrong", "parts"),
    [
        (
            "助学金春季资助826人，秋季资助794人，按每生每学期1000元发放，春季82.6万元，秋季{}万元。",
            79.4, 74.9, [794, 0.1],
        ),
        ("男生校服426套，女生校服394套，每套150元，男生63900元，女生{}元。", 59100, 51900, [394, 150]),
        (
            "一等助学金148人，二等助学金236人，按一等每人1500元、二等每人1000元发放，一等22.2万元，二等{}万元。",
            23.6, 26.3, [236, 0.1],
        ),
        (
            "春季就餐学生1240人，秋季就餐学生1310人，每人每天5元、每学期100天，春季补助62万元，秋季补助{}万元。",
            65.5, 56.5, [1310, 100, 0.0005],
        ),
    ],
)  # fmt: skip
def test_it_reads_products_of_one_rate_by_name(text: str, right: float, wrong: float, parts: list[float]):
    assert (parts, right, True) in asserted(text.format(right), "product")
    read = asserted(text.format(wrong), "product")
    assert [one for one in read if not one[2]] == [(parts, wrong, False)]


@pytest.mark.parametrize(
    "text",
    [
        "春季资助826人，秋季资助794人，小学每人500元、初中每人625元，春季46.1万元，秋季44.7万元。",
        "小学学制6年，每年新生3000人上下，在校学生1万多人。",
    ],
)
def test_products_of_what_is_not_told_are_none(text: str):
    assert asserted(text, "product") == []
