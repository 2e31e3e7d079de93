"""What the pages show of findings: each with its verdict, what became of it from version to version."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from junheng.web.audits.models import SIGNS, TO_JUDGE, Finding, Kind, Report, Verdict, Version

QUOTE = 60
"""Characters of a finding's wording shown with it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding as the page shows it."""

    finding: Finding
    verdict: Verdict | None
    fresh: bool | None
    """Whether the version before did not have it; None where there was none."""
    quote: str
    page: int | None

    @property
    def number(self) -> int:
        """Return its number in its version."""
        return self.finding.number

    @property
    def sign(self) -> str:
        """Return the sign of its kind."""
        return SIGNS[Kind(self.finding.kind)]

    @property
    def words(self) -> str:
        """Return its working in the page's language."""
        return self.finding.words

    @property
    def open(self) -> bool:
        """Whether it waits for a person's word."""
        return self.verdict is None and self.finding.kind in TO_JUDGE

    @property
    def state(self) -> str:
        """Return `open`, `real`, `dismissed`, or `none` where nothing is to be said."""
        if self.verdict is not None:
            return self.verdict.decision
        return "open" if self.open else "none"


def shown(version: Version, before: Version | None) -> list[Shown]:
    """Return a version's findings, the heaviest first; `before` is the version read before it, if there was one."""
    verdicts = standing(version.report)
    known = fingerprints(before) if before is not None else None
    pages = _Pages(version)
    return [
        Shown(
            one,
            verdicts.get(one.fingerprint),
            None if known is None else one.fingerprint not in known,
            quote(version.text, one.spans),
            pages.of(one.spans),
        )
        for one in version.findings.all()
    ]


def gone(version: Version, before: Version | None) -> list[Finding]:
    """Return the findings the version before had and this one has not."""
    if before is None:
        return []
    here = fingerprints(version)
    return [one for one in before.findings.all() if one.fingerprint not in here]


def standing(report: Report) -> dict[str, Verdict]:
    """Return the verdicts that stand, by fingerprint."""
    return {one.fingerprint: one for one in report.verdicts.filter(undone_at=None)}


def fingerprints(version: Version) -> set[str]:
    """Return the fingerprints of a version's findings."""
    return set(version.findings.values_list("fingerprint", flat=True))


def quote(text: str, spans: Sequence[Sequence[int]]) -> str:
    """Return the wording a finding stands on, shortened, on one line."""
    found = " … ".join(" ".join(text[a:b].split()) for a, b in spans[:3] if a < b)
    return found if len(found) <= QUOTE else f"{found[:QUOTE]}…"


@dataclass(frozen=True, slots=True)
class Track:
    """What became of one finding: in which versions it is, what was said of it."""

    finding: Finding
    """As the newest version that has it words it."""
    present: tuple[bool, ...]
    """Version by version, the oldest first."""
    verdict: Verdict | None
    quote: str

    @property
    def fate(self) -> str:
        """Return `gone`, `new` (in the newest version alone, of several) or `there`."""
        if not self.present[-1]:
            return "gone"
        return "new" if len(self.present) > 1 and not any(self.present[:-1]) else "there"

    @property
    def sign(self) -> str:
        """Return the sign of its kind."""
        return SIGNS[Kind(self.finding.kind)]

    @property
    def words(self) -> str:
        """Return its working in the page's language."""
        return self.finding.words


def tracks(report: Report, versions: Sequence[Version]) -> list[Track]:
    """Return every finding of the versions (the oldest first), those of the newest version first."""
    verdicts = standing(report)
    by_version = [{one.fingerprint: one for one in version.findings.all()} for version in versions]
    latest: dict[str, tuple[Finding, Version]] = {}
    for version, found in zip(versions, by_version, strict=True):
        latest |= {fingerprint: (one, version) for fingerprint, one in found.items()}
    made = [
        Track(
            one,
            tuple(fingerprint in found for found in by_version),
            verdicts.get(fingerprint),
            quote(version.text, one.spans),
        )
        for fingerprint, (one, version) in latest.items()
    ]
    return sorted(made, key=lambda one: (not one.present[-1], one.finding.number))


def tally(findings: Iterable[Finding]) -> list[tuple[Kind, str, int]]:
    """Return each kind that was found with its sign and how many, in the order of `Kind`."""
    kinds = [one.kind for one in findings]
    return [(kind, SIGNS[kind], kinds.count(kind)) for kind in Kind if kind in kinds]


class _Pages:
    """Tells the page a finding begins on."""

    def __init__(self, version: Version) -> None:
        self.blocks = [(start, page) for _, start, _, page, *_ in version.blocks if page is not None]

    def of(self, spans: Sequence[Sequence[int]]) -> int | None:
        """Return the page of the first span; None where the file has no pages."""
        found = bisect_right(self.blocks, spans[0][0], key=lambda block: block[0]) if spans else 0
        return self.blocks[found - 1][1] if found else None
