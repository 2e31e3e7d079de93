"""Two years of a row of years: 三年分别为268.5万元、412.7万元和587.2万元，累计1268.4万元，2018年比上年增长42.3%.

The words of a change name the two years it is told of (2021年比2018年, 今年比去年, 末年较首年, 后者比前者, 两年间); the
row stands before it, its years told with the figures, listed before them (2016、2017、2018三年分别) or spanned
(2018至2021年…依次为). Totals and other changes of the row may stand between.
"""

from __future__ import annotations

import re

from junheng.audit.layout import Item
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.wording import change, one_of, words

IN_ROW = "growth.row"
"""The rule of growth between two years of a row: the words that name them leave nothing else it may be of."""
_YEAR, _NOW = "(?:19|20)[0-9]{2}", "今年|本年度?|末年|[最后近]{2}一年|后者|当年"
_THEN = "上年度?|去年|上一年度?|前一年|首年|第一年|初年|前年|前者"
_TOLD = re.compile(
    f"(?P<next>环比)|(?:(?P<now>{_YEAR}|{_NOW})年?[底末]?)?[比较与同](?P<then>{_YEAR}|{_THEN})年?[底末]?|(?P<span>[两二三四五六七八九]年)(?:间|来|中|累计|共)"
)
_RANGE = re.compile(f"({_YEAR})年?[至到—–~～-]{{1,2}}({_YEAR})年?")
_LISTED = re.compile(f"({_YEAR})(?=[年、]|[两二三四五六七八九十]年)")
_OWN = re.compile(f"({_YEAR})年")
_PERIOD = re.compile(
    "(?:第?[一二三四1-4]季度|(?<![0-9])(?:1[0-2]|[1-9])月份?|[上下]半年|第?[一二三四五]期|[上下本]月|[上本]季度)"
)
_NUMBERS = {sign: at for at, sign in enumerate("一二三四五六七八九", 1)} | {"两": 2}
_BEFORE = frozenset({"上年", "上年度", "去年", "上一年", "上一年度", "前一年", "前者"})
_FIRST = frozenset({"首年", "第一年", "初年"})
_SUMMED = re.compile("(?:累计|合计|总计|一?共|[两二三四五六七八九]年)")
_PLAIN = re.compile(
    f"{_YEAR}年?|[，,、的：:为了净总额数年底末间来]|{_NOW}|{_THEN}|同比|相比|其中|"
    + one_of(word for name in ("up", "down", "against", "suffix") for word in words("growth", name))
)
_OTHERWISE = re.compile("分别|依次|各|逐|均|(?<!增长)(?<!增)(?<!下降)(?<!减少)率")
"""What tells several changes, or that of a rate."""
_SEVERAL = re.compile("[两二三四五六七八九]年|[历逐各近]年|连续|依次|[前后]者|[两三四五]个?学年|同期")
_JOINING, _LISTING = frozenset({"", "和", "与", "及"}), frozenset({"、", "，", ",", ""})
_MOST, _HEAD, _BACK, _LABEL, _SAME, _NAME = 10, 80, 14, 30, 2, 2
"""How many figures a row has at most; how much before it names its years; how many figures back it is looked for; how
much of a label tells the change, and the least name of something else that changed.
"""


def of_year_row(near: Near, item: Item, kinds: tuple[str, ...]) -> tuple[Item, Item, bool] | None:
    """Return the figure of the later year and that of the earlier, and whether the words leave no doubt."""
    label = near.clause(item)[-_LABEL:]
    told = _TOLD.search(label)
    if told is None or _OTHERWISE.search(label) is not None:
        return None
    row = _row(near, item, kinds)
    if len(row) < _SAME:
        return None
    head = near.text[max(0, row[0].quantity.start - _HEAD) : row[0].quantity.start]
    head = re.split("[。；;\n]", head)[-1]
    years = _years(head, row)
    if told["then"] in _BEFORE and not (years or _SEVERAL.search(head) or all(map(_timed, row))):
        return None  # 全区和全市分别为71.4%和68.2%，全区比上年…: no row of years
    pair = _pair(told, row, years)
    if pair is None or pair[0] is pair[1]:
        return None
    rest = _PLAIN.sub("", label.replace(told[0], ""))
    if len(rest) >= _NAME and rest not in head + row[-1].label:
        return None
    return (*pair, not any(one.quantity.hedge for one in pair))


def _timed(one: Item) -> bool:
    return _PERIOD.search(one.label[-_LABEL:]) is not None


def _row(near: Near, item: Item, kinds: tuple[str, ...]) -> list[Item]:
    """Return the last row of figures before one in its sentence: what stands between tells of the row."""
    found: list[Item] = []
    for one in reversed(near.items[max(0, item.number - _BACK) : item.number]):
        if one.sentence != item.sentence or len(found) >= _MOST:
            break
        if found and not _joined(one, found[-1]):
            break
        if not found and one.unit == "年":
            continue
        if not found and (one.depth > item.depth or change(one.label) or _SUMMED.match(one.label) is not None):
            continue
        if not found and (one.quantity.kind not in kinds or one.depth != item.depth):
            if one.quantity.kind == "number":
                break
            continue
        found.append(one)
    return found[::-1]


def _joined(one: Item, behind: Item) -> bool:
    """Whether two figures stand in one row: the second without words of its own, or both with their years."""
    if not same_kind(one.quantity, behind.quantity) or one.depth != behind.depth or change(one.label):
        return False
    if one.number != behind.number - 1:
        return False
    bare = behind.label.strip() in _JOINING and behind.mark in _LISTING
    return bare or any(all(told.search(each.label) for each in (one, behind)) for told in (_OWN, _PERIOD))


def _years(head: str, row: list[Item]) -> list[int]:
    """Return the years of a row, where they are told: with each figure, or before the first."""
    own = [_OWN.search(one.label[-_LABEL:]) for one in row]
    if all(own):
        years = [int(one[1]) for one in own if one is not None]
        return years if years == sorted(set(years)) else []
    if (span := _RANGE.search(head)) is not None:
        first, last = int(span[1]), int(span[2])
        return list(range(first, last + 1)) if last - first == len(row) - 1 else []
    found = [int(one) for one in _LISTED.findall(head)]
    return found if len(found) == len(row) and found == sorted(set(found)) else []


def _pair(told: re.Match[str], row: list[Item], years: list[int]) -> tuple[Item, Item] | None:
    """Return the figures of the two years named, the later first."""
    if told["next"]:
        periods = [match[0] if (match := _PERIOD.search(one.label[-_LABEL:])) is not None else "" for one in row[-2:]]
        return (row[-1], row[-2]) if all(periods) and periods[0] != periods[1] else None
    if told["span"]:
        many = _NUMBERS[told["span"][0]]
        known = years[-1] - years[0] in {many, many - 1} if years else len(row) in {many, many + 1}
        return (row[-1], row[0]) if known else None
    now, then = told["now"] or "", told["then"]
    last = len(row) - 1
    if now.isdigit():
        if years and int(now) not in years:
            return None
        if not years:
            gap = int(now) - int(then) if then.isdigit() else 0
            return (row[-1], row[0]) if gap == last else None
        last = years.index(int(now))
    if then.isdigit():
        first = years.index(int(then)) if int(then) in years else -1
    elif then in _BEFORE:
        first = last - 1 if not years or years[last] - years[last - 1] == 1 or then == "前者" else -1
    else:
        first = 0 if then in _FIRST else last - 2
    return (row[last], row[first]) if 0 <= first < last else None
