"""The storm copy without nginx, for `make run`: in storm mode the same files, and questions to the same receiver."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed

from portal.storm.places import HOST, flag_of, folder_of
from tenants.providers import provided


class StormMiddleware:
    """Before everything that asks the database. In production nginx does the same (deploy/nginx/portal.inc)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host, path = request.get_host().rsplit(":", 1)[0].lower(), request.path_info
        if not HOST.fullmatch(host) or not flag_of(host).exists() or path.startswith(("/static/", "/media/")):
            return self.get_response(request)
        if request.method == "POST" and path == settings.STORM_ASK_PATH:
            return _received(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return _file(folder_of(host), path)


def _file(folder: Path, path: str) -> HttpResponse:
    wanted = (folder / path.lstrip("/")).resolve()
    found = [one for one in (wanted, wanted / "index.html") if one.is_file() and one.is_relative_to(folder.resolve())]
    file, status = (found[0], 200) if found else (folder / "missing.html", 503)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Cache-Control": "public, max-age=60" if found else "no-store", "X-Storm-Copy": "1", "Vary": "Host"}
    return HttpResponse(file.read_bytes(), content_type=kind, status=status, headers=headers)


def _received(request: Any) -> HttpResponse:
    started: list[Any] = []
    body = provided("storm_receiver", request.environ, lambda *answer: started.append(answer), default=[])
    status, headers = started[0] if started else ("503 Service Unavailable", [])
    return HttpResponse(b"".join(body), status=int(status.partition(" ")[0]), headers=dict(headers))
