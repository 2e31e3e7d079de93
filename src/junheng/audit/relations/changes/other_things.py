"""What a change is not of, though figures stand beside it: another noun, another scope, one of several.

`在校生由1360人减少到1184人，教师只减少46人`; `4198人，按同口径比上年增加81人，增长2.1%`;
`应配301人，尚缺18人，仅英语就缺6人`: none of them contradicts anything.
"""

from __future__ import annotations

import re

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import change, linked, one_of, words

_LABEL, _BEHIND, _NAME, _PERIOD = 24, 10, 2, 14
"""How much of a label tells what changed; how much behind a change tells its scope; how long a name is at least; how
much of the text before a figure names it."""
_CHANGE = re.compile(
    one_of(word for name in ("up", "down", "against", "suffix") for word in words("growth", name))
    + "|[一二两三四五六七八九十0-9]+|[，,：:、“”（）() ]|[比较][^比较]{1,10}?(?=[多少增减高低])"
)
_SET = re.compile("[比较]|同比|环比")
_CLAUSES = re.compile("[，,；;。\n(（]")
_OF_TWO_TIMES = frozenset({"difference.change", "difference.levels", "difference.recalled", "difference.reached"})
_CAME = re.compile("(?:其中)?(?:当年|今年)?(?:新增|新招|新聘|补充|招聘|引进|招录)([一-鿿]{4,})$")
_GAP = words("difference", "short")
_AMONG = "其中"


def told_of_these(near: Near, made: Relation) -> bool:
    """Whether a change holds, or is told of what stands beside it and not of something else."""
    if holds(made) or made.rule.endswith((".row", ".marks")):
        return True
    total = near.item(made.total.sources[0].start) if made.total.sources else None
    if total is None:
        return True
    sides = [one for one in near.told_of(made.parts) if one is not total]
    if not sides:
        return True
    if made.rule in _OF_TWO_TIMES and total.label.lstrip().startswith(_AMONG):
        return False  # 由35640人增加到35877人，其中升学相抵增加278人，转出相抵减少41人: of several
    came = _CAME.match(total.label.strip())
    if made.kind == "difference" and came is not None and came[1] not in "".join(one.label for one in sides):
        return False  # 教师846人，上年为830人，新增特岗教师36人: some who came; others went
    alone = asking("other", "single").search(total.label[-_LABEL:]) is not None
    alone = alone or (made.rule == "growth.increase" and _of_what_stood(near, sides[0], total))
    return not (alone or _of_a_gap(made, sides) or _of_another_scope(near, made, sides, total)
                or _of_another_noun(near, made, sides, total))  # fmt: skip


def _of_a_gap(made: Relation, sides: list[Item]) -> bool:
    """Whether what is wanting is worked out of what is wanting: 应配301人，尚缺18人，英语缺6人."""
    return made.rule == "difference.left" and any(one.label.rstrip().endswith(_GAP) for one in sides)


def _of_what_stood(near: Near, told: Item, total: Item) -> bool:
    """Whether a change of what stood is read of what came: 新增债券60万元，年末比年初减少66万元."""
    between = near.text[told.quantity.end : total.quantity.start]
    return (
        asking("other", "stood").search(between) is not None and asking("other", "standing").search(told.label) is None
    )


def _of_another_scope(near: Near, made: Relation, sides: list[Item], total: Item) -> bool:
    if made.kind != "growth" and made.rule not in _OF_TWO_TIMES:
        return False
    start = min(one.quantity.end for one in sides)
    behind = near.text[total.quantity.end : total.quantity.end + _BEHIND]
    between = near.text[start : total.quantity.start] if start < total.quantity.start else ""
    if asking("other", "scope").search(between + _CLAUSES.split(behind.lstrip("（("))[0]) is not None:
        return True
    last = _CLAUSES.split(near.text[max(start, total.quantity.start - 2 * _LABEL) : total.quantity.start])[-2:]
    return any(asking("other", "without").search(each) is not None and _SET.search(each) is not None for each in last)


def _of_another_noun(near: Near, made: Relation, sides: list[Item], total: Item) -> bool:
    """Whether a change names something that the two figures are not told of: 在校生由…减少到…，教师减少46人."""
    last = max(one.number for one in sides)
    named = made.kind == "growth" and made.rule != "growth.series"
    if not (named or made.rule in _OF_TWO_TIMES) or total.number < last:
        return False
    known = "".join(
        near.text[max(0, one.quantity.start - _PERIOD) : one.quantity.start] + one.label[-_LABEL:] + one.after[:4]
        for one in sides
    )
    steps = [*near.items[last + 1 : total.number], total] if made.rule != "growth.increase" else [total]
    return any(_names_other(one.label[-_LABEL:], known) for one in steps if change(one.label))


def _names_other(label: str, known: str) -> bool:
    name = asking("other", "filler").sub("", _CHANGE.sub("", label)).strip()
    return len(name) >= _NAME and name[-1] not in known and not linked(name, known)
