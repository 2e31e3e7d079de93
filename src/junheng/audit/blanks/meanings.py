"""Whether a mark stands for something left blank: a rule for each kind of mark, asked with where it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Callable

from junheng.audit.blanks.beside import (
    DIGITS,
    ENDS,
    PLACE,
    chinese,
    is_line,
    latin,
    words_after,
    words_before,
    year_before,
)
from junheng.audit.blanks.notes import content

_DATA = content(__file__, "masks.toml")

_LONG_DOTS, _SHORT_LINE, _HEADED = 3, 20, frozenset("。：:")
"""Dots in place of all that a heading announces: how many, behind how long a line, and behind which marks."""


def _words(key: str) -> tuple[str, ...]:
    return tuple(str(word) for word in _DATA[key])  # type: ignore[attr-defined]


_FIGURES, _NAMES, _CUES = _words("figures"), _words("names"), _words("cues")
LETTERS = _words("letters")
"""What follows a letter that is one after all."""
_FACTORS_AFTER, _FACTORS_BEFORE = _words("factors_after"), _words("factors_before")
_FOOTNOTE_BEFORE, _FOOTNOTE_AFTER = frozenset(_words("footnote_before")), _words("footnote_after")
_UNITS, _ASKING = _words("units"), _words("asking")
_OFFICES, _COUNTERS = _words("offices"), _words("counters")
_FACTOR_PAIRS = _words("factor_pairs")
_NAME_OPENS = frozenset("、：:，,")
_WRITERS = ("记者", "通讯员", "作者", "撰稿", "供稿", "摄影", "撰稿人", "供稿人")
_BLANKS = frozenset(" \u3000\u00a0\t")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_NAME_CLOSES = frozenset("、，,。；;）)")
_NUMERALS = frozenset("零一二三四五六七八九十0123456789０１２３４５６７８９")
_CENSORED, _GATHERED = frozenset("学练复"), "集中"
_NUMBER_BEHIND, _CODE_BEFORE = re.compile(r"[-－—][\d*]{3}"), re.compile(r"(?<![\d*])0[\d*]{2,4}[-－—]\d{2,6}\Z")
_TELEPHONE, _OFFICE = 14, 8
"""How many characters of a telephone number may stand before the stars in it."""
_AFTER_DIGITS = ("%", "％", "个", "人", "名", "所", "万", "元", "套", "间", "台", "册", "辆", "户", "项")
_AFTER_STARRED = frozenset("%％个所万元名")
_BEHIND_YEAR = ("年", "学年", "-", "—", "－", "~", "～", "〕", "）", ")")
_DATES = ("年", "月", "日", "%", "％")
_RINGED = ("县", "市", "区", "乡", "镇", "村", "年", "月")
_PERCENT = frozenset("%％")
_ADDRESS = frozenset("./@-_&=#")
_NO_STAR_BEFORE = frozenset("/)）")
_FOOTNOTE_MARKS = frozenset('（(注:：“”"\n')
_CLOSING = frozenset(")）》】")
_FACTOR_MARKS = DIGITS | frozenset("()（）")
_SCHOOLED = frozenset("小中大同数科升入教文")


def _alone(text: str, start: int, end: int) -> bool:
    """Tell whether one mark alone stands for a figure or a name."""
    after, before = words_after(text, end), words_before(text, start)
    if after.startswith(_NAMES) or after.startswith(_FIGURES):
        return True
    # A small x behind 为 is an unknown of a lesson in algebra.
    return text[start] != "x" and before.endswith(_CUES) and (not after or after[0] in ENDS)


def _letter(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if latin(before) or latin(after) or _address(text, start, end) or words_after(text, end).startswith(LETTERS):
        return False
    if end - start > 1:
        return True
    if before in DIGITS:
        year = bool(year_before(text, start))
        if after in DIGITS:
            return year and words_after(text, end + 1).startswith("年")
        return year or words_after(text, end).startswith(_AFTER_DIGITS)
    return after not in DIGITS and _alone(text, start, end)


def _address(text: str, start: int, end: int) -> bool:
    """Tell whether letters are part of an address or a file's name: /xx/, index_xx.html."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after == "." and latin(text[end + 1 : end + 2]):
        return True
    return before in _ADDRESS and (after in _ADDRESS or after in DIGITS)


def _cross(text: str, start: int, end: int) -> bool:
    if end - start > 1:
        return True
    after, before = words_after(text, end), words_before(text, start)
    if year_before(text, start):
        return after.startswith(_BEHIND_YEAR) or not after
    return _given_name(text, start, end) or (not _factor(before, after) and _alone(text, start, end))


def _given_name(text: str, start: int, end: int) -> bool:
    """Tell whether a mark masks the given name of a person in a list or behind a colon: 王*、李*；联系人：刘×."""
    opening, surname, after = text[start - 2 : start - 1], text[start - 1 : start], text[end : end + 1]
    closed = not after or after.isspace() or after in _NAME_CLOSES
    if chinese(surname) and text[max(0, start - _OFFICE) : start - 1].rstrip().endswith(_WRITERS):
        return True
    if not chinese(surname) or not closed:
        return False
    # 市电教馆  王×: at the end of a line, behind blanks.
    byline = opening in _BLANKS and (not after or after in "\n)）" or after in _BLANKS) and surname in _SURNAMES
    return opening in _NAME_OPENS or byline


def _factor(before: str, after: str) -> bool:
    """Tell whether × multiplies what stands around it."""
    if not after or after[0] in _FACTOR_MARKS or (before and before[-1] in _FACTOR_MARKS):
        return True
    if before.endswith(_FACTORS_BEFORE) and not after.startswith(_NAMES):
        return True
    word = next((one for one in _FIGURES if after.startswith(one)), "")
    return bool(word) and after[len(word) :].startswith(_FACTORS_AFTER)


def _star(text: str, start: int, end: int) -> bool:
    if is_line(text, start, end):
        return False
    count = end - start - text.count("\\", start, end)
    return _stars(text, start, end, count) if count > 1 else _one_star(text, start, end)


def _one_star(text: str, start: int, end: int) -> bool:
    before, after, following = text[start - 1 : start], text[end : end + 1], words_after(text, end)
    starred_year = year_before(text, start) and following.startswith(_BEHIND_YEAR)
    if starred_year or _given_name(text, start, end):
        return True
    if before in DIGITS:
        return after in _AFTER_STARRED
    if latin(before) or before in _NO_STAR_BEFORE or _footnote(before, following):
        return False
    if words_before(text, start).endswith(_FACTOR_PAIRS) and following.startswith(_FACTOR_PAIRS):
        return False
    if not before or before == "\n":
        # At the beginning of a paragraph a star is a bullet, unless it masks the name of a place or a school.
        return not after.isspace() and bool(PLACE.match(following))
    # 学*、 is 学习 under a censor's hand, 小学*、 calls a footnote, 集中学* does not.
    schooled = text[max(0, start - 2) : start - 1] in _SCHOOLED and not text.startswith(_GATHERED, max(0, start - 3))
    censored = before in _CENSORED and not schooled
    return chinese(following[:1]) or censored


def _footnote(before: str, following: str) -> bool:
    if before in _FOOTNOTE_BEFORE:
        return True
    opened = not before or before in _FOOTNOTE_MARKS or before.isspace()
    return opened and following.startswith(_FOOTNOTE_AFTER)


def _stars(text: str, start: int, end: int, count: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if _telephone(text, start, end):
        return True
    if before in DIGITS and not year_before(text, start):
        # 138****1234 is masked, 2**3 and 0.35** are not; 1***人 is.
        return count > 2 if after in DIGITS else chinese(after) or after in _PERCENT
    if latin(before) and latin(after):
        return False
    # *** 标题 *** and a row of stars at either end of a line are ornaments.
    opening = (not before or before == "\n") and (after.isspace() or not after)
    closing = (not after or after == "\n") and before.isspace()
    named = closing and text[max(0, start - _OFFICE) : start].rstrip().endswith(_OFFICES)
    return count < 3 or named or not (opening or closing)


def _telephone(text: str, start: int, end: int) -> bool:
    """Tell whether stars mask a part of a telephone number: 0**-6823***."""
    code = text[start - 1 : start] == "0" and _NUMBER_BEHIND.match(text, end) is not None
    return code or _CODE_BEFORE.search(text, max(0, start - _TELEPHONE), start) is not None


def _under(text: str, start: int, end: int) -> bool:
    if is_line(text, start, end) or latin(text[start - 1 : start]) or latin(text[end : end + 1]):
        return False
    if end - start > 1:
        return True
    before, after, following = text[start - 1 : start], text[end : end + 1], words_after(text, end)
    if before in DIGITS:
        return bool(year_before(text, start)) and after not in DIGITS
    if following.startswith(_DATES) or words_before(text, start).endswith(_CUES):
        return following.startswith(_FIGURES)
    # 汇报_县教育局 joins two words.
    return following.startswith(_NAMES) and not (chinese(before) or before in _CLOSING)


def _ring(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in _NUMERALS or after in _NUMERALS or is_line(text, start, end):
        return bool(year_before(text, start)) and text[start] in "○◯□△" and after == "年"
    opened = not before or before == "\n" or before.isspace()
    following = words_after(text, end)
    if end - start > 1:
        if text[start] in "○◯〇□△":
            return chinese(before) or chinese(following[:1])
        return following.startswith(_NAMES) and not opened
    if text[start] in "□△":
        # 男□女□ are boxes to tick; 误差超过□%, 新增学位□个， stand for figures.
        unit = next((one for one in _UNITS if following.startswith(one)), "")
        return bool(unit) and chinese(before) and (following[len(unit) :][:1] in ENDS or not following[len(unit) :])
    return text[start] in "○◯〇" and not opened and following.startswith(_RINGED)


def _dots(text: str, start: int, end: int) -> bool:
    if end - start >= _LONG_DOTS and text[start - 1 : start] in _HEADED:
        line = text[text.rfind("\n", 0, start) + 1 : start].strip()
        return len(line) <= _SHORT_LINE and text[end : end + 1] in {"", "\n"}  # 四是下一步打算。…………
    if not chinese(text[start - 1 : start]) or not words_before(text, start).endswith(_CUES[:12]):
        return False
    after = text[end : end + 8]
    unit = next((one for one in _FIGURES if after.startswith(one) and one not in "年月日号时分点级班周余多期轮"), "")
    return bool(unit) and (after[len(unit) :][:1] in ENDS or not after[len(unit) :])


def _empty(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    if (latin(before) and text[start] in "([") or (text[start] == "(" and before == "]"):
        return False  # ![]() is a picture
    if text[start] == "[":
        if words_before(text, start).rstrip(":：").endswith(_COUNTERS):
            return False
        return not (text[end : end + 1] in "( （" or text[max(0, start - 2) : start].strip() in {"-", "*", "+"})
    return True


def _date(text: str, start: int, end: int) -> bool:
    if text[start] in "〔﹝":
        return True
    numbered = text[max(0, start - 2) : start].rstrip(" ")[-1:] in DIGITS
    return numbered or (text[start] == "年" and end - start > 4)


def _query(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    return bool(year_before(text, start)) or (chinese(before) and not before.endswith(_ASKING))


_PLACE = re.compile("[省市县区镇乡村][\u4e00-\u9fff#＃](?<![域级长委内情外辖直属际])")


def _hash(text: str, start: int, end: int) -> bool:
    """Tell whether signs of numbers mask a name: ##县; those that open a line of Markdown do not."""
    if not start or text[start - 1] == "\n":
        return _PLACE.match(text, end) is not None  # ##学校概况 is a heading, ##县教育局 is not
    return words_after(text, end).startswith(_NAMES + _UNITS)


def _always(text: str, start: int, end: int) -> bool:
    return True


JUDGES: dict[str, Callable[[str, int, int], bool]] = {
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
    "hash": _hash,
}
"""The rule of each kind of mark, called as the groups of `masks` are."""
