"""So many times as much (增长2倍, 是去年的3.6倍), and so many pupils to a teacher (生师比24:1).

A share or a growth told in times is one in per cent: 3.6倍 is 360 %, 增长2倍 is 200 %. A ratio of pupils to teachers is
the average of the pupils over the teachers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Quantity, Relation, RelationKind, Term
from junheng.audit.quantities import quantities
from junheng.audit.relations.changes.apart.recalled import pair_recalled
from junheng.audit.relations.changes.sides import sides
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import change, holds_one, linked, wording, words
from junheng.audit.relations.rates import ratios, sexes
from junheng.audit.relations.rates.each import is_mean
from junheng.audit.relations.rates.means.ways import way_to
from junheng.audit.relations.rates.staffed_far import only_pair, pairs_before, stage_pair

_HUNDRED = 100
_OF = re.compile(wording()["multiple"]["of"])
_STAFFING = re.compile(wording()["multiple"]["staffing"])
_PLAIN = re.compile("\\s*(\\d{1,2}\\.\\d{1,2})\\s*(?:[，,。；;）)\n]|$)")
_PUPILS, _TEACHERS, _NORM, _STAGES = (words("multiple", name) for name in ("pupils", "teachers", "norm", "stages"))
_NOT_OF_IT = (*words("common", "aim"), *words("growth", "mean"), *words("multiple", "elsewhere"))
_FRONT, _LENGTH, _OPENS = 12, 24, 10
"""How many characters before the name of a ratio of pupils to teachers are looked at, and behind it; how many stand
before one that opens a sentence."""
_HAVE = re.compile("配备|配有|配置|现有|拥有|共?有")
"""What stands between pupils and the teachers they have: 1628名学生配备教师82人."""
_CLAUSES = re.compile("[，,。；;、\n]")
_AND, _LISTED = re.compile("[和与及]$"), frozenset("、和与及")
_OVERALL = ("全", "总", "平均", "整体", "综合", "合计", "中小学", "义务教育", "义教")
"""What says of a ratio that it is of more than the two counts beside it."""
_MANY_DIGITS, _BACK, _FEW = Fraction(1, 500), 24, 3
"""How little of a ratio its last digit is, for figures farther off; how many of these are looked at."""
_SHORT, _PLACES = 6, ("城区", "县城", "城镇", "镇区", "农村", "乡镇", "乡村", "公办", "民办")
_LEVELS = (*(one for one in _STAGES if one not in _PLACES), "中小学", "学前", "职")
_WINDOW, _SENTENCES = 8, 1
"""How many figures and sentences around it are looked at."""
_WEIGHTED, _WEIGHED = "折合", 4
"""Pupils and teachers reckoned up (折合教师总数) are told for the ratio, if some sentences before it."""
_CLOSE, _SLIPS = Fraction(1, 20), frozenset({"swapped", "truncated"})
"""How far one that does not come out may lie, and which slips explain one that lies farther."""
_CLASSES = frozenset({"个", "班", "个班"})
_BORNE = Fraction(1, 12)
"""How many accidents are borne."""


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield what is told in times, then the ratios of pupils to teachers."""
    near = Near(layout)
    for item in layout.items:
        if item.quantity.kind == "times" and item.quantity.value and (made := _times(near, item)) is not None:
            yield made
    staffed: set[int] = set()
    for match in _STAFFING.finditer(clean.text):
        if (made := _staffing(near, match)) is not None:
            staffed.add(made.total.sources[0].start)
            yield made
    for made in ratios.find(near):
        if made.total.sources[0].start not in staffed:
            yield made
    yield from sexes.find(near)


# --- Times ------------------------------------------------------------------------------------------------------------


def _times(near: Near, item: Item) -> Relation | None:
    if holds_one(item.label[-24:], _NOT_OF_IT):
        return None
    if way := change(item.label):
        return _grown(near, item, way)
    if item.mark == "" and item.label.strip() == "的":
        return _behind_its_base(near, item)
    if _OF.search(item.label) is None or not item.label.rstrip().endswith("的"):
        return None
    found = sides(near, item, ("number",))
    pair = (found[0], found[1]) if found is not None else _way_before(near, item)
    return _in_times(near, "ratio", pair, item, found is None) if pair is not None else None


def _behind_its_base(near: Near, item: Item) -> Relation | None:
    """Return how many times its base a figure is, both told right before it: 专科3600人是本科1200人的3倍."""
    base = near.previous(item)
    told = near.previous(base) if base is not None else None
    if base is None or told is None or _OF.search(base.label) is None or not same_kind(told.quantity, base.quantity):
        return None
    return _in_times(near, "ratio", (told, base), item, told.number == base.number - 1 == item.number - 2)


def _grown(near: Near, item: Item, way: str) -> Relation | None:
    """Return a growth told in times of two figures told beside it, or in two sentences."""
    found = sides(near, item, ("number",))
    if found is not None:
        return _in_times(near, "growth", (found[1], found[0]), item, found[2], way)
    pair = pair_recalled(near, item, way)
    return _in_times(near, "growth", pair, item, False, way) if pair is not None else None


def _way_before(near: Near, item: Item) -> tuple[Item, Item] | None:
    """`测试人数从2880人增加到10380人。今年的测试人数是去年的3.6倍`: the one way told before, its end first."""
    last = near.items[item.number - 1] if item.number else item
    here = [one for one in near.items[max(0, item.number - _WINDOW) : item.number] if one.sentence == last.sentence]
    ways = [way for one in here if (way := way_to(near, one)) is not None]
    beside = last.sentence == item.sentence - 1 and last.paragraph == item.paragraph and len(ways) == 1
    return ways[0][::-1] if beside and linked(item.label, ways[0][0].label) else None


def _in_times(  # noqa: PLR0917
    near: Near, kind: RelationKind, parts: tuple[Item, Item], item: Item, sure: bool, way: str = "up"
) -> Relation | None:
    """Return a share or a growth told in times; one that does not come out only where the words are sure."""
    figure = item.quantity
    total = Term(Fraction(figure.value) * _HUNDRED, Fraction(figure.step) * _HUNDRED / 2, (figure,))
    told = relation(
        kind,
        [one.quantity for one in parts],
        negative(total) if way == "down" else total,
        f"{kind}.times",
        spans([*parts, item]),
    )
    made = Relation(told.kind, told.parts, told.total, "%", told.spans, told.rule)
    hedged = any(one.quantity.hedge for one in (*parts, item))
    first = min(parts, key=lambda one: one.number)
    return made if holds(made) or (sure and not hedged and near.unbroken(first, item)) else None


# --- Pupils to a teacher ----------------------------------------------------------------------------------------------


def _staffing(near: Near, match: re.Match[str]) -> Relation | None:
    """Return the ratio of the pupils and the teachers told near it: `在校生17400人，专任教师1000人，师生比1:17.4`."""
    if holds_one(near.text[max(0, match.start() - _FRONT) : match.end()], _NORM):
        return None
    total = _ratio(near, match.end())
    if total is None or not total.value:
        return None
    at = near.at(match.start())
    around = [near.items[place] for place in range(max(0, at - _WINDOW), min(len(near.items), at + _WINDOW))]
    around = [one for one in around if one.quantity.kind == "number" and one.quantity.base in {"人", ""}]
    here = _sentence(near, match.start(), at)
    # 在校生485598人，增加1219人。教师27918人，增加757人。生师比17:1。: of the two sentences before its own
    reach = _SENTENCES + (at > 0 and here > near.items[at - 1].sentence)
    around = [one for one in around if abs(one.sentence - here) <= (_WEIGHED if _WEIGHTED in one.label else reach)]
    around.sort(key=lambda one: abs(one.quantity.start - match.start()))
    front = near.text[max(0, match.start() - _FRONT) : match.start()]
    stage = next((one for one in _STAGES if front.endswith(one)), "")
    names = {one.number: _name(near, one) for one in around}
    teachers = [one for one in around if holds_one(names[one.number], _TEACHERS)]
    pupils = [one for one in around if holds_one(names[one.number], _PUPILS) and one not in teachers]
    clause = _CLAUSES.split(front)[-1]
    if place := next((each for each in _PLACES if each in clause), ""):
        # 城区教师414名，农村教师617名……城区小学配备师生比: of those of its own place.
        own = [[one for one in each if _of_place(near, one, place)] for each in (pupils, teachers)]
        pupils, teachers = own if all(own) else (pupils, teachers)
        stage = "" if all(own) and stage in _PLACES else stage
    accident, tried = Fraction(total.step) / Fraction(total.value), Fraction(0)
    told_before = pairs_before(near, total, stage) if stage or not place else ()
    for pupil, teacher in dict.fromkeys((*told_before, *product(pupils, teachers))):
        tried += accident
        if tried <= _BORNE and holds(made := _staffed(pupil, teacher, total)):
            return made
    if (told := _further(near, total, accident) or _of_one_place(clause, pupils, teachers, place, total)) is not None:
        return told
    overall = holds_one(front, _OVERALL)
    if pupils and teachers and not overall and _side_by_side(near, pupils[0], teachers[0], total):
        pupils, teachers = pupils[:1], teachers[:1]
    if len(pupils) == len(teachers) == 1 and (not stage or stage in pupils[0].label + teachers[0].label):
        made = _staffed(pupils[0], teachers[0], total)
        if _surely_staffed(near, pupils[0], teachers[0], total):
            return made
    pair = (only_pair(near, total, match[0]) or stage_pair(near, total)) if not stage else None
    return _nearly(_staffed(*pair, total)) if pair is not None else None


def _name(near: Near, one: Item) -> str:
    """Return what persons are called: before their number, or right behind it (287名教师，3936名学生)."""
    after = _AND.sub("", _HAVE.split(one.after.strip())[0])
    behind = near.items[one.number + 1] if one.number + 1 < len(near.items) else None
    called = 0 < len(after) <= _SHORT and (behind is None or behind.mark != "" or len(after) < len(one.after.strip()))
    return after if called and holds_one(after, (*_PUPILS, *_TEACHERS)) else one.label[-8:]


def _further(near: Near, total: Quantity, accident: Fraction) -> Relation | None:
    """Return a ratio of many digits of pupils and teachers told some sentences before it, other figures between."""
    if accident > _MANY_DIGITS:
        return None
    at = near.at(total.start)
    window = [one for one in near.items[max(0, at - _BACK) : at][::-1] if one.quantity.base == "人"]
    window = [one for one in window if one.paragraph >= near.items[at - 1].paragraph - _FEW and not _changed(one)]
    teachers = [one for one in window if holds_one(one.label[-8:], _TEACHERS)][:1]
    pupils = [one for one in window if holds_one(one.label[-8:], _PUPILS) and one not in teachers][:_FEW]
    made = (_staffed(pupil, teacher, total) for teacher in teachers for pupil in pupils)
    return next((one for one in made if holds(one)), None)


def _of_one_place(
    front: str, pupils: Sequence[Item], teachers: Sequence[Item], place: str, total: Quantity
) -> Relation | None:
    """Return the ratio of the one count of pupils and the one of teachers that are told of its place.

    It fails only where all three are told of one stage, or of none.
    """
    told = [one for one in (*pupils, *teachers) if place and place in one.label]
    if not len(pupils) == len(teachers) == 1 or len(told) != len(pupils) + len(teachers):
        return None
    made = _staffed(pupils[0], teachers[0], total)
    stages = [[each for each in _LEVELS if each in label] for label in (front, pupils[0].label, teachers[0].label)]
    if holds(made) or stages[0] == stages[1] == stages[2]:
        return made if holds(made) else _nearly(made)
    return None


def _of_place(near: Near, one: Item, place: str) -> bool:
    """Whether persons are told of a place, or right behind others of it: 城区学生8000人、教师400人."""
    before = near.items[one.number - 1] if one.number and one.mark in _LISTED else one
    return place in one.label or (place in before.label and not holds_one(one.label, _PLACES))


def _side_by_side(near: Near, pupil: Item, teacher: Item, total: Quantity) -> bool:
    """Whether pupils and teachers stand one behind the other, and right before their ratio."""
    first, last = sorted((pupil, teacher), key=lambda one: one.number)
    beside = last.number == first.number + 1 and last.segment == first.segment and first.depth == last.depth
    return (
        beside and near.at(total.start) == last.number + 1 and near.text.find("；", last.quantity.end, total.start) < 0
    )


def _nearly(made: Relation) -> Relation | None:
    """Return a ratio of figures told apart that lies close to what comes out."""
    found = judge(made)
    hedged = any(one.hedge for side in (*made.parts, made.total) for one in side.sources)
    if found is None or hedged:
        return None
    return made if abs(found.off_by) < made.total.value * _CLOSE or found.slip in _SLIPS else None


def _sentence(near: Near, start: int, at: int) -> int:
    """Return the sentence a place stands in: that of the figure before it, or the one that begins behind that."""
    before = near.items[at - 1] if at else None
    if before is None:
        return near.items[at].sentence if at < len(near.items) else 0
    behind = near.text[before.quantity.end : start]
    return before.sentence + holds_one(behind[-400:], ("。", "\n", "；", ";"))


def _ratio(near: Near, start: int) -> Quantity | None:
    """Return the figure of a ratio that is not 1, with its place: 17.4 of 1:17.4."""
    behind = near.text[start : start + _LENGTH]
    if (plain := _PLAIN.match(behind)) is not None:  # 生师比为20.55
        value = Decimal(plain[1])
        step = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
        return Quantity(start + plain.start(1), start + plain.end(1), value, step, number_end=start + plain.end(1))
    for one in quantities(behind):
        if one.kind != "ratio" or one.high is None or one.start > _LENGTH // 2:
            return None
        if 1 not in {one.value, one.high} or not max(one.value, one.high):
            return None
        value = max(one.value, one.high)
        step = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
        return Quantity(start + one.start, start + one.end, value, step, hedge=one.hedge, number_end=start + one.end)
    return None


def _staffed(pupil: Item, teacher: Item, total: Quantity) -> Relation:
    alike_ = pupil.quantity.scale == teacher.quantity.scale  # 10339.25万人 and 609.19万人 as they are printed
    number = teacher.quantity.scale if alike_ else Fraction(1)
    sides_ = [term(pupil.quantity, number), term(teacher.quantity, number)]
    places = [*spans([pupil, teacher]), (total.start, total.end)]
    return relation("average", list(sides_), total, "average.staffing", places)


def _no_side(one: Item) -> bool:
    """Whether a figure between pupils and teachers is neither: 学生2208人，48个班，班均46人；教师156人."""
    return is_mean(one.label) or one.quantity.kind != "number" or one.unit in _CLASSES or _changed(one)


def _changed(one: Item) -> bool:
    return bool(change(one.label))


def _surely_staffed(near: Near, pupil: Item, teacher: Item, total: Quantity) -> bool:
    """Whether the two counts stand side by side before the ratio, in its sentence, and it is of their size."""
    first, last = sorted((pupil, teacher), key=lambda one: one.number)
    between = near.items[first.number + 1 : last.number]
    apart = last.sentence - first.sentence
    beside = first.depth == last.depth and (
        all(map(_no_side, between)) if not apart else apart == 1 and bool(between) and all(map(_changed, between))
    )
    # 教师16540人，比上年增加649人。生师比12:1: changes told of it, and a sentence that opens with the ratio
    told = [one for one in near.items[last.number + 1 : near.at(total.start)] if not _changed(one)]
    after = near.items[near.at(total.start) - 1].quantity.end
    behind = near.text[after : total.start]
    close = beside and not told and total.start > last.quantity.end and len(behind) <= _LENGTH
    close = close and (not holds_one(behind, ("。", "\n")) or (behind.startswith("。") and len(behind) <= _OPENS))
    if not close or any(one.hedge for one in (pupil.quantity, teacher.quantity, total)):
        return False
    worth = near.value(pupil) / near.value(teacher) / Fraction(total.value) if near.value(teacher) else Fraction(0)
    return Fraction(1, 2) < worth < 2 and near.unbroken(first, last)
