"""The filing goes on its way: clerk → principal → bureau, and back with remarks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from junheng.web.base.words import say
from junheng.web.filing.acts.common import NotNow, demand, in_round, in_state, locked, locked_round, same_version
from junheng.web.filing.acts.filling import note_change, tick
from junheng.web.filing.models import IN, WITH_CLERK, FiledValue, Filing, Reminder, Review, Round, State
from junheng.web.filing.notes import notes
from junheng.web.filing.pages import pages
from junheng.web.filing.sheet import read, seal
from junheng.web.filing.things import filing_thing, round_thing
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.policy import Policy

MOST_REMARK = 500


def hand_over(actor: Actor, policy: Policy, filing: Filing, confirmed: Iterable[str] = ()) -> Filing:
    """Clerk → principal. Raises NotNow while a page was not gone through, a fault stands or a doubt is unexplained.

    `confirmed` names pages the clerk says were gone through elsewhere; they are ticked with it, or not at all.
    """
    demand(policy, "filing.fill", filing)
    in_state(filing, *WITH_CLERK)
    gone_through = {*filing.pages_done, *(confirmed := list(confirmed))}
    left = [page for page in pages(filing.round.fields) if page.id not in gone_through]
    if left:
        raise NotNow(
            say(
                f"还有 {len(left)} 页没有核对：{'、'.join(page.title.zh for page in left)}。",
                f"{len(left)} pages were not gone through yet: {', '.join(page.title.en for page in left)}.",
            )
        )
    hindering = [note for note in notes(read(filing)) if note.hinders]
    if hindering:
        raise NotNow(
            say(
                f"还有 {len(hindering)} 处没有处理：错误要改正，疑问要说明。",
                f"{len(hindering)} places are left: faults have to be mended, doubts explained.",
            )
        )
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, *WITH_CLERK)
        same_version(now, filing.version)
        tick(actor, now, confirmed)
        now.filled_at, now.filled_by = timezone.now(), actor.name
        return _move(actor, now, State.FILLED, "filing.hand_over", "filled_at", "filled_by")


def send_back(actor: Actor, policy: Policy, filing: Filing, words: str) -> Filing:
    """Principal → clerk, with a word on why; the filing is open again."""
    demand(policy, "filing.sign", filing)
    words = _said(words)
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, State.FILLED)
        now.remark, now.remark_by = words, actor.name
        return _move(actor, now, State.OPEN, "filing.send_back", "remark", "remark_by", remark=words)


def sign(actor: Actor, policy: Policy, filing: Filing, version: int) -> Filing:
    """Principal → bureau: what was read (`version`) is signed and frozen; its hash is kept.

    That the signer is who they are is asked by the caller (the password typed again).
    """
    demand(policy, "filing.sign", filing)
    sealed = seal(read(filing))
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, State.FILLED)
        same_version(now, version)
        same_version(now, filing.version)
        now.signed_at, now.signed_by, now.seal = timezone.now(), actor.name, sealed
        now.late = timezone.localdate() > now.round.due
        names = ("signed_at", "signed_by", "seal", "late")
        return _move(actor, now, State.SIGNED, "filing.sign", *names, seal=sealed, late=now.late)


def remark(actor: Actor, policy: Policy, filing: Filing, cell: int, words: str) -> FiledValue:
    """Keep the bureau's words on one figure; blank takes them back. The school sees them once it is returned."""
    demand(policy, "filing.review", filing)
    words = " ".join(words.split())[:MOST_REMARK]
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, *IN)
        one = FiledValue.objects.filter(filing=now, pk=cell).first()
        if one is None:
            raise NotNow(say("没有这一项，没有保存。", "There is no such figure; nothing was saved."))
        if one.remark != words:
            note_change(actor, one, "remark", one.remark, words)
            one.remark = words
            one.review = Review.REMARKED if words else Review.NONE
            one.save(update_fields=["remark", "review"])
            log(actor, "filing.remark", filing_thing(now), county=now.county_id, field=one.field)
    return one


def accept(actor: Actor, policy: Policy, filing: Filing, version: int) -> Filing:
    """Accept a signed filing whole, as it was read (`version`).

    Raises NotNow when it has changed since, or its content is not what was signed.
    """
    demand(policy, "filing.review", filing)
    with transaction.atomic():
        locked_round(filing.round_id)
        now = locked(filing.pk)
        in_state(now, State.SIGNED)
        same_version(now, version)
        if seal(read(now)) != now.seal:
            raise NotNow(
                say(
                    "内容与签字时不一致，不能接受。请联系系统管理员查日志。",
                    "The content is not what was signed: it cannot be accepted. Have the log looked at.",
                )
            )
        now.values.update(review=Review.ACCEPTED, remark="")
        now.reviewed_at, now.reviewed_by = timezone.now(), actor.name
        return _move(actor, now, State.ACCEPTED, "filing.accept", "reviewed_at", "reviewed_by")


def give_back(actor: Actor, policy: Policy, filing: Filing, version: int, words: str) -> Filing:
    """Bureau → clerk, with remarks at figures, a word on the whole, or both; `version` is what was read.

    Raises NotNow where there is neither, or when the filing has changed since.
    """
    demand(policy, "filing.review", filing)
    words = " ".join(words.split())[:MOST_REMARK]
    with transaction.atomic():
        locked_round(filing.round_id)
        now = locked(filing.pk)
        in_state(now, *IN)
        same_version(now, version)
        remarks = now.values.exclude(remark="").count()
        if not (remarks or words):
            raise NotNow(
                say(
                    "请先在有问题的指标旁写意见，或写一句总的意见，再退回。",
                    "Write a remark at the figures in question, or one on the whole, before returning it.",
                )
            )
        now.values.filter(review=Review.ACCEPTED).update(review=Review.NONE)
        now.remark, now.remark_by = words, actor.name
        now.reviewed_at, now.reviewed_by = timezone.now(), actor.name
        now.seal, now.signed_at, now.signed_by = "", None, ""
        names = ("remark", "remark_by", "reviewed_at", "reviewed_by", "seal", "signed_at", "signed_by")
        return _move(actor, now, State.RETURNED, "filing.return", *names, remark=words, remarks=remarks)


def remind(actor: Actor, policy: Policy, one: Round, filings: Iterable[Filing], words: str) -> int:
    """Remind the schools among `filings` that are not in yet; return how many. They see it on their first page."""
    policy.demand("filing.review", county=one.county_id, school="")
    words = " ".join(words.split())[:200]
    with transaction.atomic():
        in_round(locked_round(one.pk))
        waiting = [filing for filing in filings if filing.round_id == one.pk and filing.state not in IN]
        if waiting:
            Reminder.objects.bulk_create(Reminder(filing=each, text=words, by_name=actor.name) for each in waiting)
            codes = [each.school_code for each in waiting]
            log(actor, "filing.remind", round_thing(one), county=one.county_id, schools=codes, text=words)
    return len(waiting)


def _move(actor: Actor, filing: Filing, state: State, act: str, *names: str, **detail: object) -> Filing:
    before, filing.state = filing.state, state
    filing.version += 1
    filing.save(update_fields=["state", "version", *names])
    log(actor, act, filing_thing(filing), county=filing.county_id, before=before, after=state, **detail)
    return filing


def _said(words: str) -> str:
    words = " ".join(words.split())[:MOST_REMARK]
    if not words:
        raise NotNow(say("请写明退给填报员的原因。", "Say why it goes back to the clerk."))
    return words
