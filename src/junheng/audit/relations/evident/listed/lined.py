"""Lists told one to a line, nothing between the lines, under the figures they divide or above their sums.

`校舍1286栋、104.37万平方米。按安全等级：` and a line for each grade (`A级746栋、62.18万㎡`), or one for each kind of
aid (`寄宿生867人×500元=433500元`) and `小计3800人1600500元` behind them. Every line has its name and the same row of
units. A column is read where it comes out; one that lies close is wrong where a colon opens the lines, a sum closes
them, or another column of them comes out. Lines of more words (`改扩建河东小学，新增学位300个；`) are those of the
figure of their unit and name in the line behind all (`新建学校1所，改扩建3所，新增学位2900个。`); lines of a roll
(`东县3所：…`) are those of the heading right above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.evident.evidence import Read, close, holds
from junheng.audit.relations.evident.figures import Figures, pattern
from junheng.audit.relations.evident.listed.rows import is_due
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import change
from junheng.audit.relations.sums.labels.labels import share_a_word

_LEAST, _MOST, _LONG, _BACK, _THREE = 2, 8, 60, 8, 3
"""How many lines there are at the least and figures in one at the most, how long a line is, how many figures before
them are looked at, and how many lines are a list without a word."""
_FEW, _ROLL = 5, re.compile("[一-鿿]{0,8}[：:][^\\n]")
"""What a roll comes to at the least; what stands behind the figure of one of its lines."""
_ROLLED, _LINE, _NAMES, _DOUBT = 2000, re.compile("\n"), re.compile("[：、]"), re.compile("[（(等…]")
_HEADING = re.compile("\\s*(?:$|\n[ \t\u3000]*(?:[（(]?[一二三四五六七八九十]{1,3}[、）)]|\n))")
"""How long a line of a roll is at the most, what parts its names, what leaves them in doubt; what follows a roll."""
_MOST_LINES, _LONGEST = 12, 90
"""How many lines a figure behind them may be of, and how long each may be."""
_SMALL, _NEAR = 20, Fraction(6, 100)
"""How many steps a column must come to, and how far one may lie from its total."""
_SUM = re.compile("(?:以上|上述|[两三四五六七八九]项)?(?:合计|小计|总计|共计|累计|总数|合共)")
_ADDED = re.compile("(?:以上|上述|[两三四五六七八九]项)?(?:合计|小计|总计|共计)")
_OPENS = re.compile("[:：][ \\t\u3000]*\n")
_ENDS = re.compile("[^。，,；;:：\n]{0,8}[。，,；;]?[ \\t\u3000]*(?:\n|$)")
_AMONG = re.compile("\n[ \\t\u3000]*其中[：:，,]?$")
"""What may stand before the name of the first line."""
_RATE = ("×", "*", "x", "X", "每", "均")

Line = list[Item]


def lined(near: Figures, read: Read) -> Iterator[Relation]:
    """Yield the sums of the columns of lines that stand one below the other."""
    figures = (one for one in near.items if not one.depth and one.quantity.kind == "number")
    lines = [list(line) for _, line in groupby(figures, key=lambda one: one.paragraph)]
    at = 0
    while at < len(lines):
        end = _block(near, lines, at)
        if end - at >= _LEAST:
            yield from _columns(near, read, lines[at:end], lines[end] if end < len(lines) else [])
        at = max(end, at + 1)
    yield from _rolls(near, read, lines)
    for place in range(_LEAST, len(lines)):
        yield from _closed(near, read, lines, place)


def _rolls(near: Figures, read: Read, lines: Sequence[Line]) -> Iterator[Relation]:
    """Yield the wholes right above lines that tell how many there are of each and who: 一中5名：张三、李四、….."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and _is_roll(near, lines[end]) and _follows(lines[at], lines[end], end - at):
            end += 1
        if at and end - at >= _LEAST:
            column = [line[0] for line in lines[at:end]]
            heads = [one for one in reversed(lines[at - 1]) if _counts(near, one, column[0])]
            near_by = 0 < column[0].paragraph - lines[at - 1][0].paragraph <= _LEAST
            if heads and near_by and not read.total(heads[0], "sum") and heads[0].plain >= _FEW:
                made = _made(column, heads[0])
                close_by = len(column) >= _THREE and _ENDS.match(near.text, heads[0].quantity.end) is not None
                close_by = close_by and _names_all(near, column)
                off = abs(sum(one.plain for one in column) - heads[0].plain)
                if holds(made) or (close_by and (off == 1 or close(made, _NEAR))):
                    yield made
        at = max(end, at + 1)


def _names_all(near: Figures, column: Sequence[Item]) -> bool:
    """Whether each line of a roll names as many as it counts, nobody twice, and nothing but a heading follows."""
    told = [_LINE.split(near.text[one.quantity.end :][:_ROLLED], maxsplit=1)[0] for one in column]
    names = [_NAMES.split(line.rstrip("。；;，, \t\u3000")) for line in (one.replace(":", "：") for one in told)]
    every = [name.strip() for line in names for name in line[1:]]
    counted = all(len(line) - 1 == one.plain for line, one in zip(names, column, strict=True))
    last = column[-1].quantity.end + len(told[-1])
    whole = not any(_DOUBT.search(name) for name in every) and len(set(every)) == len(every)
    return counted and whole and _HEADING.match(near.text, last) is not None


def _is_roll(near: Figures, line: Line) -> bool:
    """Whether a line is a name, how many there are, and who they are."""
    first = line[0]
    opened = near.text[max(0, first.label_start - 1) : first.label_start] in {"", "\n"} and bool(first.label)
    return opened and len(line) == 1 and _ROLL.match(near.text, first.quantity.end) is not None


def _follows(first: Line, line: Line, count: int) -> bool:
    """Whether a line stands so many lines below the first of its roll, blank ones between, and tells of another."""
    below = line[0].paragraph - first[0].paragraph
    same = line[0].quantity.base == first[0].quantity.base != ""
    return same and below <= 2 * count and (not count or line[0].label != first[0].label)


def _closed(near: Figures, read: Read, lines: Sequence[Line], at: int) -> Iterator[Relation]:
    """Yield the figures of a line that tell what each of the lines above it, up to a heading, tells a part of."""
    units = _units(near, lines[at])
    for total in lines[at]:
        if read.total(total, "sum") or total.quantity.hedge or total.plain < _SMALL * (total.quantity.plain_step or 1):
            continue
        if units == _units(near, lines[at - 1]) and not _is_told(total):
            continue  # one row more: 2021年…人, 2022年…人, 2023年…人
        column: list[Item] = []
        for back in range(1, min(at, _MOST_LINES) + 1):
            line = lines[at - back]
            several = _units(near, line).count(near.bases[total.number]) > units.count(near.bases[total.number])
            if several or line[0].paragraph != lines[at][0].paragraph - back:
                break
            if (one := _told(near, read, line, total)) is None:
                break
            column.insert(0, one)
        if len(column) < _LEAST:
            continue
        made = _made(column, total)
        if holds(made) or (len(column) >= _THREE and _alone(lines[at], total) and close(made, _NEAR)):
            yield made


def _alone(line: Line, total: Item) -> bool:
    """Whether a line begins with a figure told as the sum of what stands above it: 全县共有, 到2025年累计 hold more."""
    return total is line[0] and _ADDED.match(total.label) is not None


def _is_told(total: Item) -> bool:
    return pattern("list", "total").search(total.label) is not None


def _units(near: Figures, line: Line) -> list[str]:
    return [near.bases[one.number] for one in line]


def _told(near: Figures, read: Read, line: Line, total: Item) -> Item | None:
    """Return what a short line tells of a total's unit and name: only such as is no total and no part of another."""
    if line[-1].quantity.end - line[0].label_start > _LONGEST or _SUM.match(line[0].label):
        return None
    for one in line:
        same = near.bases[one.number] == near.bases[total.number] != "" and share_a_word(one.label, total.label)
        if same and change(one.label) == change(total.label):
            free = not (
                read.total(one, "sum") or read.part(one, "sum") or one.quantity.hedge or one.number in near.each
            )
            return one if free and one.plain < total.plain else None
    return None


def _block(near: Figures, lines: Sequence[Line], at: int) -> int:
    """Return where the lines like that at a place end."""
    first, names, end = _shape(near, lines[at]), set[str](), at
    while first and end < len(lines) and _shape(near, lines[end]) == first:
        line = lines[end]
        if line[0].label in names or line[0].paragraph != lines[at][0].paragraph + end - at:
            break
        names.add(line[0].label)
        end += 1
    return end


def _shape(near: Figures, line: Line) -> tuple[str, ...]:
    """Return the units of a short line that begins with a name, nothing for any other and for a sum."""
    first, last = line[0], line[-1]
    if len(line) > _MOST or last.quantity.end - first.label_start > _LONG or not first.label or _SUM.match(first.label):
        return ()
    begins = "\n" in near.text[max(0, first.label_start - 1) : first.quantity.start] or not first.label_start
    begins = (
        begins or _AMONG.search(near.text, max(0, first.label_start - _LEAST * _THREE), first.label_start) is not None
    )
    whole = begins and "。" not in near.text[first.label_start : last.quantity.start]
    whole = whole and _ENDS.match(near.text, last.quantity.end) is not None
    return tuple(one.quantity.base for one in line) if whole else ()


def _columns(near: Figures, read: Read, rows: Sequence[Line], behind: Line) -> Iterator[Relation]:
    """Yield the columns of some lines with what they come to, or were meant to."""
    closes = bool(behind) and behind[0].paragraph == rows[-1][0].paragraph + 1 and bool(_SUM.match(behind[0].label))
    first = rows[0][0]
    opened = _OPENS.search(near.text, max(0, first.label_start - _LEAST), first.quantity.start) is not None
    before = near.items[max(0, first.number - _BACK) : first.number]
    heads = [one for one in before if one.paragraph >= first.paragraph - _LEAST and not one.depth and not is_due(one)]
    missed: list[Relation] = []
    sure = False
    for column in zip(*rows, strict=True):
        if not column[0].quantity.base or any(map(_is_rate, column)) or any(one.quantity.hedge for one in column):
            continue
        totals = [one for one in (behind if closes else heads[::-1]) if _counts(near, one, column[0])]
        made = [_made(column, one) for one in totals]
        told = [known for one in column if (known := read.part(one, "sum")) and len(known.parts) >= len(column)]
        reached = [one for one in made if holds(one)]
        if reached or told:
            sure = True
            if not told:
                yield from [one for one in reached if one.total.value >= _SMALL][:1]
        elif made and not read.total(totals[-1 if closes else 0], "sum"):
            missed.append(made[-1 if closes else 0])
    some = pattern("lined", "some").search(near.text, max(0, first.label_start - _LONG), first.label_start) is not None
    last = rows[-1][-1].quantity.end
    some = some or pattern("lined", "more").search(near.text, last, last + _LONG) is not None
    if not some and (sure or closes or (opened and len(rows) >= _THREE)):
        yield from (one for one in missed if close(one, _NEAR))


def _is_rate(one: Item) -> bool:
    """Whether a figure is so much for each, or how often something was (×500元, ×100天)."""
    return any(word in one.label for word in _RATE)


def _counts(near: Figures, total: Item, one: Item) -> bool:
    """Whether a figure may be told of all of a column."""
    same = near.bases[total.number] == near.bases[one.number]
    return same and total.quantity.kind == "number" and not total.quantity.hedge and not near.asides[total.number]


def _made(column: Sequence[Item], total: Item) -> Relation:
    return relation("sum", [one.quantity for one in column], total.quantity, "evident.lined", spans([*column, total]))
