"""What can be done with accounts and mails. Each takes the acting person (None: the system itself) and the instant."""

from security.outbox import queue_mail, resend_mail

__all__ = ["queue_mail", "resend_mail"]
