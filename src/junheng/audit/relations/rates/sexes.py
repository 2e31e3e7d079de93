"""Men to a hundred women: 男性84127人，女性66335人，性比例达126.82; 总人口性别比（以女性为100）由103.96上升为104.82.

The two counts stand before it, called by 男 and 女. What comes out is read from the sentence before too; what does not,
where both stand right before it in its sentence, it lies close, and nothing says that it is of others (出生人口).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from junheng.audit.judge import holds, judge
from junheng.audit.layout import Item
from junheng.audit.model import Quantity, Relation
from junheng.audit.relations.ground.nearby import Near, same_kind
from junheng.audit.relations.ground.terms import relation, spans
from junheng.audit.relations.ground.wording import holds_one

_TOLD = re.compile(
    r"(?:性别?比例?|男女(?:之比|比例?))(?:[(（][^()（）]{0,30}[)）])?"
    r"(?:由[^，。；]{0,40}?(?:[升降提]|上升|下降|变)[一-鿿]{0,2}[为到至])?[为是达到约：:]{0,3}\s?"
    r"(?P<figure>\d{2,3}(?:\.\d{1,2})?)(?:\s?[:：∶]\s?100(?!\d))?(?![\d.%％人年:：∶])"
)
_BACK, _CLOSE = 10, Fraction(1, 8)
"""How many figures before it the counts may stand, and how far a misprinted one may lie."""
_WOMEN, _LEAST, _MOST = "女", 50, 200
_PLAIN = re.compile("其中|总?人口|[，,、的总男女]")
"""What before the name of a ratio says of nobody else that it is of them."""
_MEAN, _BEHIND = ("平均", "全省", "全国", "均值"), 20
"""What behind one tells of others, and how many characters of it are looked at."""


def find(near: Near) -> Iterator[Relation]:
    """Yield the numbers of men to a hundred women a text asserts."""
    for match in _TOLD.finditer(near.text) if _WOMEN in near.text else ():
        value = Decimal(match["figure"])
        pair = _pair(near, match.start()) if _LEAST < value < _MOST else None
        if pair is None:
            continue
        step = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
        place = match.start("figure"), match.end("figure")
        total = Quantity(*place, value, step, kind="share", number_end=place[1])
        men, women = pair
        row = [*spans(sorted(pair, key=lambda one: one.number)), (match.start(), match.end())]
        made = relation("ratio", [men.quantity, women.quantity], total, "ratio.sexes", row)
        if holds(made) or _misprinted(near, made, pair, match.start()):
            yield made


def _pair(near: Near, start: int) -> tuple[Item, Item] | None:
    """Return the nearest counts of men and of women before a place, of one sentence there or before it."""
    at = near.at(start)
    here = [one for one in near.items[max(0, at - _BACK) : at][::-1] if one.quantity.kind == "number"]
    women = next((one for one in here if _WOMEN in one.label and one.quantity.base == "人"), None)
    if women is None:
        return None
    men = next((one for one in here if "男" in one.label and one.sentence == women.sentence), None)
    counted = men is not None and same_kind(men.quantity, women.quantity) and bool(women.plain)
    return (men, women) if men is not None and counted and women.paragraph == here[0].paragraph else None


def _misprinted(near: Near, made: Relation, pair: tuple[Item, Item], start: int) -> bool:
    """Whether a ratio that does not come out is told of the two right before it, and lies close."""
    last = max(pair, key=lambda one: one.number)
    own = _PLAIN.sub("", near.text[last.quantity.end : start]).strip()
    behind = near.text[made.total.sources[0].end : made.total.sources[0].end + _BEHIND]
    if own not in pair[0].label or holds_one(behind, _MEAN):
        return False
    beside = near.at(start) == last.number + 1 and not holds_one(near.text[last.quantity.end : start], "。；\n")
    found = judge(made) if beside and not any(one.quantity.hedge for one in pair) else None
    return found is not None and (bool(found.slip) or abs(found.off_by) <= made.total.value * _CLOSE)
