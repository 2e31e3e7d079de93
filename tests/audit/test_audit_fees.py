"""Fees told once, and what they came to told later by their names."""

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes

_FEES = "一、收费项目\n1、学费260元/人；\n2、作业本费15元/人；\n3、住宿费80元/人。\n二、收费情况：{}"


def products(text: str) -> list[tuple[list[float], float, bool]]:
    """Return parts, total and whether it holds of each relation of a text; nothing but products is read."""
    found = audit(read_bytes(_FEES.format(text).encode(), "r.txt")).relations
    assert all(one.kind == "product" for one, _ in found)
    return [([float(p.value) for p in one.parts], float(one.total.value), it.holds) for one, it in found]


def test_a_fee_is_multiplied_by_those_who_paid_it() -> None:
    told = products("高中学费收费人数80人，收费总额20800元；作业本费收费人数640人，收费总额9600元。")
    assert told == [([80, 260], 20800, True), ([640, 15], 9600, True)]


def test_what_misses_it_by_a_slip_is_called_wrong() -> None:
    assert products("住宿费收费人数120人，收费总额9060元。") == [([120, 80], 9060, False)]


def test_totals_of_other_fees_are_neither_products_nor_a_sum() -> None:
    assert products(
        "校服费收费人数120人，收费总额30400元；学费收费人数80人，收费总额20800元；课本费收费总额51300元。"
    ) == [([80, 260], 20800, True)]


def test_a_fee_beside_another_of_its_name_is_not_the_one_all_paid() -> None:
    text = "1.学费250元/人，下学期260元/人。学费收费72人，合计18360元。"
    assert not audit(read_bytes(text.encode(), "r.txt")).relations
