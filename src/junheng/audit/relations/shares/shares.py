"""Shares: a percentage with what it is of (占, 占比, …率, 比例), told beside it or found by its label.

A share is read only where the text ties it to two figures: by its place (`A人，其中B人，占X%`), by a label
(`占教师总数的X%`), or because two figures near it come to it and it has digits enough that this is no accident
(`chance`). It is read as failing only where its place leaves no other reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from junheng.audit.judge import holds
from junheng.audit.layout import Item, Layout
from junheng.audit.model import Clean, Relation
from junheng.audit.relations.ground.nearby import Near, comes_to, named_alike, same_kind, told_in_words
from junheng.audit.relations.ground.wording import scoped
from junheng.audit.relations.shares.alone import alone, of_the_rest
from junheng.audit.relations.shares.by_name.afar import Afar
from junheng.audit.relations.shares.by_name.among_named import of_named
from junheng.audit.relations.shares.by_name.bases import Bases, Rates, of_kin, of_one_base, of_sample
from junheng.audit.relations.shares.by_name.behind import in_fraction, part_behind, whole_behind
from junheng.audit.relations.shares.by_name.entered import of_entered
from junheng.audit.relations.shares.by_name.exactly_named import exactly_named
from junheng.audit.relations.shares.by_name.in_full import in_full, of_divided
from junheng.audit.relations.shares.by_name.likewise import like_the_one_before, of_division
from junheng.audit.relations.shares.by_name.listed import of_listed
from junheng.audit.relations.shares.by_name.named import named
from junheng.audit.relations.shares.by_name.survey import of_one_name, of_survey
from junheng.audit.relations.shares.lookup import looked_up
from junheng.audit.relations.shares.narrowed import told_of_these
from junheng.audit.relations.shares.percentages import Told, read_told, share_runs
from junheng.audit.relations.shares.placed import of_bracketed_row, of_its_place
from junheng.audit.relations.shares.rough_first import exact_behind
from junheng.audit.relations.shares.rows.enumerated import enumerated
from junheng.audit.relations.shares.rows.of_a_row import of_a_row, with_more
from junheng.audit.relations.shares.rows.series import read_series
from junheng.audit.relations.shares.rows.series_abreast import abreast
from junheng.audit.relations.shares.rows.within import of_the_row
from junheng.audit.relations.shares.scene import TIME
from junheng.audit.relations.shares.several.closed import closed, complementary, permuted
from junheng.audit.relations.shares.several.derived import derived
from junheng.audit.relations.shares.several.divided import of_divided_rate, or_of_the_whole
from junheng.audit.relations.shares.several.together import exactly_told, of_pairs, together
from junheng.audit.relations.shares.told_rates import rate
from junheng.audit.relations.shares.unsigned import unsigned
from junheng.audit.relations.shares.wholes import (
    first_holding,
    holding,
    in_brackets,
    made_share,
    misprinted,
    of_list,
    of_run,
    past_references,
    placed_whole,
    sole_whole,
    surely_told,
    wholes_of,
)

_JOINED = re.compile("^[，,](?!其中)[^，,。；;占中]{1,8}、[^，,。；;占中]{1,8}$")
"""What stands between a count and one of two or three called by their names."""
_ELSEWHERE = re.compile("(?:而|但|其中)?(?:去年|上年|前年|上一年|上学年|同期|往年|全省|全国|省均|外地|外县|邻县)")
"""What a rate begins with that is told of another year or place than the figures before it."""
_LONGEST = 60
"""Shares of one sentence looked at together: time stays linear."""
_NEAR, _LOOSE = Fraction(1, 10), Fraction(1, 100)
"""How many accidents are borne: among figures in place, and anywhere near."""


def find(clean: Clean, layout: Layout) -> Iterator[Relation]:
    """Yield the shares the text asserts."""
    near, bases, read = Near(layout), Bases(), dict[int, Relation]()
    for made in told_of_these(near, or_of_the_whole(near, _told(near, layout, bases))):
        bases.proves(near, made)
        read[made.total.sources[0].start] = made
        yield made
    for made in bases.of_proven(near):
        read[made.total.sources[0].start] = made
        yield made
    for made in told_of_these(near, or_of_the_whole(near, _left(near, layout, dict(read)))):
        read[made.total.sources[0].start] = made
        yield made
    yield from of_division(near, bases.bare, read)


def _left(near: Near, layout: Layout, read: dict[int, Relation]) -> Iterator[Relation]:
    """Yield the shares, of those left, of the only two counts told with them, of those told roughly right before them,
    or of a whole told far off.
    """
    afar, whole = Afar(), set[int]()
    shares = [each for each in layout.items if each.quantity.kind == "share"]
    for one in (*closed(near, shares, read), *complementary(near, shares, read)):
        whole.add(one.total.sources[0].start)
        yield one
    for run in exact_behind(near, share_runs(layout.items, in_words=True)):
        item = run[0]
        if item.quantity.start in read:
            afar.takes(near, item, read[item.quantity.start])
            continue
        if item.children and (fraction := in_fraction(near, item)) is not None:
            yield fraction
            continue
        if len(run) > 1 or item.quantity.start in whole:
            continue
        rough = read.get(near.items[item.number - 1].quantity.start) if item.number else None
        made = exactly_told(near, item, rough) if rough is not None else None
        made = made or alone(near, item) or with_more(near, item, read)
        if made is None or not holds(made):
            made = _far(near, item, afar) or made
        if made is not None:
            yield made
    yield from _unsigned(near, layout)


def _unsigned(near: Near, layout: Layout) -> Iterator[Relation]:
    """Yield the shares whose % was lost, of those that come out."""
    for item in unsigned(near.text, layout.items):
        told = read_told(near, item)
        first = _single(near, told, _numerator(near, told)) if told is not None else None
        made = first if first is not None and holds(first) else alone(near, item)
        if made is not None and holds(made):
            yield made


def _far(near: Near, item: Item, afar: Afar) -> Relation | None:
    """Return the share of a whole told far before, or behind."""
    told = read_told(near, item)
    made = (of_listed(near, told) if told is not None else None) or of_a_row(near, item, told)
    if made is not None:
        return made
    made = afar.again(near, item, told) or afar.named(near, item, told) or afar.following(near, item, told)
    if made is None and told is not None:
        made = of_divided(near, told) or of_divided_rate(near, told)
        top = _numerator(near, told)
        made = made or part_behind(near, told) or whole_behind(near, told, top)
        made = made or of_survey(near, told, top) or of_one_name(near, told, top)
        made = made or of_entered(near, told, top)
    return made or exactly_named(near, item)


def _told(near: Near, layout: Layout, bases: Bases) -> Iterator[Relation]:
    """Yield the shares whose whole is told beside them; those left are kept in `bases`."""
    chain: list[tuple[Told, Item]] = []
    rates = Rates()
    for run in exact_behind(near, share_runs(layout.items, in_words=True)):
        told = read_told(near, run[0])
        ends = told is None or len(run) > 1 or len(chain) >= _LONGEST
        if chain and (ends or chain[-1][0].item.sentence != run[0].sentence):
            yield from _chain(near, chain, bases)
            chain = []
        if told is None:
            continue
        if len(run) > 1:
            found = list(of_pairs(near, told, run) or enumerated(near, run) or read_series(near, told, run))
            yield from found if found and all(map(holds, found)) else abreast(near, run) or found
            continue
        unsure = told.aimed or _ELSEWHERE.match(told.subject) is not None
        if (worked := _worked_out(near, told)) is not None:
            if not unsure or holds(worked):
                yield worked
            continue
        top = _numerator(near, told)
        if told.form == "bare" and top is not None:
            chain.append((told, top))
        else:
            made = _single(near, told, top)
            made = None if unsure and made is not None and not holds(made) else made
            rates.take(told, top, made)
            if made is not None:
                yield made
    yield from _chain(near, chain, bases)
    yield from rates.failing(near)
    yield from like_the_one_before(near, rates)


def _worked_out(near: Near, told: Told) -> Relation | None:
    """Return a share whose part or whole is worked out of several counts, or stands in a bracket."""
    made = of_the_rest(near, told.item) or together(near, told)
    return made or derived(near, told) or in_brackets(near, told)


def _numerator(near: Near, told: Told) -> Item | None:
    item = told.item
    if told.form == "over":
        bottom = near.items[item.number - 1]
        return past_references(near, near.previous(bottom), bottom.label)
    if told.form == "bracket":
        return item.parent if item.parent is not None and item.parent.quantity.kind == "number" else None
    found = near.previous(item)
    if told.form == "rate" and found is not None and found.quantity.base in TIME:
        found = near.previous(found)  # 三年保留率: of those who stayed, not of years
    found = past_references(near, found, item.label)
    if found is None and item.parent is not None and item.parent.quantity.kind == "number":
        return item.parent
    if told.own or found is None:
        return found
    subject = told.subject.removeprefix("其中").removeprefix("而")
    if told.form == "bare" and subject and not named_alike(subject, found):
        return None
    return found


def _chain(near: Near, chain: list[tuple[Told, Item]], bases: Bases) -> Iterator[Relation]:
    """Yield the shares of one sentence told by 占 alone: a list of parts has one whole."""
    bases.bare += chain
    made: dict[int, Relation] = {}
    common: list[Item] = []
    zeros: list[tuple[Told, Item]] = []
    tops = {one.number for _, one in chain}
    for told, top in chain:
        placed = placed_whole(near, top, told.item)
        wholes = [one for one in wholes_of(near, top, told.item) if one.number not in tops or one is placed]
        if placed is not None:
            wholes = [placed, *(one for one in wholes if one is not placed)]
        wholes = [*(one for one in common if one not in wholes[:1]), *wholes] if placed is None else wholes
        if not told.item.quantity.value:
            zeros.append((told, top))
            continue
        found = of_its_place(near, top, told.item, first_holding(near, top, wholes, told.item, "share.part", _NEAR))
        if found is not None:
            made[told.item.number] = found
            source = found.parts[1].sources[0]
            common = [one for one in wholes if one.quantity is source] + [
                one for one in common if one.quantity is not source
            ]
    left = [one for one in chain if one[0].item.number not in made and one not in zeros]
    if len(left) > 1 and (turned := permuted(near, [(top, told.item) for told, top in left if not told.subject])):
        made.update((near.at(one.total.sources[0].start), one) for one in turned)
        left = []
    made.update({one: each for one, each in of_one_base(near, left, chain).items() if one not in made})
    made.update(_of_nothing(near, zeros, made))
    for told, top in chain:
        if told.item.number in made:
            yield made[told.item.number]
            continue
        placed = placed_whole(near, top, told.item)
        patterned = _patterned(near, top, list(made.values()), tops)
        whole = (
            placed
            or patterned
            or _sole(near, top, told.item)
            or (common[0] if common and not _narrowed(near, top, common[0]) else None)
        )
        if not told.item.quantity.value:
            continue
        listed = of_list(near, top, told.item) or of_run(near, told) or of_the_row(near, told, top, chain, made)
        if listed is not None:
            yield listed
        elif whole is not None and whole is not top and not told.subject and _told_so(near, top, whole, told.item):
            yield made_share(near, top, whole, told.item, "share.part")
        elif (
            loose := of_named(near, top, told)
            or looked_up(near, told)
            or of_sample(near, top, told)
            or of_kin(near, top, told)
        ) is not None:
            yield loose
        else:
            bases.left.append((told, top))


def _sole(near: Near, top: Item, item: Item) -> Item | None:
    """Return the one figure a sentence tells before a part; none of which it stands in one row, called by names.

    县城6933人，国才、燎火612人，占11%.
    """
    whole = sole_whole(near, top, item)
    return whole if whole is None or _JOINED.search(near.between(whole, top)) is None else None


def _of_nothing(near: Near, zeros: list[tuple[Told, Item]], made: dict[int, Relation]) -> dict[int, Relation]:
    """Return the shares of 0 %, which any whole would fit: of the one whole of their list, or of the one told."""
    bottoms = {one.parts[1].sources for one in made.values()}
    listed = next(iter(bottoms))[0] if len(bottoms) == 1 and len(next(iter(bottoms))) == 1 else None
    found = {}
    for told, top in zeros:
        whole = near.item(listed.start) if listed is not None else sole_whole(near, top, told.item)
        if whole is not None and (one := holding(near, top, whole, told.item, "share.part")) is not None:
            found[told.item.number] = one
    return found


def _told_so(near: Near, top: Item, whole: Item, item: Item) -> bool:
    """Whether a share may be called wrong, or is told in words (三分之一, 半数) and near enough."""
    if surely_told(near, top, whole, item):
        return True
    return told_in_words(item.quantity) and holds(made_share(near, top, whole, item, "share.part"))


def _patterned(near: Near, top: Item, made: list[Relation], tops: set[int]) -> Item | None:
    """Return the figure right before a part, where the same sentence tells another share in just that way."""
    before = near.previous(top)
    if before is None or before.number != top.number - 1 or before.number in tops or scoped(top.label):
        return None
    like = any(one.parts[1].sources[0] is each.quantity for one in made for each in _right_before(near, one))
    return before if like and same_kind(before.quantity, top.quantity) else None


def _right_before(near: Near, made: Relation) -> list[Item]:
    """Return the figure right before the part of a share."""
    start = made.parts[0].sources[0].start
    at = near.at(start)
    return [near.items[at - 1]] if at else []


def _narrowed(near: Near, top: Item, whole: Item) -> bool:
    """Whether a nearer figure may be the whole, or the label narrows it."""
    if scoped(top.label) or not same_kind(whole.quantity, top.quantity):
        return True
    before = near.previous(top, ("number", "share"))
    return before is None or (before.quantity.kind == "number" and before is not whole)


def _single(near: Near, told: Told, top: Item | None) -> Relation | None:
    item = told.item
    if told.form == "over" and top is not None:
        made = _over(near, top, near.items[item.number - 1], item)
        sure = told.subject != "完成" or (made is not None and (holds(made) or misprinted(made)))
        return made if sure else None
    if told.form == "over" and told.subject:
        # The part was told before, by its name: 甲为20亿元……甲占乙125亿元的比例为16%.
        bottom = near.items[item.number - 1]
        called = (one for one in near.labelled(told.subject, item, 3) if same_kind(one.quantity, bottom.quantity))
        return next((made for one in called if (made := holding(near, one, bottom, item, "share.of"))), None)
    if told.form in {"named", "of"}:
        return named(near, told, top) or in_full(near, told)
    if told.form == "bracket":
        return _bracketed(near, top, item)
    if told.form == "bare":
        return looked_up(near, told)
    return rate(near, told, top)


def _bracketed(near: Near, top: Item | None, item: Item) -> Relation | None:
    """Return the share that stands in the bracket of its part."""
    if top is None:
        return None
    made = first_holding(near, top, wholes_of(near, top, item, 3), item, "share.bracket", _LOOSE)
    return made or of_bracketed_row(near, top, item)


def _over(near: Near, top: Item, bottom: Item, item: Item) -> Relation | None:
    found = holding(near, top, bottom, item, "share.of")
    if found is not None or comes_to(near.exact(bottom), near.exact(top), item.quantity):
        return found  # told upside down it comes out: which is the whole is not sure
    if same_kind(top.quantity, bottom.quantity) and surely_told(near, top, bottom, item):
        return made_share(near, top, bottom, item, "share.of")
    return found
