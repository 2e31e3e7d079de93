"""What is of a whole and what is not, told one behind the other: 已办证149所，未办9所; 持证的128个，正在办理的15个.

The words of the two leave nothing of the whole out, so that it may stand far before them, and other figures between.
"""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.relations.changes.left.still import is_left
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.sums.labels.labels import share_a_word

_ENDS = re.compile("[，,。；;\\n]")
_OTHERS = frozenset({"其他", "其余", "其它"})
_LABEL, _AFTER, _BEHIND, _REST = 16, 8, 30, 4
_NEAR, _FAR, _SENTENCES = 20, 100, 1
"""How many steps a whole must have in the sentence of its parts or the one before, and one farther away."""


def is_rest(one: Item, two: Item) -> bool:
    """Whether a figure is told as the rest of what another is a part of: 完成整改864所，尚有47所正在整改."""
    beside = two.number == one.number + 1 and two.sentence - one.sentence <= 1 and not two.depth
    if not beside or pattern("list", "remaining").search(two.label[-_REST:]) is None:
        return False
    others = two.label.strip().rstrip("的") in _OTHERS and two.sentence == one.sentence
    return others or share_a_word(one.label + one.after, two.label + two.after)


def complementary(near: Figures, one: Item, two: Item) -> bool:
    """Whether one figure is told of what is done, held or reached, the other of what is not, and no third beside."""
    if one.depth != two.depth or two.quantity.hedge or one.quantity.hedge:
        return False
    if not (is_undone(near, two) or (one.sentence == two.sentence and _is_exempt(two))):
        return False
    own = one.label[-_LABEL:] + "|" + one.after[:_AFTER]
    if pattern("sides", "undone").search(own) is not None or pattern("sides", "done").search(own) is None:
        return False
    return not (_beside(near, one, one.number - 1) or _beside(near, two, two.number + 1))


def is_undone(near: Figures, two: Item) -> bool:
    """Whether a figure is told of what is not, or not yet: by its words, or those behind it in its clause."""
    behind = _behind(near, two)
    if is_left(two) and pattern("sides", "denied").search(behind) is None:
        return False
    return pattern("sides", "undone").search(two.label[-_LABEL:] + "|" + behind) is not None


def _behind(near: Figures, two: Item) -> str:
    return _ENDS.split(near.text[two.quantity.end : two.quantity.end + _BEHIND], maxsplit=1)[0]


def _is_exempt(two: Item) -> bool:
    return pattern("sides", "exempt").search(two.label[-_LABEL:]) is not None


def in_reach(total: Item, one: Item) -> bool:
    """Whether a whole is large enough for how far before its two sides it stands."""
    steps = total.plain / total.quantity.scale / Fraction(total.quantity.step or 1)
    return steps >= (_NEAR if one.sentence - total.sentence <= _SENTENCES else _FAR)


def _beside(near: Figures, own: Item, at: int) -> bool:
    """Whether the figure at a place goes on with the row of another: 竣工12个，在建14个，未开工5个 are three."""
    if not 0 <= at < len(near.items):
        return False
    other = near.items[at]
    row = other.segment == own.segment and other.depth == own.depth
    return row and near.bases[other.number] == near.bases[own.number] and other.plain <= own.plain
