"""Percentages that are told as shares: by which words, of which part, of which whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from junheng.audit.layout import Item
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.wording import (
    REACH,
    change,
    holds_one,
    one_of,
    stem,
    wording,
    words,
)
from junheng.audit.relations.shares.lexicon import pattern

_BARE = frozenset(wording()["share"]["bare"])
_DONE = re.compile("完成|达到|相当于|实现")
_IS, _DIVIDED = ("为", "是", "相当于", "占到"), frozenset("，,")
_NOUN = re.compile(one_of([*wording()["share"]["nouns"]]) + "$")
_OF = re.compile(r"占([^占]*)$")
_PART_OF = re.compile(r"(?:完成|为|是|相当于|达到|达|到)([^为是达到]{2,16})的$")
_CLAUSES, _SEVERAL = re.compile("[，,；;：:。]"), re.compile("占[^占、]{1,16}、[^占、]{2,16}$")
"""What divides clauses, and what a share is told of by two names."""
_KEPT = re.compile("(?:率|比例|占比|比重)(?:均|已|稳定|都)?((?:控制|保持|稳定)?控制在)$")
_DEGREE = re.compile("(?:满意|知晓|认可|支持|信任|认同|赞成)[度面]$")
_OF_THESE = re.compile("占|[一-鿿]{0,6}的")
_NO_FIGURE = frozenset({"over", "under", "at_least", "at_most"})
_JOINING = frozenset({"", "和", "与", "及", "以及"})
_ADVERBS, _AROUND = words("share", "adverbs"), words("share", "around")
_NO_SHARE = words("share", "no_share")
_NEVER, _EVER = words("share", "never"), words("share", "ever")


@dataclass(slots=True)
class Told:
    """A percentage and how its label ties it: `form` is bare, named, rate, of or bracket."""

    item: Item
    form: str
    subject: str = ""
    """What stands before the trigger: of which part the share is told."""
    whole: str = ""
    """For named and of: what it is told to be a share of."""
    aimed: bool = False
    """Told as kept at (辍学率控制在1.25%): what was reached where it comes out, else an aim."""

    @property
    def own(self) -> bool:
        """Whether the trigger follows a figure directly: `34个项目开工率为100%`."""
        return not self.item.mark and bool(self.item.label)


def share_runs(items: list[Item], in_words: bool = False) -> Iterator[list[Item]]:
    """Yield the percentages of a text, those of a list (65%、67%、63%) together.

    Those told in words (半数) are among them only where that is asked.
    """
    run: list[Item] = []
    for item in items:
        if item.quantity.kind != "share" or not (item.quantity.step or in_words):
            continue
        joined = (
            run and run[-1].number == item.number - 1 and item.label in _JOINING and item.mark in {"、", "，", ",", ""}
        )
        if joined and run[-1].sentence == item.sentence and run[-1].parent is item.parent:
            run.append(item)
            continue
        if run:
            yield run
        run = [item]
    if run:
        yield run


def read_told(near: Near, item: Item) -> Told | None:
    """Return how a percentage is told as a share; None where it is growth, an aim or nothing of the kind."""
    told = _by_label(near, item)
    if told is not None and told.form == "bare" and not told.subject:
        return _told_after_whole(near, item) or told
    return told


def _by_label(near: Near, item: Item) -> Told | None:  # noqa: PLR0911, PLR0912
    """Return how the words before a percentage tell it as a share."""
    label, after = full_label(item)[-REACH:], item.after[:6]
    kept = _KEPT.search(label)
    hedged = item.quantity.hedge in (_NO_FIGURE if kept is None else _NO_FIGURE - {"at_most"})
    if hedged or after.startswith(words("common", "aim_after")):
        return None
    plain = label[-24:]
    for word in words("common", "aim_whole"):
        plain = plain.replace(word, "")
    if kept is not None:
        return Told(item, "rate", label.strip()[: -len(kept[1])], aimed=True)
    if holds_one(plain, words("common", "aim")):
        return None
    found = stem(label)
    if item.mark == "" and item.number and _OF_THESE.fullmatch(label.strip()) is not None:
        # 占全校168名教师的33.9%: what is counted stands behind the count.
        told = _told_behind(near, item)
        if told is not None or not found:
            return told
    if not found:
        return Told(item, "bracket") if item.mark == "(" and item.parent is not None and not after else None
    if (match := _OF.search(found)) is not None:
        whole = _NOUN.sub("", match[1]).removesuffix("的")
        subject = _plain(found[: match.start()])
        if whole in _BARE or not core_name(whole):
            return Told(item, "bare", subject)
        return Told(item, "named", subject, whole)
    if change(found):
        return None
    if pattern("above_told").search(found) is not None:
        return Told(item, "bare", found)
    if (match := _NOUN.search(found)) is not None:
        subject = found[: match.start()].removesuffix("的")
        return Told(item, "rate" if subject else "bare", subject)
    if _DEGREE.search(found) is not None:
        return Told(item, "rate", found)
    if found.endswith("率") and (not found.endswith(_NEVER) or found.endswith(_EVER)):
        return Told(item, "rate", found)
    if label.rstrip().endswith("的") and (match := _PART_OF.search(label.rstrip())) is not None:
        return Told(item, "of", label[: match.start()], match[1])
    return None


def full_label(item: Item) -> str:
    """Return a label with what stands before the 、 that divides it: 占全州中、小学生总数."""
    if item.mark != "、" or "占" in item.label or "占" not in item.lead[-REACH:]:
        return item.label
    clause = _CLAUSES.split(item.lead[-REACH:])[-1].lstrip("、")
    return clause.replace("、", "") if _SEVERAL.match(clause) is not None else item.label


def _plain(subject: str) -> str:
    """Return what stands before 占 without words that say nothing of the part (约占, 分别占, 所占)."""
    found = subject.strip()
    while found:
        word = next((one for one in _ADVERBS if found.endswith(one)), None)
        if word is None:
            return found
        found = found[: -len(word)]
    return found


def core_name(whole: str) -> str:
    """Return the name of a whole without what stands round it: 全县教师总数 is 教师."""
    for word in _AROUND:
        whole = whole.replace(word, "")
    return whole


def _told_after_whole(near: Near, item: Item) -> Told | None:
    """`占全县教师9689人的比例为57.9%`, `占全县教师9689人，比例达到57.9%`: the figure right behind 占 is the whole."""
    before = near.items[item.number - 1] if item.number else item
    if before.quantity.kind != "number" or before.depth != item.depth or before.sentence != item.sentence:
        return None
    match = _OF.search(stem(before.label))
    if match is None or match[1].startswith(_NO_SHARE) or not core_name(match[1]):
        return None
    return Told(item, "over", _plain(stem(before.label)[: match.start()]))


def _told_behind(near: Near, item: Item) -> Told | None:
    """`占全县教师9689人的57.9%`: the whole stands between the trigger and the percentage."""
    if item.label.strip() == "占":
        return Told(item, "bare")
    before = near.items[item.number - 1]
    if before.quantity.kind == "number" and (match := _OF.search(stem(full_label(before)))) is not None:
        return Told(item, "over", match.string[: match.start()])
    if before.quantity.kind != "number" or not item.label.strip().endswith("的"):
        return None
    if before.mark in _DIVIDED and before.label.lstrip().startswith(_IS):
        return Told(item, "over")
    done = _DONE.search(before.label[-16:])
    return Told(item, "over", "完成") if done else None
