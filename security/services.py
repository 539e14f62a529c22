"""What can be done with accounts and mails. Each takes the acting person (None: the system itself) and the instant."""

from security.accounts import (
    change_password,
    create_user,
    deactivate_user,
    first_administrator_token,
    make_first_administrator,
)
from security.outbox import queue_mail, resend_mail

__all__ = [
    "change_password",
    "create_user",
    "deactivate_user",
    "first_administrator_token",
    "make_first_administrator",
    "queue_mail",
    "resend_mail",
]
