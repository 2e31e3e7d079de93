"""What the stories count and do again and again: clicks, seconds, jobs waited for, codes of an authenticator."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import sys
import time
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Walk:
    """One person's way through the pages: each click is counted, the clock runs from the first."""

    page: Any
    clicks: int = 0
    began: float = field(default_factory=time.monotonic)

    def click(self, what: Any) -> None:
        """Click something and wait for the page that comes of it."""
        what.click()
        self.clicks += 1
        self.page.wait_for_load_state()

    def link(self, words: str, inside: str = "main") -> None:
        """Click the first link that says so."""
        self.click(self.page.locator(inside).get_by_role("link", name=words).first)

    def button(self, words: str, inside: str = "main") -> None:
        """Click the first button that says so."""
        self.click(self.page.locator(inside).get_by_role("button", name=words).first)

    def says(self, words: str) -> None:
        """Wait until the words stand on the page."""
        self.page.get_by_text(words).first.wait_for()

    @property
    def seconds(self) -> float:
        """Return how long the walk has taken, in seconds of the machine."""
        return time.monotonic() - self.began

    def told(self, story: str) -> None:
        """Print what was measured; `pytest -rP` shows it."""
        sys.stdout.write(f"{story}: {self.clicks} clicks, {self.seconds:.1f} s\n")


def totp(key: str, at: float | None = None) -> str:
    """Return the six digits an authenticator shows for a base32 key at a time (RFC 6238: SHA-1, 30 seconds)."""
    step = int((time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(key + "=" * (-len(key) % 8)), struct.pack(">Q", step), hashlib.sha1).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
