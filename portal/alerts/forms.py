from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models.alerts import Alert
from tenants.models import Agency, HostKind

NAMES = 500


class AlertForm(forms.ModelForm):  # type: ignore[type-arg]
    """The banner's words, its end, and for a province the portals that it stands on."""

    names = forms.CharField(
        label=gettext_lazy("Portals"),
        help_text=gettext_lazy("One name or host name a line."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )

    class Meta:
        model = Alert
        fields = ["severity", "title", "text", "url", "ends_at", "title_en", "text_en", "reach"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3}),
            "text_en": forms.Textarea(attrs={"rows": 3}),
            "ends_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "reach": forms.RadioSelect,
        }
        help_texts = {
            "url": gettext_lazy("An https address, or a path of the portal such as /tin-tuc/."),
            "ends_at": gettext_lazy("The banner goes by itself then."),
        }

    def __init__(self, *args: Any, agency: Agency, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        if not agency.is_province:
            del self.fields["reach"], self.fields["names"]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if url and not url.startswith("https://") and (not url.startswith("/") or url.startswith("//")):
            raise ValidationError(_("Give an https address, or a path that begins with a single slash."))
        return url

    def clean_names(self) -> list[Agency]:
        """The portals named, each by its name or its host name; unknown ones are told by name."""
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()))
        if len(lines) > NAMES:
            raise ValidationError(_("Name at most %(number)s portals, or choose all.") % {"number": NAMES})
        found = Agency.objects.of_province(self.agency).filter(
            Q(name__in=lines) | Q(hosts__hostname__in=lines, hosts__kind=HostKind.PORTAL)
        )
        rows = list(found.distinct().prefetch_related("hosts"))
        known = {agency.name for agency in rows} | {host.hostname for agency in rows for host in agency.hosts.all()}
        unknown = [line for line in lines if line not in known]
        if unknown:
            raise ValidationError(_("No portal of the province is called: %(names)s") % {"names": ", ".join(unknown)})
        return rows

    def _post_clean(self) -> None:
        """The service checks the row."""

    def given(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        portals = data.pop("names", [])
        return data | {"portals": portals}
