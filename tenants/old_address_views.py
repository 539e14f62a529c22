"""An agency's old addresses and where they lead, kept by its administrator; nobody redirects another's portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from tenants.admin_views import not_allowed
from tenants.models import Agency, OldAddress
from tenants.old_addresses import LONGEST, add_old_address, remove_old_address
from tenants.permissions import user_can_administer_agency

PER_PAGE = 50


class OldAddressForm(forms.Form):
    """One address and its target, as people write them."""

    address = forms.CharField(
        label=gettext_lazy("Old address"),
        max_length=LONGEST,
        help_text=gettext_lazy("As it stood in the browser, with or without the host name: /tin-cu/bai-1.html"),
    )
    target = forms.CharField(
        label=gettext_lazy("Leads to"),
        max_length=1000,
        help_text=gettext_lazy("A page of your portal, such as /tin-tuc/, or the full address of another one"),
    )


def old_addresses(request: Any) -> HttpResponse:
    """The list, found by a part of the address, and one more."""
    agency: Agency | None = request.agency
    if agency is None:
        raise Http404
    if not user_can_administer_agency(request.user, agency):
        return not_allowed(request)
    form = OldAddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            row = add_old_address(agency, **form.cleaned_data, actor=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(address)s leads there from now on.") % {"address": row.path})
            return redirect("tenants:old_addresses")
    wanted = request.GET.get("q", "").replace("\x00", "").strip()
    rows = OldAddress.objects.filter(agency=agency).select_related("page").order_by("path")
    context = {
        "page_title": _("Old addresses"),
        "header_icon": "redirect",
        "form": form,
        "q": wanted,
        "page": Paginator(rows.filter(path__icontains=wanted), PER_PAGE).get_page(request.GET.get("p")),
    }
    return render(request, "tenants/old_addresses.html", context, status=422 if form.errors else 200)


@require_POST
def end_old_address(request: Any, pk: int) -> HttpResponse:
    """Take one off the list."""
    if request.agency is None:
        raise Http404
    row = get_object_or_404(OldAddress.objects.select_related("agency"), pk=pk, agency=request.agency)
    if not user_can_administer_agency(request.user, row.agency):
        return not_allowed(request)
    remove_old_address(row, actor=request.user, now=timezone.now())
    messages.success(request, _("%(address)s leads nowhere any more.") % {"address": row.path})
    return redirect("tenants:old_addresses")
