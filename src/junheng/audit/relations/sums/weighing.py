"""Whether a list of parts makes up its total: because it comes out, or because it is told as complete."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Literal

import msgspec

from junheng.audit.layout import Item
from junheng.audit.relations.ground.terms import term
from junheng.audit.relations.sums.labels.labels import (
    Division,
    division,
    in_one_row,
    in_terms,
    named_in,
    of_families,
    share_a_word,
)
from junheng.audit.relations.sums.labels.left_open import goes_on_besides, left_open, of_another_matter, turns_to_doing
from junheng.audit.relations.sums.lists import Entry, Number, apart, says, total_of
from junheng.audit.relations.sums.misprints import slipped
from junheng.audit.relations.sums.triggers import triggers

Reading = Literal["exact", "rounded", "dropped", "cut", "failing"]
"""How a list was read: it comes out; it comes out within rounding; when doubtful items are left out; when it is ended
where nothing says that it ends; or it is told as complete and does not come out."""


class Told(msgspec.Struct):
    """A total with the parts read for it."""

    total: Item
    parts: list[Entry]
    reading: Reading
    score: int = 0


def fineness(told: Told) -> Fraction:
    """Return how many of the last digits printed a total is: 9.0 is 90. Few are come to by chance."""
    steps = [one.item.quantity.plain_step for one in told.parts]
    return told.total.quantity.exact / (min(steps) or 1)


def comes_out(total: Item, found: Sequence[Entry]) -> Told | None:
    """Return the reading by which parts come to the total, None where there is none."""
    target = _target(total)
    ends = list(_ends(found))
    for end in ends:
        if total_of(found[:end]) == target:
            return Told(total, list(found[:end]), "exact")
    for end in ends:
        for kept in _without(found[:end]):
            if total_of(kept) == target:
                return Told(total, kept, "dropped")
    if _is_passed(total):
        return None
    # The list may go on with what is told of something else: it is tried to the end of its clause too.
    clause = [end for end in ends[2:] if found[end].item.segment != found[0].item.segment][-1:]
    for end in (*ends[:2], *clause):
        gap = apart(total_of(found[:end]), target)
        if gap * 8 > target:
            continue
        slack = sum((part.slack for one in found[:end] for part in one.terms), term(total.quantity).slack)
        if gap < slack:
            # 藏书113.6万册，其中…19.7万册，生均小学18.6册: what comes out exactly is the list, not what is rounded.
            exact = cut_short(total, found[:end])
            return Told(total, exact.parts if exact is not None else list(found[:end]), "exact" if exact else "rounded")
    return None


def cut_short(total: Item, found: Sequence[Entry]) -> Told | None:
    """Return the reading by which the first of the parts come to the total, though the list goes on."""
    target = _target(total)
    reached: Number = 0
    for end, one in enumerate(found, 1):
        reached += one.value
        if end > 1 and reached == target:
            return Told(total, list(found[:end]), "cut")
        if reached > target:
            break
    return None


def _target(total: Item) -> Number:
    value = total.quantity.value
    return whole if value == (whole := int(value)) else Fraction(value)


def _ends(found: Sequence[Entry]) -> Iterator[int]:
    """Yield where a list may end, the farthest first."""
    for end in range(len(found), 1, -1):
        if end == len(found) or found[end].cut:
            yield end


def _without(found: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield the parts without some that may belong to the one before, or to a sub-list told in the list."""
    loose = [at for at, one in enumerate(found) if one.loose][:6]
    for count in range(1, min(len(loose), 2) + 1):
        for left in combinations(loose, count):
            kept = [one for at, one in enumerate(found) if at not in left]
            if len(kept) > 1:
                yield kept
    for at in range(len(found) - 2):
        reached: Number = 0
        for end in range(at + 1, len(found)):
            reached += found[end].value
            if end > at + 1 and reached == found[at].value and len(found) - (end - at) > 1:
                yield [*found[: at + 1], *found[end + 1 :]]
            if reached > found[at].value:
                break


def complete(total: Item, found: Sequence[Entry], join: str, head: str, *, floor: int = 0) -> Told | None:
    """Return the reading by which a list is told as complete and does not come out; None where it may be open."""
    weights = triggers().weights
    if _is_passed(total) or _of_another_kind(total, found):
        return None
    if of_another_matter(found, head):
        return None
    best: Told | None = None
    for end in _ends(found):
        if best is not None and _one_family(head, found[: len(best.parts)]):
            break  # 高等学校6所；……；小学1563所；特殊教育学校9所: what goes on in the family of the list is of it
        parts = list(found[:end])
        if (
            _outgrown(total, parts, head, join)
            or turns_to_doing(total, parts)
            or goes_on_besides(_target(total), parts)
        ):
            continue
        if total_of(parts) < total.quantity.value and left_open(total, parts, join, head):
            continue
        closes = end == len(found) or _turns_to_its_like(head, found[end - 1], found[end]) or _is_marked_off(found, end)
        score = weigh(total, parts, join, head) + weights.closes * closes
        without = not any(one.item.quantity.base for one in parts)
        if without and join != "bracket" and parts[-1].place - parts[0].place >= len(parts):
            continue  # figures without units, others between them: 建筑21044，其中餐厅12870，寝室318间，寝室面积51324
        if any(two.loose and two.item.unit != one.item.unit for one, two in pairwise(parts)):
            continue  # 联合办园41所服务89个村
        if any(one.again for one in parts) and _far(total, parts):
            continue  # lists told one after the other need not be of one total
        bare = join == "bracket" and without
        same = bare or all(one.sure for one in parts)
        if same and score >= weights.needed + floor and (best is None or score > best.score):
            best = Told(total, parts, "failing", score)
    return best


def _turns_to_its_like(head: str, last: Entry, after: Entry) -> bool:
    """Return whether behind ； what stands in one row with the total is told: 学生158人，其中…；教职工46人."""
    return after.item.segment != last.item.segment and in_one_row(head, [after.label])


def _is_marked_off(found: Sequence[Entry], end: int) -> bool:
    """Return whether the marks between parts are closer than the one behind them: 框架…、砖混…、土木…，排查出危房…."""
    return found[end].item.mark in _WIDE and all(one.item.mark == _CLOSE for one in found[1:end])


_CLOSE, _WIDE = "、", frozenset("，,；;")
_COARSE = 20
"""Below so many steps a figure that is passed (首次超过5亿元) is no whole to which parts come but for rounding."""
_FRAME, _SMALL, _FEW, _ALL_STAGES = 20, 50, 4, 3
_NUMBERING = re.compile(r"[ \u3000]*([(（]?)([\d]{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]")
_LINE = 60
"""Characters looked back for the begin of a part's line."""
_COUNTED, _NOUN = "共有为达约计", 2
"""What may stand between the noun of a total and its figure, and how many characters of it its parts end with."""
_OWN = ("title", "degree")
"""The families of what each person has one of."""
_MONEY = "元"
_PASSED = frozenset({"over", "at_least"})
_LASTING = frozenset({"人", "名", "户", "所", "辆", "个", "套", "间"})
"""Units of what is there in both halves of a year."""


def _is_passed(total: Item) -> bool:
    """Return whether a figure is a round one that is passed (首次超过5亿元)."""
    figure = total.quantity
    return figure.hedge in _PASSED and figure.value < _COARSE * figure.step


def _one_family(head: str, found: Sequence[Entry]) -> bool:
    """Return whether all that a list tells, to its end, is of one family of kinds."""
    return division(head, [one.label for one in found]) in {"whole", "partition"}


def _far(total: Item, parts: Sequence[Entry]) -> bool:
    """Return whether parts are off by more than a twentieth of their total."""
    target = _target(total)
    return apart(total_of(parts), target) * 20 > target


def one_level(text: str, parts: Sequence[Entry]) -> bool:
    """Return whether the numbers that lines of a list begin with are of one kind: 1. and (1) are two levels."""
    kinds: set[str] = set()
    for one in parts:
        begin = text.rfind("\n", max(0, one.item.quantity.start - _LINE), one.item.quantity.start)
        found = _NUMBERING.match(text, begin + 1) if begin >= 0 else None
        if found is not None:
            kinds.add("bracket" if found[1] else "digit" if found[2].isdigit() else "han")
    return len(kinds) < 2


def _of_another_kind(total: Item, found: Sequence[Entry]) -> bool:
    """Return whether a small figure counts what the parts stand in (3个县，其中小学20所), not the parts."""
    value = total.quantity.value
    return total.unit == "个" and value < _FRAME and all(one.item.quantity.value > value for one in found)


def _outgrown(total: Item, parts: Sequence[Entry], head: str, join: str) -> bool:
    """Return whether a part is more than the total though no family makes it a part: it is of another matter."""
    target = _target(total)
    if any(one.value > target and _in_a_row_with(head, parts[0], one) for one in parts):
        return True  # 中学34所，其中初级中学27所；小学281所
    if all(one.value <= target for one in parts) or slipped(
        target, parts, either=join == "backward" or target >= _SMALL
    ):
        return False
    return dividing(head, parts) not in {"whole", "partition"}


def _in_a_row_with(head: str, first: Entry, one: Entry) -> bool:
    """Return whether a figure of a clause behind that of a list stands beside the list's total in its family."""
    return one.item.segment != first.item.segment and in_one_row(head, [one.label])


def dividing(head: str, parts: Sequence[Entry]) -> Division:
    """Return how parts divide a total: by their labels, or by thresholds (20公里以内…，20公里以上…)."""
    if (steps := _steps(parts)) is not None:
        return "whole" if steps else "mixed"
    money = parts[0].item.quantity.base == _MONEY
    made = division(head, [one.label for one in parts], money=money)
    # One pupil is helped in spring and in autumn: only what is spent or given is told by the term without overlap.
    if made == "unknown" and all(says("kinds", one.label[-1:]) for one in parts):
        return "kindred"  # 视频式41个、透明玻璃式48个
    terms = made == "whole" and parts[0].item.quantity.base in _LASTING and in_terms([one.label for one in parts])
    return "attribute" if terms else made


def _steps(parts: Sequence[Entry]) -> bool | None:
    """Return whether parts told by thresholds leave nothing out: the first and the last are open, one upwards and one
    downwards; of two parts at the same threshold. None where they are not told so.
    """
    first, last = parts[0].bound, parts[-1].bound
    if first is None or last is None or first[1] != last[1] or first[2] == last[2]:
        return None
    if len(parts) == 2:
        return first[0] == last[0]
    return max(first, last)[2] if all(one.bound is None for one in parts[1:-1]) else None


def weigh(total: Item, parts: Sequence[Entry], join: str, head: str) -> int:
    """Return how much speaks for the parts being meant as all of the total."""
    weights = triggers().weights
    target = _target(total)
    labels = [one.label for one in parts]
    if target <= 0 or (stages(labels) and not parts[-1].closes):
        return -100
    score = _head(head) + int(getattr(weights, join or "none"))
    divided = dividing(head, parts)
    named, rest = named_in(head, labels), parts[-1].closes
    if divided == "attribute" and total_of(parts) > target and len(parts) >= _ALL_STAGES and of_families(labels, _OWN):
        divided = "partition"  # 高级12人，一级26人，二级11人，未评4人 of 52: each has one
    if not (divided == "attribute" and join in {"split", "list"}) and not (
        divided in {"mixed", "blank"} and (named or rest)
    ):
        score += int(getattr(weights, "mixed" if divided == "blank" else divided))
    score += weights.named * (named and divided != "whole") + weights.rest * rest
    gap, off = total_of(parts) - target, apart(total_of(parts), target)
    score += next((worth for limit, worth in weights.near if off * 1000 <= limit * target), 0)
    score += weights.repeats * (gap < 0 and divided in {"mixed", "unknown"} and _repeats(head, labels))
    if gap > 0 and divided != "attribute":
        score += weights.exceeding_mixed if divided == "mixed" else weights.exceeding
    score += weights.three * (len(parts) >= 3) + weights.many * (len(parts) >= 4) + weights.more * (len(parts) >= 7)
    score += weights.even * _even(parts)
    if slipped(target, parts):
        return score + weights.slip
    return score + weights.short if 4 * gap < -target and divided != "whole" else score


def _repeats(head: str, labels: Sequence[str]) -> bool:
    """Return whether each of three parts or more, no two the same, ends with the noun that the total ends with."""
    noun = head.rstrip(_COUNTED)[-_NOUN:]
    told = len(labels) >= _ALL_STAGES and len(noun) == _NOUN and len(set(labels)) == len(labels)
    return told and all(one.endswith(noun) and len(one) > _NOUN for one in labels)


def _even(parts: Sequence[Entry]) -> bool:
    """Return whether the parts have a label each, no two the same, and follow each other without other figures."""
    labels = {one.label for one in parts}
    return len(labels) == len(parts) and "" not in labels and parts[-1].place - parts[0].place == len(parts) - 1


def stages(labels: Sequence[str]) -> bool:
    """Return whether labels tell of several stages of one matter."""
    found = [_stages_in(label) for label in labels]
    # One of many (服装设计 among ten trades) is a name, no stage.
    if 2 * sum(map(bool, found)) < min(len(found), _FEW) or len(set(found)) < 2:
        return False
    # 竣工221个，在建19个，未开工5个: every one is at one of them.
    return len(found) != _ALL_STAGES or division("", labels) != "whole"


@lru_cache(maxsize=4096)
def _stages_in(label: str) -> frozenset[str]:
    return frozenset(triggers().words["stage"].findall(label))


def _head(head: str) -> int:
    told, weights = triggers(), triggers().weights
    if told.strong.search(head):
        return weights.strong
    if told.weak.search(head):
        return weights.weak
    return weights.plain if told.plain.search(head) else 0


@lru_cache(maxsize=4096)
def is_total(head: str) -> bool:
    """Return whether a label calls its figure a total."""
    return triggers().strong.search(head) is not None or triggers().weak.search(head) is not None


def related(head: str, labels: Sequence[str], *, money: bool = True) -> bool:
    """Return whether labels tell of the total: they divide it by one family, or each has a word of it."""
    if division(head, labels, money=money) in {"whole", "partition"}:
        return True
    return all(share_a_word(label, head) for label in labels)
