from __future__ import annotations

import pytest
from audit_linear import takes_linear_time
from audit_prose import ORDINARY
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.audit import quantities
from junheng.audit.blanks.notes import Note
from junheng.audit.layout import lay_out
from junheng.audit.model import Clean, Document
from junheng.audit.relations.remarks import points


def notes_of(text: str) -> list[Note]:
    clean = Clean(Document("report.txt", text, ()), text, (0,), (0,))
    return list(points.find(clean, lay_out(text, list(quantities.quantities(text)))))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("在园幼儿由400人增加到500人，增长25个百分点。", "points_for_percent"),
        ("在园幼儿500人，比上年的400人增长25个百分点。", "points_for_percent"),
        ("在园幼儿500人，比上年增加100人，增长25个百分点。", "points_for_percent"),
        ("藏书由500册减少到400册，下降20个百分点。", "points_for_percent"),
        ("巩固率由60.5%提高到66.5%，提高6%。", "percent_for_points"),
        ("巩固率达到66.5%，比上年的60.5%提高6%。", "percent_for_points"),
    ],
)
def test_it_finds_per_cent_and_points_taken_for_each_other(text: str, rule: str) -> None:
    (one,) = notes_of(text)
    assert one.rule == rule
    assert one.kind == "doubt"
    assert len(one.spans) == 3


@pytest.mark.parametrize("sentence", ORDINARY)
def test_it_finds_nothing_in_ordinary_prose(sentence: str) -> None:
    assert notes_of(sentence) == []


@pytest.mark.parametrize(
    "text",
    [
        "在园幼儿由400人增加到500人，增长25%。",
        "巩固率由90.5%提高到94.5%，提高4个百分点。",
        "辍学率由2.5%下降到2%，下降20%。",  # the relative change, rightly in %
        "在园幼儿由400人增加到500人，入园率提高3个百分点。",  # of a rate that is not told
        "巩固率由90.5%提高到94.5%，提高4%。",  # rounded, the relative change too
        "巩固率由90.5%提高到94.5%，投入增长9%。",
    ],
)
def test_it_keeps_silent_where_the_unit_is_right_or_the_figure_another(text: str) -> None:
    assert notes_of(text) == []


@settings(max_examples=60)
@given(st.text(alphabet="由到增长下降上年，。；0123.%个百分点人", max_size=80))
def test_it_never_raises(text: str) -> None:
    notes_of(text)


@pytest.mark.parametrize("piece", ["增长1个百分点，", "由1%提高到2%，提高1%，", "1人，增加1人，"])
def test_it_takes_time_linear_in_the_length(piece: str) -> None:
    def read(size: int) -> object:
        text = piece * (size // len(piece))
        layout = lay_out(text, list(quantities.quantities(text)))
        return list(points.find(Clean(Document("a.txt", text, ()), text, (0,), (0,)), layout))

    takes_linear_time(read, 30_000)
