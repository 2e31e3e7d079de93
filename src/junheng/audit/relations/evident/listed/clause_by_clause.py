"""Wholes whose parts are told clause by clause, each with more told of it: `共364人。随班就读214人，58校；特校78人；…`.

The first figure of each clause that counts what the whole counts is a part; the whole stands before them, or behind
them told as a total (三年累计, 全年共). Such a list is believed where it comes out, and where it lies so close to its
whole that subsets hardly ever do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from operator import attrgetter

from junheng.audit.judge import judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, by_slip, close, exactly
from junheng.audit.relations.evident.figures import Figures, changed, digits, has, told, worth
from junheng.audit.relations.evident.listed.others import of_others, twice_told
from junheng.audit.relations.evident.listed.rows import (
    ETC,
    THREE,
    crossing,
    is_due,
    is_total,
    left_open,
    measure,
    nameless,
    no_part,
    summed,
)
from junheng.audit.relations.ground.wording import compared, pairs
from junheng.audit.relations.sums.labels.labels import division, in_one_row
from junheng.audit.relations.sums.unworded.unjoined import by_example
from junheng.audit.relations.sums.weighing import stages

_MOST, _SENTENCES, _LEAST, _LARGE = 40, 3, 20, 100
"""Figures and sentences looked at on a side of a whole; how many steps it must have, of kinds, and
of any parts."""
_NEAR, _NEAR_OVER = Fraction(3, 100), Fraction(6, 100)
"""How far a failing list may lie from its whole: under it, and over it, where no subset lies."""
_FEW, _BARE, _PLACE = 5, 3, re.compile("(?:[省市县区镇乡州旗]|街道|[市县区]直属?)$")
"""How many steps a whole told place by place must have; how long a bare name is at the most; what a place ends with."""
_OWN = re.compile("(?<![全各我])[省市县区镇乡州旗]")
"""What tells a whole of one place among others."""
_LEAD, _YEAR = 16, re.compile("(?:19|20)\\d\\d年|[去前今]年|上年")
_ABOUT = 0.7, 1.4
_BELOW = "以下"
_BESIDE, _INFANTS = 4, ("幼儿", "幼儿数", "儿童", "儿童数")
"""Figures before a column that may be one more of it, and those who attend kindergartens."""
_KINDS = frozenset({"whole", "partition", "kindred"})


def clause_by_clause(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the sums of figures told one to a clause, behind their whole or before it."""
    for total in near.numbers:
        if not _may_be_whole(near, read, total):
            continue
        made = _first(near, read, total, _ahead(near, total), is_behind=False)
        if made is None and is_total(total):
            made = _first(near, read, total, _behind(near, total), is_behind=True)
        if made is not None:
            yield made


def _may_be_whole(near: Figures, read: Read, one: Item) -> bool:
    figure = one.quantity
    if one.depth or figure.hedge or not near.bases[one.number] or figure.value < _FEW * (figure.step or 1):
        return False
    # 新增学位3330个, 三年共减少269人: what came or went is a whole too.
    if near.asides[one.number] and (not changed(one) or compared(one.label)):
        return False
    return not read.total(one, "sum") and read.part(one, "sum") is None


def _ahead(near: Figures, total: Item) -> list[list[Item]]:
    """Return the columns behind a whole, the longest first: a figure of each clause, up to the end of a sentence."""
    found = []
    bases, base, paragraph = near.bases, near.bases[total.number], total.paragraph
    last = total.sentence + _SENTENCES
    for one in near.items[total.number + 1 : total.number + 1 + _MOST]:
        if one.paragraph != paragraph or one.sentence > last:
            break
        if bases[one.number] == base and not one.depth and near.counts[one.number]:
            if is_total(one):
                break
            found.append(one)
    return _columns(found, total)


def _behind(near: Figures, total: Item) -> list[list[Item]]:
    """Return the column before a total."""
    found: list[Item] = []
    for one in reversed(near.items[max(0, total.number - _MOST) : total.number]):
        if one.paragraph != total.paragraph or one.sentence < total.sentence - _SENTENCES:
            break
        if _counts(near, one, total):
            if is_total(one):
                break
            found.insert(0, one)
    return _columns(found, total)


def _counts(near: Figures, one: Item, total: Item) -> bool:
    return near.counts[one.number] and not one.depth and near.bases[one.number] == near.bases[total.number]


def _columns(found: Sequence[Item], total: Item) -> list[list[Item]]:
    """Return columns of figures: one of each clause, all, those of the whole's name; up to the end of each sentence."""
    if len(found) < THREE or sum(one.plain for one in found) < _ABOUT[0] * total.plain:
        return []  # no part of them comes to more
    firsts = [next(group) for _, group in groupby(found, key=attrgetter("segment"))]
    columns = [firsts, list(found)] if len(firsts) < len(found) else [firsts]
    words = pairs(_words(total))
    named = [one for one in found if not words.isdisjoint(pairs(_words(one)))]
    columns += [named] if len(named) < len(found) else []
    if total.number > (found[-1].number if found else total.number):
        return [one for one in columns if len(one) >= THREE]
    ends = [
        [one for one in column if one.sentence <= sentence]
        for column in columns
        for sentence in sorted({one.sentence for one in column}, reverse=True)
    ]
    return [one for one in ends if len(one) >= THREE]


def _first(near: Figures, read: Read, total: Item, columns: list[list[Item]], *, is_behind: bool) -> Relation | None:
    """Return the first column that comes out; else one that lies close to its whole, of parts of one kind."""
    rows = [one for one in columns if _about(total, one) and _in_a_row(near, read, total, one)]
    if not rows:
        return None
    for parts in rows:
        made = summed(parts, total)
        size = Fraction(total.plain) / measure(near, parts)
        kinds = division(total.label, [one.label for one in parts]) in _KINDS
        least = _FEW if _by_place(total, parts) else _LEAST if kinds else _LARGE
        if size >= least and total.plain >= min(least, _LEAST) and exactly(made) and not twice_told(parts):
            return made
    rows = [one for one in rows if not any(part.after in ETC for part in one)]
    if is_due(total) or total.quantity.start in read.failing or (not is_behind and _in_its_row(near, total)):
        return None
    for parts in rows:
        made = summed(parts, total)
        if of_others(near, total, parts) or _leaves_out(near, parts):
            continue
        if _one_too_many(total, parts):
            return made
        kinds = total.plain >= _LEAST and _of_one_kind(total, parts)
        if kinds and not _of_years(near, parts) and _misprinted(total, parts, made, is_behind):
            return made
    return None


def _by_place(total: Item, parts: list[Item]) -> bool:
    """Whether a whole that begins its sentence is told place by place in its clauses (5所，东区2所，…；西区1所，…)."""
    places = all(_PLACE.search(one.label) for one in parts) and _OWN.search(total.label) is None
    row = parts[0].number == total.number + 1 and parts[-1].sentence == total.sentence
    return places and row and len({one.segment for one in parts}) == len(parts)


def _one_too_many(total: Item, parts: list[Item]) -> bool:
    """Whether a small whole told place by place is one less than its places come to: no list is open upwards.

    Each clause begins with the bare name of its place: 复查南镇2所 tells of what is told already.
    """
    bare = all(len(one.label) <= _BARE for one in parts)
    return bare and _by_place(total, parts) and sum(one.plain for one in parts) == total.plain + 1


def _about(total: Item, parts: list[Item]) -> bool:
    """Whether parts come to about their whole: a first, quick look."""
    reached, whole = float(sum(map(worth, parts))), float(total.plain)
    return _ABOUT[0] * whole < reached < _ABOUT[1] * whole


def _in_its_row(near: Figures, total: Item) -> bool:
    """Whether a figure follows another of its kind in its sentence: 公共安全支出10.1亿元；教育支出45.7亿元；……."""
    for one in reversed(near.items[max(0, total.number - _MOST) : total.number]):
        if one.sentence != total.sentence:
            return False
        if _counts(near, one, total):
            return True
    return False


def _misprinted(total: Item, parts: list[Item], made: Relation, is_behind: bool) -> bool:
    """Whether a list was meant to come to its whole: it is more than it, or a slip of the pen explains what is missing.

    What falls short of its whole by any other figure leaves something out.
    """
    if digits(total) >= THREE and by_slip(made, "swapped"):
        return True
    if close(made, _NEAR) and _levels(parts):
        return True  # 县级1所……；乡镇12所……；村级566所: there is no level besides
    if not is_behind and sum(one.plain for one in parts) > total.plain:
        return close(made, _NEAR_OVER)
    found = judge(made)
    return close(made, _NEAR) and found is not None and (bool(found.slip) or digits(total) < THREE)


def _leaves_out(near: Figures, parts: list[Item]) -> bool:
    """Whether others are told beside those of one name who attend too: 在园幼儿5774人；……在校生32182人；……."""
    names = tuple(told()["list"]["attending"])
    span = near.items[max(0, parts[0].number - _BESIDE) : parts[-1].number]
    return all(one.label.endswith(names) for one in parts) and any(
        one not in parts and one.label.endswith(_INFANTS) and _counts(near, one, parts[0]) for one in span
    )


def _levels(parts: list[Item]) -> bool:
    """Whether parts are told of a county, its towns and its villages, each of one of them."""
    levels = told()["list"]["levels"]
    return len(parts) == len(levels) and all(has(names, one.label) for names, one in zip(levels, parts, strict=True))


def _of_years(near: Figures, parts: list[Item]) -> bool:
    """Whether some parts are told of years of their own (2007年普通高中2522.4万人), others not."""
    places = [one.quantity.start for one in parts]
    told = [_YEAR.search(near.text, max(0, place - _LEAD), place) is not None for place in places]
    return any(told) and not all(told)


def _in_a_row(near: Figures, read: Read, total: Item, parts: list[Item]) -> bool:
    """Whether parts may be told as one list: none read elsewhere, each with words of its own, no stages."""
    if any(one.plain >= total.plain or read.part(one, "sum") or read.total(one, "sum") for one in parts):
        return False
    names = [one.label for one in parts]
    before = {near.text[max(0, one.quantity.start - _LEAD) : one.quantity.start] + one.after for one in parts}
    if len(before) < len(parts) or any(map(nameless, parts)) or stages(names):
        return False
    if by_example(total, names) or (in_one_row(total.label, names) and not _by_place(total, parts)):
        return False
    return not (crossing(parts) or no_part(parts) or left_open(near, total, parts) or _open_scale(parts))


def _open_scale(parts: list[Item]) -> bool:
    """Whether parts are ranks of a scale whose end is not told (高级、中级、初级: some have none)."""
    ranks = told()["list"]["cuts"][0]
    return all(has(ranks, one.label) for one in parts) and _BELOW not in parts[-1].label


def _of_one_kind(total: Item, parts: list[Item]) -> bool:
    """Whether the parts are kinds of the whole, bear one name, or each has a word of the whole's."""
    if _levels(parts) or division(total.label, [one.label for one in parts]) in _KINDS:
        return True
    own, each = pairs(_words(total)), [pairs(_words(one)) for one in parts]
    return bool(frozenset.intersection(*each)) or all(one & own for one in each)


def _words(one: Item) -> str:
    return one.label[-_MOST:] + one.after
