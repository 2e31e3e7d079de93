"""What the log takes in, and that neither the program nor the database lets it be changed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from junheng.web.log import guard
from junheng.web.log.chain import broken, record
from junheng.web.log.models import AppendOnly, Entry, Head
from junheng.web.log.verify import End, here, tail

pytestmark = pytest.mark.django_db


def test_an_entry_keeps_who_what_where_and_the_detail(actor: Any) -> None:
    entry = record(actor, "test.act", "thing:1", county="999901", before={"area": Decimal("1.50")}, purpose="核对")
    kept = Entry.objects.get(pk=entry.pk)
    assert (kept.number, kept.user_name, kept.channel, kept.act) == (1, "test", "command", "test.act")
    assert json.loads(kept.detail) == {"before": {"area": "1.50"}, "purpose": "核对"}
    assert here().end == End(1, kept.seal)
    assert here().fault is None


def test_an_act_that_fails_leaves_no_entry(actor: Any) -> None:
    record(actor, "test.first")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(actor, "test.second")
        1 / 0  # noqa: B018
    record(actor, "test.third")
    assert list(Entry.objects.values_list("number", "act")) == [(1, "test.first"), (2, "test.third")]
    assert not list(broken())


def test_what_is_told_of_a_person_is_withheld(actor: Any) -> None:
    number = "999901201501010014"
    entry = record(
        actor,
        f"test.{'act'}",
        f"pupil:2025:G{number}",
        before={"pupil_name": "张三", "birth_date": None, "grade": 3},
        rows=[{"teacher_name": "李四"}, f"证件号 {number}"],
    )
    assert number not in entry.thing + entry.detail
    assert "张三" not in entry.detail
    assert "李四" not in entry.detail
    assert json.loads(entry.detail)["before"] == {"pupil_name": "***", "birth_date": None, "grade": 3}


def test_text_no_database_takes_is_replaced(actor: Any) -> None:
    entry = record(actor, "test.act", "a\x00b\ud800", note="\x00\udfff")
    assert Entry.objects.get(pk=entry.pk).thing == "a�b?"
    assert not list(broken())


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.filter(pk=entry.pk).update(act="other"),
        lambda entry: Entry.objects.all().delete(),
        lambda entry: Entry.objects.bulk_update([entry], ["act"]),
        lambda entry: Entry.objects.update_or_create(pk=entry.pk, defaults={"act": "other"}),
    ],
)
def test_the_program_has_no_way_to_change_an_entry(actor: Any, change: Any) -> None:
    entry = record(actor, "test.act")
    with pytest.raises(AppendOnly), transaction.atomic():
        change(Entry.objects.get(pk=entry.pk))
    assert not list(broken())


STATEMENTS = {
    "update": "UPDATE log_entry SET act = 'other' WHERE number = 1",
    "delete": "DELETE FROM log_entry WHERE number = 2",
    "empty": {"sqlite": "DELETE FROM log_entry", "postgresql": "TRUNCATE log_entry"},
    "replace": {
        "sqlite": "INSERT OR REPLACE INTO log_entry SELECT * FROM log_entry WHERE number = 1",
        "postgresql": "INSERT INTO log_entry SELECT * FROM log_entry WHERE number = 1"
        " ON CONFLICT (number) DO UPDATE SET act = 'other'",
    },
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_the_database_refuses_to_change_the_log(actor: Any, name: str) -> None:
    record(actor, "test.one")
    record(actor, "test.two")
    said = STATEMENTS[name]
    statement = said if isinstance(said, str) else said[connection.vendor]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 2


def test_triggers_taken_away_are_named_and_come_back_with_the_next_migration() -> None:
    assert guard.missing() == []
    with connection.cursor() as cursor:
        for statement in guard.down(connection.vendor):
            cursor.execute(statement)
    assert len(guard.missing()) >= 2
    guard.after_migrate(using="default")
    assert guard.missing() == []


def test_the_tail_finds_what_was_done_at_the_end_only(actor: Any) -> None:
    for number in range(6):
        record(actor, "test.act", f"thing:{number}")
    assert tail(3) is None
    assert tail(100) is None
    Head.objects.update(number=5)
    assert tail(3).what == "end"
