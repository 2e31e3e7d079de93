"""Findings made by hand, so that the pages are tested whatever the auditor finds."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from junheng.audit.engine import Audit
from junheng.audit.model import Block, Clean, Document
from junheng.audit.model import Finding as Found

TEXT = "全县有学校12所，其中小学9所、初中2所。\n学生300人，占比40%。\n投入XX万元。"


def at(words: str) -> tuple[int, int]:
    """Return where the words stand in TEXT."""
    start = TEXT.index(words)
    return start, start + len(words)


FINDINGS = (
    Found(
        "contradiction", 90, (at("12所"), at("9所"), at("2所。")), "9+2=11，不是12。", "9 + 2 = 11, not 12.", "total",
        "sum1",
    ),
    Found("doubt", 50, (at("占比40%"),), "占比没有说是占谁的。", "The share does not say of what.", "share", "share1"),
    Found("blank", 40, (at("XX"),), "有没填的空：XX。", "A blank was left: XX.", "mask", "blank1"),
)  # fmt: skip


def audit_of(document: Document, findings: tuple[Found, ...] = FINDINGS) -> Audit:
    """Return an audit that found what is given."""
    return Audit(Clean(document, document.text, (0,), (0,)), (), (), (), findings)


def read(path: Any) -> Document:
    """Return a text file as paragraphs, one a line."""
    text = path.read_text("utf-8")
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    return Document(path.name, text, tuple(blocks))


def file(content: str | bytes = TEXT, name: str = "总结.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
