"""Wording in two languages, side by side where it is used: `bi` for values kept, `say` for words said at once."""

from __future__ import annotations

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language

from junheng.dictionary import Title


def language() -> str:
    """Return `zh` or `en`, the language of the request; `zh` outside of one."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def say(zh: str, en: str) -> str:
    """Return the words in the language of the request."""
    return en if language() == "en" else zh


def title(text: Title) -> str:
    """Return a title of the dictionary or a standard in the language of the request."""
    return text.in_language(language())


bi: Any = lazy(say, str)
"""Like `say`, but decided each time it is printed: for models, forms and tables made before the request."""

__all__ = ["bi", "language", "say", "title"]
