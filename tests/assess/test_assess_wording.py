"""Figures in sentences: rounded half up, never on the wrong side of their line."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from junheng.assess import wording
from junheng.dictionary import load


@settings(deadline=None)
@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_rounding_is_half_up_as_decimal_does_it(thousandths: int, places: int) -> None:
    value = Decimal(thousandths) / 10**5
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    shown = Decimal(wording.rounded(Fraction(value), places))
    assert shown == expected


def test_a_figure_rounded_to_nothing_has_no_sign() -> None:
    assert wording.rounded(Fraction(-1, 1000), 2) == "0.00"


@settings(deadline=None)
@given(st.fractions(0, 2, max_denominator=10**5), st.fractions(0, 2, max_denominator=100))
def test_a_printed_share_stands_on_the_side_of_its_line_where_the_exact_one_does(
    value: Fraction, line: Fraction
) -> None:
    shown = Fraction(wording.percent(value, line).zh.removesuffix("%"))
    assert (shown > line * 100) == (value > line)
    assert (shown < line * 100) == (value < line)


@pytest.mark.parametrize(
    ("value", "shown"), [(Fraction(9499, 10000), "94.99%"), (Fraction(181, 198), "91.4%"), (Fraction(95, 100), "95.0%")]
)
def test_shares_have_one_decimal_or_as_many_as_it_takes(value: Fraction, shown: str) -> None:
    assert wording.percent(value, Fraction(95, 100)).zh == shown


def test_unknown_figures_print_as_blank() -> None:
    assert wording.figure(None) == wording.percent(None) == wording.counted(None, "人") == wording.BLANK
    assert wording.BLANK.zh == "未填"


def test_lines_print_as_they_are_written() -> None:
    assert [wording.plain(Fraction(line)).zh for line in ("0.15", "8000", "4.5", "0.0015")] == [
        "0.15", "8000", "4.5", "0.0015",
    ]  # fmt: skip
    assert wording.percent_line(Fraction(5, 100)).zh == "5%"


def test_every_field_of_the_dictionary_has_a_name_and_a_stranger_goes_by_its_own() -> None:
    for table in load():
        for field in table.fields:
            assert wording.name_of(field).zh and wording.name_of(field).en
    assert wording.name_of("no_such_field").zh == "no_such_field"
    assert wording.name_of("score:W1").zh == "W1 得分"
    assert wording.name_of("entrants_in_zone").zh == "就近划片入学"


def test_long_lists_name_the_first_and_count_the_rest() -> None:
    held = [wording.title(str(place), str(place)) for place in range(7)]
    assert wording.some(held).zh == "0、1、2、3、4等 7 所"
    assert wording.some(held).en == "0, 1, 2, 3, 4 and 2 more"
    assert wording.some(held[:5]).zh == "0、1、2、3、4"


def test_codes_go_by_their_names() -> None:
    assert wording.code_name("stage", "junior").zh == "初中"
    assert wording.code_name("stage", "unheard_of").zh == "unheard_of"
    assert wording.code_name("stage", None) == wording.BLANK


def test_counts_have_no_unit_word_of_their_own() -> None:
    assert wording.unit_of("training_budget").zh == "元"
    assert wording.unit_of("monitoring_difference_chinese") == wording.unit_of("no_such_field") == wording.NOTHING
