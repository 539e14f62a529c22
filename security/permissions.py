"""Who may see and do what in this app: each question with its twin."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.db import models

from security.models import OutboxMail, User
from tenants.permissions import agencies_operated_by


def mails_visible_to(user: Any, agency: Any) -> models.QuerySet[OutboxMail]:
    """Mails of the work area that one operates: of the whole province in the province's, else of the agency alone.

    Those of no agency are for administrators, in a province's work area.
    """
    area = models.Q(pk=agency.pk) | models.Q(province=agency)
    own = models.Q(agency__in=agencies_operated_by(user).filter(area))
    if user.is_superuser and agency.is_province:
        own |= models.Q(agency=None)
    return OutboxMail.objects.select_related("agency").filter(own)


def user_can_see_mail(user: Any, mail: OutboxMail, agency: Any) -> bool:
    return mails_visible_to(user, agency).filter(pk=mail.pk).exists()


def lockouts_visible_to(user: Any, lockouts: list[AccessAttempt]) -> list[AccessAttempt]:
    """Lock-outs of people who serve the agencies that one operates; all for administrators."""
    if user.is_superuser or not lockouts:
        return lockouts
    people = User.objects.filter(memberships__agency__in=agencies_operated_by(user))
    known = set(people.filter(username__in=[one.username for one in lockouts]).values_list("username", flat=True))
    return [one for one in lockouts if one.username in known]
