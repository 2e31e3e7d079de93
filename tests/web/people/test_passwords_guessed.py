"""New passwords are held to what guessing begins with, and to nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from junheng.web.people.passwords import CommonDressed, pieces, unknown

LEAST = 12


def refused(password: str) -> bool:
    try:
        validate_password(password)
    except ValidationError:
        return True
    return False


def dressed() -> Iterator[str]:
    """Yield the common passwords of letters, made long enough as people do it."""
    for word in CommonDressed().passwords:
        if len(word) >= 4 and word.isalpha():
            yield (word + "20240901!!!!")[: max(LEAST, len(word) + 4)]
            yield word * (LEAST // len(word) + 1)


def test_well_over_three_thousand_common_passwords_of_full_length_are_refused() -> None:
    tried = {password for password in dressed() if len(password) >= LEAST}
    assert len(tried) > 10_000
    assert [password for password in sorted(tried)[::23] if not refused(password)] == []


@pytest.mark.parametrize(
    "password",
    [
        "Password2024!!",
        "  qwertyqwerty ",
        "123456789012345",
        "121212121212",
        "110105194912310021",  # an identity number's form
        "13800138000123",
        "2024-09-01 1990",
        "1" * 100_000,
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    assert refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "four quiet herons wade",
        "四只苍鹭静静涉水而过不惊鱼",
        "only letters here please",
        "472913805561",
        "!!,,;;::--__==++$",
        "NO SMALL LETTERS AT ALL",
        "x" * 20 + "y" * 44 + "and some more",
    ],
)
def test_any_characters_will_do(password: str) -> None:
    assert not refused(password)


def test_a_piece_said_again_is_found() -> None:
    assert pieces("abcabcabcabc") == {"abc", "abcabc", "abcabcabcabc"}
    assert pieces("abcab") == {"abcab"}
    assert pieces("") == {""}


def test_what_is_left_of_figures_is_what_nobody_knows() -> None:
    assert unknown("11010519491231") == "110105"
    assert unknown("472913805561") == "472913805561"
    assert unknown("987654321012345678901234567890")[4:] == ""
