"""A person's verdicts on findings, kept by fingerprint, so that they stand when the report is audited again.

At the shell they live in a JSON file beside the report; the web keeps its own by the same fingerprints. The functions
here are pure but for `read` and `write`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from junheng.audit.model import Finding
from junheng.exchange import write_whole

VerdictKind = Literal["", "real", "dismissed"]


class Verdict(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person said of one finding: real, or dismissed with a reason; blank while nothing was said."""

    fingerprint: str
    verdict: VerdictKind = ""
    reason: str = ""
    finding: str = ""
    """The finding's sentence when it was listed, for whoever reads the file."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    verdicts: list[Verdict]


class VerdictsError(ValueError):
    """A file of verdicts that cannot be used; `zh` and `en` say why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def read(path: Path) -> dict[str, Verdict]:
    """Return the verdicts of a file by fingerprint; an absent file has none. Raises VerdictsError."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    try:
        held = msgspec.json.decode(content, type=_File).verdicts
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise VerdictsError(
            f"{path}：不是意见文件（{error}）。请改正，或换一个新的文件名。",
            f"{path}: not a file of verdicts ({error}). Mend it, or give the name of a new file.",
        ) from None
    for one in held:
        if one.verdict == "dismissed" and not one.reason.strip():
            raise VerdictsError(
                f"{path}：{one.fingerprint} 标为不成立（dismissed）而没有理由（reason）。请写明理由。",
                f"{path}: {one.fingerprint} is dismissed without a reason. Give the reason.",
            )
    return {one.fingerprint: one for one in held}


def write(path: Path, verdicts: Mapping[str, Verdict]) -> None:
    """Write the verdicts, whole or not at all, in the order they are held."""
    content = msgspec.json.format(msgspec.json.encode(_File(list(verdicts.values()))), indent=1)
    with write_whole(path) as fresh:
        fresh.write_bytes(content + b"\n")


def judged(
    verdicts: Mapping[str, Verdict], finding: Finding, verdict: VerdictKind, reason: str = ""
) -> dict[str, Verdict]:
    """Return the verdicts with one more. Raises VerdictsError for a dismissal without a reason."""
    if verdict == "dismissed" and not reason.strip():
        raise VerdictsError("标为不成立须写明理由。", "A dismissal needs a reason.")
    return {**verdicts, finding.fingerprint: Verdict(finding.fingerprint, verdict, reason.strip(), finding.zh)}


def listed(verdicts: Mapping[str, Verdict], findings: Iterable[Finding]) -> dict[str, Verdict]:
    """Return the verdicts with every finding that is not there yet, open.

    Verdicts on findings that are gone stay: the wording may come back.
    """
    fresh = {one.fingerprint: Verdict(one.fingerprint, finding=one.zh) for one in findings}
    return {**fresh, **verdicts}


def standing(verdicts: Mapping[str, Verdict], findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that were not dismissed, in their order."""
    return [one for one in findings if not is_dismissed(verdicts.get(one.fingerprint))]


def is_dismissed(verdict: Verdict | None) -> bool:
    """Return whether a person set a finding aside."""
    return verdict is not None and verdict.verdict == "dismissed"
