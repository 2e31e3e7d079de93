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
from junheng.audit.relations.evident.figures import Figures, has, pattern, told
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import pairs as pairs_of
from junheng.audit.relations.sums.labels import division, in_one_row, share_a_word
from junheng.audit.relations.sums.weighing import stages

_TAKEN_OFF = ("除", "扣除", "剔除", "减去")
_FAR, _APART, _END, _REST = 1500, 200, 2, 4
_OTHERS = frozenset({"其他", "其余", "其它"})
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
        if first is not None and figure.start - first.quantity.end <= _APART:
            made = _whole(near, read, first, item)
            if made is not None:
                yield made


def _whole(near: Figures, read: Read, one: Item, two: Item) -> Relation | None:
    """Return two figures as the parts of the nearest one before them that they come to."""
    value = one.plain + two.plain
    for total in near.valued_before(one.quantity.base, value, one, _FAR):
        if near.asides[total.number] or read.together(one, two, total) or _told_twice(near, read, total, one, two):
            continue
        labels = [one.label, two.label]
        if one.label.strip().startswith(_TAKEN_OFF):
            # 共有40790人报名。……除提前录取10057人，参加考试共30733人: what was taken off, and what is left.
            figures = spans([total, one, two])
            return relation("difference", [total.quantity, one.quantity], two.quantity, "evident.taken", figures)
        rest = _rest(one, two)
        if not rest and (has(told()["gap"]["no_part"], "，".join(label[-8:] for label in labels)) or stages(labels)):
            return None
        if (rest or _believed(near, total, one, two)) and not in_one_row(total.label, labels):
            return relation(
                "sum", [one.quantity, two.quantity], total.quantity, "evident.pair", spans([total, one, two])
            )
    return None


def _rest(one: Item, two: Item) -> bool:
    """Whether a figure is told as the rest of what another is a part of: 完成整改864所，尚有47所正在整改."""
    beside = two.number == one.number + 1 and two.sentence - one.sentence <= 1 and not two.depth
    if not beside or pattern("list", "remaining").search(two.label[-_REST:]) is None:
        return False
    others = two.label.strip().rstrip("的") in _OTHERS and two.sentence == one.sentence
    return others or share_a_word(one.label + one.after, two.label + two.after)


def _believed(near: Figures, total: Item, one: Item, two: Item) -> bool:
    steps = total.plain / total.quantity.scale / Fraction(total.quantity.step or 1)
    divided = division(total.label, [one.label, two.label])
    if steps < _SIDES:
        # (三)小学：城区30名，农村46名, told before as 小学教师76名.
        titled = divided == "whole" and share_a_word(one.lead, total.label)
        return steps >= _TITLED and (titled or (divided != "unknown" and _of_one_name(total, one, two)))
    if steps >= _ANY or divided == "whole":
        return True
    if pattern("gap", "denied").search(two.label[-10:]) is not None and share_a_word(total.label, one.label):
        return True  # 中小学186所……达到标准的学校159所，没有达标的27所
    if _named_alike(one.label, two.label):
        return True  # 食堂供餐的118所，企业供餐的5所
    named = share_a_word(one.label, two.label) or share_a_word(total.label, two.label)
    return steps >= _NAMED and (named or divided == "partition")


def _of_one_name(total: Item, one: Item, two: Item) -> bool:
    """Whether parts side by side and their whole bear one name: 53名师生受伤……受伤教职工10名，受伤学生43名."""
    common = pairs_of(one.label) & pairs_of(two.label) & pairs_of(total.label + total.after)
    return two.number == one.number + 1 and one.mark != "、" and bool(common) and one.label != two.label


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
