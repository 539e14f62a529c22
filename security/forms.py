from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm

from security.models import User


class SignInForm(LoginForm):
    """Wagtail's form with a label of the password that is translated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")


class NewPasswordForm(forms.Form):
    """Two entries of a new password, checked against the rules for `user`."""

    new_password = forms.CharField(
        label=_("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label=_("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        password, repeated = data.get("new_password"), data.get("repeated")
        if password and repeated and password != repeated:
            self.add_error("repeated", _("The two entries differ."))
        if password:
            try:
                validate_password(password, self.person())
            except forms.ValidationError as error:
                self.add_error("new_password", error)
        return data

    def person(self) -> Any:
        """Whose password it is to be."""
        return self.user


class ChangePasswordForm(NewPasswordForm):
    """One's own password, with the present one as proof."""

    old_password = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    field_order = ["old_password", "new_password", "repeated"]

    def clean_old_password(self) -> str:
        password: str = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your present password."))
        return password


class FirstAdministratorForm(NewPasswordForm):
    """The first account of an empty installation."""

    username = forms.CharField(label=_("User name"), max_length=150, validators=[User.username_validator])
    full_name = forms.CharField(label=_("Full name"), max_length=120)
    email = forms.EmailField(label=_("E-mail"))
    field_order = ["username", "full_name", "email", "new_password", "repeated"]

    def person(self) -> Any:
        names = {key: self.cleaned_data.get(key, "") for key in ("username", "full_name", "email")}
        return User(**names)
