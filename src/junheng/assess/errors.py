"""What a caller can ask wrongly of an assessment."""

from __future__ import annotations

from junheng.dictionary import Title


class ScopeError(ValueError):
    """A county, year or switch that is not there; `words` says it in both languages."""

    def __init__(self, words: Title) -> None:
        super().__init__(f"{words.zh} {words.en}")
        self.words = words
