"""What an uploaded file is, told by its content; what the archive takes, and why it refuses the rest."""

from __future__ import annotations

import codecs
import zipfile
from pathlib import Path

import puremagic
from puremagic.main import PureError

from junheng.web.jobs.work import Readable

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ofd": "application/ofd",
    "jpg": "image/jpeg",
    "png": "image/png",
    "tif": "image/tiff",
    "txt": "text/plain",
    "csv": "text/csv",
}
"""Kind → the content type it is served with."""
SAME = {"jpeg": "jpg", "tiff": "tif"}
MARKS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml", "ofd": "OFD.xml"}
"""A member each kind of package has."""
MOST_MEMBERS = 20_000


def kind_of(path: Path, name: str) -> str:
    """Return the kind of the file at `path`, uploaded as `name`.

    Raises Readable when the archive does not take the kind, or when content and name do not agree.
    """
    ending = Path(name).suffix.lstrip(".").lower()
    kind = SAME.get(ending, ending)
    if kind not in KINDS:
        raise Readable(
            f"“{name}”没有保存：档案不收 .{ending} 文件。"
            "请转成 PDF、Word(docx)、Excel(xlsx)、PPT(pptx)、OFD 或图片后再传。",
            f"“{name}” was not saved: the archive does not take .{ending} files. "
            "Turn it into PDF, docx, xlsx, pptx, OFD or a picture.",
        )
    if not agrees(kind, path):
        raise Readable(
            f"“{name}”没有保存：内容不是 {kind.upper()}，可能改过扩展名、带宏或已损坏。请用原来的软件另存后再传。",
            f"“{name}” was not saved: its content is not {kind.upper()}: renamed, with macros, or damaged. "
            "Save it again and retry.",
        )
    return kind


def agrees(kind: str, path: Path) -> bool:
    """Tell whether the content is what the kind says; `md` and `html` are texts to this."""
    if kind in MARKS:
        return _package(kind, path)
    if kind in {"txt", "csv", "md", "html"}:
        return _text(path)
    try:
        found = puremagic.from_file(path).lstrip(".").lower()
    except (PureError, ValueError):
        return False
    return SAME.get(found, found) == kind


def _package(kind: str, path: Path) -> bool:
    """Tell whether the file is a package of the kind, without macros."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return False
    macros = any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")) for name in names)
    return MARKS[kind] in names and not macros and len(names) <= MOST_MEMBERS


def _text(path: Path) -> bool:
    """Tell whether the file is a text: UTF-8, GB18030, or UTF-16 that says so by its mark (Notepad's “Unicode”)."""
    content = path.read_bytes()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return "\0" not in content.decode("utf-16")
        except UnicodeDecodeError:
            return False
    if b"\0" in content:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
