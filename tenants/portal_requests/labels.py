"""Names of what the audit trail records of requests for portals."""

from django.utils.translation import gettext_lazy as _

REQUEST_LOG = (
    ("request_file", _("File a request for a portal"), _("Filed the request")),
    ("request_correct", _("Correct a request for a portal"), _("Corrected the request and filed it again")),
    ("request_accept", _("Accept a request for a portal"), _("Accepted the request")),
    ("request_approve", _("Record a consent"), _("Recorded the consent that the regulation asks for")),
    ("request_name", _("Assign the domain of a request"), _("Assigned the domain")),
    ("request_open", _("Open a requested portal"), _("Approved the request; the portal is set up")),
    ("request_record", _("Keep an exception on record"), _("Kept the exception on record")),
    ("request_return", _("Return a request for correction"), _("Returned the request for correction")),
    ("request_refuse", _("Refuse a request for a portal"), _("Refused the request")),
    ("request_withdraw", _("Withdraw a request for a portal"), _("Withdrew the request")),
)
