"""Lists of a report: each with its numbers, and whether they are as many as announced, none left out, none twice."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from junheng.audit.blanks.announced import NUMBER, announcement, value
from junheng.audit.blanks.notes import Note, content, note, wordings
from junheng.audit.model import Clean

_DATA: dict[str, Any] = content(__file__)
_RULES = wordings(_DATA)
_INSTEAD = "|".join(_DATA["announce"]["instead"])
_SPOKEN: dict[str, int] = _DATA["spoken"]["numbers"]
_FINALLY: tuple[str, ...] = tuple(_DATA["spoken"]["last"])
_RINGS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# A marker stands at the beginning of a paragraph or behind a mark that ends something.
_MARKER = re.compile(
    rf"(?:^|(?<=[\n。；;：:！？!?.．，,、\s”）)]))(?:"
    rf"(?P<is>{NUMBER})(?:是|要)(?![否不的])"
    rf"|第(?P<th>{NUMBER})[，,、]"
    rf"|其(?P<of>{NUMBER})(?:[，,、：:]|是)"
    rf"|[（(](?P<round>{NUMBER})[）)]"
    rf"|(?P<plain>{NUMBER})、(?![一二三四五六七八九十百])"
    r"|[（(](?P<paren>[1-9]\d?)[）)]"
    r"|(?P<dot>[1-9]\d?)[.．](?![\d\s]{0,4}\d)"
    r"|(?P<comma>[1-9]\d?)、(?!\d)"
    rf"|(?P<ring>[{_RINGS}])"
    rf"|(?P<word>{'|'.join([*_SPOKEN, *_FINALLY])}))"
)
_TRUNCATED = re.compile(r"…|\.{3}|全文共")
_MORE = re.compile(rf"[，,；;。](?:{_INSTEAD})")
# Styles that begin a paragraph or a sentence rather than a clause: a list of theirs is not read behind a comma.
_HEADINGS = frozenset({"plain", "round", "dot", "comma", "paren", "ring", "word"})
# Styles whose numbers come back in prose (其次…其次…, a footnote's ①): only whether there are enough of them is asked.
_LOOSE = frozenset({"word", "ring", "of"})
_DIVIDERS, _STOPS = frozenset("；;，,、"), frozenset("。！!")
_BLANKS = " \u3000\t”"

Span = tuple[int, int]


@dataclass(slots=True)
class _Run:
    """One list as far as it was read: its style, its last number and where its markers stand."""

    style: str
    last: int
    markers: list[Span] = field(default_factory=list)
    whole: bool = True
    """False once a number was out of order, or may belong to another list."""
    around: _Run | None = None
    """The list of the same style that may go on behind this one: 一是…（一是…二是…）；二是…."""


def find(clean: Clean) -> Iterator[Note]:
    """Yield what does not fit in the numbers of lists, in the order of the text; linear in its length."""
    yield from sorted(_Reader(clean.text).notes(), key=lambda one: one.spans)


class _Reader:
    """Goes through the markers of a text once; `runs` are the lists that are open, the outermost first."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.runs: list[_Run] = []
        self.ends = [match.start() for match in re.finditer("\n", text)]

    def notes(self) -> Iterator[Note]:
        for match in _MARKER.finditer(self.text):
            style, span = str(match.lastgroup), match.span()
            if style in _HEADINGS and not self._begins(span[0], style):
                continue
            place = next((at for at, run in enumerate(self.runs) if run.style == style), None)
            number = self._number(style, match[style], place)
            if place is None:
                self._alone(style, number, span)
                continue
            for closed in self.runs[place + 1 :]:
                yield from self._closed(closed)
            del self.runs[place + 1 :]
            yield from self._first(place, span) if number == 1 else self._later(place, number, span)
        for run in self.runs:
            yield from self._closed(run, at_end=True)

    def _number(self, style: str, word: str, place: int | None) -> int:
        if style == "ring":
            return _RINGS.index(word) + 1
        if style == "word":
            return _SPOKEN.get(word) or (self.runs[place].last + 1 if place is not None else 0)
        return value(word)

    def _begins(self, start: int, style: str) -> bool:
        """Tell whether a heading's marker begins a paragraph or follows the end of a sentence."""
        before = self.text[max(0, start - 3) : start].rstrip(" \u3000")
        if not before or before[-1] in "\n。；;！？!?：:”":
            return True
        return style in {"round", "plain"} and self.text[start - 1].isspace()

    def _alone(self, style: str, number: int, span: Span) -> None:
        """Take in a marker of a style no list has: it begins one, or an open list goes on in another style."""
        if number == 1:
            self.runs.append(_Run(style, 1, [span]))
            return
        for run in self.runs:
            run.whole = run.whole and run.last + 1 != number

    def _first(self, place: int, span: Span) -> Iterator[Note]:
        """Begin a list anew: inside the one before it, where the two stand in one paragraph."""
        before = self.runs[place]
        fresh = self.runs[place] = _Run(before.style, 1, [span])
        if self._paragraph(before.markers[-1][0]) == self._paragraph(span[0]) and not self._over(before, span[0]):
            fresh.around = before
        else:
            yield from self._closed(before)

    def _later(self, place: int, number: int, span: Span) -> Iterator[Note]:
        run = self.runs[place]
        around = run.around
        if around is not None and number == around.last + 1:
            if number == run.last + 1:
                run.whole = around.whole = False  # of the one or the other
            else:
                run.around = None
                yield from self._closed(run)
                run = self.runs[place] = around
        yield from self._next(run, number, span)

    def _next(self, run: _Run, number: int, span: Span) -> Iterator[Note]:
        before, after = self.text[slice(*run.markers[-1])], self.text[slice(*span)]
        if number == run.last + 1:
            pass
        elif run.style in _LOOSE:
            run.whole = False
        elif number == run.last:
            run.whole = False
            yield note(_RULES, "repeated", run.markers[-1], span, after=after)
        elif run.whole and number == run.last + 2 and not self._hidden(run.markers[-1][1], span[0], run.last + 1):
            run.whole = False
            yield note(_RULES, "skipped", run.markers[-1], span, before=before, after=after, missing=run.last + 1)
        else:
            run.whole = False
        run.last = number
        run.markers.append(span)

    def _hidden(self, start: int, end: int, number: int) -> bool:
        """Tell whether the missing number stands between two markers after all, in another form or without its mark."""
        word = "零一二三四五六七八九十"[number] if number <= 10 else "十"
        begins = rf"(?:^|[\n。；;：:，,\s（(第])(?:{number}|{word})"
        pattern = rf"{begins}|(?<!\d){number}[、.．)）]|{word}(?:是|要|、|）|\))|{_INSTEAD}"
        return re.search(pattern, self.text[start:end]) is not None

    def _closed(self, run: _Run | None, *, at_end: bool = False) -> Iterator[Note]:
        """Yield a note where a list that has come to its end, or one around it, has not as many points as announced.

        `at_end`: it was the text that ended, so that the list must show that it had come to its end.
        """
        while run is not None:
            yield from self._counted(run, at_end=at_end)
            run = run.around

    def _counted(self, run: _Run, *, at_end: bool) -> Iterator[Note]:
        first, last, given = run.markers[0][0], run.markers[-1], len(run.markers)
        if not run.whole or given < 2 or _TRUNCATED.search(self.text, last[1], min(len(self.text), last[1] + 200)):
            return
        told = announcement(self.text, first, given)
        if told is None or (at_end and not self._ended(run)) or (given < told.number and self._goes_on(run)):
            return
        words = self.text[told.start : told.end]
        yield note(
            _RULES, "announced", (told.start, told.end), last, words=words, announced=told.number, given=given
        )  # fmt: skip

    def _goes_on(self, run: _Run) -> bool:
        """Tell whether points without a number follow the last one: 此外…, or a semicolon like those before it."""
        last = run.markers[-1][1]
        end = self._paragraph_end(last)
        if _MORE.search(self.text, last, end):
            return True
        stop = self.text.find("。", last, end)
        return self._one_sentence(run) and "；" in self.text[last : end if stop < 0 else stop]

    def _ended(self, run: _Run) -> bool:
        """Tell whether a list has come to its end: one sentence that is over, or a paragraph with others behind it."""
        first, last = run.markers[0][0], run.markers[-1][1]
        end = self._paragraph_end(first)
        if last > end:
            return False
        if self._one_sentence(run):
            return any(self.text.find(stop, last, end) >= 0 for stop in _STOPS)
        return end < len(self.text) and self.text[end - 1] in _STOPS

    def _over(self, run: _Run, at: int) -> bool:
        """Tell whether the sentence a list stands in has ended before `at`."""
        return len(run.markers) > 1 and self._one_sentence(run) and self.text.find("。", run.markers[-1][1], at) >= 0

    def _one_sentence(self, run: _Run) -> bool:
        """Tell whether only semicolons and commas divide the points."""
        marks = (self.text[max(0, start - 3) : start].rstrip(_BLANKS)[-1:] for start, _ in run.markers[1:])
        return all(mark in _DIVIDERS for mark in marks) and all(
            self._paragraph(one[0]) == self._paragraph(other[0]) for one, other in pairwise(run.markers)
        )

    def _paragraph(self, at: int) -> int:
        return bisect_left(self.ends, at)

    def _paragraph_end(self, at: int) -> int:
        number = self._paragraph(at)
        return self.ends[number] if number < len(self.ends) else len(self.text)
