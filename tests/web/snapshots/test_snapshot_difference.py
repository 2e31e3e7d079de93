"""The difference of two sets of records: applied to the one it gives the other, exactly."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from junheng.dictionary import load
from junheng.web.snapshots.difference import applied, between

KEY = ("year", "school_code", "campus")
TABLE = load().tables["school"]
FIELDS = ("school_name", "computers", "site_area", "boarding")
VALUES = {
    "school_name": st.none() | st.sampled_from(["甲", "乙", ""]),
    "computers": st.none() | st.integers(0, 3),
    "site_area": st.none()
    | st.sampled_from([Decimal("1.10"), Decimal("1.1"), Decimal("0.00"), Decimal("99999999.99")]),
    "boarding": st.none() | st.booleans(),
}
ROWS = st.dictionaries(
    st.tuples(st.sampled_from([2024, 2025]), st.sampled_from(["1", "2", "3"]), st.sampled_from(["", "东"])),
    st.fixed_dictionaries(VALUES),
    max_size=8,
)


def frame(rows: dict[Any, dict[str, Any]]) -> pl.DataFrame:
    schema = {name: TABLE.schema[name] for name in (*KEY, *FIELDS)}
    return pl.DataFrame([dict(zip(KEY, key, strict=True)) | values for key, values in rows.items()], schema=schema)


@given(ROWS, ROWS)
@settings(max_examples=200, deadline=None)
def test_applied_to_the_first_it_gives_the_second(first: Any, second: Any) -> None:
    before, after = frame(first), frame(second)
    found = between("school", KEY, before, after)
    assert_frame_equal(applied(before, found), after.sort(KEY))
    counts = found.counts
    assert counts["added"] == len(second.keys() - first.keys())
    assert counts["removed"] == len(first.keys() - second.keys())
    both = first.keys() & second.keys()
    assert counts["changed"] == sum(first[key] != second[key] for key in both)
    assert counts["unchanged"] == len(both) - counts["changed"]
    for row in found.changed.iter_rows(named=True):
        key = tuple(row[name] for name in KEY)
        assert row["fields"] == [name for name in FIELDS if first[key][name] != second[key][name]]


@given(ROWS, ROWS)
@settings(max_examples=50, deadline=None)
def test_a_silent_blank_keeps_what_was_there(first: Any, second: Any) -> None:
    before, after = frame(first), frame(second)
    found = applied(before, between("school", KEY, before, after, silent=FIELDS))
    for row in found.iter_rows(named=True):
        key = tuple(row[name] for name in KEY)
        for name in FIELDS:
            given_value = second.get(key, {}).get(name)
            assert row[name] == (given_value if given_value is not None else first.get(key, {}).get(name))
