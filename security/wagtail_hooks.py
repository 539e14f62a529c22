"""What this app adds to Wagtail's registries."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from security.account_panel import PasswordPanel
from tenants.admin_menu import AgencyMenuItem
from tenants.permissions import user_can_administer_agency, user_can_manage_people, user_can_operate

ACTIONS = {
    "security.login": (_("Sign in"), _("Signed in")),
    "security.logout": (_("Sign out"), _("Signed out")),
    "security.login_failed": (_("Failed log-in"), _("Log-in failed")),
    "security.lockout": (_("Lock-out"), _("Locked out after failed log-ins")),
    "security.create_user": (_("Make an account"), _("Made the account")),
    "security.change_password": (_("Change a password"), _("Changed the password")),
    "security.deactivate_user": (_("Close an account"), _("Closed the account")),
    "security.invite": (_("Invite a person"), _("Invited a person")),
    "security.cancel_invitation": (_("End an invitation"), _("Ended an invitation")),
    "security.accept_invitation": (_("Accept an invitation"), _("Accepted an invitation")),
    "security.resend_mail": (_("Send a mail again"), _("Queued the mail again")),
    "security.backup": (_("Back up"), _("Made and proved a backup")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Names of what the audit trail records of accounts, mails and backups."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(name, label, message)


hooks.register("register_account_settings_panel", PasswordPanel)


@hooks.register("register_admin_menu_item")
def people_entry() -> MenuItem:
    return AgencyMenuItem(_("People"), "security:people", order=700, icon="group", permission=user_can_manage_people)


@hooks.register("register_admin_menu_item")
def activity_entry() -> MenuItem:
    may = user_can_administer_agency
    return AgencyMenuItem(_("Activity"), "security:activity", order=710, icon="history", permission=may)


@hooks.register("register_admin_menu_item")
def status_entry() -> MenuItem:
    return AgencyMenuItem(
        _("System status"), "security:status", order=900, icon="info-circle", permission=user_can_operate
    )


@hooks.register("register_admin_menu_item")
def outbox_entry() -> MenuItem:
    return AgencyMenuItem(_("Outbox of mails"), "security:outbox", order=910, icon="mail", permission=user_can_operate)
