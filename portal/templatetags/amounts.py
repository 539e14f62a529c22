"""How money is written for people."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def money(value: Any, currency: str = "VND") -> str:
    """A whole amount with separators and its currency. Empty for nothing."""
    if value is None or value == "":
        return ""
    unit = _("đồng") if currency == "VND" else currency
    return f"{number_format(value, force_grouping=True)} {unit}"


@register.filter
def host_of(address: str) -> str:
    """The host name of an address, so that readers see where a link leads."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
