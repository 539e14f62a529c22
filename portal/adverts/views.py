"""The screens of adverts in an agency's work area."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from editorial.transitions import NotAllowed
from portal.adverts.forms import AdvertForm
from portal.adverts.services import act_on_advert, propose_advert, situation, user_can_propose_advert
from portal.adverts.shown import PICTURES
from portal.adverts.transitions import ACTION_LABELS, Action, allowed
from portal.models.adverts import Advert, AdvertState
from tenants.admin_views import agency_at_work, not_allowed
from tenants.models import Agency
from tenants.permissions import user_can_review_for

PER_PAGE = 20


def _rules(agency: Agency) -> dict[str, Any]:
    """What the regulation asks, for those who propose and decide: the limit in seconds (TB.8)."""
    rules = agency.regulation.advertising
    return {"in_news": rules.allowed_in_news.value, "most": rules.floating_closes_within.value / 1000}


@require_safe
def adverts(request: Any) -> HttpResponse:
    """The agency's adverts, the newest first, with what one may do to each."""
    agency = agency_at_work(request)
    if not user_can_propose_advert(request.user, agency):
        return not_allowed(request)
    rows = Advert.objects.filter(agency=agency).select_related("image", "proposed_by", "approved_by", "ended_by")
    page = Paginator(rows.prefetch_related(PICTURES), PER_PAGE).get_page(request.GET.get("page"))
    today, reviews = timezone.localdate(), user_can_review_for(request.user, agency)
    context = {
        "page_title": _("Adverts"),
        "header_icon": "tag",
        "found": page,
        "rows": [(row, row.running(today), _actions(request.user, row, reviews)) for row in page],
    } | _rules(agency)
    return render(request, "portal/adverts/adverts.html", context)


def _actions(user: Any, advert: Advert, reviews: bool) -> list[tuple[str, Any]]:
    actions = allowed(AdvertState(advert.state), situation(user, advert, reviews=reviews))
    return [(str(action), ACTION_LABELS[action]) for action in actions]


def new_advert(request: Any) -> HttpResponse:
    """Lays an advert before the board."""
    agency = agency_at_work(request)
    if not user_can_propose_advert(request.user, agency):
        return not_allowed(request)
    form = AdvertForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            propose_advert(agency, **form.given(), actor=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The board has the advert before it. Readers see it once it is approved."))
            return redirect("adverts:adverts")
    context = {"page_title": _("Propose an advert"), "header_icon": "tag", "form": form}
    return render(request, "portal/adverts/new.html", context | _rules(agency))


@require_POST
def act(request: Any, pk: int, action: str) -> HttpResponse:
    """Approves an advert, turns it down or takes it off."""
    found = get_object_or_404(Advert, pk=pk, agency=agency_at_work(request))
    if action not in set(Action):
        raise Http404
    try:
        done = act_on_advert(found, Action(action), actor=request.user, now=timezone.now())
    except NotAllowed as refusal:
        return not_allowed(request, str(refusal))
    text = _("Readers see the advert.") if done.running(timezone.localdate()) else _("Readers do not see the advert.")
    messages.success(request, text)
    return redirect("adverts:adverts")
