"""Rates of what was counted sentences before, and the totals of rows one of which was misprinted."""

from __future__ import annotations

import pytest

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes


def _read(text: str) -> list[tuple[str, list[float], float, bool]]:
    found = audit(read_bytes(text.encode(), "r.txt")).relations
    return [(one.kind, [float(each.value) for each in one.parts], float(one.total.value), j.holds) for one, j in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("投入校车75辆，接送3847人。财政按每车每年1.4万元补贴，全年105万元。", ("product", [75, 1.4], 105, True)),
        ("有班级24个，学生1080人。取暖费按每班600元拨付，共1.44万元。", ("product", [24, 0.06], 1.44, True)),
        (
            "全县有乡村教师1260人。乡村教师补助按每人每年4800元，全年640.8万元。",
            ("product", [1260, 0.48], 640.8, False),
        ),
        (
            "新建录播教室6间、智慧教室48间，惠及5200人。录播教室每间18万元，投入108万元；智慧教室每间6.5万元，投入321万元。",
            ("product", [48, 6.5], 321, False),
        ),
        (
            (
                "小学1206人，每生500元，发放60.3万元；初中874人，每生625元，发放54.625万元；中职531人，每生1000元，"
                "发放5.31万元。以上合计发放168.025万元。"
            ),
            ("sum", [60.3, 54.625, 5.31], 168.025, False),
        ),
        ("全镇办学经费充足。水费每年有预算2项，水费每月1.8万元，全年26.1万元。", ("product", [1.8, 12], 26.1, False)),
    ],
)
def test_it_reads_rates_of_numbers_told_before(text: str, expected: tuple[str, list[float], float, bool]) -> None:
    """Right products are read, wrong ones called wrong."""
    assert expected in _read(text)


@pytest.mark.parametrize(
    "text",
    [
        "校车75辆。每车每月补贴1200元，全年实际补贴98万元。",
        "比上年多22人，每人只有15分钟，准备300分钟。",
        "乡村教师1260人。新聘乡村教师每人每年4800元，全年38.4万元。",
    ],
)
def test_it_keeps_silent_where_the_number_is_another(text: str) -> None:
    """Rates of other things, and of other times."""
    assert all(holds for *_, holds in _read(text))
