from typing import Any

from django.http import HttpRequest


def portal(request: HttpRequest) -> dict[str, Any]:
    """What every public template needs of its agency."""
    agency = getattr(request, "agency", None)
    return {"agency": agency, "province": getattr(request, "province", None)} if agency else {}
