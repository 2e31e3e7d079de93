"""A standard file is read strictly: each kind of mistake is refused on its line, all of them at once."""

from __future__ import annotations

import copy
import datetime as dt
import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from junheng import standards
from junheng.dictionary.toml_lines import Key, lines_of
from junheng.standards import Problem, StandardError, check, load
from junheng.standards.model import Standard
from junheng.standards.shape import BUILTIN, shape_faults
from junheng.standards.whole import rule_faults

SHIPPED = sorted((Path(standards.__file__).parent / "cn").glob("*.toml"))

SOUND = """\
id = "my.own"
title = { zh = "甲", en = "a" }
document = "d"
issued = 2020-01-01
in_force = 2020-02-01
until = 2025-01-01
stages = ["primary", "junior"]
near = 0.05
[rows]
clause = "c1"
exclude_kinds = ["special"]
exclude_sponsors = ["10"]
teaching_point_minimum = 50
[rows.weights]
default = { primary = 1, junior = 1.1 }
[school]
clause = "c2"
at_least = 1
floor = 0.85
[county]
clause = "c3"
composite_limits = { primary = 0.6 }
[[indicator]]
id = "L1"
title = { zh = "乙", en = "b" }
clause = "c4"
unit = "person"
times = 100
plus = ["pe_teachers", "music_teachers"]
minus = ["arts_teachers"]
lines = { primary = 4.2 }
cv_limits = { primary = 0.5 }
[[indicator.exception]]
switch = "s1"
where = [{ field = "locale_group", among = ["rural"] }, { field = "pupils", below = 100 }]
plus = ["visiting_pe_art_teachers"]
[[indicator]]
id = "L2"
title = { zh = "丙", en = "c" }
clause = "c5"
unit = "m2"
plus = ["teaching_area"]
per = ["classes"]
[[item]]
id = "G1"
group = "guarantee"
number = 1
title = { zh = "丁", en = "d" }
clause = "c6"
section = "finance"
[[item.check]]
function = "attested"
fields = ["layout_planned"]
[[item.check]]
function = "value"
fields = ["monitoring_level_chinese"]
at_least = 3
applies_to = "special"
[[item.check]]
function = "ratio"
of = "parts"
stages = ["junior"]
where = [{ field = "boarding", equals = false }]
numerator = ["entrants_in_zone"]
denominator = ["entrants"]
at_least = 0.95
[[item.check]]
function = "school_size"
single = 2000
combined = 2500
[[item.check.exception]]
switch = "s1"
where = [{ field = "built_year", at_most = 2010 }]
values = { single = 2400 }
[[item]]
id = "G2"
group = "guarantee"
number = 2
title = { zh = "戊", en = "e" }
clause = "c7"
[[item.check]]
function = "rating"
field = "moral_education_rating"
at_least = "good"
[[item.check]]
function = "each_school_has"
fields = ["has_charter"]
[[item.check]]
function = "each_school_ratio"
numerator = "training_budget"
denominator = "public_budget"
at_least = 0.05
[[item.check]]
function = "not_less"
left = "teacher_pay_average"
right = "civil_servant_pay_average"
[[item.check]]
function = "years_since"
field = "basic_recognised_year"
years = 3
[[item.check]]
function = "class_size"
at_most = { primary = 45 }
[[item.check]]
function = "points"
most = { W1 = 60, W2 = 40 }
titles = { W1 = { zh = "一", en = "1" }, W2 = { zh = "二", en = "2" } }
at_least = 85
[[item.check]]
function = "satisfaction"
at_least = 0.86
[[item.check]]
function = "sample"
share_of_population = 0.0015
least = 600
parents_share = 0.5
[[item.check]]
function = "retention"
at_least = 0.97
[[item.check]]
function = "special_rooms"
classes_per_room = 12
music_area = 96
art_area = 90
[[item.check]]
function = "small_school_funding"
below = 100
funded_as = 101
[[item.check]]
function = "absent"
fields = ["veto_false_data"]
[[switch]]
id = "s1"
title = { zh = "己", en = "f" }
clause = "c8"
"""


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    file = tmp_path / "own.toml"
    file.write_text(text, "utf-8")
    return check(file)


def test_the_file_these_tests_damage_is_sound(tmp_path: Path) -> None:
    assert problems_of(tmp_path, SOUND) == []


MISTAKES = {
    # what is wrong: (the line in the sound file, what stands there instead, words of the refusal)
    "unknown key": ('clause = "c1"', 'clause = "c1"\nexclude_kind = ["special"]', "是否为 exclude_kinds"),
    "unknown key in a title": ('title = { zh = "乙", en = "b" }', 'title = { zh = "乙", eng = "b", en = "b" }', "eng"),
    "unknown key at the top": ("near = 0.05", "nearly = 0.05", "是否为 near"),
    "group of kinds that is none": ('applies_to = "special"', 'applies_to = "specials"', "是否为 special"),
    "text for a number": ("times = 100", 'times = "100"', "应为数字"),
    "number for text": ('clause = "c1"', "clause = 1", "应为文字"),
    "decimal for a whole number": ("combined = 2500", "combined = 2500.5", "应为整数"),
    "boolean for a number": ("floor = 0.85", "floor = true", "应为数字"),
    "text for a list": ('plus = ["teaching_area"]', 'plus = "teaching_area"', "应为列表"),
    "list for a table": ("lines = { primary = 4.2 }", "lines = [4.2]", "应为表"),
    "text for a date": ("in_force = 2020-02-01", 'in_force = "2020-02-01"', "应为日期"),
    "time for a date": ("in_force = 2020-02-01", "in_force = 2020-02-01T08:00:00", "应为日期"),
    "a figure that is none": ("floor = 0.85", "floor = nan", "应为数字"),
    "an endless figure": ("floor = 0.85", "floor = 1e99999", "应为数字"),
    "a percent sign": ("floor = 0.85", 'floor = "85%"', "不写 %"),
    "unknown group of items": ('group = "guarantee"\nnumber = 1', 'group = "guarantees"\nnumber = 1', "guarantee"),
    "unknown function": ('function = "attested"', 'function = "atested"', "是否为 attested"),
    "blank title": ('title = { zh = "乙", en = "b" }', 'title = { zh = " ", en = "b" }', "不能空着"),
    "unknown method": ('function = "retention"', 'function = "retention"\nmethod = "offical"', "official"),
    "duplicate indicator": ('id = "L2"', 'id = "L1"', "L1 已经用过"),
    "duplicate item": ('id = "G2"', 'id = "G1"', "G1 已经用过"),
    "duplicate number in a group": ("number = 2", "number = 1", "已有第 1 项"),
    "bad id": ('id = "L2"', 'id = "L 2"', "不能作编号"),
    "unknown unit": ('unit = "m2"', 'unit = "mm"', "mm"),
    "unit of another kind": ('unit = "m2"', 'unit = "yuan"', "单位是 m2"),
    "dangling fact": ('plus = ["teaching_area"]', 'plus = ["teaching_aera"]', "teaching_area"),
    "dangling fact below the line": ('per = ["classes"]', 'per = ["clases"]', "是否为 classes"),
    "dangling fact taken off": ('minus = ["arts_teachers"]', 'minus = ["arts_teacher"]', "arts_teachers"),
    "text field as a fact": ('per = ["classes"]', 'per = ["school_name"]', "没有这个指标"),
    "county figure as a school's": ('per = ["classes"]', 'per = ["population"]', "没有这个指标"),
    "figure where a statement is meant": ('fields = ["layout_planned"]', 'fields = ["population"]', "是非项"),
    "figure where a veto is meant": ('fields = ["veto_false_data"]', 'fields = ["population"]', "是非项"),
    "statement where a figure is meant": (
        'fields = ["monitoring_level_chinese"]',
        'fields = ["layout_planned"]',
        "数值项",
    ),
    "figure where a school's yes or no is meant": ('fields = ["has_charter"]', 'fields = ["books"]', "是非项"),
    "dangling county figure": ('left = "teacher_pay_average"', 'left = "teacher_pay"', "teacher_pay_average"),
    "dangling school figure": ('numerator = "training_budget"', 'numerator = "training"', "没有这个指标"),
    "dangling rating": ('field = "moral_education_rating"', 'field = "moral_education"', "等级项"),
    "unknown grade": ('at_least = "good"', 'at_least = "goood"', "是否为 good"),
    "dangling year": ('field = "basic_recognised_year"', 'field = "recognised"', "年份项"),
    "dangling switch of an indicator": (
        'switch = "s1"\nwhere = [{ field = "locale_group"',
        'switch = "s2"\nwhere = [{ field = "locale_group"',
        "s2",
    ),
    "dangling switch of a check": (
        'switch = "s1"\nwhere = [{ field = "built_year"',
        'switch = "s3"\nwhere = [{ field = "built_year"',
        "s3",
    ),
    "switch nobody uses": (
        'clause = "c8"',
        'clause = "c8"\n[[switch]]\nid = "s9"\ntitle = { zh = "庚", en = "g" }\nclause = "c9"',
        "没有规定用到开关 s9",
    ),
    "unknown stage": ('stages = ["primary", "junior"]', 'stages = ["primary", "junior", "senoir"]', "senior"),
    "stage given twice": ('stages = ["primary", "junior"]', 'stages = ["primary", "junior", "primary"]', "写了两次"),
    "no stage": ("most = { W1 = 60, W2 = 40 }", "most = {}", "不能空着"),
    "line for an unknown stage": ("lines = { primary = 4.2 }", "lines = { primery = 4.2 }", "是否为 primary"),
    "line for a stage the standard does not judge": ("lines = { primary = 4.2 }", "lines = { senior = 4.2 }", "senior"),
    "limit for an unknown stage": ("cv_limits = { primary = 0.5 }", "cv_limits = { senior = 0.5 }", "senior"),
    "composite limit for an unknown stage": (
        "composite_limits = { primary = 0.6 }",
        "composite_limits = { all = 0.6 }",
        "all",
    ),
    "class size for an unknown stage": ("at_most = { primary = 45 }", "at_most = { kinder = 45 }", "kinder"),
    "ratio of an unknown stage": ('stages = ["junior"]', 'stages = ["middle"]', "middle"),
    "weight of an unknown stage": ("default = { primary = 1, junior = 1.1 }", "default = { prim = 1 }", "primary"),
    "weights of an unknown group": ("default = { primary = 1, junior = 1.1 }", "nine = { primary = 1 }", "nine"),
    "unknown kind of school": ('exclude_kinds = ["special"]', 'exclude_kinds = ["specials"]', "special"),
    "unknown sponsor": ('exclude_sponsors = ["10"]', 'exclude_sponsors = ["11"]', "11"),
    "unknown section": ('section = "finance"', 'section = "finances"', "是否为 finance"),
    "more indicators asked for than have lines": ("at_least = 1\nfloor", "at_least = 2\nfloor", "只有 1 个指标"),
    "fact added twice": ('plus = ["teaching_area"]', 'plus = ["teaching_area", "teaching_area"]', "写了两次"),
    "fact counted twice in a ratio": (
        'denominator = ["entrants"]',
        'denominator = ["entrants", "entrants"]',
        "写了两次",
    ),
    "negative line": ("lines = { primary = 4.2 }", "lines = { primary = -4.2 }", "应大于 0"),
    "negative limit": ("cv_limits = { primary = 0.5 }", "cv_limits = { primary = -0.5 }", "应大于 0"),
    "negative composite limit": (
        "composite_limits = { primary = 0.6 }",
        "composite_limits = { primary = -1 }",
        "应大于 0",
    ),
    "negative minimum": ("teaching_point_minimum = 50", "teaching_point_minimum = -50", "负数"),
    "weight of nothing": (
        "default = { primary = 1, junior = 1.1 }",
        "default = { primary = 0, junior = 1.1 }",
        "应大于 0",
    ),
    "times nothing": ("times = 100", "times = 0", "应大于 0"),
    "negative size": ("single = 2000", "single = -2000", "应大于 0"),
    "negative area": ("music_area = 96", "music_area = -96", "应大于 0"),
    "negative years": ("years = 3", "years = -3", "负数"),
    "negative sample": ("least = 600", "least = -600", "负数"),
    "negative funding": ("funded_as = 101", "funded_as = -101", "应大于 0"),
    "negative points": ("most = { W1 = 60, W2 = 40 }", "most = { W1 = 160, W2 = -40 }", "应大于 0"),
    "percent as a floor": ("floor = 0.85", "floor = 85", "85% 写作 0.85"),
    "percent as a ratio": ("at_least = 0.95", "at_least = 95", "85% 写作 0.85"),
    "percent as a school's ratio": ("at_least = 0.05", "at_least = 5", "85% 写作 0.85"),
    "percent as satisfaction": ("at_least = 0.86", "at_least = 86", "85% 写作 0.85"),
    "percent as retention": ("at_least = 0.97", "at_least = 97", "85% 写作 0.85"),
    "percent as a share of parents": ("parents_share = 0.5", "parents_share = 50", "85% 写作 0.85"),
    "percent as near": ("near = 0.05", "near = 5", "85% 写作 0.85"),
    "more points asked for than there are": (
        'en = "2" } }\nat_least = 85',
        'en = "2" } }\nat_least = 101',
        "合计只有 100",
    ),
    "points without words": ("most = { W1 = 60, W2 = 40 }", "most = { W1 = 60, W3 = 40 }", "W3"),
    "line outside what the figure can be": ("at_least = 3", "at_least = 5", "取值范围"),
    "value without a line": (
        'fields = ["monitoring_level_chinese"]\nat_least = 3',
        'fields = ["population"]',
        "at_most",
    ),
    "value between lines that exclude each other": (
        "at_least = 3",
        "at_least = 3\nat_most = 2",
        "at_most 小于 at_least",
    ),
    "in force before it is issued": ("in_force = 2020-02-01", "in_force = 2019-02-01", "早于 issued"),
    "ended before it is in force": ("until = 2025-01-01", "until = 2020-01-15", "早于 in_force"),
    "unknown column in a condition": (
        '{ field = "boarding", equals = false }',
        '{ field = "bording", equals = false }',
        "boarding",
    ),
    "two comparisons in a condition": (
        '{ field = "built_year", at_most = 2010 }',
        '{ field = "built_year", at_most = 2010, at_least = 1 }',
        "这里有 2 种",
    ),
    "no comparison in a condition": ('{ field = "boarding", equals = false }', '{ field = "boarding" }', "这里有 0 种"),
    "text compared with a number": (
        '{ field = "locale_group", among = ["rural"] }',
        '{ field = "locale_group", at_least = 1 }',
        "不能这样比较",
    ),
    "yes or no compared with text": (
        '{ field = "boarding", equals = false }',
        '{ field = "boarding", equals = "no" }',
        "不能这样比较",
    ),
    "number compared with codes": (
        '{ field = "built_year", at_most = 2010 }',
        '{ field = "built_year", among = ["2010"] }',
        "不能这样比较",
    ),
    "unknown code in a condition": (
        '{ field = "locale_group", among = ["rural"] }',
        '{ field = "locale_group", among = ["country"] }',
        "country",
    ),
    "exception for a parameter that is none": ("values = { single = 2400 }", "values = { singel = 2400 }", "single"),
    "exception that changes nothing": ("values = { single = 2400 }", "values = {}", "不能空着"),
    "stages of a county ratio": ('of = "parts"\nstages', 'of = "county"\nstages', '只能与 of = "parts" 连用'),
    "nothing to add": ('plus = ["teaching_area"]', "plus = []", "不能空着"),
    "no fields": ('fields = ["has_charter"]', "fields = []", "不能空着"),
    "repeated key": ("times = 100", "times = 100\ntimes = 100", "不是有效的 TOML"),
    "open quote": ('clause = "c1"', 'clause = "c1', "不是有效的 TOML"),
    "open bracket": ('exclude_kinds = ["special"]', 'exclude_kinds = ["special"', "不是有效的 TOML"),
}
STANDS_AFTER = {  # what is named stands on a later line of the text put in: how many lines later
    "unknown key": 1,
    "unknown method": 1,
    "switch nobody uses": 2,
    "value between lines that exclude each other": 1,
    "stages of a county ratio": 1,
    "repeated key": 1,
    "open bracket": 1,
    "more points asked for than there are": 1,
    "value without a line": -2,
    "unit of another kind": 1,
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, name: str) -> None:
    old, new, words = MISTAKES[name]
    assert SOUND.count(old) == 1, "the damage must be in one place"
    line = SOUND[: SOUND.index(old)].count("\n") + 1 + STANDS_AFTER.get(name, 0)
    found = problems_of(tmp_path, SOUND.replace(old, new))
    assert any(problem.line == line and words in problem.words.zh for problem in found), [str(each) for each in found]
    assert all(problem.words.en for problem in found)
    with pytest.raises(StandardError, match=re.escape(str(found[0]))) as refused:
        load(tmp_path / "own.toml")
    assert (refused.value.file, refused.value.line) == (tmp_path / "own.toml", found[0].line)
    assert refused.value.words == found[0].words


REQUIRED = ["id", "title", "document", "stages", "rows", "county"]


def test_each_missing_key_is_named(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path, "near = 0.05\n[school]\nat_least = 1\n[[indicator]]\nid = 'L1'\n[[item]]\nid = 'G1'\n"
    )
    words = {(problem.line, problem.words.en.split()[0]) for problem in found if "missing" in problem.words.en}
    assert words == (
        {(1, key) for key in REQUIRED}
        | {(2, "clause"), (2, "floor")}
        | {(4, key) for key in ("title", "clause", "unit", "plus")}
        | {(6, key) for key in ("group", "number", "title", "clause", "check")}
    )


def test_all_mistakes_are_reported_in_one_pass_in_the_order_of_lines(tmp_path: Path) -> None:
    text = SOUND
    wrong = [
        "unknown key",
        "text for a number",
        "dangling fact",
        "unknown section",
        "dangling rating",
        "percent as near",
        "dangling switch of a check",
    ]
    for name in wrong:
        old, new, _ = MISTAKES[name]
        text = text.replace(old, new)
    found = problems_of(tmp_path, text)
    lines = [problem.line for problem in found]
    assert lines == sorted(lines)
    said = " ".join(problem.words.zh for problem in found)
    assert [name for name in wrong if MISTAKES[name][2] not in said] == []


def test_county_rules_without_what_they_test_are_refused(tmp_path: Path) -> None:
    text = re.sub(r"\[school\]\n(.+\n){3}", "", SOUND).replace("cv_limits = { primary = 0.5 }\n", "")
    found = {problem.words.zh.split()[0]: problem.line for problem in problems_of(tmp_path, text)}
    county = text.splitlines().index("[county]") + 1
    assert found == {"every_school": county, "each_cv": county}


def test_a_stage_with_fewer_lines_than_a_school_must_reach_is_named(tmp_path: Path) -> None:
    text = SOUND.replace("at_least = 1\nfloor", "at_least = 2\nfloor").replace(
        'per = ["classes"]', 'per = ["classes"]\nlines = { primary = 9, junior = 9 }'
    )
    (problem,) = problems_of(tmp_path, text)
    assert problem.line == text.splitlines().index("at_least = 2") + 1
    assert problem.words.en == "2 indicators are asked for, but only 1 have lines for junior"


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 1, "缺少 id"),
        (b'id = "\xff"\n', 1, "UTF-8"),
        (b'a = 1\nid = "\xb9\xfa"\n', 2, "UTF-8"),
        (b"x" * (1 << 20) + b"x", 0, "超过 1 MB"),
        (b"id = " + b"[" * 100_000, 0, "不是有效的 TOML"),
        (b"near = " + b"9" * 5000, 0, "不是有效的 TOML"),
        (b"\x00", 1, "不是有效的 TOML"),
        (b"[[[", 1, "不是有效的 TOML"),
    ],
)
def test_a_file_that_is_no_standard_at_all_is_refused(tmp_path: Path, content: bytes, line: int, words: str) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(content)
    found = check(file)
    assert (found[0].line, found[0].file) == (line, file)
    assert words in found[0].words.zh


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode())
    assert check(file) == []
    file.write_bytes(b"\xef\xbb\xbf" + SOUND.replace("floor = 0.85", "floor = 85").replace("\n", "\r\n").encode())
    (problem,) = check(file)
    assert problem.line == SOUND.splitlines().index("floor = 0.85") + 1


def test_what_is_not_there_is_named_with_what_is(tmp_path: Path) -> None:
    with pytest.raises(StandardError, match=r"cn\.quality\.2017"):
        load("cn.quality.2071")
    with pytest.raises(StandardError, match="读不了"):
        load(tmp_path / "missing.toml")
    (problem,) = check(tmp_path)
    assert "读不了" in problem.words.zh


def test_a_problem_says_file_line_key_and_words_in_each_language(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path, SOUND.replace("lines = { primary = 4.2 }", "lines = { primary = -1 }"))
    place = f"{tmp_path / 'own.toml'}:31: indicator[1].lines.primary: "
    assert problem.text("zh") == place + "应大于 0，而这里是 -1"
    assert problem.text("en") == place + "must be more than 0, found -1"
    assert StandardError([problem]).lines("en") == [problem.text("en")]


# --- Properties ------------------------------------------------------------------------------------------------------

KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?=\s*=\s)|(?<=\[)([a-z_]+)(?=[.\]])|(?<=\.)([a-z_]+)(?=[.\]])")


def keys_of(text: str) -> list[tuple[int, int]]:
    """Return where each key and each name of a table header stands, comments and values left out."""
    found = []
    for match in re.finditer(r"^[^#\n]+", text, re.MULTILINE):
        blanked = re.sub(r'"[^"]*"', lambda quoted: "~" * len(quoted[0]), match[0])
        found += [(match.start() + key.start(), match.start() + key.end()) for key in KEY.finditer(blanked)]
    return found


KEYS = [(file, *place) for file in SHIPPED for place in keys_of(file.read_text("utf-8"))]


def test_the_search_for_keys_finds_about_as_many_as_there_are() -> None:
    written = sum(1 for file in SHIPPED for key in lines_of(file.read_text("utf-8")) if isinstance(key[-1], str))
    assert len(KEYS) >= written * 0.95


@given(st.sampled_from(KEYS), st.sampled_from(["double", "drop", "swap", "upper", "add"]), st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_single_typo_in_a_key_of_a_shipped_standard_is_refused(
    tmp_path: Path, key: tuple[Path, int, int], kind: str, data: st.DataObject
) -> None:
    file, start, end = key
    text = file.read_text("utf-8")
    name = text[start:end]
    at = data.draw(st.integers(0, max(len(name) - 2, 0)))
    typo = {
        "double": name[: at + 1] + name[at:],
        "drop": name[:at] + name[at + 1 :],
        "swap": name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
        "upper": name[:at] + name[at].swapcase() + name[at + 1 :],
        "add": name + "s",
    }[kind]
    if typo == name:
        return
    found = problems_of(tmp_path, text[:start] + typo + text[end:])
    assert found, f"{name} → {typo}"
    if name != "id" and found[0].key:  # what is no longer TOML breaks where the reader notices
        line = text.count("\n", 0, start) + 1
        assert line in {problem.line for problem in found}, [str(problem) for problem in found]


DOCUMENTS = [tomllib.loads(text, parse_float=Decimal) for text in (SOUND, SHIPPED[0].read_text("utf-8"))]
JUNK = st.sampled_from(
    [None, 0, -1, 3, True, "", "x", "primary", Decimal("0.5"), Decimal(7), [], ["x"], [[]], {}, {"x": 1}, {"id": "L1"},
     dt.date(2020, 1, 1), dt.datetime(2020, 1, 1), dt.time(1), "own.toml"]  # noqa: DTZ001
)  # fmt: skip


def places(value: Any, at: Key = ()) -> list[Key]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(place for key, entry in inner for place in places(entry, (*at, key)))]


PLACES = [(document, at) for document in DOCUMENTS for at in places(document) if at]


@given(st.sampled_from(PLACES), JUNK)
@settings(max_examples=300, deadline=None)
def test_whatever_stands_anywhere_the_shape_check_agrees_with_the_converter_and_no_rule_breaks(
    where: tuple[dict[str, Any], Key], junk: Any
) -> None:
    document, at = copy.deepcopy(where[0]), where[1]
    holder: Any = document
    for step in at[:-1]:
        holder = holder[step]
    if junk is None:
        del holder[at[-1]]
    else:
        holder[at[-1]] = junk
    try:
        msgspec.convert(document, Standard, builtin_types=BUILTIN)
        fits = True
    except msgspec.ValidationError:
        fits = False
    assert (shape_faults(document) == []) == fits
    for fault in rule_faults(document):
        assert fault.words.zh
        assert fault.words.en


@given(st.integers(0, len(SOUND) - 1), st.characters(codec="utf-8"))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_changed_character_never_breaks_the_reader(tmp_path: Path, at: int, character: str) -> None:
    text = SOUND[:at] + character + SOUND[at + 1 :]
    last = text.count("\n") + 1
    for problem in problems_of(tmp_path, text):
        assert 0 <= problem.line <= last
