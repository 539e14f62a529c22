from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel


class NoFields(forms.Form):
    """Wagtail asks every panel for a form that it can save; this one has nothing to save."""

    def save(self) -> None:
        return None


class PasswordPanel(BaseSettingsPanel):  # type: ignore[misc]
    """The way from one's account to our change of the password."""

    name = "password_link"
    title = _("Password")
    order = 400
    template_name = "security/account_panel.html"

    def get_form(self) -> Any:
        return NoFields(prefix=self.name)
