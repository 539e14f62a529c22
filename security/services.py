"""What can be done with accounts and mails. Each takes the acting person (None: the system itself) and the instant."""

from security.accounts import (
    change_password,
    create_user,
    deactivate_user,
    first_administrator_token,
    make_first_administrator,
)
from security.invitations import accept_invitation, cancel_invitation, invite
from security.outbox import queue_mail, resend_mail
from security.people import set_roles

__all__ = [
    "accept_invitation",
    "cancel_invitation",
    "change_password",
    "create_user",
    "deactivate_user",
    "first_administrator_token",
    "invite",
    "make_first_administrator",
    "queue_mail",
    "resend_mail",
    "set_roles",
]
