"""The language of what is printed, known before the call is parsed: a call that cannot be parsed is answered in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LANGUAGES = ("zh", "en")
VARIABLE = "JUNHENG_LANGUAGE"
_OPTION = "--language"


def asked(words: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """Return the language a call asks for, Chinese where it names none; None where it names one that is not there."""
    said = environment.get(VARIABLE) or LANGUAGES[0]
    for place, word in enumerate(words):
        if word == "--":  # what follows are names of files
            break
        if word == _OPTION:
            said = words[place + 1] if place + 1 < len(words) else ""
        elif word.startswith(f"{_OPTION}="):
            said = word.partition("=")[2]
    return said if said in LANGUAGES else None


def worded(language: str | None, zh: str, en: str) -> str:
    """Return what is said in one language, or in both where none is known."""
    return {"zh": zh, "en": en}.get(language or "", f"{zh}\n{en}")
