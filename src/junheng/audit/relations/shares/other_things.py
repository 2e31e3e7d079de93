"""What a share is not of, though it stands beside it: counts of something else, and a count told only behind it."""

from __future__ import annotations

import re

from junheng.audit.layout import Item
from junheng.audit.relations.ground.wording import narrower
from junheng.audit.relations.shares.lexicon import pattern
from junheng.audit.relations.shares.scene import Scene

_UPWARD, _PERSONS = "以上", ("幼儿", "学生", "教师", "在校生", "人数", "儿童")
_COVERED, _SCHOOLS = "覆盖", frozenset({"所", "个", "家"})
NOUN = re.compile("(?:率|面|进?度|程度|比例|比重|占比|份额)$")
"""What the name of a share ends in besides what it is of."""


def part_behind_share(scene: Scene, first: Item, second: Item) -> bool:
    """Whether the smaller of two counts stands behind a share told with 占 of the count right before it.

    开工1286万平方米，占规划总面积的94.7%，竣工1104万平方米: what is behind is no part that the share is told of.
    """
    if scene.form != "of" or scene.name or scene.apart:
        return False
    small, item = first if first.plain < second.plain else second, scene.item
    behind = first.number == item.number - 1 and second.number > item.number and small is second and not item.after
    # 完成45所，占90%，尚有5所未完成: those that did not make up the whole with those that did.
    return behind and pattern("denied").search(scene.words(small)) is None


def of_something_else(scene: Scene, known: list[Item]) -> bool:
    """Whether a share is told of something narrower than the counts beside it, or of another thing.

    参加培训1900人，培训合格率98%; 公办园52所，公办园在园幼儿占比61.3%; 骨干教师210人，占专任教师的11.2%.
    """
    told = "".join(map(scene.words, known))
    if _COVERED in scene.name and any(one.unit in _SCHOOLS for one in known) and not _due_and_done(scene, known):
        return True  # the cover of kindergartens is counted in children
    counted = any(one.unit in _SCHOOLS for one in known) and NOUN.sub("", scene.name).endswith(_PERSONS)
    if counted or (_UPWARD in scene.name and _UPWARD not in told):
        return True
    names = (NOUN.sub("", scene.name).replace("学历合格", "学历"), scene.whole)
    return any(narrower(name, told) for name in names if name)


def _due_and_done(scene: Scene, known: list[Item]) -> bool:
    """Whether two counts are what was due and what was done of it: 应配1412个，已配备1398个."""
    due, *done = sorted(known, key=lambda one: one.number)
    told = len(done) == 1 and pattern("owed").search(due.label) is not None and due.unit == done[0].unit
    return told and pattern("done").search(done[0].label) is not None and done[0].plain <= due.plain
