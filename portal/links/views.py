"""The screens of broken links: an agency's own list, and for the province how many each portal has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from portal.links import services
from portal.links.finding import LOOK
from portal.models.links import LinkState, PageLink
from tenants.admin_views import agency_at_work, not_allowed
from tenants.models import Agency

PER_PAGE = 50
SHOWN = {
    "broken": gettext_lazy("Broken"),
    "uncertain": gettext_lazy("Cannot be judged"),
    "left": gettext_lazy("Left as they are"),
}


def links_of(agency: Agency, shown: str) -> QuerySet[PageLink]:
    """An agency's own, those that fail longest first."""
    links = PageLink.objects.of_readers().filter(page__agency=agency)
    if shown == "left":
        links = links.exclude(left_at=None)
    else:
        state = LinkState.UNCERTAIN if shown == "uncertain" else LinkState.BROKEN
        links = links.filter(state=state, left_at=None)
    found: QuerySet[PageLink] = links.select_related("page", "left_by").order_by("failing_since", "pk")
    return found


@require_safe
def links(request: Any) -> HttpResponse:
    """What readers of the portal run into, with the way to correct it."""
    agency = agency_at_work(request)
    if not services.user_sees_links(request.user, agency):
        if services.user_counts_links(request.user, agency):
            return redirect("links:portals")
        return not_allowed(request)
    shown = request.GET.get("shown", "")
    shown = shown if shown in SHOWN else "broken"
    page = Paginator(links_of(agency, shown), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Broken links"),
        "header_icon": "link",
        "found": page,
        "rows": [(link, place_of(link)) for link in page],
        "shown": shown,
        "choices": SHOWN.items(),
        "counts": services.user_counts_links(request.user, agency),
    }
    return render(request, "portal/links/links.html", context)


def place_of(link: PageLink) -> str:
    """Where in the page the link stands, as the editor calls it."""
    if link.place == LOOK:
        return _("menu or links of the look")
    model = link.page.specific_class
    fields = {field.name: field for field in model._meta.get_fields()} if model else {}
    return str(getattr(fields.get(link.place), "verbose_name", ""))


@require_POST
def look_again(request: Any, link_pk: int) -> HttpResponse:
    agency = agency_at_work(request)
    link = get_object_or_404(PageLink, pk=link_pk, page__agency=agency)
    if not services.user_sees_links(request.user, agency):
        return not_allowed(request)
    link = services.look_again(link, actor=request.user, now=timezone.now())
    if link.state == LinkState.WORKS:
        messages.success(request, _("The link works: it is off the list."))
    elif link.target:
        messages.warning(request, _("The link is still broken. Correct it in the page, or take it out."))
    else:
        messages.success(request, _("The address is asked again within the hour."))
    return redirect("links:links")


class LeaveForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why it stays as it is"),
        max_length=300,
        help_text=gettext_lazy("For example: the text quotes the address as it was then."),
    )


def leave(request: Any, link_pk: int) -> HttpResponse:
    """Takes a broken link off the list, with the reason."""
    agency = agency_at_work(request)
    link = get_object_or_404(PageLink.objects.select_related("page"), pk=link_pk, page__agency=agency)
    if not services.user_sees_links(request.user, agency):
        return not_allowed(request)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.leave(link, form.cleaned_data["reason"], actor=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The link is off the list. It comes back when somebody looks again."))
            return redirect("links:links")
    context = {"page_title": _("Leave a broken link"), "header_icon": "link", "form": form, "link": link}
    return render(request, "portal/links/leave.html", context, status=422 if form.errors else 200)


@require_safe
def portals(request: Any) -> HttpResponse:
    """How many broken links each portal of the province has; the most first. Those without any are not listed."""
    agency = agency_at_work(request)
    if not services.user_counts_links(request.user, agency):
        return not_allowed(request)
    agencies = Agency.objects.of_province(agency).answering()
    rows = (
        PageLink.objects.broken()
        .filter(page__agency__in=agencies)
        .values("page__agency__name", "page__agency__sort_key")
    )
    counted = rows.annotate(number=Count("pk")).order_by("-number", "page__agency__sort_key")
    context = {
        "page_title": _("Broken links of all portals"),
        "header_icon": "link",
        "found": Paginator(counted, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "portal/links/portals.html", context)
