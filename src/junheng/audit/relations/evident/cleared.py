"""What the grammars read and the figures or words near it do not bear out: cleared away before the second reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from fractions import Fraction

from junheng.audit.model import Relation
from junheng.audit.relations.evident.doubted import NEAR, starts
from junheng.audit.relations.evident.evidence import Read, gap
from junheng.audit.relations.evident.figures import Figures, has, pattern, told
from junheng.audit.relations.evident.listed.others import came_and_went, moves
from junheng.audit.relations.evident.worked_out.gaps import as_difference
from junheng.audit.relations.ground.wording import change
from junheng.audit.relations.sums.labels.labels import division, share_a_word

_WEAK, _TWO, _TINY, _FEW = ("unjoined-exact", "spread-exact"), 2, 10, 100
"""Rules of sums that nothing but their figures joins, and below which a total of two parts comes out by chance."""
_NEAR_OWN, _FAR = Fraction(6, 100), Fraction(1, 2)
"""How close its others come to the first part of a list that is their whole, where the list lies so far off."""
_PERSONS = "人"
_UNJOINED = ("unjoined", "cuts")
"""Rules of sums that no word joins."""
_REMAINDERS = frozenset(f"difference.{name}" for name in ("left", "still", "spent", "asked"))
"""The rules of what is told as left of something, or wanting."""


def three(one: Relation) -> frozenset[int]:
    """Return where the figures of a relation begin, in whatever order."""
    return frozenset(starts(one) | {one.total.sources[0].start})


def apart_in(known: Sequence[Relation]) -> set[frozenset[int]]:
    """Return the figures, three by three, of which one is told to be the difference of the others."""
    return {three(one) for one in known if one.kind == "difference"}


def as_told(near: Figures, known: Sequence[Relation], apart: set[frozenset[int]]) -> list[Relation]:
    """Return relations with the sums of two that their words tell as differences as such; none is said twice."""
    kept = []
    for one in known:
        made = as_difference(near, one) if one.kind == "sum" else None
        if made is None:
            kept.append(one)
        elif three(one) not in apart:
            kept.append(made)
    return kept


def without_twice(known: Sequence[Relation], held: Set[int]) -> list[Relation]:
    """Leave out sums one part of which is the total of the others (职工60人，其中教师50人：小学30人，初中20人).

    `held` are the relations that hold, by their identity.
    """
    inside = {one.total.sources[0].start: starts(one) for one in known if one.kind == "sum"}
    return [one for one in known if one.kind != "sum" or id(one) in held or not _holds_twice(one, inside)]


def _holds_twice(one: Relation, inside: Mapping[int, set[int]]) -> bool:
    """Whether one part of a sum is the total of the others: of a sum that is read, or by the figures."""
    if any(inside.get(start, {-1}) < starts(one) for start in starts(one)):
        return True
    values = [part.value for part in one.parts]
    first, rest = values[0], sum(values[1:])
    if len(values) > _TWO and abs(first - rest) <= first * _NEAR_OWN and gap(one) > _FAR:
        return True  # 应到58人，……实到46人，分到小学21人，初中17人，幼儿园8人
    # Close to its total the list is believed: that its first part is what the others come to is an accident.
    return len(values) > _TWO and 2 * values[0] == sum(values) and gap(one) > NEAR


def is_remainder(near: Figures, one: Relation) -> bool:
    """Whether three figures without a connecting word, read as a sum, are told as a difference (扣除…，实收…)."""
    if one.kind != "sum" or not one.rule.startswith(_UNJOINED) or len(one.parts) > 2:
        return False
    parts = near.told_of(one.parts)
    return has(told()["gap"]["taken"], "，".join(part.label[-8:] for part in parts))


def no_remainder(near: Figures, read: Read, one: Relation) -> bool:
    """Whether what is read as left over, and does not come out, is of a list, or is itself what is wanting (空编)."""
    if one.rule not in _REMAINDERS:
        return False
    left = one.rule == "difference.left"
    return any(
        read.part(item, "sum") is not None
        or read.total(item, "sum")
        or (left and pattern("gap", "vacant").search(item.label[-8:]) is not None)
        for item in near.told_of([one.total])
    )


def moved(near: Figures, one: Relation) -> bool:
    """Whether those who came and those who went were added to one that tells the same: none of them is a whole.

    调出21人，辞职2人，新招7人，调入12人: accidents; what is told as a change (增加, 减少) may be a sum.
    """
    if one.kind != "sum" or any(part.value < 0 for part in one.parts):
        return False
    row = near.told_of((one.total, *one.parts))
    persons = all(one.quantity.base == _PERSONS and not change(one.label) for one in row)
    return len(row) > _TWO and persons and moves(row[0]) and came_and_went(row[1:])


def by_chance(near: Figures, one: Relation) -> bool:
    """Whether two small figures told of other things happen to come to a third (骨干63人；校长19名。支教44人)."""
    if one.kind != "sum" or len(one.parts) != _TWO or not one.rule.startswith(_WEAK):
        return False
    row = [each.label for each in near.told_of((one.total, *one.parts))]
    if len(row) <= _TWO:
        return False
    head, labels = row[0], row[1:]
    if labels[1].lstrip().startswith("其中"):
        return True  # 补充教师587人，其中音体美教师96人: of the first
    if one.total.value >= _FEW or division(head, labels) in {"whole", "partition"}:
        return False
    if one.total.value < _TINY:
        return division(head, labels) != "kindred"
    return not share_a_word(*labels) and not all(share_a_word(head, label) for label in labels)
