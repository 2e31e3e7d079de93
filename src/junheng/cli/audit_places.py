"""What `junheng audit` reads and where it writes: all of it is decided, and refused, before anything is made."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from junheng.audit.faces.marker import is_own
from junheng.audit.reading.bounds import SUFFIXES
from junheng.cli import inputs
from junheng.cli.audit_names import name_fits, named
from junheng.cli.output import Output

_ENDINGS = {".html": {".html", ".htm", ".xhtml"}, ".docx": {".docx"}}
"""The endings a result may have; another ending of a report says something else of the file than it is."""

_WRITE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


@dataclass
class Sources:
    """The reports to read, each once, and what was left out of the folders because the auditor wrote it."""

    reports: list[Path]
    skipped: list[Path] = field(default_factory=list)


@dataclass
class Places:
    """Where the results of one option go: a file for each report, and the folder to make for them, if any."""

    files: dict[Path, Path] = field(default_factory=dict)
    folder: Path | None = None

    def make(self) -> None:
        """Make the folder; asked only when all has been read and something is to be written."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)


def sources(output: Output, files: Sequence[Path]) -> Sources:
    """Return the files to read, folders opened; leaves with status 2 where one is not there or a folder has none.

    A file that is named is read, whatever it is; in a folder, outputs of the auditor are passed over.
    """
    missing = [str(path) for path in files if not path.exists()]
    if missing:
        output.refuse(
            output.word(
                f"没有找到：{'、'.join(missing)}。请核对文件名和所在文件夹。",
                f"not found: {', '.join(missing)}. Check the name and the folder.",
            )
        )
    paths: dict[Path, None] = {}
    skipped: dict[Path, None] = {}
    for path in files:
        inside = _inside(path) if path.is_dir() else [path]
        own = [one for one in inside if is_own(one) or _is_standard_output(one)] if path.is_dir() else []
        if len(inside) == len(own):
            _say_skipped(output, own)
            kinds = " ".join(sorted(SUFFIXES))
            output.refuse(
                output.word(
                    f"{path} 里没有可审读的报告（{kinds}）。请指定别的文件夹，或直接写文件名。",
                    f"{path} holds no report to audit ({kinds}). Name another folder, or the files themselves.",
                )
            )
        skipped.update(dict.fromkeys(own))
        paths.update(dict.fromkeys(one for one in inside if one not in skipped))
    # A file that is also named is read though its folder passes over it.
    paths.update(dict.fromkeys(path for path in files if path in skipped))
    left = [path for path in skipped if path not in paths]
    _say_skipped(output, left)
    return Sources(list(paths), left)


def plain_files(output: Output, paths: Sequence[Path]) -> None:
    """Leave with status 2 where what is to be read is a pipe or a device: reading it may never come to an end."""
    for path in paths:
        if path.exists() and not (path.is_file() or path.is_dir()):
            output.refuse(
                output.word(
                    f"{path} 不是普通文件，而是管道或设备。请先存成文件。",
                    f"{path} is no plain file but a pipe or a device. Save it as a file first.",
                )
            )


def _inside(folder: Path) -> list[Path]:
    """Return the reports in a folder and below, without hidden files and what Word leaves while a file is open."""
    found = (path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return sorted(path for path in found if not path.name.startswith((".", "~$")))


def _is_standard_output(path: Path) -> bool:
    """Tell whether a file is where standard output goes: `junheng audit reports > reports/found.txt`."""
    try:
        return os.path.samestat(path.stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):  # io.UnsupportedOperation is both
        return False


def _say_skipped(output: Output, own: Sequence[Path]) -> None:
    if own:
        names = [str(path) for path in own]
        output.errors.print(
            output.word(
                f"跳过 {len(names)} 个由审读写出的文件：{'、'.join(names)}。要审读，请直接写文件名。",
                f"Passed over {len(names)} written by the audit: {', '.join(names)}. Name a file to audit it.",
            ),
            markup=False,
        )


def places(
    output: Output, reports: Sequence[Path], files: Sequence[Path], asked: str, suffix: str, *, force: bool
) -> Places:
    """Return the file to write for each report; leaves with status 2 where one is there, or none can be made.

    `asked` is a folder when it is one, when it ends in a stroke, and when the call (`files`) names a folder or several
    files, however many reports they come to; else it is a file.
    """
    if not asked.strip():
        blank(output)
    path = Path(asked)
    name_fits(output, path)
    if path.is_dir() or asked.endswith(("/", os.sep)) or len(files) > 1 or files[0].is_dir():
        found = Places(dict(named(reports, path, suffix)), path)
        _folder_fits(output, path, suffix)
    else:
        found = Places({reports[0]: path})
        _ending_fits(output, path, suffix)
        parent_there(output, path)
    for target in found.files.values():
        if not target.is_dir():
            _plain(output, target)
        inputs.refuse_existing(output, target, force=force)
        if target.is_dir():
            output.refuse(
                output.word(
                    f"{target} 是文件夹，写不成文件。请换一个名称。",
                    f"{target} is a folder and cannot be written as a file. Choose another name.",
                )
            )
        replaceable(output, target)
    return found


def blank(output: Output) -> NoReturn:
    """Leave with status 2: an option that names a place names none."""
    output.refuse(
        output.word(
            "--html、--docx 或 --verdicts 后面的名称是空的。请写文件名，或不加这一项。",
            "--html, --docx or --verdicts is given a blank name. Name a file, or leave the option out.",
        )
    )


def _ending_fits(output: Output, path: Path, suffix: str) -> None:
    ending = path.suffix.lower()
    if ending not in _ENDINGS[suffix] and (ending in SUFFIXES or ending == ".doc"):
        output.refuse(
            output.word(
                f"{path} 的扩展名与内容不符：写出的是 {suffix} 文件。请改扩展名。",
                f"{path} does not end as what is written to it, a {suffix} file. Give it that ending.",
            )
        )


def _plain(output: Output, target: Path) -> None:
    """Leave with status 2 where what stands in a result's place is no plain file: it would be gone afterwards."""
    if target.is_symlink() or (target.exists() and not target.is_file()):
        output.refuse(
            output.word(
                f"{target} 不是普通文件，而是链接、管道或设备，不会替换。请换一个名称。",
                f"{target} is no plain file but a link, a pipe or a device, and is never replaced. "
                "Choose another name.",
            )
        )


def replaceable(output: Output, target: Path) -> None:
    """Leave with status 2 where a file that is there is not plain, or may not be written to.

    Its own permissions count: a result takes the file's place, which the folder alone would allow.
    """
    _plain(output, target)
    if target.exists() and not (target.stat().st_mode & _WRITE and os.access(target, os.W_OK)):
        output.refuse(
            output.word(
                f"{target} 是只读文件，不会替换。请换一个名称，或先改它的权限。",
                f"{target} is read-only and is not replaced. Choose another name, or change its permissions first.",
            )
        )


def parent_there(output: Output, path: Path) -> None:
    """Leave with status 2 where the folder of a file to be written is not there."""
    if not path.parent.is_dir():
        above = next(one for one in path.absolute().parents if one.exists())
        if not above.is_dir():
            _under_file(output, path.parent, path.parent if path.parent.exists() else above)
        output.refuse(
            output.word(f"文件夹 {path.parent} 不存在。请先建立。", f"there is no folder {path.parent}: make it first.")
        )
    _writable(output, path.parent)


def _writable(output: Output, folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        output.refuse(
            output.word(
                f"不能写入文件夹 {folder}：没有权限。请换一个位置。",
                f"the folder {folder} may not be written to. Choose another place.",
            )
        )


def apart(output: Output, read: Iterable[Path], written: Iterable[Path]) -> None:
    """Leave with status 2 where a file to be written is one that is read, or two are to be written to one place."""
    read_places = {path.resolve() for path in read}
    taken: set[Path] = set()
    for target in written:
        place = target.resolve()
        if place in read_places:
            output.refuse(
                output.word(
                    f"{target} 是要审读的报告或对照的文件，不会改写。请换一个名称。",
                    f"{target} is a file that is read here and is never overwritten. Choose another name.",
                )
            )
        if place in taken:
            output.refuse(
                output.word(
                    f"{target} 指定了两次，后写的会盖掉先写的。请分别命名。",
                    f"{target} is named twice, one would overwrite the other. Give each a name of its own.",
                )
            )
        taken.add(place)


def _folder_fits(output: Output, folder: Path, suffix: str) -> None:
    """Leave with status 2 where the folder for several pages or copies cannot be made, or is named like one of them."""
    if folder.is_dir():
        _writable(output, folder)
        return
    if folder.exists() or folder.suffix.lower() == suffix:
        output.refuse(
            output.word(
                f"审读文件夹或几个文件时，结果写在文件夹里；{folder} 是文件或像文件名。请写一个文件夹。",
                f"For a folder, or several files, the results go into a folder; {folder} is a file, or named like one. "
                "Name a folder.",
            )
        )
    above = next(one for one in folder.absolute().parents if one.exists())
    if not above.is_dir():
        _under_file(output, folder, above)
    _writable(output, above)


def _under_file(output: Output, folder: Path, above: Path) -> NoReturn:
    output.refuse(
        output.word(
            f"建不了文件夹 {folder}：{above} 是文件。请换一个位置。",
            f"the folder {folder} cannot be made: {above} is a file. Choose another place.",
        )
    )
