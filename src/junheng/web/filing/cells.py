"""A filing as its pages show it: groups of fields or lists of records, each figure with last year's and its notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from typing import Any

from junheng.dictionary import Field, Title, load
from junheng.web.base.words import language, say, title
from junheng.web.filing import values
from junheng.web.filing.models import FiledRecord, FiledValue, Filing, State
from junheng.web.filing.notes import Note
from junheng.web.filing.pages import Group, Page, key_names
from junheng.web.filing.sheet import Place, Sheet
from junheng.web.filing.things import figure_thing


@dataclass(slots=True)
class Trouble:
    """Why what was typed is not saved: `words`, what was typed, and where somebody else's value stands, that."""

    words: str
    typed: str
    theirs: str | None = None


@dataclass
class Cell:
    """One figure on a page."""

    filing: Filing
    value: FiledValue
    notes: list[Note] = field(default_factory=list)
    trouble: Trouble | None = None
    saved: bool = False
    """Just saved: the page says so."""
    evidence: int = 0
    """Files attached to it, where they were counted."""

    @cached_property
    def field(self) -> Field:
        """Return the dictionary's field."""
        return load().tables[self.value.table].fields[self.value.field]

    @cached_property
    def id(self) -> str:
        """Return the value's pk as pages name it."""
        return str(self.value.pk)

    @cached_property
    def title(self) -> str:
        """Return the field's name."""
        return title(self.field.title)

    @property
    def help(self) -> str:
        """Return the dictionary's help in the page's language."""
        return self.field.help_en if language() == "en" else self.field.help

    @property
    def unit(self) -> str:
        """Return the unit figures are typed and shown in."""
        return values.unit(self.field)

    @property
    def text(self) -> str:
        """Return what stands in the form: what was typed while it is not saved, else the value."""
        return self.trouble.typed if self.trouble else values.editable(self.field, self.value.value)

    @property
    def seen(self) -> str:
        """Return the value the person sees, as kept; goes with the form."""
        return self.value.value or ""

    @property
    def shown(self) -> str:
        """Return the value for reading."""
        return values.shown(self.field, self.value.value)

    @property
    def last(self) -> str:
        """Return last year's value for reading."""
        return values.shown(self.field, self.value.last)

    @property
    def change(self) -> str:
        """Return how the figure moved against the year before."""
        return values.change(self.field, self.value.value, self.value.last)

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """Return what can be chosen; nothing for figures and texts."""
        return values.choices(self.field)

    @property
    def figure(self) -> bool:
        """Tell whether it is a figure (right-aligned, typed with a keypad of digits)."""
        return self.field.type in {"integer", "decimal", "year"}

    @property
    def thing(self) -> str:
        """Return the figure's name for links to evidence."""
        return figure_thing(self.filing, self.value.table, self.value.key, self.value.field)

    @cached_property
    def worst(self) -> str:
        """Return `fault`, `doubt`, `explained` or nothing."""
        if self.trouble or any(note.severity == "fault" for note in self.notes):
            return "fault"
        if any(note.hinders for note in self.notes):
            return "doubt"
        return "explained" if self.notes else ""

    @property
    def doubtful(self) -> bool:
        """Tell whether a doubt stands here, explained or not."""
        return any(note.severity == "doubt" for note in self.notes)

    @property
    def remark(self) -> str:
        """Return the bureau's words where the school may see them: once the filing is with it again."""
        return self.value.remark if self.filing.state not in {State.SIGNED, State.ACCEPTED} else ""


@dataclass(frozen=True)
class Block:
    """One record: its heading and cells."""

    record: FiledRecord
    heading: str
    cells: tuple[Cell, ...]

    @property
    def keys(self) -> list[str]:
        """Return the key fields in words, a blank campus left out."""
        return [key_word(self.record.table, name, value) for name, value in self.record.keys.items()]


@dataclass(frozen=True)
class Part:
    """One group of a page: of one record (a stage), or a list of records."""

    group: Group
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """Return the heading: the stage or campus, where there is one, and the group."""
        above = "" if self.group.list or not self.blocks else self.blocks[0].heading
        return " · ".join(filter(None, (above, title(self.group.title))))

    @property
    def columns(self) -> list[tuple[Field, str]]:
        """Return a list's columns: fields with their units."""
        fields = load().tables[self.group.table].fields
        return [(fields[name], values.unit(fields[name])) for name in self.group.fields]

    @property
    def key_columns(self) -> list[Field]:
        """Return the key's fields that head a list."""
        fields = load().tables[self.group.table].fields
        return [fields[name] for name in key_names(self.group.table)]


class Notes:
    """Cells made with their notes and troubles."""

    def __init__(self, sheet: Sheet, found: Mapping[Place, list[Note]], troubles: Mapping[int, Trouble] | None = None):
        self.sheet, self.found, self.troubles = sheet, found, troubles or {}

    def cell(self, record: FiledRecord, name: str) -> Cell | None:
        """Return the cell of a record's field; None where the filing keeps none."""
        place = (record.table, record.key, name)
        value = self.sheet.values.get(place)
        if value is None:
            return None
        return Cell(self.sheet.filing, value, self.found.get(place, []), self.troubles.get(value.pk))

    def block(self, record: FiledRecord, group: Group) -> Block:
        """Return one record's cells of a group."""
        cells = tuple(cell for name in group.fields if (cell := self.cell(record, name)) is not None)
        return Block(record, heading(record), cells)

    def parts(self, page: Page) -> list[Part]:
        """Return the groups of a page; groups that follow each other on one table are shown stage by stage."""
        found = []
        for (table, is_list), some in groupby(page.group, key=lambda group: (group.table, group.list)):
            groups, records = list(some), self.sheet.of(table)
            if is_list:
                found += [Part(group, tuple(self.block(record, group) for record in records)) for group in groups]
            else:
                found += [Part(group, (self.block(record, group),)) for record in records for group in groups]
        return found


@dataclass(frozen=True, slots=True)
class PageState:
    """How far one page is."""

    page: Page
    filled: int
    wanted: int
    faults: int
    doubts: int
    done: bool

    @property
    def clear(self) -> bool:
        """Tell whether nothing on it is left to do."""
        return self.done and not self.faults and not self.doubts


def states(sheet: Sheet, found: Iterable[Note], all_pages: Iterable[Page]) -> list[PageState]:
    """Return how far each page is."""
    hindering = [note for note in found if note.hinders]
    made = []
    for page in all_pages:
        here = {(group.table, name) for group in page.group for name in group.fields}
        own = [one for (table, _, name), one in sheet.values.items() if (table, name) in here]
        notes = [note for note in hindering if (note.place[0], note.place[2]) in here]
        faults = sum(note.severity == "fault" for note in notes)
        filled = sum(one.value is not None for one in own)
        done = page.id in sheet.filing.pages_done
        made.append(PageState(page, filled, len(own), faults, len(notes) - faults, done))
    return made


def heading(record: FiledRecord) -> str:
    """Return a record in words: stage, campus, grade and class, or the room's number."""
    words = [key_word(record.table, name, value) for name, value in record.keys.items() if value != ""]
    return " · ".join(words)


def key_word(table: str, name: str, value: Any) -> str:
    """Return one key field in words."""
    field_ = load().tables[table].fields[name]
    if field_.codes:
        code = load().codes[field_.codes].codes[str(value)]
        return title(Title(code.zh, code.en))
    if name == "grade":
        return say(f"{value} 年级", f"grade {value}")
    if name == "class_no":
        return say(f"{value} 班" if not str(value).endswith("班") else str(value), f"class {value}")
    return str(value)


def where(place: Place, sheet: Sheet) -> str:
    """Return in words where a note stands: the record and the field."""
    name, key, field_name = place
    record = next((one for one in sheet.records if (one.table, one.key) == (name, key)), None)
    field_ = load().tables[name].fields[field_name]
    words = [title(load().tables[name].title), heading(record) if record else "", title(field_.title)]
    return " · ".join(word for word in words if word)
