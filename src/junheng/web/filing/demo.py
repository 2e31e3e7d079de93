"""The demonstration's round: next school year's, with filings in every state, so that each role finds its work."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils import timezone

from junheng.web.base.words import say
from junheng.web.filing.acts import Asking, open_round
from junheng.web.filing.models import FiledValue, Filing, Reminder, Review, Round, State
from junheng.web.filing.notes import notes
from junheng.web.filing.pages import pages
from junheng.web.filing.sheet import read, seal
from junheng.web.log.actor import Actor
from junheng.web.people.models import Grant, Role, User
from junheng.web.people.policy import Policy
from junheng.web.registry.models import School

SHARES = {State.ACCEPTED: 0.6, State.SIGNED: 0.25, State.RETURNED: 0.05, State.FILLED: 0.05}
"""Of the schools without people of their own; the rest are still open."""


def start(actor: Actor, county: str) -> Round | None:
    """Open the round of the year after the county's newest and put its filings into different states.

    The actor is the command line's; the round is opened in the name of the county's officer of inspection, and the
    schools that have a clerk stay open for them. None where the county has no school, or a round already.
    """
    newest = School.objects.filter(county_id=county).aggregate(year=Max("year"))["year"]
    if newest is None or Round.objects.filter(county_id=county).exists():
        return None
    officer = _officer(county)
    year = newest + 1
    asking = Asking(
        title=say(f"{year} 学年填报", f"Filing for the school year {year}"),
        year=year,
        due=timezone.localdate() + dt.timedelta(days=14),
    )
    by = Actor(officer, officer.username, actor.channel)
    one = open_round(by, Policy(officer), county, asking)
    manned = set(Grant.objects.filter(county_id=county, role=Role.CLERK).values_list("school_code", flat=True))
    others = [filing for filing in one.filings.select_related("round") if filing.school_code not in manned]
    for filing, state in zip(others, _states(len(others)), strict=True):
        _put(filing, state, officer.username)
    for filing in one.filings.filter(school_code__in=manned):
        Reminder.objects.create(
            filing=filing, text=say("请在本周内上报。", "Please file this week."), by_name=officer.username
        )
    return one


def _officer(county: str) -> User:
    """Return the county's officer of inspection; raises LookupError where there is none."""
    grant = Grant.objects.select_related("user").filter(county_id=county, role=Role.OFFICER, section="inspection")
    found = grant.first()
    if found is None:
        raise LookupError(f"county {county} has no officer of inspection to open a round")
    return found.user


def _states(count: int) -> list[State]:
    made = [state for state, share in SHARES.items() for _ in range(round(count * share))]
    return (made + [State.OPEN] * count)[:count]


def _put(filing: Filing, state: State, officer: str) -> None:
    """Put a filing straight into a state: its doubts explained, signed by an invented principal."""
    sheet = read(filing)
    if state != State.OPEN:
        filing.pages_done = [page.id for page in pages(filing.round.fields)]
        filing.filled_at, filing.filled_by = timezone.now(), say("填报员", "the clerk")
        for note in notes(sheet):
            if (value := sheet.values.get(note.place)) is not None:
                value.explanation = say("已核对，情况属实。", "Checked; it is so.")
                value.save(update_fields=["explanation"])
    if state in {State.SIGNED, State.ACCEPTED}:
        filing.signed_at, filing.signed_by, filing.seal = timezone.now(), say("校长", "the principal"), seal(sheet)
    if state == State.ACCEPTED:
        filing.values.update(review=Review.ACCEPTED)
        filing.reviewed_at, filing.reviewed_by = timezone.now(), officer
    if state == State.RETURNED:
        _return(filing, officer)
    filing.state = state
    filing.save()


def _return(filing: Filing, officer: str) -> None:
    wanted = {
        ("school", "books"): say("与图书台账不一致，请核对。", "Not what the library's ledger says; please check."),
        ("part", "staff"): say("请附编制文件。", "Please attach the posts' document."),
    }
    for (table, field), words in wanted.items():
        value = FiledValue.objects.filter(filing=filing, table=table, field=field).first()
        if value is not None:
            value.remark, value.review = words, Review.REMARKED
            value.save(update_fields=["remark", "review"])
    filing.remark, filing.remark_by = say("两处请核对后重报。", "Please check two figures and file again."), officer
    filing.reviewed_at, filing.reviewed_by = timezone.now(), officer
