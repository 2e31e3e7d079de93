"""Which figures a list that comes to nothing may be the parts of, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from junheng.audit.layout import Item
from junheng.audit.relations.evident.evidence import Read
from junheng.audit.relations.evident.figures import Figures, before, changed, pattern
from junheng.audit.relations.evident.listed.likely import spanned
from junheng.audit.relations.evident.listed.rows import LEAD, THREE, is_total, share_told, whole_scale
from junheng.audit.relations.ground.wording import stem
from junheng.audit.relations.sums.labels.labels import division, share_a_word

_PAGE, _ABOVE, _PAIR = 12, 2, 2
_KINDS = frozenset({"whole", "partition", "kindred"})
_AMONG = re.compile("\\s*(?:在)?(?:这些|全部)?([\u4e00-\u9fff]{3,12}?)(?:当中|之中|中|里)[，,]")
_TITLE = re.compile(
    "\\s*(?:[（(]?[一二三四五六七八九十\\d]{1,3}[）)、.．]\\s*)?([\u4e00-\u9fff]{3,12}?)(?:分别[为是]|如下|具体[为是]|包括)?[。:：]$"
)


class Tries:
    """Names the wholes a list may have, by its place."""

    def __init__(self, near: Figures, read: Read) -> None:
        self.near, self.read = near, read
        self._titles: dict[int, str] = {}
        """The titles of lists by the number of their first part, blank where none stands there."""

    def wholes(self, run: list[Item], is_closed: bool, last: Item | None) -> Iterator[tuple[Item, list[Item]]]:
        """Yield which figure a list may be the parts of, the likeliest first."""
        yield from self._once_more(run)
        yield from self._within(run, is_closed)
        yield from self._around(run, last)

    def _within(self, run: list[Item], is_closed: bool) -> Iterator[tuple[Item, list[Item]]]:
        """Yield the figures of a run that others of it may divide."""
        if not self.read.total(run[0], "sum") or whole_scale(run[1:]):
            yield run[0], run[1:]
        for at in range(len(run) - 2):
            three = run[at : at + THREE]
            yield from ((one, [each for each in three if each is not one]) for one in (three[0], three[2])
                        if spanned(one.label, [each.label for each in three if each is not one]))  # fmt: skip
        if not self.read.total(run[0], "sum"):
            ends = [at for at in range(THREE, len(run)) if _begins_anew(run[at])]
            yield from ((run[0], run[1:at]) for at in [*ends[:1], THREE] if at < len(run))
        clause = [one for one in run[1:] if one.segment == run[1].segment]
        if THREE <= len(clause) < len(run) - 1 and run[1].segment == run[0].segment:
            yield run[0], clause  # 供餐学校134所，食堂112所，企业19所，课间6所；……
        for at in range(1, len(run)):
            # 新进467人，其中……；减员523人，……: within a longer run, up to the end of the clause.
            if run[at].label.startswith("其中") and run[at - 1].number == run[at].number - 1:
                own = [one for one in run[at:] if one.segment == run[at].segment]
                if len(own) < len(run) - at:
                    yield run[at - 1], own
        # 校舍412630平方米，其中危房56840平方米，占13.8%，按等级分：B级…: what stands right before the split is divided.
        heads = (at for at in range(1, len(run) - _PAIR) if self.divided(run[at + 1]))
        if (at := next(heads, 0)) and self._only_shares(run[at], run[at + 1]):
            yield run[at], run[at + 1 :]
        if is_closed:
            inner = [at for at in range(len(run) - THREE, 0, -1) if share_told(self.near, run[at]) is None]
            yield from ((run[at], run[at + 1 :]) for at in inner if _may_head(run[at], run[at + 1 :]))

    def _only_shares(self, one: Item, two: Item) -> bool:
        return all(each.quantity.kind == "share" for each in self.near.items[one.number + 1 : two.number])

    def _around(self, run: list[Item], last: Item | None) -> Iterator[tuple[Item, list[Item]]]:
        """Yield the figures before a run, at its end and right behind it that it may divide."""
        if last is not None and run[0].sentence - last.sentence <= _PAGE:
            yield last, run
        bases = self.near.bases
        base = bases[run[0].number]
        above = [one for one in before(self.near, run[0]) if bases[one.number] == base]
        yield from ((one, run) for one in above[:_ABOVE] if not changed(one))
        if self.divided(run[0]):
            # 补充86人，较去年70人增加16人。分学段看，高中16人……: of what was told, not what it is set against
            yield from ((one, run) for one in [one for one in above if not self.near.asides[one.number]][:_ABOVE])
        if (over := self.over(run[0])) is not None:
            yield over, run
        if self.divided(run[0]):
            # 年龄结构。30岁及以下512人……: what was divided before is divided once more.
            yield from ((one, run) for one in above if self.read.total(one, "sum"))
        yield from ((one, run) for one in above if self.titled(one, run))
        if is_total(run[-1]):
            yield run[-1], run[:-1]
        at = run[-1].number + 1
        for one in self.near.items[at : at + 1]:
            if (
                self.near.bases[one.number] == self.near.bases[run[0].number]
                and is_total(one)
                and one.paragraph == run[0].paragraph
            ):
                yield one, run

    def over(self, first: Item) -> Item | None:
        """Return what the list of the sentence before divides: the next may divide it once more, without a word.

        留守儿童412人，其中小学生265人，初中生147人。父母双方外出的238人，单方外出的174人.
        """
        last = self.near.items[first.number - 1] if first.number else first
        known = self.read.part(last, "sum") if last.sentence != first.sentence else None
        found = self.near.told_of([known.total]) if known is not None and self.read.holds(known) else []
        return found[0] if found and found[0].number < last.number else None

    def cuts(self, run: list[Item]) -> Iterator[tuple[Item, list[Item]]]:
        """Yield wholes with lists that end within a run, the longest first."""
        ends = range(len(run) - 1, THREE - 1, -1)
        if not self.read.total(run[0], "sum"):
            yield from ((run[0], run[1:at]) for at in ends if at > THREE)
        yield from ((run[at], run[:at]) for at in ends[1:] if is_total(run[at]))
        for one in before(self.near, run[0])[:_ABOVE]:
            if self.near.bases[one.number] == self.near.bases[run[0].number] and one.number == run[0].number - 1:
                yield from ((one, run[:at]) for at in ends)

    def _once_more(self, run: list[Item]) -> Iterator[tuple[Item, list[Item]]]:
        """Yield a whole that the head of a run divides already, with what follows: 60人，男20，女40；高级…，初级…."""
        known = [at for at, one in enumerate(run) if self.read.part(one, "sum") is not None]
        sum_of = self.read.part(run[known[-1]], "sum") if known else None
        if sum_of is not None and len(run) - known[-1] > THREE:
            yield from ((whole, run[known[-1] + 1 :]) for whole in self.near.told_of([sum_of.total]))

    def divided(self, first: Item) -> bool:
        """Whether a list says that it divides what was told before it: 年龄结构：, 按学段分, 其中."""
        at = first
        while at.number and not at.mark:  # 30岁 of 30岁及以下512人 belongs to the name
            at = self.near.items[at.number - 1]
        last = self.near.items[at.number - 1].quantity.end if at.number else 0
        start = max(last, first.quantity.start - LEAD)  # what stands before another figure is said of that one
        return pattern("list", "split").search(self.near.text[start : first.quantity.start]) is not None

    def titled(self, total: Item, parts: list[Item]) -> bool:
        """Whether a list stands under a title that names a figure told before it (…普通高中3360人。1.普通高中。…)."""
        if total.number >= parts[0].number:
            return False
        title = self._title(parts[0])
        if title and stem(total.label).endswith(title):
            return True
        # 其中留守儿童1247人，占40.1%。留守儿童中，由祖父母照看的873人，…
        named = _AMONG.match(self.near.text, self._line(parts[0]), parts[0].quantity.start)
        return named is not None and stem(total.label).endswith(named[1])

    def _title(self, first: Item) -> str:
        """Return the title of the list that begins with a figure."""
        title = self._titles.get(first.number)
        if title is None:
            found = _TITLE.match(self.near.text, self._line(first), first.label_start)
            title = self._titles[first.number] = found[1] if found is not None else ""
        return title

    def _line(self, item: Item) -> int:
        """Return where the line, or the sentence, of an item begins: its title may stand there."""
        at = max(0, item.label_start - 1)
        low = max(0, item.label_start - LEAD)
        return max(self.near.text.rfind(mark, low, at) for mark in "\n。") + 1


def _may_head(one: Item, parts: list[Item]) -> bool:
    """Whether a figure told within a list may be divided by those behind it: by its words or theirs (入学…，其余…)."""
    names = [part.label for part in parts]
    told = is_total(one) or parts[0].label.startswith("其中") or one.segment != parts[0].segment
    return told or division(one.label, names) in _KINDS or share_a_word(one.label, names[0])


def _begins_anew(one: Item) -> bool:
    """Whether a figure behind a list is told of something else (同期退休500余人), or divides the list's last."""
    return bool(one.quantity.hedge) or pattern("list", "anew").search(one.label or one.lead) is not None
