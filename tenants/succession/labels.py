"""The words of the log for what happens in a succession."""

from django.utils.translation import gettext_lazy as _

SUCCESSION_LOG = (
    ("succession_plan", _("Plan a succession"), _("Planned a succession")),
    ("succession_preview", _("Preview a succession"), _("Looked at the preview of a succession")),
    ("succession_run", _("Carry out a succession"), _("Began to carry out a succession")),
    ("succession_resume", _("Resume a succession"), _("Resumed a succession")),
    ("succession_fail", _("Succession stopped"), _("A succession was stopped by an error")),
    ("succession_finish", _("Finish a succession"), _("Finished a succession")),
    ("succession_cancel", _("Withdraw a succession"), _("Withdrew the plan of a succession")),
    ("succeeded", _("End an agency"), _("The agency ended; its successor took its place")),
    ("new_parent", _("Change the parent"), _("The agency came below another")),
)
