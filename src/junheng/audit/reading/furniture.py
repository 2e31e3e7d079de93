"""Page furniture: page numbers, running headers, numbered chunks, what a download site writes around a document."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

DATA: dict[str, Any] = tomllib.loads(files("junheng.audit.reading").joinpath("furniture.toml").read_text("utf-8"))

_PAGES, _SITE, _WRAP = DATA["pages"], DATA["site"], DATA["wrapping"]
_INSIDE = re.compile("|".join((*_PAGES["inside"], *_SITE["inside"])))
_PAGE_LINE = re.compile("|".join((*_PAGES["inside"], *_PAGES["line"])))
_SITE_LINE = re.compile("|".join(map(re.escape, _SITE["line"])))
_SITE_WHOLE = frozenset(_SITE["whole"])
_TITLED = re.compile(r"(.{2,80})_第\d{1,4}页")
_OF = re.compile(r"(\d{1,4}) ?/ ?(\d{1,4})")
_FIGURE = re.compile(r"\d{1,5}")
_BARE = re.compile(r"\d{1,3}")
_CHUNK = re.compile(r"(\d{1,3})、")
_STRAY = re.compile(r"(\d{1,3})[ \t\u3000]+(?=[\u4e00-\u9fff])")
_NUMERIC = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d$")
_HAN = re.compile(r"[\u3400-\u9fff]")

ENDS, OPEN, CLINGS = frozenset(_WRAP["ends"]), frozenset(_WRAP["open"]), frozenset(_WRAP["clings"])
COMMAS = frozenset("，,、")
HANGING, LEANING = frozenset(_WRAP["hanging"]), frozenset(_WRAP["leaning"])
HEADING = re.compile(_WRAP["heading"])
_COUNTED = frozenset(_WRAP["counted"])


@dataclass(slots=True)
class Line:
    """One line of a document, without the blanks at its ends; what is taken out of it is listed, not cut."""

    start: int
    end: int
    width: int
    """In half-width columns, 汉 being two."""
    indent: int
    gap: bool
    """Whether an empty line stands before it."""
    place: int
    """Lines of different places are never joined: 0 is running text, every cell, footnote and header its own."""
    page: int | None = None
    header: bool = False
    """Whether it stands in a header or footer of the file's own."""
    dropped: bool = False
    joined: bool = False
    """Whether it is known to go on with the line before."""
    torn: bool = False
    """Whether a page ends, or page furniture was taken out, between it and the line before."""


def cuts(text: str) -> list[tuple[int, int]]:
    """Return what is to be taken out of the middle of lines, with the blanks around it, in order."""
    found = []
    for match in _INSIDE.finditer(text):
        start, end = match.span()
        while start > 0 and text[start - 1] in " \t\u3000":
            start -= 1
        while end < len(text) and text[end] in " \t\u3000":
            end += 1
        if glued(text, start, end):
            found.append((start, end))
    return found


_GROUP = 3
"""Digits in a group of thousands."""


def glued(text: str, end: int, start: int) -> bool:
    """Tell whether `text[:end]` and `text[start:]` may be put together: two digits only where they are one number.

    One number they are where the left one has no unit and is no year, and the right one is followed by a word.
    """
    if not (end > 0 and start < len(text) and _NUMERIC.match(text[end - 1]) and _NUMERIC.match(text[start])):
        return True
    if _YEAR.search(text, max(0, end - 6), end):
        return False
    after = start
    while after < len(text) and after < start + 12 and (_NUMERIC.match(text[after]) or text[after] in ".,"):
        after += 1
    before = end
    while before > 0 and before > end - 12 and (_NUMERIC.match(text[before - 1]) or text[before - 1] in ".,"):
        before -= 1
    if after - start == _GROUP:  # 教师 5⏎137 人: cut between the groups of a number that stands between blanks
        after += text[after : after + 1] == " "
        before -= before > 0 and text[before - 1] == " "
    one = before > 0 and bool(_HAN.match(text[before - 1])) and after < len(text)
    return one and (text[after] in "%％" or bool(_HAN.match(text[after])))


def ended(text: str, line: Line) -> bool:
    """Tell whether a line ends as a sentence does."""
    return text[line.end - 1] in ENDS or (text[line.end - 1] in '”’"）)》' and text[line.end - 2] in ENDS)


def drop(text: str, lines: Sequence[Line]) -> None:
    """Mark the lines that are furniture as a whole."""
    titles = Counter[str]()
    fractions: dict[str, list[tuple[int, Line]]] = {}
    for line in lines:
        length = line.end - line.start
        if length > _SITE["longest"] or (line.place and not line.header):
            continue
        words = text[line.start : line.end]
        if line.header:
            line.dropped = bool(_PAGE_LINE.fullmatch(words) or _BARE.fullmatch(words) or _OF.fullmatch(words))
            continue
        if _PAGE_LINE.fullmatch(words) or words in _SITE_WHOLE or _SITE_LINE.search(words):
            line.dropped = True
        elif (match := _TITLED.fullmatch(words)) is not None:
            titles[match[1]] += 1
            line.dropped = True
        elif length < 10 and (match := _OF.fullmatch(words)) is not None and int(match[1]) <= int(match[2]):
            fractions.setdefault(match[2], []).append((int(match[1]), line))
    for same in fractions.values():
        numbers = [number for number, _ in same]
        if (len(same) > 1 or titles) and all(one < two for one, two in pairwise(numbers)):
            for _, line in same:
                line.dropped = True
    _margins(text, lines)
    _bare(text, lines)
    _running(text, lines)


_PAGE = 150
"""A page holds more characters than these."""
_MARGIN = 2
"""So many lines at the top and the bottom of a page may be furniture."""


def _margins(text: str, lines: Sequence[Line]) -> None:
    """Mark what stands at the top or bottom of pages: page numbers, and the same words on most of the pages.

    For documents with pages. A figure in such a line must be the page's number.
    """
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if line.page is not None and not line.place and not line.dropped:
            pages.setdefault(line.page, []).append(line)
    if len(pages) < 2:
        return
    same: dict[tuple[str, int | None], list[Line]] = {}
    for page, here in pages.items():
        edge = here[:_MARGIN] + here[max(_MARGIN, len(here) - _MARGIN) :]
        for line in edge:
            words = text[line.start : line.end]
            if 3 < len(words) <= 40 or (len(words) < 4 and words.isdigit()):
                figures = _FIGURE.findall(words)
                if len(figures) < 2:
                    shift = int(figures[0]) - page if figures else None
                    same.setdefault((_FIGURE.sub("#", words), shift), []).append(line)
    for (words, shift), here in same.items():
        often = 2 * len(here) >= len(pages) if shift is None else 3 * len(here) >= len(pages)
        if often and len(here) > 1 + (shift is None and words[-1] in ENDS):
            for line in here:
                line.dropped = True


def _bare(text: str, lines: Sequence[Line]) -> None:
    """Mark lines that are bare page numbers: they count up by one, a page's worth of text apart."""
    chain: list[Line] = []
    last = 0

    def settle() -> None:
        if len(chain) > 2 or (len(chain) == 2 and last == 2):
            for one in chain:
                one.dropped = True

    for line in lines:
        if line.place or line.dropped or line.end - line.start > 3:
            continue
        words = text[line.start : line.end]
        if not _BARE.fullmatch(words):
            continue
        number = int(words)
        if chain and number == last + 1 and 200 <= line.start - chain[-1].start <= 6000:
            chain.append(line)
        else:
            settle()
            chain = [line]
        last = number
    settle()


def _running(text: str, lines: Sequence[Line]) -> None:
    """Mark running titles: a line without figures that comes back beside page numbers or in the middle of sentences."""
    places: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        if not line.place and not line.dropped and 8 <= line.end - line.start <= 40:
            places.setdefault(text[line.start : line.end], []).append(number)
    for words, same in places.items():
        if len(same) < 3 or _NUMERIC.search(words) or words[-1] in ENDS:
            continue
        if any(lines[two].start - lines[one].start < _PAGE for one, two in pairwise(same)):
            continue
        beside = sum(
            1
            for number in same
            if any(lines[at].dropped for at in (number - 1, number + 1) if 0 <= at < len(lines))
            or (number > 0 and not ended(text, lines[number - 1]) and lines[number - 1].width > 60)
        )
        if beside * 2 >= len(same):
            for number in same[0 if beside == len(same) else 1 :]:
                lines[number].dropped = True


def unchunk(text: str, lines: Sequence[Line]) -> None:
    """Take the numbers off a document that was cut in pieces 1、 2、 3、 at arbitrary places, and join the pieces.

    Such numbers run 1, 2, 3 … at line beginnings and stand, two of three at the least, behind a line that has not
    come to the end of its sentence; entries of a real list follow a heading or a finished entry.
    """
    kept = [line for line in lines if not line.dropped and not line.place]
    chain: list[tuple[Line, int]] = []
    torn = 0
    best: tuple[Line, int] | None = None
    more = 0
    before: Line | None = None
    for line in kept:
        match = _CHUNK.match(text, line.start, line.end)
        wanted = len(chain) + 1
        if match is not None and int(match[1]) == wanted and match.end() < line.end:
            if wanted == 1:
                chain.append((line, match.end()))
            elif before is not None and _broken(text, before, match.end()):
                chain.append((line, match.end()))
                torn += 1
                best = None
            else:
                best = best or (line, match.end())
                more += 1
        elif (
            match is not None
            and best is not None
            and before is not None
            and torn
            and int(match[1]) == wanted + 1
            and _broken(text, before, match.end())
        ):
            # The one in between was cut at the end of a sentence by chance: believed since this one is broken.
            chain.extend((best, (line, match.end())))
            torn += 1
            best = None
        before = line
    if torn == 0 or (torn == 1 and more):
        return
    for number, (line, start) in enumerate(chain):
        line.start = start
        while line.start < line.end and text[line.start] in " \t\u3000":
            line.start += 1
        line.joined = number > 0
    if best is not None and len(chain) > 2:
        best[0].start, best[0].joined = best[1], True


def _broken(text: str, before: Line, after: int) -> bool:
    """Tell whether a long line breaks off inside a sentence that goes on at `after`.

    A line of a hundred 汉字 that has no end is broken; a shorter one where its last or the next word shows it.
    """
    last = text[before.end - 1]
    if last in ENDS:
        return last in ".．" and text[after].isdigit() and before.width >= 200
    if last in HANGING or text[after] in CLINGS or text[after] in LEANING or (last.isdigit() and text[after].isdigit()):
        return before.width >= 100
    return before.width >= 200


def unpage(text: str, lines: Sequence[Line]) -> None:
    """Take off a page number that was left at the beginning of a line which goes on with the sentence before.

    Only where an empty line stands between, the line before is long and unfinished, the text is not wrapped
    otherwise, and what follows the number and a blank is nothing one counts.
    """
    before: Line | None = None
    for line in lines:
        if line.dropped or line.place:
            continue
        match = _STRAY.match(text, line.start, line.end)
        if match is not None and before is not None and line.gap and before.width >= 40:
            last = text[before.end - 1]
            unit = text[match.end()]
            if (
                last not in ENDS
                and last not in OPEN
                and _HAN.match(last)
                and unit not in _COUNTED
                and last not in HANGING
            ):
                line.start, line.joined = match.end(), True
        before = line
