"""Tracking codes: the only key to a question's tracking page, so they cannot be guessed or misread."""

from __future__ import annotations

import secrets

LENGTH = 10
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, O, 1, I and L, which are mistaken for one another on paper and by telephone."""


def new_code() -> str:
    """A fresh code of about 49 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidy_code(text: str) -> str:
    """What a person typed as a code: spaces and hyphens dropped, upper case."""
    return "".join(text.split()).replace("-", "").upper()
