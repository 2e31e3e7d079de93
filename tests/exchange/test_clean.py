"""Cleanings say what was meant, or that they cannot tell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from junheng.exchange.mapping.clean import REGISTERED, as_text, clean, plain, step

LATITUDE = {"use": "lost_decimal_point", "least": Decimal("-13.5"), "most": -5}


CASES: list[tuple[Any, str, str | None]] = [
    (LATITUDE, "-96240167", "-9.6240167"),
    (LATITUDE, "-12", "-12"),
    (LATITUDE, "-131", "-13.1"),
    (LATITUDE, "-6.55", "-6.55"),
    (LATITUDE, " -1000 ", "-10.00"),
    (LATITUDE, "-96240167.0", "-9.6240167"),
    (LATITUDE, "96240167", None),  # the wrong side of the equator
    (LATITUDE, "-2.5", None),
    (LATITUDE, "-2", None),
    (LATITUDE, "0", None),
    (LATITUDE, "north", None),
    (LATITUDE, "nan", None),
    ({"use": "lost_decimal_point", "least": 1, "most": 50}, "123", None),  # 1.23 or 12.3
    ({"use": "lost_decimal_point", "least": 1, "most": 50}, "999", "9.99"),
    ({"use": "round", "places": 2}, "4.125", "4.13"),
    ({"use": "round", "places": 2}, "-4.125", "-4.13"),
    ({"use": "round", "places": 2}, "4.1", "4.1"),
    ({"use": "round", "places": 0}, "nan", None),
    ({"use": "round", "places": 0}, "4,5", None),
    ({"use": "unknown", "values": ["88888", "-9"]}, "88888.0", None),
    ({"use": "unknown", "values": ["88888", "-9"]}, "8888", "8888"),
    ({"use": "strip_prefix", "text": "PPD "}, "PPD MUAR", "MUAR"),
    ({"use": "strip_prefix", "text": "PPD "}, "JPN PERLIS", "JPN PERLIS"),
    ({"use": "strip_suffix", "text": "murid"}, "59 murid", "59"),
    ({"use": "strip_suffix", "text": "murid"}, "murid", None),
    ("collapse_spaces", "  a \t b ", "a b"),
    ("upper", "abc0050", "ABC0050"),
    ("census_date", "03FEB2025:00:00:00", "2025-02-03"),
    ("census_date", "3feb2025", "2025-02-03"),
    ("census_date", "30FEB2025:00:00:00", None),
    ("census_date", "03FEV2025", None),
]


@pytest.mark.parametrize(("how", "found", "meant"), CASES)
def test_a_cleaning_gives_what_was_meant(how: Any, found: str, meant: str | None) -> None:
    assert step(how).one(found) == meant


def test_every_registered_cleaning_is_tried_above() -> None:
    tried = {how if isinstance(how, str) else how["use"] for how, _, _ in CASES}
    assert tried == set(REGISTERED)


@pytest.mark.parametrize("how", ["nothing", "lost_decimal_point", {"use": "upper", "much": 1}, {"text": "x"}])
def test_a_cleaning_that_is_not_there_or_lacks_a_parameter_is_refused(how: Any) -> None:
    with pytest.raises(msgspec.ValidationError):
        step(how)


@given(st.decimals(min_value=-13, max_value=-6, places=7), st.booleans())
def test_a_lost_point_comes_back_where_it_was(value: Decimal, lost: bool) -> None:
    digits = str(value).replace(".", "").rstrip("0")
    assume(len(digits) > 3)
    meant = step(LATITUDE).one(digits if lost else str(value))
    assert meant is not None
    assert Decimal(meant) == value


def test_a_column_is_cleaned_in_the_order_given_and_says_what_changed() -> None:
    found = pl.Series(["PPD  a", "b", "PPD", None, "PPD  a"])
    steps = [step("upper"), step({"use": "strip_prefix", "text": "PPD"}), step("collapse_spaces")]
    cleaned = clean(found, steps)
    assert cleaned.values.to_list() == ["A", "B", None, None, "A"]
    assert cleaned.changed == {"PPD  a": "A", "b": "B"}
    assert cleaned.lost == {"PPD": steps[1]}


def test_figures_become_texts_without_a_needless_point() -> None:
    assert as_text(pl.Series([16.0, 4.25, None, float("inf")])).to_list() == ["16", "4.25", None, "inf"]
    assert as_text(pl.Series([16, None])).to_list() == ["16", None]
    assert as_text(pl.Series(["", "  ", " a"])).to_list() == [None, None, " a"]


@pytest.mark.parametrize(
    ("found", "meant"),
    [("2.0", "2"), (" 2 ", "2"), ("2.5", "2.5"), ("v1.0", "v1.0"), ("-3.00", "-3"), (".0", ".0")],
)
def test_whole_numbers_are_compared_without_their_point(found: str, meant: str) -> None:
    assert plain(found) == meant
