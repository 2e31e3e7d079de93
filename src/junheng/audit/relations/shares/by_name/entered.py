"""Shares of those who sat, signed up or were due, told sentences before: 报名参加高考2986人……上线率93.4%.

The count right before the rate bears what it is of (上线, 合格, 辍学), and one count alone is told as what such a rate
is of (参加, 报名, 在校). A share may name that whole by one of its words (占报名人数的, 占毕业生总数的). Where no other
is told, nothing else is meant: such a share is read also where it is misprinted. Of those who only signed up (报名,
应考) fewer may have come, of whom the published rate is: there only a slip of the pen tells a misprint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import ceil, floor

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation, fraction
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, term, worked_out
from junheng.audit.relations.ground.wording import change, compared, holds_one, linked, scoped, stem, words
from junheng.audit.relations.shares.lexicon import lexicon, pattern
from junheng.audit.relations.shares.percentages import Told, core_name
from junheng.audit.relations.shares.wholes import made_share, misprinted, told_as_share

_BACK, _SENTENCES, _PARAGRAPHS = 30, 12, 2
"""How many figures, sentences and paragraphs before a share its whole may stand."""
_CLOSE, _BESIDE, _SLIP, _LABEL, _BEHIND, _NAME = Fraction(1, 8), Fraction(1, 5), Fraction(0), 16, 12, 2
"""How far a misprinted share lies at most, where its whole stands right before its part, and where only a slip counts.
"""
_FEW = 6
"""How many figures may stand between a whole and its part for each to be looked at as told of those left out."""
_OURS = re.compile("[全我本该][校县市区州省镇乡园旗]|[县市区]直")
_PLACE = re.compile(
    "[一-鿿](?:中学|小学|[一二三四五六七八九十]中|(?<![在学住离返入])校(?![舍园车企服级长际本医外内均])|县|市|区|镇|乡|幼儿园)|男|女|应届|往届|文科|理科|艺体|类"
)
_RATE = re.compile("[一-鿿]{2}率$")
_TIMED = re.compile("[去上前]一?年|上学[年期]|同期|(?:19|20)[0-9]{2}[年级届]")
"""Ours (全县, 我校), what is told of one school, place, sex or kind, and of another time."""
_OPENING = words("common", "opening")


@cache
def _named() -> tuple[tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]], ...]:
    """Return by what a rate ends, what its part is told with and what its whole."""
    rows: list[list[str]] = lexicon()["entered"]["rates"]
    found = [tuple(map(re.compile, row)) for row in rows]
    return tuple((one[0], one[1], one[2]) for one in found)


@cache
def _unsure() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return by what a rate ends, and by what a whole is told of which it need not be."""
    rows: list[list[str]] = lexicon()["entered"]["unsure"]
    return tuple((re.compile(rate), re.compile(whole)) for rate, whole in rows)


def of_entered(near: Near, told: Told, top: Item | None) -> Relation | None:
    """Return the rate of those told by its name, of the one count told before as those it is of."""
    item = told.item
    if top is None or top.number != item.number - 1 or not item.quantity.value or _loose(top) or _loose(item):
        return None
    whole, rule = (_of_rate(near, told, top), "share.entered") if told.form == "rate" else (None, "")
    if told.form == "named":
        whole, rule = _of_name(near, told, top), "share.called"
    if whole is None or _loose(whole) or top.plain > whole.plain:
        return None
    if of_another_time(top, whole):
        return None
    made = made_share(near, top, whole, item, rule)
    return made if holds(made) or _may_fail(near, told, made, (top, whole)) else None


def _may_fail(near: Near, told: Told, made: Relation, sides: tuple[Item, Item]) -> bool:
    """Whether a share that does not come out is told of these two and no others, and is misprinted."""
    top, whole = sides
    between = near.items[whole.number + 1 : top.number]
    # 报名4210人，缺考32人: of those who came
    away = any(re.search(lexicon()["entered"]["away"], _around(one)) is not None for one in between)
    if away or (told.form == "rate" and _of_others(told, top, whole)):
        return False
    within = _CLOSE if between else _BESIDE
    if not _sure(told, whole) and _of_fewer(top, told.item):
        within = _SLIP
    elif _of_those_left(near, told.item, sides, between):
        return False
    return misprinted(made, within) and near.unbroken(top, told.item)


def _of_fewer(top: Item, item: Item) -> bool:
    """Whether a share can be of some number of people, whichever: 2790 are 94.45% of 2954, and 94.43% of nobody."""
    share, step = fraction(item.quantity.value), fraction(item.quantity.step)
    if top.quantity.scale != 1 or top.quantity.step != 1 or not step:
        return True
    # Rounded or cut.
    low, high = (100 * top.quantity.exact / one for one in (share + step, share - step / 2))
    return floor(high) >= ceil(low)


def _sure(told: Told, whole: Item) -> bool:
    """Whether a share can be of nothing else than the whole found: 上线率 may be of fewer than signed up."""
    around = _around(whole)
    if told.form == "rate":
        name = stem(told.subject)
        return not any(rate.search(name) and told_of.search(around) for rate, told_of in _unsure())
    name = core_name(told.whole)
    return linked(name.removesuffix("人数").removesuffix("总数")[-_NAME:], around)


def _of_those_left(near: Near, item: Item, sides: tuple[Item, Item], between: list[Item]) -> bool:
    """Whether a share comes out of its whole without those told between: 1500人。取消资格100人。上线600人，42.9%."""
    top, whole = sides
    if len(between) > _FEW:
        return False
    less = [one for one in between if same_kind(one.quantity, whole.quantity)]
    for out in [*([one] for one in less), less]:
        left = worked_out([(1, whole.quantity), *((-1, one.quantity) for one in out)], whole.quantity.scale)
        share = relation("ratio", [term(top.quantity, whole.quantity.scale), left], item.quantity, "share.entered", [])
        if left.value > 0 and holds(share):
            return True
    return False


def _loose(one: Item) -> bool:
    return bool(one.quantity.hedge)


def _of_rate(near: Near, told: Told, top: Item) -> Item | None:
    """Return the one count that a rate is told to be of by its name."""
    name, around = stem(told.subject), _around(top)
    kind = next((each for each in _named() if each[0].search(name) is not None), None)
    denied = words("common", "denied")
    if kind is None or kind[1].search(around) is None or holds_one(name, denied) or _narrow(told, top):
        return None
    if any(holds_one(around[: match.start()][-2:], denied) for match in kind[1].finditer(around)):
        return None
    found = [one for one in _before(near, top) if kind[2].search(_around(one)) is not None and one.plain >= top.plain]
    # 开工740个项目，开工率95.2%；竣工544个，竣工率70%: what has a rate of its own is a part too.
    found = [one for one in found if not (kind[1].search(one.label) and told_as_share(near, one))]
    beside = bool(found) and found[0].number == top.number - 1 and found[0].sentence >= top.sentence - 1
    return _only(found[:1] if beside else found, top)


def _of_name(near: Near, told: Told, top: Item) -> Item | None:
    """Return the one count of a paragraph that bears the name of a share's whole."""
    name = core_name(told.whole).removesuffix("人数").removesuffix("总数")
    if len(name) < _NAME or told.subject or _PLACE.search(_OURS.sub("", top.label)) is not None:
        return None
    called = next((each for word, each in lexicon()["entered"]["called"].items() if name.endswith(word)), None)
    here = [one for one in _before(near, top) if not one.label.lstrip().startswith(_OPENING)]
    if called is not None:
        return _only([one for one in here if re.search(called, _around(one)) is not None], top)
    here = [one for one in here if one.paragraph == top.paragraph and _plain(one).endswith(name)]
    # 中职毕业生中取得证书的15.6万人，占毕业生总数的: the part says itself of whom it is.
    return here[0] if f"{name}中" in top.label and len({one.plain for one in here}) == 1 else _only(here, top)


def _plain(one: Item) -> str:
    return stem(one.label).removesuffix("人数").removesuffix("总数")


def _around(one: Item) -> str:
    return one.label[-_LABEL:] + one.after[:_BEHIND]


def _of_others(told: Told, top: Item, whole: Item) -> bool:
    """Whether a rate names something that its figures are not told of: 残疾儿童入学352人，义务教育入学率99.9%."""
    prefix = _RATE.sub("", stem(told.subject)).lstrip("总毛净")
    return len(prefix) >= _NAME and not linked(prefix, _around(top) + _around(whole))


def of_another_time(top: Item, whole: Item) -> bool:
    """Whether a part is told of a time that its whole is not told of: 去年本科189人, of 教师300人."""
    timed = _TIMED.search(top.label[-_LABEL:])
    return timed is not None and timed[0] not in whole.label


def of_a_place(label: str) -> bool:
    """Whether a label tells of one school, place, sex or kind: 城关镇, 实验小学, 女生; not of ours (全县, 我校)."""
    return _PLACE.search(_OURS.sub("", label[-_LABEL:])) is not None


def _narrow(told: Told, top: Item) -> bool:
    """Whether a rate or its part is told of one school or kind, or for another time."""
    label = _OURS.sub("", top.label[-_LABEL:] + told.subject)
    return _PLACE.search(label) is not None or scoped(top.label)


def _before(near: Near, top: Item) -> Iterator[Item]:
    """Yield the counts told before a part that may be its whole, the nearest first: no parts, no changes."""
    for one in reversed(near.items[max(0, top.number - _BACK) : top.number]):
        if one.paragraph < top.paragraph - _PARAGRAPHS or one.sentence < top.sentence - _SENTENCES:
            return
        if one.quantity.kind != "number" or not same_kind(one.quantity, top.quantity) or one.depth > top.depth:
            continue
        if not (change(one.label) or compared(one.label) or scoped(one.label)):
            yield one


def _only(found: list[Item], top: Item) -> Item | None:
    """Return what was found where all of it is one figure; None where it is of one school or kind only."""
    if len({one.plain for one in found}) != 1:
        return None
    whole = found[0]
    own, other = (set(pattern("stages").findall(one.label)) for one in (top, whole))
    if own - other or (other - own and whole.sentence < top.sentence - 1):
        return None
    return None if of_a_place(whole.label) else whole
