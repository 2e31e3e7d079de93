"""Ratios of two counts told by name: 外聘教师与专任教师人数之比为0.47:1, 生机比8.4:1, 男女生比例1.08:1.

The one named first stands on the left. A ratio one side of which is 1 is the average of the other side's count over
this one's. Those of pupils and teachers by their usual names are read in `multiples`, in whatever order they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import holds_one, pairs, words
from junheng.audit.relations.rates.each import table

_BEFORE, _AROUND, _SENTENCES, _NAME = 60, 8, 1, 12
_FAR, _LONG = 16, 3
"""How many figures before a ratio of so many digits its counts may stand, sentences apart."""
_SCHOOL = frozenset("生师幼教")
_SIZED = Fraction(2, 3), Fraction(3, 2)
_SLIPS = frozenset({"swapped", "zero_lost", "zero_added"})
_PERSONS = ("人", "名", "位", "")
_BRACKETS = re.compile("[(（][^()（）]{0,30}[)）]")
_LATER = re.compile("[^，,。；;\\n]{0,6}[升降提减增变缩扩][^，,。；;\\n]{0,4}[至到为]")
_SENTENCE = re.compile("[。\n]")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(table()["ratios"][name])


def find(near: Near) -> Iterator[Relation]:
    """Yield the ratios of two counts a text asserts."""
    end = 0
    for match in _pattern("figure").finditer(near.text):
        if match.start() < end or near.text[match.start() - 1 : match.start()].isdigit():
            continue
        end = match.end()
        if _LATER.match(near.text, end):
            continue  # 从去年的1.42:1升至今年的1.5:1
        total, first = _figure(match)
        names = _names(near.text, match.start()) if total is not None else None
        if (
            total is None
            or names is None
            or holds_one(near.text[max(0, match.start() - _NAME) : match.start()], _norm())
        ):
            continue
        made = _of_counts(near, names if first else names[::-1], total)
        if made is not None:
            yield made


def _norm() -> tuple[str, ...]:
    return tuple(one for one in words("multiple", "norm") if len(one) > 1)


def _figure(match: re.Match[str]) -> tuple[Quantity | None, bool]:
    """Return the side of a ratio that is not 1, with its place, and whether it stands first."""
    left, right = Decimal(match["left"]), Decimal(match["right"])
    if 1 not in {left, right} or not left or not right or left == right:
        return None, False
    first = right == 1
    value = left if first else right
    step = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    return Quantity(match.start(), match.end(), value, step, number_end=match.end()), first


def _names(text: str, start: int) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return by what the counts on the left and on the right are told: one character, or none, then words."""
    before = text[max(0, start - _BEFORE) : start]
    before = _SENTENCE.split(before)[-1]
    before = _BRACKETS.sub("", before)
    for name in ("told", "short"):
        for match in reversed(list(_pattern(name).finditer(before))):
            if not _pattern("between").match(before[match.end() :]):
                continue
            if name == "told":
                return ("", match["one"]), ("", match["other"])
            known = table()["ratios"]["names"]
            left, right = match["pair"][:1], match["pair"][1:]
            if left in known and right in known and not {left, right} <= _SCHOOL:
                return (left, *known[left]), (right, *known[right])
    return None


def _of_counts(near: Near, names: tuple[tuple[str, ...], tuple[str, ...]], total: Quantity) -> Relation | None:
    """Return the ratio of the two counts near it that are named so."""
    at = near.at(total.start)
    here = near.items[at - 1].sentence if at else 0
    made = _in_window(near, names, total, near.items[max(0, at - _AROUND) : at + _AROUND], here - _SENTENCES)
    if made is None and len(total.value.as_tuple().digits) >= _LONG:
        made = _in_window(near, names, total, near.items[max(0, at - _FAR) : at], here - _FAR)
        made = made if made is not None and holds(made) else None
    return made


def _in_window(
    near: Near, names: tuple[tuple[str, ...], tuple[str, ...]], total: Quantity, window: Sequence[Item], first: int
) -> Relation | None:
    """Return the ratio of the two counts of some that are named so; of those from a sentence on."""
    last = 2 * _SENTENCES + first
    window = [one for one in window if one.quantity.kind == "number" and one.sentence >= first]
    window = [one for one in window if one.sentence <= last or one.quantity.end < total.start]
    tops, bottoms = (_once(_named(near, window, one)) for one in names)
    tops, bottoms = _but(tops, bottoms), _but(bottoms, tops)
    if len(tops) != 1 or len(bottoms) != 1 or tops[0] is bottoms[0] or not bottoms[0].quantity.value:
        return None
    made = _made(tops[0], bottoms[0], total)
    if holds(made):
        return made
    bracketed = near.text[total.end : total.end + 1] in {"（", "("}  # 生机比8.1:1（仅计学生用机225台）
    return made if not bracketed and _sure(near, tops[0], bottoms[0], made) else None


def _named(near: Near, window: Sequence[Item], names: tuple[str, ...]) -> list[Item]:
    """Return the counts that bear most of a name, at least two characters of it in a row."""
    short, long = names[0], names[1:]
    units = table()["ratios"]["units"].get(short, _PERSONS if short else ())
    window = [one for one in window if not units or one.unit in units]
    graded = [(max(_shared(_label(near, one), name) for name in long), one) for one in window]
    best = max((grade for grade, _ in graded), default=0)
    return [one for grade, one in graded if grade == best and grade]


def _once(found: list[Item]) -> list[Item]:
    """Return what was found without what is told again (总数达52.37万人……在52.37万人中)."""
    return list({one.plain: one for one in reversed(found)}.values())[::-1]


def _but(found: list[Item], others: list[Item]) -> list[Item]:
    """Return what was found without the one figure found for the other side: 学生用计算机 is no 学生."""
    return [one for one in found if len(others) != 1 or one is not others[0]] if len(found) > 1 else found


def _label(near: Near, one: Item) -> str:
    """Return what a count is called; in a bracket of its own by the words before the bracket: 教职工（182人）."""
    if one.label or one.mark != "(":
        return one.label[-_NAME:] + " " + one.after[:4]
    start = one.label_start - 1
    return near.text[max(0, start - _NAME // 2) : start]


def _shared(label: str, name: str) -> int:
    if len(name) == 1:
        return int(name in label)
    return len(pairs(name) & pairs(label))


def _made(top: Item, bottom: Item, total: Quantity) -> Relation:
    # 54.45万人 and 43.25万人 as they are printed; as persons where they are not printed alike
    scale = bottom.quantity.scale if top.quantity.scale == bottom.quantity.scale else Fraction(1)
    parts: list[Quantity | Term] = [term(one.quantity, scale) for one in (top, bottom)]
    places = [*spans(sorted([top, bottom], key=lambda one: one.number)), (total.start, total.end)]
    return relation("average", parts, total, "average.ratio", places)


def _sure(near: Near, top: Item, bottom: Item, made: Relation) -> bool:
    """Whether a ratio that does not come out is told of two counts and no others, side by side."""
    first, last = sorted((top, bottom), key=lambda one: one.number)
    if (
        first.quantity.hedge
        or last.quantity.hedge
        or last.number != first.number + 1
        or first.sentence != last.sentence
    ):
        return False
    behind = near.text[last.quantity.end : made.total.sources[0].start]
    if len(behind) > _BEFORE // 2 or not near.unbroken(first, last) or "：" in (first.mark, last.mark):
        return False
    found = judge(made)
    if found is None or not found.computed:
        return False
    return _SIZED[0] < found.computed / made.total.value < _SIZED[1] or found.slip in _SLIPS
