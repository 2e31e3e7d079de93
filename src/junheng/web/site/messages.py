"""Where a message waits for the next page: a cookie named like the others, the session for what is too long for it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _Cookie(CookieStorage):
    """Django's, under a name no other host and no unencrypted page can set."""

    cookie_name = "__Host-junheng_messages" if settings.SESSION_COOKIE_SECURE else "junheng_messages"


class Storage(FallbackStorage):
    """The cookie first, then the session."""

    storage_classes = (_Cookie, SessionStorage)
