"""Every key is found on the line it stands on, however the file is laid out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from junheng import standards
from junheng.dictionary.toml_lines import Key, line_of, lines_of

SHIPPED = sorted((Path(standards.__file__).parent / "cn").glob("*.toml"))

TRICKY = '''\
# [not a table]
title = "a = [1] # no comment"
"quoted key" = 1
'literal.key' = 2
dotted.inner."deep key" = 3
text = """
[nor this]
x = 1 \\"""
""" # after
literal = \'\'\'
y = 2
\'\'\'
list = [
  1,
  # a comment, with ] and }
  { a = "]", b = [ "x", "y" ] },
  [ "nested",
    "twice" ],
]
[table]
key = 1
[table.inner]
key = 2
[[many]]
id = "one"
[many.part]
key = 1
[[many.check]]
a = 1
[[many.check]]
a = 2
[[many]]
id = "two"
[[many.check]]
a = 3
'''
EXPECTED: dict[Key, int] = {
    ("title",): 2,
    ("quoted key",): 3,
    ("literal.key",): 4,
    ("dotted", "inner", "deep key"): 5,
    ("text",): 6,
    ("literal",): 10,
    ("list",): 13,
    ("list", 0): 14,
    ("list", 1, "a"): 16,
    ("list", 1, "b", 1): 16,
    ("list", 2, 0): 17,
    ("list", 2, 1): 18,
    ("table",): 20,
    ("table", "key"): 21,
    ("table", "inner", "key"): 23,
    ("many", 0): 24,
    ("many", 0, "part", "key"): 27,
    ("many", 0, "check", 0, "a"): 29,
    ("many", 0, "check", 1, "a"): 31,
    ("many", 1, "id"): 33,
    ("many", 1, "check", 0): 34,
    ("many", 1, "check", 0, "a"): 35,
}


def paths(value: Any, at: Key = ()) -> Iterator[Key]:
    if at:
        yield at
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from paths(entry, (*at, key))
    elif isinstance(value, list):
        for place, entry in enumerate(value):
            yield from paths(entry, (*at, place))


@pytest.mark.parametrize("key", EXPECTED, ids=str)
def test_a_key_is_found_on_its_line(key: Key) -> None:
    assert lines_of(TRICKY)[key] == EXPECTED[key]


@pytest.mark.parametrize("text", [TRICKY, *(file.read_text("utf-8") for file in SHIPPED)])
def test_the_scanner_finds_the_same_keys_as_the_toml_reader(text: str) -> None:
    assert set(lines_of(text)) == set(paths(tomllib.loads(text)))


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.name)
def test_every_key_of_a_shipped_standard_is_written_on_the_line_found(file: Path) -> None:
    text = file.read_text("utf-8")
    written = text.splitlines()
    for key, line in lines_of(text).items():
        if isinstance(key[-1], str):
            assert key[-1] in written[line - 1]


def test_what_is_not_there_gets_the_line_of_what_is_around_it() -> None:
    lines = lines_of(TRICKY)
    assert line_of(lines, ("many", 0, "title", "zh")) == (24, 2)
    assert line_of(lines, ("nothing",)) == (1, 0)
