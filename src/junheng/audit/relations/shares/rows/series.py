"""Lists of percentages over lists of figures: 依次为65%、67%、63%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, alike, chance, comes_to
from junheng.audit.relations.ground.wording import (
    REACH,
    linked,
    stem,
)
from junheng.audit.relations.shares.percentages import Told
from junheng.audit.relations.shares.wholes import (
    made_share,
    misprinted,
)

_BACK, _MOST, _FEW, _FAR, _NAME = 2, 14, 3, 24, 4
"""How many sentences and figures before a list its whole is looked for, how many of the name it is told with, among how
many, and how much of that name is compared."""
_SURE = Fraction(1, 1000)
"""How likely the one share of two that comes out does so by accident, at most."""
_AMONG = re.compile("([一-鿿]{2,8})(?:之)?中[，,]?")
_JOINING = frozenset({"", "和", "与", "及", "以及"})


def read_series(near: Near, told: Told, run: list[Item]) -> Iterator[Relation]:
    """`比重依次为65%、67%、63%`: a list of percentages over two lists of figures, or over a list and one whole."""
    size = len(run)
    lists = lists_before(near, run[0], size)
    if told.form == "over":
        lists = lists_before(near, near.items[run[0].number - 1], size)
    best: list[Relation] = []
    hits = 0
    for tops in lists:
        if told.subject and not _speaks(near, told.subject, tops):
            continue
        for bottoms in lists:
            if bottoms is tops or not alike(tops[0].quantity, bottoms[0].quantity):
                continue
            if told.whole and not _speaks(near, told.whole, bottoms):
                continue
            hits, best = _better(near, list(zip(tops, bottoms, run, strict=True)), hits, best)
        singles = [near.items[run[0].number - 1]] if told.form == "over" else _wholes(near, tops)
        for bottom in singles:
            if not alike(tops[0].quantity, bottom.quantity):
                continue
            hits, best = _better(near, [(one, bottom, item) for one, item in zip(tops, run, strict=True)], hits, best)
    if hits * 2 > size or (hits == size and size > 1) or (hits and _one_misprinted(best)):
        yield from best


def _wholes(near: Near, tops: list[Item]) -> list[Item]:
    """Return what the members of a list may be shares of: counts before it, and those it is told to be among (…中)."""
    first, many = tops[0], len(tops) >= _FEW
    # That several come to one figure further off is no accident.
    found = list(near.before(first, _BACK * 3 if many else _BACK, _MOST, across=many))
    named = _AMONG.search(first.lead[-REACH:])
    name = named[1][-_NAME:] if named is not None else ""
    called = [one for one in near.labelled(name, first, _FAR) if stem(one.label).endswith(name)][:_FEW] if name else []
    return [*(one for one in called if one not in found), *found]


def _one_misprinted(made: list[Relation]) -> bool:
    """Whether of two shares of one whole one comes out, which is no accident, and the other is misprinted."""
    good, bad = [one for one in made if holds(one)], [one for one in made if not holds(one)]
    sure = len(good) == 1 and len(bad) == 1 and chance(good[0].total.sources[0]) <= _SURE
    beside = sure and good[0].parts[-1].sources == bad[0].parts[-1].sources
    return (
        beside
        and not any(each.hedge for one in made for part in one.parts for each in part.sources)
        and misprinted(bad[0])
    )


def _better(
    near: Near, trial: list[tuple[Item, Item, Item]], hits: int, best: list[Relation]
) -> tuple[int, list[Relation]]:
    """Return whichever reading of a list of percentages has more that hold."""
    if sum(comes_to(near.exact(one), near.exact(two), item.quantity) for one, two, item in trial) <= hits:
        return hits, best
    made = [made_share(near, one, two, item, "share.series") for one, two, item in trial]
    good = sum(map(holds, made))
    return (good, made) if good > hits else (hits, best)


def _speaks(near: Near, subject: str, listed: list[Item]) -> bool:
    return linked(subject, listed[0].label)


def lists_before(near: Near, item: Item, size: int) -> list[list[Item]]:
    """Return the lists of exactly `size` figures of one unit before a figure, in order."""
    window = list(near.before(item, most=24))[::-1]
    return [*_listed(window, size, True), *_listed(window, size, False)]


def _listed(window: list[Item], size: int, strict: bool) -> list[list[Item]]:
    """Return the lists of a size; behind their whole (386人，随班就读214人、送教172人) they end a longer run."""
    found: list[list[Item]] = []
    run: list[Item] = []
    for one in window:
        follows = run and run[-1].number == one.number - 1 and run[-1].quantity.unit in {"", one.quantity.unit}
        if (
            follows
            and one.sentence == run[-1].sentence
            and (one.label in _JOINING or (not strict and one.mark in {"、", "，", ","}))
        ):
            run.append(one)
        else:
            found += _last_of(run, size, strict)
            run = [one]
    return found + _last_of(run, size, strict)


def _last_of(run: list[Item], size: int, strict: bool) -> list[list[Item]]:
    fits = len(run) == size or (not strict and len(run) == size + 1 and size > 1)
    return [run[-size:]] if fits else []
