"""The content hash of records."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from decimal import Decimal

import hypothesis.strategies as st
import polars as pl
import pytest
from facts_tables import CODE, frame, part, school, tables
from hypothesis import given, settings

from junheng.facts import snapshot_id


def base():
    return tables(
        [school(), school(code="2111000002", campus="东校区")],
        [part(), part(code="2111000002", campus="东校区", pupils=None)],
    )


def test_it_is_a_sha256():
    assert re.fullmatch("sha256:[0-9a-f]{64}", snapshot_id(base()))


def test_order_of_rows_columns_and_tables_and_origin_do_not_matter():
    given_tables = base()
    other = {
        name: table.reverse().select(reversed(table.columns)).with_columns(pl.lit("x.csv||7").alias("origin"))
        for name, table in reversed(given_tables.items())
    }

    assert snapshot_id(other) == snapshot_id(given_tables)


def test_empty_tables_and_columns_without_values_do_not_matter():
    given_tables = base()
    leaner = {
        name: table.select(column for column in table.columns if table[column].null_count() < table.height)
        for name, table in given_tables.items()
    }

    assert snapshot_id({**leaner, "room": frame("room")}) == snapshot_id(given_tables)


@settings(deadline=None)
@given(st.data())
def test_any_changed_value_changes_it(data):
    given_tables = base()
    name = data.draw(st.sampled_from(sorted(given_tables)))
    table = given_tables[name]
    column = data.draw(st.sampled_from(table.columns))
    row = data.draw(st.integers(0, table.height - 1))
    old, kind = table[column][row], table.schema[column]
    values = {
        pl.Int64: st.integers(0, 9999), pl.Int32: st.integers(1990, 2030), pl.String: st.text(max_size=4),
        pl.Boolean: st.booleans(),
    }  # fmt: skip
    drawn = values.get(
        kind.base_type(), st.decimals(0, 9999, places=2).map(lambda value: value.quantize(Decimal("0.01")))
    )
    new = data.draw((drawn | st.none()).filter(lambda value: value != old))
    rows = table.to_dicts()
    rows[row][column] = new
    changed = {**given_tables, name: pl.DataFrame(rows, schema=table.schema)}

    assert snapshot_id(changed) != snapshot_id(given_tables)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"school_name": "a", "township": "b"}, {"school_name": "b", "township": "a"}),
        ({"school_name": "a,b", "township": "c"}, {"school_name": "a", "township": "b,c"}),
        ({"school_name": '"', "township": ""}, {"school_name": "", "township": '"'}),
        ({"township": ""}, {"township": None}),
        ({"township": "a\nb"}, {"township": "a\r\nb"}),
    ],
)
def test_texts_do_not_run_into_each_other(one, other):
    # A second school keeps the column there when the value under test is blank.
    witness = school(code="2111000002", township="镇")

    assert snapshot_id(tables([school(**one), witness], [])) != snapshot_id(tables([school(**other), witness], []))


def test_rows_that_share_a_key_do_not_depend_on_their_order():
    rows = [part(pupils=1), part(pupils=2), part(pupils=None)]

    assert len({snapshot_id(tables([], [rows[i] for i in order])) for order in ((0, 1, 2), (2, 0, 1), (1, 2, 0))}) == 1


def test_it_is_the_same_in_every_process_and_version():
    """The text that is hashed is fixed by the format: dates ISO, decimals with their scale, blanks empty."""
    teacher = {"year": 2025, "school_code": CODE, "teacher_id": "7", "birth_date": dt.date(1980, 2, 29)}
    given_tables = {"teacher": frame("teacher", {**teacher, "full_time": True, "subject": "pe"})}

    text = f'year,school_code,campus,teacher_id,birth_date,full_time,subject\n2025,{CODE},"",7,1980-02-29,true,pe\n'
    digest = hashlib.sha256(f"teacher\x001\x00{len(text)}\x00{text}".encode())
    assert snapshot_id(given_tables) == f"sha256:{digest.hexdigest()}"
