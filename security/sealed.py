"""Links in mails that give rights: the secret part is put in when the mail leaves.

Rows, backups and the screens of the outbox hold a seal alone. The secret follows from the seal, the address that the
mail goes to and SECRET_KEY: a seal that was copied into a mail to somebody else opens nothing.
"""

from __future__ import annotations

import re
import secrets

from django.utils.crypto import salted_hmac

SEAL = re.compile(r"sealed-[\w-]{32}")


def new_seal() -> str:
    """What stands in a mail's text in place of a secret."""
    return f"sealed-{secrets.token_urlsafe(24)}"


def secret_of(seal: str, address: str) -> str:
    """The secret that a seal stands for in a mail to an address."""
    return salted_hmac("security.sealed", f"{seal}\n{address}", algorithm="sha256").hexdigest()


def opened(text: str, address: str) -> str:
    """The text of a mail as its receiver gets it."""
    return SEAL.sub(lambda found: secret_of(found[0], address), text)
