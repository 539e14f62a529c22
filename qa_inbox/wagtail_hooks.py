"""What the inbox adds to Wagtail's registries."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from qa_inbox.permissions import user_can_open_inbox
from tenants.admin_menu import AgencyMenuItem
from tenants.clock import local_now
from tenants.models import Agency
from tenants.permissions import user_can_oversee


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[Any]:
    return [path("questions/", include("qa_inbox.admin_urls"))]


@hooks.register("register_admin_menu_item")
def inbox_entry() -> AgencyMenuItem:
    return AgencyMenuItem(_("Questions"), "qa_inbox_admin:inbox", order=150, icon="help", permission=_opens_inbox)


def _opens_inbox(user: Any, agency: Agency) -> bool:
    return user_can_open_inbox(user, agency, local_now())


@hooks.register("register_admin_menu_item")
def province_entry() -> AgencyMenuItem:
    return AgencyMenuItem(
        _("Late answers"), "qa_inbox_admin:province", order=160, icon="warning", permission=user_can_oversee
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Names of what the audit trail records of questions."""
    for name, label, message in (
        ("ask", _("Send a question"), _("Sent a question")),
        ("confirm", _("Confirm a question"), _("Confirmed the question")),
        ("classify", _("Classify a question"), _("Classified the question")),
        ("assign", _("Assign a question"), _("Assigned the question")),
        ("forward", _("Forward a question"), _("Forwarded the question")),
        ("tell_out_of_field", _("Tell that it is outside the field"), _("Told that it is outside the field")),
        ("draft", _("Draft an answer"), _("Drafted the answer")),
        ("request_signoff", _("Submit for signature"), _("Submitted the answer for signature")),
        ("return_to_draft", _("Return a draft"), _("Returned the draft")),
        ("sign_and_publish", _("Sign and publish"), _("Signed and published the answer")),
        ("sign_and_mail", _("Sign and send to the asker"), _("Signed the answer and sent it to the asker")),
        ("appoint_date", _("Appoint a date"), _("Appointed the date of the answer")),
        ("progress_notice", _("Send a progress notice"), _("Sent a progress notice")),
        ("delegate", _("Delegate the signature"), _("Delegated the signature")),
        ("end_delegation", _("End a delegation"), _("Ended the delegation")),
    ):
        actions.register_action(f"qa_inbox.{name}", label, message)
