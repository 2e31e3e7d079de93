from __future__ import annotations

from decimal import Decimal

import msgspec
import polars as pl
import pytest

from junheng.dictionary import Dictionary, Field, Table, Title, load

DICTIONARY = load()


def test_the_shipped_dictionary_has_no_problems() -> None:
    assert DICTIONARY.problems() == []


def test_a_dictionary_that_contradicts_itself_says_where() -> None:
    field = Field(name="area", type="decimal", zh="面积", en="area", unit="acre", codes="nowhere")
    table = Table(
        name="plot",
        title=Title("地块", "plot"),
        help=Title("", ""),
        key=("id",),
        level="record",
        fields={"area": field},
    )
    broken = msgspec.structs.replace(DICTIONARY, tables={**DICTIONARY.tables, "plot": table})
    found = "\n".join(broken.problems())
    assert "key id" in found
    assert "no unit acre" in found
    assert "code list" in found


@pytest.mark.parametrize("table", list(DICTIONARY), ids=lambda table: table.name)
def test_titles_within_a_table_are_distinct_in_both_languages(table: Table) -> None:
    for language in ("zh", "en"):
        titles = [field.title.in_language(language) for field in table.fields.values()]
        assert len(titles) == len(set(titles))
        assert all(titles)


@pytest.mark.parametrize("table", list(DICTIONARY), ids=lambda table: table.name)
def test_help_is_there_in_both_languages_or_in_neither(table: Table) -> None:
    assert [field.name for field in table.fields.values() if bool(field.help) != bool(field.help_en)] == []


@pytest.mark.parametrize("table", list(DICTIONARY), ids=lambda table: table.name)
def test_conform_gives_every_column_its_type_and_unknown_for_what_is_absent(table: Table) -> None:
    frame = table.conform(pl.DataFrame({"year": [2025]}))
    assert frame.schema == table.schema
    row = frame.row(0, named=True)
    assert row.pop("year") == 2025
    assert {name for name, value in row.items() if value is not None} <= {
        name for name, field in table.fields.items() if field.default is not None
    }


def test_persons_are_never_public_or_internal() -> None:
    for table, names in {
        "pupil": ("pupil_id", "pupil_name", "identity_number", "birth_date", "disability", "left_behind"),
        "teacher": ("teacher_id", "teacher_name", "identity_number", "birth_date"),
    }.items():
        for name in names:
            assert DICTIONARY.field(table, name).sensitivity in {"personal", "sensitive", "minor"}


def test_wan_yuan_is_ten_thousand_yuan_and_mu_has_no_exact_factor() -> None:
    assert DICTIONARY.units["yuan"].factor("万元") == Decimal(10000)
    assert DICTIONARY.units["yuan"].factor("元") == 1
    assert DICTIONARY.units["m2"].factor("亩") is None


def test_codes_of_kinds_carry_their_group_and_stages() -> None:
    kinds = DICTIONARY.codes["kind"].codes
    assert kinds["312"].stages == ("primary", "junior")
    assert kinds["218"].group == "teaching_point"
    assert {code for code in kinds if kinds[code].group is None} == set()


@pytest.mark.parametrize("check", DICTIONARY.checks.children, ids=lambda check: check.id)
def test_a_children_check_names_real_fields(check: object) -> None:
    child, parent = DICTIONARY.tables[check.child], DICTIONARY.tables[check.parent]  # type: ignore[attr-defined]
    assert set(check.on) <= child.fields.keys() & parent.fields.keys()  # type: ignore[attr-defined]
    assert check.equals in parent.fields  # type: ignore[attr-defined]
    assert (check.sum is None) == check.count  # type: ignore[attr-defined]


def test_the_dictionary_is_read_once() -> None:
    assert load() is load()
    assert isinstance(load(), Dictionary)
