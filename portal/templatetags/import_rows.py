from django import template

from portal.importing.standing import standing, waits
from portal.models import ImportedPage

register = template.Library()


@register.filter(name="standing")
def standing_of_row(row: ImportedPage) -> str:
    return standing(row)


@register.filter
def is_waiting(row: ImportedPage) -> bool:
    return waits(row)
