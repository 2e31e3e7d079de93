"""The JSON document keeps its contract, and its schema describes it."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import msgspec
import pytest
import random_counties
from jsonschema import Draft202012Validator
from made_county import judge, junior, primary, school

from junheng.assess import assess, counties, json_schema, rules_of, to_json
from junheng.assess.shapes import exact_text, number
from junheng.facts import derive
from junheng.standards import load

CONTRACT = {
    "standard", "snapshot", "verdict", "parts", "county", "composite", "items", "recognition", "vetoes", "unknown",
}  # fmt: skip
PART = {"school", "name", "stage", "pupils", "verdict", "indicators"}
CELL = {"numerator", "value", "line", "floor", "verdict", "shortfall"}
COUNTY = {"stage", "indicator", "mean", "sd", "cv", "limit", "verdict"}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def document(*schools: random_counties.County) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(to_json(judge(*schools)))
    return found


@pytest.mark.parametrize("standard", ["cn.quality.2017", "cn.basic.2012", "cn.quality.2017.example"])
def test_random_assessments_fit_the_schema(standard: str, validator: Draft202012Validator) -> None:
    asked = load(standard)
    facts = derive(random_counties.tables(*map(random_counties.county, range(1, 21))), rules_of(asked))
    found = [assess(facts, asked, county=code) for code in counties(facts)]
    assert found
    for each in found:
        validator.validate(json.loads(to_json(each)))
    together = json.loads(to_json(found))
    validator.validate(together)
    assert set(together) == {"standard", "snapshot", "verdict", "counties"}
    assert [each["county_code"] for each in together["counties"]] == counties(facts)


def test_the_keys_of_the_contract_are_there() -> None:
    found = document(primary(1), junior(2))
    assert set(found) >= CONTRACT
    assert (found["standard"], found["verdict"]) == ("cn.quality.2017", "met")
    assert set(found["parts"][0]) >= PART
    assert set(found["parts"][0]["indicators"]["L1"]) >= CELL
    assert set(found["county"][0]) >= COUNTY


def test_one_assessment_in_a_list_is_written_as_itself() -> None:
    found = judge(primary(1), junior(2))
    assert to_json([found]) == to_json(found)
    with pytest.raises(ValueError, match="no assessment"):
        to_json([])


def test_figures_are_numbers_whole_ones_integers_and_unknown_ones_null() -> None:
    found = document(primary(1, 700, backbone_teachers=14, pe_teachers=None), junior(2))
    cells = found["parts"][0]["indicators"]
    assert (cells["L2"]["value"], type(cells["L2"]["value"])) == (2, int)
    assert "exact" not in cells["L2"]
    assert (cells["L3"]["value"], cells["L3"]["shortfall"], cells["L3"]["verdict"]) == (None, None, "unknown")
    assert cells["L1"]["line"] == 4.2
    assert [each["mean"] for each in found["county"] if (each["stage"], each["indicator"]) == ("primary", "L3")] == [
        None
    ]


def test_a_fraction_that_no_decimal_gives_is_there_exactly_too() -> None:
    cell = document(primary(1, 700, backbone_teachers=10), junior(2))["parts"][0]["indicators"]["L2"]
    assert cell["exact"] == "10/7"
    assert cell["value"] == 10 / 7


def test_the_schema_refuses_what_is_not_in_it(validator: Draft202012Validator) -> None:
    found = document(primary(1), junior(2))
    assert validator.is_valid(found)
    for change in ({"extra": 1}, {"verdict": "达标"}, {"year": "2025"}, {"parts": [{}]}):
        assert not validator.is_valid({**found, **change})


def test_the_schema_says_what_every_key_means() -> None:
    schema = json_schema()
    for name, held in schema["$defs"].items():
        assert held["title"] == name and held["description"]
        assert held["additionalProperties"] is False
        for key, spec in held["properties"].items():
            assert spec["description"], f"{name}.{key}"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_document_reads_back_as_the_exact_figures_rounded_once() -> None:
    nine = judge(school(1, "312", {"primary": 601, "junior": 399}), primary(2), junior(3))
    written = {(part["school"], part["stage"]): part for part in json.loads(to_json(nine))["parts"]}
    for part in nine.parts:
        for name, cell in part.indicators.items():
            assert cell.value is not None
            assert written[part.school, part.stage]["indicators"][name]["value"] == float(cell.value)
    assert msgspec.json.decode(to_json(nine))["notes"] == []


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (Fraction(3), 3),
        (Fraction(1, 3), 1 / 3),
        (Fraction(10**400 + 1, 10**400), 1.0),
        (Decimal("0.297929"), 0.297929),
        (Decimal("0E-30"), 0),
        (0.25, 0.25),
        (7, 7),
    ],
)
def test_numbers_are_written_as_the_nearest_json_number(value: Any, written: Any) -> None:
    assert number(value) == written
    assert type(number(value)) is type(written)


def test_only_short_fractions_without_a_finite_decimal_are_written_exactly() -> None:
    assert exact_text(Fraction(1, 3)) == "1/3"
    assert exact_text(Fraction(-22, 7)) == "-22/7"
    assert exact_text(Fraction(1, 80)) is None
    assert exact_text(None) is None
    assert exact_text(Fraction(1, 3**200)) is None
