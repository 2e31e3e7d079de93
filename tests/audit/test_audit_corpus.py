"""Forty reports in corpus/, written and annotated by hand before the auditor could read them.

Wording and names are invented; the arithmetic and the quirks are those of real reports. An annotation lists what a
careful auditor reads out of the text: relations (sum, ratio, growth, product, difference, average) and blanks. The
first tests hold the annotations to account, the last hold the auditor to the annotations.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from math import prod
from pathlib import Path
from typing import Any

import pytest
from audit_scored import score

CORPUS = Path(__file__).parent / "corpus"
REPORTS = sorted(path.stem for path in CORPUS.glob("*.json"))
KINDS = ("sum", "ratio", "growth", "product", "difference", "average")
Json = dict[str, Any]


@cache
def _gold(stem: str) -> Json:
    return json.loads((CORPUS / f"{stem}.json").read_text("utf-8"), parse_float=Decimal)


@cache
def _text(stem: str) -> str:
    return (CORPUS / f"{stem}.txt").read_text("utf-8")


# --- the annotations --------------------------------------------------------------------------------------------


def _worked_out(kind: str, parts: list[Fraction], comment: str) -> Fraction:
    if kind == "sum":
        return sum(parts, Fraction(0))
    if kind == "product":
        pairs = list(zip(parts[::2], parts[1::2], strict=False))
        return sum((a * b for a, b in pairs), Fraction(0)) if "a table" in comment else prod(parts)
    first, second = parts
    if kind == "growth":
        return second / (first - second) * 100 if "[after, increase]" in comment else (second - first) / first * 100
    return {"ratio": first / second * 100, "difference": first - second, "average": first / second}[kind]


def _step(value: Decimal | int) -> Decimal:
    """Return the place of the last digit printed; a whole number counts things and was not rounded."""
    return Decimal(1).scaleb(min(0, int(Decimal(value).as_tuple().exponent)))


def _verdicts(kind: str, parts: list[Decimal | int], total: Decimal | int, comment: str) -> tuple[bool, bool]:
    """Return whether a relation holds when rounding of the printed parts is allowed for, and whether without."""
    value = _worked_out(kind, [Fraction(part) for part in parts], comment)
    printed = Decimal(value.numerator) / Decimal(value.denominator)
    strictly = printed.quantize(_step(total), ROUND_HALF_UP) == total
    slack = [Fraction(_step(part)) / 2 if _step(part) < 1 else Fraction(0) for part in parts]
    if strictly or not any(slack) or (kind == "sum" and _step(total) == 1):
        return strictly, strictly
    ends = [
        _worked_out(kind, [Fraction(p) + s * sign for p, s, sign in zip(parts, slack, signs, strict=True)], comment)
        for signs in itertools.product((-1, 1), repeat=len(parts))
    ]
    half = Fraction(_step(total)) / 2
    return max(ends) > Fraction(total) - half and min(ends) < Fraction(total) + half, strictly


def test_there_are_forty_reports_of_the_expected_make_up():
    relations = [relation for stem in REPORTS for relation in _gold(stem)["relations"]]
    failing = sum(not relation["holds"] for relation in relations)
    assert len(REPORTS) == 40
    assert 3 <= len(relations) / len(REPORTS) <= 6
    assert 0.15 <= failing / len(relations) <= 0.25
    assert set(KINDS) == {relation["type"] for relation in relations}


@pytest.mark.parametrize("stem", REPORTS)
def test_each_annotated_relation_is_worked_out_rightly_and_its_words_stand_in_the_text(stem: str):
    for relation in _gold(stem)["relations"]:
        kind, parts, total, comment = (relation[key] for key in ("type", "parts", "total", "comment"))
        value = _worked_out(kind, [Fraction(part) for part in parts], comment)
        assert abs(value - Fraction(relation["computed"])) <= Fraction(1, 10**6), relation
        assert abs(value - Fraction(total) - Fraction(relation["off_by"])) <= Fraction(1, 10**6), relation
        assert _verdicts(kind, parts, total, comment) == (relation["holds"], relation["holds_strict"]), relation
        assert relation["holds"] or comment, f"a failing relation without its explanation: {relation}"
        assert relation["text"] and all(span in _text(stem) for span in relation["text"]), relation


@pytest.mark.parametrize("stem", REPORTS)
def test_each_annotated_blank_stands_where_it_is_said_to(stem: str):
    gold, text = _gold(stem), _text(stem)
    assert len(gold["placeholders"]) == len(gold["placeholder_offsets"])
    for words, offset in zip(gold["placeholders"], gold["placeholder_offsets"], strict=True):
        assert text[offset : offset + len(words)] == words


@pytest.mark.parametrize("stem", REPORTS)
def test_no_relation_is_annotated_twice(stem: str):
    keys = Counter((r["type"], tuple(r["parts"]), r["total"], tuple(r["text"])) for r in _gold(stem)["relations"])
    assert not [key for key, times in keys.items() if times > 1]


# --- the auditor against them -----------------------------------------------------------------------------------


def _holds_at_least(part: str, whole: str, share: float) -> None:
    count, notes = score(CORPUS)
    print(f"\n{part} of {whole}: {count[part]}/{count[whole]} = {count[part] / count[whole]:.3f}")  # noqa: T201
    assert count[part] >= share * count[whole], "\n".join(notes)


def test_it_reads_nearly_every_relation_a_report_asserts():
    _holds_at_least("hit", "gold", 0.95)


def test_it_reads_hardly_any_relation_a_report_does_not_assert():
    _holds_at_least("hit", "found", 0.97)


def test_it_finds_nearly_every_relation_that_does_not_hold():
    _holds_at_least("failing hit", "failing", 0.95)


def test_it_raises_at_most_one_false_alarm_in_ten_reports():
    count, notes = score(CORPUS)
    assert count["alarms"] <= len(REPORTS) / 10, "\n".join(notes)


def test_it_finds_the_blanks_and_takes_nothing_else_for_one():
    _holds_at_least("blanks hit", "blanks", 0.98)
    _holds_at_least("blanks true", "blanks found", 0.98)
