"""Rows copied from a spreadsheet (or typed, one a line) as records of a list: every column named, every fault told."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from junheng.dictionary import Field, load
from junheng.web.base.words import say, title
from junheng.web.filing import values
from junheng.web.filing.acts.lists import MOST, Row
from junheng.web.filing.pages import key_names
from junheng.web.filing.sheet import Sheet


@dataclass(slots=True)
class Pasted:
    """The rows, and what is wrong with them; with faults nothing is applied."""

    rows: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def columns(sheet: Sheet, name: str) -> list[Field]:
    """Return the columns a pasted list has, in order; the campus only where the school has more than one."""
    fields = load().tables[name].fields
    campuses = {record.keys["campus"] for record in sheet.of("school")}
    keys = [key for key in key_names(name) if key != "campus" or campuses - {""}]
    return [fields[one] for one in (*keys, *sheet.filing.round.fields[name])]


def parse(sheet: Sheet, name: str, text: str) -> Pasted:
    """Read the lines: columns by tab (or comma where there is no tab), in the order of `columns`."""
    found, wanted = Pasted(), columns(sheet, name)
    split = "\t" if "\t" in text else ","
    lines = [line for line in csv.reader(StringIO(text.strip("\r\n")), delimiter=split) if any(map(str.strip, line))]
    if lines and lines[0][0].strip() == title(wanted[0].title):
        lines = lines[1:]
    if len(lines) > MOST:
        found.faults.append(say(f"最多粘贴 {MOST} 行。", f"At most {MOST} lines."))
        return found
    for number, line in enumerate(lines, start=1):
        _line(found, sheet, name, wanted, (number, line))
    keys = [tuple(row.keys.values()) for row in found.rows]
    if len(set(keys)) != len(keys):
        found.faults.append(say("有重复的行，请核对编号。", "Some lines are the same record; check their numbers."))
    if not lines:
        found.faults.append(say("没有内容。", "There is nothing in it."))
    return found


def _line(found: Pasted, sheet: Sheet, name: str, wanted: list[Field], line: tuple[int, list[str]]) -> None:
    number, cells = line
    if len(cells) != len(wanted):
        found.faults.append(
            say(
                f"第 {number} 行有 {len(cells)} 列，应为 {len(wanted)} 列（没有数据的列也要留空列）。",
                f"Line {number} has {len(cells)} columns, {len(wanted)} are expected; leave those without data empty.",
            )
        )
        return
    row, wrong = read_row(sheet, name, {one.name: text for one, text in zip(wanted, cells, strict=True)})
    found.faults += [say(f"第 {number} 行：{why}", f"Line {number}: {why}") for why in wrong]
    found.rows.append(row)


def read_row(
    sheet: Sheet, name: str, given: Mapping[str, str | None], seen: Mapping[str, str | None] | None = None
) -> tuple[Row, list[str]]:
    """Read one record of a list from what a person typed, by field; return it with what is wrong with it, in words.

    Figures that are not given are no part of it: what stands there stays.
    """
    fields, asked = load().tables[name].fields, sheet.filing.round.fields[name]
    keys: dict[str, Any] = dict.fromkeys(key_names(name), "")
    kept: dict[str, str | None] = {}
    wrong = [say(f"没有“{one}”这一项。", f"there is no figure “{one}”.") for one in given if one not in {*keys, *asked}]
    for one in (fields[each] for each in (*keys, *asked) if each in keys or each in given):
        try:
            value = values.read(name, one, given.get(one.name) or "")
        except values.Misread as why:
            wrong.append(say(f"{one.zh}：{why}", f"{one.en}: {why}"))
            continue
        if one.name not in keys:
            kept[one.name] = value
        elif value is not None:
            keys[one.name] = values.typed(one, value)
        elif one.name != "campus":
            wrong.append(say(f"没有填{one.zh}。", f"{one.en} is blank."))
    parts = {record.key for record in sheet.of("part")}
    if name == "class" and parts and f"{sheet.filing.school_code}|{keys['campus']}|{keys['stage']}" not in parts:
        wrong.append(say("学段不在本校填报中。", "the school files no such stage."))
    return Row(keys, kept, seen), wrong
