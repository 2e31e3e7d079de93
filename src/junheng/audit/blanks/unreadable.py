"""Tokens that look like numbers and cannot be read, as notes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from junheng.audit.blanks.notes import Note, content, note, wordings
from junheng.audit.blanks.quoted import quoted
from junheng.audit.model import Clean, Placeholder
from junheng.audit.quantities import unreadables
from junheng.audit.reading.code import Code

_RULES = wordings(content(__file__))
_LONGEST = 30


def find(
    clean: Clean, spans: Iterable[tuple[int, int]] | None = None, masked: Sequence[Placeholder] = ()
) -> Iterator[Note]:
    """Yield a note for each token, those inside a blank or in program code left out.

    `spans` are the tokens `quantities` could not read, where it was asked already; `masked` the blanks, in order.
    """
    text = clean.text
    starts = [one.start for one in masked]
    code = Code(clean)
    for start, end in unreadables(text) if spans is None else spans:
        place = bisect_left(starts, end) - 1
        if (place >= 0 and masked[place].end > start) or code.holds(start, end):
            continue
        token, words = text[start : min(end, start + _LONGEST)], quoted(text, start, end)
        yield note(_RULES, "unreadable", (start, end), token=token, words=words)
