"""How money is written for people."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def money(value: Any, currency: str = "VND") -> str:
    """An amount with separators and its currency; đồng have no decimals. Empty for nothing."""
    if value is None or value == "":
        return ""
    amount = Decimal(value)
    places = 0 if amount == amount.to_integral_value() else 2
    written = number_format(amount, decimal_pos=places, force_grouping=True)
    return f"{written} {_('đồng') if currency == 'VND' else currency}"


@register.filter
def host_of(address: str) -> str:
    """The host name of an address, so that readers see where a link leads."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
