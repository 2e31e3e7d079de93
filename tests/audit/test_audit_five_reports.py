"""The relations and blanks of five long reports found on the web, each in a sentence of the same shape."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from junheng.audit.engine import audit
from junheng.audit.reading import read_bytes
from junheng.audit.told import told

READINGS = tomllib.loads(Path(__file__).with_name("five_reports.toml").read_text("utf-8"))
Entry = dict[str, Any]


def _named(entry: Entry) -> str:
    return f"{entry['report']}: {entry.get('figures') or entry['blanks'][0]}"


def _told(sentence: str) -> Entry:
    return told(audit(read_bytes(f"{sentence}\n".encode(), "report.txt")))


def _worked_out(entry: Entry) -> Fraction:
    parts = [Fraction(part) for part in entry["parts"]]
    match entry["kind"]:
        case "sum":
            return sum(parts, Fraction(0))
        case "ratio":
            return parts[0] / parts[1] * 100
        case _:
            return parts[0] * parts[1]


@pytest.mark.parametrize("entry", READINGS["relation"], ids=_named)
def test_each_reading_says_rightly_whether_the_figures_hold(entry: Entry):
    digits = len(entry["total"].partition(".")[2])
    assert (round(_worked_out(entry), digits) == Fraction(entry["total"])) == entry["holds"]
    assert all(part in entry["sentence"] for part in [*entry["parts"], entry["total"]])


@pytest.mark.parametrize("entry", READINGS["relation"], ids=_named)
def test_it_reads_the_relation_as_a_person_does(entry: Entry):
    wanted = sorted(float(part) for part in entry["parts"])
    found = _told(entry["sentence"])["relations"]
    same = [
        one
        for one in found
        if one["type"] == entry["kind"]
        and one["total"] == float(entry["total"])
        and sorted(map(float, one["parts"])) == wanted
    ]
    assert [one["holds"] for one in same] == [entry["holds"]], found


@pytest.mark.parametrize("sentence", sorted({entry["sentence"] for entry in READINGS["relation"]}))
def test_it_reads_nothing_else_into_the_sentence(sentence: str):
    wanted = sum(entry["sentence"] == sentence for entry in READINGS["relation"])
    assert len(_told(sentence)["relations"]) == wanted


@pytest.mark.parametrize("entry", READINGS["nothing"], ids=_named)
def test_it_reads_no_relation_where_none_is_asserted(entry: Entry):
    assert _told(entry["sentence"])["relations"] == []


@pytest.mark.parametrize("entry", READINGS["blank"], ids=_named)
def test_it_finds_what_is_left_blank(entry: Entry):
    found = [(one["start"], one["end"]) for one in _told(entry["sentence"])["placeholders"]]
    for blank in entry["blanks"]:
        start = entry["sentence"].index(blank)
        assert any(a < start + len(blank) and start < b for a, b in found), found


def test_it_reads_a_list_on_across_the_number_of_a_chunk():
    """A download site's chunk number between a figure and its unit ("3", "4、所") is neither figure nor list number."""
    prose = "各校坚持开齐开足课程,办学条件逐年改善,家长的满意度稳步上升,社会反响良好。" * 5
    chunks = (
        f"{prose}布局更趋",
        f"合理。{prose}全区共有学校12所,其中小学7",
        f"所,初中5所。{prose}另有幼儿园30所,其中教办园4",
        f"所。{prose}",
    )
    found = _told("\n\n".join(f"{at}、{chunk}" for at, chunk in enumerate(chunks, start=1)))["relations"]
    assert [(one["parts"], one["total"], one["holds"]) for one in found] == [([7, 5], 12, True)]
