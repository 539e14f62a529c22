"""What this app adds to Wagtail's registries."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Names of what the audit trail records of accounts, mails and backups."""
    actions.register_action("security.resend_mail", _("Send a mail again"), _("Queued the mail again"))
