"""A backup as one file: a tar archive that any tar reads, closed by a manifest that proves every byte of it.

Members come in this order: the database, the files of the installation, a note on the keys, `manifest.json`. The
manifest holds size and SHA-256 of each part, the SHA-256 of all bytes before it (headers and padding included) and,
as `seal`, its own. After it come the zeros tar files end with, and nothing else. This proves that a backup is as it
was written; who can write to the place where backups lie can also make another one.
"""

from __future__ import annotations

import hashlib
import os
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import IO

import msgspec

MANIFEST = "manifest.json"
FORMAT = 1
BLOCK = 1024 * 1024


class Unusable(Exception):  # noqa: N818 (what it says)
    """A backup, or what it is to be restored into, cannot be used: why, in words, and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file in the backup."""

    size: int
    sha256: str


class Keys(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The keys the installation had: fingerprints; the keys themselves only where `included`."""

    field: tuple[str, ...]
    """Of the keys identity numbers are encrypted with, the one written with first."""
    included: bool


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a backup holds and what it was made of."""

    junheng: str = "backup"
    format: int = FORMAT
    version: str
    """Of the program that made it."""
    made_at: str
    vendor: str
    """sqlite or postgresql"""
    database: str
    """The database's part."""
    server: str
    """Version of the database."""
    rows: Mapping[str, int]
    """Rows by table."""
    migrations: tuple[tuple[str, str], ...]
    log_number: int
    log_seal: str
    keys: Keys
    parts: Mapping[str, Part]
    before: str = ""
    """SHA-256 of all bytes of the file before the manifest."""
    seal: str = ""
    """SHA-256 of this manifest with a blank seal."""


def write(path: Path, manifest: Manifest, parts: Iterable[tuple[str, Path]]) -> Manifest:
    """Write the archive to `path`, which must not exist; only its owner may read it. Return the manifest as written.

    A file that is gone by the time it is to be read is left out: temporary files come and go.
    """
    found: dict[str, Part] = {}
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        whole = hashlib.sha256()
        for name, source in parts:
            try:
                content = source.open("rb")
            except FileNotFoundError:
                continue
            with content:
                found[name] = _add(file, whole, name, content)
        manifest = msgspec.structs.replace(manifest, parts=found, before=whole.hexdigest())
        manifest = msgspec.structs.replace(manifest, seal=_seal(manifest))
        file.write(_closing(manifest, file.tell()))
        file.flush()
        os.fsync(file.fileno())
    return manifest


def check(path: Path) -> Manifest:
    """Read all of the archive and return its manifest; raises Unusable, naming what is damaged, and OSError."""
    with path.open("rb") as file:
        try:
            with tarfile.open(fileobj=file, mode="r:") as tar:
                members = tar.getmembers()
            manifest, at = _manifest(file, members)
        except (tarfile.TarError, msgspec.MsgspecError, ValueError, OverflowError, EOFError) as error:
            raise _damaged("没有完整的清单", "it has no whole manifest") from error
        if manifest.format != FORMAT:
            raise Unusable(
                f"备份格式为第 {manifest.format} 版，本程序只读第 {FORMAT} 版。请用制作它的版本恢复。",
                f"The backup has format {manifest.format}, this program reads format {FORMAT}. Restore it with the"
                " version that made it.",
            )
        _check_closing(file, manifest, at)
        if _digest(file, 0, at) != manifest.before:
            _name_the_damage(file, manifest, members)
    return manifest


def unpack(path: Path, manifest: Manifest, target: Path) -> None:
    """Write the parts under `target`, each checked once more as it is written. Raises Unusable."""
    with tarfile.open(path, "r:") as tar:
        for member in tar:
            if member.name == MANIFEST:
                continue
            place = target / _safe(member.name)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            source = tar.extractfile(member)
            digest = hashlib.sha256()
            with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                while source is not None and (block := source.read(BLOCK)):
                    digest.update(block)
                    file.write(block)
            if manifest.parts.get(member.name) != Part(member.size, digest.hexdigest()):
                raise _damaged(f"{member.name} 与清单不符", f"{member.name} does not fit the manifest")


def tree(prefix: str, folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield name and path of every file under `folder`, in order; hidden ones, being half-written, not."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        inside = path.relative_to(folder)
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in inside.parts):
            yield f"{prefix}/{inside.as_posix()}", path


def _add(file: IO[bytes], whole: hashlib._Hash, name: str, content: IO[bytes]) -> Part:
    """Write one member: exactly as many bytes as its header says, whatever becomes of the file meanwhile."""
    size = os.fstat(content.fileno()).st_size
    part = hashlib.sha256()
    _put(file, whole, _header(name, size))
    left = size
    while left:
        block = content.read(min(BLOCK, left))
        if not block:
            raise Unusable(
                f"{name} 在备份过程中变短，没有写出备份。请重试。",
                f"{name} became shorter while it was read; no backup was written. Try again.",
            )
        part.update(block)
        _put(file, whole, block)
        left -= len(block)
    _put(file, whole, bytes(-size % tarfile.BLOCKSIZE))
    return Part(size, part.hexdigest())


def _put(file: IO[bytes], whole: hashlib._Hash, block: bytes) -> None:
    whole.update(block)
    file.write(block)


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info.tobuf(tarfile.PAX_FORMAT)


def _seal(manifest: Manifest) -> str:
    return hashlib.sha256(_text(msgspec.structs.replace(manifest, seal=""))).hexdigest()


def _text(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=1)


def _closing(manifest: Manifest, at: int) -> bytes:
    """Return the bytes from the manifest's header, which stands `at`, to the end of the file."""
    text = _text(manifest)
    closing = _header(MANIFEST, len(text)) + text + bytes(-len(text) % tarfile.BLOCKSIZE) + bytes(2 * tarfile.BLOCKSIZE)
    return closing + bytes(-(at + len(closing)) % tarfile.RECORDSIZE)


def _manifest(file: IO[bytes], members: list[tarfile.TarInfo]) -> tuple[Manifest, int]:
    if not members or members[-1].name != MANIFEST:
        raise ValueError(MANIFEST)
    last = members[-1]
    file.seek(last.offset_data)
    return msgspec.json.decode(file.read(last.size), type=Manifest), last.offset


def _check_closing(file: IO[bytes], manifest: Manifest, at: int) -> None:
    file.seek(at)
    closing = _closing(manifest, at)
    if manifest.seal != _seal(manifest) or file.read(len(closing) + 1) != closing:
        raise _damaged("清单或文件末尾被改动", "the manifest or the end of the file was changed")


def _digest(file: IO[bytes], start: int, size: int) -> str:
    digest = hashlib.sha256()
    file.seek(start)
    while size and (block := file.read(min(BLOCK, size))):
        digest.update(block)
        size -= len(block)
    return digest.hexdigest()


def _name_the_damage(file: IO[bytes], manifest: Manifest, members: list[tarfile.TarInfo]) -> None:
    for member in members[:-1]:
        part = manifest.parts.get(member.name)
        if part is None or _digest(file, member.offset_data, member.size) != part.sha256:
            raise _damaged(f"{member.name} 与清单不符", f"{member.name} does not fit the manifest")
    raise _damaged("各部分之间的字节被改动", "bytes between the parts were changed")


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise _damaged(f"部分名称不合法：{name!r}", f"a part has an impossible name: {name!r}")
    return path


def _damaged(zh: str, en: str) -> Unusable:
    return Unusable(
        f"备份已损坏：{zh}。没有恢复任何内容，现有数据未受影响。请改用另一份备份。",
        f"The backup is damaged: {en}. Nothing was restored and what is there is untouched. Use another backup.",
    )
