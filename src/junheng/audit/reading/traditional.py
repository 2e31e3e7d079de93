"""Texts in traditional characters, read as in simplified ones: 學校8所，投資300萬元 as 学校8所，投资300万元."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

_DATA = tomllib.loads(files("junheng.audit.reading").joinpath("traditional.toml").read_text("utf-8"))
_SIMPLIFIED = {ord(one): other for pair in _DATA["characters"] for one, other in zip(*pair, strict=True)}
_COMMON = ("學", "萬", "員", "縣", "個", "業", "務", "實", "總")
"""One of these stands in nearly every such report: others are turned away by them."""
_TONES = "āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü"
_SPOKEN = re.compile(rf"(?<=[\u4e00-\u9fff])[(（][a-z{_TONES}]{{1,6}}[)）]")
_MARKED = re.compile(f"[{_TONES}]")
_FEW, _PART = 3, 20
"""Characters, or syllables, that are no accident; and of how many characters one is traditional at the least."""


def simplified(text: str) -> str:
    """Return a text of as many characters with the traditional ones simplified; any other as it is."""
    if not any(map(text.__contains__, _COMMON)):
        return text
    made = text.translate(_SIMPLIFIED)
    changed = sum(one != other for one, other in zip(text, made, strict=True))
    return made if changed >= _FEW and changed * _PART >= len(text) else text


def spoken(text: str) -> list[tuple[int, int]]:
    """Return the syllables in brackets that some sites put behind characters: 音(yīn)體美."""
    if _MARKED.search(text) is None:
        return []
    found = [match.span() for match in _SPOKEN.finditer(text)]
    marked = sum(_MARKED.search(text, start, end) is not None for start, end in found)
    return found if marked >= _FEW else []
