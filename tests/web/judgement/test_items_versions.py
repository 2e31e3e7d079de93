"""Two officers at one item, and confirmations of what has changed since."""

from __future__ import annotations

from typing import Any

import pytest

from junheng.web.judgement.models import ItemState
from junheng.web.judgement.service import Judged
from junheng.web.log.models import Entry
from junheng.web.registry.acts import Edit, write
from junheng.web.snapshots.acts import freeze

URL = "/judgement/items/"


def test_the_second_of_two_officers_is_told_and_keeps_what_was_typed(as_: Any, found: Judged) -> None:
    client = as_("staff_officer")
    for path in ("G8", "G8"):
        assert 'name="version" value="0"' in client.get(f"{URL}{path}/").content.decode()
    client.post(f"{URL}G8/state/", {"state": "ready", "note": "第一位", "version": "0"})
    answer = client.post(f"{URL}G8/state/", {"state": "hand", "note": "第二位", "version": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "有人改动过" in page
    assert "第二位</textarea>" in page
    assert 'name="version" value="1"' in page
    assert (ItemState.objects.get().state, ItemState.objects.get().note) == ("ready", "第一位")
    assert Entry.objects.filter(act="judgement.items.state").count() == 1
    assert client.post(f"{URL}G8/state/", {"state": "hand", "version": "1"}).status_code == 302
    assert ItemState.objects.get().version == 2


@pytest.mark.parametrize("version", ["", "x", "-1", "９", "9" * 30])
def test_a_form_without_a_version_changes_nothing(as_: Any, found: Judged, version: str) -> None:
    answer = as_("staff_officer").post(f"{URL}G8/state/", {"state": "ready", "version": version})
    assert answer.status_code == 409
    assert not ItemState.objects.exists()


def test_a_confirmation_no_longer_holds_on_other_figures(
    as_: Any, found: Judged, county: Any, actor: Any, school_code: str
) -> None:
    client = as_("schooling_officer")
    client.post(f"{URL}V1/confirm/", {"version": "0", "content": found.snapshot.content})
    kept = ItemState.objects.get()
    assert kept.confirmed_content == found.snapshot.content
    assert "已失效" not in client.get(f"{URL}V1/").content.decode()
    edit = Edit("school", {"year": 2025, "school_code": school_code, "campus": "", "computers": 7})
    write(actor, county.code, [edit], source="form")
    newer = freeze(actor, county.code, 2025)
    page = client.get(f"{URL}V1/").content.decode()
    assert "已失效" in page
    assert "以本人名义确认" in page
    assert "确认已失效" in client.get(URL).content.decode()
    # What was seen was the older snapshot: it is not confirmed for the newer one.
    old = client.post(f"{URL}V1/confirm/", {"version": "1", "content": found.snapshot.content})
    assert old.status_code == 409
    assert "新的快照" in old.content.decode()
    kept.refresh_from_db()
    assert kept.confirmed_content == found.snapshot.content
    assert client.post(f"{URL}V1/confirm/", {"version": "1", "content": newer.content}).status_code == 302
    assert "已失效" not in client.get(f"{URL}V1/").content.decode()


def test_a_confirmation_no_longer_holds_for_another_verdict(as_: Any, found: Judged) -> None:
    client = as_("schooling_officer")
    client.post(f"{URL}V1/confirm/", {"version": "0", "content": found.snapshot.content})
    kept = ItemState.objects.get()
    other = "short" if kept.confirmed_verdict != "short" else "met"
    ItemState.objects.update(confirmed_verdict=other)
    assert "已失效" in client.get(f"{URL}V1/").content.decode()
