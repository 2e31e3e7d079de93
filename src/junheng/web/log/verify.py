"""Proving the chain unbroken, row by row: the database's own log, or an exported copy of it.

The check reads what is stored byte for byte. A row changed, taken away, put in or moved breaks the chain there. A log
cut at its end, or written anew from some row on by somebody who holds the database, is whole in itself: only a seal
noted outside the system tells. `verify` prints the seal to note and takes one noted before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection
from django.db.models import Max, TextField
from django.db.models.functions import Cast

from junheng.dictionary import Title
from junheng.web.log.models import Entry, Head
from junheng.web.log.sealing import SEALED, START, seal, written

What = Literal["changed", "missing", "order", "unreadable", "end", "noted"]
WORDS: dict[str, Title] = {
    "changed": Title(
        "内容与封条不符：这一行或它前一行的封条被改过", "its content does not fit its seal: it was changed"
    ),
    "missing": Title("缺这一行：被删去或移走", "it is missing: taken away or moved"),
    "order": Title("行序不对：被插入、重复或调换", "it is out of order: put in, repeated or moved"),
    "unreadable": Title("这一行无法读出：被改坏", "it cannot be read: it was damaged"),
    "end": Title("末尾不符：末行之后被删去，或被加上", "the end does not fit: rows were cut off or put on after it"),
    "noted": Title(
        "与外部留存的封条不符：日志被整段重写或截短", "it does not have the seal noted outside: rewritten or cut"
    ),
}
Note = tuple[int | None, str]
NOTED = re.compile(r"(?:(\d{1,18})[:-])?([0-9a-f]{64})")


MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{6})?")


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain does not hold: the row's number and what is wrong with it."""

    number: int
    what: What

    @property
    def words(self) -> Title:
        """Say it in words."""
        return Title(f"第 {self.number} 行：{WORDS[self.what].zh}。", f"Row {self.number}: {WORDS[self.what].en}.")


@dataclass(frozen=True, slots=True)
class End:
    """The end of a chain: the number and seal of its last row. As text (`12:9f…`) it is what is noted outside."""

    number: int
    seal: str

    def __str__(self) -> str:
        return f"{self.number}:{self.seal}"


BEGINNING = End(0, START)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as stored: what is sealed, in the order of SEALED (`at` as `sealing.written` writes it), and its seal.

    `content` is None for a row that cannot be read.
    """

    number: int
    content: tuple[Any, ...] | None
    seal: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found: rows read, the end to note outside, the first fault (None when the chain is whole)."""

    rows: int
    end: End
    fault: Fault | None


def noted(text: str) -> Note:
    """Return what was noted outside: the number (None when it was not noted) and the seal. Raises ValueError."""
    found = NOTED.fullmatch(text.strip().lower())
    if found is None:
        raise ValueError(text)
    return (int(found[1]) if found[1] else None), found[2]


def faults(
    rows: Iterable[Row], end: Callable[[], End | None], note: Note | None = None, *, start: End = BEGINNING
) -> Iterator[Fault]:
    """Yield each fault in order, in the rows after `start`.

    `end` says, once the rows are gone through, what the chain itself holds for its end; None where that is lost.
    """
    before, expected, met = start.seal, start.number + 1, note == (0, START)
    for row in rows:
        if row.number != expected:
            yield Fault(expected, "missing") if row.number > expected else Fault(row.number, "order")
        if row.content is None:
            yield Fault(row.number, "unreadable")
        elif seal(row.content, before) != row.seal:
            yield Fault(row.number, "changed")
        if note is not None and row.seal == note[1]:
            met = met or note[0] in {None, row.number}
        elif note is not None and row.number == note[0]:
            yield Fault(row.number, "noted")
        before, expected = row.seal, row.number + 1
    if end() != End(expected - 1, before):
        yield Fault(expected, "end")
    if note is not None and not met:
        yield Fault(expected if note[0] is None else note[0], "noted")


def verdict(
    rows: Iterable[Row], end: Callable[[], End | None], note: Note | None = None, *, to_the_end: bool = False
) -> Verdict:
    """Verify until the first fault; or go through all rows, still telling of the first."""
    counted = _Counted(rows)
    found = faults(counted, end, note)
    fault = next(found, None)
    if to_the_end:
        for _ in found:
            pass
    return Verdict(counted.count, counted.end, fault)


def here(note: Note | None = None) -> Verdict:
    """Verify the log of this database, as it stands when the verification begins."""
    end, beyond = ends()
    return verdict(stored(up_to=None if beyond else end.number), lambda: end, note)


def faults_here() -> Iterator[Fault]:
    """Yield every fault of this database's log."""
    end, beyond = ends()
    yield from faults(stored(up_to=None if beyond else end.number), lambda: end)


def tail(rows: int) -> Fault | None:
    """Verify the last `rows` entries only: quick enough for a page. None when they hold."""
    end, beyond = ends()
    number = max(end.number - rows, 0)
    before = Entry.objects.filter(pk=number).values_list("seal", flat=True).first()
    start = End(number, before or "") if number else BEGINNING
    found = faults(stored(after=number, up_to=None if beyond else end.number), lambda: end, start=start)
    return next(found, None)


def ends() -> tuple[End, bool]:
    """Return the chain's end as the database keeps it, and whether there are rows after it."""
    # In this order: an entry added in between moves the end, and is not taken for a row after it.
    last = Entry.objects.aggregate(last=Max("number"))["last"] or 0
    head = Head.objects.filter(pk=1).first()
    end = End(head.number, head.seal) if head else BEGINNING
    return end, last > end.number


def stored(*, after: int = 0, up_to: int | None = None) -> Iterator[Row]:
    """Yield the rows of the database's log in order, as stored."""
    rows = Entry.objects.order_by("number").filter(number__gt=after)
    if up_to is not None:
        rows = rows.filter(number__lte=up_to)
    if connection.vendor == "sqlite":
        yield from _from_sqlite(rows)
        return
    names = (*SEALED, "seal")
    for number, at, *texts in rows.values_list(*names).iterator(chunk_size=5000):
        yield Row(number, (number, written(at), *texts[:-1]), texts[-1])


def _from_sqlite(rows: Any) -> Iterator[Row]:
    """Yield the rows as SQLite holds them: bytes that are no UTF-8, and moments written in another way, are found."""
    names = (*SEALED, "seal")
    rows = rows.annotate(raw=Cast("at", TextField())).values_list(*("raw" if name == "at" else name for name in names))
    connection.ensure_connection()
    before = connection.connection.text_factory
    connection.connection.text_factory = _lenient
    try:
        for number, raw, *texts in rows.iterator(chunk_size=5000):
            moment = _moment(raw)
            readable = moment is not None and all(isinstance(text, str) for text in texts)
            content = (number, moment, *texts[:-1]) if readable else None
            yield Row(number, content, str(texts[-1]))
    finally:
        connection.connection.text_factory = before


def _lenient(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _moment(raw: Any) -> str | None:
    """Return SQLite's text of a moment as sealed; None when it is not written just as Django writes it."""
    found = MOMENT.fullmatch(raw) if isinstance(raw, str) else None
    if found is None or found[3] == ".000000":
        return None
    return f"{found[1]}T{found[2]}{found[3] or '.000000'}+00:00"


class _Counted:
    """Passes rows on, remembering how many there were and the last."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0
        self.end = BEGINNING

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row
            self.end = End(row.number, row.seal)
