"""Tables in plain text: lines of fields divided by bars, tabs or blanks, one under the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from junheng.audit.model import Block
from junheng.audit.reading.spaced import blocks, spaced
from junheng.audit.reading.stacked import stacked

_SENTENCE = re.compile("[，。；！？,;!?]|(?<!其中)(?<!包括)[：:]")
_FIELD = re.compile(r"[^ \u3000\u00a0]+")
_FIGURE = re.compile(r"[-－]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[%％]?|[-—–－─/／]{1,2}")
_DIVIDER = re.compile(r"[|:\-+= \t─━┄┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝═]+")
_DRAWN = dict.fromkeys(map(ord, "│┃｜║"), "|")
_TOTAL = re.compile("[合小总共]\\s*计|计")
_LONGEST = 400
_Fields = tuple[str, list[tuple[int, int]]]


def columns(text: str) -> list[Block]:
    """Return the cells of the tables in a clean text; a table has three lines at the least, all of as many fields.

    Lines divided by blanks only are a table where their fields behind the first are figures, but for the first line.
    Behind them stand the cells of tables with one cell to a line.
    """
    found: list[Block] = []
    run: list[list[tuple[int, int]]] = []
    kind, number, taken = "", 0, 0
    text = text.translate(_DRAWN) if any(map(text.__contains__, map(chr, _DRAWN))) else text
    laid = list(spaced(text)) if " " in text or "\u3000" in text or "\t" in text else []
    for start, end in chain(_lines(text), [(len(text), len(text))]):
        while taken < len(laid) and laid[taken].start <= start:
            found += blocks(laid[taken], number)
            number += 1
            taken += 1
        inside = taken > 0 and start < laid[taken - 1].end
        said, fields = _fields(text, start, end) if end - start < _LONGEST and not inside else ("", [])
        if run and said == "-" and kind == "|":
            continue
        if run and said == kind == "\t":
            fields = _filled_up(text, fields, len(run[0]))
        if run and (said != kind or len(fields) != len(run[0])):
            if _is_table(text, kind, run):
                found += _cells(run, number)
                number += 1
            run = []
        if fields:
            kind = said
            run.append(fields)
    return [*found, *stacked(text, number, found)]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _fields(text: str, start: int, end: int) -> _Fields:
    """Return what divides a line, and its fields; nothing for a line of prose."""
    line = text[start:end]
    divider = "|" if "|" in line else "\t" if "\t" in line else " "
    if (divider == "|" or line[:1] in "├┣╠┌└") and line and _DIVIDER.fullmatch(line):
        return "-", []
    if divider == " ":
        if " " not in line and "\u3000" not in line:
            return "", []
        found = [(start + one.start(), start + one.end()) for one in _FIELD.finditer(line)]
    else:
        found, at = [], start
        for piece in line.split(divider):
            found.append((at, at + len(piece)))
            at += len(piece) + 1
        if divider == "|":
            found = found[line.lstrip().startswith("|") : len(found) - line.rstrip().endswith("|")]
    if len(found) < (3 if divider == " " else 2) or (divider == " " and _SENTENCE.search(line)):
        return "", []
    return divider, found


def _filled_up(text: str, fields: list[tuple[int, int]], width: int) -> list[tuple[int, int]]:
    """Return the fields of a line divided by tabs with those at its end that were empty: they are cut off with it.

    A line of totals all of whose fields are filled may lack its first ones instead: it is left as it is.
    """
    if not 1 < len(fields) < width or _SENTENCE.search(text, fields[0][0], fields[-1][1]):
        return fields
    whole = all(end > start for start, end in fields)
    if whole and _TOTAL.fullmatch(text[slice(*fields[0])].strip()):
        return fields
    return [*fields, *[(fields[-1][1], fields[-1][1])] * (width - len(fields))]


def _is_table(text: str, kind: str, run: list[list[tuple[int, int]]]) -> bool:
    if len(run) < 3:
        return False
    return kind != " " or all(_FIGURE.fullmatch(text, *place) for fields in run[1:] for place in fields[1:])


def _cells(run: list[list[tuple[int, int]]], number: int) -> Iterator[Block]:
    for row, fields in enumerate(run):
        for column, (start, end) in enumerate(fields):
            yield Block("cell", start, end, table=number, row=row, column=column)
