"""What a share that does not come out is not of, though it stands beside it: a narrower scope, a stage, an opinion.

`教师306人。小学教师中，本科139人，占78%`; `优良率42%。小学优良率46%`;
`发放问卷341份，收回330份，满意率98%`: none of them contradicts anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import linked, stem
from junheng.audit.relations.shares.lexicon import pattern
from junheng.audit.relations.shares.percentages import core_name
from junheng.audit.relations.shares.wholes import swapped_part

_SCOPED = re.compile("([一-鿿、“”]{2,20}?)(?<![初高其集当])[中里内](?:间|面|部)?[，,：:]")
_NAMED = re.compile("占([^占，,]{2,16})的$")
_PERSONS = frozenset("师生儿童工员")
_SERIES = frozenset(
    {"share.its-name", "share.series", "share.series-named", "share.series-turned", "share.series-abreast"}
)
_ENDED, _SENTENCE = re.compile("[。；;！？\n]"), re.compile("[。！？\n]")
_LABEL, _BEHIND, _FAR, _NAME = 24, 8, 160, 2
"""How much of a label names a share, how much behind a figure tells what it counts, how much of a sentence tells what
it is of; how long the name of a scope is at least."""


def told_of_these(near: Near, every: Iterable[Relation]) -> Iterator[Relation]:
    """Yield shares; of those that do not come out only such as are told of the figures they were read of."""
    for made in every:
        # In a series the others, which hold, show what each is of.
        if made.kind != "ratio" or made.rule in _SERIES or holds(made) or not _of_others(near, made):
            yield made


def _of_others(near: Near, made: Relation) -> bool:
    item = near.item(made.total.sources[0].start) if made.total.sources else None
    parts = near.told_of(made.parts[:1])
    wholes = near.told_of(made.parts[1:])
    if item is None or not parts or not wholes:
        return False
    known = [one for term in made.parts for each in term.sources if (one := near.item(each.start)) is not None]
    return (
        (_of_another_size(made) and not _in_place(parts[0], wholes[0], item))
        or _of_another_scope(near, parts[0], wholes[0], item)
        or _of_another_stage(near, known, item)
        or _of_an_opinion(parts[0], item)
        or _of_another_noun(parts[0], wholes[0], item)
        or _of_the_nearer(near, known, item)
    )


def _in_place(part: Item, whole: Item, item: Item) -> bool:
    """Whether a bare share stands right behind its part, that right behind its whole: 教师120人，其中女90人，占25%."""
    row = whole.number == part.number - 1 == item.number - 2 and whole.segment == part.segment == item.segment
    return row and item.label.strip() == "占" and part.label.lstrip().startswith("其中") and whole.depth == part.depth


def _of_another_size(made: Relation) -> bool:
    """Whether a share is far from what its figures come to, and no slip of the pen explains it."""
    found = judge(made, explained=False)
    if found is None or not made.total.value:
        return False
    if made.total.value < 2 * found.computed < 4 * made.total.value:
        return False
    return not (judge(made) or found).slip and not swapped_part(made)


def _of_another_scope(near: Near, part: Item, whole: Item, item: Item) -> bool:
    """Whether a part is told among others than its whole: 小学教师中，本科…, of 教师."""
    if part.number <= whole.number:
        return False
    start = max(whole.quantity.end, part.quantity.start - _FAR)
    clause = _ENDED.split(near.text[start : part.quantity.start])[-1]
    told = _SCOPED.search(clause)
    if told is None or part.sentence != item.sentence:
        return False
    name = core_name(told[1]).lstrip("在从的，、")
    around = near.text[max(0, whole.quantity.start - _FAR) : whole.quantity.start] + whole.after[:_BEHIND]
    named = _NAMED.search(item.label)
    if named is not None and len(own := core_name(named[1])) > _NAME and own in whole.label:
        return False  # 教职工里，代课教师857人，占专任教师的60%
    return len(name) >= _NAME and name not in around


def _of_another_stage(near: Near, known: list[Item], item: Item) -> bool:
    """Whether a share is told of a stage, sex or place that the figures it was read of are not told of."""
    last = max(one.quantity.end for one in known)
    # 小学优良率46%、合格率95%: both are of 小学.
    own = _ENDED.split(near.text[max(last, item.quantity.start - _FAR) : item.quantity.start])[-1]
    named = {match[0] for match in pattern("stages").finditer(own)}
    if not named or last > item.quantity.start:
        return False
    first = min(one.quantity.start for one in known)
    head = _SENTENCE.split(near.text[max(0, first - _FAR) : first])[-1]
    told = head + near.text[first:last] + "".join(one.after[:_BEHIND] for one in known if one.quantity.end == last)
    return not any(name in told for name in named)


def _of_an_opinion(part: Item, item: Item) -> bool:
    """Whether a share is of those who are content, know or agree, and its part counts papers or those asked."""
    named = pattern("opinion").search(stem(item.label)[-_LABEL:])
    return (
        named is not None
        and named[1] not in part.label[-_LABEL:] + part.after[:_BEHIND]
        and pattern("asked").search(part.label[-_LABEL:] + part.unit) is not None
    )


def _of_another_noun(part: Item, whole: Item, item: Item) -> bool:
    """Whether a rate is of persons of another name than its whole: 教职工1126人，持证教师612人，持证率92%."""
    name, label = stem(item.label).removesuffix("率")[-_NAME:], stem(part.label)
    if len(name) < _NAME or not item.label.rstrip().endswith("率") or name not in label:
        return False
    noun, known = label.rpartition(name)[2], whole.label[-_LABEL:] + whole.after[:_BEHIND]
    return len(noun) >= _NAME and noun[-1] in _PERSONS and noun[-1] not in known and not linked(noun, known)


def _of_the_nearer(near: Near, known: list[Item], item: Item) -> bool:
    """Whether the count right before a rate bears its name and was not read: 寄宿校38所，寄宿生986人，寄宿率31%."""
    one = near.items[item.number - 1] if item.number else item
    beside = one.sentence == item.sentence and one.quantity.kind == "number" and one not in known
    beside = beside and all(one.quantity.base != each.quantity.base for each in known)
    name = stem(item.label).removesuffix("率")[-_NAME:]
    return beside and item.label.rstrip().endswith("率") and len(name) == _NAME and name in one.label
