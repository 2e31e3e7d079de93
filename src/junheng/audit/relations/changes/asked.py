"""Differences that words ask of the two figures told before them: 应付720万元，已付535万元，尚欠185万元.

The word of the result says that something is worked out (尚欠, 缺口, 核减), the words beside the two figures which of
them is the larger (应付) and which the smaller (已付). Where both are told, or the sentence holds no other figures of
the kind and one is told, what does not come out is read as well, if it lies close or one slip of the pen explains it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from fractions import Fraction
from functools import cache, lru_cache, partial
from importlib.resources import files

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.in_row import means, told_between, without_parts
from junheng.audit.relations.changes.left.remainders import even
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import KEPT, arrives, change, holds_one, linked, words

_BOTH_SIDES = "，,的了为约共计两二者间前后之城乡校际相"
"""What says of a gap that it lies between the two."""
Found = tuple[Relation, Item, Item]
_REST = words("difference", "rest")
_BALANCE, _CARRIED = words("difference", "balance"), words("difference", "carried")
_MONEY, _SETTLED, _THAN, _CLOSING = "元", ("相抵",), ("比", "较"), ("缩小", "扩大", "拉大", "收窄")
_OPENING = words("common", "opening")
_UNPAID, _KINDS = "unpaid", ("wanting", "over", "left", "unpaid")
_OVERSPENT = "overspent"
_ROLE, _RESULT, _MOST, _BETWEEN = 14, 16, 8, 4
"""How much of a label tells a figure's side, and the result; how many figures of a sentence are looked at, and how many
of other units may stand between."""

_BARE = "余"
_MINUS = ("-", "－", "−", "–")
_SMALL, _BACK, _PARAGRAPHS = 20, 40, 4
"""How large a whole told far before must be, and how many figures and paragraphs before it may stand."""
_BEHIND = 24
"""Characters behind a figure that may tell that it is wanting: 7个岗位因无人报考空缺."""
_PAIR, _COLON = 2, frozenset("：:(")
_WANTING = re.compile("[缺差欠剩余]")
_CLAUSES = re.compile("[，,；;。：:]")
_LEFT_OUT = re.compile("^除|除$")
_CLOSE, _NARROW, _CLOSEST = Fraction(7, 20), Fraction(1, 8), Fraction(1, 50)
"""How far from what is printed a difference may lie: with both sides told, with one of them, of what was taken off."""


@cache
def asking(kind: str, name: str) -> re.Pattern[str]:
    """Return a pattern of `asked.toml`."""
    words = tomllib.loads(files("junheng.audit.relations.changes").joinpath("asked.toml").read_text("utf-8"))
    written = words[kind][name]
    return re.compile(f"(?:{written})[\u4e00-\u9fff]{{0,6}}[-－−–]?$" if name == "result" else written)


def wanted(item: Item) -> bool:
    """Whether the words before a figure, or behind it, hold what every result does."""
    return _wanted(item.label) or (item.after != "" and hint().search(item.after[:_BEHIND]) is not None)


@lru_cache(KEPT)
def _wanted(label: str) -> bool:
    return hint().search(label[-16:]) is not None


_SHORT_OF = "缺口|差额|空缺|短缺|空着|落空|招满|招到|闲置|[合挤同共]睡?[铺床]|地铺|一[铺床张]|床[位铺]|学位"
"""What may stand behind a figure of what is wanting."""


@cache
def hint() -> re.Pattern[str]:
    """Return a pattern that every result holds: a first look."""
    words = [asking(kind, "result").pattern for kind in (*_KINDS, _OVERSPENT, "taken", "between", "more")]
    return re.compile("|".join([*words, _SHORT_OF]))


def asked(near: Near, item: Item) -> Found | None:
    """Return the difference a figure is told to be of the two before it."""
    if item.quantity.kind not in {"number", "points"} or item.quantity.hedge in {"at_least", "at_most"}:
        return None
    if arrives(item.label):
        return None
    row = before(near, item)
    if not row:
        return _told_first(near, item)
    if len(row) < _PAIR:
        return of_far(near, row[0], item)
    whole = means(without_parts(near, row, item))
    second, first = whole[:2] if len(whole) >= _PAIR else row[:2]
    if _PAIR <= len(whole) < len(row):
        found = _sides(near, first, second, item, len(whole)) or _between(near, first, second, item, len(whole))
        if found is not None:
            return found
    second, first = row[:2]
    return (
        _taken(near, first, second, item, len(row))
        or _sides(near, first, second, item, len(row))
        or _between(near, first, second, item, len(row))
        or _but_parts(near, row, item)
        or of_far(near, second, item)
    )


def of_far(near: Near, beside: Item, item: Item) -> Found | None:
    """Return what is left, wanting or over of one figure told beside it and one told sentences before, where it holds.

    `锁定债务余额4862.37万元。……已偿还3526.8万元，占72.53%，尚欠1335.57万元`; `原计划招收86名。……核减4名，实际招聘82名`.
    The words tell both sides, and the other figure makes the difference come out to the last digit.
    """
    if item.quantity.hedge or beside.quantity.hedge or not item.plain or item.label.lstrip().startswith(_OPENING):
        return None
    role = item.label[-_RESULT:]
    for kind in _KINDS:
        behind = kind == "wanting" and asking(kind, "after").match(item.after) is not None
        side = _told(kind, beside) if behind or asking(kind, "result").search(role) is not None else ""
        if (
            not side
            or kind == _UNPAID
            or (kind == "left" and (item.quantity.base != _MONEY or _may_hold_more(near, beside, item, 1)))
        ):
            continue  # of things counted what is done and what is left make up the whole
        value = beside.plain + item.plain if side == "less" else beside.plain - item.plain
        other = _far(near, beside, item, value, partial(_other_side, kind, side))
        within = None
        if other is None and (only := _only_other(near, beside, item)) is not None:
            meant_so = _other_side(kind, side, only) and _of_these(near, only, beside, item)
            other, within = (only, _NARROW) if meant_so else (None, None)
        if other is not None:
            larger, smaller = (other, beside) if side == "less" else (beside, other)
            return _made(near, larger, smaller, item, "difference.asked", within)
    if _removed(beside) and asking("taken", "result").search(role) is not None and not holds_one(item.label, _REST):
        due = asking("taken", "due")
        other = _far(
            near, beside, item, beside.plain + item.plain, lambda one: due.search(one.lead[-2 * _ROLE :]) is not None
        )
        return _made(near, other, beside, item, "difference.taken", None) if other is not None else None
    return None


def _other_side(kind: str, side: str, one: Item) -> bool:
    """Whether a label tells the side of a difference that is not the one given."""
    return _told(kind, one) not in {"", side}


def _only_other(near: Near, beside: Item, item: Item) -> Item | None:
    """Return the one figure of the kind the two sentences before tell, but for parts of it."""
    known = [one for one in near.before(beside, _PAIR) if even(one, item) and one.depth == item.depth]
    known = [one for one in without_parts(near, known, item) if not one.label.lstrip().startswith(_OPENING)]
    known = [one for one in known if one.number < beside.number]
    return known[0] if len(known) == 1 and known[0].sentence < item.sentence else None


def _of_these(near: Near, other: Item, beside: Item, item: Item) -> bool:
    """Whether nothing says that what is told beside, or what is wanting, is of a part only (城区床位), or of a year."""
    nouns = asking("wanting", "noun")
    if any(one.after.strip() and nouns.match(one.after) is None for one in (beside, other)):
        return False
    told, whole = near.clause(beside) + item.label, near.clause(other)
    if any(found[0] not in whole for found in asking("far", "narrow").finditer(told)):
        return False
    noun = _WANTING.split(item.label[-_RESULT:])[-1].strip(_BOTH_SIDES + "额口编")
    return len(noun) < _PAIR or linked(noun, beside.label + other.label)


def _far(near: Near, beside: Item, item: Item, value: int | Fraction, fits: Callable[[Item], bool]) -> Item | None:
    """Return the nearest figure of a value told before, of a size no other comes to by chance."""
    if value < _SMALL:
        return None
    for at in range(beside.number - 1, max(-1, beside.number - 1 - _BACK), -1):
        one = near.items[at]
        if one.paragraph < item.paragraph - _PARAGRAPHS:
            return None
        same = one.plain == value and one.depth == item.depth and one.quantity.kind == "number" and even(one, item)
        if same and not one.quantity.hedge and not change(one.label) and fits(one):
            return one
    return None


def _but_parts(near: Near, row: list[Item], item: Item) -> Found | None:
    """Return what is wanting of a whole with some of it told besides: 寄宿生500人，其中女生260人，床位420张，缺80张."""
    wholes = [one for one in row if not one.label.lstrip().startswith(_OPENING)]
    if len(wholes) in {len(row), 0, 1} or asking("wanting", "result").search(item.label[-_RESULT:]) is None:
        return None
    return _sides(near, wholes[1], wholes[0], item, len(row))


def before(near: Near, item: Item) -> list[Item]:
    """Return the figures of a kind with one before it in its sentence, the nearest first; brackets are passed over."""
    wanted = "share" if item.quantity.kind == "points" else "number"
    found: list[Item] = []
    for at in range(item.number - 1, max(-1, item.number - 1 - _MOST), -1):
        one = near.items[at]
        if one.sentence != item.sentence or one.paragraph != item.paragraph or one.depth < item.depth:
            break
        beside = one.quantity.kind == wanted and one.depth == item.depth and one.parent is item.parent
        if beside and (wanted == "share" or even(one, item)):
            found.append(one)
    return found


def _sides(near: Near, first: Item, second: Item, item: Item, count: int) -> Found | None:
    """Return what is wanting, over, left or owed."""
    if asking(_OVERSPENT, "result").search(item.label[-_RESULT:]) is not None:
        roles = [_told(_OVERSPENT, one) for one in (first, second)]
        if set(roles) == {"more", "less"} and item.quantity.base == _MONEY:
            larger, smaller = (first, second) if roles[0] == "more" else (second, first)
            if near.value(larger) > near.value(smaller):
                return _made(near, larger, smaller, item, "difference.asked", _CLOSE)
    for kind in _KINDS:
        behind = kind == "wanting" and asking(kind, "after").match(item.after) is not None
        if not behind and asking(kind, "result").search(item.label[-_RESULT:]) is None:
            continue
        one, other = (_told(kind, each) for each in (first, second))
        turned = (one == "less" and other != "less") or (other == "more" and one != "more")
        larger, smaller = (second, first) if turned else (first, second)
        told = one != other and (one, other) != ("", "")
        both = told and bool(one) and bool(other)
        if kind == _UNPAID and (not both or item.quantity.base != _MONEY):
            continue  # of what is due alone: of any other whole what is done and what is not are the parts
        if not told and near.value(larger) < near.value(smaller):
            larger, smaller = smaller, larger
        sure = _CLOSE if both else _NARROW if told and count == _PAIR else None
        if kind == "left" and count == _PAIR and sure is None:
            sure = Fraction(0)  # 480张，发到学校395张，还剩58张: only of these two, and only by a slip
        if count > _PAIR and asking("whole", "named").search(larger.label[-_ROLE:]) is None:
            sure = None
        if sure is not None and asking("needed", "soft").search(item.label[-_RESULT:]) is not None:
            sure = _CLOSEST
        listed = any(one.label.lstrip().startswith(_OPENING) for one in (first, second))
        of_some = kind == _UNPAID and not _of_the_same(near, larger, smaller, item)
        if of_some or asking("needed", "rooms").search(smaller.label) is not None:
            sure = None  # 学生1260人，多功能教室座位300个，还差座位60个: it need not hold all
        if kind == "left" and (
            listed or (not both and item.label.startswith(_BARE)) or _may_hold_more(near, first, item, count)
        ):
            sure = None
        return _made(near, larger, smaller, item, "difference.asked", sure)
    return None


def _of_the_same(near: Near, larger: Item, smaller: Item, item: Item) -> bool:
    """Whether neither what came nor what did not is told of some only (县级未到位), and nothing is told behind them."""
    for one, name in ((smaller, "less"), (item, "result")):
        found = asking(_UNPAID, name).search(one.label)
        own = asking(_UNPAID, "plain").sub("", one.label[: found.start()].strip()) if found is not None else ""
        if own not in larger.label:
            return False
    behind = near.items[item.number + 1] if item.number + 1 < len(near.items) else None
    return behind is None or behind.sentence != item.sentence or not even(behind, item)


def _may_hold_more(near: Near, first: Item, item: Item, count: int) -> bool:
    """Whether what is left may hold what stood there before: a balance of accounts, but for one of a period of its own.

    本年收入86万元，支出84万元，本年结余2万元; 全年收入…，支出…，结余….
    """
    label = item.label[-_RESULT:]
    if holds_one(label, _CARRIED):
        return True
    if item.quantity.base != _MONEY or not holds_one(label, _BALANCE) or holds_one(label, _SETTLED):
        return False
    if asking("left", "own").search(label) is not None:
        return False
    of_period = asking("left", "period").search(near.clause(first)) is not None and count == _PAIR
    return not (of_period and asking("left", "plain").search(item.label.strip()) is not None)


def _told_first(near: Near, item: Item) -> Found | None:
    """Return what is wanting where the two figures stand behind it: 还有1.35亿元的缺口：总投资4.8亿元，落实3.45亿元."""
    row = near.items[item.number + 1 : item.number + 1 + _PAIR]
    gap = asking("wanting", "after").match(item.after) or asking("wanting", "result").search(item.label[-_RESULT:])
    if gap is None or len(row) < _PAIR or any(one.sentence != item.sentence or not even(one, item) for one in row):
        return None
    roles = [_told("wanting", one) for one in row]
    if set(roles) != {"more", "less"} or row[0].mark not in _COLON or row[0].depth != row[1].depth:
        return None
    larger, smaller = row if roles[0] == "more" else row[::-1]
    return _made(near, larger, smaller, item, "difference.asked", _NARROW)


def _told(kind: str, one: Item) -> str:
    """Return which side a label tells: `more`, `less`, or nothing where it tells neither or both."""
    label = one.label[-_ROLE:]
    more, less = (list(asking(kind, name).finditer(label)) for name in ("more", "less"))
    if more and less:
        # 应到位: what is due of what arrives; 教师编制 are posts.
        joined = kind != "over" and more[-1].end() == less[-1].start()
        return "more" if joined or more[-1].end() > less[-1].end() else "less"
    if not more and not less and kind == "wanting" and asking(kind, "noun").match(one.after) is not None:
        return "less"
    return "more" if more else "less" if less else ""


def _taken(near: Near, first: Item, second: Item, item: Item, count: int) -> Found | None:
    """Return what is left when something is taken off: 除28名请假外，实到128名; 剔除重复的78人次，实际1176人次."""
    off = [one for one in (first, second) if _removed(one)]
    if len(off) != 1 or holds_one(item.label, _REST):
        return None
    left_out = (
        _LEFT_OUT.search(off[0].label) is not None and "外" in near.between(off[0], item)[-4:] + off[0].after[-2:]
    )
    if not left_out and asking("taken", "result").search(item.label[-_RESULT:]) is None:
        return None
    whole = second if off[0] is first else first
    sure = count == _PAIR or whole.number < off[0].number
    return _made(near, whole, off[0], item, "difference.taken", _CLOSEST if sure else None)


def _removed(one: Item) -> bool:
    # 剔除漏填、涂改的16份: what is taken off may be told by several names.
    clause = _CLAUSES.split(one.lead)[-1].strip() if one.mark == "、" else one.label.strip()
    removed = asking("taken", "removed").search(clause) is not None
    return removed or asking("taken", "given_up").match(one.after.strip()) is not None


def _between(near: Near, first: Item, second: Item, item: Item, count: int) -> Found | None:
    """Return what lies between two figures told side by side: 第一名512.5分，末名386分，分差136.5分."""
    gap = asking("between", "result").search(item.label[-_RESULT:]) is not None
    more = asking("more", "result").search(item.label[-_RESULT:]) is not None and not holds_one(item.label, _THAN)
    if not (gap or more) or holds_one(item.label[-_RESULT:], _CLOSING):
        return None
    larger, smaller = (first, second) if near.value(first) >= near.value(second) else (second, first)
    own = asking("between", "result").sub("", item.label.strip()).strip(_BOTH_SIDES)
    plain = not gap or not own or linked(own, first.label + second.label)
    return _made(near, larger, smaller, item, "difference.between", _CLOSE if count == _PAIR and plain else None)


def _made(near: Near, larger: Item, smaller: Item, item: Item, rule: str, within: Fraction | None) -> Found | None:  # noqa: PLR0917
    """Return the difference where it holds, or was surely meant: it lies `within` a part of what is printed, or one
    slip explains it; with None nothing is read that does not hold.
    """
    figures = sorted((larger, smaller, item), key=lambda one: one.number)
    if not near.value(smaller) or any(change(one.label) for one in (larger, smaller)):
        return None
    total = negative(term(item.quantity)) if item.label.endswith(_MINUS) else item.quantity
    made = relation("difference", [larger.quantity, smaller.quantity], total, rule, spans(figures))
    if holds(made, hedged=False):
        return made, larger, smaller
    if item.label.lstrip().startswith(_OPENING):
        return None
    apart = told_between(near, figures[0], figures[2]) > _BETWEEN
    if (
        within is None
        or apart
        or any(one.quantity.hedge for one in figures)
        or not near.unbroken(figures[0], figures[2])
    ):
        return None
    return (made, larger, smaller) if meant(made, within) and not besides(near, larger, smaller, item) else None


def besides(near: Near, larger: Item, smaller: Item, item: Item) -> bool:
    """Whether what a bracket tells of one of the figures makes up the gap (实有98人（含借用5人），缺27人)."""
    gap = near.value(larger) - near.value(smaller) - near.value(item)
    return any(abs(gap) == near.value(one) for side in (larger, smaller, item) for one in side.children)
