"""The words relations are told by, as data (`wording.toml`), made into patterns."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files
from operator import add
from typing import Any

KEPT = 1 << 14
"""How many labels are kept with what their words say: one room after the other asks the same of the same labels."""
REACH = 60
"""How much of a label's end is looked at, in characters: what follows a trigger is short, and time stays linear."""


@cache
def wording() -> dict[str, Any]:
    """Return the tables of `wording.toml`."""
    return tomllib.loads(files("junheng.audit.relations.ground").joinpath("wording.toml").read_text("utf-8"))


@cache
def words(table: str, name: str) -> tuple[str, ...]:
    """Return one list of words, the longest first."""
    return tuple(sorted(wording()[table][name], key=len, reverse=True))


def one_of(choice: Iterable[str]) -> str:
    """Return a pattern for any one of some words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(choice, key=len, reverse=True)) + ")"


_TAIL = words("common", "tail")
_TAILS = {last: tuple(word for word in _TAIL if word[-1] == last) for last in {word[-1] for word in _TAIL}}
"""The same by their last character: most labels end in none."""


def narrower(name: str, told: str) -> bool:
    """Whether a name shares a word with what is told and says more of it (培训合格 of 参加培训; 学前教师 of 教师)."""
    if pairs(name).isdisjoint(pairs(told)):
        return False
    return sum(sign not in told and sign not in _PLAIN for sign in name) > 1


@lru_cache(KEPT)
def stem(label: str) -> str:
    """Return a label's end without the words that say nothing (为, 达到, 约 …)."""
    found = label[-REACH:].strip()
    while found:
        for word in _TAILS.get(found[-1], ()):
            if found.endswith(word):
                found = found[: -len(word)].strip()
                break
        else:
            return found
    return found


def holds_one(text: str, choice: Iterable[str]) -> bool:
    """Whether one of the words stands in the text."""
    return any(map(text.__contains__, choice))


_SCOPE = re.compile(wording()["common"]["scope"])


def scoped(label: str) -> bool:
    """Whether a label narrows a whole to a part of it: `小学教师中本科学历`; 初中 and 其中 do not."""
    return _SCOPE.search(label[-REACH:]) is not None


def linked(left: str, right: str) -> bool:
    """Whether two wordings share two characters in a row (校舍建筑 and 校舍总面积 do)."""
    return not pairs(left).isdisjoint(pairs(right))


@lru_cache(KEPT)
def pairs(wording_: str) -> frozenset[str]:
    """Return the characters of a wording two by two, as they stand in a row."""
    return frozenset(map(add, wording_, wording_[1:]))


_SUFFIX = one_of([*words("growth", "suffix"), ""]) + "{0,2}$"
_ARRIVED = words("growth", "arrived")
_ARRIVED_ENDS = frozenset(word[-1] for word in _ARRIVED)
_SET_AGAINST = re.compile("[比较相同差]|上年|去年|上升|下降")
_PLAIN = frozenset(words("common", "plain"))
_UP, _DOWN = frozenset(words("growth", "up")), frozenset(words("growth", "down"))
# 比上年多招, 较去年增加教师: the word of change, and briefly what changed.
_ADDED = re.compile("[比较](?:[上去前]年|上学[年期]|年初|同期|上年度|上年同期|去年同期)新[建购添设]$")
_AGAINST_CHANGE = re.compile("[比较][^比较]{1,10}?(" + one_of(_UP | _DOWN)[3:-1] + ")[\u4e00-\u9fff]{0,4}$")
_CHANGES = {
    "up": re.compile(one_of(words("growth", "up")) + _SUFFIX),
    "down": re.compile(one_of(words("growth", "down")) + _SUFFIX),
}


_RAISED = ("提高", "提升", "增强", "上升")
_TO_COME = re.compile("[待需须](?:要|进一步)?(?:提高|提升|增强|上升)$")
_COMPARED = re.compile(
    one_of(words("difference", "against"))
    + "[^,，]{0,14}(?:"
    + one_of([*(word for word in words("growth", "earlier") if len(word) > 1), *words("growth", "norm")])
    + "|[0-9]年)[^,，]{0,12}$"
)


@lru_cache(KEPT)
def compared(label: str) -> bool:
    """Whether a label says that its figure is the one another is set against: `与上年的`, `比省定标准`."""
    return _COMPARED.search(label[-30:]) is not None


@lru_cache(KEPT)
def arrives(label: str) -> bool:
    """Whether a label says what a figure came to: 增加到, 降至."""
    end = label.rstrip(" 了约近")
    return end[-1:] in _ARRIVED_ENDS and end.endswith(_ARRIVED)


@lru_cache(KEPT)
def change(label: str) -> str:
    """Return `up` or `down` where a label ends in a word of change (增长, 减少了, 降幅为), else nothing."""
    if arrives(label):
        return ""
    found = stem(label)
    short = found[-14:]
    if short.endswith(_RAISED) and _TO_COME.search(short) is not None:
        return ""  # 待提高5节: what is still to be better did not change
    match = _AGAINST_CHANGE.search(short)
    if match is not None or _ADDED.search(short) is not None:  # 比上年新购
        return "up" if match is None or match[1] in _UP else "down"
    if not short or short.endswith(words("growth", "never")):
        return ""
    ends = {way: match.start() for way, pattern in _CHANGES.items() if (match := pattern.search(short)) is not None}
    if ends and len(short) - min(ends.values()) == 1 and len(short) > 1 and not _SET_AGAINST.search(short):
        return ""  # 普高, 职高, 众多: one character tells a change only alone or against something (比上年多)
    return min(ends, key=lambda way: ends[way]) if ends else ""


def levels_of(label: str) -> frozenset[str]:
    """Return the levels a label names; names of one level (初中, 中学) count as one."""
    return frozenset(level for level, names in wording()["product"]["levels"].items() if holds_one(label, names))
