"""A share and the two counts told with it: before it, round it or behind it, in its sentence or the lines above.

`适龄幼儿500人，毛入园率91%，在园455人`: one before and one behind; `占40%，50所里只有20所`: both behind. What is
told with a share ends at the next share: a sentence that tells more than two counts of one kind tells too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from junheng.audit.layout import Item
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import REACH, arrives, change, compared, holds_one, linked, stem, words
from junheng.audit.relations.shares.lexicon import pattern

_MOST, _BEFORE, _CLAUSE = 8, 3, 24
"""How many counts of a sentence are looked at, how many sentences or lines before, how long a line of a list is."""
_NO_FIGURE = frozenset({"over", "under", "at_least", "at_most"})
TIME = frozenset({"年", "月", "天", "日", "周", "小时", "分钟", "学期", "岁", "课时", "学时", "节"})
_EACH = re.compile("每.{0,6}$|均(?:为|达|约)?$|平均.{0,6}$")
_SET_AGAINST = re.compile(
    "[比较](?:上|去|前|同|全|省|国|20|年初|计划)|同比|环比|提高|上升|下降|降低|增[长加速幅]|减少|从|由"
)
_NUMBERING = re.compile("^[0-9.．、)）]+")
_PARTING = re.compile("[，,；;。、\n：:（()）]")
_PART_OF = re.compile("(?:完成|为|是|相当于|达到|达|到)([^为是达到]{2,16})的$")
_BEHIND = 12
_AMONG = re.compile("[当之]?中(?!小?学|心|[职专等央])|里|内")
_EXACTLY = re.compile("(?:刚好|恰好|正好|恰|整整|竟)$")
_WHOLE_OF = re.compile("占([^占]*)$")
_BEST = re.compile("([一-鿿]{1,6}率)(?:最[高低大小])?的?$")
_BARE = frozenset({"占比", "占比例", "占比重", "所占比例", "所占比重", "占总比例", "占总数"})
"""What a share of what stands beside it is told by, and by no more."""
_WITHIN = ("含", "包括", "包含", "其中含", "其中包括", "内含")


@dataclass(slots=True)
class Scene:
    """A share with the words it is told by and the counts told with it."""

    item: Item
    form: str
    """`rate` (…率, …面), `of` (占…), `part` (its part as a noun: 持证的达), `bracket` (86%（430人）)."""
    name: str
    """What it is called (安装率), or the part it is told of."""
    whole: str = ""
    """What stands behind 占."""
    back: list[Item] = field(default_factory=list)
    ahead: list[Item] = field(default_factory=list)
    apart: bool = False
    """Whether the counts are told sentences or lines before it."""
    text: str = ""
    """The text all of it stands in."""

    def words(self, one: Item) -> str:
        """Return the words round a figure, other figures among them: `90分以上的`, 在校生 of `在校生（500人）`."""
        start, item = one.quantity.start, self.item
        first = max(start - _CLAUSE, item.quantity.end if one.number > item.number else 0)
        before = _PARTING.split(self.text[first:start].rstrip("（(：: "))[-1]
        # What stands behind 中 is told of a part of it: 1426人中合格1421人.
        behind = "" if _AMONG.match(one.after) else one.after[:_BEHIND]
        return before + behind


def told_with(near: Near, item: Item) -> Scene | None:  # noqa: PLR0911
    """Return a share with the two counts told with it; None where there are more or fewer, or it is no such share."""
    found = _worded(near, item)
    if found is None:
        return None
    found.text = near.text
    back, ahead = _without_included(found, _back(near, item)), _ahead(near, item)
    nearest = [*reversed(back), *ahead]
    if not nearest:
        return _with_before(near, found)
    # Two counts of one kind are told with it: 两个数分别是300人和500人.
    first = next((one for one in nearest if sum(_alike(one, each) for each in nearest) > 1), nearest[0])
    found.back, found.ahead = ([one for one in each if _alike(one, first)] for each in (back, ahead))
    if len(found.back) > 2:
        found.back = [one for one in found.back if one.segment == item.segment]
        return found if len(found.back) == 2 and not _others(found.back, back) else None
    if len(found.back) == 2:
        found.ahead = []
        return found
    if len(found.back) == 1 and found.ahead:
        # What a bracket lists is told together; of others behind it the first is told with the share.
        found.ahead = found.ahead if found.ahead[0].parent is item else found.ahead[:1]
        return found
    if not found.back and len(found.ahead) == 2:
        return found
    return _with_before(near, found) if not found.ahead else None


def _others(pair: Sequence[Item], back: Sequence[Item]) -> bool:
    """Whether other counts stand between two figures and the share they are told with."""
    return any(one.number > pair[0].number and one not in pair for one in back)


def _alike(one: Item, other: Item) -> bool:
    return one.quantity.base == other.quantity.base


def _worded(near: Near, item: Item) -> Scene | None:  # noqa: PLR0911, PLR0912
    """Return how the words before a share tell it."""
    figure = item.quantity
    if figure.hedge in _NO_FIGURE or item.after[:6].startswith(words("common", "aim_after")) or not figure.value:
        return None
    label = item.label[-REACH:].strip() or _line(item)
    plain = label[-24:]
    for word in words("common", "aim_whole"):
        plain = plain.replace(word, "")
    if holds_one(plain, words("common", "aim")) or change(label) or compared(label) or arrives(label):
        return None
    if _SET_AGAINST.search(plain[-12:]):
        return None
    name = _EXACTLY.sub("", stem(label))
    if not name:
        child = next(iter(item.children), None)
        told = child is not None and child.number == item.number + 1 and item.mark in {"，", ",", "："}
        if item.mark in {"，", ","} and (match := _BEST.search(_clause_before(item))) is not None:
            return Scene(item, "rate", match[1])
        if not told and item.mark in {"，", ","} and item.after[:1] in {"是", "为"}:
            return Scene(item, "part", item.after[1:])
        return Scene(item, "bracket", item.after) if told else None
    if name in _BARE:
        return Scene(item, "of", "")
    if (match := _WHOLE_OF.search(name)) is not None and match[1] not in {"比", "比例", "比重"}:
        return Scene(item, "of", name[: match.start()], match[1].removesuffix("的"))
    if (match := _PART_OF.search(label)) is not None:
        return Scene(item, "of", label[: match.start()], match[1])
    if pattern("never").search(name):
        return None
    if pattern("named").search(name):
        return Scene(item, "rate", name)
    if pattern("nominal").search(label):
        return Scene(item, "part", name)
    if next(iter(item.children), None) is not None:
        return Scene(item, "bracket", name)
    return None


def _clause_before(item: Item) -> str:
    """Return the clause before the one that says only 为 or 达到: `录取率最低的，为14.4%`."""
    if not item.label.strip():
        return ""
    clauses = re.split("[，,；;：:、。\n]", item.lead[-REACH:].rstrip())
    return clauses[-2].strip() if len(clauses) > 1 else ""


def _line(item: Item) -> str:
    """Return the words before the colon a figure stands behind: 住校率 of `2.住校率：40%`."""
    if item.mark not in {"：", ":"}:
        return ""
    clause = re.split("[，,；;、\n]", item.lead[-REACH:].rstrip("：: "))[-1]
    return _NUMBERING.sub("", clause)[-_CLAUSE:]


def _counts(one: Item) -> bool:
    """Whether a figure is a count that may be a side of a share."""
    figure = one.quantity
    if figure.kind != "number" or not figure.base or figure.base in TIME or figure.hedge in {"at_least", "at_most"}:
        return False
    label = one.label[-REACH:]
    return not (change(label) or compared(label) or _EACH.search(label[-8:])) and figure.value > 0


def _back(near: Near, item: Item) -> list[Item]:
    """Return the counts before a share in its sentence, in order, up to the share before it."""
    found: list[Item] = []
    for at in range(item.number - 1, max(-1, item.number - 1 - _MOST), -1):
        one = near.items[at]
        if one.sentence != item.sentence or one.quantity.kind == "share":
            break
        if _counts(one):
            found.insert(0, one)
    return found


def _without_included(found: Scene, back: list[Item]) -> list[Item]:
    """Leave out what is told to be included in the part: `交流137人，含骨干教师32人，交流比例12.1%`."""
    if len(back) < 2 or not back[-1].label.strip().startswith(_WITHIN) or not found.name:
        return back
    told, name = back[-2], found.name[-8:]
    own = linked(name, found.words(told)) and not linked(name, found.words(back[-1]))
    return back[:-1] if own and _alike(told, back[-1]) else back


def _ahead(near: Near, item: Item) -> list[Item]:
    """Return the counts behind a share in its sentence, in order, up to the next share."""
    found: list[Item] = []
    for one in near.items[item.number + 1 : item.number + 4]:
        if one.sentence != item.sentence or one.quantity.kind != "number" or one.segment != item.segment:
            break
        if _counts(one):
            found.append(one)
    return found


def _with_before(near: Near, found: Scene) -> Scene | None:
    """Return a scene with the counts of the sentences or lines before it, where they make two."""
    item, known = found.item, list(found.back)
    for one in _before(near, item):
        if known and not _alike(one, known[0]):
            continue
        if len(known) == 2 and one.sentence != known[0].sentence:
            break
        known.insert(0, one)
    if len(known) > 2 and len(found.back) == 1:
        # Of several told before, the whole bears the noun of the part: 在园幼儿…，教职工…。普惠性幼儿园在园幼儿….
        known = [one for one in known if one is found.back[0] or _same_noun(one, found.back[0])]
    if len(known) != 2:
        return None
    found.back, found.apart = known, True
    return found


def _same_noun(one: Item, part: Item) -> bool:
    return stem(one.label)[-2:] == stem(part.label)[-2:] != ""


def _before(near: Near, item: Item) -> Iterator[Item]:
    """Yield the counts of the sentences before a share's, the nearest first: of its paragraph, or of short lines."""
    for at in range(item.number - 1, max(-1, item.number - 1 - _MOST), -1):
        one = near.items[at]
        if one.sentence == item.sentence:
            continue
        if one.sentence < item.sentence - _BEFORE or one.quantity.kind != "number":
            return
        lines = one.mark in {"：", ":"} and item.mark in {"：", ":"}
        if one.paragraph != item.paragraph and not lines:
            return
        if _counts(one):
            yield one
