"""What the auditor takes: reports whose text can be read, told by their content as the archive's files are."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

from junheng.audit.reading.bounds import weights
from junheng.web.evidence.kinds import agrees
from junheng.web.jobs.work import Readable

FOLDER = "audits"
"""Where the files lie under MEDIA_ROOT (see evidence.store)."""
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "md": "text/markdown",
    "html": "text/html",
}
"""Kind → the content type it is handed out with."""
SAME = {"htm": "html", "markdown": "md", "text": "txt"}
ENDINGS = tuple(f".{each}" for each in (*KINDS, *SAME))


def kind_of(path: Path, name: str) -> str:
    """Return the kind of the file at `path`, uploaded as `name`; raises Readable where it is none of these."""
    ending = Path(name).suffix.lstrip(".").lower()
    kind = SAME.get(ending, ending)
    if kind not in KINDS:
        old = ending in {"doc", "wps", "rtf", "odt", "ofd"}
        raise Readable(
            f"“{name}”没有收下：只能审核 Word(docx)、PDF、TXT、MD 和 HTML 文件。"
            + ("请在 Word 或 WPS 中另存为 .docx 再传。" if old else "请转成其中一种再传。"),
            f"“{name}” was not taken: docx, PDF, TXT, MD and HTML can be audited. "
            + ("Save it as .docx in Word or WPS." if old else "Turn it into one of these."),
        )
    if not agrees(kind, path):
        raise Readable(
            f"“{name}”没有收下：内容不是 {kind.upper()}，可能改过扩展名、带宏、加了密码或已损坏。"
            "请用原来的软件另存后再传。",
            f"“{name}” was not taken: its content is not {kind.upper()}: renamed, with macros, under a password, "
            "or damaged. Save it again and retry.",
        )
    return kind


def unpacked(path: Path, kind: str) -> int:
    """Return how many bytes of a file there are to read: of a package what its parts but the pictures unpack to.

    A PDF tells only by reading it, which takes memory and time: it comes to more than any bound.
    """
    if kind == "pdf":
        return sys.maxsize
    if kind != "docx":
        return path.stat().st_size
    try:
        with zipfile.ZipFile(path) as package:
            return sum(weights(package))
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
        return path.stat().st_size  # damaged: the reader says so
