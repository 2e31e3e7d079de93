"""A whole cut a second time behind its list; the one share within a row that does not come out."""

import pytest

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes


def failing(text: str) -> list[tuple[str, list[float], float]]:
    """Return the kind, parts and total of each relation that does not hold."""
    found = audit(read_bytes(text.encode(), "r.txt")).relations
    return [
        (one.kind, [float(p.value) for p in one.parts], float(one.total.value)) for one, it in found if not it.holds
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "收入预算总额为5388440元，其中，人员经费为5057140元，日常公用经费为331300元，财政补助收入为5304400元，其他收入为80000元。",
            [("sum", [5304400, 80000], 5388440)],
        ),
        ("学校共有学生2340人，其中男生1210人，女生1130人，走读生1500人，住宿生830人。", [("sum", [1500, 830], 2340)]),
        (
            "公用经费支出116415元（办公费19181元，占16.5%；手续费5000元，占4.3%；邮电费28202元，占2.3%；差旅费6451元，占5.5%）。",
            [("ratio", [28202, 116415], 2.3)],
        ),
    ],
)
def test_it_calls_wrong_what_misses_its_whole(text: str, told: list[tuple[str, list[float], float]]) -> None:
    assert failing(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "学校共有学生2340人，其中男生1210人，女生1130人，走读生1510人，住宿生830人。",
        "共有学生2340人，其中男生1210人，女生1130人，住宿生830人，贫困生300人。",
        "教职工86人，其中男36人，女50人；本科60人，专科25人。",
        "在校生1200人，其中男生650人，女生550人，城镇户口500人，农村户口690人。",
        "全县教育支出5000万元，其中人员支出3000万元，公用支出2000万元，小学支出2600万元，初中支出2390万元。",
        "考生1200人，其中男650人，女550人，应届800人，往届450人次报名。",
        "全县教师1200人，小学600人，占50%；初中360人，占30%；高中180人，占15%；高级职称教师45人，占25%。",
        "全县学生1000人，小学500人，占50%；初中300人，占30%；初中住校生120人，占40%；高中200人，占20%。",
        "全县线索115件，教学19件，占16.5%；收费5件，占4.3%；食堂23件，占20%，已办结20件，占87%；安全18件，占15.7%。",
        "教师115人，高级19人，占16.5%；中级50人，占43.5%；初级46人，占40%；女教师中高级10人，占12.5%；党员23人，占20%。",
    ],
)
def test_open_lists_and_shares_of_something_else_are_not_called_wrong(text: str) -> None:
    assert not failing(text)


def test_coins_left_out_of_a_long_account_explain_less_than_one_yuan() -> None:
    text = "办公费175892.73元，水费100456.15元，电费420000元，维修费430047.93元，合计支出{}元。"
    assert not failing(text.format("1126397.31"))
    assert failing(text.format("1126399.31"))


def test_what_is_all_of_its_whole_is_told_with_the_noughts_behind_it() -> None:
    text = (
        "本单位2019年收入总计856.42万元，与去年相比减少了44.78万元。\n"
        "本年收入的具体构成为：财政拨款收入856.42万元，占100%；事业收入0万元，占0%；其他收入0万元，占0%。"
    )
    found = audit(read_bytes(text.encode(), "r.txt")).relations
    assert [[float(p.value) for p in one.parts] for one, _ in found if one.kind == "sum"] == [[856.42, 0, 0]]


def test_those_who_came_and_those_who_went_are_no_sum() -> None:
    text = "下半年调出21人，辞职2人，新招7人，区外调入6人，区内调入5人，接收转业1人。"
    assert not audit(read_bytes(text.encode(), "r.txt")).relations
