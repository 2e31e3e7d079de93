"""Where a list behind a connector ends, and whether it is the total's at all: by how it goes on, and by its names."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.relations.sums.labels.labels import division, in_one_row, share_a_word
from junheng.audit.relations.sums.lists import Entry, says, total_of
from junheng.audit.relations.sums.weighing import is_total

_PARTS = 2


def far_off(total: Item, found: Sequence[Entry]) -> bool:
    """Return whether a list comes to less than half of a figure, or to more than twice as much: it is another's."""
    reached, target = total_of(found), Fraction(total.quantity.value)
    return 2 * reached < target or reached > 2 * target


def goes_on_alike(head: str, short: list[Entry], full: list[Entry]) -> bool:
    """Return whether a part behind those that come to a total is one of their row: no 辍学2人 behind 小学 and 初中."""
    one, other = ([part.label for part in each] for each in (short, full))
    kinds = {"whole", "partition"}
    return full[-1].closes or division(head, one) not in kinds or division(head, other) in kinds


def in_the_row(head: str, parts: Sequence[Entry]) -> bool:
    """Return whether the last part stands in one row with those before it, a member of their family like each of them,
    and is none that is often told without being counted (教学点, 进修学校).
    """
    numbers = [one.item.number for one in parts]
    row = numbers == list(range(numbers[0], numbers[-1] + 1)) and len({one.item.segment for one in parts}) == 1
    divided = row and division(head, [one.label for one in parts]) in {"whole", "partition"}
    return divided and not says("uncounted", parts[-1].label)


def alone(total: Item, found: list[Entry], join: str, head: str) -> bool:
    """Return whether 其中 opens one part only, and what follows behind ； is told beside the total.

    小学20所，其中村小12所；初中9所；高中2所: 9 and 2 are no parts of 20, though three that come to a total are.
    """
    first, *others = found
    apart = total.segment == first.item.segment != others[0].item.segment
    if not join.startswith("among") or not apart or is_total(head):
        return False
    labels = [one.label for one in others]
    named = share_a_word(head, first.label) and not any(share_a_word(head, label) for label in labels)
    return named or in_one_row(head, labels)


def before_its_like(total: Item, found: list[Entry], head: str) -> list[Entry]:
    """Return a list up to the clause that is told as its total is: 普通高中录取121人，其中县一中46人；中职录取74人."""
    first = found[0].item.segment if found else -1
    if first != total.segment or found[-1].item.segment == first or is_total(head):
        return found
    own = [one for one in found if one.item.segment == first]
    behind = found[len(own)]
    ends = total.label[-_PARTS:] == behind.item.label[-_PARTS:] and total.label != behind.item.label
    alike = ends and len(total.label) > _PARTS and not any(share_a_word(total.label, one.item.label) for one in own)
    return own if alike and len(own) >= _PARTS and in_one_row(total.label, [behind.item.label]) else found
