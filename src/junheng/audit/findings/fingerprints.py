"""Fingerprints: the same finding in an edited report is the same finding.

A fingerprint is the hash of the kind, the rule and the wording the finding stands on, without spaces and with full-
and half-width forms made one, not of where it stands: edits elsewhere leave it as it is. Where the same wording stands
more than once, the findings are told apart by their order.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Iterable

LENGTH = 16
"""Hexadecimal digits: 64 bits, so that two of a million findings alike by chance are not to be expected."""


class Fingerprints:
    """Gives the findings of one report their fingerprints; asked in the order of the text."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def of(self, kind: str, rule: str, wordings: Iterable[str]) -> str:
        """Return the next fingerprint for this kind, rule and wording."""
        stem = "\x1f".join((kind, rule, *map(normalised, wordings)))
        self._seen[stem] += 1
        whole = f"{stem}\x1e{self._seen[stem]}"
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def normalised(wording: str) -> str:
    """Return a wording without spaces and breaks, with one width of letters, digits and marks."""
    return "".join(unicodedata.normalize("NFKC", wording).split())
