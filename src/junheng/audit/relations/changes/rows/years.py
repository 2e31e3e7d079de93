"""Two figures of one thing in two years: which list of years they stand in, and whether a change is told of them."""

from __future__ import annotations

import re

from junheng.audit.layout import Item
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import REACH, holds_one, one_of, scoped, stem, words

_YEAR = re.compile("[0-9]{2,4}年")
_NAMED_YEAR = re.compile("((?:19|20)[0-9]{2})年")
_AGAINST = re.compile("(?:(?P<now>20[0-9]{2})年?)?[比较](?P<then>20[0-9]{2})年")
_SPAN = re.compile("((?:19|20)[0-9]{2})年?[至到—–~～-]{1,2}((?:19|20)[0-9]{2})年")
_LISTED = re.compile("((?:19|20)[0-9]{2})(?=[年、])")
_PLAIN = re.compile(
    "(?:19|20)[0-9]{2}年?|[，,、的：:为]|"
    + one_of(word for name in ("up", "down", "against", "suffix") for word in words("growth", name))
)
_LAST_YEAR = ("同比", "环比", "上年", "去年", "上一年", "前年")
_JOINING, _LISTING = frozenset({"", "和", "与", "及"}), frozenset({"、", "，", ",", ""})
_MOST_YEARS, _HEAD, _NAMED = 10, 80, 2
"""How many years a list may tell of, how far before it they stand, and the least name of what it tells."""


def of_years(near: Near, item: Item, kinds: tuple[str, ...]) -> tuple[Item, Item, bool] | None:
    """`三年依次为1406人、1532人、1598人，2021年比2019年增加192人`: the figures of two years of a list of years."""
    match = _AGAINST.search(item.label[-24:])
    if match is not None and "率" in item.label[-24:][: match.start()] and item.quantity.kind != "points":
        return None  # 出生率比2018年下降5.3%: of a rate, not of the figures in the row
    last = near.previous(item, kinds) if match is not None else None
    if match is None or last is None or last.number != item.number - 1:
        return None
    run = [last]
    while run[-1].label in _JOINING and run[-1].mark in _LISTING and len(run) < _MOST_YEARS:
        before = near.previous(run[-1], kinds)
        if before is None or before.number != run[-1].number - 1 or before.unit != last.unit:
            break
        run.append(before)
    run.reverse()
    now, then = match["now"], match["then"]
    years = _listed_years(near, run[0], len(run)) if len(run) > 1 else []
    if years and then in years and (now or years[-1]) in years:
        told, base = run[years.index(now or years[-1])], run[years.index(then)]
        head = near.text[max(0, run[0].quantity.start - _HEAD) : run[0].quantity.start]
        return (told, base, _of_itself(item, head)) if told is not base else None
    whole = len(run) > 1 and bool(now) and int(now) - int(then) == len(run) - 1
    return (run[-1], run[0], False) if whole else None


def _listed_years(near: Near, item: Item, size: int) -> list[str]:
    """Return the years a list of figures is told of, where as many stand before it: 2019年至2021年, 2019、2020年."""
    start = max(0, item.quantity.start - _HEAD)
    head = re.split("[。；;\n]", near.text[start : item.quantity.start])[-1]
    if (span := _SPAN.search(head)) is not None:
        first, last = int(span[1]), int(span[2])
        return [str(year) for year in range(first, last + 1)] if last - first == size - 1 else []
    found = _LISTED.findall(head)
    return found if len(found) == size and found == sorted(set(found)) else []


def two_years(first: str, last: str) -> bool:
    """Whether two labels name two years of one thing: `2019年投入`, `2020年投入`."""
    one, two = _YEAR.search(first[-REACH:]), _YEAR.search(last[-REACH:])
    if one is None or two is None or one[0] == two[0]:
        return False
    rest, other = first[-REACH:][one.end() :].strip(), last[-REACH:][two.end() :].strip()
    return not stem(other) or stem(rest) == stem(other)


def year_on_year(near: Near, first: Item, last: Item, item: Item) -> bool:
    """Whether two labels name one thing in two years, and the change is told of those two."""
    one, two = (_NAMED_YEAR.search(each.label) for each in (first, last))
    if one is None or two is None or not first.number == last.number - 1 == item.number - 2:
        return False
    named, other = stem(first.label[one.end() :]), stem(last.label[two.end() :])
    if named != other or len(named) < _NAMED or scoped(last.label) or near.value(first) <= 0:
        return False
    if not _of_itself(item, first.label):
        return False
    told = _LISTED.findall(item.label)
    if told:
        return set(told) <= {one[1], two[1]}
    return int(two[1]) == int(one[1]) + 1 or not holds_one(item.label, _LAST_YEAR)


def _of_itself(item: Item, named: str) -> bool:
    """Whether a change is told of what two figures were told of: its label names nothing else (毕业生增长)."""
    rest = _PLAIN.sub("", item.label)
    return len(rest) < _NAMED or rest in named
