"""Addresses of the State's own services on the web that pages may lead to."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

STATE = "gov.vn"


def state_address(value: str) -> None:
    """An address of a state body, encrypted. Raises ValidationError: people enter papers and money there."""
    parts = urlsplit(value)
    host = parts.hostname or ""
    if parts.scheme != "https":
        raise ValidationError(_("Give an address that begins with https://."))
    if host != STATE and not host.endswith(f".{STATE}"):
        raise ValidationError(_("Give an address of a state body, one that ends with .gov.vn."))
    if parts.username or parts.password:
        raise ValidationError(_("Give an address without a user name."))


def encrypted_address(value: str) -> None:
    """Any address that is encrypted. Raises ValidationError."""
    if urlsplit(value).scheme != "https":
        raise ValidationError(_("Give an address that begins with https://."))
