"""Changes told in a row of two rows of figures at two times: 9起、死亡11人，上年同期15起、20人，分别下降40%和45%.

The rows stand right before the percentages, as long as theirs, counted alike one by one; words of time before each tell
which came first. Where one of the changes comes out the rows are what they are of, so that the other may be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from junheng.audit.judge import holds
from junheng.audit.layout import Item
from junheng.audit.model import Relation
from junheng.audit.relations.changes.asked import asking
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import negative, relation, spans, term
from junheng.audit.relations.ground.wording import change, compared, holds_one, words

_LEAST, _MOST, _LEAD, _SHORT = 2, 6, 60, 6
"""How many changes make a row, how much text before a row tells its time, how long the words between are."""
_ENDED = re.compile("[。；;\n！？]")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_JOINING = frozenset({"", "和", "与", "及", "以及"})
_AIM = words("growth", "aim")


def rows_apart(near: Near) -> Iterator[list[Relation]]:
    """Yield the changes of each row of percentages told of two rows before it."""
    last = -1
    for item in near.items:
        if item.number <= last or item.quantity.kind != "share" or not change(item.label):
            continue
        run = _run(near, item)
        if len(run) < _LEAST or holds_one(item.label[-_LEAD:], _AIM):
            continue
        last = run[-1].number
        if made := _of_rows(near, run):
            yield made


def _run(near: Near, item: Item) -> list[Item]:
    """Return the percentages in a row from one on, each perhaps with a way of its own: 分别下降6.6%、增长4.6%."""
    run = [item]
    for one in near.items[item.number + 1 : item.number + _MOST]:
        own = one.label in _JOINING or (bool(change(one.label)) and len(one.label) <= _SHORT)
        if one.quantity.kind != "share" or one.sentence != item.sentence or not own or one.depth != item.depth:
            break
        run.append(one)
    return run


def _of_rows(near: Near, run: Sequence[Item]) -> list[Relation]:
    size, first = len(run), run[0].number
    rows = near.items[max(0, first - 2 * size) : first]
    if len(rows) < 2 * size or any(one.quantity.kind != "number" or one.depth != run[0].depth for one in rows):
        return []
    one, two = rows[:size], rows[size:]
    matched = all(same_kind(a.quantity, b.quantity) and a.unit == b.unit for a, b in zip(one, two, strict=True))
    plain = not any(change(each.label) or not near.value(each) or each.quantity.hedge for each in rows)
    if not matched or not plain or two[-1].sentence != run[0].sentence or run[0].sentence - one[0].sentence > 1:
        return []
    order = _order(near, one, two)
    if order is None:
        return []
    was, became = order
    way, made = "", list[Relation]()
    for a, b, item in zip(was, became, run, strict=True):
        way = change(item.label) or way
        total = term(item.quantity) if way == "up" else negative(term(item.quantity))
        row = sorted((a, b, item), key=lambda each: each.number)
        made.append(relation("growth", [a.quantity, b.quantity], total, "growth.rows", spans(row)))
    good = sum(map(holds, made))
    sure = good * 2 >= len(made) and near.unbroken(one[0], run[-1])
    return made if good == len(made) or (sure and all(holds(each) or meant(each) for each in made)) else []


def _order(near: Near, one: Sequence[Item], two: Sequence[Item]) -> tuple[Sequence[Item], Sequence[Item]] | None:
    """Return the two rows, the earlier first; None where no words tell."""
    start = two[0].quantity.start
    head = _ENDED.split(near.text[max(0, one[0].quantity.start - _LEAD) : one[0].quantity.start])[-1]
    between = near.text[one[-1].quantity.end : start]
    if _then(between) or compared(two[0].label):
        return two, one
    if _now(between) or _then(head):
        return one, two
    years = [_YEAR.findall(each) for each in (head, between)]
    if all(years) and years[0][-1] != years[1][-1]:
        return (one, two) if years[0][-1] < years[1][-1] else (two, one)
    return None


def _then(text: str) -> bool:
    return asking("earlier", "then").search(text) is not None


def _now(text: str) -> bool:
    return asking("earlier", "now").search(text) is not None
