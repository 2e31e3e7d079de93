"""What speaks against a list being all of its total: it is of another matter, goes on with one, or leaves some out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from junheng.audit.layout import Item
from junheng.audit.model import fraction
from junheng.audit.relations.sums.labels.labels import division, lacks_upper, leaves_some, of_families, of_one_subject
from junheng.audit.relations.sums.lists import Entry, Number, says, total_of
from junheng.audit.relations.sums.misprints import slipped, surely_slipped
from junheng.audit.relations.sums.triggers import triggers

_BESIDES = ("另", "此外", "不含", "不包括")
_LEVELS = ("degree",)
_MONEY, _PAIR = "元", 2
_SOME = frozenset({"hold", "within"})
_EVERY = frozenset({"list", "split", "colon", "backward"})
"""How a list is joined to its total where it is told as some of it (含), and where as all (分为, 按性别分, ：, 共)."""
_MANY = 4
"""Parts of a list, more than, the first of which may be told as the most of them."""
_MINUS = ("-", "－", "−", "负")


def of_another_matter(found: Sequence[Entry], head: str) -> bool:
    """Return whether figures are no parts of a figure told with some words: one of them stands out or is below nought;
    they are changes (比去年增加1437人。其中应届增加731人), shortages (拟招100名，分别缺52、47、39名) or, of what was
    spent, what is left over (全年支出96万元，其中培训费54万元，还结转11万元).
    """
    # 其中朝鲜族居首，有13809人；满族…；蒙古族…；回族…；壮族…: a long list may begin with the most of them.
    most = found[1:] if len(found) > _MANY else found
    if any(map(_stands_out, most)) or any(_below_nought(one.item) for one in found):
        return True
    if all(says("change", one.label) for one in found) and not says("change", head):
        return True
    if says("wanting", found[0].item.lead) and not says("wanting", head):
        return True
    return any(says("carried", one.label) for one in found) and says("spent", head) and not says("carried", head)


def _stands_out(one: Entry) -> bool:
    """Return whether a part is told as the one that stands out (35岁以下占比最高，达210人): a cut, no part."""
    most = triggers().words["most"]
    return most.search(one.label) is not None or most.search(one.item.lead) is not None


def _below_nought(item: Item) -> bool:
    """Return whether a minus stands before a figure (本年结余-110元)."""
    return item.label.endswith(_MINUS)


def goes_on_besides(target: Number, parts: Sequence[Entry]) -> bool:
    """Return whether a clause that tells something besides stands among parts (编制内96人：…；另有借用11人).

    Or the last is told besides, and what stands before it is no more than the total (其中教师352人，另有临聘41人).
    """
    last, before = parts[-1], parts[:-1]
    if last.item.lead.lstrip("，, ").startswith(_BESIDES) and total_of(before) <= target < total_of(parts):
        return True
    return any(
        two.item.segment != one.item.segment and two.item.lead.lstrip("；; ").startswith(_BESIDES)
        for one, two in pairwise(parts)
    )


def turns_to_doing(total: Item, parts: Sequence[Entry]) -> bool:
    """Return whether the last part tells of something done, in another matter than the list (小学58所；撤并教学点2个);
    of money only in a clause of its own behind the list (中央376万元、省级184万元；秋季学期已发放208.6万元).
    """
    last, first = parts[-1], parts[0]
    own = sum(one.item.segment == first.item.segment for one in parts)
    return last.doing and (total.quantity.base != _MONEY or (own == len(parts) - 1 > 1 and not last.closes))


def left_open(total: Item, parts: Sequence[Entry], join: str, head: str) -> bool:
    """Return whether a list that falls short may leave something out: levels that pay, what is told more narrowly
    than its family (公办园, 普惠性民办园), or, at less than half, all that stood in a text that was cut off.
    """
    labels = [one.label for one in parts]
    if (total.quantity.base == _MONEY and lacks_upper(head, labels)) or narrowed(labels):
        return True
    target = fraction(total.quantity.value)
    if _picks(parts, join, head) and not surely_slipped(target, [one.value for one in parts]):
        return True
    picked = 10 * (target - total_of(parts)) > target and of_one_subject(head, tuple(labels))
    if picked or _untold(head, labels):
        return not slipped(target, parts, digit=False)
    return 2 * total_of(parts) < target and not slipped(target, parts)


def _picks(parts: Sequence[Entry], join: str, head: str) -> bool:
    """Return whether parts are told as some of a total (其中), by a family of which some are often left out."""
    lead = parts[0].item.lead
    if join in _EVERY or parts[-1].closes or says("every", lead):
        return False
    if join not in _SOME and not triggers().among.search(lead):
        return False
    labels = tuple(one.label for one in parts)
    loose = len(parts) == _PAIR and parts[0].bound is None and division(head, labels) == "mixed"
    return loose or leaves_some(head, labels)


def _untold(head: str, labels: Sequence[str]) -> bool:
    """Return whether some of a whole are often told of nowhere: those who did not go on, the lowest of the degrees."""
    return _went_on(head, labels) or (of_families(labels, _LEVELS) and not any(says("lowest", one) for one in labels))


def _went_on(head: str, labels: Sequence[str]) -> bool:
    """Return whether parts tell where those went whose course was over: the others are told of nowhere."""
    own = [says("went_on", label) for label in labels]
    return says("leavers", head) and 2 * sum(own) >= len(own) and not any(says("other_side", one) for one in labels)


def narrowed(labels: Sequence[str]) -> bool:
    """Return whether some labels, not all, tell of the better or poorer ones of a kind only (普惠性民办园)."""
    told = [says("narrow", label) for label in labels]
    rest = any(says("rest", label) for label in labels)
    return any(told) and not all(told) and not rest
