"""Numbers and quantities read out of report prose: characters a second, and against the sentences read by hand.

Beside two public libraries where they can be imported (they are no requirement): cn2an, which turns the numerals of a
text into digits, and Recognizers-Text, which finds numbers. Both read numbers only, so that a hit of theirs needs the
value alone; ours is counted both ways. The text repeats the project's own sentences. Linearity is told last: a text
ten times as long should take ten times the time.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterable
from decimal import Decimal, InvalidOperation
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "audit"))

from quantity_cases import Sentence, read, sentences

from junheng.audit.quantities import quantities

LENGTH = 1_000_000
ARITHMETIC = {"number", "share", "points", "times"}
_DIGITS = re.compile(r"\d+(?:\.\d+)?")

Values = Callable[[str], list[Decimal]]


def ours(text: str) -> list[Decimal]:
    """Every figure with 万 and 亿 worked out, as the libraries give it."""
    return [_plain(one.value, one.unit) for one in quantities(text) if one.kind in ARITHMETIC]


def _plain(value: Decimal, unit: str) -> Decimal:
    for letter in unit[: len(unit) - len(unit.lstrip("万亿"))]:
        value *= 10**4 if letter == "万" else 10**8
    return value


def cn2an() -> Values | None:
    """cn2an's smart transform, the figures taken from what it returns."""
    try:
        transform = import_module("cn2an").transform
    except ImportError:
        return None

    def values(text: str) -> list[Decimal]:
        try:
            return [Decimal(one) for one in _DIGITS.findall(transform(text))]
        except ValueError:
            return []

    return values


def recognizers() -> Values | None:
    """Recognizers-Text's number and percentage models for Chinese."""
    try:
        module = import_module("recognizers_number")
        culture = import_module("recognizers_text").Culture.Chinese
    except ImportError:
        return None

    def values(text: str) -> list[Decimal]:
        found = []
        for recognize in (module.recognize_number, module.recognize_percentage):
            for one in recognize(text, culture):
                try:
                    found.append(Decimal(str(one.resolution["value"]).rstrip("%")))
                except (InvalidOperation, TypeError, KeyError):
                    continue
        return found

    return values


def agreement(values: Values, cases: Iterable[Sentence]) -> tuple[float, float]:
    """Return precision and recall of the values in the figures of the sentences."""
    expected = found = hits = 0
    for case in cases:
        wanted = [_plain(row.value, row.unit) for row in case.found if row.kind in ARITHMETIC]
        given = values(case.text)
        expected, found = expected + len(wanted), found + len(given)
        for one in given:
            close = next((each for each in wanted if abs(each - one) <= Decimal("1e-9") * max(1, abs(each))), None)
            if close is not None:
                wanted.remove(close)
                hits += 1
    return hits / max(found, 1), hits / max(expected, 1)


def whole(cases: Iterable[Sentence]) -> tuple[float, float]:
    """Return precision and recall of our quantities with span, unit, kind, hedge and range."""
    expected = found = hits = 0
    for case in cases:
        rows = read(case.text)
        expected, found, hits = expected + len(case.found), found + len(rows), hits + len(set(rows) & set(case.found))
    return hits / found, hits / expected


def speed(values: Callable[[str], object], text: str, runs: int = 3) -> float:
    """Return the characters a second of the fastest of some runs."""
    best = min(_timed(values, text) for _ in range(runs))
    return len(text) / best


def _timed(values: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    values(text)
    return time.process_time() - start


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", type=Path, nargs="*", default=[], help="texts to repeat instead of the sentences")
    options = parser.parse_args()
    cases = list(sentences())
    once = "".join(path.read_text("utf-8") for path in options.text) or "\n".join(case.text for case in cases)
    text = once * (LENGTH // len(once) + 1)
    count = sum(len(case.found) for case in cases)
    print(f"{count} quantities in {len(cases)} sentences; text of {len(text):,} characters")
    print(f"{'reader':<28}{'characters/s':>14}{'precision':>11}{'recall':>8}")
    precision, recall = whole(cases)
    rate = speed(_count, text)
    print(f"{'junheng, whole quantities':<28}{rate:>14,.0f}{precision:>11.3f}{recall:>8.3f}")
    for name, values, short in (
        ("junheng, values", ours, 1), ("cn2an, values", cn2an(), 10), ("Recognizers-Text, values", recognizers(), 100),
    ):  # fmt: skip
        if values is None:
            print(f"{name:<28}{'not installed':>14}")
            continue
        precision, recall = agreement(values, cases)
        rate = speed(_by_sentence(values), text[: len(text) // short], 1)
        print(f"{name:<28}{rate:>14,.0f}{precision:>11.3f}{recall:>8.3f}")
    print()
    short_time, long_time = (_timed(_count, text * by) for by in (1, 10))
    print(f"ten times the text takes {long_time / short_time:.1f} times the time")


def _count(text: str) -> int:
    return sum(1 for _ in quantities(text))


def _by_sentence(values: Values) -> Callable[[str], object]:
    return lambda text: [values(line) for line in text.split("\n")]


if __name__ == "__main__":
    main()
