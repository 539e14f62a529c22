"""The screen on which an agency sets what its portal takes in from elsewhere."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.admin_views import not_allowed
from tenants.models import Agency, OutsideKey
from tenants.outside import KNOWN, set_outside_service
from tenants.permissions import user_can_change_card


class OutsideForm(forms.Form):
    """A code for each service; a province may set the measurement's for all portals that have none of their own."""

    everywhere = forms.BooleanField(
        label=gettext_lazy("Measure also the portals of the province that have no code of their own"),
        help_text=gettext_lazy("A network-trust label is given to one site and stands on that site alone."),
        required=False,
    )

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = {
            str(key): forms.CharField(label=key.label, help_text=KNOWN[key].hint, required=False, max_length=120)
            for key in OutsideKey
        }
        self.fields = codes | (dict(self.fields) if agency.is_province else {})
        for row in agency.outside.all():
            self.initial[row.key] = row.code
            self.initial["everywhere"] = self.initial.get("everywhere", False) or row.everywhere


def outside_services(request: Any) -> HttpResponse:
    """Sets the codes; all or none of what was asked is done."""
    agency: Agency | None = request.agency
    if agency is None:
        raise Http404
    if not user_can_change_card(request.user, agency):
        return not_allowed(request)
    form = OutsideForm(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid() and _saved(form, agency, request.user):
        messages.success(request, _("Saved. The portal shows it at once."))
        return redirect("tenants:outside_services")
    context = {"page_title": _("Measurement and trust label"), "header_icon": "globe", "agency": agency, "form": form}
    return render(request, "tenants/outside.html", context)


def _saved(form: OutsideForm, agency: Agency, actor: Any) -> bool:
    everywhere, now = form.cleaned_data.get("everywhere", False), timezone.now()
    try:
        with transaction.atomic():
            for key in OutsideKey:
                code = form.cleaned_data[str(key)]
                set_outside_service(agency, key, code, everywhere=everywhere, actor=actor, now=now)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
