"""Everything that changes a question. Each takes the acting person and the instant, and is one transaction:
lock, check against the table in transitions.py, save, timeline, audit, mail."""

from qa_inbox.services.answering import request_signoff, return_to_draft, save_draft, sign
from qa_inbox.services.base import StaleQuestion
from qa_inbox.services.delegating import delegate_signature, end_delegation
from qa_inbox.services.handling import assign, classify, forward, tell_out_of_field
from qa_inbox.services.intake import Asked, ask, confirm
from qa_inbox.services.promising import appoint_date, send_progress_notice

__all__ = [
    "Asked",
    "StaleQuestion",
    "appoint_date",
    "ask",
    "assign",
    "classify",
    "confirm",
    "delegate_signature",
    "end_delegation",
    "forward",
    "request_signoff",
    "return_to_draft",
    "save_draft",
    "send_progress_notice",
    "sign",
    "tell_out_of_field",
]
