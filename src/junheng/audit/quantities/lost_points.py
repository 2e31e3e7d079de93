"""Texts that lost their decimal points, blanks in their place: `班级286 35万个，大班18 4万个，占6 43%`.

A blank inside a figure is else one that strayed into it (12 5人 is 125人). So nothing is done but where a text has no
point in any figure, several such blanks, and some that no whole number can have: 0 6, 7 08, 78 1%.
"""

from __future__ import annotations

import re

_POINT = re.compile(r"[0-9０-９][.．·][0-9０-９]")
_SPLIT = re.compile(
    r"(?<=[\u4e00-\u9fff])(?P<whole>[0-9]{1,4})(?P<blank>[ \u3000\u00a0])(?P<rest>[0-9]{1,2})"
    r"(?=[万亿]?[个人名所元]|[万亿]|(?P<share>[%％]))"
)
_FEW, _SURE, _ALL = 4, 2, 100
"""Blanks, and those that are nothing else, at the least; per cent that a share hardly exceeds."""


def pointed(text: str) -> str:
    """Return a text of as many characters with its decimal points put back where it lost them."""
    if " " not in text or _POINT.search(text) is not None:
        return text
    found = list(_SPLIT.finditer(text))
    if len(found) < _FEW or sum(map(_no_whole, found)) < _SURE:
        return text
    letters = list(text)
    for match in found:
        letters[match.start("blank")] = "."
    return "".join(letters)


def _no_whole(match: re.Match[str]) -> bool:
    """Tell whether two runs of digits are no whole number with a blank inside."""
    over = match["share"] is not None and int(match["whole"] + match["rest"]) > _ALL
    return match["whole"] == "0" or match["rest"].startswith("0") or over
