"""Schools of a stage, and their kinds in a list told elsewhere: `初中14所……中学19所，其中……初级中学9所，九年一贯制5所`.

The kinds (words.toml) stand in one sentence, the stage in another, named as nothing but itself. Only what comes out is
read: of some kinds there may be more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures, Number, has, told
from junheng.audit.relations.evident.listed.rows import summed

_LEAST, _FAR, _NAME, _SCHOOLS, _COUNTED = 5, 1500, 8, "所", frozenset({"所", "个", "处"})
"""How many schools a whole has at the least, and how many characters from its kinds it may stand."""


def of_kinds(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the stages whose kinds a sentence tells, where these come to them."""
    every = [one for one in near.numbers if one.unit in _COUNTED and near.counts[one.number]]
    wholes: dict[Number, list[Item]] = {}
    for one in every:
        if one.unit == _SCHOOLS:
            wholes.setdefault(one.plain, []).append(one)
    for _, sentence in groupby(every, key=lambda one: one.sentence):
        row = list(sentence)
        for stage, *kinds in told()["of_kinds"]["stages"] if len(row) > 1 else ():
            parts = [one for kind in kinds for one in row if kind in one.label]
            if len(parts) != len(kinds) or len({one.number for one in parts}) < len(parts):
                continue
            parts.sort(key=lambda one: one.number)
            if (total := _whole(read, wholes, stage, kinds, parts)) is not None:
                yield summed(parts, total)


def _whole(
    read: Read, wholes: dict[Number, list[Item]], stage: str, kinds: Sequence[str], parts: Sequence[Item]
) -> Item | None:
    """Return the figure of a stage, told in another sentence, that some kinds come to."""
    value, first = sum(one.plain for one in parts), parts[0]
    for total in wholes.get(value, ()) if value >= _LEAST else ():
        label = total.label[-_NAME:].rstrip("共有为")
        apart = total.sentence != first.sentence and abs(total.quantity.start - first.quantity.start) < _FAR
        if apart and label.endswith(stage) and not has(kinds, label) and not read.total(total, "sum"):
            return total
    return None
