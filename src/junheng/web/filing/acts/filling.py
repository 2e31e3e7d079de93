"""What the clerk does to values: save, explain a doubt, tick a page off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from junheng.web.base.words import say
from junheng.web.filing.acts.common import NotNow, demand, in_state, locked
from junheng.web.filing.models import WITH_CLERK, FiledValue, Filing, Review, ValueChange
from junheng.web.filing.pages import pages as all_pages
from junheng.web.filing.things import filing_thing
from junheng.web.log.actor import Actor
from junheng.web.log.chain import record as log
from junheng.web.people.policy import Policy

MOST_EXPLANATION = 500
REVIEW_AFTER = Case(When(review=Review.REMARKED, then=Value(Review.MENDED)), default=F("review"))
"""A value that is changed after a remark counts as mended until the bureau looks again."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One value a person typed: the FiledValue's pk, the value (as kept) and the one they saw when they typed."""

    cell: int
    value: str | None
    seen: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else changed the value in between; `mine` was not saved, `theirs` stands."""

    theirs: FiledValue
    mine: str | None


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: the filing, the values as they stand now (those typed), and the conflicts among them."""

    filing: Filing
    values: tuple[FiledValue, ...]
    changed: int
    conflicts: tuple[Conflict, ...]


def save(actor: Actor, policy: Policy, filing: Filing, typed: Iterable[Typed], *, source: str = "page") -> Saved:
    """Keep what was typed, with who, when, before and after; nothing of it is lost once this returns.

    A value that somebody else changed since it was seen is not overwritten: it comes back as a conflict, the rest
    is saved. Values that were left as seen are not touched. An explanation holds for the value it was given for: with
    another value it goes into the history. Raises NotNow when the filing is not with the clerk or
    a cell is none of it; nothing is saved then.
    """
    demand(policy, "filing.fill", filing)
    wishes = {one.cell: one for one in typed}
    meant = [one for one in wishes.values() if one.value != one.seen]
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, *WITH_CLERK)
        values = {one.pk: one for one in FiledValue.objects.filter(filing=now, pk__in=list(wishes))}
        if len(values) != len(wishes):
            raise NotNow(
                say(
                    "这一行已不在填报中，没有保存。请刷新页面。",
                    "This row is no longer part of the filing; nothing was saved. Reload the page.",
                )
            )
        conflicts, moved = _sorted_out(values, meant)
        if moved:
            _keep(actor, now, moved, source)
        return Saved(now, tuple(values.values()), len(moved), tuple(conflicts))


def _sorted_out(
    values: dict[int, FiledValue], meant: Sequence[Typed]
) -> tuple[list[Conflict], list[tuple[FiledValue, str | None]]]:
    conflicts, moved = [], []
    for wish in meant:
        one = values[wish.cell]
        if one.value == wish.value:
            continue
        if one.value != wish.seen:
            conflicts.append(Conflict(one, wish.value))
        else:
            moved.append((one, wish.value))
    return conflicts, moved


def _keep(actor: Actor, filing: Filing, moved: Sequence[tuple[FiledValue, str | None]], source: str) -> None:
    """Write the values, their history, the filing's counts and the log: five statements and the log's own."""
    at = timezone.now()
    changes = [
        ValueChange(
            filing=filing,
            table=one.table,
            key=one.key,
            field=one.field,
            before=one.value,
            after=value,
            source=source,
            by_name=actor.name,
            at=at,
        )
        for one, value in moved
    ]
    changes += [change(actor, one, "explanation", one.explanation, "", source) for one, _ in moved if one.explanation]
    pks = [one.pk for one, _ in moved]
    asked = {name: frozenset(fields) for name, fields in filing.round.fields.items()}
    counted = [(one, value) for one, value in moved if one.field in asked.get(one.table, ())]
    filing.filled += sum((value is not None) - (one.value is not None) for one, value in counted)
    cases = [When(pk=one.pk, then=Value(value)) for one, value in moved]
    FiledValue.objects.filter(pk__in=pks).update(
        value=Case(*cases, output_field=FiledValue._meta.get_field("value")),
        by_name=actor.name,
        at=at,
        source=source,
        review=REVIEW_AFTER,
        explanation="",
    )
    ValueChange.objects.bulk_create(changes)
    filing.version += 1
    filing.save(update_fields=["filled", "version"])
    log(actor, "filing.save", filing_thing(filing), county=filing.county_id, source=source, changed=len(moved))
    for one, value in moved:
        one.value, one.by_name, one.at, one.source, one.explanation = value, actor.name, at, source, ""
        one.review = Review.MENDED if one.review == Review.REMARKED else one.review


def explain(actor: Actor, policy: Policy, filing: Filing, cell: int, words: str) -> FiledValue:
    """Keep the school's words on a doubt at a figure; blank takes them back. Raises NotNow as `save` does."""
    demand(policy, "filing.fill", filing)
    words = " ".join(words.split())[:MOST_EXPLANATION]
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, *WITH_CLERK)
        one = FiledValue.objects.filter(filing=now, pk=cell).first()
        if one is None:
            raise NotNow(say("这一行已不在填报中，没有保存。", "This row is no longer part of the filing."))
        if one.explanation != words:
            note_change(actor, one, "explanation", one.explanation, words)
            one.explanation = words
            one.save(update_fields=["explanation"])
            now.version += 1
            now.save(update_fields=["version"])
            log(actor, "filing.explain", filing_thing(now), county=now.county_id, field=one.field)
    return one


def page_done(actor: Actor, policy: Policy, filing: Filing, pages: Iterable[str]) -> Filing:
    """Tick pages off: the clerk went through them. Names that are no pages of the round are passed over."""
    demand(policy, "filing.fill", filing)
    with transaction.atomic():
        now = locked(filing.pk)
        in_state(now, *WITH_CLERK)
        tick(actor, now, pages)
    return now


def tick(actor: Actor, now: Filing, pages: Iterable[str]) -> None:
    """Tick pages off on a filing its caller holds locked; permission and state were asked by the caller."""
    known = {page.id for page in all_pages(now.round.fields)}
    fresh = [page for page in dict.fromkeys(pages) if page in known and page not in now.pages_done]
    if fresh:
        now.pages_done = [*now.pages_done, *fresh]
        now.save(update_fields=["pages_done"])
        log(actor, "filing.page", filing_thing(now), county=now.county_id, pages=fresh)


def note_change(actor: Actor, one: FiledValue, aspect: str, before: str, after: str) -> None:
    """Add a change of a value's explanation or remark to its history."""
    change(actor, one, aspect, before, after, "page").save()


def change(actor: Actor, one: FiledValue, aspect: str, before: str, after: str, source: str) -> ValueChange:
    """Return a change of a value's explanation or remark, not yet kept."""
    return ValueChange(
        filing_id=one.filing_id,
        table=one.table,
        key=one.key,
        field=one.field,
        aspect=aspect,
        before=before or None,
        after=after or None,
        source=source,
        by_name=actor.name,
        at=timezone.now(),
    )
