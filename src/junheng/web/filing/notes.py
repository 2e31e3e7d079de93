"""What is wrong (faults) or odd (doubts) in a filing, at its figures: the dictionary's checks, required blanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from junheng.dictionary import Severity, Tables, Title, load
from junheng.exchange import Fault, checks
from junheng.exchange.checks import parents, stages, sums, years
from junheng.exchange.typed.expect import missing
from junheng.web.base.words import language, title
from junheng.web.filing.sheet import Place, Sheet, asked_values, frames

Touched = Mapping[str, frozenset[str]]
"""Table → fields."""


@dataclass(frozen=True, slots=True)
class Note:
    """One fault or doubt and the figure it stands at; `explained` when the school said why a doubt is right."""

    severity: Severity
    kind: str
    place: Place
    expected: Title
    remedy: Title
    explained: bool = False

    def __str__(self) -> str:
        expected, remedy = title(self.expected), title(self.remedy)
        if language() == "zh":
            return f"{expected}{'。' if '：' in expected else '：'}{remedy}。"
        said = f"{expected}. {remedy[:1].upper()}{remedy[1:]}."
        return said[:1].upper() + said[1:]

    @property
    def hinders(self) -> bool:
        """Tell whether the filing cannot be handed over as long as it stands."""
        return self.severity == "fault" or not self.explained


def notes(sheet: Sheet) -> list[Note]:
    """Return every fault and doubt of the whole filing."""
    given = frames(sheet)
    return [*_placed(sheet, [*checks.run(given), *_orphans(sheet, given)]), *_blanks(sheet)]


def _orphans(sheet: Sheet, given: Tables) -> Iterator[Fault]:
    """Yield the records whose table above is asked but was left without any record: the checks compare two tables."""
    for one in load().checks.parent:
        if one.child in given and one.parent not in given and one.parent in sheet.filing.round.fields:
            yield from parents.orphans(one, load(), given[one.child], load().tables[one.parent].empty())


def notes_on(sheet: Sheet, fields: Touched) -> list[Note]:
    """Return the faults and doubts that stand at these fields, as `notes` finds them; quick.

    `sheet` holds the tables that `needed` names; notes at other fields may be left out.
    """
    if not any(name in _checked() and _checked()[name] & some for name, some in fields.items()):
        return list(_blanks(sheet))
    dictionary, given, found = load(), frames(sheet), list[Fault]()
    for name, some in fields.items():
        if name in given:
            at_most = [one for one in dictionary.checks.at_most if one.table == name and one.whole in some]
            found += sums.all_at_most(at_most, dictionary, given[name])
    for each in dictionary.checks.children:
        if each.equals in fields.get(each.parent, ()) and each.child in given and each.parent in given:
            found += sums.children(each, dictionary, given[each.child], given[each.parent])
    if "kind" in fields.get("school", ()) and "part" in given:
        found += stages.unlike(dictionary, given["school"], given["part"], len(sheet.records))
    for name, some in fields.items():
        if name in given and any(dictionary.tables[name].fields[field].steady for field in some):
            found += years.jumps(dictionary, dictionary.tables[name], given[name])
    return [*_placed(sheet, found), *_blanks(sheet)]


@cache
def _checked() -> dict[str, frozenset[str]]:
    """Return the fields at which a check of the dictionary may speak."""
    found: dict[str, set[str]] = {"school": {"kind"}}
    for one in load().checks.at_most:
        found.setdefault(one.table, set()).add(one.whole)
    for each in load().checks.children:
        found.setdefault(each.parent, set()).add(each.equals)
    for table in load():
        found.setdefault(table.name, set()).update(field.name for field in table.fields.values() if field.steady)
    return {name: frozenset(fields) for name, fields in found.items()}


def watched(touched: Touched) -> dict[str, frozenset[str]]:
    """Return the fields whose notes may change with these: themselves, the wholes of their sums, their parents."""
    found = {name: set(fields) for name, fields in touched.items()}
    for one in load().checks.at_most:
        if touched.get(one.table, frozenset()) & {*one.parts, one.whole}:
            found[one.table].add(one.whole)
    for each in load().checks.children:
        if each.child in touched:
            found.setdefault(each.parent, set()).add(each.equals)
    return {name: frozenset(fields) for name, fields in found.items()}


def needed(fields: Touched) -> set[str]:
    """Return the tables that have to be read to know what stands at these fields."""
    names = set(fields)
    for each in load().checks.children:
        if each.equals in fields.get(each.parent, ()):
            names |= {each.child, each.parent}
    return names | {"part"} if "kind" in fields.get("school", ()) else names


def by_place(some: Iterable[Note]) -> dict[Place, list[Note]]:
    """Return the notes by figure, faults first."""
    found: dict[Place, list[Note]] = {}
    for note in sorted(some, key=lambda note: note.severity != "fault"):
        found.setdefault(note.place, []).append(note)
    return found


def _placed(sheet: Sheet, found: Iterable[Fault]) -> Iterator[Note]:
    """Yield the faults of the round's year at their figures; last year's are no longer the school's to mend."""
    year = str(sheet.filing.round.year)
    for one in found:
        if one.file == year and one.sheet is not None and one.field is not None:
            record = sheet.records[int(one.sheet)]
            place = (record.table, record.key, one.field)
            yield Note(one.severity, one.kind, place, one.expected, one.remedy, _explained(sheet, place))


def _blanks(sheet: Sheet) -> Iterator[Note]:
    for record, one in asked_values(sheet):
        field = load().tables[record.table].fields[one.field]
        if field.required and one.value is None:
            place = (record.table, record.key, one.field)
            severe = one.field == "kind"
            expected, remedy = missing(field, severe=False)
            yield Note("fault" if severe else "doubt", "missing", place, expected, remedy, bool(one.explanation))


def _explained(sheet: Sheet, place: Place) -> bool:
    one = sheet.values.get(place)
    return one is not None and bool(one.explanation)
