"""The mailed link that proves something without a session: signed, stateless, for a time."""

from __future__ import annotations

from django.core import signing

CONFIRM_SALT = "qa_inbox.confirm"
CONFIRM_WITHIN = 7 * 24 * 3600
"""Seconds for which a mailed link can be used."""


def confirm_token(code: str) -> str:
    """The part of the mailed address that proves that its reader received the mail."""
    return signing.dumps(code, salt=CONFIRM_SALT)


def read_confirm_token(token: str) -> str | None:
    """The tracking code in a mailed token; None when it is forged or too old."""
    try:
        return str(signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_WITHIN))
    except signing.BadSignature:
        return None
