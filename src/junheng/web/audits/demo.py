"""One invented report in the demo's list, audited: three contradictions, one blank, waiting to be judged."""

from __future__ import annotations

from importlib.resources import files

from junheng.web.audits import acts
from junheng.web.audits.models import Report
from junheng.web.log.actor import Actor
from junheng.web.people.models import County, Grant, Role
from junheng.web.people.policy import Policy

NAME = "demo.md"
SMALL = 1 << 20


def start(county: County) -> None:
    """Have it audited for the county's officer of inspection; nothing where a report was audited before."""
    grants = Grant.objects.filter(county=county, role=Role.OFFICER, section="inspection").select_related("user")
    grant = grants.first()
    if grant is None or Report.objects.filter(county=county).exists():
        return
    actor = Actor(grant.user, grant.user.username, "command")
    text = files("junheng.web.audits").joinpath(NAME).read_text("utf-8")
    paper = acts.Paper(county.code, title=text.splitlines()[0].lstrip("# "))
    acts.upload(actor, Policy(grant.user), paper, NAME, [text.encode()], at_once=SMALL)
