"""What an agency does about a broken link besides correcting the page: look again, or leave it and say why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.links.references import judge_references
from portal.models.links import LinkState, PageLink
from tenants.models import Agency
from tenants.permissions import user_can_administer_agency, user_can_oversee, user_writes_for


def user_sees_links(user: Any, agency: Agency) -> bool:
    """Those who can correct the pages, or see to it: authors, board and administrators."""
    return user_writes_for(user, agency) or user_can_administer_agency(user, agency)


def user_counts_links(user: Any, agency: Agency) -> bool:
    """How many each portal has, in the province's work area: its office."""
    return agency.is_province and user_can_oversee(user, agency)


@transaction.atomic
def look_again(link: PageLink, *, actor: Any, now: datetime) -> PageLink:
    """A page or file is looked up at once, an address with the next run; that the link was left is over."""
    link = _locked(link, actor)
    PageLink.objects.filter(pk=link.pk).update(
        left_reason="", left_by=None, left_at=None, due_at=None if link.target else now
    )
    judge_references(PageLink.objects.filter(pk=link.pk), now)
    log(link.page, "portal.look_again", user=actor, timestamp=now, data={"address": link.address})
    link.refresh_from_db()
    return link


@transaction.atomic
def leave(link: PageLink, reason: str, *, actor: Any, now: datetime) -> PageLink:
    """Off the list until it works again or somebody looks again. Raises ValidationError at `reason`."""
    link = _locked(link, actor)
    if link.state != LinkState.BROKEN:
        raise ValidationError(_("This link is not broken any more. Nothing has to be done."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the link stays as it is.")})
    link.left_reason, link.left_by, link.left_at, link.due_at = reason.strip(), actor, now, None
    link.save(update_fields=["left_reason", "left_by", "left_at", "due_at"])
    log(link.page, "portal.leave_link", user=actor, timestamp=now, data={"address": link.address, "reason": reason})
    return link


def _locked(link: PageLink, actor: Any) -> PageLink:
    found = PageLink.objects.select_for_update(of=("self",)).select_related("page__agency").get(pk=link.pk)
    if actor is not None and not user_sees_links(actor, found.page.agency):
        raise PermissionDenied
    return found
