"""What may be done with scenarios. Each asks the policy, writes the log, and touches nothing but scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from junheng.web.base.words import say
from junheng.web.judgement.models import Scenario
from junheng.web.judgement.service import Judged
from junheng.web.judgement.what_if.changes import Change
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.policy import Policy, Refused

ACT = "judgement.scenario"
MOST = 200
"""Scenarios a county keeps."""


class NotKept(Exception):  # noqa: N818 (what it says)
    """The scenario was not saved; its text says why and what to do."""


def keep(policy: Policy, actor: Actor, found: Judged, name: str, changes: Sequence[Change]) -> Scenario:
    """Save the changes as a new scenario of the snapshot's county; raises Refused, NotKept."""
    county = found.snapshot.county_id
    policy.demand(ACT, county=county)
    name = _name(name)
    if not changes:
        raise NotKept(say("没有改动，不需要保存。", "Nothing was changed, so there is nothing to save."))
    if Scenario.objects.filter(county_id=county).count() >= MOST:
        raise NotKept(say("方案已满 200 个，请先删除不用的。", "There are 200 scenarios already; delete some first."))
    scenario = Scenario(
        county_id=county,
        snapshot=found.snapshot,
        standard=found.standard.id,
        switches=list(found.assessment.standard.switches),
        name=name,
        changes=[change.kept() for change in changes],
        by=actor.user,
        by_name=actor.shown,
    )
    _saved(actor, scenario, "keep", changes=len(changes))
    return scenario


def rewrite(policy: Policy, actor: Actor, scenario: Scenario, changes: Sequence[Change]) -> None:
    """Put other changes into one's own scenario; raises Refused, NotKept."""
    _own(policy, actor, scenario)
    if not changes:
        raise NotKept(say("没有改动，未覆盖原方案。", "Nothing is changed, so the scenario was left as it is."))
    before = len(scenario.changes)
    scenario.changes = [change.kept() for change in changes]
    _saved(actor, scenario, "rewrite", before=before, changes=len(changes))


def rename(policy: Policy, actor: Actor, scenario: Scenario, name: str) -> None:
    """Give one's own scenario another name; raises Refused, NotKept."""
    _own(policy, actor, scenario)
    before, scenario.name = scenario.name, _name(name)
    _saved(actor, scenario, "rename", before=before, after=scenario.name)


@transaction.atomic
def delete(policy: Policy, actor: Actor, scenario: Scenario) -> None:
    """Delete one's own scenario; raises Refused."""
    _own(policy, actor, scenario)
    log(actor, f"{ACT}.delete", f"scenario:{scenario.pk}", county=scenario.county_id, name=scenario.name)
    scenario.delete()


def owns(actor: Actor, scenario: Scenario) -> bool:
    """Tell whether the scenario is the actor's own."""
    return actor.user is not None and scenario.by_id == actor.user.pk


def _own(policy: Policy, actor: Actor, scenario: Scenario) -> None:
    if not policy.covers(ACT, scenario) or not owns(actor, scenario):
        raise Refused(ACT)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise NotKept(say("请给方案起个名字（不超过 80 字）。", "Give the scenario a name of at most 80 characters."))
    return name


def _saved(actor: Actor, scenario: Scenario, what: str, **detail: object) -> None:
    try:
        with transaction.atomic():
            scenario.save()
            log(actor, f"{ACT}.{what}", f"scenario:{scenario.pk}", county=scenario.county_id, **detail)
    except IntegrityError as error:
        raise NotKept(
            say(
                f"已有名为“{scenario.name}”的方案，请换一个名字。",
                f"There is a scenario “{scenario.name}”; choose another name.",
            )
        ) from error
