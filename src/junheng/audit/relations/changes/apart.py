"""Growth told apart from the figures it is of: 重点上线2118人，增加497人……重点增幅为30.7%.

What it is and by how much it grew are told together, sentences before; or what it is is told before, by the name
of what grew (随迁子女4317人……随迁子女增加389人，增幅9.9%). Read where it comes out and is no accident; as failing only
of the one pair that bears its name and lies close.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, alike, chance
from junheng.audit.relations.ground.terms import INCREASE, negative, relation, spans, term
from junheng.audit.relations.ground.wording import change, compared, one_of, stem, words

_BACK, _SENTENCES, _PARAGRAPHS = 40, 24, 6
"""How many figures, sentences and paragraphs before a growth what it is of may stand."""
_LOOSE, _CLOSE = Fraction(1, 50), Fraction(1, 20)
"""How many accidents are borne; how far a misprinted growth may lie from what it comes to."""
_NAME = 2
_AGAINST = one_of(words("growth", "against")) + "|[比较][^比较，,]{2,8}?"
_CHANGE = one_of([*words("growth", "up"), *words("growth", "down")])
_CHANGED = re.compile(f"(?:{_AGAINST})*{_CHANGE}[\u4e00-\u9fff]{{0,4}}$")


def apart(near: Near, item: Item, way: str) -> Relation | None:
    """Return the growth of what was told before it, apart from it."""
    step = near.previous(item)
    if step is not None and step.number == item.number - 1 and change(step.label):
        return _of_named(near, item, step, way) if change(step.label) == way else None
    return _of_pair(near, item, way)


def _name(label: str) -> str:
    """Return what a label says changed: 随迁子女 of 随迁子女增加."""
    return _CHANGED.sub("", stem(label)[-20:]).strip()


def _of_named(near: Near, item: Item, step: Item, way: str) -> Relation | None:
    """Return the growth of the one figure told before by the name of what grew."""
    name, last = _name(step.label), near.previous(step)
    if len(name) < _NAME or (last is not None and alike(last.quantity, step.quantity) == 2):
        return None
    named = [one for one in near.labelled(name, step) if stem(one.label).endswith(name) and _near_enough(one, item)]
    named = [one for one in named if alike(one.quantity, step.quantity) == 2 and not change(one.label)]
    tried = Fraction(0)
    for told in named:
        tried += chance(item.quantity)
        if tried <= _LOOSE and holds(made := increased(told, step, item, way)):
            return made
    alone = len(named) == 1 and named[0].paragraph == item.paragraph
    return _failing(near, named[0], step, item, way) if alone else None


def _of_pair(near: Near, item: Item, way: str) -> Relation | None:
    """Return the growth of what is told with its increase: the nearest pair that comes to it, or that of its name."""
    name, tried = _name(item.label), Fraction(0)
    pairs = list(_pairs(near, item, way))
    named = [pair for pair in pairs if len(name) >= _NAME and name in pair[0].label]
    for told, step in [*named, *(pair for pair in pairs if pair not in named)]:
        tried += chance(item.quantity)
        if tried > _LOOSE:
            break
        if holds(made := increased(told, step, item, way)):
            return made
    return _failing(near, *named[0], item, way) if len(named) == 1 else None


def _pairs(near: Near, item: Item, way: str) -> Iterator[tuple[Item, Item]]:
    """Yield what a figure is with its increase, told before a growth, the nearest first."""
    for at in range(item.number - 1, max(0, item.number - _BACK), -1):
        step = near.items[at]
        told = near.previous(step) or near.items[at - 1]
        if not _near_enough(step, item):
            return
        if step.quantity.kind != "number" or told.quantity.kind != "number" or change(step.label) != way:
            continue
        behind = near.items[at + 1]
        grown = behind is not item and behind.quantity.kind == "share" and bool(change(behind.label))
        beside = told.sentence == step.sentence and told.depth == step.depth == item.depth and not grown
        larger = alike(told.quantity, step.quantity) == 2 and near.value(step) < near.value(told)
        if beside and larger and not change(told.label) and not compared(told.label):
            yield told, step


def _failing(near: Near, told: Item, step: Item, item: Item, way: str) -> Relation | None:
    made = increased(told, step, item, way)
    if any(one.quantity.hedge for one in (told, step, item)) or not near.unbroken(step, item):
        return None
    found = judge(made, explained=False)
    close = found is not None and abs(found.off_by) <= abs(made.total.value) * _CLOSE
    return made if close else None


def increased(told: Item, step: Item, item: Item, way: str) -> Relation:
    """Return the growth of a figure told with its increase: after and by how much."""
    after, by, total = term(told.quantity), term(step.quantity, told.quantity.scale), term(item.quantity)
    if way == "down":
        by, total = negative(by), negative(total)
    return relation("growth", [after, by], total, INCREASE, spans([told, step, item]))


def _near_enough(one: Item, item: Item) -> bool:
    return one.paragraph >= item.paragraph - _PARAGRAPHS and one.sentence >= item.sentence - _SENTENCES
