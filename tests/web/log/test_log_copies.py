"""Whatever is done to a stored or exported log, verification finds it and names the first broken row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from junheng.web.log import guard
from junheng.web.log.actor import Actor
from junheng.web.log.chain import broken, record
from junheng.web.log.export import export, verify_file
from junheng.web.log.models import Entry, Head
from junheng.web.log.sealing import SEALED, START, seal
from junheng.web.log.verify import End, Fault, here, noted

pytestmark = pytest.mark.django_db
ROWS = 4
COLUMNS = (*SEALED[1:], "seal")


@pytest.fixture
def log(db: None) -> None:
    clerk = Actor(None, "clerk-3", "page", "10.0.0.17")
    for number in range(1, ROWS + 1):
        record(clerk, "test.act", f"thing:{number}", county="999901", after={"name": f"县 {number}"})


@pytest.fixture
def unguarded(log: None) -> Iterator[Any]:
    """A cursor for somebody who holds the database and has taken the triggers away."""
    with connection.cursor() as cursor:
        for statement in guard.down(connection.vendor):
            cursor.execute(statement)
        yield cursor
        cursor.execute("SELECT 1")


def variants(byte: int) -> list[int]:
    """Return other values of a byte: each bit turned, and some that readers like to take for the same."""
    near = {byte ^ 1 << bit for bit in range(8)} | {ord(letter) for letter in " Tt,.0:-_\n"} | {0, 255}
    return sorted(near - {byte})


@pytest.mark.parametrize("column", COLUMNS)
def test_every_byte_of_every_column_is_sealed(unguarded: Any, column: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has its own types: see the test of changed values")
    number = 2
    unguarded.execute(f"SELECT CAST({column} AS BLOB) FROM log_entry WHERE number = {number}")
    stored = unguarded.fetchone()[0]
    missed = []
    for place, byte in enumerate(stored):
        for other in variants(byte):
            changed = stored[:place] + bytes([other]) + stored[place + 1 :]
            put(unguarded, column, number, changed)
            fault = here().fault
            if fault is None or fault.number != number:
                missed.append((place, byte, other, fault))
    put(unguarded, column, number, stored)
    assert len(stored) > 3
    assert missed == []
    assert not list(broken())


def put(cursor: Any, column: str, number: int, raw: bytes) -> None:
    cursor.execute(f"UPDATE log_entry SET {column} = CAST(%s AS TEXT) WHERE number = %s", [raw, number])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2026-09-01 08:00:00.000001'"),
        ("user_name", "''"),
        ("channel", "'api'"),
        ("address", "'10.0.0.1'"),
        ("county_code", "''"),
        ("act", "'test.acts'"),
        ("thing", "thing || ' '"),
        ("detail", "detail || ' '"),
        ("seal", f"'{START}'"),
    ],
)
@pytest.mark.parametrize("number", [1, 3, ROWS])
def test_a_changed_value_is_found_at_its_row(unguarded: Any, column: str, value: str, number: int) -> None:
    unguarded.execute(f"UPDATE log_entry SET {column} = {value} WHERE number = {number}")
    assert here().fault == Fault(number, "changed")


def test_a_changed_number_is_found(unguarded: Any) -> None:
    unguarded.execute("UPDATE log_entry SET number = 9 WHERE number = 2")
    assert here().fault == Fault(2, "missing")


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM log_entry WHERE number = 1", Fault(1, "missing")),
        ("DELETE FROM log_entry WHERE number = 3", Fault(3, "missing")),
        (f"DELETE FROM log_entry WHERE number = {ROWS}", Fault(ROWS, "end")),
        ("DELETE FROM log_entry", Fault(1, "end")),
        ("UPDATE log_head SET number = number - 1", Fault(ROWS + 1, "end")),
        (f"UPDATE log_head SET seal = '{START}'", Fault(ROWS + 1, "end")),
        ("DELETE FROM log_head", Fault(ROWS + 1, "end")),
    ],
)
def test_rows_taken_away_are_found(unguarded: Any, statement: str, fault: Fault) -> None:
    unguarded.execute(statement)
    assert here().fault == fault
    assert list(broken())


def test_rows_swapped_are_found_at_the_first(unguarded: Any) -> None:
    for one, other in ((2, 99), (3, 2), (99, 3)):
        unguarded.execute(f"UPDATE log_entry SET number = {other} WHERE number = {one}")
    assert here().fault == Fault(2, "changed")


def test_a_row_appended_by_another_hand_is_found(unguarded: Any) -> None:
    last = Entry.objects.get(pk=ROWS)
    content = {name: getattr(last, name) for name in SEALED} | {"number": ROWS + 1}
    Entry.objects.bulk_create([Entry(**content, seal=seal(tuple(content.values()), last.seal))])
    assert here().fault == Fault(ROWS + 2, "end")  # its seal fits, yet the chain ends before it
    assert [number for number, _ in broken()] == [ROWS + 2]


def test_a_log_rewritten_with_all_its_seals_is_found_by_a_seal_noted_outside(unguarded: Any) -> None:
    before = here().end
    rewrite(unguarded, from_number=2)
    assert here().fault is None  # whole in itself
    assert here(noted(str(before))).fault == Fault(ROWS, "noted")
    assert here(noted(before.seal)).fault == Fault(ROWS + 1, "noted")


def test_a_log_cut_with_its_head_is_found_by_a_seal_noted_outside(unguarded: Any) -> None:
    before = here().end
    unguarded.execute(f"DELETE FROM log_entry WHERE number >= {ROWS - 1}")
    kept = Entry.objects.get(pk=ROWS - 2)
    Head.objects.update(number=kept.number, seal=kept.seal)
    assert here().fault is None
    assert here(noted(str(before))).fault == Fault(ROWS, "noted")


def test_a_log_that_has_grown_since_still_holds_the_seal_noted(log: None, actor: Any) -> None:
    before = here().end
    record(actor, "test.more")
    assert here(noted(str(before))).fault is None
    assert here(noted(before.seal)).fault is None
    assert here(noted(f"0:{START}")).fault is None


def rewrite(cursor: Any, from_number: int) -> None:
    """Change a row and seal it and all after it anew, the end too: what somebody with the database could do."""
    before = START
    for entry in Entry.objects.order_by("number"):
        if entry.number >= from_number:
            entry.act = "test.nothing"
            entry.seal = seal(tuple(getattr(entry, name) for name in SEALED), before)
            cursor.execute(
                "UPDATE log_entry SET act = %s, seal = %s WHERE number = %s", [entry.act, entry.seal, entry.number]
            )
        before = entry.seal
    Head.objects.update(seal=before)


# --- exported copies -------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(log: None, tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    assert export(path).fault is None
    return path


def test_a_copy_proves_itself_and_the_database_it_came_from(copy: Path) -> None:
    found = verify_file(copy)
    assert (found.rows, found.fault, found.end) == (ROWS, None, here().end)
    assert [json.loads(line)["number"] for line in copy.read_text("utf-8").splitlines()[1:-1]] == [1, 2, 3, 4]


def test_every_byte_of_a_copy_is_sealed(copy: Path, tmp_path: Path) -> None:
    raw = copy.read_bytes()
    spoiled = tmp_path / "spoiled.jsonl"
    missed = []
    for place, byte in enumerate(raw):
        for other in (byte ^ 1, byte ^ 0x20, byte ^ 0x80, 0x20 if byte != 0x20 else 0x09):
            spoiled.write_bytes(raw[:place] + bytes([other]) + raw[place + 1 :])
            if verify_file(spoiled).fault is None:
                missed.append((place, byte, other))
    assert missed == []


def test_a_copy_cut_anywhere_is_found(copy: Path, tmp_path: Path) -> None:
    raw = copy.read_bytes()
    cut = tmp_path / "cut.jsonl"
    whole = []
    for length in range(len(raw)):
        cut.write_bytes(raw[:length])
        if verify_file(cut).fault is None:
            whole.append(length)
    assert whole == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda lines: [*lines[:2], *lines[3:]], Fault(2, "missing")),
        (lambda lines: [*lines[:2], lines[3], lines[2], *lines[4:]], Fault(2, "missing")),
        (lambda lines: [*lines[:3], *lines[2:]], Fault(2, "order")),
        (lambda lines: [*lines[:-2], lines[-1]], Fault(ROWS, "end")),
        (lambda lines: lines[:-1], Fault(ROWS + 1, "end")),
        (lambda lines: [*lines, lines[-1]], Fault(ROWS + 1, "end")),
        (lambda lines: [*lines, b"\n"], Fault(ROWS + 1, "end")),
        (lambda lines: [*lines[:2], b"\n", *lines[2:]], Fault(2, "unreadable")),
        (lambda lines: [*lines[:2], b"[" * 100_000 + b"\n", *lines[2:]], Fault(2, "unreadable")),
        (
            lambda lines: [lines[0], lines[1].replace(b'"number":1,', b'"number":1.0,'), *lines[2:]],
            Fault(1, "unreadable"),
        ),
        (
            lambda lines: [lines[0], lines[1].replace(b'"number":1,', b'"number":true,'), *lines[2:]],
            Fault(1, "changed"),
        ),
        (lambda lines: [lines[0], lines[1].replace(b":", b": ", 1), *lines[2:]], Fault(1, "unreadable")),
        (lambda lines: [], Fault(0, "unreadable")),
    ],
)
def test_lines_moved_or_taken_away_are_found(
    copy: Path, change: Callable[[list[bytes]], list[bytes]], fault: Fault
) -> None:
    copy.write_bytes(b"".join(change(copy.read_bytes().splitlines(keepends=True))))
    assert verify_file(copy).fault == fault


def test_a_copy_cut_with_its_last_line_made_to_fit_is_found_by_a_seal_noted_outside(copy: Path) -> None:
    before = verify_file(copy).end
    lines = copy.read_bytes().splitlines(keepends=True)
    last = json.loads(lines[2])
    end = json.dumps({"end": 2, "seal": last["seal"]}, separators=(",", ":")).encode() + b"\n"
    copy.write_bytes(b"".join([*lines[:3], end]))
    assert verify_file(copy).fault is None
    assert verify_file(copy, noted(str(before))).fault == Fault(ROWS, "noted")


def test_a_broken_log_is_exported_whole_and_shows_the_same_row(unguarded: Any, tmp_path: Path) -> None:
    unguarded.execute("UPDATE log_entry SET thing = 'other' WHERE number = 2")
    found = export(tmp_path / "log.jsonl")
    assert found.fault == Fault(2, "changed")
    assert found.rows == ROWS
    assert verify_file(tmp_path / "log.jsonl").fault == Fault(2, "changed")


def test_an_export_never_takes_the_place_of_a_file(log: None, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text("mine")
    with pytest.raises(FileExistsError):
        export(path)
    assert path.read_text() == "mine"


def test_the_end_of_an_empty_log_is_its_beginning() -> None:
    assert here().end == End(0, START)
    assert here().fault is None
