"""Rates (入学率, 达标率, 上线率): shares told by a name, of those that should and those that did."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, alike, chance, same_kind
from junheng.audit.relations.ground.terms import relation, spans, term, worked_out
from junheng.audit.relations.ground.wording import arrives, holds_one, one_of, scoped, stem, wording, words
from junheng.audit.relations.shares.by_name.attained import of_attained
from junheng.audit.relations.shares.by_name.bases import of_due
from junheng.audit.relations.shares.lexicon import lexicon, pattern
from junheng.audit.relations.shares.lookup import PLACES, looked_up
from junheng.audit.relations.shares.percentages import Told
from junheng.audit.relations.shares.scene import TIME
from junheng.audit.relations.shares.wholes import (
    first_holding,
    holding,
    made_share,
    misprinted,
    of_two,
    slipped,
    sole_whole,
    surely_told,
    told_as_share,
    wholes_of,
)

_ALL = re.compile("(?:[\u4e00-\u9fff、]{0,8}?)" + one_of(words("share", "all")))
_ALL_FIRST = re.compile("(?:[已现均]|已经|目前|现已){0,2}" + one_of(words("share", "all")))
_BRACKETED = re.compile("[(（][^()（）]*[)）]")
_RATE_NAME = re.compile(r"([\u4e00-\u9fff]{1,4})[率度面]$")
_DUE, _CONDITION = words("share", "due"), words("share", "condition")
_SAME = wording()["share"]["same_condition"]
_PERIODS, _GROSS = words("attained", "periods"), words("attained", "gross")
_HUNDRED, _LONGEST, _BACK, _BEHIND, _TWO, _APART, _LABEL = 100, 6, 3, 8, 2, 7, 14
"""All of it; how long the name of a rate may be that may be called wrong; how many figures before its part the figure
is looked for that it is all of."""
_EACH = "个"
_PERSONS, _FEW = frozenset({"人", "名"}), Fraction(1, 100)
_PERSONAL = ("卡", "证", "学籍", "空间", "账号", "账户", "档案", "户头", "邮箱", "二维码", "身份")
"""What each has one of: as many as were printed are those who are due."""
"""Who has one each of what is counted in papers, and how likely an accident their share may be of."""
_NEAR, _LINKED = Fraction(1, 10), Fraction(4, 100)
"""How many accidents are borne: of what bears the name of the rate, and of what only stands near."""


def rate(near: Near, told: Told, top: Item | None) -> Relation | None:
    """Return the share a rate (入学率, 达标率) is told to be, or None where the text does not say of what."""
    item = told.item
    if (made := _all(near, item) or of_attained(near, told)) is not None:
        return made
    if item.quantity.value >= _HUNDRED:
        return _equal(near, told, top) or _mistold(near, told, top)
    if told.own and top is not None and scoped(item.label):
        return _own_whole(near, told, top)
    name = _RATE_NAME.search(told.subject)
    short = name[1][-2:] if name is not None else ""
    top = _kin(near, item, top, short)
    if top is not None and ((short and _denied(top, short)) or _gone(top, item)):
        return None  # 未入学6人，入学率99.5%: of all the others; 消除大班额126个，大班额比例降至1.3%: of those left
    if top is not None and top.unit in PLACES and pattern("of_persons").search(told.subject) is not None:
        top = None
    conditions = [word for word in _CONDITION if word in told.subject]
    conditions += [word for each in _SAME for word in each if set(each) & set(conditions)]
    if conditions and (top is None or not holds_one(top.label + top.after[:8], conditions)):
        return None
    found = _of_wholes(near, told, top, short) if top is not None else None
    found = found or (_of_papers(near, told, top, short) if top is not None and short else None)
    found = found or looked_up(near, told) or (of_due(near, top, told) if top is not None else None)
    return found or _mistold(near, told, top)


def _of_both(near: Near, told: Told, top: Item, have: Item) -> Relation | None:
    """`实有186人，缺156人，缺编率45.6%`: what is wanting and what there is make up the whole."""
    due = near.items[have.number - 1] if have.number else have
    told_too = due is not have and due.plain == have.plain + top.plain and same_kind(due.quantity, top.quantity)
    if told_too or not same_kind(have.quantity, top.quantity) or have.sentence != top.sentence:
        return holding(near, top, due, told.item, "share.rate") if told_too else None
    whole = worked_out([(1, have.quantity), (1, top.quantity)])
    figures = spans([have, top, told.item])
    made = relation(
        "ratio", [term(top.quantity, have.quantity.scale), whole], told.item.quantity, "share.both", figures
    )
    return made if holds(made) else None


def _gone(top: Item, item: Item) -> bool:
    """Whether a rate came down to what it is, and a figure counts what was done away with."""
    return arrives(item.label) and pattern("gone").search(top.label) is not None


def _of_wholes(near: Near, told: Told, top: Item, short: str) -> Relation | None:
    """Return the share of a figure before the part; one that does not come out only of what bears the rate's name."""
    item = told.item
    have = near.items[top.number - 1] if top.number else top
    if pattern("wanting").search(stem(top.label)) is not None and pattern("there_is").search(have.label) is not None:
        return _of_both(near, told, top, have)
    kin = bool(short) and _bears(top, short)
    wholes = wholes_of(near, top, item, 8 if kin else 4)
    if (made := first_holding(near, top, wholes, item, "share.rate", _NEAR if kin else _LINKED)) is not None:
        return made
    between = near.items[top.number + 1 : item.number]
    plain = all(_denied(one, short) for one in between) and len(told.subject) <= _LONGEST
    if not (kin and plain) or holds_one(told.subject, _PERIODS) or pattern("vital").search(told.subject):
        return None
    whole = sole_whole(near, top, item) if not told.subject.startswith(_GROSS) else None
    if whole is None and (before := near.previous(top)) is not None:
        due = holds_one(before.label, _DUE) and not scoped(top.label) and same_kind(before.quantity, top.quantity)
        due = due or _came_before(told, before, top)
        whole = before if due and before.number == top.number - 1 else None
    if whole is not None and told_as_share(near, whole) and short in near.items[whole.number + 1].label:
        return None  # 患龋1946例，总患龋率11.2%。其中一年级患龋8例（患龋率0.5%）: each of those looked at
    whole = _came(near, whole, top) if whole is not None else None
    sure = whole is not None and surely_told(near, top, whole, item)
    return made_share(near, top, whole, item, "share.rate") if sure and whole is not None else None


def _of_papers(near: Near, told: Told, top: Item, short: str) -> Relation | None:
    """`办考试卡12742张，参考9559人，参考率75.02%`: of those who have one each of what is counted right before them.

    Or of what each has one, of those who are counted right before it: 注册教师4511人，开通空间4386个，开通率97.2%.
    """
    before = near.items[top.number - 1] if top.number else top
    if not _one_each(before, top) or not _bears(top, short) or _denied(top, short):
        return None
    beside = before.sentence == top.sentence and before.depth == top.depth and told.item.number == top.number + 1
    if not beside or before.plain < top.plain or chance(told.item.quantity) > _FEW:
        return None
    made = made_share(near, top, before, told.item, "share.papers")
    sure = not any(one.quantity.hedge for one in (before, top, told.item)) and near.unbroken(before, told.item)
    # 印制试卷1300份: some were left over.
    papers = top if before.unit in _PERSONS else before
    sure = sure and _personal(papers)
    return made if holds(made) or (sure and misprinted(made)) else None


def _one_each(whole: Item, part: Item) -> bool:
    """Whether one figure counts persons and the other what each has one of: 考试卡, 网络空间, 健康档案."""
    if whole.unit in _papers():
        return part.unit in _PERSONS
    return whole.unit in _PERSONS and (part.unit in _papers() or (part.unit == _EACH and _personal(part)))


def _personal(one: Item) -> bool:
    return holds_one(one.label[-_LONGEST:], _PERSONAL)


def _mistold(near: Near, told: Told, top: Item | None) -> Relation | None:
    """Return a rate of what bears its name that only a slip of the pen explains."""
    name = _RATE_NAME.search(told.subject)
    kin = top is not None and name is not None and _bears(top, name[1][-2:])
    return slipped(near, top, told.item) if kin and top is not None else None


def _came_before(told: Told, one: Item, top: Item) -> bool:
    """Whether those who came are told right before those a rate is told of them: 收回有效问卷2894份，满意2610份."""
    among = pattern("found_among").search(stem(told.subject)) is not None
    came = pattern("who_came").search(one.label[-_LABEL:]) is not None
    return among and came and same_kind(one.quantity, top.quantity) and one.depth == top.depth


def _came(near: Near, whole: Item, top: Item) -> Item:
    """Return of those who should have come those who came, where both are told: 应检320人，实检312人，合格300人."""
    for one in near.before(top, 0, _BACK):
        if one.number <= whole.number:
            break
        same = same_kind(one.quantity, top.quantity) and one.depth == top.depth and whole.plain > one.plain > top.plain
        if same and pattern("came").search(one.label[-_LONGEST:]) is not None:
            return one
    return whole


@cache
def _papers() -> frozenset[str]:
    return frozenset(lexicon()["papers"]["units"])


def _bears(one: Item, short: str) -> bool:
    """Whether a figure bears the name of a rate, its two signs in a row or, verb and noun, a little apart: 持健康证."""
    label = one.label + one.after[:_BEHIND]
    if short in label or len(short) < _TWO:
        return short in label
    at = label.find(short[0])
    return at >= 0 and 0 < label.find(short[1], at + 1) - at <= _APART


def _denied(one: Item, short: str) -> bool:
    """Whether a figure counts those a rate does not: `未达标6所`."""
    return any(word + short in one.label + one.after[:8] for word in words("common", "denied"))


def _kin(near: Near, item: Item, top: Item | None, short: str) -> Item | None:
    """Return the figure a rate is told of: the nearest that bears its name (`达标的有24所，未达标6所，达标率80%`)."""
    if top is None or not short or (holds_one(top.label + top.after[:8], [short]) and not _denied(top, short)):
        return top
    for one in near.before(item, 0, 4):
        if (
            one.quantity.base not in TIME
            and one.depth == item.depth
            and short in one.label + one.after[:8]
            and not _denied(one, short)
        ):
            return one
    return top


def _all(near: Near, item: Item) -> Relation | None:
    """`34个项目已悉数动工，开工率为100%`: the part is told in words, and is all of it."""
    before = near.items[item.number - 1] if item.number else None
    if item.quantity.value != 100 or before is None or before.sentence != item.sentence:
        return None
    line = before.quantity.hedge in {"at_least", "at_most"}  # 66人以上超大班额 is drawn there, not counted
    if before.quantity.kind != "number" or line or item.quantity.start - before.quantity.end > 40:
        return None
    first, *others = re.split(r"[,，;；(（]", _BRACKETED.sub("", near.between(before, item)))
    told = bool(_ALL.match(first)) if first.strip() else bool(others) and bool(_ALL_FIRST.match(others[0].strip()))
    if not told or len(others) < 1:
        return None
    return made_share(near, before, before, item, "share.all")


def _equal(near: Near, told: Told, top: Item | None) -> Relation | None:
    """100 %: only of two equal figures told one after the other, but for figures of another kind (总分, 平均分)."""
    before = _before_of_kind(near, top) if top is not None and told.item.number == top.number + 1 else None
    if top is None or before is None:
        return None
    name = _RATE_NAME.search(told.subject)
    kin = name is not None and len(name[1]) > 1 and name[1][-2:] in top.label and not _denied(top, name[1][-2:])
    beside = before.number == top.number - 1
    due = kin or (beside and holds_one(before.label, words("difference", "due")))
    due = due and same_kind(before.quantity, top.quantity)
    return holding(near, top, before, told.item, "share.rate") if due else None


def _before_of_kind(near: Near, top: Item) -> Item | None:
    """Return the nearest figure before a part in its sentence and bracket that counts the same, a few figures back."""
    for one in reversed(near.items[max(0, top.number - _BACK) : top.number]):
        if one.sentence != top.sentence or one.depth != top.depth or one.quantity.kind == "share":
            return None
        if same_kind(one.quantity, top.quantity):
            return one
    return None


def _own_whole(near: Near, told: Told, bottom: Item) -> Relation | None:
    """`全区26个乡镇中示范单位的覆盖率已有73%`: the whole stands in the percentage's own clause."""
    item = told.item
    tops = [
        one for one in near.before(bottom, 0, 5) if one.depth == item.depth and alike(one.quantity, bottom.quantity)
    ]
    found = next((made for one in tops if (made := holding(near, one, bottom, item, "share.own")) is not None), None)
    return found or of_two(near, item, tops[:4], [bottom], _NEAR, "share.own")
