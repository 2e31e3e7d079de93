"""What is told so that no other reading is left: it is read where it holds, and called wrong where it does not."""

from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_second_reading import PAGE, told

NURSES = "保健员214人，保育员386人。各园管理严格。保育员中持证的301人，占{}%。"
WEIGHED = "近三年化债工作推进顺利。锁定债务6425.5万元。\n二、进展。已偿还3968.2万元，化解率{}%，剩余债务2457.3万元。"
BOOKS = (
    "馆藏图书41.24万册，其中小学26.46万册，初中14.78万册。小学在校生9800人，生均图书27册，"
    "初中在校生4620人，生均图书{}册。"
)


@pytest.mark.parametrize(
    ("text", "right", "wrong", "kind", "total"),
    [
        # Families that leave nothing out.
        ("园区占地842.5平方米，属自有的{}平方米、租赁的310.2平方米。", 532.3, 542.3, "sum", 842.5),
        ("乡中心校牵头办学，覆盖学校46所，其中龙头校9所，成员校{}所。", 37, 38, "sum", 46),
        ("县里有接送车64辆，自有27辆、租赁37辆，符合国标的{}辆，非专用校车5辆。", 59, 60, "sum", 64),
        ("近两年交付的58个住宅小区中，按要求配套小学、幼儿园的只有23个，没有配套的{}个。", 35, 34, "sum", 58),
        # A row that ends with its sentence is the list, not its first two.
        ("全园教职工156人，公办86人，民办48人，代课{}人。", 22, 28, "sum", 156),
        # Told once more by the next sentence, or line.
        (
            "留守儿童5214人，其中小学3480人，初中1734人。父母双方外出的{}人，单方外出的2206人。",
            3008, 3080, "sum", 5214,
        ),
        # The unit and the mark behind one of the parts fell out.
        ("教师1236人，其中幼儿园214人、小学486人、初中{}高中178职校44人。", "314人、", "341人、", "sum", 1236),
        # An institution named by what is done there; the titles beside the stages.
        ("民办学校58所，其中幼儿园41所，小学2所，初中1所，艺术类培训机构{}所。", 14, 15, "sum", 58),
        (
            "教师2318人按学段分：高中416人，初中724人，小学1178人；按职称分：高级486人，中级1124人，初级及未评定{}人。",
            708, 718, "sum", 2318,
        ),
        # Where money comes from: what is left of last year is a source.
        ("到位资金3684万元。资金来源为：省补助1864万元，县级配套972万元，上年结余{}万元。", 848, 948, "sum", 3684),
        # A total closes the row right before it.
        ("今年实施项目9个，总投资2.4亿元，新增小学学位3240个、初中学位{}个，合计5100个。", 1860, 1680, "sum", 5100),
        # Places and pupils.
        ("镇区小学学位5240个，而在校学生6618人，缺口{}个。", 1378, 1478, "difference", None),
        # A share of those whom its sentence names, and that of all the others.
        (NURSES, 78.0, 70.8, "ratio", None),
        (NURSES.replace("301", "227"), 58.8, 41.2, "ratio", None),
        # Between what was done and what is left.
        (WEIGHED, 61.8, 68.1, "ratio", None),
        # As the other stage beside it.
        (BOOKS, 32.0, 36.0, "average", None),
        # 多 with a figure right behind it tells how many more.
        ("今年上线286人，比去年的248人多38人，增长{}%。", 15.3, 13.3, "growth", None),
    ],
)  # fmt: skip
def test_it_reads_what_leaves_no_other_reading(
    text: str, right: object, wrong: object, kind: str, total: float | None
) -> None:
    def found(value: object) -> list[bool]:
        whole = total if total is not None else float(str(value))
        return [holds for each, _, printed, holds in told(text.format(value)) if (each, printed) == (kind, whole)]

    assert found(right)
    assert all(found(right))
    assert not all(found(wrong))


@pytest.mark.parametrize(
    "text",
    [
        # What is told besides is no part of what is more than it already; a distinction is no kind.
        "在编教职工864人，其中教师812人，另有临聘教师96人。",
        "教职工214人，其中专任教师168人，“双师型”教师71人。",
        # Two kinds in a row are not part and whole.
        "在园幼儿中公办园5240人、普惠性民办园4380人，普惠率85.4%。",
        # Two whose names leave nothing out stand beside a third that comes to the whole.
        "全园教职工156人，公办86人，民办48人，代课22人。",
        # One of those counted is told apart.
        "全县学校63所，其中小学46所、初中12所、完全中学4所。特教学校是63所学校中唯一免费供餐的学校。",
        # A rate of something else between what came and what is wanting.
        "应到1200人，实到980人，合格率85%，还差220人。",
        # Another whole than the one its sentence names.
        "小学保育员386人。\n" + PAGE + "\n保育员中持证的301人，占70.8%。",
        "保育员386人，其中城区保育员120人。保育员中持证的约301人，占70.8%。",
        # The parts of the sentence before are divided by what may be told of some of them only.
        "留守儿童5214人，其中小学3480人，初中1734人。父母双方外出的3008人，单方外出的1320人。",
        "留守儿童5214人，其中小学3480人，初中1734人。有手机的3008人，有电脑的2280人。",
        # What was taken off what was told before, and what is left of it.
        "拟招聘教师186名，其中高中24名，初中52名，小学78名，幼儿园32名。核减岗位6名，实际招聘180名。",
    ],
)
def test_it_is_silent_on_what_only_looks_so(text: str) -> None:
    assert all(holds for *_, holds in told(text))


def test_a_bracket_behind_a_figure_without_a_unit_divides_that_figure_alone() -> None:
    text = "学生3862人(小学2146人,初中1716人)食堂建筑面积4862(小学2640,初中2222)。"
    assert {total for kind, _, total, _ in told(text) if kind == "sum"} == {3862, 4862}


def test_what_was_taken_off_and_what_is_left_are_no_sum() -> None:
    text = "拟招聘教师186名，其中高中24名，初中52名，小学78名，幼儿园32名。核减岗位6名，实际招聘180名。"
    assert ("sum", [6, 180], 186, True) not in told(text)


@pytest.mark.parametrize(
    "piece",
    [
        "保育员中持证的31人，占22%。",
        "63所学校中唯一的小学46所、初中16所。",
        "教师98人，初中14高中18职校4人。",
        "还50万元，偿还率5%，剩30万元。",
    ],
)
def test_a_long_text_of_one_kind_takes_linear_time(piece: str) -> None:
    takes_linear_time(lambda size: told(piece * (size // len(piece))), 24_000)
