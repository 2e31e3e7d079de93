from __future__ import annotations

import time
from typing import Any

import pytest
from audit_figures import audited, relation, term

from junheng.audit import slips
from junheng.audit.arithmetic import compute
from junheng.audit.findings.wording import words
from junheng.audit.judge import judge


def slip(kind: Any, parts: list[Any], total: Any) -> tuple[str, str | None]:
    """Return the slip's name and the figure it says was meant."""
    found = judge(relation(kind, parts, total))
    assert found is not None
    assert not found.holds
    one = found.explained
    return (one.name, None if one.meant is None else str(float(one.meant))) if one else ("", None)


@pytest.mark.parametrize(
    ("kind", "parts", "total", "name", "meant"),
    [
        ("product", ["210", "400"], "8400", "zero_lost", "84000.0"),
        ("sum", ["18800", "65200"], "840000", "zero_added", "84000.0"),
        ("sum", ["3520", "4170", "813"], "15820", "zero_lost", "8130.0"),
        ("ratio", ["1145", "17970"], "63.7", "zero_added", "6.37"),
        ("ratio", ["22270", "3941"], "56.5", "zero_added", "2227.0"),
        ("ratio", ["4573", "5000"], "91.4", "truncated", "91.5"),
        ("ratio", ["2339", "2500"], "93", "truncated", "94.0"),
        ("sum", ["1234", "2224"], "3548", "swapped", "3458.0"),
        ("sum", ["1243", "2224", "11"], "3469", "swapped", "1234.0"),
        ("sum", ["10000", "2345"], "1345", "digit_lost", "12345.0"),
        ("sum", ["1000", "345"], "12345", "digit_added", "1345.0"),
        ("sum", ["24320", "24535"], "48825", "digit_wrong", "48855.0"),
        ("sum", ["52000000", "31000000"], "8300", "unit_small", "83000000.0"),
        ("sum", ["5200", "3100"], "83000000", "unit_large", "8300.0"),
        ("sum", ["52000000", "3100", "41"], "8341", "unit_large", "5200.0"),
        ("ratio", ["9748", "10000"], "9748", "places", "97.48"),
        ("growth", ["520", "416"], "20", "sign", "-20.0"),
        ("growth", ["416", "520"], "20", "wrong_base", None),
        ("ratio", ["50", "40"], "80", "upside_down", None),
        ("sum", ["7", "20", "21", "224", "73", "11", "6"], "356", "part_left_out", None),
        ("sum", ["61", "117", "23"], "224", "part_twice", None),
        ("sum", ["40", "23", "17", "61"], "101", "subtotal", None),
        ("sum", ["61", "117", "20"], "396", "counted_twice_all", "198.0"),
        ("sum", ["795.08", "408.49", "94.35"], "1297.94", "", None),
        ("sum", ["16", "9", "5", "3"], "36", "", None),
        ("sum", ["6574", "31059"], "59258", "", None),
    ],
)
def test_the_slip_that_explains_a_gap_is_named(
    kind: Any, parts: list[Any], total: str, name: str, meant: str | None
) -> None:
    assert slip(kind, parts, total) == (name, meant)


def test_one_wrong_digit_is_not_a_swapped_pair() -> None:
    made = relation("sum", ["24320", "24535"], "48825")
    computed = compute(made)
    assert computed is not None
    assert slips.spelled_total(made, computed) is None


def test_percent_and_percentage_points_are_told_apart() -> None:
    shares: list[Any] = [term("80", "share"), term("88", "share")]
    assert slip("growth", shares, "8")[0] == "percent_for_points"
    assert slip("difference", shares[::-1], term("10.0", "points"))[0] == "points_for_percent"


def test_a_part_that_all_but_vanishes_explains_nothing_by_its_unit() -> None:
    assert slip("sum", ["350", "6"], "350")[0] != "unit_large"


def test_every_slip_has_its_wording_in_both_languages() -> None:
    names = {
        "truncated", "sign", "percent_for_points", "points_for_percent", "zero_lost", "zero_added", "unit_small",
        "unit_large", "places", "swapped", "digit_lost", "digit_added", "digit_wrong", "counted_twice_all", "subtotal",
        "part_left_out", "part_twice", "part_and_share", "wrong_base", "upside_down",
    }  # fmt: skip
    assert words().slip.keys() == names
    for title in words().slip.values():
        assert title.zh != title.en


def test_many_parts_are_judged_in_time() -> None:
    made = relation("sum", [str(number) for number in range(1000, 6000)], "1")
    found = judge(made)
    assert found is not None
    assert not found.holds


HOLDING = (
    "全县幼儿园177所（公办58所，民办119所）。学生1000人，其中女生480人，占48%。经费由500万元增加到600万元，增长20%。\n"
)
FAILING = (
    "全县幼儿园178所（公办58所，民办119所）。学生1000人，其中女生480人，占47%。经费由500万元增加到600万元，增长21%。\n"
)


def seconds(text: str) -> float:
    """Return the least time of the processor three audits of a text took."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        audited(text)
        taken.append(time.process_time() - begun)
    return min(taken)


def test_a_text_in_which_every_second_relation_fails_is_hardly_slower_than_one_that_holds() -> None:
    assert sum(not judged.holds for _, judged in audited(FAILING).relations) == 3
    assert seconds((HOLDING + FAILING) * 200) < 2 * seconds((HOLDING + HOLDING) * 200) + 0.2


def test_a_slip_is_looked_for_in_time_linear_in_the_parts() -> None:
    short, long = (["1234"] * parts for parts in (15, 60))
    taken = []
    for parts in (short, long):
        made = relation("sum", list(parts), str(1234 * len(parts) + 7))
        computed = compute(made)
        assert computed is not None
        begun = time.process_time()
        for _ in range(50):
            slips.explain(made, computed)
        taken.append(time.process_time() - begun)
    assert taken[1] < 10 * taken[0] + 0.05


def test_the_findings_of_one_long_sentence_quote_their_figures_only() -> None:
    text = "，".join(f"甲{place}幼儿园178所（公办58所，民办119所）" for place in range(300))
    found = audited(text).findings
    assert len(found) > 290
    assert sum(end - start for one in found for start, end in one.spans) < len(text)
    assert max(len(one.zh) for one in found) < 100
