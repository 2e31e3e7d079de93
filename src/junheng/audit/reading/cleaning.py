"""The clean text of a document: furniture out, wrapped lines joined, every character where it came from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from junheng.audit.model import Block, Clean, Document
from junheng.audit.reading import furniture, traditional, wrapping
from junheng.audit.reading.columns import columns
from junheng.audit.reading.furniture import Line

_BLANK = " \t\u3000\u00a0\r\f\v\ufeff\u200b\x1c\x1d\x1e\x85\u2028\u2029"


def clean(document: Document) -> Clean:
    r"""Take page furniture out and join wrapped lines; linear in the length, never raises.

    Every character of the clean text is the document's character at `Clean.back`, a traditional one simplified.
    Paragraphs and cells are divided by exactly one `\n`, none stands at the beginning or the end, and no paragraph
    begins or ends with a blank.
    """
    text = document.text
    lines = list(_lines(document))
    furniture.drop(text, lines)
    furniture.unchunk(text, lines)
    furniture.unpage(text, lines)
    wrapping.join(text, lines)
    kept = _kept(text, [line for line in lines if not line.dropped and line.start < line.end])
    starts: list[int] = []
    raws: list[int] = []
    pieces: list[str] = []
    at = 0
    for start, end in kept:
        if raws and raws[-1] + at - starts[-1] == start:
            pieces.append(text[start:end])
        else:
            starts.append(at)
            raws.append(start)
            pieces.append(text[start:end])
        at += end - start
    made = Clean(document, traditional.simplified("".join(pieces)), tuple(starts) or (0,), tuple(raws) or (0,))
    told = any(block.kind == "cell" for block in document.blocks)
    return msgspec.structs.replace(made, cells=tuple(_cells(made) if told else columns(made.text)))


def _lines(document: Document) -> Iterator[Line]:
    """Yield the lines that hold something, each in its block's place."""
    text = document.text
    fixed = [(block.start, block.end, number + 1, block) for number, block in enumerate(document.blocks)]
    number, gap, start = 0, False, 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        words = text[start:end]
        bare = words.strip(_BLANK)
        if not bare:
            gap = True
            start = end + 1
            continue
        indent = len(words) - len(words.lstrip(_BLANK))
        while number < len(fixed) and fixed[number][1] <= start + indent:
            number += 1
        block = fixed[number][3] if number < len(fixed) and fixed[number][0] <= start + indent else None
        first = start + indent
        width = 2 * len(bare) - len(bare.encode("ascii", "ignore"))
        place = 0 if block is None or block.kind == "paragraph" else number + 1
        yield Line(
            first,
            first + len(bare),
            width,
            indent,
            gap,
            place,
            block.page if block else None,
            block is not None and block.kind == "header",
        )
        gap = False
        start = end + 1


def _kept(text: str, lines: list[Line]) -> Iterator[tuple[int, int]]:
    """Yield the spans that stay: what is left of each line, and one line end between paragraphs."""
    out = sorted(furniture.cuts(text) + wrapping.blanks(text, lines) + traditional.spoken(text))
    number = 0
    last = -1
    for line in lines:
        while number < len(out) and out[number][1] <= line.start:
            number += 1
        spans = []
        at = line.start
        while number < len(out) and out[number][0] < line.end:
            if out[number][0] > at:
                spans.append((at, out[number][0]))
            at = max(at, out[number][1])
            if out[number][1] > line.end:
                break
            number += 1
        if at < line.end:
            spans.append((at, line.end))
        if not spans:
            continue
        if last >= 0 and not (line.joined and furniture.glued(text, last, spans[0][0])):
            end = text.find("\n", last, line.start)
            yield end, end + 1
        yield from spans
        last = spans[-1][1]


def _cells(made: Clean) -> Iterator[Block]:
    """Yield the table cells where they stand in the clean text; an empty one has no length."""
    for block in made.document.blocks:
        if block.kind == "cell":
            start, end = _place(made, block.start), _place(made, block.end)
            while end > start and made.text[end - 1] == "\n":
                end -= 1
            while start < end and made.text[start] == "\n":
                start += 1
            yield msgspec.structs.replace(block, start=start, end=end)


def _place(made: Clean, raw: int) -> int:
    """Return the first place in the clean text whose character stands at `raw` or behind it."""
    run = bisect_right(made.raws, raw) - 1
    if run < 0:
        return 0
    until = made.starts[run + 1] if run + 1 < len(made.starts) else len(made.text)
    return min(made.starts[run] + raw - made.raws[run], until)
