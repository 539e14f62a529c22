from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.widgets import AdminDateInput

from security.activity import activity_of, entries_of
from security.models import User
from tenants.admin_views import not_allowed
from tenants.models import Agency
from tenants.permissions import user_can_administer_agency
from tenants.sorting import by_given_name

ON_A_PAGE = 50


class ActivityForm(forms.Form):
    """Narrows the list. People are those who serve the agency: nobody else's name is offered."""

    about = forms.CharField(label=gettext_lazy("About"), required=False, max_length=200)
    person = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Person"), required=False, empty_label=gettext_lazy("Everybody")
    )
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=AdminDateInput)
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=AdminDateInput)

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = (
            User.objects.filter(memberships__agency=agency).distinct().order_by(*by_given_name("full_name"), "username")
        )
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def asked(self) -> dict[str, Any]:
        """What was asked for; a field with an error narrows nothing, and says why."""
        data = self.cleaned_data
        person = data.get("person")
        return {
            "about": data.get("about", "").replace("\x00", ""),
            "person": person.pk if person else None,
            "since": data.get("since"),
            "until": data.get("until"),
        }


@require_safe
@never_cache
@require_admin_access
def activity(request: Any) -> HttpResponse:
    """The agency's part of the log, for its administrator."""
    agency: Agency | None = request.agency
    if agency is None:
        raise Http404
    if not user_can_administer_agency(request.user, agency):
        return not_allowed(request)
    form = ActivityForm(request.GET, agency=agency)
    form.is_valid()
    page = Paginator(activity_of(agency, **form.asked()), ON_A_PAGE).get_page(request.GET.get("p"))
    context = {
        "page_title": _("Activity"),
        "header_icon": "history",
        "form": form,
        "page": page,
        "entries": entries_of(page.object_list),
    }
    return render(request, "security/activity.html", context)
