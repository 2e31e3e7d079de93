"""Blanks left as spaces where a figure, a date or a name belongs: 创办于    年, 等级为    。, 联系人：      电话：.

Spaces also lay out tables, headings (年　度) and signatures: so each of these asks what stands before them (a word that
wants a figure, a colon) and what stands behind (its unit, the mark that ends the clause, the next label of a form).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from junheng.audit.blanks.notes import content
from junheng.audit.model import Clean, Placeholder

_DATA = content(__file__)
_B = "[ \u3000\u00a0\t]"


def _one_of(key: str) -> str:
    words = sorted((str(word) for word in _DATA[key]), key=len, reverse=True)  # type: ignore[attr-defined]
    return "|".join(map(re.escape, words))


_FIGURE = "0-9０-９XxＸｘ×*＊_＿○〇ⅩⅹoO"
_SPACES = re.compile(
    # 2023年  月, 9月  日前: parts of a date, each behind the one before it.
    rf"(?:(?<=[{_FIGURE} \u3000]年)|(?<=^年)){_B}{{1,12}}(?=月(?![均度报刊考]))"
    rf"|(?<=[{_FIGURE} \u3000]月){_B}{{1,12}}(?=日(?!均|常|志|报|益|程|托|记))"
    # 根据你局 月 日通知: one space each.
    rf"|(?<=[\u4e00-\u9fff]){_B}{{1,12}}(?=月{_B}{{1,12}}日)"
    # 创办于    年, 截至   月: behind a word of time.
    rf"|(?<=[于自从至到在截止]){_B}{{2,20}}(?=年(?![均级龄轻报刊终底初内])|月(?![均度报刊底初考]))"
    rf"|(?<![0-9０-９])(?:20|二〇|二○)(?:{_B}{{2,8}}|\u3000{{1,4}})(?=年)"
    rf"|(?<=[〔﹝（(\[]20){_B}{{1,6}}(?=[〕﹞）)\]])"
    # 县教发〔2023〕  号, 第   期: the number of a document.
    rf"|(?<=[〕﹞\]]){_B}{{1,8}}(?=号)|(?<=第){_B}{{1,8}}(?=[号期次届批条款名位]|季度)"
    # 等级为    。: behind a word that wants something, before the end of its clause.
    rf"|(?:{_one_of('wanting')})(?P<ended>{_B}{{2,40}})(?=[，。；,;）)])"
    # 检查人员：      、      。: names in a row.
    rf"|(?<=、){_B}{{2,20}}(?=[、，。；])"
    # 宣传成本 元。: one space is enough where no word ends like the unit.
    rf"|(?<=[\u4e00-\u9fff])(?<!{'|'.join(_DATA['no_word'])})(?<![每各几数零一二三四五六七八九十百千万亿两多余半位])"  # type: ignore[arg-type]
    rf"{_B}(?:{_one_of('units')})(?=[，。；,;：]|以[上下内]|左右)"
)
_BEGINS, _RUN = re.compile(_B), re.compile(_B + "+")
_WANTING = sorted((str(word) for word in _DATA["wanting"]), key=len, reverse=True)  # type: ignore[attr-defined]
_GAP = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?<![{_DATA['numerals']}])(?:{_B}{{2,40}}|(?<=[有共设辖建约达配])\u3000)"
    rf"(?=(?!{_one_of('not_counting')})(?:{_one_of('counting')})[\u4e00-\u9fff]"
    rf"|(?:人|{_one_of('counting')}|{_one_of('units')})[，。；、,;（）()])"
    rf"|(?:(?<=位于)|(?<=地处)|(?<=[镇乡县市区])){_B}{{2,20}}(?=[镇乡村组屯县市](?:[，。；、]|{_B}))"
)
"""我乡辖    个行政村, 位于    镇    村: a unit with what it counts, or before a mark; names of places."""
_FIELD = re.compile(
    rf"(?P<label>{_one_of('fields')})(?:[（(][\u4e00-\u9fff]{{1,6}}[）)])?[：:](?P<gap>{_B}{{2,60}})"
    rf"(?=[\u4e00-\u9fff]{{1,10}}(?:[（(][\u4e00-\u9fff]{{1,6}}[）)])?[：:]|[，。；、,;（(]|年{_B}|[\u4e00-\u9fff]?元|(?:19|20)[0-9]{{2}}[年.．/-]|[0-9]{{1,2}}月)"
)
_SIGNED = rf"(?:{_one_of('signers')})(?:[ ]?[（(](?:签字|签名|签章|盖章|公章|章|签字盖章|签字或盖章|签收)[）)])?"
_SIGNERS = re.compile(
    rf"^(?:[\u4e00-\u9fff]{{1,6}}[：:]{_B}*)?{_SIGNED}[：:]?(?:{_B}{{2,40}}{_SIGNED}[：:]?)+$", re.MULTILINE
)
"""A line of those who sign, with blanks between them."""
_ROW = re.compile(rf"\n[^\n：:，。]{{1,20}}?{_B}{{2,40}}[^\s：:]")
_BEHIND = re.compile(rf"(?<=[\u4e00-\u9fff：:）)]){_B}{{2,40}}")
_LAST = re.compile(rf"(?:{_one_of('fields')})(?:[（(][\u4e00-\u9fff]{{1,6}}[）)])?(?P<colon>[：:])(?:\n|$)")
_MARK = re.compile("[，。；,;]")
_NEAR, _LINE = 24, 120
FIELD = "field"
"""The rule of a field that the end of its line leaves open."""


def find(clean: Clean) -> Iterator[Placeholder]:
    """Yield the blanks left as spaces, in no order; linear in the length of the text."""
    text = clean.text
    if _BEGINS.search(text) is not None:
        for run in _RUN.finditer(text):
            yield from _of_run(text, run.start())
        for match in _FIELD.finditer(text):
            yield Placeholder(*match.span("gap"), "gap")
        for match in _SIGNERS.finditer(text):
            if _ROW.match(text, match.end()) and not _SIGNERS.match(text, match.end() + 1):
                continue  # heads of a list of names
            for gap in _BEHIND.finditer(text, match.start(), match.end()):
                yield Placeholder(gap.start(), gap.end(), "gap")
            if _left_open(clean, match.end() - 1):
                yield Placeholder(match.end() - 1, match.end(), FIELD)
    for match in _LAST.finditer(text):
        at = match.start("colon")
        begin = text.rfind("\n", 0, at) + 1
        if _FIELD.search(text, max(begin, at - _LINE), at + 1) is not None and _left_open(clean, at):
            yield Placeholder(at, at + 1, FIELD)


def _of_run(text: str, at: int) -> Iterator[Placeholder]:
    """Yield the blank that a run of spaces is: each kind begins with them, or with the words right before them.

    Asked only where spaces stand, the patterns need not be tried at every character.
    """
    before = [at - len(word) for word in _WANTING if text.endswith(word, 0, at)]
    for start in (*before, *([at - 2] if at > 1 and text[at - 1] in "0〇○" else ()), at):
        match = _SPACES.match(text, start)
        if match is not None:
            yield Placeholder(*(match.span("ended") if match["ended"] else match.span()), "gap")
            break
    match = _GAP.match(text, at)
    if match is not None and _in_prose(text, match.start(), match.end()):
        yield Placeholder(match.start(), match.end(), "gap")


def _in_prose(text: str, start: int, end: int) -> bool:
    """Whether a mark of prose stands near a place in its line: a table laid out with blanks has none."""
    first = max(text.rfind("\n", 0, start) + 1, start - _NEAR)
    last = text.find("\n", end, end + _NEAR)
    return _MARK.search(text, first, end + _NEAR if last < 0 else last) is not None


def _left_open(clean: Clean, at: int) -> bool:
    """Whether a line goes on in blanks only behind a mark, two at the least: a field that nobody filled in."""
    raw = clean.document.text
    _, start = clean.back(at, at + 1)
    end = start
    while end < len(raw) and raw[end] in " \u3000\u00a0\t":
        end += 1
    return end - start > 1 and (end == len(raw) or raw[end] in "\r\n")
