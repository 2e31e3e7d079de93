from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import jsonschema
import msgspec
from audit_figures import audited
from hypothesis import given
from hypothesis import strategies as st

from junheng.audit.findings.verdicts import Verdict
from junheng.audit.told import json_schema, number, told

TEXT = "全县幼儿园178所（公办58所，民办119所）。\n小学在校生XX人，初中在校生4200人。"


def decoded(text: str) -> Any:
    return json.loads(msgspec.json.encode(told(audited(text))))


def test_offsets_are_those_of_the_document() -> None:
    made = decoded(TEXT)
    (blank,) = made["placeholders"]
    assert TEXT[blank["start"] : blank["end"]] == blank["text"] == "XX"
    for one in made["quantities"]:
        assert TEXT[one["start"] : one["end"]] == one["text"]
    for one in made["findings"]:
        assert all(TEXT[span["start"] : span["end"]] == span["text"] for span in one["spans"])
    for one in made["relations"]:
        assert [TEXT[start:end] for start, end in one["spans"]] == one["text"]


def test_a_relation_has_what_annotated_reports_have() -> None:
    (one,) = decoded(TEXT)["relations"]
    assert (one["type"], one["parts"], one["total"], one["unit"]) == ("sum", [58, 119], 178, "所")
    assert (one["holds"], one["holds_strict"], one["computed"], one["off_by"]) == (False, False, 177, -1)


def test_findings_carry_the_verdict_given_before() -> None:
    audit = audited(TEXT)
    one = audit.findings[0]
    given_before = {one.fingerprint: Verdict(one.fingerprint, "dismissed", "另有一所")}
    made = told(audit, given_before)["findings"]
    assert made[0]["verdict"] == {"verdict": "dismissed", "reason": "另有一所"}
    assert made[1]["verdict"] is None


def test_numbers_are_whole_where_they_are_whole() -> None:
    assert number(Fraction(5)) == 5
    assert isinstance(number(Decimal("5.00")), int)
    assert number(Fraction(1, 4)) == 0.25
    assert Decimal(str(number(Fraction(10) ** 400))) == Decimal(10) ** 400


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**6))
def test_any_number_can_be_encoded_and_read_back(above: int, below: int) -> None:
    value = Fraction(above, below)
    back = float(json.loads(msgspec.json.encode(number(value))))
    assert abs(back - float(value)) <= 1e-9 * max(1.0, abs(float(value)))


def test_what_is_told_is_as_the_schema_says() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    validator.check_schema(json_schema())
    long = "9" * 400
    for text in (TEXT, "", "约3.2万人，占三分之一，3-6年级，1:1.2", f"共{long}所，其中公办{long}所、民办1.5所。"):
        validator.validate(decoded(text))
