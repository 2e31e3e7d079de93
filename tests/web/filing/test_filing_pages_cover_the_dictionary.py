"""The pages of the form against the dictionary's tables."""

from __future__ import annotations

import pytest

from junheng.dictionary import load
from junheng.web.filing.pages import carried, chosen, every_field, key_names, page_of, pages

TABLES = ("school", "part", "class", "room")


@pytest.mark.parametrize("table", TABLES)
def test_every_field_of_a_filed_table_is_on_exactly_one_page(table: str) -> None:
    keys = {"year", "county_code", *load().tables[table].key}
    wanted = sorted(name for name in load().tables[table].fields if name not in keys)
    assert sorted(every_field()[table]) == wanted


def test_only_the_tables_a_school_files_are_asked() -> None:
    assert set(every_field()) == set(TABLES)


def test_there_are_five_pages_each_with_a_title_in_both_languages() -> None:
    assert len(pages()) == 5
    assert all(one.title.zh and one.title.en for page in pages() for one in (page, *page.group))


def test_what_is_carried_over_is_on_the_first_page() -> None:
    assert {page_of("school", name) for name in carried()} == {"basics"}


def test_a_round_that_asks_one_field_has_one_page() -> None:
    asked = chosen({"part": ["pupils", "nonsense"], "pupil": ["pupil_name"]})
    assert asked == {"part": ["pupils"]}
    assert [page.id for page in pages(asked)] == ["pupils"]


def test_a_note_at_a_key_leads_to_the_page_of_its_table() -> None:
    assert page_of("class", "school_code") == "pupils"
    assert key_names("class") == ("campus", "stage", "grade", "class_no")
