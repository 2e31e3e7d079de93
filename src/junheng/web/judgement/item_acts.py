"""What the responsible section says of an item: how far the work is, and that it stands up for what was declared."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from junheng.assess import ItemResult
from junheng.web.base.words import say
from junheng.web.judgement.models import ItemState, Stand
from junheng.web.judgement.service import Judged
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.models import Role, Section
from junheng.web.people.policy import Policy, Refused

ACT = "judgement.items"
DECLARED = frozenset({"precondition", "veto"})
"""Groups of items that rest on the bureau's word: somebody stands up for it by name."""


def answers(policy: Policy, county: str, section: str | None) -> bool:
    """Tell whether this person is an officer of the section that answers for an item (inspection, where none does)."""
    wanted = section or Section.INSPECTION
    return policy.may(ACT, county=county, school="") and any(
        grant.role == Role.OFFICER and grant.county_id == county and grant.section == wanted for grant in policy.grants
    )


class Moved(Exception):  # noqa: N818 (what it says)
    """What the person saw is not what is there any more; its text says what happened. Nothing was written."""


@transaction.atomic
def put(
    policy: Policy, actor: Actor, found: Judged, item: ItemResult, state: str, note: str, *, seen: int
) -> ItemState:
    """Say how far the work on an item is; `seen` is the version the person looked at (0: there was none yet).

    Raises Refused for anybody but the responsible section, Moved.
    """
    held = _locked(policy, found, item, seen)
    before = {"state": held.state, "note": held.note}
    held.state, held.note = Stand(state), note[:500]
    held.by_name, held.at = actor.shown, timezone.now()
    held.save()
    log(
        actor,
        f"{ACT}.state",
        f"item:{item.id}",
        county=found.snapshot.county_id,
        year=held.year,
        before=before,
        after={"state": held.state, "note": held.note},
    )
    return held


@transaction.atomic
def confirm(
    policy: Policy, actor: Actor, found: Judged, item: ItemResult, *, seen: int, content: str, withdrawn: bool
) -> ItemState:
    """Stand up by name for a declared item as it is judged on the snapshot's `content`, or take that back.

    It holds for that content and verdict alone (`ItemState.stands`). Raises Refused and Moved as `put` does, Moved
    too when the judgement stands on other content by now.
    """
    held = _locked(policy, found, item, seen)
    if not withdrawn and content != found.snapshot.content:
        raise Moved(
            say(
                "已有新的快照，没有记录。请查看下面的结论后再确认。",
                "There is a newer snapshot; nothing was taken down. Look at the verdict below, then confirm.",
            )
        )
    before = held.confirmed_by
    held.confirmed_by = "" if withdrawn else actor.shown
    held.confirmed_at = None if withdrawn else timezone.now()
    held.confirmed_verdict = "" if withdrawn else item.verdict or ""
    held.confirmed_content = "" if withdrawn else found.snapshot.content
    held.save()
    log(
        actor,
        f"{ACT}.{'withdraw' if withdrawn else 'confirm'}",
        f"item:{item.id}",
        county=found.snapshot.county_id,
        year=held.year,
        before=before,
        verdict=item.verdict,
        content=found.snapshot.content,
    )
    return held


def _locked(policy: Policy, found: Judged, item: ItemResult, seen: int) -> ItemState:
    """Return the item's row, locked, its version one further; raises Refused, Moved."""
    if not answers(policy, found.snapshot.county_id, item.section):
        raise Refused(ACT)
    held, _ = ItemState.objects.select_for_update().get_or_create(
        county_id=found.snapshot.county_id, year=found.snapshot.year, standard=found.standard.id, item=item.id
    )
    if held.version != seen:
        raise Moved(
            say(
                "这一项刚刚有人改动过，没有保存。请查看现在的状态，再保存一次。",
                "Somebody changed this item just now; nothing was saved. Look at it, then save again.",
            )
        )
    held.version += 1
    return held
