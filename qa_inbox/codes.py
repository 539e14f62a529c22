"""Tracking codes: the only key to a question's tracking page, so they cannot be guessed or misread."""

from __future__ import annotations

import secrets

LENGTH = 10
DIGITS = "23456789"
ALPHABET = DIGITS + "ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I and L, which are mistaken for one another on paper and by telephone."""


def new_code() -> str:
    """A fresh code of about 47 bits; the digit in its middle keeps it from spelling a word."""
    letters = [secrets.choice(ALPHABET) for _ in range(LENGTH)]
    letters[LENGTH // 2] = secrets.choice(DIGITS)
    return "".join(letters)


def tidy_code(text: str) -> str:
    """What a person typed as a code: spaces and hyphens dropped, upper case."""
    return "".join(text.split()).replace("-", "").upper()
