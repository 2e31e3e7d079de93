"""Keys told apart without showing them, and the note on keys every backup carries."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from junheng.web.operation.archive import Unusable

FIELD = Path("keys/field.keys")
NOTE = """密钥说明 / A note on keys

{where_zh}
{where_en}

身份证件号的密钥（指纹，首个用于写入） / keys of identity numbers (fingerprints, the first one writes):
{names}

原存放处：数据目录 keys/field.keys，或 JUNHENG_FIELD_KEYS 所指文件。
请把它复制到与备份分开、加锁的地方（如安全管理员保管的加密 U 盘），至少两份，并登记指纹。
会话密钥 keys/secret.key 可以不备份：丢失后所有人重新登录。

Kept in keys/field.keys of the data directory, or the file JUNHENG_FIELD_KEYS names.
Keep copies apart from the backups, locked away (an encrypted stick with the security administrator, say),
two at least, and write down the fingerprints.
keys/secret.key need not be kept: without it everybody signs in again.
"""


def fingerprint(key: str) -> str:
    """Return 16 hex digits that tell a key from others and nothing else of it."""
    return hashlib.sha256(b"junheng key fingerprint\0" + key.encode()).hexdigest()[:16]


def fingerprints(keys: Sequence[str]) -> tuple[str, ...]:
    """Return the fingerprint of each key, in order."""
    return tuple(map(fingerprint, keys))


def read(path: Path) -> list[str]:
    """Return the keys in a file, an empty list when there is none."""
    return path.read_text("ascii").split() if path.is_file() else []


def demand(keys: Sequence[str], wanted: Sequence[str], place: Path) -> None:
    """Raise Unusable unless these keys open what was encrypted: all wanted are there, and the last is the same.

    The last key also makes the digests identity numbers are searched by.
    """
    have = fingerprints(keys)
    if not keys:
        raise Unusable(
            f"没有加密密钥：{place} 不存在。身份证件号离开密钥无法读出，因此没有恢复任何内容。请把密钥文件（指纹"
            f" {'、'.join(wanted)}）放到该处，或用 --keys 指明。",
            f"There is no key: {place} does not exist. Identity numbers cannot be read without it, so nothing was"
            f" restored. Put the file of keys ({', '.join(wanted)}) there, or name it with --keys.",
        )
    if not set(wanted) <= set(have) or have[-1] != wanted[-1]:
        raise Unusable(
            f"密钥不符：{place} 里是 {'、'.join(have)}，备份需要 {'、'.join(wanted)}。没有恢复任何内容。"
            "请换用备份当时的密钥文件。",
            f"The keys do not fit: {place} holds {', '.join(have)}, the backup needs {', '.join(wanted)}. Nothing was"
            " restored. Use the file of keys of the time of the backup.",
        )


def note(field: Sequence[str], *, included: bool) -> str:
    """Return the note that lies in the backup: which keys it needs and where they are to be kept."""
    where_zh = (
        "本备份含密钥（keys/）：任何拿到它的人都能读出身份证件号，请像密钥一样保管。"
        if included
        else "本备份不含密钥。没有密钥，备份里的身份证件号谁也读不出，也无法恢复。"
    )
    where_en = (
        "This backup holds the keys (keys/): whoever has it can read identity numbers. Keep it as you keep keys."
        if included
        else "The keys are not in this backup. Without them nobody can read its identity numbers, nor restore it."
    )
    names = "\n".join(f"  {each}" for each in fingerprints(field))
    return NOTE.format(where_zh=where_zh, where_en=where_en, names=names)
