"""Finds the line each key of a TOML document stands on, so that a mistake can be shown where it was made.

The standard library reads TOML but does not tell where a value came from. This scanner only looks for places; it
expects a document that `tomllib` has accepted.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

Key = tuple[str | int, ...]
"""Where a value stands in a document: table keys and places in lists, such as ("indicator", 3, "lines")."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = (
    re.compile(r'"""(?:\\.|[^\\])*?"{3,5}', re.DOTALL),
    re.compile(r"'''.*?'{3,5}", re.DOTALL),
    re.compile(r'"(?:\\.|[^"\\])*"'),
    re.compile(r"'[^']*'"),
)
_SCALAR = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> dict[Key, int]:
    """Return the line (from 1) of every key, table and list entry of the TOML document `text`."""
    scanner = _Scanner(text)
    scanner.document()
    return scanner.lines


def line_of(lines: Mapping[Key, int], key: Key) -> tuple[int, int]:
    """Return the line of `key` or of the nearest thing around it, and how many steps of `key` were found there."""
    for depth in range(len(key), 0, -1):
        if key[:depth] in lines:
            return lines[key[:depth]], depth
    return 1, 0


class _Scanner:
    def __init__(self, text: str):
        self.text = text
        self.at = 0
        self.lines: dict[Key, int] = {}
        self.entries: dict[Key, int] = {}
        self._counted = (0, 1)

    def document(self) -> None:
        table: Key = ()
        self.space()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.space()

    def header(self) -> Key:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *outer, last = self.dotted()
        self.at += 2 if many else 1
        table: Key = ()
        for name in outer:
            table = self.within((*table, name))
        table = (*table, last)
        self.mark(table)
        if many:
            self.entries[table] = self.entries.get(table, 0) + 1
            table = (*table, self.entries[table] - 1)
            self.mark(table)
        return table

    def within(self, key: Key) -> Key:
        """Return `key`, or its last entry when it is a list of tables."""
        self.mark(key)
        return (*key, self.entries[key] - 1) if key in self.entries else key

    def pair(self, table: Key) -> None:
        for name in self.dotted():
            table = (*table, name)
            self.mark(table)
        self.at += 1
        self.space()
        self.value(table)

    def dotted(self) -> list[str]:
        names = [self.name()]
        while self.text[self.at] == ".":
            self.at += 1
            names.append(self.name())
        return names

    def name(self) -> str:
        self.space()
        if found := _BARE_KEY.match(self.text, self.at):
            self.at = found.end()
            name = found.group()
        else:
            start = self.at
            self.string()
            name = tomllib.loads(f"name = {self.text[start : self.at]}")["name"]
        self.space()
        return name

    def string(self) -> bool:
        for pattern in _STRINGS:
            if found := pattern.match(self.text, self.at):
                self.at = found.end()
                return True
        return False

    def value(self, key: Key) -> None:
        if self.text[self.at] == "[":
            self.list(key)
        elif self.text[self.at] == "{":
            self.inline(key)
        elif not self.string() and (found := _SCALAR.match(self.text, self.at)):
            self.at = found.end()

    def list(self, key: Key) -> None:
        place = 0
        self.at += 1
        self.space()
        while self.text[self.at] != "]":
            self.mark((*key, place))
            self.value((*key, place))
            place += 1
            self.separator()
        self.at += 1

    def inline(self, key: Key) -> None:
        self.at += 1
        self.space()
        while self.text[self.at] != "}":
            self.pair(key)
            self.separator()
        self.at += 1

    def separator(self) -> None:
        self.space()
        if self.text[self.at] == ",":
            self.at += 1
            self.space()

    def space(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def mark(self, key: Key) -> None:
        done, line = self._counted
        line += self.text.count("\n", done, self.at)
        self._counted = (self.at, line)
        self.lines.setdefault(key, line)
