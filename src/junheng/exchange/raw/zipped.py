"""The zip package a workbook comes in: its members, unpacked in chunks and held to what they claim."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from junheng.dictionary import Title
from junheng.exchange.model import Refused
from junheng.exchange.raw.limits import MEBIBYTE, Limits, too_large
from junheng.exchange.words import SAVE_AGAIN, refused

_INPUT = 128 * 1024
_OUTPUT = 4 * MEBIBYTE
_JUDGED = 16 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the package: where its packed bytes begin, how many they are, and what they should unpack to."""

    name: str
    start: int
    packed: int
    size: int
    check: int
    deflated: bool


def damaged(file: str, zh: str = "文件已损坏或不完整", en: str = "the file is damaged or incomplete") -> Refused:
    """Return the refusal of a file whose bytes do not hold together."""
    return refused("unreadable", file, Title(zh, en), SAVE_AGAIN)


def members(data: bytes, file: str, limits: Limits) -> list[Member]:
    """Return the package's files; raises `Refused` when it is damaged, locked, or claims more than is allowed."""
    if (count := data.count(b"PK\x01\x02")) > limits.entries:
        raise too_large(file, "entries", limits.entries, count)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos, remark = archive.infolist(), archive.comment
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OverflowError, EOFError) as error:
        raise damaged(file) from error
    names = [info.filename.lower() for info in infos]
    if b"PK\x05\x06" in remark or len(set(names)) != len(names) or "" in names:
        raise damaged(
            file, "文件包内有重名或嵌套的内容", "the package has entries of one name, or one nested in another"
        )
    declared = sum(info.file_size for info in infos)
    if declared > limits.expanded_bytes:
        raise too_large(file, "expanded_bytes", limits.expanded_bytes // MEBIBYTE, declared // MEBIBYTE, unit=" MB")
    return [_member(data, info, file) for info in infos if not info.is_dir()]


def _member(data: bytes, info: zipfile.ZipInfo, file: str) -> Member:
    if info.flag_bits & 0x1:
        raise refused(
            "password",
            file,
            Title("文件有密码", "the file is protected by a password"),
            Title("请去掉密码后另存再导入", "take the password off, save it and read that"),
        )
    head = data[info.header_offset : info.header_offset + 30]
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} or head[:4] != b"PK\x03\x04":
        raise damaged(file)
    start = info.header_offset + 30 + sum(struct.unpack("<HH", head[26:30])) if len(head) == 30 else -1
    if start < 0 or start + info.compress_size > len(data):
        raise damaged(file)
    deflated = info.compress_type == zipfile.ZIP_DEFLATED
    return Member(info.filename, start, info.compress_size, info.file_size, info.CRC, deflated)


def unpack(data: bytes, member: Member, file: str, limits: Limits) -> Iterator[bytes]:
    """Yield the member's bytes as they really unpack, in chunks.

    Raises `Refused` as soon as they go beyond a limit, and at the end when they are not what the package claims.
    """
    size = check = 0
    for chunk in _inflated(data, member, file):
        size, check = size + len(chunk), zlib.crc32(chunk, check)
        if size > limits.expanded_bytes:
            raise too_large(file, "expanded_bytes", limits.expanded_bytes // MEBIBYTE, size // MEBIBYTE, unit=" MB")
        if size > _JUDGED and size > limits.ratio * max(member.packed, 1):
            raise too_large(file, "ratio", limits.ratio, size // max(member.packed, 1))
        yield chunk
    if (size, check) != (member.size, member.check):
        raise damaged(file)


def _inflated(data: bytes, member: Member, file: str) -> Iterator[bytes]:
    packed = memoryview(data)[member.start : member.start + member.packed]
    if not member.deflated:
        for place in range(0, len(packed), _OUTPUT):
            yield bytes(packed[place : place + _OUTPUT])
        return
    unpacker = zlib.decompressobj(-15)
    try:
        for place in range(0, len(packed), _INPUT):
            rest: bytes | memoryview = packed[place : place + _INPUT]
            while rest:
                if chunk := unpacker.decompress(rest, _OUTPUT):
                    yield chunk
                rest = unpacker.unconsumed_tail
            if unpacker.eof:
                break
        while chunk := unpacker.decompress(b"", _OUTPUT):
            yield chunk
    except zlib.error as error:
        raise damaged(file) from error
    if not unpacker.eof:
        raise damaged(file)
