"""The shapes of reading: what came in, from where, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from junheng.dictionary import Severity, Tables, Title, load

BLANKED = frozenset({"type", "code", "range", "pattern", "formula", "digits", "unit"})
"""Kinds of fault whose cell is read as unknown."""


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong (fault) or odd (doubt) in a file: where, what was found, what was expected, what to do.

    `row` counts from 1 as Excel shows it, `column` is its letter; both are None when the whole sheet or file is
    meant. `kind` is a stable word for programs (unreadable, type, code, range, pattern, duplicate, missing,
    at_most, children, parent, stages, jump, header, limit, formula, ...).
    """

    severity: Severity
    kind: str
    file: str
    expected: Title
    remedy: Title
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    header: str | None = None
    field: str | None = None
    value: str | None = None

    @property
    def blanked(self) -> bool:
        """Tell whether the fault is one figure that was read as unknown, while its row and all else stand.

        A fault in a key leaves the row out, one in a school's kind leaves open whether it is judged at all, one across
        cells leaves contradictory figures standing: those do not count.
        """
        deciding = {key for table in load() for key in table.key} | {"kind"}
        return self.kind in BLANKED and self.field is not None and self.field not in deciding

    def place(self) -> str:
        """Return `file › sheet › D12 header` with the parts that are known."""
        cell = f"{self.column or ''}{self.row or ''}"
        if self.row is not None and self.column is None:
            cell = f"第{self.row}行"
        return " › ".join(filter(None, (self.file, self.sheet, " ".join(filter(None, (cell, self.header))))))

    def text(self, language: str = "zh") -> str:
        """Return one line: place, value found, expectation, remedy."""
        expected, remedy = self.expected.in_language(language), self.remedy.in_language(language)
        if language == "zh":
            found = "" if self.value is None else f"填的是“{self.value}”；"
            return f"{self.place()}：{found}{expected}。{remedy}"
        said = expected if self.value is None else f"found “{self.value}”; {expected}"
        return f"{self.place()}: {_sentence(said)}. {_sentence(remedy)}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


class Refused(Exception):  # noqa: N818 (what it says, not that it is one)
    """A file that cannot be read at all; carries the faults that say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(fault.text() for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of one or more files.

    `tables`: a frame per dictionary table that was found, with `origin`; faulty cells are null. `rows`, `blank`,
    `filtered` and `skipped` count, per `file|sheet`, the data rows read, the blank rows skipped, the rows a mapping's
    filter set aside (with the reason in `faults` as a doubt of kind `filtered`) and the rows of totals and signatures
    (each a doubt of kind `skipped`). `columns`: per table, the fields that every sheet of it has a column (or, by a
    mapping, a constant) for; all other fields are null because nothing was said about them.
    """

    tables: Tables
    faults: tuple[Fault, ...] = ()
    rows: Mapping[str, int] = field(default_factory=dict)
    blank: Mapping[str, int] = field(default_factory=dict)
    filtered: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def wrong(self) -> tuple[Fault, ...]:
        """Return the faults proper, without the doubts."""
        return tuple(fault for fault in self.faults if fault.severity == "fault")
