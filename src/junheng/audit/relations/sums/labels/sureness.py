"""How sure the words of a sentence are that some of its figures are all the parts of another."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from junheng.audit.relations.sums.labels.labels import any_of, contrary, division, framed_alike, in_terms
from junheng.audit.relations.sums.lists import says
from junheng.audit.relations.sums.row import Figure
from junheng.audit.relations.sums.runs import STOPS
from junheng.audit.relations.sums.triggers import triggers
from junheng.audit.relations.sums.weighing import is_total

Sure = Literal["certain", "likely", "bare"]
"""The words name a sum (相加, 由…组成); tell all there is (全年, 其余); or are nothing but names."""
_PARTS, _THREE, _NOUN = 2, 3, 2
_NUMBERS = "一二三四五六七八九十"
_COUNT = re.compile("[二三四五六七八九十](?=[年期批项])")
_NEAR = 16
"""Characters before a figure that may tell what it is a whole of."""
_MADE_UP = re.compile("[^，。；]{0,8}(?:组成|构成)")


class _Part(msgspec.Struct, frozen=True):
    rest: tuple[str, ...]
    highest: tuple[str, ...]
    lowest: tuple[str, ...]
    announced: tuple[str, ...]
    none: tuple[str, ...]
    gone: tuple[str, ...]
    planned: tuple[str, ...]
    coming: tuple[str, ...]
    outlay: tuple[str, ...]
    income: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    compounds: tuple[tuple[str, str, str], ...]


class _Whole(msgspec.Struct, frozen=True):
    sum: tuple[str, ...]
    called: tuple[str, ...]
    joined: tuple[str, ...]
    all: tuple[str, ...]
    grown: tuple[str, ...]
    places: tuple[str, ...]
    terms: tuple[str, ...]
    plain: tuple[str, ...]
    around: tuple[str, ...]
    inside: tuple[str, ...]
    fillers: str


class _File(msgspec.Struct, frozen=True):
    whole: _Whole
    part: _Part
    limits: dict[str, int]


@cache
def _file() -> _File:
    text = files("junheng.audit.relations.sums.labels").joinpath("closed.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _File)


@cache
def words(of: str, name: str) -> re.Pattern[str]:
    """Return a pattern of one list of words of closed.toml."""
    return any_of(getattr(getattr(_file(), of), name))


def limit(name: str) -> int:
    """Return one of the limits of closed.toml."""
    return _file().limits[name]


def has(of: str, name: str, told: str) -> bool:
    """Return whether words hold one of a list of closed.toml."""
    return words(of, name).search(told) is not None


def closing(total: Figure, parts: Sequence[Figure], head: str, *, counted: bool, several: bool) -> Sure | None:
    """Return how sure the words are that a figure behind some is their sum; None where they say nothing of it.

    `counted`: a figure tells how many they are; `several`: they stand in several sentences.
    """
    summed = has("whole", "sum", total.lead) or _compound(total, parts)
    if total.item.quantity.kind == "share":
        return "certain" if summed else None
    joined = not several and any(has("whole", "joined", one.words) for one in (*parts, total))
    if summed or joined or is_equation(total, parts):
        return "certain"
    return _told_as_all(total, parts, head, counted=counted, several=several)


def _told_as_all(total: Figure, parts: Sequence[Figure], head: str, *, counted: bool, several: bool) -> Sure | None:
    """Return how sure the words are that a figure behind some is all of them, where none names a sum."""
    names = [one.name for one in parts]
    near = total.lead[-_NEAR:] + "|" + total.item.after
    everything, whole = has("whole", "all", near), division(head, names) == "whole"
    repeats, placed = _only_repeats(total, parts), has("whole", "places", near)
    if _counts_others(total, parts):
        return None
    called = has("whole", "called", total.lead) and (counted or repeats)
    if (called and not placed) or (everything and in_terms(names) and has("whole", "terms", near) and not several):
        return "certain"
    rest = has("part", "rest", parts[-1].words)
    told = len(parts) >= _THREE or has("whole", "called", total.lead)
    gone = told and has("part", "gone", total.name) and not several
    strong = len(parts) >= _THREE and triggers().strong.search(total.name) is not None and not several
    bare = repeats and (everything or whole) and not several
    if any((gone, strong, counted, paired(parts), rest and everything, bare)):
        return "likely"
    if several and len(parts) >= _THREE and is_grand(total, parts):
        return "likely" if _row_of_clauses(parts) else "bare"
    grown = has("whole", "grown", total.lead)
    return "bare" if not several and (everything or whole or grown or len(parts) >= _THREE) else None


def is_grand(total: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether a sentence of its own tells a whole of all there was (全年累计, 三年共) right behind its parts."""
    told = has("whole", "called", total.lead) and has("whole", "all", total.lead)
    return told and not total.item.depth and total.item.sentence == parts[-1].item.sentence + 1


def _counts_others(total: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether a whole says that it is of more or fewer than are told (五年累计: three years are)."""
    found = _COUNT.search(total.name)
    return found is not None and _NUMBERS.index(found[0]) + 1 != sum(one.times for one in parts)


def is_equation(total: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether plus signs stand between figures and an equals sign before the last."""
    return total.lead[-1:] in {"=", "＝"} and all({*one.lead} & {*"+＋"} for one in parts[1:])


def _only_repeats(total: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether the name of a figure called a sum says nothing its parts do not."""
    rest = total.name
    for each in (words("whole", "called"), words("whole", "all"), triggers().counted, words("whole", "plain")):
        rest = each.sub("", rest)
    return set(rest) <= {*"".join(one.name for one in parts), *_file().whole.fillers, *total.item.unit}


def _compound(total: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether a whole is named by its two parts (优良: 优秀, 良好)."""
    return len(parts) == _PARTS and any(
        whole in total.name and all(name in part.name for name, part in zip(names, parts, strict=True))
        for whole, *names in _file().part.compounds
    )


def opening(total: Figure, parts: Sequence[Figure], head: str, *, counted: bool, several: bool) -> Sure | None:
    """Return how sure the words are that some figures are all of the one before them."""
    names = [one.name for one in parts]
    announced = has("part", "announced", parts[0].lead + total.item.after)
    if announced and _MADE_UP.match(parts[-1].item.after):
        return "certain"
    if not (announced or several) and parts[0].item.segment != total.item.segment:
        return None  # 特岗54名；事业单位30名；公费师范生12名: a row, its whole elsewhere
    if has("part", "rest", parts[-1].words) or ranked(parts) or paired(parts):
        return "likely"
    if several:
        # 全年共补充教师96名。特岗54名，聘期3年；事业单位招聘30名；公费师范生12名。: else nothing joins two sentences
        return "likely" if _clause_by_clause(total, parts) else None
    whole = division(head, names) == "whole" and not in_terms(names)
    # 校车116辆，公司运营的78辆，学校自有的13辆，幼儿园自有的25辆
    nouns = all(name.endswith("的") for name in names) and not total.name.endswith("的")
    boxed = not total.item.depth and all(one.item.depth for one in parts)  # 甲县（12所）、乙县（5所）、丙县（3所）
    if whole or announced or counted or ((nouns or boxed or is_total(total.name)) and len(parts) >= _THREE):
        return "likely"
    # 奖金48.6万元，奖教32.1万元、奖学16.5万元
    alike = framed_alike(names) or (len({name[:1] for name in names}) == 1 and names[0][:1] in head)
    return "bare" if len(parts) >= _THREE or (alike and names[0] != names[1]) else None


def _clause_by_clause(total: Figure, parts: Sequence[Figure]) -> bool:
    """Return whether a whole is all that its sentence tells, and the next has a clause for each of its parts."""
    told = has("whole", "called", total.lead) and parts[0].item.segment == total.item.segment + 1
    return told and len(parts) >= _THREE and _row_of_clauses(parts)


def _row_of_clauses(parts: Sequence[Figure]) -> bool:
    """Return whether each of some parts stands in a clause of its own, one behind the other."""
    segments = [one.item.segment for one in parts]
    return segments == list(range(segments[0], segments[0] + len(parts)))


def around(total: Figure, parts: Sequence[Figure]) -> Sure | None:
    """Return how sure the words are that a whole stands between its parts: all there is, then the rest of it."""
    names, last = [one.name for one in parts], parts[-1]
    if not has("whole", "around", total.name + "|" + total.item.after):
        return None
    rest = any(one in last.lead[-4:] for one in _file().part.rest)
    opened = total.item.number == last.item.number - 1 and not last.item.mark
    inside = opened and has("whole", "inside", total.item.after)
    ends = {name[-_NOUN:] for name in names}
    alike = len(ends) == 1 and len(names[0]) > _NOUN and ends.pop() in total.name
    if rest or inside or division(total.name, names) == "whole" or contrary(names):
        return "likely"
    if not alike:
        return None
    return "likely" if "总" in total.name else "bare"


def ranked(parts: Sequence[Figure]) -> bool:
    """Return whether parts are told by rank, from the most to the least."""
    ends = has("part", "highest", parts[0].words), has("part", "lowest", parts[-1].words)
    return len(parts) >= _THREE and all(ends)


def paired(parts: Sequence[Figure]) -> bool:
    """Return whether two parts are all there is by what they are called (前者, 后者)."""
    if len(parts) != _PARTS:
        return False
    one, other = parts
    return any(first in one.lead and second in other.lead for first, second in _file().part.pairs)


def _across(total: Figure, parts: Sequence[Figure], side: str, other: str) -> bool:
    """Return whether a whole is told of one side of an account (what went out), and a part of the other only."""
    if not has("part", side, total.lead) or has("part", other, total.lead):
        return False
    return any(has("part", other, one.lead) and not has("part", side, one.lead) for one in parts)


def excluded(total: Figure, parts: Sequence[Figure], *, several: bool) -> bool:
    """Return whether a word says that a figure is no part of the sum of those beside it.

    A plan is the sum of plans, and of what was done with what is still to come. Where `several` come to their whole,
    what is said of the whole does not speak against it.
    """
    if says("wanting", parts[0].lead) and not says("wanting", total.lead):
        return True  # 计划招聘80名，分别缺31、26、19名
    if any(one.lead.lstrip(STOPS).startswith("除") for one in parts) and parts[0].item.number < total.item.number:
        return True  # 教师86人，除3人病休外，83人全部参加
    if _across(total, parts, "outlay", "income") or _across(total, parts, "income", "outlay"):
        return True  # 学费收入286万元，住宿费收入42万元，总支出314万元
    theirs = [has("part", "none", one.lead) and not has("whole", "joined", one.lead) for one in parts]
    if has("part", "gone", total.lead) and total.item.number > parts[-1].item.number:
        return False  # 撤销教学点14个，合并村小6所，共调减20所
    if has("part", "none", total.lead):
        planned = total.item.number < parts[0].item.number and has("part", "planned", total.lead)
        coming = has("part", "coming", parts[-1].words) or contrary([one.name for one in parts])
        return not (any(theirs) or planned or coming or several)
    # 每周语文6课时、数学5课时: the first word is said of all.
    scope = theirs[0] and not any(theirs[1:]) and parts[0].lead.startswith("每")
    return any(theirs) and not scope
