"""Identity numbers at rest: encrypted (Fernet, keys outside the database), found by a keyed digest."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=1)
def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


def encrypt(text: str) -> str:
    """Return the text encrypted with the first key."""
    return _fernet().encrypt(text.encode()).decode("ascii")


def decrypt(token: str) -> str:
    """Return the text; raises InvalidToken when no key fits."""
    return _fernet().decrypt(token.encode()).decode()


def digest(number: str) -> str:
    """Return a keyed digest (HMAC-SHA256, hex) of an identity number, for an exact search without decrypting."""
    key = hashlib.sha256(b"digest" + settings.FIELD_KEYS[-1].encode()).digest()
    return hmac.new(key, number.strip().upper().encode(), hashlib.sha256).hexdigest()


class EncryptedField(models.TextField):
    """A text that is clear in Python and encrypted in the database. It cannot be filtered by: see `digest`."""

    def get_prep_value(self, value: Any) -> Any:
        """Return what is stored."""
        return None if value in {None, ""} else encrypt(str(value))

    def from_db_value(self, value: Any, *_: Any) -> Any:
        """Return what was stored, in clear."""
        return None if value is None else decrypt(value)
