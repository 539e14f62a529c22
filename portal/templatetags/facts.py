"""How the facts of a page are written for people."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import number_format

register = template.Library()


@register.filter
def in_words(value: Any) -> str:
    """A fact's value as people write it: dates as day/month/year, numbers with separators, several with commas."""
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%H:%M, %d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, (list, tuple)):
        return ", ".join(in_words(item) for item in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return number_format(value, force_grouping=True)
    return str(value)
