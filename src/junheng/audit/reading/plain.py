"""Plain text and Markdown."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from junheng.audit.model import Block, Document
from junheng.audit.reading.assembly import Assembly, printable
from junheng.audit.reading.bounds import DEFAULT, Limits, Unreadable
from junheng.audit.reading.code import is_program, ticked


def decode(data: bytes) -> str:
    r"""Return the characters of a text in UTF-8, UTF-16 or GB18030, line ends as `\n`; a byte order mark is kept.

    A text is taken for what it decodes as without fault, UTF-8 before GB18030; one fault in two hundred characters
    (a file cut inside a character, one bad byte) is read as `\ufffd`. Raises `Unreadable` for what is no text.
    """
    text = _decode(data)
    if text.count("\0") * 50 > len(text):
        raise Unreadable("binary")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    if 0 in data[:4096] and (wide := _wide(data)) is not None:
        return wide
    best, least = "", len(data) + 1
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            text = data.decode(encoding, "replace")
        faults = text.count("\ufffd")
        if faults < least:
            best, least = text, faults
    if least * 200 > len(best) + 199:
        if (wide := _wide(data)) is None:
            raise Unreadable("binary")
        return wide
    return best


def _wide(data: bytes) -> str | None:
    """Return a Chinese text in UTF-16 without a byte order mark: it has many 汉字 and no faults."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:2000]
        if (
            sum("\u4e00" <= one <= "\u9fff" or one in "\n\r ，。、；：" or "0" <= one <= "z" for one in sample) * 10
            > len(sample) * 9
        ):
            return text
    return None


def read_text(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read plain text: nothing is changed but line ends; every line that holds something is a block."""
    text = decode(data)
    if len(text) > limits.characters:
        raise Unreadable("long", allowed=limits.characters // 10_000)
    return Document(name, text, tuple(_lines(text)))


def _lines(text: str) -> Iterator[Block]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            yield Block("paragraph", start, end)
        start = end + 1


_RULE = re.compile(r" {0,3}(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,}|=+|-+)")
_FENCE = re.compile(r" {0,3}(?P<marks>```|~~~)[`~]*[ \t]*(?P<language>[A-Za-z+#]*)")
_PROSE = frozenset({"", "text", "txt", "plain", "plaintext", "md", "markdown"})
"""What stands behind a fence around words that need not be code."""
_DIVIDER = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*")
_HEAD = re.compile(r" {0,3}#{1,6}(?:[ \t]+|(?=[^#\s]))")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_IMAGE = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\([^()\n]{0,2000}\)")
_STRONG = re.compile(r"(\*\*|__)(?=[^\s*_])([^*_\n]{1,2000})\1")
_CODE = re.compile(r"`([^`\n]{1,2000})`")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)


def read_markdown(data: bytes, name: str, limits: Limits = DEFAULT) -> Document:
    """Read Markdown: its marks are taken off, the cells of its pipe tables become cells; the wording stays."""
    made = Assembly(name, limits)
    lines = _COMMENT.sub("", printable(decode(data).lstrip("\ufeff"))).split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        if _heads_table(lines, at):
            at = _pipes(made, lines, at)
            continue
        at += 1
        fence = _FENCE.match(line)
        if fence is not None:
            at = _fenced(made, lines, at, fence)
            continue
        if line.strip() and not _RULE.fullmatch(line):
            line = _QUOTE.sub("", line)
            made.add(_unmarked(_HEAD.sub("", line)))
        elif not line.strip():
            made.add("")
    return made.document()


def _fenced(made: Assembly, lines: list[str], at: int, fence: re.Match[str]) -> int:
    """Add what stands between two fences: code as one block, anything else line by line; returns the line behind."""
    first, marks = at, fence["marks"]
    while at < len(lines) and not lines[at].strip().startswith(marks):
        at += 1
    if at == len(lines):
        return first  # never closed: a stray mark
    inside = lines[first:at]
    if is_program("\n".join(inside)) or fence["language"].lower() not in _PROSE:
        made.add("\n".join(inside), "code")
    else:
        for line in inside:
            made.add(line.rstrip())
    return at + 1


def _unmarked(words: str) -> str:
    words = _LINK.sub(r"\1", _IMAGE.sub(r"\1", words))
    words = _CODE.sub(lambda found: ticked(found[1]), _STRONG.sub(r"\2", words))
    return _ESCAPED.sub(r"\1", _BREAK.sub("\n", words)).rstrip()


def _row(line: str) -> list[str]:
    line = line.strip()
    line = line.removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [one.replace("\0", "|").strip() for one in line.replace("\\|", "\0").split("|")]


def _heads_table(lines: list[str], at: int) -> bool:
    """Tell whether a line is the header of a pipe table: the next one divides as many columns."""
    if at + 1 >= len(lines) or not ("|" in lines[at] and "|" in lines[at + 1] and "-" in lines[at + 1]):
        return False
    return bool(_DIVIDER.fullmatch(lines[at + 1])) and len(_row(lines[at + 1])) == len(_row(lines[at]))


def _pipes(made: Assembly, lines: list[str], at: int) -> int:
    """Add a pipe table from its header on; returns the line behind it."""
    width = len(_row(lines[at]))
    table, row = made.tables, 0
    made.tables += 1
    first = at
    while at < len(lines) and lines[at].strip() and "|" in lines[at]:
        if at != first + 1:
            for column, words in enumerate(_row(lines[at])[:width]):
                made.add(_unmarked(words), "cell", table=table, row=row, column=column)
            row += 1
        at += 1
    return at
