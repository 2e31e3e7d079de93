"""Lists right behind their whole, by words of which everyone bears one: `教职工99人，其中在编71人，编外28人`.

Nobody is in two of the kinds and few in none: posts, degrees, titles, prizes, answers, stages, kinds of dangers. So
such a list, all of it in one row, was meant to come to its whole: it is read where it does, and called wrong where it
lies as close as misprinted lists do. A rest told behind it belongs to it; what is told of some (考核优秀31人) does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds, slipped
from junheng.audit.relations.evident.figures import Figures, digits, pattern, told
from junheng.audit.relations.evident.listed.missed import ENDS
from junheng.audit.relations.evident.listed.others import of_others
from junheng.audit.relations.evident.listed.rows import THREE, closed, crossing, is_due, left_open, no_part
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.sums.labels.classes import Family, named
from junheng.audit.relations.sums.labels.labels import division
from junheng.audit.relations.sums.labels.left_open import narrowed
from junheng.audit.relations.sums.weighing import stages

_TWO, _AHEAD, _LEAST, _FEW, _AMONG, _UPWARDS = 2, 24, 10, 5, "其中", "以上"
"""How many parts there are at the least, how many figures behind a whole they stand among, how large it is, and how
large at the least where they are more than it; the word that opens them, and that by which
the first of them holds the others."""
_NEAR_TWO, _NEAR, _NEAR_WHOLE, _NEAR_SLIP = (Fraction(each, 100) for each in (4, 6, 20, 25))
"""How far a list may lie from its whole: of two kinds, of three and more, of all there are, with one digit wrong."""
_BESIDE, _BOXES = 160, ("（", "(")
"""Characters between two wholes that the same kinds divide; what opens a word on the last of them."""


def plainly(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the lists right behind their whole by kinds that exclude each other."""
    for total in near.items:
        if not near.counts[total.number] or total.plain < _FEW or total.quantity.hedge or read.total(total, "sum"):
            continue
        row = _row_before(near, total) if _closes(total) else _row(near, total)
        if len(row) < _TWO or (found := _kinds(total, row)) is None:
            continue
        parts, family = found
        made = relation(
            "sum", [one.quantity for one in parts], total.quantity, "evident.plainly", spans([total, *parts])
        )
        if not _may_be(near, read, total, parts):
            continue
        sure = _sure(family) and total.plain >= _LEAST
        meant = (
            holds(made) or _meant(total, parts, family, made) or _as_beside(near, read, (total, parts, family), made)
        )
        if (sure and meant) or _exceeds(near, total, row, parts):
            yield made


def _row(near: Figures, total: Item) -> list[Item]:
    """Return the figures right behind a whole that count what it counts, shares and brackets behind them left out."""
    found: list[Item] = []
    base = near.bases[total.number]
    for one in near.items[total.number + 1 : total.number + 1 + _AHEAD]:
        if one.sentence != total.sentence or (found and one.depth < found[0].depth):
            break
        if found and (one.depth > found[0].depth or one.quantity.kind == "share"):
            continue
        if near.bases[one.number] != base or not near.counts[one.number] or not one.label or one.quantity.hedge:
            break
        if not found and one.bracket != total.bracket and one.parent is not total:
            break
        found.append(one)
    return found


def _closes(total: Item) -> bool:
    """Whether a figure is told as nothing but the sum of what stands before it: 一等奖4个、二等奖8个，共12个."""
    return pattern("plainly", "closes").fullmatch(total.label.strip()) is not None


def _row_before(near: Figures, total: Item) -> list[Item]:
    """Return the figures right before a sum in its clause that count what it counts."""
    found: list[Item] = []
    for at in range(total.number - 1, max(-1, total.number - 1 - _AHEAD), -1):
        one = near.items[at]
        if one.segment != total.segment or near.bases[one.number] != near.bases[total.number] or one.quantity.hedge:
            break
        if not near.counts[one.number] or not one.label or one.depth != total.depth:
            break
        found.insert(0, one)
    return found if len(found) >= THREE and total.plain < 2 * sum(one.plain for one in found) else []


def _kinds(total: Item, row: list[Item]) -> tuple[list[Item], Family] | None:
    """Return the first figures of a row that one family tells apart, with a rest behind them, and that family."""
    best: tuple[list[Item], Family] | None = None
    for family, _ in named([one.label for one in row[:_TWO]]):
        if not (_sure(family) or family.told.name in told()["plainly"]["exceeding"]) or family.member(total.label):
            continue
        own: list[str] = []
        for one in row:
            member = family.member(one.label)
            if not member or member in own:
                break
            own.append(member)
        size = len(own)
        if size < _TWO or (size < len(row) and family.member(row[size].label)):
            continue  # a kind told twice: 一等奖…，二等奖…；一等奖…
        if size < len(row) and closed(row[: size + 1]):
            size += 1
        if best is None or size > len(best[0]):
            best = row[:size], family
    return best


def _sure(family: Family) -> bool:
    """Whether everyone is of one member of a family, and few of none."""
    return family.told.name in told()["plainly"]["families"]


def _exceeds(near: Figures, total: Item, row: list[Item], parts: list[Item]) -> bool:
    """Whether kinds that exclude each other, all there is behind 其中 to the end, come to more than their whole.

    行政人员9人，其中校级干部3人，中级干部11人: no open list is longer than what it is opened of.
    """
    opened = parts[0].number == total.number + 1 and parts[0].lead.lstrip("，,：:、 ").startswith(_AMONG)
    row_only = len(parts) == len(row) == parts[-1].number - total.number
    ended = row_only and ENDS.match(near.text, parts[-1].quantity.end) is not None
    if not (opened and ended) or _UPWARDS in parts[0].label:
        return False  # 大专以上8人，本科6人: the one holds the other
    return 0 < sum(one.plain for one in parts) - total.plain <= total.plain


def _may_be(near: Figures, read: Read, total: Item, parts: list[Item]) -> bool:
    """Whether nothing speaks against parts being all of a whole."""
    if any(read.part(one, "sum") or read.total(one, "sum") for one in parts) or is_due(total):
        return False
    if len({one.segment for one in parts}) > 1 or pattern("plainly", "aside").search(total.label):
        return False
    names = [one.label for one in parts]
    if crossing(parts) or no_part(parts, total) or stages(names) or narrowed(names):
        return False
    return not (left_open(near, total, parts) or of_others(near, total, parts))


def _meant(total: Item, parts: list[Item], family: Family, made: Relation) -> bool:
    """Whether a list that does not come out lies as near to its whole as one that was meant to."""
    reached, names = sum(one.plain for one in parts), [one.label for one in parts]
    own = [family.member(one.label) for one in parts]
    if family.told.name in told()["plainly"]["ended"] and reached < total.plain:
        # 一等奖, 二等奖 without 三等奖, 本科 without what lies below it: some may be told of nowhere.
        last = told()["plainly"]["ended"][family.told.name]
        if own[-1] not in last:
            return False
    whole = family.divides(total.label, own) == "whole" or (_closes(total) and len(parts) >= THREE)
    if len(parts) < THREE and not whole and family.told.name not in told()["plainly"]["pairs"]:
        return False
    if close(made, _NEAR_WHOLE if whole else _NEAR_TWO if len(parts) < THREE else _NEAR):
        return True
    row = len(parts) >= THREE and division(total.label, names) in {"whole", "partition", "attribute"}
    one_digit = slipped(made) or _one_digit(str(reached), str(total.plain))
    return row and digits(total) >= THREE and one_digit and close(made, _NEAR_SLIP)


def _as_beside(near: Figures, read: Read, row: tuple[Item, list[Item], Family], made: Relation) -> bool:
    """Whether the very kinds of a list of classes are all of another whole beside it, to the figure.

    教学班30个，其中高中班9个，初中班18个；在校生824名，其中初中生575名，高中生249名: the school has no other stage.
    """
    total, parts, family = row
    behind = parts[0].number == total.number + 1 and parts[-1].number - total.number == len(parts)
    if near.text.startswith(_BOXES, parts[-1].quantity.end) or pattern("overlaps", "words").search(total.label):
        return False
    if not (behind and close(made, _NEAR_WHOLE)) or pattern("plainly", "of_all_kinds").search(total.label) is None:
        return False
    own = {family.member(one.label) for one in parts}
    over = sum(one.plain for one in parts) > total.plain and close(made, _NEAR)
    if over and not own & {*family.told.apart} and ENDS.match(near.text, parts[-1].quantity.end) is not None:
        return True  # 教学班27个，初中18个，高中10个: no class is of two stages
    for one in read.lists:
        if len(one.parts) == len(parts) and abs(one.total.sources[0].start - total.quantity.start) < _BESIDE:
            beside = near.told_of(one.parts)
            apart = not {each.number for each in beside} & {each.number for each in parts}
            if apart and {family.member(each.label) for each in beside} == own and read.holds(one):
                return beside[0].paragraph == total.paragraph
    return False


def _one_digit(one: str, other: str) -> bool:
    """Whether two figures differ in one of their digits only."""
    return len(one) == len(other) and sum(two != three for two, three in zip(one, other, strict=True)) == 1
