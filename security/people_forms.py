from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from security.forms import NewPasswordForm
from security.models import Invitation, User
from tenants.roles import ROLE_TASKS, Role


class RolesForm(forms.Form):
    """The roles that one may give, each with what it does."""

    roles = forms.MultipleChoiceField(label=_("Roles"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, reach: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role, format_html("<b>{}</b>: {}", Role(role).label, ROLE_TASKS[role])) for role in reach
        ]


class GuestForm(forms.Form):
    """Whom an agency asks to work on its portal."""

    email = forms.EmailField(label=_("E-mail"), help_text=_("The official address: the link goes there."))
    full_name = forms.CharField(label=_("Full name"), max_length=120)
    position = forms.CharField(label=_("Position"), max_length=120, required=False)


class InviteForm(GuestForm, RolesForm):
    """The same with the roles that the person is to have."""

    field_order = ["email", "full_name", "position", "roles"]


class AcceptForm(NewPasswordForm):
    """The account of an invited person, with a password by the rules of the agency that invites."""

    username = forms.CharField(label=_("User name"), max_length=150, validators=[User.username_validator])
    full_name = forms.CharField(label=_("Full name"), max_length=120)
    field_order = ["username", "full_name", "new_password", "repeated"]

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        self.invitation = invitation
        super().__init__(*args, initial={"full_name": invitation.full_name}, **kwargs)

    def person(self) -> User:
        names = {key: self.cleaned_data.get(key, "") for key in ("username", "full_name")}
        return newcomer(self.invitation, **names)


def newcomer(invitation: Invitation, **names: str) -> User:
    """The account that an invited person is about to make, not saved."""
    person = User(email=invitation.email, **names)
    person.joins = invitation.agency
    return person
