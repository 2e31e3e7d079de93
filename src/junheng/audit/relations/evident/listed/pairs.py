"""Two parts told one behind the other, and the whole they make up, told wherever before.

`留守儿童8463人。……男生4716人，女生3747人。` A whole may be divided more than once: by sex, by stage, by ownership.
Figures that have nothing to do with each other come to a third once in as many as it has steps, so small wholes are
believed only where the two parts are the two sides of one thing (公办, 民办).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures, grain, has, pattern, told
from junheng.audit.relations.evident.worked_out.complements import complementary, in_reach, is_rest
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import pairs as pairs_of
from junheng.audit.relations.sums.labels.labels import division, in_one_row, of_families, share_a_word
from junheng.audit.relations.sums.weighing import stages

_TAKEN_OFF = ("除", "扣除", "剔除", "减去")
_FAR, _APART, _OVER, _NEXT, _SENTENCES, _END = 1500, 200, 400, 3, 12, 2
_PLACES, _KINDS = ("place",), frozenset({"whole", "partition", "kindred"})
"""How many characters before its parts a whole may stand, and how far the one part behind the other."""
_TITLED, _SIDES, _NAMED, _ANY = 20, 100, 1000, 100_000
"""How many steps a whole must have: of two sides of one thing under its name, of two sides, of parts that bear its
name, of any."""


def pairs(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the wholes of two parts told one behind the other, where the figures come out and it is no accident."""
    last: dict[tuple[str, str], Item] = {}
    for item in near.items:
        figure = item.quantity
        if figure.kind != "number" or not figure.base or figure.value <= 0 or near.asides[item.number]:
            continue
        # In brackets a part stands beside another thing told of it: 有食堂的43所（学生961名）…没有的29所（学生850名）.
        place = (figure.base, item.label if item.bracket else "")
        first = last.get(place)
        last[place] = item
        if first is None:
            continue
        made = None
        if figure.start - first.quantity.end <= _APART:
            made = _whole(near, read, first, item) or _whole_behind(near, read, first, item)
        if made is None and first.paragraph == item.paragraph and (over := _divided(near, read, first)) is not None:
            # 中央资金5018万元，包括甲4525万元、乙493万元；县财政3298万元: what its list divides stands for it.
            made = _whole(near, read, over, item) if figure.start - over.quantity.end <= _OVER else None
        if made is not None:
            yield made


def _divided(near: Figures, read: Read, last: Item) -> Item | None:
    """Return the figure that a list ending with another divides, where it stands right before that list."""
    known = read.part(last, "sum")
    if known is None:
        return None
    found = near.told_of([known.total, *known.parts])
    if len(found) != len(known.parts) + 1 or found[-1] is not last:
        return None
    head, row = found[0], 0 < found[1].number - found[0].number <= _NEXT
    return head if row and head.paragraph == last.paragraph else None


def _whole_behind(near: Figures, read: Read, one: Item, two: Item) -> Relation | None:
    """Return two figures as the parts of one told right behind them as all there is of both.

    公办幼儿园7所、民办幼儿园11所。……全乡有18所幼儿园: two sides of one thing, or large figures under their own name.
    """
    value = one.plain + two.plain
    for total in near.valued_about(two.quantity.base, value, two, _SENTENCES):
        if total.number <= two.number or near.asides[total.number]:
            continue
        if read.part(total, "sum") or read.together(one, two, total):
            continue
        if read.part(one, "sum") or read.part(two, "sum") or has(told()["gap"]["no_part"], two.label[-8:]):
            continue
        names = [each.label + each.after for each in (one, two, total)]
        if not frozenset.intersection(*map(pairs_of, names)) or in_one_row(total.label, names[:2]):
            continue
        beside = two.number == one.number + 1 and two.sentence == one.sentence and two.sentence < total.sentence
        sides = beside and division(names[2], names[:2]) == "whole"
        large = total.paragraph == two.paragraph and value / grain(total) >= _ANY
        if large or (sides and pattern("gathered", "everywhere").search(total.lead)):
            return relation(
                "sum", [one.quantity, two.quantity], total.quantity, "evident.pair", spans([one, two, total])
            )
    return None


def _whole(near: Figures, read: Read, one: Item, two: Item) -> Relation | None:
    """Return two figures as the parts of the nearest one before them that they come to."""
    value = one.plain + two.plain
    sides = complementary(near, one, two)
    for total in near.valued_before(one.quantity.base, value, one, _FAR):
        if near.asides[total.number] or read.together(one, two, total) or _told_twice(near, read, total, one, two):
            continue
        labels = [one.label, two.label]
        if one.label.strip().startswith(_TAKEN_OFF):
            # 共有40790人报名。……除提前录取10057人，参加考试共30733人: what was taken off, and what is left.
            figures = spans([total, one, two])
            return relation("difference", [total.quantity, one.quantity], two.quantity, "evident.taken", figures)
        rest = is_rest(one, two) or (sides and in_reach(total, one))
        if not rest and (has(told()["gap"]["no_part"], "，".join(label[-8:] for label in labels)) or stages(labels)):
            return None
        if (
            rest or _believed(near, total, one, two) or _behind_its_share(near, read, total, one, two)
        ) and not in_one_row(total.label, labels):
            return relation(
                "sum", [one.quantity, two.quantity], total.quantity, "evident.pair", spans([total, one, two])
            )
    return None


def _believed(near: Figures, total: Item, one: Item, two: Item) -> bool:
    steps = total.plain / total.quantity.scale / Fraction(total.quantity.step or 1)
    divided = division(total.label, [one.label, two.label])
    if steps >= _TITLED and _around(total, one, two):
        return True
    if steps < _SIDES:
        # (三)小学：城区30名，农村46名, told before as 小学教师76名.
        placed = divided == "partition" and of_families([one.label, two.label], _PLACES)
        titled = (divided == "whole" or placed) and share_a_word(one.lead, total.label)
        return steps >= _TITLED and (titled or (divided != "unknown" and _of_one_name(total, one, two)))
    if steps >= _ANY or divided == "whole":
        return True
    denied = pattern("gap", "denied").search(two.label[-10:]) is not None and share_a_word(total.label, one.label)
    if denied or _named_alike(one.label, two.label):
        return True  # 达到标准的学校159所，没有达标的27所; 食堂供餐的118所，企业供餐的5所
    named = share_a_word(one.label, two.label) or share_a_word(total.label, two.label)
    return steps >= _NAMED and (named or divided == "partition")


def _behind_its_share(near: Figures, read: Read, total: Item, one: Item, two: Item) -> bool:
    """Whether nothing but its share stands between a whole and its two kinds: 87个，占978个班的8.9%，小学52个，…."""
    share = read.part(total, "ratio")
    row = two.number == one.number + 1 and two.sentence == total.sentence and total.number < one.number
    if share is None or not row or division(total.label, [one.label, two.label]) not in _KINDS:
        return False
    known = {source.start for side in (*share.parts, share.total) for source in side.sources}
    return all(each.quantity.start in known for each in near.items[total.number + 1 : one.number])


def _of_one_name(total: Item, one: Item, two: Item) -> bool:
    """Whether parts side by side and their whole bear one name: 53名师生受伤……受伤教职工10名，受伤学生43名."""
    common = pairs_of(one.label) & pairs_of(two.label) & pairs_of(total.label + total.after)
    return two.number == one.number + 1 and one.mark != "、" and bool(common) and one.label != two.label


def _around(total: Item, one: Item, two: Item) -> bool:
    """Whether three figures side by side count one thing told behind them: 56个城区小学中，34个城区…，22个城区…."""
    name = two.after[:_END]
    row = two.number == one.number + 1 == total.number + 2 and two.sentence == one.sentence
    return row and len(name) == _END and one.after.startswith(name) and total.after.startswith(name)


def _named_alike(one: str, two: str) -> bool:
    """Whether two names are kinds of one thing by their ends."""
    ends = {label.rstrip("的有为")[-_END:] for label in (one, two)}
    end = ends.pop()
    common = has(told()["list"]["persons"], end) or has(told()["list"]["schools"], end)
    return not ends and len(end) == _END and one != two and not common


def _told_twice(near: Figures, read: Read, total: Item, one: Item, two: Item) -> bool:
    """Whether the same figures are read as parts of a total of this value already, told elsewhere."""
    values = {one.plain, two.plain}
    for part in (one, two):
        known = read.part(part, "sum")
        if known is not None and known.total.value * total.quantity.scale == total.plain:
            return True
    known = read.sums.get(total.quantity.start)
    return known is not None and {part.value * total.quantity.scale for part in known.parts} == values
