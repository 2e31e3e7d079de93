"""What two told apart are together, at the begin of a sentence, by both their names: `议案14件……提案13件。27件议提案…`.

The figure stands first in its sentence and what it counts is named behind it, with a word of each of the two: they are
the nearest of its unit that come to it. Only what comes out is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures
from junheng.audit.relations.evident.listed.rows import summed

_LEAST, _BACK, _SENTENCES, _NAME, _ALL, _STOPS = 10, 12, 4, 2, 8, "，,、；;：:。 的件这上述以全部"
"""How large a whole must be, figures and sentences before it that are looked at, characters of a name."""


def both_named(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the wholes that begin a sentence, named by both of their parts."""
    for total in near.numbers:
        if total.label or total.depth or total.plain < _LEAST or total.lead.strip(_STOPS) or len(total.after) < _NAME:
            continue
        if not near.counts[total.number] or read.total(total, "sum") or read.part(total, "sum"):
            continue
        found = [one for one in near.items[max(0, total.number - _BACK) : total.number] if _may_be(near, one, total)]
        for one, two in combinations(reversed(found), 2):
            if one.plain + two.plain == total.plain and _named(total, one, two):
                yield summed([two, one], total)
                break


def _may_be(near: Figures, one: Item, total: Item) -> bool:
    beside = one.unit == total.unit and near.counts[one.number] and not one.depth and len(one.label) >= _NAME
    return beside and one.paragraph == total.paragraph and 0 < total.sentence - one.sentence <= _SENTENCES


def _named(total: Item, one: Item, two: Item) -> bool:
    """Whether the name behind a whole holds of each part a character that the other does not have."""
    name, ends = set(total.after[:_ALL]), [set(each.label[-_NAME:]) for each in (one, two)]
    return all(name & (own - other) for own, other in (ends, ends[::-1]))
