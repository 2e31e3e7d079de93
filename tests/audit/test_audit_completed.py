"""Totals whose last part stands in the next sentence."""

from __future__ import annotations

import pytest

from junheng.audit.engine import audit
from junheng.audit.model import Block, Document

LIST = "区内有中小学校幼儿园39所，其中小学16所，初中9所，九年一贯制学校5所，普通高中3所，职业高中1所，其余学校2所。"


def sums(text: str) -> list[tuple[list[int], bool]]:
    found = audit(Document("report.txt", text, (Block("paragraph", 0, len(text)),))).relations
    return [([int(part.value) for part in one.parts], judged.holds) for one, judged in found if one.total.value == 39]


def test_the_part_the_list_lacks_is_found_by_name_and_figure_in_the_next_sentence() -> None:
    assert sums(LIST + "幼儿园49所，其中教办园3所，校办园2所。") == [([16, 9, 5, 3, 1, 2, 3], True)]


@pytest.mark.parametrize(
    "behind",
    ["", "幼儿园49所，其中教办园4所，校办园2所。", "教学点49个，其中村小3所。", "另建食堂3所。"],
    ids=["nothing", "another figure", "a name the total has not", "no name"],
)
def test_without_name_and_figure_the_list_falls_short(behind: str) -> None:
    assert sums(LIST + behind) == [([16, 9, 5, 3, 1, 2], False)]


def test_the_part_the_list_lacks_is_found_behind_a_word_that_adds_it() -> None:
    text = "全年落实资助共计39人次。其中学前资助16人次；小学资助9人次；初中资助6人次。此外，专项资助8人次。"
    assert sums(text) == [([16, 9, 6, 8], True)]


def test_a_total_behind_its_list_is_not_completed_by_what_follows_it() -> None:
    assert sums("新建食堂20个、浴室9个、水房8个，三项合计39个。评选先进集体36个，2个项目获奖。") == [
        ([20, 9, 8], False)
    ]
