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
