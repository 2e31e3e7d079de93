"""Whether a sum that does not hold was meant as one: what the grammars read is held against how people misprint."""

from __future__ import annotations

from collections.abc import Container, Sequence
from fractions import Fraction
from itertools import pairwise

from junheng.audit.judge import Judgement, judge
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation
from junheng.audit.relations.evident.evidence import gap
from junheng.audit.relations.evident.figures import Figures, changed, has, pattern, told
from junheng.audit.relations.evident.listed.others import came_and_went
from junheng.audit.relations.evident.listed.rows import crossing, left_open
from junheng.audit.relations.sums.labels.labels import of_families

_OVER, _SHORT, _SHORT_COLUMN, _TWICE = Fraction(3, 10), Fraction(1, 10), Fraction(1, 4), Fraction(3, 2)
"""How far a failing list may lie over its total, under it where it may be open, and under it where another column of it
comes out; and how much of the whole its two largest parts may be."""
_TWO, _AVERAGE, _SOME, _ONLY, _GROSS = 2, "平均", "有", "唯一", "总"
_PERSONS, _TIMES = "人", ("人次",)
_OPENING = ("among", "split", "unjoined", "hold", "list")
"""The rules of lists that may be open."""


def likely(near: Figures, made: Relation, columns: Container[tuple[int, int]]) -> bool:
    """Whether a sum that does not hold was meant as one: misprinted lists lie close to their total, open ones do not.

    Of the annotated reports' failing sums nine in ten lie within a twentieth of their total, the others have a slip
    that explains them (a zero lost, 元 for 万元) or are told by words that leave no doubt. So it is asked of lists
    behind words that also open what is not complete (其中, 按…分), not of those closed by the rest, nor of those
    another column of which comes out: `columns` tells the sentence and the number of parts of each sum that holds.
    """
    found = judge(made, explained=False) if made.kind == "sum" else None
    if found is None or found.holds or not made.total.value:
        return True
    row = near.told_of((made.total, *made.parts))
    if len(row) <= len(made.parts):
        return True
    head, parts = row[0], row[1:]
    if (
        _helped_twice(head, parts)
        or crossing(parts)
        or left_open(near, head, parts)
        or _ran_on(near, made, head, parts)
        or came_and_went(parts)
    ):
        return False
    if made.rule.startswith("bracket"):
        values = [part.value for part in made.parts]
        return len(parts) > 2 or max(values) >= made.total.value or sum(values) <= made.total.value * _TWICE
    if made.rule.startswith("backward"):
        # 公办4860人，普惠3640人，全县共10000人: of all there is, of which two kinds are told.
        return pattern("list", "all").search(head.label) is None or gap(made) <= _SHORT
    return not made.rule.startswith(_OPENING) or _meant(near, made, found, (head, parts), columns)


def _helped_twice(head: Item, parts: Sequence[Item]) -> bool:
    """Whether more persons are told by the kinds of help than there are: one may have two (助学金, 免学费)."""
    more = head.quantity.base == _PERSONS and head.unit not in _TIMES and sum(one.plain for one in parts) > head.plain
    return more and of_families([one.label for one in parts], ("aid_kinds",))


def without_one(near: Figures, every: Sequence[Relation]) -> list[Relation]:
    """Return relations but for lists that lack one of those their whole counts, where one is told apart.

    全县学校74所，其中小学52所、……。特教学校是74所学校中唯一免费的学校.
    """
    apart = (
        {(found[1], found[2]) for found in pattern("list", "only").finditer(near.text)} if _ONLY in near.text else {}
    )
    if not apart:
        return list(every)
    return [one for one in every if not (_lacks_one(one) and _printed(one.total.sources[0]) in apart)]


def _lacks_one(made: Relation) -> bool:
    return made.kind == "sum" and sum(part.value for part in made.parts) + 1 == made.total.value


def _printed(figure: Quantity) -> tuple[str, str]:
    return str(figure.value), figure.unit[:1]


def _ran_on(near: Figures, made: Relation, head: Item, parts: Sequence[Item]) -> bool:
    """Whether a list ran on into what is told of something else.

    Its last figure is in another clause and more than the whole (中学34所，其中高中4所、初中27所；小学281所), or
    tells so much for each (平均16名学生一台); or only some of its figures count what the whole counts
    (学校2所，学位900个，共5200个). A 0 too many (普高15所；职校160所) makes the last figure no other thing.
    """
    last = parts[-1]
    if head.number < parts[0].number:
        others = parts[:-1]
        over = len(others) > 1 and last.plain >= head.plain > max(one.plain for one in others)
        if over and last.segment not in {one.segment for one in others} and not _explained(made):
            return True
        if last.number in near.each or near.clause(last).startswith(_AVERAGE):
            return True
        # 争取资金8.4亿元。其中，项目类6.1亿元；实施项目48个，总投资2.9亿元: what is called a whole is one of its own.
        if last.segment != parts[0].segment and _GROSS in last.label and _GROSS not in parts[0].label:
            return True
    if len({one.segment for one in parts}) == len(parts) - 1 and any(_of_the_last(*two) for two in pairwise(parts)):
        return True
    units = [one.unit for one in parts]
    return head.number > last.number and _TWO <= units.count(head.unit) < len(units) and units[0] != head.unit


def _of_the_last(one: Item, two: Item) -> bool:
    """Whether a figure tells how many of the one before it are so: 乡镇成教中心15所，有6所达标."""
    return two.segment == one.segment and two.label == _SOME and two.unit == one.unit and two.plain < one.plain


def _meant(
    near: Figures,
    made: Relation,
    found: Judgement,
    row: tuple[Item, Sequence[Item]],
    columns: Container[tuple[int, int]],
) -> bool:
    """Whether a list behind words that also open what is not complete was meant as all of its total."""
    head, parts = row
    if any(_no_part(near, one) for one in parts):
        return False
    rest = has(told()["list"]["rest"], parts[-1].label[-8:] + parts[-1].after[:4])
    if rest or made.rule.startswith("list") or spanned(head.label, [one.label for one in parts]):
        return True
    return _in_reach(made, found, (parts[0].sentence, len(parts)) in columns) or _explained(made)


def spanned(head: str, labels: Sequence[str]) -> bool:
    """Whether a whole is made up of two parts by its very name (义务教育: 小学, 初中), and is none of them itself."""
    return len(labels) == _TWO and any(
        whole in head and not has(names, head) and all(any(name in label for label in labels) for name in names)
        for whole, *names in told()["list"]["spanned"]
    )


def _in_reach(made: Relation, found: Judgement, column: bool) -> bool:
    """Whether a list that may be open lies near enough to its total; `column`: another column of it comes out."""
    parts = sorted((part.value for part in made.parts), reverse=True)
    if found.off_by > 0:
        nested = sum(parts[:2]) > made.total.value * _TWICE or parts[0] >= made.total.value
        return not nested and (column or gap(made) <= _OVER)
    return gap(made) <= (_SHORT_COLUMN if column else _SHORT)


def _explained(made: Relation) -> bool:
    found = judge(made)
    return found is not None and bool(found.slip)


def _no_part(near: Figures, item: Item) -> bool:
    """Whether a figure cannot be a part: a bound (50人以下村小), a change, one with a minus before it."""
    bound = item.quantity.hedge in {"at_least", "at_most"}
    return bound or changed(item) or near.text[item.quantity.start - 1 : item.quantity.start] in tuple("-－−")
