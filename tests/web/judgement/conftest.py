"""A snapshot of the small county, and its judgement."""

from __future__ import annotations

import pytest

from junheng.web.judgement.service import Judged, judged
from junheng.web.log.actor import Actor
from junheng.web.people.models import County
from junheng.web.snapshots.acts import freeze
from junheng.web.snapshots.models import Snapshot


@pytest.fixture
def snapshot(county: County, actor: Actor) -> Snapshot:
    """The county's records of 2023 to 2025, frozen."""
    return freeze(actor, county.code, 2025, title="2025 学年定稿")


@pytest.fixture
def found(snapshot: Snapshot) -> Judged:
    """The snapshot judged by the county's own standard."""
    return judged(snapshot)
