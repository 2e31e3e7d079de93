"""Stray characters: a full stop inside a phrase, doubled words and marks, brackets beside figures that do not match."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from junheng.audit.blanks.notes import Note, content, note, wordings
from junheng.audit.blanks.quoted import quoted
from junheng.audit.model import Clean
from junheng.audit.reading.code import Code

_DATA: dict[str, Any] = content(__file__)
_RULES = wordings(_DATA)
_FIND = _DATA["find"]
_WORDS = sorted(_FIND["words"], key=len, reverse=True)
# Each begins with a character or a set of them, so that the engine can run ahead to it.
_STOP = re.compile(rf"[{_FIND['unfinished']}][.．](?=[\u4e00-\u9fff])")
_TWICE = re.compile(rf"({'|'.join(_WORDS)})\1")
_MARKS = re.compile("|".join(_FIND["marks"]))
_QUOTES = re.compile(r"“[ \u3000]*”|‘[ \u3000]*’")
_RUBBISH = re.compile(_FIND["rubbish"])
_BRACKETS = re.compile(r"[()（）\n]")
_ENUMERATOR = re.compile(
    r"[一二三四五六七八九十]$|(?:^|[。；;：:！？!?\s、，,”])[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[a-zA-Z])$"
)
_FIGURE = re.compile(r"\d")
_NEAR = 12


def find(clean: Clean) -> Iterator[Note]:
    """Yield what does not belong, in the order of the text; linear in its length."""
    text = clean.text
    code = Code(clean)
    found = [*_stops(text), *_twice(text), *_plain(text), *_brackets(text)]
    yield from (one for one in sorted(found, key=lambda one: one.spans) if not code.holds(*one.spans[0]))


def _stops(text: str) -> Iterator[Note]:
    for match in _STOP.finditer(text):
        at = match.start() + 1
        yield note(_RULES, "stray_mark", (at, at + 1), words=quoted(text, at, at + 1), mark=text[at])


def _twice(text: str) -> Iterator[Note]:
    for match in _TWICE.finditer(text):
        span = match.span()
        yield note(_RULES, "doubled_word", span, word=match[1], words=quoted(text, *span))


def _plain(text: str) -> Iterator[Note]:
    for rule, pattern in (("doubled_mark", _MARKS), ("empty_quotes", _QUOTES), ("rubbish", _RUBBISH)):
        for match in pattern.finditer(text):
            yield note(_RULES, rule, match.span(), words=quoted(text, *match.span()))


def _brackets(text: str) -> Iterator[Note]:
    """Yield brackets without their other half, where a figure stands beside them.

    A bracket left open at the end of a paragraph is taken to be closed by an unopened one of the next (a wrapped line);
    one left open in the last paragraph is not judged: the text may be an extract.
    """
    opened: list[int] = []
    carried: list[int] = []
    for match in _BRACKETS.finditer(text):
        at, mark = match.start(), match[0]
        if mark in "(（":
            opened.append(at)
        elif mark == "\n":
            yield from _unclosed(text, carried)
            carried, opened = opened, []
        elif opened:
            opened.pop()
        elif carried:
            carried.pop()
        elif _FIGURE.search(text, max(0, at - _NEAR), at) and not _ENUMERATOR.search(text[max(0, at - _NEAR) : at]):
            yield note(_RULES, "bracket_unopened", (at, at + 1), words=quoted(text, at, at + 1))
    if opened:
        yield from _unclosed(text, carried)


def _unclosed(text: str, places: list[int]) -> Iterator[Note]:
    for at in places:
        if _FIGURE.search(text, at, min(len(text), at + _NEAR)):
            yield note(_RULES, "bracket_unclosed", (at, at + 1), words=quoted(text, at, at + 1))
