"""What must hold of each kind of thing in a standard, beyond its shape: names that exist, figures that can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from typing import Any

import msgspec

from junheng.dictionary import Field, Title
from junheng.dictionary.toml_lines import Key
from junheng.standards import model
from junheng.standards.errors import Fault
from junheng.standards.limits import (
    Around,
    all_known,
    each_once,
    keys_known,
    not_empty,
    not_negative,
    per_stage,
    positive,
    same_unit,
    share,
    usable_id,
)
from junheng.standards.names import SECTIONS
from junheng.standards.shape import unknown

_NO_FACT = Title("事实字典里没有这个指标", "the dictionary has no such figure")
_NO_STATEMENT = Title("县情况表里没有这个是非项", "the county table has no such yes/no field")
_NO_COUNTY = Title("县情况表里没有这个数值项", "the county table has no such figure")


@singledispatch
def rules(thing: msgspec.Struct, at: Key, around: Around) -> Iterator[Fault]:
    """Yield what does not hold in one thing; kinds without rules have nothing to yield."""
    del thing, at, around
    yield from ()


@rules.register
def _(thing: Title, at: Key, around: Around) -> Iterator[Fault]:
    del around
    for language in ("zh", "en"):
        if not getattr(thing, language).strip():
            yield Fault((*at, language), Title("不能空着", "cannot be blank"))


@rules.register
def _(thing: model.Rows, at: Key, around: Around) -> Iterator[Fault]:
    yield from all_known(thing.exclude_kinds, around.names.kind_groups, (*at, "exclude_kinds"))
    yield from all_known(thing.exclude_sponsors, around.names.sponsors, (*at, "exclude_sponsors"))
    yield from not_negative(thing.teaching_point_minimum, (*at, "teaching_point_minimum"))
    yield from keys_known(thing.weights, [*around.names.kind_groups, "default"], (*at, "weights"))
    for group, weights in thing.weights.items():
        yield from keys_known(weights, around.names.stages, (*at, "weights", group))
        for stage, weight in weights.items():
            yield from positive(weight, (*at, "weights", group, stage))


@rules.register
def _(thing: model.SchoolRule, at: Key, around: Around) -> Iterator[Fault]:
    del around
    yield from positive(thing.at_least, (*at, "at_least"))
    yield from share(thing.floor, (*at, "floor"))


@rules.register
def _(thing: model.CountyRule, at: Key, around: Around) -> Iterator[Fault]:
    yield from per_stage(thing.composite_limits, (*at, "composite_limits"), around)


@rules.register
def _(thing: model.Switch, at: Key, around: Around) -> Iterator[Fault]:
    del around
    yield from usable_id(thing.id, (*at, "id"))


@rules.register
def _(thing: model.Indicator, at: Key, around: Around) -> Iterator[Fault]:
    yield from usable_id(thing.id, (*at, "id"))
    yield from all_known([thing.unit], around.names.units, (*at, "unit"), whole=True)
    yield from not_empty(thing.plus, (*at, "plus"))
    for key in ("plus", "minus", "per"):
        yield from all_known(getattr(thing, key), around.names.figures, (*at, key), lead=_NO_FACT)
        yield from each_once(getattr(thing, key), (*at, key))
    for key in ("plus", "minus"):
        yield from same_unit(getattr(thing, key), thing.unit, (*at, key), around)
    yield from positive(thing.times, (*at, "times"))
    yield from per_stage(thing.lines, (*at, "lines"), around)
    yield from per_stage(thing.cv_limits, (*at, "cv_limits"), around)
    for place, exception in enumerate(thing.exception):
        yield from same_unit(exception.plus, thing.unit, (*at, "exception", place, "plus"), around)


@rules.register
def _(thing: model.IndicatorException, at: Key, around: Around) -> Iterator[Fault]:
    yield from all_known([thing.switch], around.switches, (*at, "switch"), whole=True)
    yield from not_empty(thing.plus, (*at, "plus"))
    yield from each_once(thing.plus, (*at, "plus"))
    yield from all_known(thing.plus, around.names.figures, (*at, "plus"), lead=_NO_FACT)


@rules.register
def _(thing: model.CheckException, at: Key, around: Around) -> Iterator[Fault]:
    yield from all_known([thing.switch], around.switches, (*at, "switch"), whole=True)
    yield from not_empty(thing.values, (*at, "values"))
    for name, value in thing.values.items():
        yield from positive(value, (*at, "values", name))


_COMPARISONS = ("among", "at_least", "at_most", "below", "above", "equals")


@rules.register
def _(thing: model.Condition, at: Key, around: Around) -> Iterator[Fault]:
    given = [name for name in _COMPARISONS if getattr(thing, name) is not None]
    if len(given) != 1:
        yield Fault(
            at,
            Title(
                f"一个条件写且只写一种比较({'、'.join(_COMPARISONS)})，这里有 {len(given)} 种",
                f"a condition has exactly one comparison ({', '.join(_COMPARISONS)}), here are {len(given)}",
            ),
        )
    if thing.field not in around.names.columns:
        lead = Title("学校数据里没有这一列", "the facts have no such column")
        yield Fault((*at, "field"), unknown(thing.field, list(around.names.columns), lead))
        return
    column = around.names.columns[thing.field]
    for name in given:
        if not _comparable(column.sort, name, getattr(thing, name)):
            yield Fault(
                (*at, name),
                Title(
                    f"{thing.field}({column.title.zh})不能这样比较：数值用 at_least/at_most/below/above，"
                    "是非用 equals = true/false，文字用 among 或 equals",
                    f"{thing.field} cannot be compared so: figures take at_least/at_most/below/above, "
                    "yes/no takes equals = true/false, text takes among or equals",
                ),
            )
        elif column.codes is not None and name == "among":
            yield from all_known(thing.among or (), column.codes, (*at, name))
        elif column.codes is not None:
            yield from all_known([str(thing.equals)], column.codes, (*at, name), whole=True)


def _comparable(sort: str, comparison: str, value: Any) -> bool:
    if sort == "number":
        return comparison in {"at_least", "at_most", "below", "above"}
    if sort == "boolean":
        return comparison == "equals" and isinstance(value, bool)
    return comparison == "among" or (comparison == "equals" and isinstance(value, str))


@rules.register
def _(thing: model.Item, at: Key, around: Around) -> Iterator[Fault]:
    del around
    yield from usable_id(thing.id, (*at, "id"))
    yield from positive(thing.number, (*at, "number"))
    yield from not_empty(thing.check, (*at, "check"))
    if thing.section is not None:
        yield from all_known([thing.section], SECTIONS, (*at, "section"), whole=True)


# --- Rules of the checks ---------------------------------------------------------------------------------------------


@rules.register(model.Attested)
@rules.register(model.Absent)
def _(thing: model.Attested | model.Absent, at: Key, around: Around) -> Iterator[Fault]:
    yield from not_empty(thing.fields, (*at, "fields"))
    yield from all_known(thing.fields, around.names.county_statements, (*at, "fields"), lead=_NO_STATEMENT)


@rules.register
def _(thing: model.EachSchoolHas, at: Key, around: Around) -> Iterator[Fault]:
    lead = Title("学校情况表里没有这个是非项", "the school table has no such yes/no field")
    yield from not_empty(thing.fields, (*at, "fields"))
    yield from all_known(thing.fields, around.names.school_statements, (*at, "fields"), lead=lead)


@rules.register
def _(thing: model.Value, at: Key, around: Around) -> Iterator[Fault]:
    yield from not_empty(thing.fields, (*at, "fields"))
    yield from all_known(thing.fields, around.names.county_figures, (*at, "fields"), lead=_NO_COUNTY)
    lines = {name: getattr(thing, name) for name in ("at_least", "at_most", "below")}
    given = {name: line for name, line in lines.items() if line is not None}
    if not given:
        yield Fault(at, Title("请写 at_least、at_most 或 below", "write at_least, at_most or below"))
    if thing.at_least is not None and thing.at_most is not None and thing.at_least > thing.at_most:
        yield Fault(
            (*at, "at_most"), Title("at_most 小于 at_least，无法达到", "at_most is below at_least: unreachable")
        )
    if thing.applies_to is not None:
        yield from all_known([thing.applies_to], around.names.kind_groups, (*at, "applies_to"), whole=True)
    fields = [around.names.county_figures[name] for name in thing.fields if name in around.names.county_figures]
    for name, line in given.items():
        yield from _reachable(line, fields, (*at, name))


def _reachable(line: model.Number, fields: Iterable[Field], at: Key) -> Iterator[Fault]:
    for field in fields:
        low, high = field.min, field.max
        if (low is not None and line < low) or (high is not None and line > high):
            yield Fault(
                at,
                Title(
                    f"{line} 不在 {field.name}({field.zh})的取值范围 {low}—{high} 内",
                    f"{line} is outside what {field.name} can be ({low} to {high})",
                ),
            )
            return


@rules.register
def _(thing: model.NotLess, at: Key, around: Around) -> Iterator[Fault]:
    for key in ("left", "right"):
        name = getattr(thing, key)
        yield from all_known([name], around.names.county_figures, (*at, key), lead=_NO_COUNTY, whole=True)


@rules.register
def _(thing: model.Ratio, at: Key, around: Around) -> Iterator[Fault]:
    parts = thing.of == "parts"
    known = around.names.figures if parts else around.names.county_figures
    for key in ("numerator", "denominator"):
        yield from not_empty(getattr(thing, key), (*at, key))
        yield from each_once(getattr(thing, key), (*at, key))
        yield from all_known(getattr(thing, key), known, (*at, key), lead=_NO_FACT if parts else _NO_COUNTY)
    yield from all_known(thing.stages, around.stages, (*at, "stages"))
    for key in ("stages", "where"):
        if getattr(thing, key) and not parts:
            yield Fault(
                (*at, key),
                Title(f'{key} 只能与 of = "parts" 连用', f'{key} goes only with of = "parts"'),
            )
    yield from _line_of_ratio(thing.at_least, (*thing.numerator, *thing.denominator), known, (*at, "at_least"))


@rules.register
def _(thing: model.EachSchoolRatio, at: Key, around: Around) -> Iterator[Fault]:
    for key in ("numerator", "denominator"):
        yield from all_known([getattr(thing, key)], around.names.figures, (*at, key), lead=_NO_FACT, whole=True)
    fields = (thing.numerator, thing.denominator)
    yield from _line_of_ratio(thing.at_least, fields, around.names.figures, (*at, "at_least"))


def _line_of_ratio(line: model.Number, fields: Iterable[str], known: Mapping[str, Field], at: Key) -> Iterator[Fault]:
    """Persons out of persons and yuan out of yuan are shares: 95 % is 0.95, and no more than 1 can be asked."""
    units = {known[name].unit for name in fields if name in known}
    yield from share(line, at) if len(units) == 1 else not_negative(line, at)


@rules.register
def _(thing: model.Retention, at: Key, around: Around) -> Iterator[Fault]:
    del around
    yield from share(thing.at_least, (*at, "at_least"))


@rules.register
def _(thing: model.Rating, at: Key, around: Around) -> Iterator[Fault]:
    lead = Title("县情况表里没有这个等级项", "the county table has no such rating")
    yield from all_known([thing.field], around.names.county_ratings, (*at, "field"), lead=lead, whole=True)
    yield from all_known([thing.at_least], around.names.ratings, (*at, "at_least"), whole=True)


@rules.register
def _(thing: model.SmallSchoolFunding, at: Key, around: Around) -> Iterator[Fault]:
    del around
    yield from positive(thing.below, (*at, "below"))
    yield from positive(thing.funded_as, (*at, "funded_as"))


@rules.register(model.SpecialRooms)
@rules.register(model.SchoolSize)
def _(thing: model.SpecialRooms | model.SchoolSize, at: Key, around: Around) -> Iterator[Fault]:
    del around
    parameters = [name for name in thing.__struct_fields__ if name != "exception"]
    for name in parameters:
        yield from positive(getattr(thing, name), (*at, name))
    for place, exception in enumerate(thing.exception):
        yield from keys_known(exception.values, parameters, (*at, "exception", place, "values"))


@rules.register
def _(thing: model.ClassSize, at: Key, around: Around) -> Iterator[Fault]:
    yield from not_empty(thing.at_most, (*at, "at_most"))
    yield from per_stage(thing.at_most, (*at, "at_most"), around)


@rules.register
def _(thing: model.Satisfaction, at: Key, around: Around) -> Iterator[Fault]:
    del around
    yield from share(thing.at_least, (*at, "at_least"))


@rules.register
def _(thing: model.Sample, at: Key, around: Around) -> Iterator[Fault]:
    del around
    yield from share(thing.share_of_population, (*at, "share_of_population"))
    yield from share(thing.parents_share, (*at, "parents_share"))
    yield from not_negative(thing.least, (*at, "least"))


@rules.register
def _(thing: model.YearsSince, at: Key, around: Around) -> Iterator[Fault]:
    lead = Title("县情况表里没有这个年份项", "the county table has no such year")
    yield from all_known([thing.field], around.names.county_years, (*at, "field"), lead=lead, whole=True)
    yield from not_negative(thing.years, (*at, "years"))


@rules.register
def _(thing: model.Points, at: Key, around: Around) -> Iterator[Fault]:
    del around
    yield from not_empty(thing.most, (*at, "most"))
    for name, most in thing.most.items():
        yield from positive(most, (*at, "most", name))
    if thing.titles:
        yield from keys_known(thing.titles, thing.most, (*at, "titles"))
        yield from keys_known(thing.most, thing.titles, (*at, "most"))
    yield from not_negative(thing.at_least, (*at, "at_least"))
    total = sum(thing.most.values())
    if thing.at_least > total:
        yield Fault(
            (*at, "at_least"),
            Title(
                f"要求 {thing.at_least} 分，但各项满分合计只有 {total}",
                f"{thing.at_least} points are asked for, but the items add to {total}",
            ),
        )
