"""What a new password may not be: what guessing begins with. Any characters will do; none are asked for."""

from __future__ import annotations

import re
from string import digits, punctuation
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from junheng.web.base.words import bi

LEAST = 4
"""Letters a common password must have to count when figures and signs stand around it."""
UNKNOWN_FIGURES = 8
"""Figures a password of figures alone must have besides dates, telephone numbers and rows."""
LOOKED_AT = 64
"""Characters looked at: a longer number is judged by its beginning, in bounded time."""
_AROUND = digits + punctuation + " "
_KNOWN = re.compile(
    r"1[3-9]\d{9}"  # a mobile telephone
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"  # a date, in identity numbers too
    r"|(\d{1,4})\1{2,}"  # a piece said three times or more
)
_ROWS = ("01234567890123456789", "98765432109876543210")


class CommonDressed(CommonPasswordValidator):
    """Refuses Django's list of common passwords, also said twice or with figures and signs around them."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for one of them."""
        said = password.lower().strip()
        bare = said.strip(_AROUND)
        tried = pieces(said) | (pieces(bare) if len(bare) >= LEAST else set())
        if not self.passwords.isdisjoint(tried):
            raise ValidationError(
                bi(
                    "这是常见密码，或只在常见密码前后加了数字、符号。",
                    "This is a common password, or one with figures or signs around it.",
                ),
                code="password_too_common",
            )


class KnownNumbers:
    """Refuses figures alone that are mostly a date, a telephone or identity number, or a row."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError for them."""
        said = re.sub(r"[\s-]", "", password)
        if said.isascii() and said.isdigit() and len(unknown(said[:LOOKED_AT])) < UNKNOWN_FIGURES:
            raise ValidationError(
                bi(
                    "密码里的数字多是日期、电话号码、身份证号或有规律的数字，容易被猜到。",
                    "These figures are mostly a date, a telephone or identity number, or a row: easily guessed.",
                ),
                code="password_known_numbers",
            )

    def get_help_text(self) -> str:
        """Return what the rule says."""
        return str(bi("不用日期、电话号码、身份证号。", "No dates, telephone or identity numbers."))


def pieces(text: str) -> set[str]:
    """Return the text and every short piece that, said again and again, gives it."""
    period = (text + text).find(text, 1) if text else 1
    lengths = range(period, min(len(text), LOOKED_AT) + 1, period)
    return {text} | {text[:length] for length in lengths if len(text) % length == 0}


def unknown(figures: str) -> str:
    """Return what is left of figures without dates, telephone numbers, repeated pieces and rows of four or more."""
    left = _KNOWN.sub("", figures)
    for length in range(len(left), 3, -1):
        for start in range(len(left) - length + 1):
            if any(left[start : start + length] in row for row in _ROWS):
                return unknown(left[:start] + left[start + length :])
    return left
