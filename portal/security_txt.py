"""/.well-known/security.txt (RFC 9116): where a weakness of a portal can be told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tenants.clock import local_now
from tenants.hosts import root_url

VALID = timedelta(days=180)
"""The standard recommends less than a year. It begins anew every day: on a portal that answers it never runs out."""


@require_safe
def security_txt(request: Any) -> HttpResponse:
    """Contacts in the order of preference: the province's, whose technical agency runs all portals, the agency's own,
    and the form for questions, which always answers.
    """
    row = request.host_row
    root = root_url(row.hostname)
    emails = dict.fromkeys(email for email in (row.agency.root.email, row.agency.email) if email)
    contacts = [*(f"mailto:{email}" for email in emails), root + reverse("qa_inbox:ask")]
    midnight = local_now().replace(hour=0, minute=0, second=0, microsecond=0)
    other = "en" if row.language == "vi" else "vi"
    lines = [
        *(f"Contact: {contact}" for contact in contacts),
        f"Expires: {(midnight + VALID).isoformat()}",
        f"Preferred-Languages: {row.language}, {other}",
        f"Canonical: {root}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
