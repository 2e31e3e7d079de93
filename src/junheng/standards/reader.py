"""Reads standard files strictly: what is not understood is refused, with its line and with what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache, cached_property, reduce
from pathlib import Path
from typing import Any

import msgspec

from junheng.dictionary import Title
from junheng.dictionary.toml_lines import Key, line_of, lines_of
from junheng.standards.errors import Fault, Problem, StandardError, key_text
from junheng.standards.inherit import by_name, by_place, inheritance_faults, merge, without
from junheng.standards.model import Standard
from junheng.standards.shape import BUILTIN, shape_faults
from junheng.standards.whole import rule_faults

_HOME = Path(__file__).parent
_ID_LINE = re.compile(r'^id\s*=\s*"([^"]*)"', re.MULTILINE)
_ERROR_PLACE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")
_MOST_BYTES = 1 << 20
_MOST_DIGITS = 30


def load(id_or_path: str | Path) -> Standard:
    """Return a standard by the id of a shipped one or by the path of a file.

    Raises StandardError, with every problem found, when there is none or it cannot be used.
    """
    file = _find(id_or_path)
    return _load_shipped(file) if file.is_relative_to(_HOME) else _load(file)


def listing() -> list[Standard]:
    """Return the standards that come with the program, by id."""
    return [_load_shipped(file) for _, file in sorted(_shipped().items())]


def check(path: str | Path) -> list[Problem]:
    """Return everything that is wrong with a standard file (or a shipped standard), in the order of its lines."""
    try:
        return list(_examine(_find(path))[1])
    except StandardError as error:
        return list(error.problems)


@cache
def _load_shipped(file: Path) -> Standard:
    return _load(file)


def _load(file: Path) -> Standard:
    standard, problems = _examine(file)
    if standard is None:
        raise StandardError(problems)
    return standard


@cache
def _shipped() -> dict[str, Path]:
    """Return the files of the shipped standards by id; the id stands on a line of its own before all tables."""
    found = {}
    for file in sorted(_HOME.glob("*/*.toml")):
        if name := _ID_LINE.search(file.read_text("utf-8")):
            found[name[1]] = file
    return found


def _find(id_or_path: str | Path) -> Path:
    name = str(id_or_path)
    if name in _shipped():
        return _shipped()[name]
    file = Path(id_or_path)
    if file.suffix == ".toml" or file.exists():
        return file
    near = get_close_matches(name, _shipped(), n=1) or list(_shipped())
    words = Title(
        f"没有这个标准，也没有这个文件；自带的有 {'、'.join(near)}",
        f"there is no such standard or file; among those that come with the program: {', '.join(near)}",
    )
    raise StandardError([Problem(file, 0, "", words)])


# --- One file --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Source:
    file: Path
    text: str
    document: dict[str, Any]

    @cached_property
    def lines(self) -> dict[Key, int]:
        return lines_of(self.text)

    def problem(self, fault: Fault) -> Problem:
        """Return the problem of a fault whose place is in this very file."""
        return Problem(self.file, line_of(self.lines, fault.at)[0], key_text(fault.at), fault.words)


def _figure(text: str) -> Decimal | str:
    """Read a figure exactly; what is none (nan, inf, absurd exponents) stays text and is refused as such."""
    figure = Decimal(text)
    return figure if figure.is_finite() and abs(figure.adjusted()) <= _MOST_DIGITS else text


def _read(file: Path) -> _Source:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise StandardError([Problem(file, 0, "", _too_large())])
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        return _Source(file, text, tomllib.loads(text, parse_float=_figure))
    except OSError as error:
        words = Title(f"读不了这个文件：{error.strerror}", f"cannot read this file: {error.strerror}")
        raise StandardError([Problem(file, 0, "", words)]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        words = Title("文件不是 UTF-8 编码，请另存为 UTF-8", "the file is not UTF-8: save it as UTF-8")
        raise StandardError([Problem(file, line, "", words)]) from error
    except (ValueError, RecursionError) as error:  # tomllib lets int() and the stack complain for themselves
        raise StandardError([_syntax_problem(file, error)]) from error


def _too_large() -> Title:
    return Title("文件超过 1 MB，不像是标准文件", "the file is over 1 MB and hardly a standard")


def _syntax_problem(file: Path, error: ValueError | RecursionError) -> Problem:
    place = _ERROR_PLACE.search(str(error))
    line = int(place[1]) if place and place[1] else 0
    if line == 0 and place:
        line = file.read_bytes().count(b"\n") + 1
    said = _ERROR_PLACE.sub("", str(error)).strip()
    return Problem(
        file,
        line,
        "",
        Title(
            f"不是有效的 TOML，请检查这一行的引号、括号、等号和重复的键({said})",
            f"not valid TOML: check this line's quotes, brackets, equals signs and repeated keys ({said})",
        ),
    )


# --- A file and those it extends -------------------------------------------------------------------------------------


def _examine(file: Path) -> tuple[Standard | None, Sequence[Problem]]:
    """Return the standard when it is sound, and all problems found."""
    sources, problems = _chain(file)
    document, inherited = _join(sources)
    problems += inherited
    try:
        standard = msgspec.convert(document, Standard, builtin_types=BUILTIN)
        faults = rule_faults(document)
    except msgspec.ValidationError as error:
        standard = None
        faults = shape_faults(document) or [_fault_of(error)]
        faults += rule_faults(document)
    problems += [_place(fault, document, sources) for fault in faults]
    order = {source.file: place for place, source in enumerate(sources)}
    problems.sort(key=lambda problem: (order.get(problem.file, 0), problem.line))
    return (None if problems else standard), problems


def _fault_of(error: msgspec.ValidationError) -> Fault:
    return Fault((), Title(f"与标准文件的格式不符({error})", f"not what a standard looks like ({error})"))


def _chain(file: Path) -> tuple[list[_Source], list[Problem]]:
    """Return the file and those it extends, the file first; a parent that cannot be had is a problem.

    Raises StandardError when the file itself or a parent cannot be read.
    """
    sources = [_read(file)]
    problems: list[Problem] = []
    seen = {file.resolve()}
    while isinstance(name := sources[-1].document.get("extends"), str):
        source = sources[-1]
        try:
            parent = _find_parent(name, source.file)
        except StandardError as error:
            problems.append(source.problem(Fault(("extends",), error.words)))
            break
        if parent.resolve() in seen:
            problems.append(source.problem(Fault(("extends",), _circle(name))))
            break
        seen.add(parent.resolve())
        sources.append(_read(parent))
    return sources, problems


def _circle(name: str) -> Title:
    return Title(
        f"继承绕成了圈：{name} 又回到已读过的标准，请改 extends",
        f"the files extend one another in a circle at {name}: change extends",
    )


def _find_parent(name: str, child: Path) -> Path:
    if name.endswith(".toml"):
        parent = child.parent / name
        if not parent.is_file():
            raise StandardError([Problem(child, 0, "", Title(f"没有文件 {name}", f"there is no file {name}"))])
        return parent
    if name in _shipped():
        return _shipped()[name]
    near = get_close_matches(name, _shipped(), n=1)
    hint = near[0] if near else "、".join(_shipped())
    words = Title(
        f"没有标准 {name}，可用：{hint}；自己的文件写相对路径，如 parent.toml",
        f"there is no standard {name}; known: {hint}; for a file of your own give its path, such as parent.toml",
    )
    raise StandardError([Problem(child, 0, "", words)])


def _join(sources: Sequence[_Source]) -> tuple[dict[str, Any], list[Problem]]:
    """Merge the chain, the oldest parent first."""
    problems: list[Problem] = []

    def add(parent: dict[str, Any], source: _Source) -> dict[str, Any]:
        faults = list(inheritance_faults(parent, source.document))
        if source.document.get("id", parent.get("id")) == parent.get("id"):
            words = Title("请给自己的标准另取一个 id", "give your standard an id of its own")
            faults.append(Fault(("id",), words))
        problems.extend(source.problem(fault) for fault in faults)
        return merge(parent, without(source.document, faults))

    *children, oldest = sources
    return reduce(add, reversed(children), dict(oldest.document)), problems


def _place(fault: Fault, document: dict[str, Any], sources: Sequence[_Source]) -> Problem:
    """Return the problem of a fault of the merged document: in the file that says most about that place."""
    named = by_name(document, fault.at)
    deepest, file, line = -1, sources[0].file, 1
    for source in sources:
        found, depth = line_of(source.lines, by_place(source.document, named))
        if depth > deepest:
            deepest, file, line = depth, source.file, found
    return Problem(file, line, key_text(fault.at), fault.words)
