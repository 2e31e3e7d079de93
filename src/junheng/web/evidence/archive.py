"""The archive as one file for the inspection team: numbered folders, an index to open in a browser, a list of hashes.

The same files give the same bytes: members stand in the tree's order with a fixed date.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.template.loader import render_to_string

from junheng.web.evidence import store
from junheng.web.evidence.models import File
from junheng.web.evidence.tree import Group, Node
from junheng.web.judgement.service import Judged

WHEN = (2000, 1, 1, 0, 0, 0)
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class Member:
    """One file in the archive: its number, path and hash; a file under several items lies there once."""

    number: str
    path: str
    file: File


def members(groups: Sequence[Group]) -> dict[int, Member]:
    """Return each file's place, by id: `02-G11-title/G11-001-title.pdf`."""
    found: dict[int, Member] = {}
    for position, group in enumerate(groups, 1):
        for node in group.nodes:
            for count, file in enumerate(node.files, 1):
                number = f"{node.id}-{count:03}"
                folder = f"{position:02}-{safe(group.title.zh, 20)}/{node.id}-{safe(node.title.zh, 30)}"
                title = Path(file.title).stem if file.title == file.name else file.title
                path = f"{folder}/{number}-{safe(title, 60)}.{file.kind}"
                found.setdefault(file.pk, Member(number, path, file))
    return found


def safe(text: str, most: int) -> str:
    """Return a text as part of a file's name on any system."""
    return UNSAFE.sub("_", text).strip(" .")[:most] or "_"


def write(
    target: Path,
    groups: Sequence[Group],
    heading: dict[str, object],
    judged: Judged | None,
    progress: Callable[[int, int], None],
) -> int:
    """Write the archive to `target`; return how many files it holds.

    Raises store.Lost when a file is missing or not what was put in: an archive with a hole is worse than none.
    """
    placed = members(groups)
    sums: list[tuple[str, str]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for done, member in enumerate(placed.values()):
            progress(done, len(placed))
            path = store.checked(member.file.stored, member.file.sha256)
            with path.open("rb") as source, archive.open(_entry(member.path), "w", force_zip64=True) as into:
                while chunk := source.read(store.CHUNK):
                    into.write(chunk)
            sums.append((member.file.sha256, member.path))
        index = render_to_string("evidence/archive.html", {**heading, "groups": _rows(groups, placed, judged)})
        listing = _listing(groups, placed)
        for name, text in (("index.html", index), ("index.csv", listing)):
            data = text.encode("utf-8-sig" if name.endswith("csv") else "utf-8")
            archive.writestr(_entry(name), data)
            sums.append((hashlib.sha256(data).hexdigest(), name))
        archive.writestr(_entry("SHA256SUMS"), "".join(f"{sha256}  {name}\n" for sha256, name in sums).encode())
    return len(placed)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _rows(groups: Sequence[Group], placed: dict[int, Member], judged: Judged | None) -> list[dict[str, object]]:
    """Return the tree as the index shows it, with each item's verdict and working where there is an assessment."""
    results = {}
    if judged is not None:
        found = judged.assessment
        every = (*found.preconditions, *found.items, *found.recognition, *found.vetoes)
        results = {item.id: item for item in every}
    return [
        {
            "title": group.title,
            "nodes": [
                {
                    "node": node,
                    "result": results.get(node.id),
                    "files": [(placed[file.pk], file) for file in node.files],
                    "missing": [slot for slot in node.slots if slot.missing],
                }
                for node in group.nodes
            ],
        }
        for group in groups
    ]


def _listing(groups: Sequence[Group], placed: dict[int, Member]) -> str:
    """Return the index as a table: number, item, material, title, document number, path, SHA-256."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["编号 number", "条目 item", "材料 material", "名称 title", "文号", "路径 path", "SHA-256"])
    for group in groups:
        for node in group.nodes:
            for material, file in _materials(node):
                member = placed[file.pk]
                cells = [member.number, f"{node.id} {node.title.zh}", material, file.title, file.number]
                rows.writerow([*map(plain, cells), member.path, file.sha256])
    return out.getvalue()


def plain(text: str) -> str:
    """Return a cell no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _materials(node: Node) -> list[tuple[str, File]]:
    found = [(slot.wanted.title.zh, file) for slot in node.slots for file in slot.files]
    return found + [("", file) for file in node.others]
