"""Numbers left out: a counted word and its unit with nothing between them (在校生人), a gap where a figure belongs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any

from junheng.audit.blanks.notes import content
from junheng.audit.model import Placeholder

_DATA: dict[str, Any] = content(__file__)
_GROUPS: list[tuple[tuple[str, ...], frozenset[str], bool]] = [
    (tuple(group["words"]), frozenset(group["units"]), group["sure"]) for group in _DATA["group"]
]
_UNITS = sorted({unit for group in _DATA["group"] for unit in group["units"]}, key=len, reverse=True)
_MARKS = str(_DATA["ends"]["marks"])
_WEAK = str(_DATA["ends"]["weak"])
_LEFT_BLANK = [(tuple(one["words"]), frozenset(one["units"]), one["sure"]) for one in _DATA["blank"]]
_CLAUSES = "，,、；;。："
_ALONE, _BLANKS = ("|".join(map(re.escape, _DATA["opening"][name])) for name in ("alone", "blanks"))
_OPENING = re.compile(rf"(?<=[{_CLAUSES}])(?:[ \u3000]{{0,6}}(?:{_ALONE})|[ \u3000]{{2,6}}(?:{_BLANKS}))")
# Found by the unit before a mark, from behind: only few units in a text have no number before them.
_BARE = re.compile(rf"(?:{'|'.join(map(re.escape, [*_UNITS, '个百分点']))})(?=[{_MARKS}{_WEAK}])")
_GAP = re.compile(
    r"(?:[ ]{2,40}|[ ]?\u3000[ \u3000]{0,40})"
    rf"(?:(?:人次|人|名|所|处|个|元|亩|[%％]|台|套|册|间|幢|栋)(?=[{_MARKS}无均都未已])|万人|万元|亿元|平方米|个百分点)"
)
_ZEROS = re.compile(
    r"(?<![0-9０-９.．,，:：〇零A-Za-z-])(?<![0-9][ \u3000\u00a0])"
    r"(?:0{2,4}(?=[所名人个家间亩万亿元%％](?!单))|0{4}(?=年))"
)
"""Noughts that hold a figure's place (学校000所, 自0000年起); 00年 is a year, 60 000册 a number."""
_HEAD, _ALONE_SHARE, _BEGUN, _TOLD = (
    "|".join(sorted(map(re.escape, _DATA["unfinished"][name]), key=len, reverse=True))
    for name in ("shares", "alone", "begun", "verbs")
)
_PAUSED = "[0-9０-９]|[并或且即及]|[优良](?!.?率)|[小初高][学中]|国家|上年|达|超"
"""What a comma is a mere pause before, its figure behind it: 参与率高达，98%; 合格率达到，并保持在98%."""
_UNFINISHED = re.compile(
    rf"(?:(?:{_HEAD})(?:{_TOLD})|(?<=[0-9](?!年)[\u4e00-\u9fff][，,])(?:{_ALONE_SHARE})"
    rf"|(?<=[0-9](?!年)[\u4e00-\u9fff]{{2}}[，,])(?:{_ALONE_SHARE})|{_BEGUN})[ \u3000]?(?=[；;。]|[，,](?!{_PAUSED}))"
)
_PER_CENT = re.compile(r"(?<=[\u4e00-\u9fff])[%％‰](?=[，,。；;）)以]|\s*(?:\n|$))")
_TOLD_BEFORE = re.compile("[0-9][^。\n]*[，,；;][^。\n]*$")
_BEHIND, _COMING, _PLACES, _BOUNDS, _SINCE = (
    "|".join(_DATA["year"][name]) for name in ("behind", "coming", "places", "bounds", "since")
)
_MONTH = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月"
_YEAR = re.compile(
    rf"(?:(?<=[{_CLAUSES}(（])|(?<=[^0-9]\n))年(?=(?:{_PLACES})(?:{_BOUNDS})|[\u4e00-\u9fff]{{2,4}}(?:{_BOUNDS})(?:{_COMING})|{_MONTH})"
    rf"|(?:(?<={_BEHIND.replace('|', ')|(?<=')}))年(?:{_COMING})"
    rf"|(?:(?<={_SINCE.replace('|', ')|(?<=')}))年(?={_MONTH}|以来|[{_CLAUSES}])"
    rf"|(?<=[0-9]年)[至到—－-]年(?![{_CLAUSES}级龄度均底末终初中内满报检会薪])|(?<![0-9〇零一二三四五六七八九十\u4e00-\u9fff])年[至到—－-]年"
)
"""A year left out: 据悉，年全县将……, 全市年将完成, 自年9月起, 2016年至年."""
_EQUATION = re.compile(
    r"[×÷][ ]?[=＝≈](?:[ ]?(?:㎡|m²|平方米|平米|[万亿]?元|[%％])|(?<=≈)|(?![ ]?[0-9０-９]))"
    r"|(?<![<>!=A-Za-z\u4e00-\u9fff])[=＝≈][ ]?(?:㎡|m²|平方米|平米|[万亿]?元|[%％])(?![A-Za-z/\u4e00-\u9fff])"
    r"|(?<=[间计共])[=＝≈][ ]?(?:㎡|m²|平方米|平米|[万亿]?元|[%％])(?![A-Za-z/\u4e00-\u9fff])"
)
"""An equation without its figures: ×=㎡, ×3间=㎡, 合计：=元."""
_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两几数多余半每各")
_MARK = re.compile(r"[，。；,;]")
EQUATION = "equation"
"""The rule of an equation without its figures: in no line of it need there be a word."""
_AROUND, _FAR, _NEAR, _NOTED = 20, 60, 2, "单位"
_UNIT_NOTE, _NOTE = re.compile("单位 ?[:：为是][^。\n0-9]*$"), 30
"""What stands before the units of a table: 单位：投资万元, 面积平方米; in how many characters before one."""
_BLANK = " \u00a0\u2009"
_SENTENCE = re.compile(r"[。！？!?\n]")


def find(text: str, masked: Sequence[Placeholder]) -> Iterator[Placeholder]:
    """Yield where a number is missing; `masked` are the other blanks, company for what is not sure by itself."""
    company = [one.start for one in masked]
    waiting: list[tuple[Placeholder, bool]] = []
    sentence, at = 0, 0
    for match in _BARE.finditer(text):
        found = _judge(text, match.start(), match.end())
        if found is None:
            continue
        if match.start() >= sentence:
            yield from _settled(waiting, company, at, sentence)
            waiting = []
            at = match.start()
            ending = _SENTENCE.search(text, match.end())
            sentence = ending.end() if ending else len(text)
        waiting.append(found)
    yield from _settled(waiting, company, at, sentence)


def gaps(text: str) -> Iterator[Placeholder]:
    """Yield where two blanks or more stand for a number (新建   所，), noughts, units that open a clause."""
    for match in _OPENING.finditer(text):
        yield Placeholder(match.start(), match.end(), "gap")
    for match in _ZEROS.finditer(text):
        yield Placeholder(match.start(), match.end(), "missing_number")
    for expression, rule in ((_UNFINISHED, "missing_number"), (_YEAR, "missing_number"), (_EQUATION, EQUATION)):
        for match in expression.finditer(text):
            yield Placeholder(match.start(), match.end(), rule)
    for match in _PER_CENT.finditer(text):
        # Among the figures of a sentence; the head of a column has none before it.
        if _NOTED in text[max(0, match.start() - len(_NOTED) - _NEAR) : match.start()]:
            continue
        if text[match.start() - 1] not in _NUMERALS and _TOLD_BEFORE.search(
            text, max(0, match.start() - _FAR), match.start()
        ):
            yield Placeholder(match.start() - 1, match.end(), "missing_number")
    if "  " not in text and "\u3000" not in text:
        return
    for match in _GAP.finditer(text):
        before = text[match.start() - 1 : match.start()]
        # Without a mark near it the line may be the heading of a table laid out with blanks.
        around = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        if "\u4e00" <= before <= "\u9fff" and before not in _NUMERALS and _MARK.search(around):
            yield Placeholder(match.start(), match.end(), "gap")


def _judge(text: str, start: int, end: int) -> tuple[Placeholder, bool] | None:
    """Return a counted word with its unit, and whether that alone shows the gap; None for ordinary words."""
    unit, before = text[start:end], text[max(0, start - 9) : start]
    # One blank is read as none (达到 %); two or more are a gap, told as such.
    blank = len(before) > 1 and before[-1] in _BLANK and before[-2] not in _BLANK
    before = before[:-1] if blank else before
    if not "\u4e00" <= before[-1:] <= "\u9fff" or before[-1] in _NUMERALS:
        return None
    if "单" in text[max(0, start - _NOTE) : start] and _UNIT_NOTE.search(text, max(0, start - _NOTE), start):
        return None
    best = None
    for words, units, sure in _GROUPS:
        if unit in units and before.endswith(words):
            word = max((one for one in words if before.endswith(one)), key=len).lstrip(_CLAUSES + ",")
            gap = blank and any(word in left for left, _, _ in _LEFT_BLANK)
            best = (Placeholder(start - 1 if gap else start - len(word) - blank, end, "missing_number"), sure)
            if sure:
                break
    for words, units, sure in _LEFT_BLANK if best is None and blank else ():
        if unit in units and before.endswith(words):
            best = Placeholder(start - 1, end, "missing_number"), sure
    # 增加人、财、物; （教师名）: behind a blank the number is missing all the same (含幼儿 人）
    weak = text[end : end + 1] in _WEAK and not blank
    return (best[0], best[1] and not weak) if best is not None else None


def _settled(
    waiting: list[tuple[Placeholder, bool]], company: list[int], start: int, end: int
) -> Iterator[Placeholder]:
    sure = any(one for _, one in waiting)
    if not sure and waiting:
        units = {one.end for one, _ in waiting}
        sure = len(units) > 2 or bool(_near(company, start, end))
    for one, itself in waiting:
        if itself or sure:
            yield one


def _near(company: list[int], start: int, end: int) -> list[int]:
    return company[bisect_left(company, start - 40) : bisect_left(company, end)]
