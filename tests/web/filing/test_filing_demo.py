"""The demonstration's round."""

from __future__ import annotations

from typing import Any

import pytest

from junheng.web.filing.demo import start
from junheng.web.filing.models import Round, State
from junheng.web.filing.sheet import read, seal
from junheng.web.log.actor import Actor
from junheng.web.people.models import County


def test_every_role_finds_its_work_in_the_demo_round(county: County, cast: Any, school_code: str) -> None:
    one = start(Actor.command(), county.code)
    assert one is not None
    states = set(one.filings.values_list("state", flat=True))
    assert states >= {State.OPEN, State.SIGNED, State.ACCEPTED}
    assert one.filings.get(school_code=school_code).state == State.OPEN
    assert one.filings.get(school_code=school_code).reminders.count() == 1
    for filing in one.filings.filter(state__in=[State.SIGNED, State.ACCEPTED]).select_related("round"):
        assert seal(read(filing)) == filing.seal


def test_the_demo_round_is_opened_once(county: County, cast: Any) -> None:
    assert start(Actor.command(), county.code) is not None
    assert start(Actor.command(), county.code) is None
    assert Round.objects.count() == 1


def test_a_county_without_schools_or_without_an_officer_has_no_demo_round(bare_county: County) -> None:
    assert start(Actor.command(), bare_county.code) is None


def test_without_an_officer_of_inspection_it_says_so(county: County) -> None:
    with pytest.raises(LookupError, match="inspection"):
        start(Actor.command(), county.code)
