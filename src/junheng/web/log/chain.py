"""Adding to the log: each entry is sealed with its content and the seal of the entry before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from junheng.web.log.actor import Actor
from junheng.web.log.models import Entry, Head
from junheng.web.log.private import plain, withhold
from junheng.web.log.sealing import SEALED, seal
from junheng.web.log.verify import faults_here


def record(actor: Actor, act: str, thing: str = "", *, county: str | None = None, **detail: Any) -> Entry:
    """Add an entry, in the transaction of the act it tells of: either both are there or neither.

    `detail` is kept as JSON (before, after, purpose, counts …). No field of a person belongs into it; what comes all
    the same is withheld (`log.private`). The chain's end stays locked until that transaction ends, so that two
    writers never seal after the same entry: make this the last thing an act does.
    """
    with transaction.atomic():
        head, _ = Head.objects.select_for_update().get_or_create(pk=1)
        entry = Entry(
            number=head.number + 1,
            at=timezone.now(),
            user_name=plain(actor.name)[:150],
            channel=actor.channel,
            address=actor.address[:45],
            county_code=county or "",
            act=act,
            thing=plain(thing)[:200],
            detail=_json(detail) if detail else "",
        )
        entry.seal = seal(tuple(getattr(entry, name) for name in SEALED), head.seal)
        entry.save(force_insert=True)
        head.number, head.seal = entry.number, entry.seal
        head.save(update_fields=["number", "seal"])
    return entry


def broken() -> Iterator[tuple[int, str]]:
    """Yield the number and fault of each row where the chain does not hold, in order; nothing when it does."""
    yield from ((fault.number, fault.what) for fault in faults_here())


def _json(detail: dict[str, Any]) -> str:
    return json.dumps(withhold(detail), ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder)
