"""Lists of quantities: which items of a run a total of a given unit may be made of, and what each of them adds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, pairwise

import msgspec

from junheng.audit.layout import Item
from junheng.audit.model import UNIT, Quantity, Term, fraction, scaled
from junheng.audit.relations.ground.nearby import each_too
from junheng.audit.relations.ground.terms import term
from junheng.audit.relations.sums.each import for_each, times
from junheng.audit.relations.sums.labels.labels import of_families, of_one_family
from junheng.audit.relations.sums.runs import STOPS, Run
from junheng.audit.relations.sums.triggers import triggers

FARTHEST = 60
"""How many items of a run a list may reach over."""
_DISTRIBUTED, _CONNECTED = "分别", 5
"""The word that gives each of several names its figure, and how much of what is told twice with it has to agree."""
Number = int | Fraction
_SIDES = {"at_most": False, "under": False, "at_least": True, "over": True}
"""The hedges that make a figure a threshold, and whether what is above it is meant."""
_EACHES = "每"
_OWN, _STAGES = ("title", "degree", "sex"), ("stage",)
"""The families of what each person has one of."""
_EACH = ("各", "均")
_NOUN_BEHIND, _FILLERS, _ENDING = re.compile(r"[\u4e00-\u9fff]{2,10}"), "共有设和及与的为", 2
_LATIN = re.compile("[A-Za-z]")
"""What a figure in a unit of another alphabet goes on with (2.03万GB)."""
_AGE = "岁"
_HAVING = ("有", "其中有", "已有", "现有")
_MEAN, _SHARE = ("平均", "平均每"), "占"


Bound = tuple[Fraction, str, bool]
"""A threshold: its value and dimension, and whether what is above it is meant."""


class Entry(msgspec.Struct, eq=False):
    """One item as a part of a total of a given unit."""

    place: int
    """Its place in the run."""
    item: Item
    label: str
    """Its label together with those of the items of other units before it in the list."""
    scale: Fraction
    """That of the total's unit; its own where one of the two has none."""
    times: int = 1
    """How many it counts for: 甲校和乙校各1所 is two."""
    cut: bool = False
    """The list may have ended before it."""
    loose: bool = False
    """It may belong to the part before it."""
    sure: bool = True
    """Its unit is the total's, or of its kin."""
    closes: bool = False
    """It is the rest (其他, 其余): the list ends here."""
    again: bool = False
    """A list in a list begins with it that goes on with one told before (新建中央和省级分别为…)."""
    sub: int = 0
    """How many entries before it it is the sub-total of."""
    doing: bool = False
    """It tells of something done, though the parts before it do not: another matter (其中小学58所；撤并教学点2个)."""
    bound: Bound | None = None
    """The threshold it is told by (20公里以内的116条)."""

    value: Number = 0
    """What it adds, in the unit of the total."""

    def __post_init__(self) -> None:
        """Work out the value, as a whole number where it is one: most are, and these are quick."""
        quantity = self.item.quantity
        own, scale = quantity.scale, self.scale
        value: Number
        if own is scale is UNIT:
            value = self.item.plain  # nearly all there is
        elif own is scale or own == scale:
            value = whole(fraction(quantity.value))
        else:
            value = whole(scaled(quantity.value, own.numerator * scale.denominator, own.denominator * scale.numerator))
        self.value = value * self.times if self.times != 1 else value

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return it as terms of a relation."""
        made = term(self.item.quantity, self.scale)
        # Nothing is nothing: 0万元 was not rounded as 41.60万元 beside it was.
        return (made if made.value else Term(made.value, made.value, made.sources),) * self.times


def whole(value: Fraction) -> Number:
    """Return a value as a whole number where it is one: sums of these are much quicker."""
    return value.numerator if value.denominator == 1 else value


def fit(total: Quantity, part: Quantity) -> int:
    """Return how well a part's unit fits the total's: 2 the same dimension, 1 kin or unit missing, 0 not at all."""
    if part.kind != "number" or total.kind != "number":
        return 0
    if part.base == total.base:
        return 2
    if not part.base or not total.base:
        return 1
    return 1 if triggers().kin(total, part) else 0


def entries(
    run: Run, start: int, total: Quantity, head: str, stop: int | None = None, *, also: str = ""
) -> list[Entry]:
    """Return what, from a place of a run on (up to another), may be the parts of a total, sub-totals drawn together.

    What is counted in `also` counts too.
    """
    found: list[Entry] = []
    under, passed = False, ""
    rate: Item | None = None
    doing = says("action", head)
    items = run.items
    for place in range(start, min(len(items) if stop is None else stop, start + FARTHEST)):
        item, label, join = items[place], run.words[place], run.joins[place]
        before = items[place - 1] if place > start else None
        turned = before is not None and item.segment != before.segment
        each = for_each(run, place) if join == "list" else 1
        if before is not None and join and join != "colon" and each == 1:
            under = not _in_step(run, start, place)
        if turned and not join:
            under = False
        passed = "" if turned else passed  # what was told of the part before
        again = not under and before is not None and join == "list" and each == 1
        if not label and before is not None and not item.mark and before.quantity.unit == _AGE:
            label = f"{before.quantity.value}{_AGE}"  # 3岁212人
        passed += label if item.quantity.kind != "share" or not label.startswith(_SHARE) else ""
        if under:
            continue
        level = fit(total, item.quantity) or int(item.quantity.base == also != "")
        if not level or (not item.quantity.base and (not label or _LATIN.match(item.after))):
            continue
        # 每篇1000元、省级500元；由每年2.6万元升到3.4万元: what goes on with a rate is one.
        goes_on = rate is not None and (not item.mark or each_too(rate, item))
        if goes_on or says("aside", item.label):
            rate = item if goes_on or _EACHES in item.label else None
            continue
        rate = None
        if _is_of_another(found, before, item, label) or (item.quantity.hedge and _is_bound(run, place)):
            continue
        kin = level == 1 and item.quantity.base not in {"", also}
        if kin and not _same_kind(total, item, label) and _told_in(total, run, start):
            continue
        scale = total.scale if total.base and item.quantity.base else item.quantity.scale
        sure = level == 2 or _same_kind(total, item, label)
        acts, changes, rest = _told_by(label)
        rest |= passed != label and _OTHERS.match(passed) is not None
        entry = Entry(
            place, item, passed or label, scale, times(run, place) if label.endswith(_EACH) else each, sure=sure,
            again=again, closes=rest, bound=None if item.mark else _bound(run, place),
        )  # fmt: skip
        if found:
            _join(run, found, entry, (acts, changes, label), total, doing=doing, turned=turned)
        _draw_together(found, entry)
        found.append(entry)
        passed = ""
    _lend_units(total, found)
    return found


def _join(
    run: Run, found: Sequence[Entry], entry: Entry, told: tuple[bool, bool, str], total: Quantity, *,
    doing: bool, turned: bool,
) -> None:  # fmt: skip
    """Tell of an entry whether the list may have ended before it, and whether it may belong to the one before.

    `told`: whether its label tells of something done, or of a change, and the label.
    """
    item, last = entry.item, found[-1].place
    acts, changes, label = told
    lost = last == entry.place - 1 and _lost_unit(found[-1].item, item)
    entry.loose = (item.mark == "" and last == entry.place - 1 and not lost) or changes
    entry.cut = (
        turned
        or found[-1].closes
        or says("turn", item.lead)
        or (not doing and acts)
        or (last < entry.place - 1 and item.mark not in "、" and _foreign(run, last, entry.place, total))
        or (item.mark in "，," and found[-1].item.mark == "、")
        or (len(found) > 1 and _turns_to_own(found, label))
    )
    # One of the list's own kind follows on another; a new verb begins something else.
    entry.doing = found[-1].doing or (acts and not any(map(_does, found)))
    entry.cut |= entry.doing and not found[-1].doing


def _lend_units(total: Quantity, found: Sequence[Entry]) -> None:
    """Take figures without a unit for such of the total's where that is told for others of the row of their list.

    框架8.73、砖混29.8万平方米; 小学226，教学点68个; 3岁212人；4岁238；5岁267人.
    """
    bare = [one for one in found if not one.item.quantity.base]
    if not total.base or not bare or len(bare) == len(found):
        return
    lost = {id(one) for one, two in pairwise(found) if two.place == one.place + 1 and _lost_unit(one.item, two.item)}
    if all(_is_bare(one, first=one is found[0], lost=id(one) in lost) for one in bare):
        for one in bare:
            one.sure = True


def _is_bare(one: Entry, *, first: bool, lost: bool) -> bool:
    """Return whether nothing but a name and a mark stands beside a figure without a unit.

    `lost`: the unit fell out together with the mark behind it.
    """
    marked = first or one.item.mark or one.label.endswith(_AGE)
    return bool(one.label and marked) and (lost or not one.item.after)


def _lost_unit(one: Item, two: Item) -> bool:
    """Return whether what stands right behind a figure is the name of the next: 高中418职校63人."""
    if one.quantity.base or two.mark or not two.label or not one.label:
        return False
    if says("uncounted", two.label):
        return False  # 小学37教学点9)、…: a bracket was lost
    return one.after.startswith(two.label) and of_one_family(one.label, two.label)


def _is_of_another(found: Sequence[Entry], before: Item | None, item: Item, label: str) -> bool:
    """Return whether a figure is a mean (平均16名学生一台), or tells how many of the part before it are so
    (成教中心12所，有4所达到示范标准).
    """
    if before is not None and not item.mark and before.label.endswith(_MEAN):
        return True
    if not found or label not in _HAVING or not item.after:
        return False
    last = found[-1].item
    return item.segment == last.segment and item.plain <= last.plain and not last.after


def _turns_to_own(found: Sequence[Entry], label: str) -> bool:
    """Return whether a list of others goes on with what each of them has one of (司机1人，厨工2人，中专学历20人)."""
    if (says("institution", label) or of_families([label], _STAGES)) and not says("cut", label):
        return False  # 初级中学, 普通高中, but 中专学历
    return of_families([label], _OWN) and not any(of_families([one.label], _OWN) for one in found)


def _told_in(total: Quantity, run: Run, start: int) -> bool:
    """Return whether a list holds figures of the total's own unit: what is only of its kin is no part then."""
    return bool(total.base) and any(one.quantity.base == total.base for one in run.items[start : start + FARTHEST])


def noun_behind(item: Item) -> str:
    """Return the end of the noun behind a figure (标准化考点, 考点共设), blank where none stands there."""
    found = _NOUN_BEHIND.match(item.after.strip())
    return found[0].rstrip(_FILLERS)[-_ENDING:] if found else ""


_OTHERS = re.compile("(?:除.{1,8}外)?(?:其他|其它|其余|剩余|余下)")
"""What begins the words of a part that is told of the others (其他7个县共获1595万元)."""


@lru_cache(maxsize=1 << 12)
def _told_by(label: str) -> tuple[bool, bool, bool]:
    """Return whether a label tells of something done, of a change, and of the rest: asked of every part at once."""
    acts = says("action", triggers().words["places"].sub("", label))  # 培训机构43所: nothing is done
    return acts, says("change", label), says("rest", label)


def _does(entry: Entry) -> bool:
    return says("action", entry.label)


def _is_bound(run: Run, place: int) -> bool:
    """Return whether an item is the threshold of what the next one counts (50人以下村小31所): no part of anything."""
    after = run.items[place + 1] if place + 1 < len(run.items) else None
    return run.items[place].quantity.hedge in _SIDES and after is not None and after.mark == ""


def _bound(run: Run, place: int) -> Bound | None:
    """Return the threshold an item is told by, None where there is none."""
    if not place or run.items[place].mark or run.items[place - 1].quantity.hedge not in _SIDES:
        return None
    quantity = run.items[place - 1].quantity
    return quantity.exact, quantity.base, _SIDES[quantity.hedge]


def _in_step(run: Run, start: int, place: int) -> bool:
    """Return whether a list in a list (分别为) goes on with one told before it: 维修…分别为…；新建…分别为…."""
    if not run.joins[start] == run.joins[place] == "list":
        return False
    one, other = run.items[start].lead.rstrip(STOPS), run.items[place].lead.rstrip(STOPS)
    turned = run.items[place].segment != run.items[place - 1].segment
    return (
        _DISTRIBUTED in one[-_CONNECTED:] and one[-_CONNECTED:] == other[-_CONNECTED:]
        if not turned
        else (_DISTRIBUTED in one and _DISTRIBUTED in other)
    )


@lru_cache(maxsize=1 << 12)
def says(what: str, words: str) -> bool:
    """Return whether words hold one of a kind; the same ones are asked about from many heads."""
    return triggers().words[what].search(words) is not None


@lru_cache(maxsize=1 << 12)
def _sums_up(label: str) -> bool:
    """Return whether a label is that of a sub-total."""
    return triggers().closing.fullmatch(label) is not None or triggers().ending.search(label) is not None


def _foreign(run: Run, last: int, place: int, total: Quantity) -> bool:
    """Return whether items of other units, told in clauses of their own, stand between two entries."""
    between = run.items[last + 1 : place]
    return any(one.quantity.kind == "number" and one.mark for one in between) and not fit(total, between[0].quantity)


def _same_kind(total: Quantity, item: Item, label: str) -> bool:
    if not total.base and not item.quantity.base:
        return True
    told = triggers()
    return "institution" in told.kin(total, item.quantity) and told.words["institution"].search(label) is not None


def firsts(found: Sequence[Entry]) -> list[Entry]:
    """Return the first part of each clause where every clause tells as many, the others of the same name in each.

    人大建议41件，办结41件；政协提案45件，办结44件: what was 办结 is no part beside the 建议 it is of.
    """
    if len(found) < 4 or found[0].item.segment == found[-1].item.segment:
        return []
    clauses = [list(clause) for _, clause in groupby(found, key=lambda one: one.item.segment)]
    size = len(clauses[0])
    if size < 2 or any(len(one) != size for one in clauses):
        return []
    names = [{one[at].label for one in clauses} for at in range(size)]
    turns = all(len(one) == 1 and "" not in one for one in names[1:])
    return [one[0] for one in clauses] if turns and len(names[0]) == len(clauses) else []


def _draw_together(found: list[Entry], entry: Entry) -> None:
    """Where an entry is labelled as the sub-total of those before it, put it in their place."""
    if len(found) < 2 or not _sums_up(_bare(entry.label)):
        return
    reached: Number = 0
    count = 0
    for one in reversed(found):
        reached, count = reached + one.value, count + 1
        if count > 1 and reached == entry.value:
            break
    else:
        same = [one for one in found if one.item.segment == entry.item.segment]
        count = len(same) if len(same) > 1 and len(same) < len(found) else 0
    if count:
        entry.cut, entry.sub = found[-count].cut, count
        del found[-count:]


def _bare(label: str) -> str:
    return label.strip(STOPS)


def apart(one: Number, other: Number) -> Number:
    """Return how far two values lie from each other; whole numbers stay whole."""
    return one - other if one > other else other - one


def total_of(parts: Sequence[Entry]) -> Number:
    """Return what entries come to, in the unit of their total."""
    return sum(one.value for one in parts)
