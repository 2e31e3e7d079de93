"""Figures told before a list, each a column of it; what became of projects; points lost, traditional characters."""

import pytest

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes

LIST = (
    "今年下达项目23项，总投资{}万元，申请省级资金3290万元，县级资金610万元。其中：1.校舍维修14项，投资1500万元，"
    "全额申请省级资金；2.运动场6个，投资1300万元，申请省级资金1040万元，县级资金260万元；3.食堂3个，投资1100万元，"
    "申请省级资金750万元，县级资金350万元。"
)
DISTRICTS = (
    "全县改造食堂经费86.5万元，其中上级资金52.3万元，乡镇配套34.2万元。东镇经费30.1万元，全部为上级资金；"
    "西镇经费36.2万元，其中上级资金12.1万元，乡镇配套24.1万元；南乡经费20.2万元，其中上级资金10.1万元，乡镇配套10.1万元。"
)


def told(text: str) -> list[tuple[str, list[float], float, bool]]:
    found = audit(read_bytes(text.encode(), "报告.txt")).relations
    return [
        (one.kind, [float(part.value) for part in one.parts], float(one.total.value), two.holds) for one, two in found
    ]


@pytest.mark.parametrize(
    ("text", "parts", "total"),
    [
        (LIST.format(3900), [1500, 1040, 750], 3290),
        (LIST.format(3900), [260, 350], 610),
        (LIST.format(3900), [14, 6, 3], 23),
        (LIST.format(3900), [1500, 1300, 1100], 3900),
        (DISTRICTS, [30.1, 12.1, 10.1], 52.3),
        (DISTRICTS, [24.1, 10.1], 34.2),
    ],
)
def test_a_head_is_the_column_of_its_name(text: str, parts: list[float], total: float) -> None:
    assert ("sum", parts, total, True) in told(text)


def test_a_list_that_tells_only_the_main_numbers_asserts_nothing() -> None:
    text = "今年下达资金1200万元，涉及学校16所。主要项目："
    text += "1.维修8所，资金500万元；2.设备5所，资金300万元；3.绿化2所，资金100万元。"
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "parts", "total", "holds"),
    [
        ("今年改造项目18个。到6月底，14个项目完工，1个项目主体封顶，3个项目正在招标。", [14, 1, 3], 18, True),
        ("规划建设幼儿园24所，其中16所已建成，5所在建，3所未开工。", [16, 5, 3], 24, True),
        ("规划建设幼儿园24所，其中16所已建成，5所在建，2所未开工。", [16, 5, 2], 24, False),
        ("規劃建設幼兒園24所，其中16所已建成，5所在建，2所未開工。", [16, 5, 2], 24, False),
    ],
)
def test_what_became_of_projects_is_all_of_them(text: str, parts: list[float], total: float, holds: bool) -> None:
    assert told(text) == [("sum", parts, total, holds)]


def test_a_row_that_ends_with_tenders_need_not_be_all() -> None:
    assert told("今年改造项目20个。到6月底，14个项目完工，1个项目主体封顶，3个项目正在招标。") == []


def test_traditional_characters_and_syllables_in_brackets_are_read_through() -> None:
    text = "全縣共有學(xué)校119所，其中小學(xué)80所，初中(zhōng)30所，高中9所，投資300萬元。"
    assert ("sum", [80, 30, 9], 119, True) in told(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共有班级286 35万个，大班18 4万个，占总班级数的6 43%，超大班1 72万个，占总班级数的0 6%。", [6.43, 0.6]),
        ("共有班级286 35万个，大班18.4万个，占总班级数的6.43%。", []),
    ],
)
def test_points_are_put_back_where_a_text_lost_them(text: str, found: list[float]) -> None:
    assert [total for kind, parts, total, _ in told(text) if kind == "ratio" and parts[1] == 286.35] == found


def test_a_stray_full_stop_in_a_bracket_ends_nothing() -> None:
    assert told("完成经费105.\n88575万元（其中初中55.40163万元，小学。\n50.48412万元）。") == [
        ("sum", [55.40163, 50.48412], 105.88575, True)
    ]
