from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_prose import ORDINARY
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.audit import quantities
from junheng.audit.blanks.notes import Note
from junheng.audit.engine import audit
from junheng.audit.layout import lay_out
from junheng.audit.model import Clean, Document
from junheng.audit.reading import read_bytes
from junheng.audit.relations.remarks import orders


def notes_of(text: str) -> list[Note]:
    clean = Clean(Document("report.txt", text, ()), text, (0,), (0,))
    return list(orders.find(clean, lay_out(text, list(quantities.quantities(text)))))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("在640名骨干教师中，有800名支教，占比80%。", "share_upside_down"),
        ("培训640人，其中考核合格800人，合格率80%。", "share_upside_down"),
        ("参赛640人。获奖800人，获奖率为80%。", "share_upside_down"),
        ("小学生9300人，藏书310册，生均30.0册。", "average_upside_down"),
        (
            "甲、乙、丙三镇教师分别为50人、80人、90人，其中女教师分别为20人、60人、45人，占比分别为75%、40%、50%。",
            "exchanged",
        ),
        (
            "甲、乙、丙三镇教师分别为80人、50人、90人，其中女教师分别为20人、60人、45人，占比分别为40%、75%、50%。",
            "exchanged",
        ),
    ],
)
def test_it_finds_what_comes_out_only_in_another_order(text: str, rule: str) -> None:
    (one,) = notes_of(text)
    assert one.rule == rule
    assert one.zh and one.en


@pytest.mark.parametrize("sentence", ORDINARY)
def test_it_finds_nothing_in_ordinary_prose(sentence: str) -> None:
    assert notes_of(sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        "在800名骨干教师中，有640名支教，占比80%。",
        "获奖640人，参赛800人，获奖率为80%。",  # the part is told first
        "计划招生640人，报名800人，完成率为80%。",
        "参赛640人。获奖800人，获奖率为75%。",  # it does not come out either way
        "小学生310人，藏书9300册，生均30.0册。",
        "甲、乙、丙三镇教师分别为50人、80人、90人，其中女教师分别为20人、60人、45人，占比分别为40%、75%、50%。",
        "三镇教师分别为50人、80人、90人，其中女教师分别为20人、60人、45人，占比分别为41%、70%、50%。",
    ],
)
def test_it_keeps_silent_where_the_order_is_right_or_explains_nothing(text: str) -> None:
    assert notes_of(text) == []


def test_it_says_nothing_again_that_a_failing_relation_says() -> None:
    found = audit(read_bytes("小学生9300人，藏书310册，生均30.0册。".encode(), "report.txt")).findings
    assert [one.rule for one in found] == ["average.per"]


@settings(max_examples=60)
@given(st.text(alphabet="其中有生均占比率分别为，、。；0123.%人册", max_size=100))
def test_it_never_raises(text: str) -> None:
    notes_of(text)


@pytest.mark.parametrize(
    "piece", ["1人，2人，占比1%，", "1人、2人、3人，4人、5人、6人，占比分别为1%、2%、3%。", "人均1元，"]
)
def test_it_takes_time_linear_in_the_length(piece: str) -> None:
    def read(size: int) -> object:
        text = piece * (size // len(piece))
        layout = lay_out(text, list(quantities.quantities(text)))
        return list(orders.find(Clean(Document("a.txt", text, ()), text, (0,), (0,)), layout))

    takes_linear_time(read, 20_000)
