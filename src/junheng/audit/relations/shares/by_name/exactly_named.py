"""Shares of a whole they name that one figure alone bears the name of: 总投资23.68亿元……占总投资的68.5%.

The whole may stand paragraphs before: what names it is no general word (总数, 全部) but the matter itself (总投资,
总需求, 计划, 预算), and every figure told by that name in the paragraphs before is the same. Such a share is read also
where it is misprinted, if no other figure near is what it is of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.wording import change, compared, holds_one, scoped, stem, words
from junheng.audit.relations.shares.by_name.entered import of_a_place, of_another_time
from junheng.audit.relations.shares.lexicon import lexicon
from junheng.audit.relations.shares.wholes import holding, made_share, misprinted

_BACK, _PARAGRAPHS, _SAME, _LABEL, _BEHIND, _FEW = 40, 4, 2, 16, 6, 12
"""How many figures and paragraphs before a share its whole may stand, how much of a label names it; how many figures
before its part are tried as what it may be of instead."""
_CLOSE, _HERE = Fraction(1, 8), Fraction(1, 3)
"""How far, of what is printed, a misprinted share may lie, and of a whole right before its part in one sentence."""
_OF = re.compile(
    "(?:占|完成|达到|相当于)(?:了|到)?(?:全[县市区州省校镇]|我[县市区校])?([一-鿿]{2,12}?)(?:的|的比例[为是达]?|的比重[为是达]?)$"
)
_COUNTED = re.compile("总?(?:人数|人次|数量|数)$|总[数量额]$")
_GENERAL = re.compile("项目|工程|全部|该|此|所有|资金|学校")
_IN_ALL = re.compile("总(?:投资|需求|概算|造价)的")
_SEVERAL = re.compile("[两各几三四五]类|[各两]?类?学校")
_STAGE = re.compile("小学|初中|高中|中职|学前|幼儿|特教|城区|农村|乡镇|中央|省级?|市级|县级")


def exactly_named(near: Near, item: Item) -> Relation | None:
    """Return the share of the one figure that bears the name of its whole."""
    named = _OF.search(item.label[-_LABEL - _BEHIND :])
    top = near.items[item.number - 1] if item.number else item
    if named is None or top.sentence != item.sentence or top.quantity.kind != "number" or top.depth != item.depth:
        return None
    if not item.quantity.value or change(top.label) or compared(top.label) or scoped(top.label):
        return None
    found = {one.plain: one for one in _bearing(near, top, _names(named[1]))}
    if len(found) != 1:
        return None
    whole = next(iter(found.values()))
    made = made_share(near, top, whole, item, "share.exactly")
    of_a_plan = any(named[1].endswith(word) for word in lexicon()["far"]["called"])
    if holds(made):
        return made
    called = next((word for word in lexicon()["far"]["called"] if named[1].endswith(word)), named[1])
    if _GENERAL.sub("", named[1].removesuffix(called)) not in whole.label:
        return None  # 占一期总投资 is of less than 总投资
    return made if _may_fail(near, made, (top, whole, item), of_a_plan) else None


def _names(name: str) -> re.Pattern[str]:
    """Return what a whole is called that a share names."""
    told = lexicon()["far"]
    kinds = next((each for word, each in told["called"].items() if name.endswith(word)), "")
    generic = re.fullmatch(told["general"], name) is not None
    core = _COUNTED.sub("", name)
    return re.compile(kinds or ("(?!)" if generic or len(core) < _SAME else re.escape(core)))


def _bearing(near: Near, top: Item, names: re.Pattern[str]) -> Iterator[Item]:
    """Yield the counts before a part that bear the name of its whole at the end of their labels."""
    for one in reversed(near.items[max(0, top.number - _BACK) : top.number]):
        if one.paragraph < top.paragraph - _PARAGRAPHS:
            return
        counts = one.quantity.kind == "number" and same_kind(one.quantity, top.quantity)
        if not counts or change(one.label) or compared(one.label) or one.depth > top.depth:
            continue
        label = stem(one.label)[-_LABEL:]
        told = [match for match in names.finditer(label) if len(label) - match.end() <= _BEHIND]
        if told and not one.label.lstrip().startswith(words("common", "opening")):
            yield one


def _beside(top: Item, whole: Item) -> bool:
    return whole.number == top.number - 1 and whole.sentence == top.sentence


def _may_fail(near: Near, made: Relation, row: tuple[Item, Item, Item], of_a_plan: bool) -> bool:
    """Whether a share that does not come out is told of this whole, and misprinted; a plan need not name its stage."""
    top, whole, item = row
    if any(one.quantity.hedge for one in row) or not near.unbroken(top, item):
        return False
    own, other = (set(_STAGE.findall(one)) for one in (top.label + item.label, whole.label))
    if own - other or (other - own and whole.sentence != top.sentence and not of_a_plan):
        return False
    # What came in a year may be told of what is needed in all (2009年到位…，占总需求的), not of another year's plan.
    timed = of_another_time(top, whole) and not (of_a_plan and _IN_ALL.search(item.label) is not None)
    if timed or any(of_a_place(_SEVERAL.sub("", one.label)) for one in (whole, top)):
        return False
    if holds_one(top.label, words("common", "opening")) or not misprinted(
        made, _HERE if _beside(top, whole) else _CLOSE
    ):
        return False
    others = near.items[max(0, top.number - _FEW) : top.number]
    counted = [one for one in others if one is not whole and same_kind(one.quantity, top.quantity)]
    if any(holding(near, top, one, item, made.rule) for one in counted):
        return False
    here = [one for one in counted if one.sentence == top.sentence]
    return not any(holding(near, one, whole, item, made.rule) for one in here)  # 开工44个，竣工41个，完成任务的95.7%
