"""The entry form of a record, made from the dictionary: one field under the other, with all that helps to fill it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from junheng.dictionary import Field
from junheng.exchange.checks.words import plain
from junheng.exchange.typed.expect import missing
from junheng.web.base.words import language, say, title
from junheng.web.registry.scope import Scope
from junheng.web.registry.tables import key_fields
from junheng.web.registry.values import Read, choices, factor_of, masked, read, shown, typed, unit

CLEAR = "clear_identity_number"
"""The box that empties an identity number; the field itself left blank keeps it."""


def _plain(figure: Decimal) -> str:
    whole, point, part = plain(figure).partition(".")
    return f"{int(whole):,}{point}{part}"


@dataclass(slots=True)
class Entry:
    """One field as the form shows it: the text in it, last year's value, what others saved, what is wrong."""

    field: Field
    text: str
    choices: Mapping[str, str]
    before: str = ""
    theirs: str = ""
    locked: bool = False
    placeholder: str = ""
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Return how it is filled: choice, date, figure or text."""
        if self.choices:
            return "choice"
        return {"date": "date", "integer": "numeric", "year": "numeric", "decimal": "decimal"}.get(
            self.field.type, "text"
        )

    @property
    def unit(self) -> str:
        """Return the unit in words."""
        return unit(self.field)

    @property
    def help(self) -> str:
        """Return the dictionary's help with the bounds."""
        own = self.field.help if language() == "zh" else self.field.help_en
        return say("；", "; ").join(filter(None, (own, _bounds(self.field))))

    @property
    def described(self) -> str:
        """Return the ids of what describes the control."""
        parts = [("help", self.help), ("before", self.before), ("theirs", self.theirs)]
        parts += [("fault", self.faults), ("doubt", self.doubts)]
        return " ".join(f"{self.field.name}-{name}" for name, there in parts if there)


def _bounds(each: Field) -> str:
    if each.type not in {"integer", "decimal"} or (each.min is None and each.max is None):
        return ""
    low, high = (None if bound is None else _plain(bound / factor_of(each)) for bound in (each.min, each.max))
    if low is None:
        return say(f"不大于 {high}", f"at most {high}")
    if high is None:
        return say(f"不小于 {low}", f"at least {low}")
    return say(f"{low} 至 {high}", f"{low} to {high}")


def entries(
    scope: Scope,
    texts: Mapping[str, str],
    *,
    record: Any = None,
    earlier: Any = None,
    schools: Mapping[str, str] | None = None,
) -> list[Entry]:
    """Return the form's fields: those this person sees, `texts` in them, the key locked when there is a `record`.

    `earlier` is the record of the year before; `schools` are those a new record may be of.
    """
    keys = {"year", *key_fields(scope.name)}
    found = []
    for name, each in scope.fields.items():
        sight = "clear" if record is None else scope.sight(name, getattr(record, "school_code", ""))
        if sight == "hidden":
            continue
        entry = Entry(each, texts.get(name, ""), choices(each), locked=record is not None and name in keys)
        if name == "school_code" and scope.name != "school" and schools is not None:
            own = {entry.text: entry.text} if record is not None and entry.text not in schools else {}
            entry.choices = {**own, **{code: f"{label} ({code})" for code, label in schools.items()}}
        if earlier is not None and name not in keys and sight == "clear":
            entry.before = shown(each, getattr(earlier, name), exact=True)
        if sight == "masked":
            entry.text = texts.get(name, "")
            number = getattr(record, name)
            entry.placeholder = masked(number) if number else ""
        found.append(entry)
    return found


def texts_of(scope: Scope, record: Any) -> dict[str, str]:
    """Return a record's values as they stand in the form; identity numbers never do."""
    return {
        name: "" if name == "identity_number" else typed(each, getattr(record, name))
        for name, each in scope.fields.items()
    }


def posted(scope: Scope, given: Mapping[str, str]) -> dict[str, str]:
    """Return the texts a form sent, of the table's fields alone."""
    return {name: str(given[name]) for name in scope.fields if name in given}


def values(scope: Scope, found: Sequence[Entry], given: Mapping[str, str]) -> dict[str, Any]:
    """Return what the entries mean, faults and doubts written under them; a faulty one has no value."""
    result: dict[str, Any] = {}
    for entry in found:
        name = entry.field.name
        if entry.locked:
            continue
        if name == "identity_number" and not entry.text.strip():
            if entry.placeholder and CLEAR not in given:
                continue
            result[name] = None
            continue
        one = read(entry.field, entry.text, longest=scope.model._meta.get_field(name).max_length)
        _tell(entry, one)
        if name == "school_code" and entry.choices and one.value is not None and one.value not in entry.choices:
            words = say(
                "这一学年没有这所学校，或不在您的填报范围内。", "No such school in this year, or not one of yours."
            )
            entry.faults.append(words)
            continue
        if not one.severe:
            result[name] = "" if one.value is None and entry.field.default == "" else one.value
    return result


def _tell(entry: Entry, one: Read) -> None:
    if one.problem is not None:
        words = f"{title(one.problem[0])}{say('。', '; ')}{title(one.problem[1])}{say('。', '.')}"
        (entry.faults if one.severe else entry.doubts).append(words)


def require(scope: Scope, found: Sequence[Entry], values: Mapping[str, Any], record: Any) -> None:
    """Write under the entries what is required and blank: in the key and the kind a fault, else a doubt when new."""
    severe_ones = {"year", *key_fields(scope.name), "kind", "school_code"}
    for entry in found:
        name = entry.field.name
        if entry.locked or not entry.field.required or entry.faults or values.get(name, ...) is not None:
            continue
        severe = name in severe_ones
        blank_before = record is not None and getattr(record, name) is None
        if severe or not blank_before:
            expected, remedy = missing(entry.field, severe=severe)
            words = f"{title(expected)}{say('。', '; ')}{title(remedy)}{say('。', '.')}"
            (entry.faults if severe else entry.doubts).append(words)
