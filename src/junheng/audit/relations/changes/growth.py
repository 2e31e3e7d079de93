"""Growth: so many per cent more or less than a figure the text states, or implies by the increase it tells.

Growth over a base that is not stated asserts nothing of the figures (同比增长7.52%).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation, fraction
from junheng.audit.relations.changes.apart.apart import apart, increased
from junheng.audit.relations.changes.apart.base_in_brackets import growth_bracketed
from junheng.audit.relations.changes.apart.by_step import by_step, of_difference, way_of
from junheng.audit.relations.changes.apart.exactly import growth_exactly
from junheng.audit.relations.changes.apart.of_the_year import growth_of_the_year
from junheng.audit.relations.changes.apart.recalled import growth_recalled
from junheng.audit.relations.changes.apart.since import EARLIER, is_step, last_step, over, since_then
from junheng.audit.relations.changes.apart.told_base import over_base, reached_behind
from junheng.audit.relations.changes.doubled import doubled, in_percent, told_otherwise
from junheng.audit.relations.changes.levels import growth_beside, of_others
from junheng.audit.relations.changes.misprints import meant
from junheng.audit.relations.changes.other_things import told_of_these
from junheng.audit.relations.changes.rows.growth_series import grew, series
from junheng.audit.relations.changes.rows.rows_apart import rows_apart
from junheng.audit.relations.changes.rows.year_rows import IN_ROW, of_year_row
from junheng.audit.relations.changes.sides import sides
from junheng.audit.relations.ground.nearby import Near, alike, chance, same_kind
from junheng.audit.relations.ground.wording import change, compared, holds_one, linked, one_of, words
from junheng.audit.relations.shares.percentages import share_runs

_AIM_AFTER = words("common", "aim_after")
_AGAINST = re.compile("同比|环比|[比较](.{1,6})")
_OPENING, _CAME_TO = words("common", "opening"), words("growth", "came_to")
_GREW = re.compile(
    one_of(["净增", "净增加", "增加", "增长", "减少", "净减", "净减少", "下降"]) + "(?=[\u4e00-\u9fff]{0,6}$)"
)
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_AGAINST_ONE = ("比", "较", "与", "超")
_ITS_OWN = re.compile(
    "^(?:同比|环比|[比较](?:上|去|前|同|(?:19|20)[0-9]{2})[^，,]{0,6}?)(?:净|共)?(?:增[加长多]|减少|下降|[多少])了?$"
)
"""What tells by how much the figure before it changed, and names nothing of its own."""
_ALONE = re.compile(
    "(?:同比|环比|[比较](?:[上去前]年度?(?:同期)?|同期|(?:19|20)[0-9]{2}年?))?"
    "净?(?:增[加长多]|增[幅速]|减少|减幅|下降|降[幅低]|[多少])[了为达约]{0,2}"
)
"""What tells the percentage of such a change, and names nothing either (not 全县增长, 占比增加)."""
_CHAIN, _ACCIDENT = 12, Fraction(1, 200)
_FROM = re.compile("[由从自][^，,]{0,12}$|(?:上年|去年|上年度|同期)的?$")


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the growth the text asserts."""
    near = Near(layout)
    yield from doubled(near)
    for made in _every(near, layout):
        if told_of_these(near, made):
            yield made


def _every(near: Near, layout: Layout) -> Iterator[Relation]:
    """Yield what may be read as growth, one percentage after the other."""
    for item in layout.items:
        in_words = item.quantity.kind == "share" and not item.quantity.step
        if in_words or item.quantity.kind == "times":
            made = told_otherwise(near, item) or (None if in_words else _in_times(near, item))
            if made is not None:
                yield made
        if item.quantity.kind == "points" and (made := _in_points(near, item)) is not None:
            yield made
    read = set[int]()
    for row in rows_apart(near):
        read.update(one.total.sources[0].start for one in row)
        yield from row
    for run in share_runs(layout.items):
        item = run[0]
        if item.quantity.start in read:
            continue
        way = change(item.label)
        if not way and len(run) == 1 and (made := growth_beside(near, item)) is not None:
            yield made
        if not way or holds_one(item.label[-24:], words("growth", "mean")):
            continue
        if item.after[:6].startswith(_AIM_AFTER) or holds_one(item.label[-24:], words("growth", "aim")):
            continue
        if len(run) > 1:
            yield from series(near, run, way)
        elif (made := _of_one(near, item, way)) is not None:
            yield made


def _in_times(near: Near, item: Item) -> Relation | None:
    """`717人，比1982年增加392人，增加1.2倍`: what it is and by how much it grew, told in times."""
    step, way = near.items[item.number - 1] if item.number else item, change(item.label)
    beside = step.number and step.quantity.kind == "number" and step.sentence == item.sentence
    if not way or not beside or change(step.label) != way or holds_one(item.label[-24:], words("growth", "mean")):
        return None
    made = _increase(near, in_percent(item), step, way)
    surely = made is not None and _ALONE.fullmatch(item.label.strip()) is not None and meant(made)
    return made if made is not None and (holds(made) or surely) else None


def _in_points(near: Near, item: Item) -> Relation | None:
    """Return growth told in points where a percentage is meant, and comes out.

    `同比增长2.8个百分点（去年4988人）`; `比上年的1702人增加134人，增长7.9个百分点`.
    """
    way = change(item.label)
    if item.children:
        made = growth_bracketed(near, item, way)
        return made if made is not None and holds(made) else None
    step = near.items[item.number - 1] if item.number else item
    counted = step.quantity.kind == "number" and change(step.label) == way and step.sentence == item.sentence
    if not way or not counted or holds_one(item.label, words("growth", "norm")):
        return None
    made = _told(near, item, way)
    return made if made is not None and made.rule == "growth.stated" and holds(made) else None


def _of_one(near: Near, item: Item, way: str) -> Relation | None:
    """Return the growth one percentage tells."""
    made = (
        growth_bracketed(near, item, way)
        or reached_behind(near, item, way)
        or _told(near, item, way)
        or growth_beside(near, item)
        or _of_far(near, item, way)
    )
    made = made or growth_recalled(near, item, way) or apart(near, item, way)
    return made or growth_of_the_year(near, item, way)


def _of_far(near: Near, item: Item, way: str) -> Relation | None:
    """`2016年在校生29814人，两年净增3057人，增长10.25%`: what it came to stands far before, and fits exactly."""
    step = near.items[item.number - 1] if item.number else item
    beside = step.sentence == item.sentence and step.quantity.kind == "number" and change(step.label) == way
    made = growth_exactly(near, item, step, way) if beside else None
    return made if made is not None and holds(made) else None


def _told(near: Near, item: Item, way: str) -> Relation | None:
    step = last_step(near, item)
    grown = step is not None and bool(change(step.label))
    since = since_then(near, item, step, way) if step is not None else None
    named = near.previous(step) if grown and step is not None else None
    if since is None and named is not None and step is not None:
        since = over_base(near, item, step, named, way)
    found = sides(near, step if grown and step is not None else item) if since is None else None
    if found is None and step is not None and since is None and way_of(step) == way:
        found = of_difference(near, step, item, way)
        grown = grown or found is not None
    if found is not None:
        told, base, sure = found
        sure = sure and not item.after.lstrip().startswith("的")  # 减少了10%的学生 is of others
        in_row = of_year_row(near, step if grown and step else item, ("number",)) is not None
        sure = sure or (step is not None and by_step(near, (base, told), step, item, way))
        sure = sure and (grown or in_row or not of_others(near, item, base, told))
        stated = grew(base, told, item, way, IN_ROW if in_row else "growth.stated")
        if grown and step is not None and not holds(stated) and _far_apart(near, base, told, step):
            # 1184件，其中网络419件，比上年的1298件减少114件，下降8.8%: what it came to stands before the list.
            sought = near.value(base) + (near.value(step) if way == "up" else -near.value(step))
            levels = [one for one in near.before(base) if same_kind(one.quantity, base.quantity)]
            level = next((one for one in levels if near.value(one) == sought), None)
            if level is not None or near.value(told) * 10 != sought:  # but for a 0 lost: 1816万人 for 18160
                return grew(base, level, item, way, "growth.stated") if level is not None else None
        if (kept := _kept(near, stated, [base, told, item], sure)) is not None or sure:
            return kept
    if since is not None or (grown and step is not None):
        return since[0] if since is not None else _increase(near, item, step, way) if step is not None else None
    if (made := _of_points(near, item, way) or _ahead(near, item, way)) is not None:
        return made
    if step is not None and (made := _reached(near, item, step, way)) is not None:
        return made
    return _counted_behind(near, item, way)


def _far_apart(near: Near, base: Item, told: Item, step: Item) -> bool:
    """Whether two figures lie much farther apart than the change told with them: one is of something else."""
    apart, told_step = abs(near.value(told) - near.value(base)), near.value(step)
    return same_kind(base.quantity, step.quantity) and bool(told_step) and apart > 2 * told_step


def _kept(near: Near, made: Relation, figures: list[Item], sure: bool) -> Relation | None:
    """Return a relation that holds, or one whose words leave no doubt."""
    hedged = any(one.quantity.hedge for one in figures)
    first, last = min(figures, key=lambda one: one.number), max(figures, key=lambda one: one.number)
    return made if holds(made) or (sure and not hedged and near.unbroken(first, last)) else None


def _increase(near: Near, item: Item, step: Item, way: str) -> Relation | None:
    """`小学281所，比上年增加7所，增长2.55%`: what it is, by how much it grew, and so what it was."""
    told = near.previous(step)
    # 117辆（专用98辆、非专用19辆），比上年新增15辆: what stands in a bracket tells of the figure before it.
    between = [one for one in near.items[told.number + 1 : step.number] if one.depth <= step.depth] if told else []
    if told is None or not same_kind(told.quantity, step.quantity) or len(between) > 1 or is_step(told):
        return _of_level(near, item, step, way)
    if (known := _of_two_times(near, item, step, told, way)) is not None:
        return known
    if compared(told.label) or EARLIER.search(told.label) is not None:
        return _over_earlier(near, item, step, told, way)
    # 本科上线1408人，上线率43.78%，本科上线比去年增加97人: a share stands between, but the name is told again.
    # Or the increase is told of nothing else: 117695人，占27.6%，比1982年增加39425人，增加51.4%.
    shares = all(one.quantity.kind == "share" for one in between)
    again = shares and linked(told.label[-8:], step.label)
    again = again or (shares and _its_own(near, told, step, item) and meant(increased(told, step, item, way)))
    sure = (not between or again) and not told.label.strip().startswith(_OPENING) and told.depth == step.depth
    # A list's last part (其中…艺体182人，比上年增加213人) did not grow by more than it is, but for a 0 too many.
    sure = sure and (way != "up" or near.value(step) < near.value(told) or _by_a_zero(near, told, step, item))
    # 幼儿3860人，其中公办园增加120人，增长6.2%: of what the whole holds, not of the whole.
    sure = sure and way == change(step.label) and not step.label.lstrip().startswith(_OPENING)
    sure = sure and not _of_another_year(step, item)
    return _kept(near, increased(told, step, item, way), [told, step, item], sure)


def _its_own(near: Near, told: Item, step: Item, item: Item) -> bool:
    """Whether a change is told of what opens its sentence, with its share behind it."""
    opens = near.previous(told, ("number", "share")) is None and "占" in near.between(told, step)
    alone = _ALONE.fullmatch(item.label.strip()) is not None
    return opens and alone and _ITS_OWN.match(step.label.strip()) is not None


def _by_a_zero(near: Near, told: Item, step: Item, item: Item) -> bool:
    """Whether growth comes out where the increase has a 0 less: 56168人，净增75370人，增长15.5%."""
    meant = near.value(step) / 10
    before = near.value(told) - meant
    return before > 0 and abs(meant / before * 100 - near.value(item)) <= fraction(item.quantity.step) / 2


def _of_level(near: Near, item: Item, step: Item, way: str) -> Relation | None:
    """`6.2万人，环比增加0.3万人，增长5.1%，同比增加0.5万人，增长8.8%`: what it is stands before other changes.

    Or before figures of other units: 来自35个国家的48763名学生在62所学校就读，比上年增加3545人，增长7.84%.
    """
    told: Item | None = None
    between: list[Item] = []
    for one in reversed(near.items[max(0, step.number - _CHAIN) : step.number]):
        if one.sentence != step.sentence or one.depth < step.depth:
            break
        if one.depth == step.depth and same_kind(one.quantity, step.quantity) and not is_step(one):
            if between and (compared(one.label) or one.label.lstrip().startswith(_AGAINST_ONE)):
                continue  # 243人，比县目标151人超出92人，比去年增加107人，增长79%
            told = one
            break
        if one.depth == step.depth and (is_step(one) or alike(one.quantity, step.quantity)):
            between.append(one)
    if told is None or compared(told.label) or EARLIER.search(told.label) is not None or change(step.label) != way:
        return None
    made = increased(told, step, item, way)
    chained = bool(between) and all(map(is_step, between)) and told.depth == step.depth
    sure = chained and near.value(step) < near.value(told) and not _of_another_year(step, item)
    opened = told.label.strip().startswith(_OPENING)
    return _kept(near, made, [told, step, item], sure and not opened and meant(made))


def _of_two_times(near: Near, item: Item, step: Item, told: Item, way: str) -> Relation | None:
    """`4862人，2018年为4523人，增加339人，增幅7.5%`; `2021年只有46所，2022年增加23所，增长50%`.

    The figure right before the increase is the earlier one.
    """
    first = near.previous(told)
    by = near.value(step) if way == "up" else -near.value(step)
    if change(step.label) != way:
        return None
    level = first is not None and same_kind(first.quantity, told.quantity) and not change(first.label)
    if first is not None and level and near.value(first) - near.value(told) == by:
        return _kept(near, grew(told, first, item, way, "growth.stated"), [first, told, step, item], True)
    then, now = (_YEAR.search(one.label) for one in (told, step))
    later = then is not None and now is not None and then[0] < now[0] and not compared(step.label)
    return _kept(near, over(told, step, item, way), [told, step, item], True) if later else None


def _of_points(near: Near, item: Item, way: str) -> Relation | None:
    """`比例达到3.8%，提高1.6个百分点，增幅达72.7%`: growth of a share by points, read where it comes out."""
    step = near.items[item.number - 1] if item.number > 1 else None
    if step is None or step.quantity.kind != "points" or change(step.label) != way or step.sentence != item.sentence:
        return None
    told = near.previous(step, ("share",))
    if told is None or told.number != step.number - 1 or change(told.label) or chance(item.quantity) > _ACCIDENT:
        return None
    made = increased(told, step, item, way)
    return made if holds(made) else None


def _ahead(near: Near, item: Item, way: str) -> Relation | None:
    """`净增学生1236人，增长3.96%，在校生规模达到32418人`: what it came to stands behind the increase."""
    step, at = near.previous(item), item.number + 1
    told = near.items[at] if at < len(near.items) else None
    if step is None or told is None or step.number != item.number - 1 or told.sentence != item.sentence:
        return None
    known = _GREW.search(step.label[-12:])
    if known is None or change(known[0]) != way or not same_kind(told.quantity, step.quantity):
        return None
    if not holds_one(told.label, _CAME_TO) or told.depth != item.depth or near.previous(step) is not None:
        return None
    made = increased(told, step, item, way)
    return _kept(near, made, [step, item, told], meant(made))


def _over_earlier(near: Near, item: Item, step: Item, base: Item, way: str) -> Relation | None:
    """`在校生21.4万人，上年为20.9万人，增加0.5万人，增长2.4%`: what stands before the increase is what it is over."""
    known = [one for one in near.before(base, across=True) if same_kind(one.quantity, base.quantity)]
    if not known or step.number != base.number + 1:
        return None
    gap = near.value(step) if way == "up" else -near.value(step)
    after = next((one for one in known if near.value(one) - near.value(base) == gap), known[0])
    if change(after.label) or after.depth != item.depth:
        return None
    comes_out = near.value(after) - near.value(base) == gap
    return _kept(near, grew(base, after, item, way, "growth.stated"), [base, after, step, item], comes_out)


def _reached(near: Near, item: Item, told: Item, way: str) -> Relation | None:
    """`比上年增加120人，达到3600人，增长3.4%`: by how much it grew, what it came to, and so what it was."""
    step = near.previous(told)
    if step is None or step.number != told.number - 1 or told.number != item.number - 1:
        return None
    if change(step.label) != way or not told.label.strip().startswith(_CAME_TO):
        return None
    if not same_kind(told.quantity, step.quantity) or told.depth != item.depth:
        return None
    base = near.previous(step)
    if base is not None and base.number == step.number - 1 and _FROM.search(base.label) is not None:
        return _kept(near, grew(base, told, item, way, "growth.stated"), [base, told, item], True)
    sure = step.depth == told.depth and not _of_another_year(step, item)
    return _kept(near, increased(told, step, item, way), [step, told, item], sure)


def _of_another_year(step: Item, item: Item) -> bool:
    """Whether increase and percentage may be told against different years: `比2015年增加…，比上年增长…`."""
    one, two = (_AGAINST.search(each.label) for each in (step, item))
    return two is not None and (one is None or (one[1] != two[1] and "同比" not in (one[0], two[0])))


def _counted_behind(near: Near, item: Item, way: str) -> Relation | None:
    """`收入829亿元，增长7.09%，增收54.9亿元`: the increase stands behind the percentage."""
    told = near.previous(item)
    if told is None or told.number != item.number - 1 or item.number + 1 >= len(near.items):
        return None
    step = near.items[item.number + 1]
    if step.sentence != item.sentence or step.quantity.kind != "number" or change(step.label) != way:
        return None
    if not same_kind(told.quantity, step.quantity) or chance(item.quantity) > _ACCIDENT:
        return None
    return _kept(near, increased(told, step, item, way), [told, step, item], False)
