"""What a figure may be told of: its own words together with what the words before it leave standing."""

from __future__ import annotations

import msgspec

from junheng.audit.against.names import SCHOOLS, Grade, Key, names
from junheng.audit.against.phrases import Phrase
from junheng.audit.model import Quantity

_COUNTED = {
    "所": ("所", "个", "处", "家", "校"),
    "个": ("个", "班"),
    "间": ("间", "个"),
}
"""The words some units are counted by."""
_EACH = ("生", "人")
"""Behind a stroke these say that a figure is told for each pupil."""


class Ground(msgspec.Struct):
    """What the words of a sentence leave standing for the figures behind them."""

    groups: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    """Every group of schools named since the sentence or its part began."""
    place: str = ""
    owner: str = ""
    boarding: bool = False
    measure: str = ""
    form: str = ""
    variation: bool = False
    free: bool = True
    carried: bool = False
    """Words of the sentence before were not understood."""
    exists: bool = False
    whole: bool = False
    read: bool = False
    """A figure was read on it."""

    def copy(self) -> Ground:
        """Return another that can be changed."""
        return msgspec.structs.replace(self)

    def part(self) -> None:
        """Begin another part of the sentence, behind ；: one stage may go on, several do not."""
        if len(self.seen) > len(self.groups):
            self.groups = ()
        self.seen = ()
        self.place, self.owner, self.boarding = "", "", False

    def lose(self) -> None:
        """Take in words that are not understood."""
        self.free = False
        self.groups, self.measure, self.place = (), "", ""

    def told(self, phrase: Phrase) -> None:
        """Take in a clause that names something, or nothing."""
        if phrase.whole:
            self.whole = True
            if not phrase.plain or phrase.exists:
                self.place, self.owner, self.boarding = "", "", False
        if phrase.exists:
            self.free = self.exists = True
            self.carried = False
        if phrase.groups:
            self.groups = phrase.groups
            self.seen = (*self.seen, *(one for one in phrase.groups if one not in self.seen))
        if phrase.place or phrase.owner or phrase.boarding:
            self.place, self.owner, self.boarding = phrase.place, phrase.owner, phrase.boarding
        if phrase.measure:
            self.measure, self.form, self.variation = phrase.measure, phrase.form, phrase.variation


def keys_of(phrase: Phrase, ground: Ground, quantity: Quantity) -> tuple[tuple[Key, ...], Grade] | None:
    """Return what a figure may be told of, the likeliest first, and how it is named; None where nothing is named."""
    base, _, per = quantity.base.partition("/")
    measure, elided = _measure(phrase, ground, quantity, base)
    if not measure or (per and per not in _EACH):
        return None
    own = names().measures.get(measure)
    variation = phrase.variation or (elided and ground.variation)
    if variation and base:
        return None
    forms = [phrase.form]
    if elided and ground.form and not phrase.form and own is not None:
        forms = [ground.form, ""]
    if per and own is not None and not own.per and own.table == "part":
        forms = [phrase.form or "pupil"]
    groups, told = _groups(phrase, ground, countywide=own is not None and own.of_county, elided=elided)
    narrowed = _narrowings(phrase, ground)
    keys = tuple(Key(measure, group, *one, form, variation) for group in groups for one in narrowed for form in forms)
    stageless = not keys[0].groups and not (own is not None and (own.of_county or own.groups))
    if stageless or (own is not None and own.vague):
        return keys, "loose"
    if elided or told == "context":
        return keys, "context"
    return keys, "exact" if phrase.first else "synonym"


def _measure(phrase: Phrase, ground: Ground, quantity: Quantity, base: str) -> tuple[str, bool]:
    """Return the measure a figure is told of, blank for none, and whether it is that of the words before."""
    if phrase.measure:
        fits = _fits(phrase.measure, quantity, base, variation=phrase.variation)
        return (phrase.measure if fits else ""), False
    varied = phrase.variation or ground.variation
    inherited = bool(ground.measure) and _fits(ground.measure, quantity, base, variation=varied)
    things = base == "个" and inherited and ground.measure != SCHOOLS
    if base in _COUNTED["所"] and (phrase.groups or phrase.school) and not things:
        return SCHOOLS, False
    named = phrase.groups or phrase.place or phrase.owner or phrase.form or phrase.variation
    return (ground.measure, True) if inherited and named and not phrase.school else ("", False)


def _fits(measure: str, quantity: Quantity, base: str, *, variation: bool = False) -> bool:
    """Whether a figure has the unit of a measure."""
    if measure == SCHOOLS:
        return quantity.kind == "number" and base in _COUNTED["所"]
    unit = "" if variation else names().measures[measure].unit
    if unit == "%":
        return quantity.kind == "share"
    return quantity.kind == "number" and base in _COUNTED.get(unit, (unit,))


def _groups(phrase: Phrase, ground: Ground, *, countywide: bool, elided: bool) -> tuple[list[tuple[str, ...]], str]:
    """Return the groups of schools a figure may be told of, and where they were found."""
    if phrase.groups or countywide:
        return [phrase.groups], "own"
    if not ground.groups:
        return [()], "none"
    found = [ground.groups]
    if len(ground.seen) > len(ground.groups):
        found.append(ground.seen)
    # 全县有小学25所，校舍面积 … may go on with the whole county.
    return ([*found, ()] if ground.whole and not elided else found), "context"


def _narrowings(phrase: Phrase, ground: Ground) -> list[tuple[str, str, bool]]:
    """Return the places, owners and kinds of boarding a figure may be told of, the likeliest first."""
    own = (phrase.place, phrase.owner, phrase.boarding)
    inherited = (ground.place, ground.owner, ground.boarding)
    if phrase.whole or not any(inherited):
        return [own]
    if any(own):
        both = (own[0] or inherited[0], own[1] or inherited[1], own[2] or inherited[2])
        return [own] if both == own else [both, own]
    return [inherited, own]
