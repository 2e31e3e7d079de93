"""What has run out is taken away, what is in use stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from junheng.web.operation.tidying import tidy


@pytest.mark.django_db
def test_sessions_past_their_end_are_taken_away_and_those_in_use_stay(as_: Any, cast: Any) -> None:
    as_("leader").get("/operation/health/live")
    late, used = as_("clerk"), as_("principal")
    for client, name in ((late, "clerk"), (used, "principal")):
        UserSession.objects.create(
            user=cast[name], session_key=client.session.session_key, ip="10.0.0.1", user_agent="test"
        )
    Session.objects.filter(pk=late.session.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    before = Session.objects.count()
    assert tidy() == 1
    assert Session.objects.count() == before - 1
    assert list(UserSession.objects.values_list("user__username", flat=True)) == ["principal"]
    assert tidy() == 0
