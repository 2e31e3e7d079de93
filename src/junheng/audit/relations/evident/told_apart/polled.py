"""How those who were asked answered, told a sentence or a paragraph behind how many they were.

`有效问卷440份。……选“满意”286人，占65%；“基本满意”101人；“不满意”53人。` Who answers chooses one step of the scale,
so its steps come to the answers that count; where several may be chosen (可多选, 人次) nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.labels.labels import division, on_a_scale

_LEAST, _MOST, _BACK, _PARAGRAPHS, _SMALL, _REST = 3, 8, 16, 3, 20, 20
_END = re.compile("[。\n]")
_NEAR = Fraction(1, 10)
"""How far the answers of a whole scale may lie from those asked; of other answers only what comes out is read."""
_UNITS = frozenset({"份", "人", "名", "张", "票", "户", "位"})
_QUOTED = ("”", "”的", "”票", "”的有", "”票的", "”为", "”共", '"', '"的')


def polled(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the answers told as all of those that were asked."""
    counted = (one for one in near.numbers if one.unit in _UNITS and not one.depth)
    for _, sentence in groupby(counted, key=lambda one: one.sentence):
        row = list(sentence)
        answers = [one for one in row if one.label.endswith(_QUOTED)]
        if not _LEAST <= len(answers) <= _MOST or any(read.part(one, "sum") for one in answers):
            continue
        start = near.text.rfind("\n", 0, answers[0].quantity.start) + 1
        said = near.text[start : answers[-1].quantity.end]
        if pattern("polled", "several").search(said) or any(one.quantity.hedge for one in answers):
            continue
        if (total := _asked(near, answers[0])) is not None and not read.total(total, "sum"):
            made = relation("sum", [one.quantity for one in answers], total.quantity, "evident.polled",
                            spans([total, *answers]))  # fmt: skip
            names = [one.label.strip('选答择投认为评“”的票"') for one in answers]
            whole = on_a_scale("", names) or division("", names) == "whole"
            last = answers[-1].quantity.end
            told_of = near.text[answers[0].quantity.end : last] + _END.split(near.text[last : last + _REST])[0]
            rest = pattern("polled", "rest").search(told_of) is not None
            if holds(made) or (whole and not rest and close(made, _NEAR)):
                yield made


def _asked(near: Figures, first: Item) -> Item | None:
    """Return how many answers there were: those that count, the nearest told before the first of them."""
    found: Item | None = None
    for one in near.items[max(0, first.number - _BACK) : first.number][::-1]:
        if first.paragraph - one.paragraph > _PARAGRAPHS:
            break
        if one.unit not in _UNITS or one.quantity.kind != "number" or one.quantity.hedge or one.plain < _SMALL:
            continue
        words = one.label + one.after
        if pattern("polled", "valid").search(words):
            return one
        if found is None and pattern("polled", "asked").search(words):
            found = one
    return found
