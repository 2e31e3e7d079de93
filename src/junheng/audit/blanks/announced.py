"""What announces a list: 五项工作：一是…, 表现在三个方面。1.…; and what looks like it and announces none."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from junheng.audit.blanks.notes import content

_DATA: dict[str, Any] = content(__file__, "lists.toml")["announce"]  # type: ignore[assignment]
NUMBER = r"(?:二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DIGITS = {word: number for number, word in enumerate("零一二三四五六七八九十")} | {"两": 2}
_COUNT = re.compile(rf"(?<![第几\d.．一二三四五六七八九十百])({NUMBER}|两|[2-9]|1\d)[“\"]?(?:{_DATA['measures']})")
_CLAUSE = re.compile(r"[，。；：:,;！？!?\n]")
_CLOSING = " \u3000\t\n：:。，,"
_QUOTES = '“”"'
_NOUNS = tuple(_DATA["nouns"])
_CUES = tuple(_DATA["cues"])
_TAILS = tuple(sorted(_DATA["tails"], key=len, reverse=True))
_SAMPLES = re.compile("|".join(_DATA["samples"]))
_ABOUT = re.compile("|".join(_DATA["about"]))
_NAMED = re.compile(f'(?:{"|".join(_DATA["named"])})[了的好]?[“"]?$')
_BACK = tuple(_DATA["back"])
_LONGEST, _LONGEST_NOUN, _CUED = 60, 16, 30


class Announcement(NamedTuple):
    """How many points a text says will follow, and where it says so: `text[start:end]`."""

    number: int
    start: int
    end: int


def announcement(text: str, first: int, given: int) -> Announcement | None:
    """Return what announces the list whose first marker stands at `first`; None where nothing does for certain.

    Of several counts in the clause (从三个方面抓好五项工作：) the list may be either: one that agrees is the one.
    """
    before = text[max(0, first - _LONGEST) : first]
    lead = before.rstrip(_CLOSING)
    closing = before[len(lead) :].strip(" \u3000\t\n")
    clause = _last_clause(lead)
    if not closing or not (closing[-1] in "：:" or any(cue in before[-_CUED:] for cue in _CUES)):
        return None
    offset = first - len(before) + len(lead) - len(clause)
    counts = list(_COUNT.finditer(clause))
    if not counts or any(value(one[1]) == given for one in counts):
        return None
    last = counts[-1]
    noun = clause[last.end() :]
    if not _counts_points(clause[: last.start()], last[0] + noun, noun):
        return None
    return Announcement(value(last[1]), offset + last.start(), offset + last.start() + len(_shown(last[0] + noun)))


def value(word: str) -> int:
    """Return the value of a number from 1 to 29, in digits or 汉字."""
    if word[0].isdigit():
        return int(word)
    if "十" in word:
        tens, ones = word.split("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return _DIGITS[word]


def _last_clause(lead: str) -> str:
    """Return the words behind the last mark."""
    return _CLAUSE.split(lead)[-1]


def _shown(words: str) -> str:
    """Return the words of an announcement with a quotation mark at the end only where one begins in them."""
    bare = words.rstrip(f"{_QUOTES}{_CLOSING}")
    opened = "“" in bare and "”" not in bare
    return bare + "”" * opened


def _counts_points(before: str, words: str, noun: str) -> bool:
    """Tell whether what is counted are the points of the list, not what the list speaks of or samples."""
    if len(noun) > _LONGEST_NOUN or _SAMPLES.search(noun) or before.endswith(_BACK):
        return False
    if (words[-1:] in _QUOTES or before[-1:] in _QUOTES) and _NAMED.search(before):
        return False  # 落实“三项制度”：一是…: a name, of which something is told
    bare = noun.strip(_QUOTES)
    tail = next((one for one in _TAILS if bare.endswith(one)), "")
    bare = bare.removesuffix(tail).strip(_QUOTES)
    if not bare:
        return True
    found = [word for word in _NOUNS if word in bare]
    about = _ABOUT.search(bare)
    if about is not None and any(bare.find(word) < about.start() and word not in _DATA["sides"] for word in found):
        return False  # 四项工程主要做法：一是…: the 做法 are listed, the 工程 counted
    return bool(found)
