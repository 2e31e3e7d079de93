"""A round of the small county, and what its people do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from django.utils import timezone

from junheng.web.filing import acts
from junheng.web.filing.models import Filing, Round
from junheng.web.log.actor import Actor
from junheng.web.people.models import County, User
from junheng.web.people.policy import Policy
from junheng.web.registry.acts import write
from junheng.web.registry.load import edits

YEAR = 2026


@pytest.fixture
def county(bare_county: County, actor: Actor, small: Any) -> County:
    """The county with its schools of 2025 alone: what a round stands on."""
    tables = {name: frame.filter(pl.col("year") == YEAR - 1) for name, frame in small(persons=False).items()}
    write(actor, bare_county.code, edits(tables), source="demo")
    return bare_county


@pytest.fixture
def who(cast: dict[str, User]) -> Callable[[str], tuple[Actor, Policy]]:
    """Return a function: name of the cast → actor and policy, as the acts want them."""

    def of(name: str) -> tuple[Actor, Policy]:
        return Actor(cast[name], name), Policy(cast[name])

    return of


@pytest.fixture
def opened(county: County, who: Any) -> Round:
    """A round of 2026 with last year's figures filled in."""
    asking = acts.Asking(title="2026 学年填报", year=YEAR, due=timezone.localdate() + dt.timedelta(days=20))
    return acts.open_round(*who("officer"), county.code, asking)


@pytest.fixture
def mine(opened: Round, school_code: str) -> Filing:
    """The clerk's own school's filing."""
    return opened.filings.select_related("round").get(school_code=school_code)


@pytest.fixture
def theirs(opened: Round, other_school: str) -> Filing:
    """Another school's filing."""
    return opened.filings.select_related("round").get(school_code=other_school)
