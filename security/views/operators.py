from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from wagtail.admin.auth import require_admin_access

from tenants.admin_views import not_allowed
from tenants.permissions import user_can_operate

View = Callable[..., HttpResponse]


def for_operators(view: View) -> View:
    """The view in an agency's work area, for the technical agency only: 404 without an agency, 403 for anyone else."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.agency is None:
            raise Http404
        if not user_can_operate(request.user, request.agency):
            return not_allowed(request)
        return view(request, *args, **kwargs)

    guarded_view: View = require_admin_access(guarded)
    return guarded_view
