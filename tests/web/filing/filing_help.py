"""What the tests of filing do again and again."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from junheng.web.filing.models import FiledValue, Filing, State
from junheng.web.filing.notes import notes
from junheng.web.filing.pages import pages
from junheng.web.filing.sheet import read, seal


def fresh(filing: Filing) -> Filing:
    return Filing.objects.select_related("round", "county").get(pk=filing.pk)


def cell(filing: Filing, table: str, field: str, key: str = "") -> FiledValue:
    """Return one value: the first record's, or that of the record whose key ends so."""
    rows = filing.values.filter(table=table, field=field).order_by("key")
    return rows.filter(key__endswith=key)[0] if key else rows[0]


def put(filing: Filing, state: str) -> Filing:
    """Put a filing straight into a state."""
    now = fresh(filing)
    now.state = state
    now.pages_done = [page.id for page in pages(now.round.fields)]
    now.seal = seal(read(now)) if state in {State.SIGNED, State.ACCEPTED} else ""
    now.signed_at, now.signed_by = (timezone.now(), "principal") if now.seal else (None, "")
    now.save()
    return fresh(now)


def explain_all(filing: Filing) -> None:
    """Explain every doubt, so that only faults hinder."""
    for note in notes(read(filing)):
        if note.severity == "doubt":
            table, key, field = note.place
            filing.values.filter(table=table, key=key, field=field).update(explanation="属实")


def post_cell(client: Any, filing: Filing, value: FiledValue, text: str, seen: str | None = None) -> Any:
    """Save one figure as the page does; `seen` is what stands there unless said otherwise."""
    was = (value.value or "") if seen is None else seen
    return client.post(f"/filing/{filing.pk}/save/", {f"v-{value.pk}": text, f"s-{value.pk}": was})
