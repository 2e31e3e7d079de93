"""Shares of several counts told together: 二者占, 三项合计占, and of a scale down to one of its steps: 本科及以上占.

`甲类30所、乙类20所，二者占总数80所的62.5%`; `教师400人，其中研究生20人、本科300人，本科及以上占80%`;
`高级50人、一级150人、二级200人，中高级教师占50%`. Which counts are meant the words say; the whole is the one they
name, the one before the list, or, of a scale whose last step is told, the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, chance, same_kind
from junheng.audit.relations.ground.terms import relation, spans, worked_out
from junheng.audit.relations.ground.wording import REACH, change, holds_one, linked, stem
from junheng.audit.relations.shares.lexicon import lexicon, pattern
from junheng.audit.relations.shares.percentages import Told, core_name
from junheng.audit.relations.shares.wholes import SLIPS

_BORNE, _CLOSE = Fraction(1, 25), Fraction(1, 8)
_CLAUSE = re.compile("[，,；;：:]")
_SPLIT, _DENIED_RATE = re.compile("[、和与及]"), re.compile("[不未][一-鿿]{1,3}率")
_GRADE, _JOINING = re.compile("[A-EＡ-Ｅ甲乙丙丁一二三四][级类档等]"), frozenset("、和与及级类档等")
_JOINED = frozenset({"、", "，", ",", ""})
"""The marks before a label of several grades: C、D级 is divided by its own."""
_MOST, _TWO, _RATE, _NAMED = 6, 2, 6, 8
_LEVELS, _LISTING, _NO_WHOLE = frozenset("国省市州县区校"), frozenset({"、", "和", "及"}), ("另", "其余")
_FEW = Fraction(1, 100)
"""How likely an accident a share of several may be that nothing but its figures says is of them."""
_NUMBERS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "2": 2, "3": 3, "4": 4, "5": 5}


def together(near: Near, told: Told) -> Relation | None:
    """Return the share of several counts told before it, taken together."""
    item = told.item
    if not item.quantity.value or item.quantity.hedge or told.form not in {"bare", "named", "over", "rate"}:
        return None
    if (called := _of_grades(near, told) or _of_names(near, told)) is not None:
        return called
    if (match := pattern("all_of").search(told.subject)) is not None:
        count = match["some"] or match["two"] or match["more"]
        return _of_all(near, told, _NUMBERS.get(count or "", 0))
    if (match := pattern("and_above").search(told.subject)) is not None:
        return _down_to(near, told, match)
    # Of a rate only what it ends in (优良率): 农村小学标准化率 is of what these did.
    reach = len(told.subject) if told.form != "rate" else _RATE
    name = next((name for name in lexicon()["steps"] if name in told.subject[-reach:]), None)
    return (_steps(near, told, name) if name is not None else None) or _joined(near, told)


def _list(near: Near, item: Item) -> list[Item]:
    """Return the counts of one kind right before a figure in its sentence, in order."""
    found: list[Item] = []
    for one in near.before(item, 0, _MOST + 1):
        follows = not found or (same_kind(one.quantity, found[0].quantity) and one.number == found[0].number - 1)
        if change(one.label) or one.depth != item.depth or not follows:
            break
        found.insert(0, one)
    return found


def _list_before(near: Near, item: Item) -> list[Item]:
    """Return the counts of one kind that end the sentence before a figure's, where its own tells none before it."""
    last = next(iter(near.before(item, 1, 1)), None)
    if last is None or last.sentence == item.sentence:
        return []
    return [*_list(near, last), last] if last.sentence == item.sentence - 1 else []


def _of_all(near: Near, told: Told, count: int) -> Relation | None:
    """`甲类30所、乙类20所，二者占总数80所的62.5%`: as many as are told, all of the list where no number is."""
    item = told.item
    over = near.items[item.number - 1] if told.form == "over" else None
    listed = _list(near, over or item)
    if over is not None and not same_kind(over.quantity, listed[-1].quantity if listed else over.quantity):
        return None
    parts = listed[-count:] if count else listed
    if over is None:
        # The whole stands before the list, or is the first of it: 教师400人，研究生20人、本科300人，两项合计占.
        parts = listed[-count:] if count else listed[1:]
        wholes = [one for one in listed if one not in parts][-1:]
        wholes += [one for one in near.labelled(told.whole, item, 4) if told.whole and one not in listed]
    else:
        wholes = [over]
    if len(parts) < _TWO or (count and len(parts) != count):
        return None
    return _share(near, item, parts, wholes, bool(over or (told.whole and len(wholes) == 1)))


def _of_grades(near: Near, told: Told) -> Relation | None:
    """`校舍120栋，A级60栋，B级30栋，C级20栋，D级10栋，C、D级校舍占总栋数的25%`: those whose signs are told."""
    over = near.items[told.item.number - 1] if told.form == "over" else None
    anchor = over or told.item
    match = pattern("lettered").search(anchor.lead[-REACH:]) if anchor.mark in _JOINED else None
    if match is None:
        return None
    graded = [(one, _GRADE.search(one.label)) for one in _list(near, anchor)]
    row = [one for one, grade in graded if grade is not None]
    signs = {sign + match["kind"] for sign in match["signs"] if sign not in _JOINING}
    parts = [one for one, grade in graded if grade is not None and grade[0] in signs]
    if len(parts) != len(signs):
        return None
    if len(row) == len(parts) and over is None:
        # 排查校舍864栋，面积12万平方米，C级…，D级…，C、D两级占排查总数的: of what the share names.
        named = [one for one in near.before(row[0], 1) if told.whole and linked(told.whole, one.label)]
        named = [one for one in named if same_kind(one.quantity, row[0].quantity)]
        return _share(near, told.item, parts, named[:1], len({one.plain for one in named}) == 1)
    every = sum(one.plain for one in row)
    wholes = [over] if over is not None else [one for one in near.before(row[0], 2) if one.plain == every]
    if not wholes and len(row) > _TWO:
        return _of_every(near, told.item, parts, row)
    return _share(near, told.item, parts, wholes[:1], bool(wholes))


def _of_every(near: Near, item: Item, parts: Sequence[Item], row: Sequence[Item]) -> Relation | None:
    """Return the share of some of a list in all of it, where no figure tells how many that are."""
    top, whole = (worked_out([(1, one.quantity) for one in each]) for each in (parts, row))
    made = relation("ratio", [top, whole], item.quantity, "share.together", spans([*row, item]))
    return made if holds(made) or _misprinted(near, made, [*row, item]) else None


def _of_names(near: Near, told: Told) -> Relation | None:
    """`小学教师46人，初中教师18人，小学、初中教师占教职工总数640人的10%`: those of the names told with 占."""
    over = near.items[told.item.number - 1] if told.form == "over" and told.item.number > 1 else None
    if over is None:
        return None
    clause = re.split("[，,；;：:。(（]", near.between(near.items[over.number - 1], over))[-1]
    names = [name.strip() for name in _SPLIT.split(clause.partition("占")[0])]
    row = _list(near, over)
    if len(names) < _TWO or len(row) < len(names) or min(map(len, names)) < _TWO:
        return None
    called = [[one for one in row if name[:_TWO] in one.label] for name in names]
    if any(len(each) != 1 for each in called) or len({each[0].number for each in called}) != len(names):
        return None
    parts, item = [each[0] for each in called], told.item
    # 小学460人、初中118人评为优秀，小学、初中教师占教职工640人的95%: the figures are not told as those of teachers.
    noun = names[-1][_TWO:]
    bears = not noun or any(noun in one.label or one.after.startswith(noun) for one in parts)
    if (made := _share(near, item, parts, [over], bears)) is not None or not bears:
        return made
    figures = [*parts, over, item]
    top = worked_out([(1, one.quantity) for one in parts], over.quantity.scale)
    made = relation("ratio", [top, over.quantity], item.quantity, "share.together", spans(figures))
    return made if _misprinted(near, made, figures) else None


def _down_to(near: Near, told: Told, match: re.Match[str]) -> Relation | None:
    """`教师400人，其中研究生20人、本科300人，本科及以上占80%`: those down to the step named, of the one before."""
    listed, step = _list(near, told.item), match["step"] or match["level"]
    own = listed[-1:] if len(listed) == 1 else []
    if own:
        # 教职工149人，其中研究生10人，本科121人。专任教师141人，本科以上学历达到92.9%: of those told beside it.
        listed = _list_before(near, own[0])
    signs = [f"{step[0]}[特一二三]?级"] if step[0] in _LEVELS else [re.escape(step), re.escape(step[-_TWO:])]
    rows = [[at for at, one in enumerate(listed) if re.search(sign, stem(one.label)[-8:])] for sign in signs]
    named = next((row for row in rows if row), [])
    if len(named) != 1 or named[0] < _TWO - 1 or not listed:
        return None
    last = named[0]
    # The highest step is told first; what stands before it is the whole.
    first = next((at for at, one in enumerate(listed) if pattern("highest").search(stem(one.label)[-8:])), 0)
    parts, wholes = listed[first : last + 1], own or listed[max(0, first - 1) : first]
    if not wholes and step[0] in _LEVELS and near.value(parts[0]) >= sum(map(near.value, parts[1:])):
        parts, wholes = parts[1:], parts[:1]  # 学校55所，省一级13所……
    if len(parts) < _TWO:
        return None
    every = sum(one.plain for one in listed)
    if not wholes and (known := [one for one in near.before(parts[0], 2, _MOST) if one.plain == every]):
        wholes = known[:1]  # 实测4137人……一级38人，二级2216人，不入级1883人: all they were divided by
    if not wholes and match.start() > 1:
        named_so = near.labelled(told.subject[: match.start()].removesuffix("校"), parts[0])
        made = (_share(near, told.item, parts, [one], False) for one in named_so)
        return next((one for one in made if one is not None and holds(one)), None)
    if not wholes:
        wholes = [one for one in near.before(parts[0], 1, 1) if one.number == parts[0].number - 1]
    # 小学教师149人，其中研究生10人，本科121人。初中教师141人，本科以上学历达到95.7%: it may be of others than the list.
    opened = not own and bool(wholes) and near.value(wholes[0]) >= sum(map(near.value, parts))
    return _share(near, told.item, parts, wholes or [], opened)


def _joined(near: Near, told: Told) -> Relation | None:
    """`50所学校中，12所初中、29所小学全部达标，占82%`: of those listed by 、 right before it, of the one before them.

    Where nothing says that all of them are meant, the share may be of the last alone: it is read where it comes out.
    """
    item, listed = told.item, _list(near, told.item)
    last = listed[-1] if listed else None
    if told.subject or last is None or last.number != item.number - 1 or told.form not in {"bare", "named"}:
        return None
    first = len(listed) - 1
    while first and listed[first].mark in _LISTING:
        first -= 1
    parts, wholes = listed[first:], listed[max(0, first - 1) : first]
    if len(parts) < _TWO or not wholes or holds_one(wholes[0].label[-_TWO:], _NO_WHOLE):
        return None
    own = told.form == "bare" or linked(core_name(told.whole), wholes[0].label + wholes[0].after[:_NAMED])
    every = own and pattern("every").search(last.after) is not None
    alone = holds(relation("ratio", [last.quantity, wholes[0].quantity], item.quantity, "", []))
    made = None if alone else _share(near, item, parts, wholes, every)
    return made if made is not None and (every or (holds(made) and chance(item.quantity) <= _FEW)) else None


def _steps(near: Near, told: Told, name: str) -> Relation | None:
    """`高级50人、一级150人、二级200人，中高级占50%`: the steps a name is made of, of the whole or of all told."""
    steps = lexicon()["steps"][name]
    item, listed = told.item, _list(near, told.item) or _list_before(near, told.item)
    parts = [one for one in listed if re.search("|".join(steps), stem(one.label)[-6:])]
    told_itself = any(name in one.label for one in listed)
    if told_itself or len(parts) < _TWO or parts[-1].number - parts[0].number != len(parts) - 1:
        return None
    before = [one for one in listed if one.number < parts[0].number]
    at = next((at for at, one in enumerate(before) if near.value(one) >= sum(map(near.value, listed[at + 1 :]))), None)
    of_them = told.form != "rate"  # 义务教育学校达标率 is told of what they did, not of how many they are
    if at is not None:
        return _share(near, item, parts, [before[at]], of_them)
    rest = listed
    if len(rest) == len(parts):
        return None
    top = worked_out([(1, one.quantity) for one in parts])
    whole = worked_out([(1, one.quantity) for one in rest])
    made = relation("ratio", [top, whole], item.quantity, "share.together", spans([*rest, item]))
    # 一小高级10人、一级30人、二级40人。二小中高级教师占55%: of the list of a sentence before only where it comes out.
    lowest = (
        of_them
        and listed[0].sentence == item.sentence
        and pattern("lowest").search(stem(rest[-1].label)[-6:]) is not None
    )
    printed = stem(item.label).rpartition("占")[2] if "占" in item.label else ""
    lowest = lowest and (not printed or linked(printed, "".join(one.label for one in rest)))
    return made if holds(made) or (lowest and _misprinted(near, made, (*rest, item))) else None


def _share(near: Near, item: Item, parts: Sequence[Item], wholes: Sequence[Item], sure: bool) -> Relation | None:
    """Return the share of some counts together: of the first whole that comes out, or failing where one is sure."""
    tried, both = Fraction(0), sum((near.value(one) for one in parts), Fraction(0))
    made = None
    for whole in wholes:
        if near.value(whole) < both or not same_kind(whole.quantity, parts[0].quantity):
            continue
        tried += chance(item.quantity)
        top = worked_out([(1, one.quantity) for one in parts], whole.quantity.scale)
        figures = [whole, *parts, item]
        made = relation("ratio", [top, whole.quantity], item.quantity, "share.together", spans(figures))
        if tried <= _BORNE and holds(made):
            return made
    figures = [*parts, *wholes, item]
    return made if made is not None and sure and len(wholes) == 1 and _misprinted(near, made, figures) else None


def _misprinted(near: Near, made: Relation, figures: Sequence[Item]) -> bool:
    """Whether a share that fails may be called wrong: it lies close, nothing about it is hedged or masked."""
    if any(one.quantity.hedge for one in figures):
        return False
    inside = sorted(figures, key=lambda one: one.number)
    found = judge(made)
    if found is None or not near.unbroken(inside[0], inside[-1]):
        return False
    return found.slip in SLIPS or abs(found.off_by) <= made.total.value * _CLOSE


def exactly_told(near: Near, item: Item, known: Relation) -> Relation | None:
    """Return what a share told roughly right before it is of, told exactly: 占两成还多，准确说是20.5%."""
    if pattern("exactly").search(item.label.strip()) is None or item.quantity.hedge:
        return None
    figures = [*known.spans, (item.label_start, item.quantity.end)]
    made = relation("ratio", [*known.parts], item.quantity, "share.exactly", figures)
    found = judge(made, explained=False)
    if found is None:
        return None
    return made if found.holds or abs(found.off_by) <= made.total.value * 2 * _CLOSE else None


def of_pairs(near: Near, told: Told, run: Sequence[Item]) -> list[Relation]:
    """Return the rates in a row of those who did not, each of both told: 批准60人，不批准40人，不批率40%."""
    names = _SPLIT.split(stem(_CLAUSE.split(run[0].lead[-REACH:])[-1]))
    if told.form != "rate" or len(names) != len(run) or not all(_DENIED_RATE.fullmatch(name) for name in names):
        return []
    made: list[Relation] = []
    window = [one for one in near.before(run[0], 0, 3 * _MOST) if not change(one.label)]
    for name, item in zip(names, run, strict=True):
        key = name[1:].removesuffix("率")
        missed = next((one for one in window if all(sign in one.label for sign in name[0] + key)), None)
        beside = near.items[missed.number - 1] if missed is not None and missed.number else None
        if missed is None or beside is None or name[0] in beside.label or not all(one in beside.label for one in key):
            return []
        both = worked_out([(1, beside.quantity), (1, missed.quantity)])
        made.append(relation("ratio", [missed.quantity, both], item.quantity, "share.pairs",
                             spans([beside, missed, item])))  # fmt: skip
    return made if all(map(holds, made)) else []
