"""Shares whose part or whole is worked out: 优良率 of 优秀 and 良好, 入学率 without those who cannot learn, 三项合计占.

The part is worked out of figures told one by one before the share: the grades a rate is named by, those a sentence
lists by name (本科、专科和中师三项合计占), the whole less those it is told not to count (缓学3人). The whole may be
that of the stages told (小学生, 初中生: 学生总数), or less those a rate leaves out (丧失学习能力46人). All are read
where they come out and are no accident; grades and lists by name also as failing, where shares of their own prove the
whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near, chance, comes_to, same_kind
from junheng.audit.relations.ground.terms import is_share, relation, spans, term, worked_out
from junheng.audit.relations.ground.wording import change, holds_one, levels_of, linked, stem, wording, words
from junheng.audit.relations.shares.lexicon import lexicon, pattern
from junheng.audit.relations.shares.percentages import Told, core_name

_BACK, _SENTENCES, _PARAGRAPHS = 40, 24, 2
"""How many figures, sentences and paragraphs before a share its figures may stand."""
_LOOSE, _NEAR, _CLOSE = Fraction(1, 50), Fraction(1, 10), Fraction(1, 10)
"""How many accidents are borne: of wholes further off, in one sentence; how far a misprinted share may lie."""
_TOGETHER = re.compile(
    "(?:[两二三四五2345](?:项|类|者|种|部分|个学段|级|档|所|校)?[\u4e00-\u9fff]{0,3}?)?(?:合计|总共|共计|一共|加起来|共)?(?:约|就|即|的)?$"
)
_BY_NAME = re.compile("([^。；;，,：:\n]{3,40})$")
_JOINED = re.compile("[、和与及]|以及")
_NAME, _FEW = 2, 6
_STAGES = ("高中阶段", "义务教育", "中小学")
_OTHER_TIME, _ENDS = re.compile("[比较]|[上去前]一?学?年|目标|计划|规划"), tuple("，,。；;、：:（()）\n")
_WITHOUT, _OPENING = ("不含", "不包括", "另"), ("其中", "现有", "共有", "当年", "今年", "目前", "有")
"""What tells of another time, what ends a share, what says that there are more, what a figure is opened
with that names no place or kind."""
_REST = words("difference", "rest")
_MISSING, _EXEMPT = (re.compile(wording()["share"][name]) for name in ("missing", "exempt"))


def derived(near: Near, told: Told) -> Relation | None:
    """Return a share whose part or whole is worked out of figures told one by one."""
    item = told.item
    if not item.quantity.value or item.quantity.hedge:
        return None
    if told.form == "rate":
        return _of_grades(near, told) or _of_the_best(near, told) or _without(near, told)
    if told.form == "named":
        return _of_both_stages(near, told) or _of_stages(near, told) or _of_names(near, told)
    return _of_names(near, told) if told.form == "bare" else None


def _before(near: Near, item: Item) -> Iterator[Item]:
    """Yield the counts before a share, the nearest first."""
    for one in reversed(near.items[max(0, item.number - _BACK) : item.number]):
        if one.paragraph < item.paragraph - _PARAGRAPHS or one.sentence < item.sentence - _SENTENCES:
            return
        if one.quantity.kind == "number" and not change(one.label):
            yield one


def _of_grades(near: Near, told: Told) -> Relation | None:
    """`优秀2207人，良好6438人，及格8922人，不及格825人，优良率47%`: of the two grades the rate is named by."""
    grades = next((each for rate, each in wording()["share"]["grades"].items() if told.subject.endswith(rate)), None)
    if grades is None:
        return None
    window, found = list(_before(near, told.item)), list[Item]()
    for grade in grades:
        one = next((one for one in window if _graded(stem(one.label), grade.split("|"))), None)
        if one is None or (found and (one.number <= found[-1].number or one.sentence != found[-1].sentence)):
            return None
        found.append(one)
    if any(not same_kind(one.quantity, found[0].quantity) for one in found):
        return None
    rest = [one for one in near.items[found[0].number : found[0].number + 10] if one.sentence == found[0].sentence]
    listed = [one for one in rest if same_kind(one.quantity, found[0].quantity)]
    whole = sum((near.value(one) for one in listed), Fraction(0))
    wholes = [one for one in window if one.number < found[0].number and same_kind(one.quantity, found[0].quantity)]
    proved = [one for one in wholes if near.value(one) == whole][:1]
    return _of(near, told.item, found, [*proved, *(one for one in wholes if one not in proved)], bool(proved))


def _of_the_best(near: Near, told: Told) -> Relation | None:
    """`学生3127人。优秀284人，良好912人，及格1703人，优秀率9.1%`: of the one count before the list of grades."""
    grade = next((each for rate, each in lexicon()["best"].items() if told.subject.endswith(rate)), None)
    if grade is None:
        return None
    here = list(near.before(told.item, 0, _FEW))
    listed = [one for one in here if same_kind(one.quantity, here[0].quantity)][::-1]
    first = next((at for at, one in enumerate(listed) if _graded(stem(one.label), grade.split("|"))), -1)
    if first not in {0, 1} or len(listed) - first < _NAME:
        return None
    part, rest = listed[first], sum(map(near.value, listed[first:]))
    wholes = listed[:first] or [one for one in near.before(part, 1, 2) if one.number == part.number - 1]
    if not wholes or not same_kind(wholes[0].quantity, part.quantity) or near.value(wholes[0]) < rest:
        return None
    made = _made(told.item, [part], wholes[0])
    return made if holds(made) or _misprinted(near, made, (wholes[0], part, told.item)) else None


def _graded(label: str, grades: Sequence[str]) -> bool:
    """Whether a label ends in one of some grades: 不及格 is not 及格."""
    grade = next((each for each in grades if label.endswith(each)), None)
    return grade is not None and not label.removesuffix(grade).endswith(words("common", "denied"))


def _of_names(near: Near, told: Told) -> Relation | None:
    """`大学本科、专科和中师三项合计占96.8%`: of those listed by name, each told before."""
    item = told.item
    text = near.text[max(0, item.quantity.start - 60) : item.quantity.start]
    clause = _BY_NAME.search(text[: text.rfind("占")])
    if clause is None or "占" not in text or not _JOINED.search(clause[1]):
        return None
    listed = _TOGETHER.sub("", clause[1].strip())
    names = [name for name in _JOINED.split(listed) if name]
    if listed == clause[1].strip() or not 1 < len(names) < _FEW or any(len(name) < _NAME for name in names):
        return None
    window, found = list(_before(near, item)), list[Item]()
    for name in names:
        named = (one for one in window if stem(one.label).endswith((name, name[-_FEW:])))
        one = next((one for one in named if not found or same_kind(one.quantity, found[0].quantity)), None)
        if one is None or one in found:
            return None
        found.append(one)
    found.sort(key=lambda one: one.number)
    wholes = [one for one in window if one.number < found[0].number and same_kind(one.quantity, found[0].quantity)]
    proved = [one for one in wholes if all(_share_of(near, part, one) for part in found)]
    return _of(near, item, found, [*proved, *(one for one in wholes if one not in proved)], bool(proved))


def _share_of(near: Near, part: Item, whole: Item) -> bool:
    """Whether a part is told as a share of a whole right behind it, and is."""
    behind = near.items[part.number + 1] if part.number + 1 < len(near.items) else part
    told = behind.quantity.kind == "share" and behind.sentence == part.sentence
    return told and comes_to(near.exact(part), near.exact(whole), behind.quantity)


def _of(near: Near, item: Item, parts: Sequence[Item], wholes: Sequence[Item], proved: bool) -> Relation | None:
    """Return the share of some figures together: of the first whole that comes out, or, failing, of the one proved."""
    both, tried = sum((near.value(one) for one in parts), Fraction(0)), Fraction(0)
    for bottom in wholes:
        tried += chance(item.quantity)
        if tried > _NEAR or near.value(bottom) < both:
            continue
        if holds(made := _made(item, parts, bottom)):
            return made
    if not proved:
        return None
    failing = _made(item, parts, wholes[0])
    return failing if _misprinted(near, failing, (wholes[0], *parts, item)) else None


def _made(item: Item, parts: Sequence[Item], bottom: Item) -> Relation:
    top = worked_out([(1, one.quantity) for one in parts], bottom.quantity.scale)
    return relation("ratio", [top, bottom.quantity], item.quantity, "share.derived", spans([bottom, *parts, item]))


def _without(near: Near, told: Told) -> Relation | None:
    """Return a rate of all but those left out: 适龄儿童412人，因病缓学3人，入学率99.3%."""
    item = told.item
    here = [one for one in near.before(item, 0, _FEW) if one.depth == item.depth][::-1]
    wholes, name = [one for one in here if one.number < here[-1].number], told.subject.removesuffix("率")
    wholes += _listed_whole(near, here)
    other = name[1:] if name[:1] in words("common", "denied") else name
    for left in here:
        label, tried = left.label[-12:] + left.after[:6], Fraction(0)
        denied = any(word + name in label for word in words("common", "denied")) and len(name) >= _NAME
        denied = denied or (other is not name and len(other) >= _NAME and other in label)  # 非文盲率 of 文盲
        missing = denied or _MISSING.search(label) is not None or stem(left.label) in _REST
        missing = missing and left.number == item.number - 1
        exempt = _EXEMPT.search(label) is not None
        if not (missing or exempt):
            continue
        if missing and _did(wholes, name):
            return None  # 已安装36所，未安装4所: the two make up the whole
        for whole in (one for one in wholes if one.number < left.number):
            if not same_kind(whole.quantity, left.quantity) or not 0 < near.value(left) < near.value(whole):
                continue
            if missing and any(near.value(one) == near.value(whole) - near.value(left) for one in here):
                return None  # the part is told itself
            tried += chance(item.quantity)
            if tried > _LOOSE:
                break
            rest = worked_out([(1, whole.quantity), (-1, left.quantity)])
            top = here[-1]
            counts = exempt and top is not left and same_kind(top.quantity, whole.quantity)
            parts = [term(top.quantity, whole.quantity.scale), rest] if counts else [rest, term(whole.quantity)]
            if not counts and not missing:
                continue
            made = relation("ratio", [*parts], item.quantity, "share.without", spans([whole, left, top, item]))
            if holds(made) or (
                denied and missing and len(here) == _NAME and _misprinted(near, made, (whole, left, item))
            ):
                return made
    return None


def _listed_whole(near: Near, here: Sequence[Item]) -> list[Item]:
    """Return the figure of the sentence before that a list comes to: 儿童248人。就读72人，…，缓学7人，入学率97.2%."""
    if len(here) <= _NAME or any(not same_kind(one.quantity, here[0].quantity) for one in here):
        return []
    every = sum(one.plain for one in here)
    known = near.before(here[0], 2)
    return [one for one in known if one.plain == every and same_kind(one.quantity, here[0].quantity)][:1]


def _did(wholes: Sequence[Item], name: str) -> bool:
    """Whether the count before those who did not is of those who did, not of all who should."""
    label = wholes[-1].label[-16:] if wholes else ""
    return len(name) >= _NAME and name[-_NAME:] in label and not pattern("whole").search(label)


def _misprinted(near: Near, made: Relation, figures: Sequence[Item]) -> bool:
    """Whether a share that fails may be called wrong: it lies close, nothing about it is hedged or masked."""
    if any(one.quantity.hedge for one in figures) or not near.unbroken(figures[0], figures[-1]):
        return False
    found = judge(made, explained=False)
    return found is not None and abs(found.off_by) <= made.total.value * _CLOSE


def _of_stages(near: Near, told: Told) -> Relation | None:
    """`小学生38809人，初中生23147人，寄宿生23416人，占学生总数的37.8%`: of the stages that make up the total named."""
    item, core = told.item, core_name(told.whole)
    top = near.previous(item)
    if not core or not several_of(told.whole) or top is None or top.number != item.number - 1:
        return None
    run: list[Item] = []
    for one in near.before(top, 1, _FEW):
        same = same_kind(one.quantity, top.quantity) and one.depth == top.depth
        if not same or not (linked(core, one.label) or stem(one.label).endswith(core[-1])):
            break
        run.insert(0, one)
    if len(run) < _NAME or near.value(top) >= sum(map(near.value, run)):
        return None
    whole = worked_out([(1, one.quantity) for one in run])
    part = term(top.quantity, run[0].quantity.scale)
    made = relation("ratio", [part, whole], item.quantity, "share.stages", spans([*run, top, item]))
    if chance(item.quantity) <= _LOOSE and holds(made):
        return made
    levels = [levels_of(one.label) for one in run]
    staged = all(len(level) == 1 for level in levels) and len({*levels}) == len(levels) and not levels_of(told.whole)
    return made if staged and (holds(made) or _misprinted(near, made, (*run, top, item))) else None


def _of_both_stages(near: Near, told: Told) -> Relation | None:
    """`职业中专在校生1628人，普通高中4243人，职业中专在校生占高中阶段在校生的27.7%`: of the kinds of a stage.

    Where it comes out of the other kind alone, that was taken for the whole.
    """
    name = next((one for one in _STAGES if one in told.whole), None)
    here = [one for one in near.before(told.item, 0, _FEW) if one.depth == told.item.depth][::-1]
    here = [one for one in here if one.segment == told.item.segment]
    if name is None or len(here) < _NAME or any(name in one.label or change(one.label) for one in here):
        return None
    steps = re.compile("|".join(lexicon()["steps"][name]))
    run = [one for one in here if steps.search(one.label) is not None and same_kind(one.quantity, here[0].quantity)]
    named = steps.search(told.subject)
    tops = [one for one in run if named is not None and named[0] in one.label]
    if len(run) != _NAME or run != here[-_NAME:] or len(tops) != 1:
        return None
    whole = worked_out([(1, one.quantity) for one in run])
    part = term(tops[0].quantity, run[0].quantity.scale)
    made = relation("ratio", [part, whole], told.item.quantity, "share.stages", spans([*run, told.item]))
    if holds(made):
        return made
    other = next(one for one in run if one is not tops[0])
    sure = _misprinted(near, made, (*run, told.item)) or is_share(tops[0], other, told.item)
    return made if sure and _all_told(near, told, run, name, steps) else None


def _all_told(near: Near, told: Told, run: Sequence[Item], name: str, steps: re.Pattern[str]) -> bool:
    """Whether two kinds are sure to be all of a stage: named by no more than their kind, of one noun with the share.

    No more of them is told behind the share (另有技校73人), nor is it an aim or that of another year.
    """
    item, around = told.item, told.whole.partition(name)
    behind = (one for one in near.items[item.number + 1 : item.number + 1 + _FEW] if one.sentence == item.sentence)
    if holds_one(near.between(run[0], item), _WITHOUT):
        return False  # 中职1628人（不含技校）
    if any(same_kind(one.quantity, run[0].quantity) for one in behind) or _OTHER_TIME.search(told.whole):
        return False
    if item.after.strip() and not item.after.lstrip().startswith(_ENDS):
        return False  # 占高中阶段招生的50%为目标
    nouns = [label for one in run if (label := steps.split(one.label)[-1].strip() + one.after[:_NAME])]
    noun = core_name(around[2]).removeprefix("阶段").removeprefix("学校")
    spoken = not noun or any(linked(noun, one) or noun in one for one in nouns)
    heads = [steps.split(one.label)[0].strip() for one in run]
    return spoken and all(not head or head in around[0] or head in _OPENING for head in heads)


def several_of(whole: str) -> bool:
    """Whether a name is that of a total, which two of its parts told side by side make up: 学生总数."""
    return holds_one(whole, words("share", "totals"))
