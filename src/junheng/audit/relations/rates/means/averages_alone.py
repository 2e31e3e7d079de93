"""Averages of the only two figures told beside them: 讲座36场，家长5724人次，平均每场159人次; 藏书…，学生…，生均….

What an average is for each of (场, 名教师, 个支部) names the number; of what is left in the sentence one figure counts
what the average does. Where just one pair is left the words leave no other reading, so it is read as failing too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation, Term
from junheng.audit.relations.ground.nearby import Near, alike
from junheng.audit.relations.ground.terms import relation, spans, term
from junheng.audit.relations.ground.wording import REACH, change, compared, holds_one, linked, scoped, stem, words
from junheng.audit.relations.rates.each import (
    NAMED,
    Each,
    counts,
    is_mean,
    listed,
    table,
    told_for,
    words_of,
    worked_out,
)

_MOST, _THREE, _TWO = 8, 3, 2
_SUMMED = re.compile("(?:一?共|合计|总计|总共|累计)")
_SERVED = re.compile(
    "平均(?:下来)?(?:每|[一1])[名位个](?P<who>[一-鿿]{2,6}?)(?:大约|约|就|却)?[要需须得]{0,2}(?:照看|照顾|照料|服务|负责|管理|管|面对|辅导|带|看护|看管|承担|负担|对应|应对)"
)
_BOARDERS, _ALL_PUPILS, _BORNE = ("寄宿生", "住宿生", "住校生"), ("学生", "在校生", "幼儿"), Fraction(1, 25)
_MARKS, _TOTAL_OF_MARKS = "分", "总分"
_VISITS = {"次": "人次"}
"""Attendances, told for each person as so many times."""
_CLOSE = (Fraction(1, 2), Fraction(2))
_SLIPS = frozenset(
    {"zero_lost", "zero_added", "digit_added", "digit_lost", "swapped", "places", "unit_small", "unit_large"}
)
_NO_NOUN, _NAME, _BEHIND = "平均", 6, 4
_ANY, _PUPILS = frozenset({"人", "生"}), "学生"
_PERSON, _EACH_ONE, _PERSONS = "人", "个", ("孩子", "学生", "幼儿", "儿童", "娃", "小朋友")


def alone(near: Near, item: Item) -> Relation | None:
    """Return the average of the one total and the one number told beside a figure."""
    each = _each(near, item)
    if each is None or item.quantity.hedge in {"at_least", "at_most"} or change(item.label):
        return None
    figures = figures_near(near, item)
    if figures is None:
        return served(near, item)
    for one in each:
        made = _of(near, item, one, figures)
        if made is not None:
            return made
    return _of_period(near, item, each, figures) or served(near, item)


def served(near: Near, item: Item) -> Relation | None:
    """`寄宿生12480人。……生活老师156名，平均一名老师照看80个孩子`: of those told pages before, by what they are."""
    match = _SERVED.search(item.label)
    if match is None or item.quantity.hedge or not (item.quantity.base == _PERSON or item.after.startswith(_PERSONS)):
        return None
    number = near.items[item.number - 1] if item.number else item
    if number.sentence != item.sentence or number.quantity.base != _PERSON or not linked(match["who"], number.label):
        return None
    tried = Fraction(0)
    for name in _BOARDERS if "生活" in number.label or "宿" in number.label else _ALL_PUPILS:
        for top in near.labelled(name, number, _NAME):
            tried += Fraction(item.quantity.step) / Fraction(item.quantity.value) / 2
            if tried > _BORNE:
                return None
            if top.quantity.base == _PERSON and holds(made := averaged_of(top, number, item, None)):
                return made
    return None


def _each(near: Near, item: Item) -> tuple[Each, ...] | None:
    """Return what a figure told as a mean is for each of; None where it is none."""
    found = told_for(item.label)
    if not found:
        return None
    many = any(one.many > 1 for one in found)  # 每百生12台: of so many at once nothing is given
    return found if many or worked_out(near.text, item) else None


def figures_near(near: Near, item: Item) -> list[Item] | None:
    """Return the other figures of a sentence, with those of the one before where it tells too few; None if too many."""
    found: list[Item] = []
    for step in (-1, 1):
        at = item.number + step
        while 0 <= at < len(near.items) and near.items[at].sentence == item.sentence:
            found.append(near.items[at])
            at += step
            if len(found) > _MOST:
                return None
    if sum(one.quantity.kind == "number" for one in found) < _THREE - 1:
        first = min([item, *found], key=_number)
        at = first.number - 1
        if at >= 0 and near.items[at].sentence == item.sentence - 1 and near.items[at].paragraph == item.paragraph:
            sentence = near.items[at].sentence
            while at >= 0 and near.items[at].sentence == sentence and len(found) <= _MOST:
                found.append(near.items[at])
                at -= 1
    return sorted(found, key=_number)


def _number(one: Item) -> int:
    return one.number


def _of(near: Near, item: Item, each: Each, figures: Sequence[Item]) -> Relation | None:
    visits = _VISITS.get(item.quantity.base)
    numbers = [(counts(one, each), one) for one in figures if one.quantity.base != visits]
    best = max((grade for grade, _ in numbers), default=0)
    named = [one for grade, one in numbers if grade == best and grade]
    if len(named) > 1:  # 23个乡镇共有幼儿园161所: what is summed bears the name of what it is counted in
        named = [one for one in named if not _summed(one, item)]
    if len(named) != 1:
        return None
    number = named[0]
    tops = [one for one in figures if one is not number and _summed(one, item) and not _for_each(one)]
    tops = _wholes([one for one in tops if one.quantity.value != 1] or tops)
    if len(tops) > 1:
        tops = [one for one in tops if not (change(one.label) or _part(one, tops))] or tops
    noun = _noun(item, each, number)
    if len(tops) > 1 and noun:
        tops = [one for one in tops if linked(noun, words_of(one))]
    if len(tops) > 1 and len(name := stem(number.label)[-_THREE:]) == _THREE and name[:_TWO] in each.name:
        tops = [one for one in tops if name in one.label]  # 家庭户294617户，家庭户人口703095人，集体户人口48294人
    if len(tops) != 1 or not number.quantity.value:
        return None
    top = tops[0]
    bracketed = number.parent is item and top.parent is item and is_mean(item.label)
    if number.number < top.number > item.number and not bracketed:
        return None  # 人均奖励2000元，67名教师拿到13.4万元: a product; 生均图书20册（学生23415人，藏书468300册）: none
    made = averaged_of(top, number, item, each)
    if holds(made):
        return made
    sure = (best == NAMED or _of_kin(each, number)) and _only(figures, (top, number, item), each)
    return made if sure and _asserted(near, item, each, (top, number)) and sized(made) else None


def _summed(one: Item, item: Item) -> bool:
    """Whether a figure counts what an average does: 元 of 元, attendances of times each."""
    figure = one.quantity
    if figure.kind != "number" or not figure.base:
        return False
    if figure.base == _MARKS:
        return item.quantity.base == _MARKS and _TOTAL_OF_MARKS in one.label[-6:]
    kin = alike(figure, item.quantity)
    if figure.base == _PERSON and item.unit == _EACH_ONE:
        return item.after.startswith(_PERSONS)  # 一名老师照看80个孩子
    if kin == 1 and item.after:  # 幼儿园18所, 每个村有1.5个幼儿园
        return linked(item.after[:_BEHIND], words_of(one))
    return kin == 2 or _VISITS.get(item.quantity.base) == figure.base


def _wholes(tops: list[Item]) -> list[Item]:
    """Return some figures without the parts of one of them: 3486万元，其中中央2100万元，省级650万元，县级736万元."""
    reached: int | Fraction = 0
    for at, one in enumerate(tops):
        if at >= _TWO and one.plain == reached and _SUMMED.match(one.label) is not None:
            return tops[at:]  # 156人、168人、144人，共468人
        reached += one.plain
    for at in range(1, len(tops) - 1):
        if not tops[at].label.lstrip().startswith(words("common", "opening")):
            continue
        reached = 0
        for end in range(at, len(tops)):
            reached += tops[end].plain
            if reached == tops[at - 1].plain:
                return [*tops[:at], *tops[end + 1 :]]
    return tops


def _part(one: Item, tops: Sequence[Item]) -> bool:
    """Whether a figure is told as some of one before it: 共录取1260人，其中男生650人，分28个班，每班平均45人."""
    opened = one.label.lstrip().startswith(words("common", "opening"))
    return opened and any(other.number < one.number and other.plain > one.plain for other in tops)


def _for_each(one: Item) -> bool:
    each = told_for(one.label)
    return bool(each) and each[0].unit not in listed("periods")


def _of_kin(each: Each, number: Item) -> bool:
    """Whether a number counted in the unit of an average may be meant by it: 寄宿生 by 每名学生; any by 每人."""
    return each.unit in _ANY or not each.name or not set(each.name[:2]).isdisjoint(words_of(number))


def _noun(item: Item, each: Each, number: Item) -> str:
    """Return what is averaged, where the label says it: 捐款 of 人均捐款, 学生 of 每名教师负担学生."""
    behind = item.label[-REACH:][each.end :]
    named = next((at for at in range(min(len(behind), _NAME), 1, -1) if behind[:at] in words_of(number)), 0)
    if not named and behind.startswith(_PUPILS) and _PUPILS[-1] in words_of(number):
        named = len(_PUPILS)  # 在校生 of 每百名学生
    noun = behind[named:].replace(_NO_NOUN, "")
    for word in listed("idle"):
        noun = noun.replace(word, " ")
    return max(noun.split(), key=len, default="") if noun.strip() else ""


def _only(figures: Sequence[Item], row: tuple[Item, Item, Item], each: Each) -> bool:
    """Whether no other figure beside an average may be a side of it: 一天 tells nothing, nor do 占5.5%, 新增612万元."""
    top, _, item = row
    rest = [one for one in figures if one not in row and (_summed(one, item) or counts(one, each))]
    rest = [one for one in rest if not (_part(one, [top]) or (one.number < top.number and _SUMMED.match(top.label)))]
    return all(one.quantity.value == 1 or change(one.label) or _of_another_name(one, top, item) for one in rest)


def _of_another_name(one: Item, top: Item, item: Item) -> bool:
    """Whether an average names its total, and another figure bears none of that name: 建筑面积 beside 生均占地."""
    noun = item.label[-_NAME:]
    return _summed(one, item) and linked(noun, words_of(top)) and not linked(noun, words_of(one))


def _asserted(near: Near, item: Item, each: Each, pair: tuple[Item, Item]) -> bool:
    """Whether an average that does not come out is told of two figures and of nothing else."""
    top, number = pair
    row = sorted((*pair, item), key=_number)
    if any(one.quantity.hedge for one in row) or not near.unbroken(row[0], row[-1]):
        return False
    aimed = any(holds_one(one.label[-24:], words("common", "aim")) or change(one.label) for one in row)
    parts = holds_one(top.label + number.label, words("common", "opening")) or scoped(top.label) or compared(top.label)
    norm = holds_one(item.label, ("标准", "定额"))
    if aimed or parts or norm or item.after[:6].startswith(words("common", "aim_after")):
        return False
    noun = _noun(item, each, number)
    if len(noun) > 1 and not set(noun) & set(words_of(top)):
        return False
    prefix = item.label[-REACH:][: each.start]
    for word in listed("neutral"):
        prefix = prefix.replace(word, "")
    return len(prefix) < 2 or linked(prefix, words_of(top) + words_of(number))


def sized(made: Relation) -> bool:
    """Whether what is printed is of the size of what comes out, or one slip of the pen away from it."""
    found = judge(made)
    if found is None or not found.computed or not made.total.value:
        return False
    return _CLOSE[0] < found.computed / made.total.value < _CLOSE[1] or found.slip in _SLIPS


def _of_period(near: Near, item: Item, each: tuple[Each, ...], figures: Sequence[Item]) -> Relation | None:
    """`全年水电费8.64万元，月均7200元`: by the months of the year a total is told for; they are printed nowhere."""
    if len(each) != 1 or item.quantity.kind != "number":
        return None
    whole = table()["each"]["whole"].get(each[0].unit, ())
    tops = [one for one in figures if one.number < item.number and _summed(one, item)]
    if len(tops) != 1 or tops[0].number != item.number - 1:
        return None
    label = tops[0].label
    many = next((many for word, many in whole if word in label), 0)
    if not many:
        return None
    by = Term(Fraction(many), Fraction(0), ())
    parts: list[Quantity | Term] = [tops[0].quantity, by]
    made = relation("average", parts, item.quantity, "average.period", spans([tops[0], item]))
    if holds(made):
        return made
    found = judge(made)
    sure = len(figures) == 1 and found is not None and found.slip in _SLIPS
    return made if sure and _asserted(near, item, each[0], (tops[0], tops[0])) else None


def averaged_of(top: Item, number: Item, item: Item, each: Each | None) -> Relation:
    """Return the average of a total over a number, by as many as an average is told for (每百名)."""
    scale = number.quantity.scale if number.unit in {"年", "周"} else Fraction(1)
    by = term(number.quantity, scale)
    if each is not None and each.many > 1:
        by = Term(by.value / each.many, by.slack / each.many, by.sources)
    parts: list[Quantity | Term] = [term(top.quantity, item.quantity.scale), by]
    figures = sorted((top, number, item), key=_number)
    return relation("average", parts, item.quantity, "average.alone", spans(figures))
