"""Shares of those asked, and of several told by one name: 收回有效问卷192份……问卷显示，…87人，占45%; 占在校生总数.

`普通高中在校生4021人……中职在校生1634人，占高中阶段在校生总数的28.9%`: of the two together, which bear the name of the
total. Both are read where they come out, which is no accident; of the valid papers told right before, or said to be
what all shares are of, also where they are misprinted.
"""

from __future__ import annotations

import re
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, chance, same_kind
from junheng.audit.relations.ground.terms import relation, spans, term, worked_out
from junheng.audit.relations.ground.wording import change, linked, stem, words
from junheng.audit.relations.shares.lexicon import pattern
from junheng.audit.relations.shares.percentages import Told, core_name
from junheng.audit.relations.shares.wholes import holding, made_share, misprinted

_LOOSE, _BACK, _REACH, _PAIR, _NAME = Fraction(1, 100), 40, 80, 2, 2
"""How many accidents are borne; how many figures before a share its whole may stand, how much of its sentence tells
that it is of a survey; how long a name is at least."""
_SENTENCE = re.compile("[。！？\n]")


def of_survey(near: Near, told: Told, top: Item | None) -> Relation | None:
    """Return the share of the papers that came back, in a sentence that tells what they show."""
    item = told.item
    if told.form != "bare" or top is None or chance(item.quantity) > _LOOSE or not item.quantity.value:
        return None
    clause = _SENTENCE.split(near.text[max(0, item.quantity.start - _REACH) : item.quantity.start])[-1]
    found = [
        one
        for one in reversed(near.items[max(0, top.number - _BACK) : top.number])
        if one.quantity.kind == "number" and pattern("papers_back").search(one.label[-12:] + one.unit) is not None
    ]
    if not found or found[0].plain <= top.plain:
        return None
    papers = found[0]
    valid = pattern("valid").search(papers.label) is not None and top.number == item.number - 1
    if pattern("surveyed").search(clause) is None and not valid:
        return None
    if (made := holding(near, top, papers, item, "share.survey")) is not None or not valid:
        return made
    between = near.items[papers.number + 1 : top.number]
    alone = all(one.quantity.kind != "number" for one in between) and item.sentence - papers.sentence <= 1
    hedged = any(one.quantity.hedge for one in (top, papers, item))
    sure = not hedged and near.unbroken(papers, item) and (alone or _told_of_all(near, papers))
    made = made_share(near, top, papers, item, "share.survey")
    return made if sure and misprinted(made) else None


def _told_of_all(near: Near, papers: Item) -> bool:
    """Whether a text says that its shares are of the valid papers: 以下比例均以有效问卷为基数."""
    return pattern("of_all_papers").search(near.text[papers.quantity.end : papers.quantity.end + _REACH]) is not None


def of_one_name(near: Near, told: Told, top: Item | None) -> Relation | None:
    """Return the share of the two counts of one name together that a total names: 占在校生总数."""
    item, core = told.item, core_name(told.whole)
    total = any(word in told.whole for word in words("share", "totals"))
    if told.form != "named" or top is None or top.number != item.number - 1 or not total or told.subject:
        return None
    name = stem(top.label)
    if len(name) < _NAME or not linked(name, core) or chance(item.quantity) > _LOOSE / _PAIR:
        return None
    for one in near.labelled(name, top, _PAIR):
        same = stem(one.label) == name and one.paragraph == item.paragraph and same_kind(one.quantity, top.quantity)
        if not same or change(one.label) or not one.plain:
            continue
        whole = worked_out([(1, one.quantity), (1, top.quantity)])
        made = relation("ratio", [term(top.quantity, one.quantity.scale), whole], item.quantity, "share.of_two",
                        spans([one, top, item]))  # fmt: skip
        if holds(made):
            return made
    return None
