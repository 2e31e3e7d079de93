"""A child file gives only what differs, and what it cannot mean is refused where it stands."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from junheng.standards import StandardError, check, load
from junheng.standards.inherit import merge

HEAD = 'id = "my.own"\nextends = "cn.quality.2017"\n'  # two lines: what follows starts on line 3


def child(tmp_path: Path, text: str, name: str = "child.toml") -> Path:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def only_problem(file: Path) -> tuple[int, str]:
    (problem,) = check(file)
    assert problem.file == file
    return problem.line, problem.words.zh


def test_a_child_that_changes_nothing_asks_the_same(tmp_path: Path) -> None:
    parent, own = load("cn.quality.2017"), load(child(tmp_path, HEAD))
    assert (own.indicator, own.item, own.rows, own.title) == (parent.indicator, parent.item, parent.rows, parent.title)
    assert (own.id, own.extends) == ("my.own", "cn.quality.2017")


def test_a_table_is_joined_key_by_key(tmp_path: Path) -> None:
    own = load(child(tmp_path, HEAD + "[rows]\nteaching_point_minimum = 30\n"))
    parent = load("cn.quality.2017").rows
    assert own.rows.teaching_point_minimum == 30
    assert own.rows.weights == parent.weights


def test_an_entry_is_changed_in_its_place_and_a_new_one_stands_last(tmp_path: Path) -> None:
    text = HEAD + '[[indicator]]\nid = "L2"\nlines = { junior = 2 }\n'
    text += '[[indicator]]\nid = "L8"\ntitle = { zh = "书", en = "books" }\nclause = "c"\nunit = "book"\n'
    text += 'plus = ["books"]\nlines = { primary = 20 }\n'
    own = load(child(tmp_path, text))
    assert [each.id for each in own.indicator] == ["L1", "L2", "L3", "L4", "L5", "L6", "L7", "L8"]
    assert own.indicator[1].lines == {"primary": 1, "junior": 2}
    assert own.indicator[1].title == load("cn.quality.2017").indicator[1].title


def test_an_entry_can_be_removed(tmp_path: Path) -> None:
    own = load(child(tmp_path, HEAD + '[[item]]\nid = "G7"\nremove = true\n'))
    assert {each.id for each in load("cn.quality.2017").item} - {each.id for each in own.item} == {"G7"}


def test_a_chain_of_three_is_joined_oldest_first(tmp_path: Path) -> None:
    child(tmp_path, HEAD + "[school]\nat_least = 5\nfloor = 0.8\n", "province.toml")
    city = child(tmp_path, 'id = "my.city"\nextends = "province.toml"\n[school]\nfloor = 0.9\n')
    school = load(city).school
    assert school is not None
    assert (school.at_least, float(school.floor)) == (5, 0.9)


def test_files_that_extend_one_another_in_a_circle_are_refused(tmp_path: Path) -> None:
    first = child(tmp_path, 'id = "a"\nextends = "second.toml"\n', "first.toml")
    second = child(tmp_path, 'id = "b"\nextends = "first.toml"\n', "second.toml")
    with pytest.raises(StandardError) as refused:
        load(first)
    (problem,) = [each for each in refused.value.problems if each.key == "extends"]
    assert (problem.file, problem.line) == (tmp_path / second.name, 2)
    assert "绕成了圈" in problem.words.zh


def test_a_file_that_extends_itself_is_refused(tmp_path: Path) -> None:
    file = child(tmp_path, 'id = "a"\nextends = "child.toml"\n')
    assert any("绕成了圈" in problem.words.zh and problem.line == 2 for problem in check(file))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('id = "x"\nextends = "cn.quality.2071"\n', 2, "cn.quality.2017"),
        ('id = "x"\nextends = "nowhere.toml"\n', 2, "nowhere.toml"),
    ],
)
def test_a_parent_that_is_not_there_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    found = [problem for problem in check(child(tmp_path, text)) if problem.key == "extends"]
    assert [problem.line for problem in found] == [line]
    assert words in found[0].words.zh


def test_a_child_needs_an_id_of_its_own(tmp_path: Path) -> None:
    file = child(tmp_path, 'id = "cn.quality.2017"\nextends = "cn.quality.2017"\n')
    assert only_problem(file) == (1, "请给自己的标准另取一个 id")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[indicator]]\nid = "L66"\nlines = { primary = 1 }\n', 4, "是否为 L6"),
        ('[[item]]\nid = "G99"\nremove = true\n', 4, "上级标准没有这一条"),
        ('[[item]]\nid = "G1"\nremove = false\n', 5, "remove 只能写 true"),
        ('[[item]]\nid = "G1"\nremove = true\nnumber = 3\n', 6, "只写 id 和 remove"),
        ("[[item]]\nnumber = 3\n", 3, "缺少 id"),
        ('[[item]]\nid = "G1"\nnumber = 1\n[[item]]\nid = "G1"\nnumber = 1\n', 7, "出现两次"),
    ],
)
def test_a_childs_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    found, said = only_problem(child(tmp_path, HEAD + text))
    assert found == line
    assert words in said


def test_a_mistake_in_an_inherited_entry_is_shown_where_it_was_made(tmp_path: Path) -> None:
    parent = child(tmp_path, HEAD + '[[item]]\nid = "G7"\nsection = "nobody"\n', "parent.toml")
    own = child(tmp_path, 'id = "my.city"\nextends = "parent.toml"\n[[item]]\nid = "G7"\nnumber = -1\n')
    places = {problem.key: (problem.file, problem.line) for problem in check(own)}
    assert places == {"item[9].section": (parent, 5), "item[9].number": (own, 5)}


def test_remove_is_refused_in_a_file_without_parent(tmp_path: Path) -> None:
    own = child(
        tmp_path,
        'id = "x"\ntitle = { zh = "甲", en = "a" }\ndocument = "d"\nstages = ["primary"]\n'
        '[rows]\nclause = "c"\n[county]\nclause = "c"\n[[switch]]\nid = "s"\nremove = true\n',
    )
    assert ("switch[1].remove", 11) in {(problem.key, problem.line) for problem in check(own)}


figures = st.integers(0, 3)
tables = st.dictionaries(st.sampled_from("abc"), figures, max_size=2)
entries = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from("xyz")}, optional={"a": figures, "b": tables}),
    max_size=3,
    unique_by=lambda entry: entry["id"],
)
documents = st.dictionaries(st.sampled_from("abcd"), figures | tables | entries | st.lists(figures), max_size=3)


@given(documents, documents)
def test_merging_leaves_both_files_as_they_were_and_is_settled_at_once(
    parent: dict[str, Any], own: dict[str, Any]
) -> None:
    before = copy.deepcopy((parent, own))
    merged = merge(parent, own)
    assert (parent, own) == before
    assert merge(merged, own) == merged
    assert merge(parent, {}) == parent
    assert merge({}, own).keys() == own.keys()
    assert merged.keys() == parent.keys() | own.keys()
