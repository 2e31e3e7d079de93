"""Masked names and figures: XX, 20xx, **, __*, ×, ○○, ( ), 《》, {{…}} and what else is left for someone to fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from junheng.audit.blanks.beside import ENDS, PLACE, chinese, latin, words_after, year_before
from junheng.audit.blanks.meanings import JUDGES, LETTERS
from junheng.audit.blanks.notes import content
from junheng.audit.model import Placeholder

_DATA = content(__file__)
_PROMPTS, _ASKED, _NOT_PROMPTS = (
    "|".join(str(word) for word in _DATA[key])  # type: ignore[attr-defined]
    for key in ("prompts", "asked", "not_prompts")
)

_RUNS = re.compile(
    r"(?P<letter>[XxＸｘΧχХхⅩⅹ]+(?:[.．][XxＸｘ]+(?![A-Za-z]))?)|(?P<cross>[×✕╳]+)|(?P<under>[_＿﹍﹏ˍ][_＿﹍﹏ˍ*＊]*)|(?P<hash>[#＃]{2,6})|(?P<star>(?:\\?[*＊﹡])+)"
    r"|(?P<ring>[○◯〇□△■●◇◆☆★※◎]+)|(?P<dots>…+|\.{3,6}|。{3,6})"
    r"|(?P<empty>[(（][ \u3000\u00a0]*[)）]|〔[ \u3000]*〕|﹝[ \u3000]*﹞|【[ \u3000]*】|《[ \u3000]*》|\[[ \u3000]*\]"
    r"|“[ \u3000]*”|[{｛][ \u3000]{0,12}[}｝])"
    rf"|(?P<prompt>[【\[（(<〈](?:(?:请|在此处?|此处|这里)(?:{_ASKED})|{_PROMPTS})(?!{_NOT_PROMPTS})[^】\]）)>〉\n]{{0,20}}[】\]）)>〉])"
    r"|(?P<template>\{\{[^{}\n]{0,60}\}\}|\$\{[^{}\n]{0,60}\}|\{%[^{}\n]{0,60}%\}|<%[^<>\n]{0,60}%>|#\{[^{}\n]{0,60}\})"
    r"|(?P<date>年[ \u3000]{0,12}月[ \u3000]{0,12}日|年月(?=[，,、。；至到])"
    r"|月[ \u3000]{1,12}日(?=[，,。；;、至）)\s]|$)|[〔﹝]\d{4}[〕﹞][ ]?号)"
    r"|(?P<query>[?？]{1,3}(?=[ ]?(?:年|[万亿]?元|[所名人个台套册间亩%％](?![\u4e00-\u9fff]))))"
)
# Where one of them may begin: the engine runs ahead to a character of a set far faster than to one of the above.
_BEGINS = re.compile(r"[XxＸｘΧχХхⅩⅹ×✕╳_＿﹍﹏ˍ#＃“｛\\*＊﹡※◎○◯〇□△■●◇◆☆★….。(（〔【《\[<〈{$#年月?？﹝]")
_OPEN, _CLOSE = "<〈＜〔﹝", ">〉＞〕﹞"
_FREE = ENDS | frozenset("(（《“”‘")
_STOPS, _OPENING = frozenset(".．"), frozenset("(（")
_MANY = 3
_MARKDOWN = (".md", ".markdown")


def find(text: str, name: str = "") -> Iterator[Placeholder]:
    """Yield the marks that stand for something left blank, in order; one pass, linear. The name tells Markdown."""
    emphasis = _emphasis(text, name.lower().endswith(_MARKDOWN))
    found: list[Placeholder] = []
    open_letters: list[Placeholder] = []
    done = sure = 0
    for begin in _BEGINS.finditer(text):
        start = begin.start()
        match = _RUNS.match(text, start) if start >= done else None
        if match is None:
            continue
        done, kind = match.end(), str(match.lastgroup)
        if start in emphasis:
            continue
        if JUDGES[kind](text, start, done):
            found.append(Placeholder(*_whole(text, start, done), kind))
            sure += kind == "letter"
        elif kind == "letter" and _stands_free(text, start, done):
            open_letters.append(Placeholder(start, done, kind))
    if sure >= _MANY:
        # Where the writer masks with letters throughout, one that stands free is a mask too: 赴x、x、x等地.
        found = sorted(found + open_letters, key=lambda one: one.start)
    yield from found


def _stands_free(text: str, start: int, end: int) -> bool:
    """Tell whether a letter stands between words and marks, not in a formula, an address or a foreign word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    called = before in _OPENING and latin(text[max(0, start - 2) : start - 1])
    if called or (after in _STOPS and not chinese(text[end + 1 : end + 2])):
        return False  # f(x) and x.y
    return (
        (chinese(before) or before in _FREE or before.isspace() or not before)
        and (chinese(after) or after in _FREE or after in _STOPS or after.isspace() or not after)
        and not words_after(text, end).startswith(LETTERS)
    )


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in what belongs to a mark: the first digits of a year, the brackets around it."""
    if year := year_before(text, start):
        start = year.start()
    if start and end < len(text) and text[start - 1] in _OPEN and text[end] == _CLOSE[_OPEN.index(text[start - 1])]:
        return start - 1, end + 1
    return start, end


# Markdown's emphasis; and what is that in any file: a whole line between stars, a few words with their colon.
_PAIR = re.compile(r"(?<!\\)(\*{1,3}|_{2})(?=\S)([^*_\n]{1,400}?)(?<=\S)\1")
_WORDS = re.compile(r"[^\d\s()（）-]")
_LEAD = re.compile(
    r"(?<!\*)(\*{2,3})(?![*\s])(?:[^*\n]{1,80}\1(?=[:：]?$)|[^*\n，。]{1,24}[:：]\1|[^*\n，。]{2,24}\1(?=[:：]))",
    re.MULTILINE,
)


def _emphasis(text: str, markdown: bool) -> frozenset[int]:
    """Return where stars and underlines mean emphasis: pairs around words, unless both mask a name."""
    if "**" not in text and not markdown:
        return frozenset()
    found: set[int] = set()
    for pair in (_PAIR if markdown else _LEAD).finditer(text):
        start, end, width = pair.start(), pair.end(), len(pair[1])
        if PLACE.match(text, start + width) and PLACE.match(text, end):
            continue
        if text[start - 1 : start].isdigit() and not _WORDS.search(text, start + width, end - width):
            continue  # 0**-6823***: the digits of a telephone number are masked, not stressed
        found.update((start, end - width))
    return frozenset(found)
