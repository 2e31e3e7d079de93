"""What labels tell: whether they divide a total, and whether they leave nothing of it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import combinations

from junheng.audit.relations.ground.wording import pairs
from junheng.audit.relations.sums.labels.classes import (
    Division,
    Family,
    any_of,
    basic,
    by_name,
    families,
    members,
    named,
    of_another,
)

__all__ = [
    "Division",
    "alike",
    "all_of",
    "any_of",
    "contrary",
    "division",
    "families",
    "framed_alike",
    "holds_all",
    "in_one_row",
    "in_terms",
    "is_a_step",
    "is_one_of",
    "lacking",
    "lacks_upper",
    "leaves_some",
    "named_alike",
    "named_in",
    "names_above",
    "of_families",
    "of_one_family",
    "of_one_subject",
    "on_a_scale",
    "share_a_word",
    "spells_out",
]

_BLANK = re.compile(r"[\s\d的在为有是共属于占其]+")
_FILLERS = "在的有共为达计是约"
_TERMS = "half"
_NAMED_PLACE = re.compile("^(?!其中)[\u4e00-\u9fff]{2,3}[省市县区](?!级|财|本|里|直|属|城)")
"""The name of a place that a label begins with (晋平市现有小学): it names no level that pays."""
_FRAME = 2
"""Characters two labels have to begin or to end with for being framed alike."""
_CONTRARY = re.compile(r"(?:未|不|没有|非|无)([^，,。、的]{1,2})")


@cache
def _kinds() -> tuple[re.Pattern[str], ...]:
    return tuple(any_of(words) for words in basic().kinds.values())


@cache
def _scopes() -> re.Pattern[str]:
    return any_of(basic().scopes)


def division(head: str, labels: Sequence[str], *, money: bool = True) -> Division:
    """Return how the labels of parts divide the total whose label is given.

    国家级, 省级 and 市级 are sources of money, where nothing but money is divided; schools have ranks, which overlap.
    """
    return "unknown" if of_another(head, labels) else _division(head, tuple(labels), money)


@lru_cache(maxsize=4096)
def _division(head: str, labels: tuple[str, ...], money: bool) -> Division:
    """Return it; the same list is asked about several times, from each place it may end."""
    if not any(_BLANK.sub("", label) for label in labels):
        return "blank"
    own_families = [one for one in named(labels) if money or not one[0].told.upper]
    found = {family.divides(head, own) for family, own in own_families}
    if "whole" in found or (contrary(labels) and not (is_one_of(head, labels) or leaves_some(head, labels))):
        return "whole"
    if ("partition" in found and (money or "attribute" not in found)) or _crossed(own_families):
        return "partition"
    if "attribute" in found:
        return "attribute"
    if any(families()[place].told.property for label in labels for place in members(label)):
        return "mixed"
    distinct = len(set(labels)) == len(labels)
    return (
        "kindred"
        if distinct
        and any(family.basic and not family.told.attribute and len({*own}) > 1 for family, own in own_families)
        else "unknown"
    )


@lru_cache(maxsize=4096)
def of_one_subject(head: str, labels: tuple[str, ...]) -> bool:
    """Return whether only a family of one subject divides a total by labels, and they are not told as all of it: a list
    that falls far short may pick some of its kinds (投入…万元，其中图书…，仪器…，课桌…).
    """
    own_families = named(labels)
    found = {family.divides(head, own) for family, own in own_families if family.basic}
    return "partition" not in found and _division(head, labels, True) == "partition" and not _crossed(own_families)


@lru_cache(maxsize=4096)
def leaves_some(head: str, labels: tuple[str, ...]) -> bool:
    """Return whether a list by labels is often told without some of its total: each family that divides it so is open
    (其中水冲厕所, 旱厕; 语文, 数学, 英语, 体育, 音乐), and they are not all there is of two families.

    Levels that pay are asked for in another way (lacks_upper).
    """
    own_families = [one for one in named(labels) if not one[0].told.upper]
    dividing = [(family, own) for family, own in own_families if family.divides(head, own) in {"whole", "partition"}]
    some = all(family.leaves_some(head, own) for family, own in dividing)
    return bool(dividing) and some and not _crossed(own_families)


def _crossed(told: Sequence[tuple[Family, Sequence[str]]]) -> bool:
    """Return whether labels are all there is of two families at once.

    寄宿小学生, 寄宿初中生, 走读小学生, 走读初中生.
    """
    kinds = [own for family, own in told if not family.told.attribute and len(set(own)) > 1]
    return any(
        len(set(zip(one, other, strict=True))) == len(one) == len(set(one)) * len(set(other))
        for one, other in combinations(kinds, 2)
    )


def contrary(labels: Sequence[str]) -> bool:
    """Return whether two labels are a thing and its contrary (已销号, 未销号; 普惠性, 非普惠性)."""
    if len(labels) != 2:
        return False
    for one, other in (labels, labels[::-1]):
        found = _CONTRARY.search(other)
        if found is None or _CONTRARY.search(one):
            continue
        # 带卫生间的, 不带的: of one character more has to agree.
        if found[1] in one if len(found[1]) > 1 else one.startswith(found[1]):
            return True
    return False


def is_one_of(head: str, labels: Sequence[str]) -> bool:
    """Whether a total is told of what its parts deny (非常满意的, 基本满意的 and 不满意的): it is one of a row."""
    denied = [found[1] for label in labels if (found := _CONTRARY.search(label)) is not None]
    return any(len(word) > 1 and head.rstrip("的有为").endswith(word) for word in denied)


@lru_cache(maxsize=4096)
def is_a_step(label: str) -> bool:
    """Return whether a label names a step of some scale."""
    return any(families()[place].told.scale for place in members(label))


def lacking(head: str, labels: Sequence[str], told: Sequence[str]) -> bool:
    """Return whether parts leave out a member of their family told of before them (中职学校5所).

    `told` are the labels told before; only members that are in no other count (幼儿园, 中职), and only where the
    total is not named by the family itself (专任教师).
    """
    for family in _apart():
        own = [] if family.member(head) else [family.member(label) for label in labels]
        left = {*family.told.apart} - {*own} - family.spanned(labels)
        if own and all(own) and any(family.member(name) in left for name in told):
            return True
    return False


@cache
def _apart() -> tuple[Family, ...]:
    return tuple(family for family in families() if family.told.apart)


def lacks_upper(head: str, labels: Sequence[str]) -> bool:
    """Return whether parts are lower levels of a family (市级, 县级) and none is of those above (中央, 省级).

    What the upper levels add may go without being told, unless the total is named as that of the lower ones.
    """
    for family in _paid_from_above():
        told = family.told
        if not any(word in head for word in told.lower_heads):
            own = [family.member(label) for label in labels]
            levels = any(word in label for word in told.levels for label in labels)
            if levels and all(own) and not {*own} & {*told.upper}:
                return True
    return False


@cache
def _paid_from_above() -> tuple[Family, ...]:
    return tuple(family for family in families() if family.told.upper)


def all_of(name: str, labels: Sequence[str]) -> bool:
    """Return whether labels name the members of one family, so that nothing is left out."""
    family = by_name()[name]
    own = [family.member(label) for label in labels]
    return all(own) and family.divides("", own) == "whole"


def of_families(labels: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether all labels name members of one of some families."""
    return any(all(map(by_name()[name].member, labels)) for name in names)


def of_one_family(one: str, other: str) -> bool:
    """Return whether two labels name two members of one family (高中, 职校)."""
    return any(len({*own}) > 1 for _, own in named((one, other)))


def in_terms(labels: Sequence[str]) -> bool:
    """Return whether labels name terms or halves of a year (春季, 秋季)."""
    return of_families(labels, (_TERMS,))


def on_a_scale(head: str, labels: Sequence[str]) -> bool:
    """Return whether labels are the steps of one scale (满意, 一般, 不满意), each once, and the total's is none."""
    return any(
        family.scaled(own) and not family.member(head) and len(set(own)) == len(own) for family, own in named(labels)
    )


@lru_cache(maxsize=4096)
def names_above(label: str) -> bool:
    """Return whether a label names what holds other members of its family (义务教育)."""
    return any(own in families()[place].told.above for place, own in members(label).items())


def holds_all(head: str, labels: Sequence[str]) -> bool:
    """Return whether a total's label names what holds the parts of its family (义务教育 holds 小学 and 初中)."""
    every = ((family, family.member(head), own) for family, own in named(labels))
    return any(
        above in family.told.above and above not in own and family.divides(head, own) == "whole"
        for family, above, own in every
    )


def spells_out(head: str, labels: Sequence[str]) -> bool:
    """Return whether labels leave nothing of a total out and, but for the words that divide it, only repeat its name:
    文科考生, 理科考生 and 艺体考生 spell 参加高考考生 out; 文科 and 理科, 文科上线 and 理科上线 do not.
    """
    noun = head.rstrip(_FILLERS)[-1:]
    if not noun or not all(label.rstrip(_FILLERS).endswith(noun) for label in labels):
        return False
    for family, own in named(labels):
        if family.divides(head, own) == "whole" or (family.basic and family.leaves_some(head, own)):
            return all(set(family.rest(label)) <= {*head, *_FILLERS} for label in labels)
    return False


def in_one_row(head: str, labels: Sequence[str]) -> bool:
    """Return whether a figure stands in one row with others: beside them in their family, not above them."""
    bare = _NAMED_PLACE.sub("", _scopes().sub("", head))
    for family, row in named(labels) if members(bare) else ():
        own = family.member(bare)
        if not own or own in family.told.above or family.told.name == "place":
            continue
        # 甲县, 乙县 and 丙县 are told apart by no family: it puts nothing beside them.
        if len(row) > 1 and len(set(row)) == 1:
            continue
        # 中央财政下达某省资金: whose it is is said first, the place it is for behind.
        if own not in row or (family.told.upper and family.first(bare) not in {own, *row}):
            return True
    return False


def named_in(head: str, labels: Sequence[str]) -> bool:
    """Return whether the total's label names each of its parts, as 执业(助理)医师 names 执业医师 and 助理医师."""
    if len(labels) < 2 or len(set(labels)) < len(labels):
        return False
    own = [_BLANK.sub("", label)[:2] for label in labels]
    return len(set(own)) == len(own) and all(len(word) == 2 and word in head for word in own)


def named_alike(labels: Sequence[str]) -> bool:
    """Return whether labels are kinds of one thing by their ends: 当场整改, 限期整改."""
    ends = {label[-2:] for label in labels}
    return len(ends) == 1 and len(ends.pop()) > 1 and len(set(labels)) == len(labels)


def framed_alike(labels: Sequence[str]) -> bool:
    """Return whether labels, no two the same, begin or end alike: 采用食堂供餐的, 采用企业供餐的."""
    if len(labels) < 2 or len(set(labels)) < len(labels) or min(map(len, labels)) < _FRAME:
        return False
    return any(len({label[place] for label in labels}) == 1 for place in (slice(_FRAME), slice(-_FRAME, None)))


def share_a_word(one: str, other: str) -> bool:
    """Return whether two labels have two characters in a row in common."""
    return not _pairs(one).isdisjoint(_pairs(other))


@lru_cache(maxsize=4096)
def _pairs(label: str) -> frozenset[str]:
    return pairs(_BLANK.sub("", label)[-24:])


def alike(one: str, other: str) -> bool:
    """Return whether two labels tell of the same kind of thing: by a word in common, or by words of one kind."""
    return share_a_word(one, other) or any(kind.search(one) and kind.search(other) for kind in _kinds())
