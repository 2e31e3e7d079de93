"""What can be wrong with a standard file, and how it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from junheng.dictionary import Title
from junheng.dictionary.toml_lines import Key


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at a place in a document, before it is known which file and line that is."""

    at: Key
    words: Title


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a standard file: where, and what to do about it. `line` counts from 1; 0 is the whole file."""

    file: Path
    line: int
    key: str
    words: Title

    def text(self, language: str) -> str:
        """Return one line of text: file, line, key and words."""
        where = f"{self.file}:{self.line}" if self.line else f"{self.file}"
        return ": ".join(filter(None, (where, self.key, self.words.in_language(language))))

    def __str__(self) -> str:
        return f"{self.text('zh')} ({self.words.en})"


class StandardError(Exception):
    """A standard that cannot be used: `problems` holds all that was found, `file`, `line` and `words` the first."""

    def __init__(self, problems: Sequence[Problem]):
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    def lines(self, language: str) -> list[str]:
        """Return one line of text per problem."""
        return [problem.text(language) for problem in self.problems]

    @property
    def file(self) -> Path:
        """Return the file of the first problem."""
        return self.problems[0].file

    @property
    def line(self) -> int:
        """Return the line of the first problem."""
        return self.problems[0].line

    @property
    def words(self) -> Title:
        """Return the words of the first problem."""
        return self.problems[0].words


def key_text(key: Key) -> str:
    """Return a key path as a person would write it: indicator[3].lines.primary (places in lists count from 1)."""
    text = ""
    for step in key:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text
