"""Proposing an advert, and what the board does with it: nothing is shown that it has not approved (TB.8, TB.16.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.adverts.transitions import Action, Situation, check
from portal.models.adverts import Advert, AdvertState
from tenants.hosts import forget_hosts
from tenants.models import Agency
from tenants.permissions import user_can_review_for, user_writes_for
from tenants.references import check_references

user_can_propose_advert = user_writes_for


def situation(user: Any, advert: Advert, *, reviews: bool | None = None) -> Situation:
    """What the guards of the table look at. `reviews`: where a list knows it already, for all its rows."""
    decides = user_can_review_for(user, advert.agency) if reviews is None else reviews
    return Situation(reviews=decides, proposed_it=user.pk is not None and advert.proposed_by_id == user.pk)


@transaction.atomic
def propose_advert(agency: Agency, *, actor: Any, now: datetime, **content: Any) -> Advert:
    """Lay an advert before the board; `content`: the fields of `Advert.CONTENT`. Readers see nothing of it yet.

    Raises PermissionDenied, and ValidationError by field: days that have passed or stand the wrong way round, an
    address that is not encrypted, an image of another agency that is not shared with this one.
    """
    if actor is not None and not user_can_propose_advert(actor, agency):
        raise PermissionDenied
    advert = Advert(agency=agency, proposed_by=actor, proposed_at=now, **content)
    _check_days(advert, now)
    advert.full_clean(exclude=["proposed_by", "approved_by", "approved_at", "ended_by", "ended_at"])
    check_references(advert)
    advert.save()
    log(agency, "portal.propose_advert", user=actor, timestamp=now, data=_told(advert))
    return advert


def _check_days(advert: Advert, now: datetime) -> None:
    if advert.ends_on < advert.starts_on:
        raise ValidationError({"ends_on": _("The last day lies before the first.")})
    if advert.ends_on < timezone.localdate(now):
        raise ValidationError({"ends_on": _("The last day has passed.")})


@transaction.atomic
def act_on_advert(advert: Advert, action: Action, *, actor: Any, now: datetime) -> Advert:
    """Approve it, turn it down, or take it off. Readers see the change with their next page.

    Other processes remember what a portal shows for a few seconds (tenants/hosts.py). Raises NotAllowed.
    """
    advert = Advert.objects.select_for_update(of=("self",)).select_related("agency").get(pk=advert.pk)
    who = Situation(reviews=True) if actor is None else situation(actor, advert)
    transition = check(AdvertState(advert.state), action, who)
    if transition.next == AdvertState.APPROVED:
        advert.approved_by, advert.approved_at = actor, now
    else:
        advert.ended_by, advert.ended_at = actor, now
    advert.state = transition.next
    advert.save()
    log(advert.agency, transition.audit, user=actor, timestamp=now, data=_told(advert))
    transaction.on_commit(forget_hosts)
    return advert


def _told(advert: Advert) -> dict[str, str]:
    return {"new": f"{advert.advertiser}: {advert.title}", "where": advert.place, "address": advert.url}
