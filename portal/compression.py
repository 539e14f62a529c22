"""Pages of the portals go out compressed even where no nginx stands before the application."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

TEXT = ("text/", "application/xml", "application/rss+xml", "application/atom+xml", "application/json")


class PublicGzipMiddleware(GZipMiddleware):
    """Compresses texts of the portals alone.

    The administration is left out: its pages carry a form token, and compression beside typed text would betray it byte
    by byte (BREACH). Portals have no session and no such token; what is one person's own there (`no-store`: receipts,
    tracking pages) is left out as well. Pictures and files are compressed already.
    """

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: Any) -> HttpResponseBase:
        public = not getattr(request, "is_admin_host", True)
        own = "no-store" in response.get("Cache-Control", "")
        if not public or own or response.streaming or not response.get("Content-Type", "").startswith(TEXT):
            return response
        compressed: HttpResponseBase = super().process_response(request, response)
        return compressed
