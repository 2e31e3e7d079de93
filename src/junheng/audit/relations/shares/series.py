"""Lists of percentages over lists of figures: 依次为65%、67%、63%."""

from __future__ import annotations

from collections.abc import Iterator

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, alike, comes_to
from junheng.audit.relations.ground.wording import (
    linked,
)
from junheng.audit.relations.shares.percentages import Told
from junheng.audit.relations.shares.wholes import (
    made_share,
)

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
        singles = [near.items[run[0].number - 1]] if told.form == "over" else near.before(tops[0], 1, 4)
        for bottom in singles:
            if not alike(tops[0].quantity, bottom.quantity):
                continue
            hits, best = _better(near, [(one, bottom, item) for one, item in zip(tops, run, strict=True)], hits, best)
    if hits * 2 > size or (hits == size and size > 1):
        yield from best


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
        follows = run and run[-1].number == one.number - 1 and one.quantity.unit == run[-1].quantity.unit
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
