"""The words around a place, for whoever has to find it: whole clauses, whole words and numbers."""

from __future__ import annotations

from junheng.audit.blanks.notes import content

_DATA = content(__file__)
_ENDS, _MARKS, _OPENING, _CLOSING = (frozenset(str(_DATA[key])) for key in ("ends", "marks", "opening", "closing"))
_NUMBER = frozenset("0123456789０１２３４５６７８９.．,%％‰")
_CUT, _POINT = "…", "."
_ANY = _ENDS | _MARKS | _OPENING | _CLOSING | {"\n", _POINT}
"""What may bound a clause, or stands around one."""
_JOINS = frozenset("-—:：/")
_REACH, _LONGEST, _FEW = 12, 24, 4
"""Characters taken of a long clause on either side, of a shorter one at most; with fewer in all a clause more."""
_LONGEST_TOLD = 40


def quoted(text: str, start: int, end: int) -> str:
    """Return what stands at `text[start:end]` with its clause, on one line; where a clause is cut, … says so."""
    first, last = _back(text, start), _forth(text, end)
    if _said(text[first:start]) + _said(text[end:last]) < _FEW:
        if first and text[first - 1] in _MARKS:
            first = _back(text, first - 1)
        elif last < len(text) and text[last] in _MARKS:
            last = _forth(text, last + 1)
    told = text[start : min(end, start + _LONGEST_TOLD)]
    words = " ".join(f"{text[first:start]}{told}{text[end:last]}".split())
    return f"{_CUT if _inside(text, first) else ''}{words}{_CUT if _inside(text, last) else ''}"


def _said(words: str) -> int:
    return len("".join(words.split()))


def _back(text: str, at: int) -> int:
    """Return where the clause before a place begins; of a long one, where a word or number of it does."""
    first, depth = max(0, at - _LONGEST), 0
    for place in range(at, first, -1):
        char = text[place - 1]
        if char not in _ANY:
            continue  # nearly all
        depth += char in _CLOSING
        if _bounds(text, place - 1) or (char in _OPENING and not depth):
            return place
        depth -= char in _OPENING
    if not first:
        return 0
    return next(place for place in range(at - _REACH, first - 1, -1) if place == first or not _together(text, place))


def _forth(text: str, at: int) -> int:
    """Return where the clause behind a place ends, likewise."""
    last, depth = min(len(text), at + _LONGEST), 0
    for place in range(at, last):
        char = text[place]
        if char not in _ANY:
            continue
        depth += char in _OPENING
        if _bounds(text, place) or (char in _CLOSING and not depth):
            return place
        depth -= char in _CLOSING
    if last == len(text):
        return last
    return next(place for place in range(at + _REACH, last + 1) if place == last or not _together(text, place))


def _bounds(text: str, at: int) -> bool:
    """Tell whether a clause ends at a mark; one between two digits is part of a number."""
    char = text[at]
    if char == "\n" or char in _ENDS:
        return True
    if char == _POINT:
        return not (text[at - 1 : at].isalnum() or text[at + 1 : at + 2].isdigit())
    return char in _MARKS and not (char in _NUMBER and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit())


def _together(text: str, at: int) -> bool:
    """Tell whether a word in Latin letters, a number or a time goes on over a place."""
    before, after = text[at - 1], text[at]
    return _of_word(before) and _of_word(after) and not (before in _JOINS and after in _JOINS)


def _of_word(char: str) -> bool:
    return char in _NUMBER or char in _JOINS or (char.isascii() and char.isalnum())


def _inside(text: str, at: int) -> bool:
    """Tell whether a clause goes on over a place."""
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    outer = _ENDS | _MARKS | _OPENING | _CLOSING | {"\n", "", _CUT}
    return before not in outer and after not in outer
