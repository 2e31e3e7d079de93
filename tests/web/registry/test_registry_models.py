"""The models are the dictionary's tables: every field of them, and nothing more."""

from __future__ import annotations

import pytest
from django.db import models

from junheng.dictionary import Field, load
from junheng.web.registry.encrypted import EncryptedField
from junheng.web.registry.models.persons import LISTED
from junheng.web.registry.tables import MODELS, columns

TYPES = {
    "text": models.CharField,
    "code": models.CharField,
    "integer": models.IntegerField,
    "decimal": models.DecimalField,
    "boolean": models.BooleanField,
    "date": models.DateField,
    "year": models.SmallIntegerField,
}
OURS = {"id", "county", "version", "identity_digest"}


def test_every_table_of_the_dictionary_is_kept() -> None:
    assert set(MODELS) == set(load().tables)


@pytest.mark.parametrize("name", MODELS)
def test_a_model_has_the_dictionarys_fields_in_order_and_nothing_more(name: str) -> None:
    own = [field.name for field in MODELS[name]._meta.fields if field.name not in OURS]
    assert own == list(columns(name))


@pytest.mark.parametrize("name", MODELS)
def test_a_models_fields_are_of_the_dictionarys_types(name: str) -> None:
    table = load().tables[name]
    wrong = [each for each in columns(name) if not _agrees(name, table.fields[each])]
    assert not wrong


def _agrees(name: str, field: Field) -> bool:
    kept = MODELS[name]._meta.get_field(field.name)
    if field.name == "identity_number":
        return isinstance(kept, EncryptedField) and kept.null
    if type(kept) is not TYPES[field.type]:
        return False
    if field.type == "decimal":
        widest = max(abs(bound) for bound in (field.min, field.max, 0) if bound is not None)
        return kept.decimal_places == field.scale and 10 ** (kept.max_digits - kept.decimal_places) > widest
    key = field.name in load().tables[name].key
    if key or field.name in {"year", "school_code", "campus"}:
        return not kept.null
    return kept.null


@pytest.mark.parametrize("name", MODELS)
def test_a_models_key_is_the_dictionarys_within_the_county(name: str) -> None:
    (key,) = MODELS[name]._meta.constraints
    assert set(key.fields) == {"county", *(each for each in load().tables[name].key if each != "county_code")}


@pytest.mark.parametrize("name", MODELS)
def test_codes_fit_into_their_columns(name: str) -> None:
    for field in load().tables[name].fields.values():
        if field.codes:
            longest = max(map(len, load().codes[field.codes].codes))
            assert longest <= MODELS[name]._meta.get_field(field.name).max_length


def test_lists_of_pupils_are_searched_within_one_index() -> None:
    assert {*LISTED} == {"county", "id", *columns("pupil")} - {"identity_number"}
