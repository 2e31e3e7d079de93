"""A mapping file is read strictly: every mistake is refused with its line."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng.exchange import Refused, load_mapping
from junheng.exchange.mapping.clean import REGISTERED
from junheng.exchange.mapping.model import FieldSpec, Keep, MappingSpec, TableSpec

GOOD = """\
title = { zh = "试", en = "trial" }

[[table]]
target = "school"
relax = ["school_code"]
[table.fields]
year = { constant = 2025 }
school_code = { column = "CODE" }
equipment_value = { column = "VALUE", unit = "万元" }
locale = { column = "AREA", translate = { "town" = "121" } }
latitude = { column = "LAT", clean = [{ use = "lost_decimal_point", least = -10, most = -5.5 }] }
computers = { columns = ["A", "B"] }
[[table.keep]]
column = "OPEN"
among = [1]
reason = { zh = "停办", en = "closed" }
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "map.toml"
    path.write_text(text, "utf-8")
    return path


def refusal(folder: Path, text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(Refused) as caught:
        load_mapping(write(folder, text))
    assert all(fault.file == "map.toml" and fault.kind == "mapping" for fault in caught.value.faults)
    return [(fault.row, fault.expected.en) for fault in caught.value.faults]


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    mapping = load_mapping(write(tmp_path, GOOD))
    (table,) = mapping.spec.table
    assert table.target == "school"
    assert table.columns == ("CODE", "VALUE", "AREA", "LAT", "A", "B", "OPEN")
    assert table.fields["computers"].sources == ("A", "B")
    assert table.fields["year"].constant_text == "2025"
    assert table.keep[0].words.zh == "停办"


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(GOOD, "utf-8-sig")
    assert load_mapping(path).spec.title.zh == "试"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('target = "school"', 'target = "schule"', 4, "no such table"),
        ('relax = ["school_code"]', 'relax = ["school_cod"]', 5, "no such field"),
        ("computers = {", "computer = {", 12, "no such field"),
        ('{ column = "CODE" }', '{ colum = "CODE" }', 8, "unknown field `colum`"),
        ('{ column = "CODE" }', "{ column = 7 }", 8, "Expected `str | null`"),
        ('{ column = "CODE" }', '{ column = "CODE", constant = "7" }', 8, "exactly one of column"),
        ('{ column = "CODE" }', '{ columns = ["A", "B"] }', 8, "only amounts can be added up"),
        ("{ constant = 2025 }", "{}", 7, "exactly one of column"),
        ('unit = "万元"', 'unit = "亩"', 9, "cannot be converted exactly"),
        ('"town" = "121"', '"town" = "999"', 10, "not in the code list"),
        ('"lost_decimal_point"', '"lost_point"', 11, "Invalid value 'lost_point'"),
        ("least = -10, ", "", 11, "missing required field `least`"),
        ("least = -10, ", "least = nan, ", 11, "least is a figure"),
        ("least = -10, ", "least = 10, ", 11, "least is a figure that is not above most"),
        ("among = [1]", "at_least = inf", 13, "a bound is a figure"),
        ('clean = [{ use = "lost_decimal_point", least = -10, most = -5.5 }]', 'clean = ["lost_decimal_point"]', 11,
         "missing required field `least`"),
        ("among = [1]", "among = [1]\nequals = 2", 13, "exactly one comparison"),
        ("among = [1]", "amongst = [1]", 15, "unknown field `amongst`"),
        ('reason = { zh = "停办", en = "closed" }', "", 13, "missing required field `reason`"),
        ('relax = ["school_code"]', 'sheets = "x"', 5, "unknown field `sheets`"),
        ('relax = ["school_code"]', 'header_row = "x"', 5, "Expected `int | null`"),
        ('relax = ["school_code"]', "header_row = 0", 5, "rows count from 1"),
        ('en = "trial" }', 'en = "trial" }\nautor = "x"', 2, "unknown field `autor`"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in GOOD
    (found,) = refusal(tmp_path, GOOD.replace(old, new))
    assert found[0] == line
    assert words in found[1]


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    text = GOOD.replace('"121"', '"999"').replace("万元", "亩").replace('"lost_decimal_point"', '"nothing"')
    assert {row for row, _ in refusal(tmp_path, text)} == {11}  # shapes come first: nothing else can be judged yet
    text = (
        GOOD.replace('"121"', '"999"')
        .replace("万元", "亩")
        .replace('{ column = "CODE" }', "{ constant = 1, column = '' }")
    )
    assert {row for row, _ in refusal(tmp_path, text)} == {8, 9, 10}


def test_a_key_without_a_source_is_refused(tmp_path: Path) -> None:
    (found,) = refusal(tmp_path, GOOD.replace('school_code = { column = "CODE" }\n', ""))
    assert found == (3, "the key school_code of school has no source")


def test_one_column_cannot_be_cleaned_in_two_ways(tmp_path: Path) -> None:
    text = GOOD.replace(
        '{ column = "CODE" }', '{ column = "CODE" }\nschool_name = { column = "CODE", clean = ["upper"] }'
    )
    assert refusal(tmp_path, text) == [(9, "a column is cleaned in one way within a table")]


def test_no_table_at_all_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, 'title = { zh = "试", en = "trial" }\ntable = []\n') == [(1, "no table is mapped")]


def test_a_file_that_is_no_toml_names_the_line(tmp_path: Path) -> None:
    ((_, words),) = refusal(tmp_path, "title = {\n[[table")
    assert "line" in words


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="映射文件读不出来"):
        load_mapping(tmp_path / "map.toml")


def test_the_shipped_examples_are_sound() -> None:
    examples = sorted((Path(__file__).parents[2] / "examples" / "mappings").glob("*.toml"))
    assert {path.stem for path in examples} >= {"my-sjkc", "br-tocantins"}
    for path in examples:
        assert load_mapping(path).spec.table


NAMES = st.sampled_from(
    ["title", "table", "target", "fields", "keep", "column", "clean", "use", "relax", "year", "zh", "x"]
)
VALUES = st.recursive(
    st.sampled_from([1, -1.5, True, "school", "x", "upper", dt.date(2025, 9, 1)]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def as_toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {as_toml(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return (
        {True: "true", False: "false"}[value]
        if isinstance(value, bool)
        else str(value)
        if not isinstance(value, str)
        else f'"{value}"'
    )


@given(st.dictionaries(NAMES, VALUES), st.dictionaries(NAMES, VALUES))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_whatever_the_file_says_it_is_read_or_refused_in_words(
    tmp_path: Path, top: dict[str, Any], table: dict[str, Any]
) -> None:
    text = "\n".join(f"{name} = {as_toml(value)}" for name, value in top.items() if name != "table")
    text += "\n[[table]]\n" + "\n".join(f"{name} = {as_toml(value)}" for name, value in table.items())
    try:
        assert load_mapping(write(tmp_path, text)).spec.table
    except Refused as refused:
        assert all(fault.text() and fault.text("en") and (fault.row or 0) >= 1 for fault in refused.faults)


@pytest.mark.parametrize(
    "text", ["table = 3", "[table]\ntarget = 1", "title = " + "[" * 5000, f"x = {'9' * 5000}", "\x00"]
)
def test_nonsense_is_refused_without_a_traceback(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refused):
        load_mapping(write(tmp_path, text))


@pytest.mark.parametrize("page", ["writing-a-mapping.md", "writing-a-mapping.zh.md"])
def test_the_documentation_names_every_key_and_cleaning_and_its_example_is_sound(tmp_path: Path, page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    keys = {
        field.encode_name
        for shape in (MappingSpec, TableSpec, FieldSpec, Keep)
        for field in msgspec.structs.fields(shape)
    }
    parameters = {field.name for kind in REGISTERED.values() for field in msgspec.structs.fields(kind)}
    missing = {name for name in keys | set(REGISTERED) | parameters if not re.search(rf"\b{name}\b", text, re.ASCII)}
    assert not missing
    assert load_mapping(write(tmp_path, text.split("```toml\n")[1].split("```")[0])).spec.table
