"""Wholes made up of two stages by their very name: `义务教育学校13345所……全省小学11673所……初中1672所`.

The stage of a figure is the one told last before it, in its own name or at the head of its section.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import product

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, exactly, holds, slipped
from junheng.audit.relations.evident.figures import Figures, told
from junheng.audit.relations.evident.listed.rows import summed
from junheng.audit.relations.ground.wording import KEPT, one_of, stem

_FAR, _MOST, _EACH, _HEAD, _END = 1500, 60, 6, 60, 2
"""Characters and figures behind a whole that are looked at; figures of a stage; characters before one that name it."""
_LEAST, _ANY, _LONG = 20, 100, 1000
"""How many steps a whole must have: at least, of any two figures of its stages, where it comes out by rounding."""
_BOTH = "中小学"


def spanned_wholes(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the wholes of two stages told sections apart, where the figures come out."""
    for total in near.numbers:
        names = _names(total.label)
        if names is None or read.total(total, "sum") or total.depth or near.asides[total.number]:
            continue
        size = total.quantity.value / (total.quantity.step or 1)
        if not near.bases[total.number] or size < _LEAST:
            continue
        sides = [_stages(near, read, total, names, size, is_behind=behind) for behind in (False, True)]
        sides = sides if size >= _ANY else sides[:1]
        made = [_exact(total, side, size) for side in sides]
        if size >= _LONG and total.quantity.start not in read.failing:
            made += [_misprinted(total, side) for side in sides]
        yield from [one for one in made if one is not None][:1]


@lru_cache(KEPT)
def _names(label: str) -> tuple[str, str] | None:
    """Return the names of the two stages that a figure is of by its label."""
    label = label.replace(_BOTH, "")
    for whole, one, other in told()["list"]["spanned"]:
        left = label.replace(whole, "")
        if left != label and one not in left and other not in left:
            return one, other
    return None


def _stages(
    near: Figures, read: Read, total: Item, names: tuple[str, str], size: Decimal, *, is_behind: bool
) -> list[list[Item]]:
    """Return the figures of each of two stages behind a whole, or before it, the nearest first."""
    stages: dict[str, list[Item]] = {name: [] for name in names}
    span = near.items[total.number + 1 : total.number + 1 + _MOST]
    if is_behind:
        span = near.items[max(0, total.number - _MOST) : total.number][::-1]
    for one in span:
        if abs(one.quantity.start - total.quantity.end) > _FAR:
            break
        if (
            near.bases[one.number] != near.bases[total.number]
            or one.quantity.kind != "number"
            or one.depth
            or near.asides[one.number]
        ):
            continue
        stage = _stage(near, one)
        if stage in stages and len(stages[stage]) < _EACH and read.part(one, "sum") is None:
            stages[stage].append(one)
    # Of small wholes only the first figure of each stage: any two come to it by accident.
    return [stages[name][: None if size >= _ANY else 1] for name in names]


def _exact(total: Item, sides: Sequence[list[Item]], size: Decimal) -> Relation | None:
    """Return one figure of each stage that come to a whole."""
    for pair in product(*sides):
        made = summed(sorted(pair, key=_number), total)
        if exactly(made) or (size >= _LONG and holds(made)):
            return made
    return None


def _misprinted(total: Item, sides: Sequence[list[Item]]) -> Relation | None:
    """Return the nearest figures of the whole's own name that come to it but for a slip of the pen."""
    first = [next((one for one in every if _named_alike(total, one)), None) for every in sides]
    parts = sorted((one for one in first if one is not None), key=_number)
    made = summed(parts, total) if len(parts) == len(sides) else None
    return made if made is not None and slipped(made) else None


def _named_alike(total: Item, one: Item) -> bool:
    """Whether a figure is told by the very word its whole is: 在校生, 专任教师."""
    end = stem(total.label)[-_END:]
    return len(end) == _END and stem(one.label).endswith(end)


def _number(one: Item) -> int:
    return one.number


def _stage(near: Figures, item: Item) -> str:
    """Return the stage told last before a figure."""
    found = list(_every().finditer(near.text, max(0, item.quantity.start - _HEAD), item.quantity.start))
    return found[-1][0] if found else ""


@cache
def _every() -> re.Pattern[str]:
    named = {name for row in told()["list"]["spanned"] for name in row}
    return re.compile(one_of(sorted(named.union(told()["list"]["stages"]))))
