"""Which rows stand for files with a hash: what a drill looks for on the disk."""

from __future__ import annotations

from junheng.dictionary import Title
from junheng.web.evidence.store import path_of
from junheng.web.log import pack_files
from junheng.web.operation.invariants import register


def register_all() -> None:
    """Register evidence and the yearly packs."""
    register(
        "evidence.File",
        Title("佐证材料", "evidence"),
        path=lambda row: path_of(row.stored),
        sha256=lambda row: row.sha256,
    )
    register(
        "log.Pack",
        Title("年度审计材料", "yearly pack"),
        path=pack_files.place,
        sha256=lambda row: row.sha256,
    )
