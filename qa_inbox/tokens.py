"""Links and questions that prove something without a session: signed, stateless, for a time."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache
from django.utils.translation import get_language

CONFIRM_SALT = "qa_inbox.confirm"
SUM_SALT = "qa_inbox.sum"
CONFIRM_WITHIN = 7 * 24 * 3600
SUM_WITHIN = 2 * 3600
"""Seconds for which a mailed link, and a question in words, can be used."""

NUMBERS = {
    "vi": ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
PLUS = {"vi": "cộng", "en": "plus"}


def confirm_token(code: str) -> str:
    """The part of the mailed address that proves that its reader received the mail."""
    return signing.dumps(code, salt=CONFIRM_SALT)


def read_confirm_token(token: str) -> str | None:
    """The tracking code in a mailed token; None when it is forged or too old."""
    try:
        return str(signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_WITHIN))
    except signing.BadSignature:
        return None


@dataclass(frozen=True)
class Sum:
    """A sum asked in words, for browsers without JavaScript. It keeps out simple robots, not determined ones."""

    one: int
    other: int
    nonce: str

    @classmethod
    def new(cls) -> Sum:
        return cls(secrets.randbelow(9) + 1, secrets.randbelow(9) + 1, secrets.token_urlsafe(9))

    @classmethod
    def read(cls, token: str) -> Sum | None:
        """The sum of a token; None when the token is forged, too old or used up."""
        try:
            found = cls(*signing.loads(token, salt=SUM_SALT, max_age=SUM_WITHIN))
        except (signing.BadSignature, TypeError):
            return None
        return None if cache.get(found._key) else found

    @property
    def token(self) -> str:
        """What the form carries back."""
        return signing.dumps([self.one, self.other, self.nonce], salt=SUM_SALT)

    @property
    def in_words(self) -> str:
        """The sum in words of the active language: "bảy cộng năm"."""
        language = (get_language() or "vi")[:2]
        numbers = NUMBERS.get(language, NUMBERS["vi"])
        return f"{numbers[self.one]} {PLUS.get(language, PLUS['vi'])} {numbers[self.other]}"

    def is_answered_by(self, text: str) -> bool:
        """Whether a person's text is the sum, in digits."""
        return "".join(text.split()) == str(self.one + self.other)

    def use_up(self) -> bool:
        """Marks the sum as used; False when another form used it first."""
        return bool(cache.add(self._key, 1, SUM_WITHIN))

    @property
    def _key(self) -> str:
        return f"qa_inbox:sum:{self.nonce}"
