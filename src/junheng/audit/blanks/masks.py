"""Masked names and figures: XX, 20xx, **, __*, ×, ○○, ( ), 《》, {{…}} and what else is left for someone to fill in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from junheng.audit.blanks.notes import content
from junheng.audit.model import Placeholder

_DATA = content(__file__)


_NAME_OPENS = frozenset("、：:，,")
_NAME_CLOSES = frozenset("、，,。；;）)")


def _words(key: str) -> tuple[str, ...]:
    return tuple(str(word) for word in _DATA[key])  # type: ignore[attr-defined]


_FIGURES, _NAMES, _CUES = _words("figures"), _words("names"), _words("cues")
_LETTERS = _words("letters")
_FACTORS_AFTER, _FACTORS_BEFORE = _words("factors_after"), _words("factors_before")
_FOOTNOTE_BEFORE, _FOOTNOTE_AFTER = frozenset(_words("footnote_before")), _words("footnote_after")
_SIGNATURES = _words("signatures")
_FACTOR_PAIRS = _words("factor_pairs")
_PROMPTS, _ASKED, _NOT_PROMPTS = ("|".join(_words(key)) for key in ("prompts", "asked", "not_prompts"))

_RUNS = re.compile(
    r"(?P<letter>[XxＸｘΧχХх]+(?:[.．][XxＸｘ]+(?![A-Za-z]))?)|(?P<cross>[×✕╳]+)|(?P<under>[_＿﹍][_＿﹍*＊]*)|(?P<star>(?:\\?[*＊﹡])+)"
    r"|(?P<ring>[○◯〇□△■●◇◆☆★※◎]+)|(?P<dots>…+|\.{3,6}|。{3,6})"
    r"|(?P<empty>[(（][ \u3000\u00a0]*[)）]|〔[ \u3000]*〕|﹝[ \u3000]*﹞|【[ \u3000]*】|《[ \u3000]*》|\[[ \u3000]*\])"
    rf"|(?P<prompt>[【\[（(<〈](?:(?:请|在此处?|此处|这里)(?:{_ASKED})|{_PROMPTS})(?!{_NOT_PROMPTS})[^】\]）)>〉\n]{{0,20}}[】\]）)>〉])"
    r"|(?P<template>\{\{[^{}\n]{0,60}\}\}|\$\{[^{}\n]{0,60}\}|\{%[^{}\n]{0,60}%\}|<%[^<>\n]{0,60}%>|#\{[^{}\n]{0,60}\})"
    r"|(?P<date>年[ \u3000]{0,12}月[ \u3000]{0,12}日|年月(?=[，,、。；至到])"
    r"|月[ \u3000]{1,12}日(?=[，。；、至）)\s]|$)|[〔﹝]\d{4}[〕﹞][ ]?号)"
    r"|(?P<query>[?？]{1,2}(?=[ ]?年))"
)
# Where one of them may begin: the engine runs ahead to a character of a set far faster than to one of the above.
_BEGINS = re.compile(r"[XxＸｘΧχХх×✕╳_＿﹍\\*＊﹡※◎○◯〇□△■●◇◆☆★….。(（〔【《\[<〈{$#年月?？﹝]")
_NUMERALS = frozenset("零一二三四五六七八九十0123456789０１２３４５６７８９")
_DIGITS = frozenset("0123456789０１２３４５６７８９")
_YEAR = re.compile(r"(?:(?<![\d.])(?:19|20)\d?|二[〇○零])$")
_CENSORED = frozenset("学练复")
_AFTER_DIGITS = ("%", "％", "个", "人", "所", "万", "元")
_AFTER_STARRED = frozenset("%％个所万元名")
_BEHIND_YEAR = ("年", "学年", "-", "—", "－", "~", "～", "〕", "）", ")")
_DATES = ("年", "月", "日", "%", "％")
_RINGED = ("县", "市", "区", "乡", "镇", "村", "年", "月")
_PERCENT = frozenset("%％")
_ADDRESS = frozenset("./@-_&=#")
_NO_STAR_BEFORE = frozenset("/)）")
_FOOTNOTE_MARKS = frozenset('（(注:：“”"\n')
_CLOSING = frozenset(")）》】")
_PLACE = re.compile(r"[县市区乡镇村省旗]|[一二三四五六七八九十]中|中学|小学|职中|职高|实验")
_FACTOR_MARKS = _DIGITS | frozenset("()（）")
_ENDS = frozenset("，,。；;、：:）)】〕》”’！!？?\n")
_OPEN, _CLOSE = "<〈＜〔﹝", ">〉＞〕﹞"
_FREE = _ENDS | frozenset("(（《“”‘")
_STOPS, _OPENING = frozenset(".．"), frozenset("(（")
_MANY = 3
_SCHOOLED = frozenset("小中大同数科升入教文")
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
        if _JUDGES[kind](text, start, done):
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
    called = before in _OPENING and _latin(text[max(0, start - 2) : start - 1])
    if called or (after in _STOPS and not _chinese(text[end + 1 : end + 2])):
        return False  # f(x) and x.y
    return (
        (_chinese(before) or before in _FREE or before.isspace() or not before)
        and (_chinese(after) or after in _FREE or after in _STOPS or after.isspace() or not after)
        and not _after(text, end).startswith(_LETTERS)
    )


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in what belongs to a mark: the first digits of a year, the brackets around it."""
    if year := _YEAR.search(text, max(0, start - 5), start):
        start = year.start()
    if start and end < len(text) and text[start - 1] in _OPEN and text[end] == _CLOSE[_OPEN.index(text[start - 1])]:
        return start - 1, end + 1
    return start, end


def _after(text: str, end: int) -> str:
    """Return the next characters, blanks passed over."""
    return text[end : end + 12].lstrip(" \u3000\u00a0")[:8]


def _before(text: str, start: int) -> str:
    return text[max(0, start - 12) : start].rstrip(" \u3000\u00a0")[-8:]


def _chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _line(text: str, start: int, end: int) -> bool:
    """Tell whether a mark is all its paragraph holds (but for blanks)."""
    first, last = text.rfind("\n", max(0, start - 40), start) + 1, text.find("\n", end, end + 40)
    if first == 0 and start > 40:
        return False
    if last < 0 and len(text) - end > 40:
        return False
    return not (text[first:start] + text[end : last if last >= 0 else len(text)]).strip()


def _alone(text: str, start: int, end: int) -> bool:
    """Tell whether one mark alone stands for a figure or a name."""
    after, before = _after(text, end), _before(text, start)
    if after.startswith(_NAMES) or after.startswith(_FIGURES):
        return True
    # A small x behind 为 is an unknown of a lesson in algebra.
    return text[start] != "x" and before.endswith(_CUES) and (not after or after[0] in _ENDS)


def _letter(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if _latin(before) or _latin(after) or _address(text, start, end) or _after(text, end).startswith(_LETTERS):
        return False
    if end - start > 1:
        return True
    if before in _DIGITS:
        year = bool(_YEAR.search(text, max(0, start - 5), start))
        if after in _DIGITS:
            return year and _after(text, end + 1).startswith("年")
        return year or _after(text, end).startswith(_AFTER_DIGITS)
    return after not in _DIGITS and _alone(text, start, end)


def _address(text: str, start: int, end: int) -> bool:
    """Tell whether letters are part of an address or a file's name: /xx/, index_xx.html."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after == "." and _latin(text[end + 1 : end + 2]):
        return True
    return before in _ADDRESS and (after in _ADDRESS or after in _DIGITS)


def _cross(text: str, start: int, end: int) -> bool:
    if end - start > 1:
        return True
    after, before = _after(text, end), _before(text, start)
    if _YEAR.search(text, max(0, start - 5), start):
        return after.startswith(_BEHIND_YEAR) or not after
    return _given_name(text, start, end) or (not _factor(before, after) and _alone(text, start, end))


def _given_name(text: str, start: int, end: int) -> bool:
    """Tell whether a mark masks the given name of a person in a list or behind a colon: 王*、李*；联系人：刘×."""
    opening, surname, after = text[start - 2 : start - 1], text[start - 1 : start], text[end : end + 1]
    return _chinese(surname) and opening in _NAME_OPENS and (not after or after.isspace() or after in _NAME_CLOSES)


def _factor(before: str, after: str) -> bool:
    """Tell whether × multiplies what stands around it."""
    if not after or after[0] in _FACTOR_MARKS or (before and before[-1] in _FACTOR_MARKS):
        return True
    if before.endswith(_FACTORS_BEFORE) and not after.startswith(_NAMES):
        return True
    word = next((one for one in _FIGURES if after.startswith(one)), "")
    return bool(word) and after[len(word) :].startswith(_FACTORS_AFTER)


def _star(text: str, start: int, end: int) -> bool:
    if _line(text, start, end):
        return False
    count = end - start - text.count("\\", start, end)
    return _stars(text, start, end, count) if count > 1 else _one_star(text, start, end)


def _one_star(text: str, start: int, end: int) -> bool:
    before, after, following = text[start - 1 : start], text[end : end + 1], _after(text, end)
    starred_year = _YEAR.search(text, max(0, start - 5), start) and following.startswith(_BEHIND_YEAR)
    if starred_year or _given_name(text, start, end):
        return True
    if before in _DIGITS:
        return after in _AFTER_STARRED
    if _latin(before) or before in _NO_STAR_BEFORE or _footnote(before, following):
        return False
    if _before(text, start).endswith(_FACTOR_PAIRS) and following.startswith(_FACTOR_PAIRS):
        return False
    if not before or before == "\n":
        # At the beginning of a paragraph a star is a bullet, unless it masks the name of a place or a school.
        return not after.isspace() and bool(_PLACE.match(following))
    # 学*、 is 学习 under a censor's hand, 小学*、 calls a footnote.
    censored = before in _CENSORED and text[max(0, start - 2) : start - 1] not in _SCHOOLED
    return _chinese(following[:1]) or censored


def _footnote(before: str, following: str) -> bool:
    if before in _FOOTNOTE_BEFORE:
        return True
    opened = not before or before in _FOOTNOTE_MARKS or before.isspace()
    return opened and following.startswith(_FOOTNOTE_AFTER)


def _stars(text: str, start: int, end: int, count: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in _DIGITS and not _YEAR.search(text, max(0, start - 5), start):
        # 138****1234 is masked, 2**3 and 0.35** are not; 1***人 is.
        return count > 2 if after in _DIGITS else _chinese(after) or after in _PERCENT
    if _latin(before) and _latin(after):
        return False
    # *** 标题 *** and a row of stars at either end of a line are ornaments.
    opening = (not before or before == "\n") and (after.isspace() or not after)
    closing = (not after or after == "\n") and before.isspace()
    return count < 3 or not (opening or closing)


def _under(text: str, start: int, end: int) -> bool:
    if _line(text, start, end) or _latin(text[start - 1 : start]) or _latin(text[end : end + 1]):
        return False
    if end - start > 1:
        return not _before(text, start).rstrip("）):： ").endswith(_SIGNATURES)
    before, after, following = text[start - 1 : start], text[end : end + 1], _after(text, end)
    if before in _DIGITS:
        return bool(_YEAR.search(text, max(0, start - 5), start)) and after not in _DIGITS
    if following.startswith(_DATES) or _before(text, start).endswith(_CUES):
        return following.startswith(_FIGURES)
    # 汇报_县教育局 joins two words.
    return following.startswith(_NAMES) and not (_chinese(before) or before in _CLOSING)


def _ring(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in _NUMERALS or after in _NUMERALS or _line(text, start, end):
        return bool(_YEAR.search(text, max(0, start - 5), start)) and text[start] in "○◯□△" and after == "年"
    opened = not before or before == "\n" or before.isspace()
    following = _after(text, end)
    if end - start > 1:
        if text[start] in "○◯〇□△":
            return _chinese(before) or _chinese(following[:1])
        return following.startswith(_NAMES) and not opened
    return (
        text[start] in "○◯〇" and not opened and following.startswith(("县", "市", "区", "乡", "镇", "村", "年", "月"))
    )


def _dots(text: str, start: int, end: int) -> bool:
    if not _chinese(text[start - 1 : start]) or not _before(text, start).endswith(_CUES[:12]):
        return False
    after = text[end : end + 8]
    unit = next((one for one in _FIGURES if after.startswith(one) and one not in "年月日号时分点级班周余多期轮"), "")
    return bool(unit) and (after[len(unit) :][:1] in _ENDS or not after[len(unit) :])


def _empty(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    if _latin(before) and text[start] in "([":
        return False
    if text[start] == "[":
        return not (text[end : end + 1] in "( （" or text[max(0, start - 2) : start].strip() in {"-", "*", "+"})
    return True


def _date(text: str, start: int, end: int) -> bool:
    if text[start] in "〔﹝":
        return True
    numbered = text[max(0, start - 2) : start].rstrip(" ")[-1:] in _DIGITS
    return numbered or (text[start] == "年" and end - start > 4)


def _query(text: str, start: int, end: int) -> bool:
    return bool(_YEAR.search(text, max(0, start - 5), start))


def _always(text: str, start: int, end: int) -> bool:
    return True


_JUDGES: dict[str, Callable[[str, int, int], bool]] = {
    "letter": _letter,
    "cross": _cross,
    "under": _under,
    "star": _star,
    "ring": _ring,
    "dots": _dots,
    "empty": _empty,
    "prompt": _always,
    "template": _always,
    "date": _date,
    "query": _query,
}

# Markdown's emphasis; and what is that in any file: a whole line between stars, a few words with their colon.
_PAIR = re.compile(r"(?<!\\)(\*{1,3}|_{2})(?=\S)([^*_\n]{1,400}?)(?<=\S)\1")
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
        if _PLACE.match(text, start + width) and _PLACE.match(text, end):
            continue
        found.update((start, end - width))
    return frozenset(found)
