"""An agency's card in its work area: who runs its portal and how it is reached; the province's list of officials."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenants.admin_views import agency_at_work, not_allowed
from tenants.card_forms import CardForm, OfficialForm
from tenants.models import Agency, AgencyState, Duty, Membership, Official
from tenants.officials import (
    change_card,
    correct_official,
    duties_of,
    end_official,
    name_official,
    officials_of,
    user_can_name_official,
)
from tenants.permissions import user_can_change_card, user_can_see_officials
from tenants.roles import Role
from tenants.sorting import by_given_name

PER_PAGE = 50
ON_THE_CARD = (Role.BOARD_HEAD, Role.BOARD_MEMBER, Role.AGENCY_ADMIN)
"""Roles whose holders stand on the card: the board, and who administers the portal (HY.5.3)."""

OPERATING = (Role.AGENCY_ADMIN, Role.AUTHOR)
"""Roles in which people with an account operate a portal: they stand in the office's list beside the officials."""


@require_safe
def card(request: Any) -> HttpResponse:
    """Who owns, manages and operates the portal, its head, contacts, officials and board; for all who serve it."""
    agency = agency_at_work(request)
    duties = duties_of(agency)
    people = agency.memberships.filter(role__in=ON_THE_CARD, user__is_active=True)
    context = {
        "page_title": _("The agency's card"),
        "header_icon": "home",
        "agency": agency,
        "ownership": agency.regulation.owners(agency.kind),
        "officials": [(each, each.agency_id == agency.pk) for each in officials_of(agency)],
        "people": people.select_related("user").order_by(*by_given_name("user__full_name"), "user__username", "role"),
        "may_change": user_can_change_card(request.user, agency),
        "duties": [duty for duty in duties if user_can_name_official(request.user, agency, duty)],
    }
    return render(request, "tenants/card.html", context)


def edit_card(request: Any) -> HttpResponse:
    """Units that are the agency's own decision, head and contacts."""
    agency = agency_at_work(request)
    if not user_can_change_card(request.user, agency):
        return not_allowed(request)
    form = CardForm(request.POST or None, instance=Agency.objects.select_related("province").get(pk=agency.pk))
    if request.method == "POST" and form.is_valid():
        try:
            change_card(agency, actor=request.user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The card is changed. The portal shows it at once."))
            return redirect("tenants:card")
    return _form(request, _("Change the card"), form)


def new_official(request: Any, duty: str) -> HttpResponse:
    """Names somebody for a duty."""
    agency = agency_at_work(request)
    if duty not in duties_of(agency):
        raise Http404
    if not user_can_name_official(request.user, agency, duty):
        return not_allowed(request)
    form = OfficialForm(request.POST or None, agency=agency, duty=duty)
    if request.method == "POST" and form.is_valid():
        try:
            named = name_official(agency, duty, actor=request.user, now=timezone.now(), **form.details())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            text = _("%(person)s is named. Those whom the regulation names are told.")
            messages.success(request, text % {"person": named.full_name})
            return redirect("tenants:card")
    return _form(request, _("Name a person: %(duty)s") % {"duty": Duty(duty).label}, form)


def edit_official(request: Any, pk: int) -> HttpResponse:
    """Corrects the name or the contacts of somebody who is named."""
    agency = agency_at_work(request)
    found = get_object_or_404(Official, pk=pk, agency=agency, ended_at=None)
    if not user_can_name_official(request.user, agency, found.duty):
        return not_allowed(request)
    form = OfficialForm(request.POST or None, instance=found, agency=agency, duty=found.duty)
    if request.method == "POST" and form.is_valid():
        try:
            correct_official(found, actor=request.user, now=timezone.now(), **form.details())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The change is saved. Those whom the regulation names are told."))
            return redirect("tenants:card")
    return _form(request, str(found), form)


@require_POST
def stop_official(request: Any, pk: int) -> HttpResponse:
    """Somebody is no longer named for the duty."""
    found = get_object_or_404(Official, pk=pk, agency=agency_at_work(request), ended_at=None)
    try:
        end_official(found, actor=request.user, now=timezone.now())
    except PermissionDenied:
        return not_allowed(request)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = _("%(person)s is no longer named. Those whom the regulation names are told.")
        messages.success(request, text % {"person": found.full_name})
    return redirect("tenants:card")


@require_safe
def officials(request: Any) -> HttpResponse:
    """Whom the province's agencies have named: for its office and its technical agency (TB.13.3a, VL.26.3)."""
    province = agency_at_work(request)
    if not province.is_province or not user_can_see_officials(request.user, province):
        raise Http404
    wanted = " ".join(request.GET.get("q", "").replace("\x00", "").split())
    nobody = request.GET.get("nobody") == "1"
    agencies = Agency.objects.of_province(province).exclude(state=AgencyState.CLOSED)
    if wanted:
        agencies = agencies.filter(name__unaccent__icontains=wanted)
    if nobody:
        operated = Official.objects.filter(duty=Duty.CONTENT_OPERATOR, ended_at=None)
        agencies = agencies.exclude(pk__in=operated.values("agency"))
    people = Official.objects.filter(ended_at=None).order_by("duty", *by_given_name("full_name"), "pk")
    named = Prefetch("officials", people, to_attr="named")
    operators = Membership.objects.filter(role__in=OPERATING, user__is_active=True).select_related("user")
    serving = Prefetch(
        "memberships", operators.order_by("role", *by_given_name("user__full_name")), to_attr="operators"
    )
    page = Paginator(agencies.prefetch_related(named, serving), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_title": _("Officials of the agencies"),
        "header_icon": "group",
        "page": page,
        "q": wanted,
        "nobody": nobody,
    }
    return render(request, "tenants/officials.html", context)


def _form(request: Any, title: str, form: Any) -> HttpResponse:
    context = {"page_title": title, "header_icon": "edit", "form": form}
    return render(request, "tenants/card_form.html", context, status=422 if form.errors else 200)
