from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from qa_inbox.models import Delegation
from tenants.models import Agency
from tenants.permissions import user_can_sign_for


@transaction.atomic
def delegate_signature(
    agency: Agency,
    delegate: Any,
    *,
    decision: str,
    valid_from: datetime,
    valid_until: datetime | None,
    actor: Any,
    now: datetime,
) -> Delegation:
    """Records the head's decision that somebody else signs answers for a time (TN.14.3).

    Only who signs in their own right can record one. Raises PermissionDenied, or ValidationError for a person without a
    role in the agency, a missing decision number, or an end before the beginning.
    """
    if not user_can_sign_for(actor, agency):
        raise PermissionDenied
    if not agency.memberships.filter(user=delegate).exists():
        raise ValidationError({"delegate": _("This person has no role in the agency.")})
    delegation = Delegation(
        agency=agency,
        delegate=delegate,
        decision=decision.strip(),
        valid_from=valid_from,
        valid_until=valid_until,
        made_by=actor,
        made_at=now,
    )
    delegation.full_clean()
    delegation.save()
    data = {"delegate": delegate.get_username(), "decision": delegation.decision}
    log(delegation, "qa_inbox.delegate", user=actor, timestamp=now, title=delegation.decision, data=data)
    return delegation


@transaction.atomic
def end_delegation(delegation: Delegation, *, actor: Any, now: datetime) -> Delegation:
    """Ends a delegation before its time; what was signed under it stays signed."""
    delegation = Delegation.objects.select_for_update(of=("self",)).select_related("agency").get(pk=delegation.pk)
    if not user_can_sign_for(actor, delegation.agency):
        raise PermissionDenied
    if delegation.ended_at is None:
        delegation.ended_at = now
        delegation.save(update_fields=["ended_at"])
        log(delegation, "qa_inbox.end_delegation", user=actor, timestamp=now, title=delegation.decision)
    return delegation
