"""Growth told behind a list is the total's."""

from __future__ import annotations

from junheng.audit.engine import audit
from junheng.audit.model import Block, Document


def growth(text: str) -> list[tuple[list[float], bool]]:
    found = audit(Document("report.txt", text, (Block("paragraph", 0, len(text)),))).relations
    return [([float(part.value) for part in one.parts], judged.holds) for one, judged in found if one.kind == "growth"]


def test_growth_behind_a_list_is_that_of_the_total() -> None:
    text = "全年投入12.86亿元，其中财政拨款10.98亿元、事业收入1.88亿元，比上年的12.10亿元增长6.3%。"
    assert growth(text) == [([12.1, 12.86], True)]


def test_growth_of_the_last_part_stays_its_own_where_it_comes_out() -> None:
    text = "全年投入12.86亿元，其中财政拨款10.98亿元、事业收入1.88亿元，比上年的1.60亿元增长17.5%。"
    assert growth(text) == [([1.6, 1.88], True)]


def test_nothing_is_said_where_neither_comes_out() -> None:
    assert growth("全年投入12.86亿元，其中财政拨款10.98亿元、事业收入1.88亿元，比上年的3.10亿元增长6.3%。") == []


def test_growth_without_a_list_still_fails() -> None:
    assert growth("全年投入12.86亿元，比上年的12.10亿元增长9.3%。") == [([12.1, 12.86], False)]
