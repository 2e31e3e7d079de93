"""Compares a document with the shapes of `model`: unknown keys, missing keys, wrong types, all of them in one pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any

import msgspec
from msgspec import inspect as shapes

from junheng.dictionary import Title
from junheng.dictionary.toml_lines import Key
from junheng.standards.errors import Fault
from junheng.standards.model import Standard

BUILTIN = (Decimal, dt.date)
"""What a TOML reader hands over as it is; text is never taken for a number or a date."""

_NOUNS: tuple[tuple[type[shapes.Type], Title], ...] = (
    (shapes.StrType, Title('文字(写在引号里，如 "县")', 'text in quotes, such as "county"')),
    (shapes.BoolType, Title("true 或 false", "true or false")),
    (shapes.IntType, Title("整数(不加引号)", "a whole number without quotes")),
    (shapes.DecimalType, Title("数字(不加引号，不写 %)", "a number without quotes or %")),
    (shapes.DateType, Title("日期(如 2017-04-19，不加引号)", "a date such as 2017-04-19 without quotes")),
    (shapes.VarTupleType, Title('列表(写在方括号里，如 ["a", "b"])', 'a list in square brackets, such as ["a", "b"]')),
    (shapes.DictType, Title("表(写在花括号里，如 { primary = 1 })", "a table in braces, such as { primary = 1 }")),
    (shapes.StructType, Title("表(写在花括号里或单独的表头下)", "a table, in braces or under its own header")),
)
_NO_KEY = Title("没有这个键", "there is no such key")


def shape_faults(document: Mapping[str, Any]) -> list[Fault]:
    """Return everything about `document` that does not have the shape of a Standard."""
    return list(_check(document, _shape(), ()))


@cache
def _shape() -> shapes.Type:
    return shapes.type_info(Standard)


def _check(value: Any, shape: shapes.Type, at: Key) -> Iterator[Fault]:
    match shape:
        case shapes.StructType():
            yield from _check_struct(value, shape, at)
        case shapes.UnionType():
            yield from _check_union(value, shape, at)
        case shapes.VarTupleType() if isinstance(value, list):
            for place, entry in enumerate(value):
                yield from _check(entry, shape.item_type, (*at, place))
        case shapes.DictType() if isinstance(value, dict):
            for key, entry in value.items():
                yield from _check(entry, shape.value_type, (*at, key))
        case shapes.LiteralType():
            if value not in shape.values:
                yield Fault(at, unknown(str(value), [str(known) for known in shape.values]))
        case _ if not _fits(value, shape):
            yield Fault(at, _expected([shape], value))


def _check_struct(value: Any, shape: shapes.StructType, at: Key) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(at, _expected([shape], value))
        return
    fields = {field.encode_name: field for field in shape.fields}
    tag = {shape.tag_field} if shape.tag_field else set()
    for key, entry in value.items():
        if key in fields:
            yield from _check(entry, fields[key].type, (*at, key))
        elif key not in tag:
            yield Fault((*at, key), unknown(key, [*fields, *tag], _NO_KEY))
    for name, field in fields.items():
        if field.required and name not in value:
            yield Fault(at, Title(f"缺少 {name}，请补上", f"{name} is missing: add it"))


def _check_union(value: Any, shape: shapes.UnionType, at: Key) -> Iterator[Fault]:
    tagged = {str(kind.tag): kind for kind in shape.types if isinstance(kind, shapes.StructType) and kind.tag}
    if not tagged:
        options = [kind for kind in shape.types if not isinstance(kind, shapes.NoneType)]
        if len(options) == 1:
            yield from _check(value, options[0], at)
        elif not any(_fits(value, kind) for kind in options):
            yield Fault(at, _expected(options, value))
    elif not isinstance(value, dict):
        yield Fault(at, _expected([next(iter(tagged.values()))], value))
    elif "function" not in value:
        misspelt = get_close_matches("function", value, n=1)
        yield Fault((*at, *misspelt), _without_function(misspelt, list(tagged)))
    elif (name := str(value["function"])) not in tagged:
        yield Fault((*at, "function"), unknown(name, list(tagged)))
    else:
        yield from _check_struct(value, tagged[name], at)


def _without_function(misspelt: list[str], known: list[str]) -> Title:
    if misspelt:
        return unknown(misspelt[0], ["function"], _NO_KEY)
    return Title(f"缺少 function，可用：{'、'.join(known)}", f"function is missing: {', '.join(known)}")


def _fits(value: Any, shape: shapes.Type) -> bool:
    match shape:
        case shapes.StrType():
            return isinstance(value, str)
        case shapes.BoolType():
            return isinstance(value, bool)
        case shapes.IntType():
            return isinstance(value, int) and not isinstance(value, bool)
        case shapes.DecimalType():
            return isinstance(value, Decimal)
        case shapes.DateType():
            return isinstance(value, dt.date) and not isinstance(value, dt.datetime)
        case _:
            return False


def _expected(options: Sequence[shapes.Type], value: Any) -> Title:
    nouns = [noun for kind, noun in _NOUNS if any(isinstance(option, kind) for option in options)]
    if len(options) > 1:
        nouns = [noun for noun in nouns if noun is not _NOUNS[2][1]] or nouns  # "a number" covers "a whole number"
    found = "true" if value is True else "false" if value is False else shown(value)
    return Title(
        f"应为{'或'.join(noun.zh for noun in nouns)}，而这里是 {found}",
        f"expected {' or '.join(noun.en for noun in nouns)}, found {found}",
    )


def shown(value: Any) -> str:
    """Return a value as it would be written in the file, cut short when long."""
    text = msgspec.json.encode(value).decode() if isinstance(value, (str, list, dict)) else str(value)
    return text if len(text) <= 40 else text[:39] + "…"


def unknown(name: str, known: Sequence[str], lead: Title | None = None) -> Title:
    """Say that `name` is not among `known`: the nearest ones if any are near, else all of them."""
    zh, en = (lead.zh, lead.en) if lead else ("没有这一项", "there is none of that name")
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    if near:
        return Title(f"{name}：{zh}，是否为 {'、'.join(near)}？", f"{name}: {en}; did you mean {', '.join(near)}?")
    listed = list(known) if len(known) <= 24 else [*known[:24], "…"]
    return Title(f"{name}：{zh}，可用：{'、'.join(listed)}", f"{name}: {en}; known: {', '.join(listed)}")
