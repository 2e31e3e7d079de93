"""Program code and formulas in a report: what stands in them is no blank and no slip of the pen."""

from __future__ import annotations

import re
from bisect import bisect_right

from junheng.audit.model import Clean

_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile("[A-Za-z]")
_SPACE = re.compile(r"\s+")
_STRINGS = re.compile(r"\"[^\"\n]{0,200}\"|\'[^\'\n]{0,200}\'")
_COMMENT = re.compile(r"(?:(?<=[\s;{})])//|(?<=[\s;{})])#|/\*|<!--|^\s*(?://|#(?![#\s])|--\s)).*", re.DOTALL)
_SIGNS = re.compile(
    r"[A-Za-z_]\w{0,40}\(|[;{}]\s*$|[^=<>!]==?[^=]|[<>!]=|</?[a-z][^<>\n]{0,200}>|^\s*[@#$]\w|::|->|=>|\+\+|&&|\|\|"
    r"|^\s*(?:import|from|return|def|class|if|else|elif|for|while|switch|case|var|let|const|int|float|double|char|void|public"
    r"|private|static|print|SELECT|INSERT|UPDATE|DELETE|CREATE|select|insert|update|delete|create)\b(?!\s*$)"
)
_FORMULA = re.compile(r"[=＝≈≤≥<>]")
_INLINE = re.compile(r"`[^`\n]{1,300}`")
_FIGURE = re.compile(r"[\d.,%％\s]{1,40}")
_LONGEST = 2_000
_LEAST_HAN = 3
"""Of ten characters of a text in Chinese at least so many are 汉字; a program has fewer even with Chinese strings."""


def is_program(words: str) -> bool:
    """Tell whether words set as code are code, not a Chinese text in its frame."""
    bare = _SPACE.sub("", words)
    return _LETTER.search(bare) is not None and len(_HAN.findall(bare)) * 10 < len(bare) * _LEAST_HAN


def ticked(words: str) -> str:
    """Return words set as code within a line, between backticks where they are none of the report's (`f( )`)."""
    return words if _HAN.search(words) or _FIGURE.fullmatch(words) else f"`{words}`"


def looks_like_code(line: str) -> bool:
    """Tell whether a line is source code or a formula: no 汉字 but in strings and comments, and signs of either."""
    if len(line) > _LONGEST or not (_SIGNS.search(line) or _FORMULA.search(line)):
        return False
    bare = _COMMENT.sub("", _STRINGS.sub("", line))
    if not bare.strip() or _HAN.search(bare):
        return False
    return bool(_FORMULA.search(bare) or (_LETTER.search(bare) and _SIGNS.search(bare)))


class Code:
    """Tells of places in one clean text, asked in any order, whether they stand in code."""

    def __init__(self, clean: Clean) -> None:
        self._clean, self._text = clean, clean.text
        self._blocks = [one for one in clean.document.blocks if one.kind == "code"]
        self._starts = [one.start for one in self._blocks]
        self._line = (0, -1)
        self._inside: list[tuple[int, int]] = []

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a span stands in a block of code, a line that looks like code, or between backticks."""
        if self._blocks:
            raw, _ = self._clean.back(start, end)
            at = bisect_right(self._starts, raw) - 1
            if at >= 0 and raw < self._blocks[at].end:
                return True
        if not self._line[0] <= start <= self._line[1]:
            self._read(start)
        at = bisect_right(self._inside, start, key=lambda span: span[0]) - 1
        return at >= 0 and end <= self._inside[at][1]

    def _read(self, at: int) -> None:
        """Find the code in the line of a place; it is kept for the places that follow."""
        first = self._text.rfind("\n", 0, at) + 1
        last = self._text.find("\n", at)
        last = len(self._text) if last < 0 else last
        self._line = (first, last)
        line = self._text[first:last]
        if looks_like_code(line):
            self._inside = [(first, last)]
        else:
            self._inside = [(first + one.start(), first + one.end()) for one in _INLINE.finditer(line)]
