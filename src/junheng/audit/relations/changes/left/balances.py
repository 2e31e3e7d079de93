"""Balances: what stood there, what came in, what went out, and what is left (年初余额 + 收入 − 支出 = 年末余额)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans, worked_out
from junheng.audit.relations.ground.wording import change, compared, holds_one, stem, wording, words

_CLOSING, _OPENING = (re.compile(wording()["balance"][name]) for name in ("closing", "opening"))
_IN, _OUT, _PART = words("balance", "in"), words("balance", "out"), words("common", "opening")
_HINT, _MONEY = ("余", "存"), "元"
_AVAILABLE = re.compile(
    "(?:可用|可支配|可使用|可供使用|可动用)(?:的)?(?:资金|经费|财力|总额|资金总额|款项)?(?:共|合计|总计|为|达|有)*$"
)
_WINDOW, _SENTENCES = 8, 2
"""How many figures and sentences before a balance its sides are looked for."""


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the balances that are told with what stood there before."""
    near = Near(layout)
    for item in layout.items:
        if item.quantity.base == _MONEY and (made := _available(near, item)) is not None:
            yield made
        if item.quantity.kind != "number" or not holds_one(item.label[-8:], _HINT):
            continue
        if not item.quantity.base or _CLOSING.search(stem(item.label)) is None:
            continue
        if (made := _balance(near, item)) is not None:
            yield made


def _balance(near: Near, item: Item) -> Relation | None:
    window = [one for one in near.before(item, _SENTENCES, _WINDOW) if same_kind(one.quantity, item.quantity)]
    opening = next((one for one in window if _OPENING.search(stem(one.label)) is not None), None)
    if opening is None:
        return None
    sides = [one for one in window if one is not opening and one.depth == item.depth and not _of_a_part(one)]
    between = sorted((one for one in sides if one.number > opening.number), key=lambda one: one.number)
    ins, outs = [one for one in between if _goes(one) > 0], [one for one in between if _goes(one) < 0]
    if any(_AVAILABLE.search(one.label) and one.number < item.number for one in between):
        return None  # 可用资金213万元，支出64万元，年末结余149万元: told of what there was to spend
    if outs and holds(made := _made(opening, ins, outs, item)):
        return made
    for one in outs or [one for one in sides if one.number < opening.number and _goes(one) < 0][:1]:
        if holds(made := _made(opening, [], [one], item)):
            return made
    all_told = item.number - opening.number == 1 + len(ins) + len(outs) and opening.sentence == item.sentence
    hedged = any(one.quantity.hedge for one in (opening, *ins, *outs, item))
    if not outs or not all_told or hedged or not near.unbroken(opening, item):
        return None
    return _made(opening, ins, outs, item)


def _available(near: Near, item: Item) -> Relation | None:
    """Return `年初结余126万元，本年收入87万元，可用资金213万元`: what stood there and what came in, as a sum."""
    if item.number < len((_IN, _OUT)) or _AVAILABLE.search(item.label) is None:
        return None
    row = near.items[item.number - 2 : item.number]
    opening, came = row
    beside = all(one.sentence == item.sentence and one.depth == item.depth for one in row)
    beside = beside and all(same_kind(one.quantity, item.quantity) for one in row) and _goes(came) > 0
    if not beside or _OPENING.search(stem(opening.label)) is None or change(came.label):
        return None
    parts = [one.quantity for one in row]
    made = relation("sum", [*parts], item.quantity, "sum.available", spans([*row, item]))
    sure = not any(one.quantity.hedge for one in (*row, item)) and near.unbroken(opening, item)
    return made if holds(made) or (sure and meant(made)) else None


def _goes(one: Item) -> int:
    """Return 1 for what came in, -1 for what went out, 0 for what is neither."""
    label = one.label[-12:]
    if holds_one(label, _OUT):
        return -1
    return int(holds_one(label, _IN))


def _of_a_part(one: Item) -> bool:
    return one.label.strip().startswith(_PART) or compared(one.label) or bool(change(one.label) and not _goes(one))


def _made(opening: Item, ins: list[Item], outs: list[Item], item: Item) -> Relation:
    scale = item.quantity.scale
    first = worked_out([(1, one.quantity) for one in (opening, *ins)], scale)
    second = worked_out([(1, one.quantity) for one in outs], scale)
    places = spans(sorted(chain((opening, item), ins, outs), key=lambda one: one.number))
    return relation("difference", [first, second], item.quantity, "difference.balance", places)
