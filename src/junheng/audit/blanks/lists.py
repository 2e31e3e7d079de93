"""Lists of a report: each with its numbers, and whether they are as many as announced, none left out, none twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from junheng.audit.blanks.notes import Note, content, note, wordings
from junheng.audit.model import Clean

_DATA: dict[str, Any] = content(__file__)
_RULES = wordings(_DATA)
_CHINESE = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NUMBER = r"(?:二?十[一二三四五六七八九]?|[一二三四五六七八九])"
# A marker stands at the beginning of a paragraph or behind a mark that ends something.
_MARKER = re.compile(
    rf"(?:^|(?<=[\n。；;：:！？!?.．，,、\s”）)]))(?:"
    rf"(?P<is>{_NUMBER})(?:是|要)(?![否不的])"
    rf"|第(?P<th>{_NUMBER})[，,、]"
    rf"|[（(](?P<round>{_NUMBER})[）)]"
    rf"|(?P<plain>{_NUMBER})、(?![一二三四五六七八九十百])"
    r"|[（(](?P<paren>[1-9]\d?)[）)]"
    r"|(?P<dot>[1-9]\d?)[.．](?![\d\s]{0,4}\d)"
    r"|(?P<comma>[1-9]\d?)、(?!\d))"
)
_ANNOUNCED = re.compile(
    rf"(?P<number>{_NUMBER}|两|[2-9]|1\d)[“\"]?(?:{_DATA['announce']['measures']})(?P<noun>[^，。；：:;,！？!?\n“”\"]{{0,14}})(?P<quote>[”\"]?)[：:。，,\s]{{0,4}}$"
)
_NOUNS = tuple(_DATA["announce"]["nouns"])
_INSTEAD = "|".join(_DATA["announce"]["instead"])
_CUES = tuple(_DATA["announce"]["cues"])
_TRUNCATED = re.compile(r"…|\.{3}|全文共")
_LONGEST = 60
# Styles that begin a paragraph rather than a clause: a list of theirs is not read inside a sentence.
_HEADINGS = frozenset({"plain", "round", "dot", "comma", "paren"})


@dataclass(slots=True)
class _Run:
    """One list as far as it was read: its style, its last number and where its markers stand."""

    style: str
    last: int
    markers: list[tuple[int, int]] = field(default_factory=list)
    whole: bool = True
    """False once a number was out of order."""


def find(clean: Clean) -> Iterator[Note]:
    """Yield what does not fit in the numbers of lists, in the order of the text; linear in its length."""
    yield from sorted(_read(clean.text), key=lambda one: one.spans)


def _read(text: str) -> Iterator[Note]:
    open_runs: list[_Run] = []
    for match in _MARKER.finditer(text):
        style = str(match.lastgroup)
        number = _value(match[style])
        span = match.span()
        if style in _HEADINGS and not _begins(text, span[0], style):
            continue
        place = next((at for at, run in enumerate(open_runs) if run.style == style), None)
        if place is None:
            if number == 1:
                open_runs.append(_Run(style, 1, [span]))
            continue
        for closed in open_runs[place + 1 :]:
            yield from _closed(text, closed)
        del open_runs[place + 1 :]
        run = open_runs[place]
        if number == 1:
            yield from _closed(text, run)
            open_runs[place] = _Run(style, 1, [span])
        else:
            yield from _next(text, run, number, span)


def _value(word: str) -> int:
    if word[0].isdigit():
        return int(word)
    if "十" in word:
        tens, ones = word.split("十")
        return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)
    return _CHINESE[word]


def _begins(text: str, start: int, style: str) -> bool:
    """Tell whether a heading's marker begins a paragraph or follows the end of a sentence."""
    before = text[max(0, start - 3) : start].rstrip(" \u3000")
    if not before or before[-1] in "\n。；;！？!?：:”":
        return True
    return style in {"round", "plain"} and text[start - 1].isspace()


def _next(text: str, run: _Run, number: int, span: tuple[int, int]) -> Iterator[Note]:
    before, after = text[slice(*run.markers[-1])], text[slice(*span)]
    if number == run.last + 1:
        pass
    elif number == run.last:
        run.whole = False
        yield note(_RULES, "repeated", run.markers[-1], span, after=after)
    elif run.whole and number == run.last + 2 and not _hidden(text, run.markers[-1][1], span[0], run.last + 1):
        run.whole = False
        yield note(_RULES, "skipped", run.markers[-1], span, before=before, after=after, missing=run.last + 1)
    else:
        run.whole = False
    run.last = number
    run.markers.append(span)


def _hidden(text: str, start: int, end: int, number: int) -> bool:
    """Tell whether the missing number stands between two markers after all, in another form or without its mark."""
    word = "零一二三四五六七八九十"[number] if number <= 10 else "十"
    begins = rf"(?:^|[\n。；;：:，,\s（(第])(?:{number}|{word})"
    pattern = rf"{begins}|(?<!\d){number}[、.．)）]|{word}(?:是|要|、|）|\))|{_INSTEAD}"
    return re.search(pattern, text[start:end]) is not None


def _closed(text: str, run: _Run) -> Iterator[Note]:
    """Yield a note where a list that has come to its end has not as many points as announced before it."""
    first, last = run.markers[0][0], run.markers[-1]
    given = len(run.markers)
    if not run.whole or given < 2 or _TRUNCATED.search(text, last[1], min(len(text), last[1] + 200)):
        return
    start = max(0, first - _LONGEST)
    before = text[start:first].rstrip()
    match = _ANNOUNCED.search(before)
    if match is None:
        return
    lead = before[: match.end()]
    if not (lead[-1] in "：:" or any(cue in lead[-30:] for cue in _CUES)):
        return
    noun = match["noun"].strip()
    if noun and not match["quote"] and not any(word in noun for word in _NOUNS):
        return
    announced = int(match["number"]) if match["number"].isdigit() else _value(match["number"])
    if announced == given or announced < 2:
        return
    words = match[0][: match.end("noun") - match.start()].rstrip()
    spans = ((start + match.start(), start + match.start() + len(words)), last)
    yield note(_RULES, "announced", *spans, words=words, announced=announced, given=given)
