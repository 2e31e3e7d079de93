"""A person's verdicts on findings, kept by fingerprint, so that they stand when the report is audited again.

At the shell they live in a JSON file beside the report; the web keeps its own by the same fingerprints. The functions
here are pure but for `read` and `write`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from junheng.audit.model import Finding
from junheng.exchange import write_whole

_ENTRY = re.compile(r"verdicts\[(\d+)\]")

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
    except OSError:
        raise VerdictsError(
            f"{path}：意见文件打不开。请核对权限，或换一个文件名。",
            f"{path}: the file of verdicts cannot be opened. Check its permissions, or give another name.",
        ) from None
    try:
        held = msgspec.json.decode(content, type=_File).verdicts
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        zh, en = _wrong(error)
        raise VerdictsError(
            f"{path}：不是意见文件（{zh}）。请改正，或换一个新的文件名。",
            f"{path}: not a file of verdicts ({en}). Mend it, or give the name of a new file.",
        ) from None
    for one in held:
        if one.verdict == "dismissed" and not one.reason.strip():
            raise VerdictsError(
                f"{path}：{one.fingerprint} 标为不成立（dismissed）而没有理由（reason）。请写明理由。",
                f"{path}: {one.fingerprint} is dismissed without a reason. Give the reason.",
            )
    return {one.fingerprint: one for one in held}


def _wrong(error: Exception) -> tuple[str, str]:
    """Return what is wrong with a file's content, in both languages."""
    if not isinstance(error, msgspec.ValidationError):
        return "内容不是完整的 JSON", "its content is no complete JSON"
    entry = _ENTRY.search(str(error))
    if entry is None:
        return "应是一个 JSON 对象，其中 verdicts 是一列意见", "it must be a JSON object whose verdicts are a list"
    number = int(entry[1]) + 1
    return (
        f"第 {number} 条意见的栏目不对：须有 fingerprint，verdict 只能是 real、dismissed 或空",
        f"verdict {number} has wrong fields: it needs a fingerprint, and its verdict is real, dismissed or blank",
    )


def write(path: Path, verdicts: Mapping[str, Verdict]) -> None:
    """Write the verdicts, whole or not at all, in the order they are held."""
    content = msgspec.json.format(msgspec.json.encode(_File(list(verdicts.values()))), indent=1)
    with write_whole(path) as fresh:
        fresh.write_bytes(content + b"\n")


def listed(
    verdicts: Mapping[str, Verdict], findings: Iterable[Finding], say: Callable[[Finding], str] = lambda one: one.zh
) -> dict[str, Verdict]:
    """Return the verdicts with every finding that is not there yet, open; `say` gives a finding's sentence.

    Verdicts on findings that are gone stay: the wording may come back.
    """
    fresh = {one.fingerprint: Verdict(one.fingerprint, finding=say(one)) for one in findings}
    return {**fresh, **verdicts}


def standing(verdicts: Mapping[str, Verdict], findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that were not dismissed, in their order."""
    return [one for one in findings if not is_dismissed(verdicts.get(one.fingerprint))]


def is_dismissed(verdict: Verdict | None) -> bool:
    """Return whether a person set a finding aside."""
    return verdict is not None and verdict.verdict == "dismissed"
