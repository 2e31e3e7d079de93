"""Figures that come out only in another order: a share or an average upside down, two of a list exchanged.

These are remarks, since it is a guess which figure stands in the wrong place. A remark is made only where the order as
printed does not come out and the other does exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from junheng.audit.blanks.notes import Note, content, note, wordings
from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Quantity, Term
from junheng.audit.relations.ground.nearby import Near, comes_to, same_kind
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import linked
from junheng.audit.relations.rates.averages import averaged
from junheng.audit.relations.shares.percentages import Told, read_told, share_runs
from junheng.audit.relations.shares.rows.series import lists_before

_DATA: dict[str, Any] = content(__file__)
_RULES = wordings(_DATA)
_AMONG = re.compile(_DATA["words"]["among"])
_SHORTEST, _LONGEST = 3, 8
"""How long a list is in which an exchange is looked for: of two figures a fit may be chance."""
_WHOLE_SHARE = 100
_NEAR = 2
"""How many figures before a share or an average are looked at."""

Trio = tuple[Item, Item, Item]


def find(clean: Clean, layout: Layout) -> Iterator[Note]:
    """Yield what comes out only in another order; linear in the length of the text."""
    near = Near(layout)
    found: list[Note] = []
    for run in share_runs(layout.items):
        told = read_told(near, run[0])
        if told is None:
            continue
        made = _upside_down(near, told) if len(run) == 1 else _exchanged(near, told, run)
        found += [made] if made is not None else []
    found += _averages(near)
    yield from sorted(found, key=lambda one: max(one.spans))


# --- Shares and averages upside down ---------------------------------------------------------------------------------


def _upside_down(near: Near, told: Told) -> Note | None:
    """`在80名考生中，有100人上线，占80%`: the part is larger than what it is taken of."""
    item = told.item
    if item.quantity.value >= _WHOLE_SHARE or item.quantity.hedge or not item.quantity.step:
        return None
    pair = list(near.before(item, 1, _NEAR))
    if len(pair) < _NEAR or pair[0].number != item.number - 1 or pair[1].number != item.number - 2:
        return None
    part, whole = pair
    if not same_kind(part.quantity, whole.quantity) or part.plain <= whole.plain:
        return None
    if not _part_of(near, told, part, whole) or not _ratio(whole, part, item):
        return None
    return _noted(near, "share_upside_down", part, whole, item)


def _part_of(near: Near, told: Told, part: Item, whole: Item) -> bool:
    """Tell whether the words leave no doubt which of the two is the part: 其中, …中，有…; or 上线 of 上线率."""
    named = near.between(whole, part)
    if _AMONG.search(named):
        return told.form in {"bare", "rate", "named"}
    if told.form != "rate":
        return False
    kind = told.subject.removesuffix("率")
    own, other = part.label + part.after, whole.label + whole.after
    return linked(kind[-2:], own) and not linked(kind[-2:], other)


def _averages(near: Near) -> Iterator[Note]:
    """`学生9000人，藏书300册，生均30册`: the number and the sum are exchanged."""
    for item in near.items:
        if item.quantity.kind != "number" or item.quantity.hedge or not item.quantity.base or item.number < _NEAR:
            continue
        if averaged(item)[0] is None:
            continue
        pair = list(near.before(item, 1, _NEAR))
        if len(pair) < _NEAR or pair[1].number != item.number - 2:
            continue
        tops = [one for one in pair if one.quantity.base == item.quantity.base]
        if len(tops) != 1 or any(one.quantity.hedge or not one.quantity.base for one in pair):
            continue
        top = tops[0]
        number = pair[0] if pair[1] is top else pair[1]
        # A norm or an average of another number may be told between: only figures that fit to three digits are taken.
        if len(item.quantity.value.as_tuple().digits) < _SHORTEST or not item.quantity.value:
            continue
        scale = item.quantity.scale
        sides: list[Quantity | Term] = [term(number.quantity, number.quantity.scale), term(top.quantity, scale)]
        printed = term(item.quantity)
        there = sides[::-1]
        if number.plain <= top.plain or _average_holds(there, item):
            continue
        if holds(relation("average", sides, printed, "upside_down", spans([top, number, item]))):
            yield _noted(near, "average_upside_down", top, number, item)


def _average_holds(sides: list[Quantity | Term], item: Item) -> bool:
    return holds(relation("average", sides, term(item.quantity), "upside_down", spans([item])))


# --- Lists ------------------------------------------------------------------------------------


def _exchanged(near: Near, told: Told, run: list[Item]) -> Note | None:
    """`占比分别为20%、15%、18%`, which comes out when the first two are exchanged, or two of a list it is told of."""
    size = len(run)
    if not _SHORTEST <= size <= _LONGEST:
        return None
    lists = [one for one in lists_before(near, run[0], size) if not any(item.quantity.hedge for item in one)]
    found: list[Trio] = []
    for tops in lists:
        for bottoms in lists:
            if bottoms[0] is tops[0] or not same_kind(tops[0].quantity, bottoms[0].quantity):
                continue
            if told.subject and not linked(told.subject, tops[0].label):
                continue
            wrong = _wrong(near, tops, bottoms, run)
            if not wrong:
                return None
            if len(wrong) == 2 and not found:
                found = _mended(wrong)
    return _noted(near, "exchanged", *found[0], *found[1]) if found else None


def _wrong(near: Near, tops: list[Item], bottoms: list[Item], run: list[Item]) -> list[Trio]:
    return [
        (one, two, item)
        for one, two, item in zip(tops, bottoms, run, strict=True)
        if not (comes_to(near.exact(one), near.exact(two), item.quantity) and _ratio(one, two, item))
    ]


def _mended(wrong: list[Trio]) -> list[Trio]:
    """Return the two places of a list if exchanging one figure of each makes both come out."""
    (top, bottom, share), (top_too, bottom_too, share_too) = wrong
    ways = (
        ((top_too, bottom, share), (top, bottom_too, share_too)),
        ((top, bottom_too, share), (top_too, bottom, share_too)),
        ((top, bottom, share_too), (top_too, bottom_too, share)),
    )
    return wrong if any(all(_ratio(*trio) for trio in way) for way in ways) else []


def _ratio(part: Item, whole: Item, item: Item) -> bool:
    sides: list[Quantity | Term] = [
        term(part.quantity, whole.quantity.scale),
        term(whole.quantity, whole.quantity.scale),
    ]
    return holds(relation("ratio", sides, term(item.quantity), "order", spans([part, whole, item])))


def _noted(near: Near, rule: str, *items: Item) -> Note:
    names = ("first", "second", "third", "fourth", "fifth", "sixth")
    values = {name: _printed(near.text, one.quantity) for name, one in zip(names, items, strict=False)}
    return note(_RULES, rule, *((one.quantity.start, one.quantity.end) for one in items), **values)


def _printed(text: str, one: Quantity) -> str:
    return "".join(text[one.start : one.end].split())
