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
from junheng.audit.relations.ground.nearby import Near, chance, same_kind
from junheng.audit.relations.ground.terms import INCREASE, negative, relation, spans, term
from junheng.audit.relations.ground.wording import change, compared, linked, one_of, stem, words

_BACK, _SENTENCES, _PARAGRAPHS = 40, 24, 6
"""How many figures, sentences and paragraphs before a growth what it is of may stand."""
_LOOSE, _CLOSE = Fraction(1, 50), Fraction(1, 20)
"""How many accidents are borne; how far a misprinted growth may lie from what it comes to."""
_NAME, _LONG = 2, 3
_HAVING = re.compile("[有为是共达][^有为是共达]{0,1}$")
_AGAINST = one_of(words("growth", "against")) + "|[比较][^比较，,]{2,8}?"
_CHANGE = one_of([*words("growth", "up"), *words("growth", "down")])
_LABEL, _COUNT = 32, re.compile("(?:总数|总额|数|额)$")
_CHANGED = re.compile(f"(?:{_AGAINST})*{_CHANGE}[\u4e00-\u9fff]{{0,4}}$")


def apart(near: Near, item: Item, way: str) -> Relation | None:
    """Return the growth of what was told before it, apart from it."""
    step = near.previous(item)
    if step is not None and step.number == item.number - 1 and change(step.label):
        return _of_named(near, item, step, way) if change(step.label) == way else None
    return _of_pair(near, item, way)


def changed(label: str) -> str:
    """Return what a label says changed: 随迁子女 of 随迁子女增加, 支出决算 of 支出决算数减少."""
    return _COUNT.sub("", _CHANGED.sub("", stem(label)[-_LABEL:]).strip())


def _of_named(near: Near, item: Item, step: Item, way: str) -> Relation | None:
    """Return the growth of the one figure told before by the name of what grew, or of the nearest that comes to it."""
    name, last = changed(step.label), near.previous(step)
    known = last is not None and same_kind(last.quantity, step.quantity) and not change(last.label)
    if known or not near.value(step):
        return None
    levels = list(_levels(near, step, way))
    named = [one for one in levels if _one_name(name, stem(one.label))] if len(name) >= _NAME else []
    tried = Fraction(0)
    for told in [*named, *(one for one in levels if one not in named)]:
        tried += chance(item.quantity)
        if tried > _LOOSE:
            break
        if holds(made := increased(told, step, item, way)):
            return made
    alone = len({near.value(one) for one in named}) == 1 and named[0].paragraph >= item.paragraph - 1
    if not named and levels and levels[0].sentence == item.sentence - 1 and levels[0].paragraph == item.paragraph:
        # 支出总计58716万元。与上年相比，支出增加…，增长…: of the one figure of the sentence before.
        named = [one for one in levels if one.sentence == levels[0].sentence]
        alone = len(named) == 1 and (len(name) < _NAME or linked(name, named[0].label))
    return _failing(near, named[0], step, item, way) if alone else None


def _levels(near: Near, step: Item, way: str) -> Iterator[Item]:
    """Yield the figures before an increase that may be what it came to, the nearest first."""
    for at in range(step.number - 1, max(-1, step.number - 1 - _BACK), -1):
        one = near.items[at]
        if not _near_enough(one, step):
            return
        if one.depth != step.depth or not same_kind(one.quantity, step.quantity) or one.quantity.kind != "number":
            continue
        if change(one.label) or compared(one.label) or (way == "up" and near.value(one) <= near.value(step)):
            continue
        yield one


def _one_name(name: str, label: str) -> bool:
    """Whether a label ends in the name of what grew, or the name in the label: 全国大班额 of 大班额有."""
    short = _HAVING.sub("", label)
    return label.endswith(name) or (len(short) >= _LONG and name.endswith(short))


def _of_pair(near: Near, item: Item, way: str) -> Relation | None:
    """Return the growth of what is told with its increase: the nearest pair that comes to it, or that of its name."""
    name, tried = changed(item.label), Fraction(0)
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
        larger = same_kind(told.quantity, step.quantity) and near.value(step) < near.value(told)
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
