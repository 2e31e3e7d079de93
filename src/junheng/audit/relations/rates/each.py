"""What a figure is told for each of: 生 of 生均, 教师 of 每名教师, 支部 of 每个支部, a hundred 学生 of 每百名学生."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from junheng.audit.layout import Item
from junheng.audit.relations.ground.wording import REACH, one_of

_NAME, _BEFORE, _BEHIND = 2, 12, 8
"""Characters of a name that are looked for, and how many before a figure and behind it they are looked for in."""
NAMED, COUNTED = 2, 1
"""How surely a figure counts what another is for each of: by its name, or only by its unit."""
_MEAN, _CLAUSE = "平均", 4
_MANY = {"": 1, "十": 10, "百": 100, "千": 1000, "万": 10000}
_GENERIC = frozenset({"个", "名", "位", "人", "所", "处", "家", "项"})
"""Units that count much: what is named behind them tells which."""


@dataclass(frozen=True, slots=True)
class Each:
    """What a figure is told for each of."""

    unit: str
    name: str
    """The words behind the unit up to the figure, or to the next of its kind."""
    start: int
    end: int
    """Where it stands in the label."""
    many: int = 1
    """By how many they are counted: 100 of 每百名."""


@cache
def table() -> dict[str, Any]:
    """Return the tables of `words.toml`."""
    return tomllib.loads(files("junheng.audit.relations.rates").joinpath("words.toml").read_text("utf-8"))


@cache
def listed(name: str) -> tuple[str, ...]:
    """Return one list of words of the table `each`, the longest first."""
    return tuple(sorted(table()["each"][name], key=len, reverse=True))


@cache
def listed_in(part: str, name: str) -> tuple[str, ...]:
    """Return one list of words of another table, the longest first."""
    return tuple(sorted(table()[part][name], key=len, reverse=True))


@cache
def _cue() -> re.Pattern[str]:
    units, means = one_of(listed("units")), one_of(listed("means"))
    return re.compile(f"(?:每(?P<many>[十百千万]?)|(?P<one>一))(?P<unit>{units})|(?P<mean>{means})均(?![衡等匀可已])")


def told_for(label: str) -> tuple[Each, ...]:
    """Return what a label says its figure is for each of, that which is no time first: 人, then 周, of 每人每周."""
    return _told_for(label[-REACH:]) if "每" in label or "均" in label or "一" in label else ()


@lru_cache(maxsize=1 << 12)
def _told_for(label: str) -> tuple[Each, ...]:
    found: list[Each] = []
    matches = list(_cue().finditer(label))
    for at, match in enumerate(matches):
        behind = matches[at + 1].start() if at + 1 < len(matches) else len(label)
        unit, many = match["unit"] or match["mean"], _MANY[match["many"] or ""]
        found.append(Each(unit, label[match.end() : behind], match.start(), match.end(), many))
    return tuple(sorted(found, key=lambda one: one.unit in listed("periods")))


def is_mean(label: str, short: bool = True) -> bool:
    """Whether a label says that its figure was worked out: 平均每间, 生均 (`short`), 每名教师负担; not 每人补助."""
    plain = label.replace("合计", "")  # 合计建筑面积: no mean
    return _MEAN in label or any(word in plain for word in listed("worked_out")) or (short and _short(label))


def worked_out(text: str, item: Item, short: bool = True) -> bool:
    """Whether a figure was worked out, by its label or by the clause before it: 按2564名教师平均，每人15001元."""
    return is_mean(item.label, short) or _MEAN in text[max(0, item.label_start - _CLAUSE) : item.label_start]


@lru_cache(maxsize=1 << 12)
def _short(label: str) -> bool:
    return any(match["mean"] for match in _cue().finditer(label[-REACH:]))


def words_of(one: Item) -> str:
    """Return the words by which a figure is told what it counts."""
    return one.label[-_BEFORE:] + " " + one.after[:_BEHIND]


def counts(one: Item, each: Each) -> int:
    """Return how surely a figure is the number of what another is told for each of; 0 where it is not."""
    figure = one.quantity
    if figure.kind != "number" or not figure.value or "/" in figure.unit:
        return 0
    kin = table()["each"]["counted"].get(each.unit)
    if each.unit in _GENERIC:
        return _by_name(one, each, frozenset(kin["units"]) if kin is not None else frozenset({each.unit}))
    if kin is None:
        # 8个组, 教学楼6栋; of 4趟 the unit is no unit that is known.
        behind = one.after.startswith(each.unit) and figure.unit in {"", "个"}
        return NAMED if behind or figure.unit == each.unit else 0
    named = not kin["nouns"] or figure.unit == each.unit or any(noun in words_of(one) for noun in kin["nouns"])
    return NAMED if named and figure.unit in kin["units"] else 0


def _by_name(one: Item, each: Each, units: frozenset[str]) -> int:
    """Return the same where what is told for each is named behind 个, 名, 所: 乡镇 of 每个乡镇."""
    name, unit = each.name[:_NAME], one.quantity.unit
    named = len(name) == _NAME and name in words_of(one)
    named = named or (bool(name) and name[0] in listed("short") and one.after.startswith(name[0]))
    if each.unit == "个":
        return NAMED if named else 0
    if unit not in units | {"个"}:
        return 0
    return NAMED if named else COUNTED * (unit in units)
