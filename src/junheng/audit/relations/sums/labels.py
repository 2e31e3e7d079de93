"""What labels tell: whether they divide a total, and whether they leave nothing of it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import combinations
from typing import Literal

from junheng.audit.relations.ground.wording import pairs
from junheng.audit.relations.sums.classes import Class, basic, classes

Division = Literal["whole", "partition", "attribute", "kindred", "mixed", "unknown", "blank"]
"""How labels divide a total: leaving nothing out; by members of one family; by properties that may overlap or leave a
rest; by kinds of one member of a family; by properties of several families, which may overlap; by words of no family;
or there are no labels."""
_BLANK = re.compile(r"[\s\d的在为有是共属于占其]+")
_FILLERS = "在的有共为达计是约"
_TERMS = "half"
_NAMED_PLACE = re.compile("^(?!其中)[\u4e00-\u9fff]{2,3}[省市县区](?!级|财|本|里|直|属|城)")
"""The name of a place that a label begins with (晋平市现有小学): it names no level that pays."""
_FRAME = 2
"""Characters two labels have to begin or to end with for being framed alike."""
_CONTRARY = re.compile(r"(?:未|不|没有|非|无)([^，,。、的]{1,2})")


class Family:
    """One family of labels, ready to be asked."""

    def __init__(self, told: Class, place: int) -> None:
        self.told, self._place, self.basic = told, place, place < len(basic().family)
        self._pattern = any_of(word for words in told.members.values() for word in words)
        self._member = {word: name for name, words in told.members.items() for word in words}
        self._without = any_of(told.without) if told.without else None

    def member(self, label: str) -> str:
        """Return the member a label belongs to, blank for none: the last it names."""
        return members(label).get(self._place, "")

    def last(self, label: str) -> str:
        """Return the same, looked for."""
        if self._without is not None and self._without.search(label):
            return ""
        found = ""
        for match in self._pattern.finditer(label.replace("其中", "，")):  # 其中小学 is no 中小学
            found = self._member[match[0]]
        return found

    def first(self, label: str) -> str:
        """Return the first member a label names, blank for none."""
        found = self._pattern.search(label)
        return self._member[found[0]] if found is not None else ""

    def rest(self, label: str) -> str:
        """Return what a label says besides the words of the family."""
        return self._pattern.sub("", label)

    def divides(self, head: str, members: Sequence[str]) -> Division | None:
        """Return how the members that parts belong to divide a total by this family; None where they do not."""
        if not all(members) or len(set(members)) < len(members):
            return None
        if self.scaled(members):
            return "whole"
        for whole in self.told.whole:
            if set(whole.members) == set(members) and (not whole.heads or any(word in head for word in whole.heads)):
                return "whole"
        if self.told.attribute:
            return "attribute"
        return "partition" if len(members) >= self.told.least else None

    def scaled(self, members: Sequence[str]) -> bool:
        """Return whether members are the steps of one scale, both of its sides among them."""
        sides = self.told.scale
        return bool(sides) and len(set(members)) > 2 and all(any(one in members for one in side) for side in sides)


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words, the longest first."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


@cache
def families() -> tuple[Family, ...]:
    """Return every family of labels."""
    return tuple(Family(one, place) for place, one in enumerate(classes()))


@cache
def _by_name() -> dict[str, Family]:
    return {family.told.name: family for family in families()}


@lru_cache(maxsize=1 << 14)
def members(label: str) -> dict[int, str]:
    """Return the members a label names, by the place of their family: of a few families at the most."""
    begins = _begun()
    near = {place for begin in (*label, *map("".join, zip(label, label[1:], strict=False)))
            for place in begins.get(begin, ())}  # fmt: skip
    found = ((place, families()[place].last(label)) for place in sorted(near))
    return {place: name for place, name in found if name}


@cache
def _begun() -> dict[str, frozenset[int]]:
    """Return which families, by their place, have words that begin with two characters, or are no more than one."""
    found: dict[str, set[int]] = {}
    for place, family in enumerate(families()):
        for words in family.told.members.values():
            for word in words:
                found.setdefault(word[:2], set()).add(place)
    return {first: frozenset(places) for first, places in found.items()}


def _named(labels: Iterable[str]) -> list[tuple[Family, tuple[str, ...]]]:
    """Return the families that name every one of some labels, each with their members."""
    told = [members(label) for label in labels]
    if not told:
        return []
    places = [place for place in told[0] if all(place in one for one in told[1:])]
    return [(families()[place], tuple(one[place] for one in told)) for place in places]


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
    return _division(head, tuple(labels), money)


@lru_cache(maxsize=4096)
def _division(head: str, labels: tuple[str, ...], money: bool) -> Division:
    """Return it; the same list is asked about several times, from each place it may end."""
    if not any(_BLANK.sub("", label) for label in labels):
        return "blank"
    named = _named(labels)
    found = {family.divides(head, own) for family, own in named}
    if "whole" in found or contrary(labels):
        return "whole"
    if ("partition" in found and (money or "attribute" not in found)) or _crossed(named):
        return "partition"
    if "attribute" in found:
        return "attribute"
    if any(families()[place].told.property for label in labels for place in members(label)):
        return "mixed"
    distinct = len(set(labels)) == len(labels)
    return "kindred" if distinct and any(family.basic and not family.told.attribute for family, _ in named) else "unknown"


def _crossed(named: Sequence[tuple[Family, Sequence[str]]]) -> bool:
    """Return whether labels are all there is of two families at once: 寄宿小学生, 寄宿初中生, 走读小学生, 走读初中生."""
    kinds = [own for family, own in named if not family.told.attribute and len(set(own)) > 1]
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
        if own and all(own) and any(family.member(name) in {*family.told.apart} - {*own} for name in told):
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
    family = _by_name()[name]
    own = [family.member(label) for label in labels]
    return all(own) and family.divides("", own) == "whole"


def of_families(labels: Sequence[str], names: Sequence[str]) -> bool:
    """Return whether all labels name members of one of some families."""
    return any(all(map(_by_name()[name].member, labels)) for name in names)


def in_terms(labels: Sequence[str]) -> bool:
    """Return whether labels name terms or halves of a year (春季, 秋季)."""
    return of_families(labels, (_TERMS,))


def on_a_scale(head: str, labels: Sequence[str]) -> bool:
    """Return whether labels are the steps of one scale (满意, 一般, 不满意), each once, and the total's is none."""
    return any(
        family.scaled(own) and not family.member(head) and len(set(own)) == len(own) for family, own in _named(labels)
    )


@lru_cache(maxsize=4096)
def names_above(label: str) -> bool:
    """Return whether a label names what holds other members of its family (义务教育)."""
    return any(own in families()[place].told.above for place, own in members(label).items())


def holds_all(head: str, labels: Sequence[str]) -> bool:
    """Return whether a total's label names what holds the parts of its family (义务教育 holds 小学 and 初中)."""
    every = ((family, family.member(head), own) for family, own in _named(labels))
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
    for family, own in _named(labels):
        if family.divides(head, own) == "whole":
            return all(set(family.rest(label)) <= {*head, *_FILLERS} for label in labels)
    return False


def in_one_row(head: str, labels: Sequence[str]) -> bool:
    """Return whether a figure stands in one row with others: beside them in their family, not above them."""
    bare = _NAMED_PLACE.sub("", _scopes().sub("", head))
    for family, row in _named(labels) if members(bare) else ():
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
