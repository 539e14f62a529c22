"""Security headers of every answer: strict on the portals, on the admin host as strict as Wagtail bears."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase

Policy = Mapping[str, str]

PUBLIC: Policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
}
# Wagtail 8.0 writes inline scripts in some thirty places and style attributes in more: docs/decisions/0004.
ADMIN: Policy = {
    "default-src": "'none'",
    "script-src": "'self' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
}
PERMISSIONS = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
COMMON = {
    "Permissions-Policy": ", ".join(f"{name}=()" for name in PERMISSIONS),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


class SecurityHeadersMiddleware:
    """Adds what an answer lacks. A preview, a portal's page within the admin host, keeps the portal's policy.

    A view that needs more sets `response.csp_extra = {"worker-src": "blob:"}`, a page's template `request.csp_extra`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in COMMON.items():
            response.headers.setdefault(name, value)
        policy = ADMIN if getattr(request, "is_admin_host", False) else PUBLIC
        extra = getattr(response, "csp_extra", None) or getattr(request, "csp_extra", {})
        response.headers.setdefault("Content-Security-Policy", written(policy, extra))
        return response


def written(policy: Policy, extra: Policy) -> str:
    """The policy as a header, with what `extra` adds; `'none'` gives way to an addition."""
    merged = dict(policy)
    for name, sources in extra.items():
        known = merged.get(name, "'none'").replace("'none'", "").strip()
        merged[name] = f"{known} {sources}".strip()
    return "; ".join(f"{name} {sources}" for name, sources in merged.items())
