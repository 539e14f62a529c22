"""The gate: host name → agency, and the admin's `/a/<agency>/` → the agency one works in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import get_object_or_404, render
from django.urls import get_script_prefix, get_urlconf, reverse, set_script_prefix, set_urlconf
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from tenants.current import working_in
from tenants.hosts import host_row, root_url
from tenants.models import Agency, AgencyState, HostKind
from tenants.succeeded import to_successor

GetResponse = Callable[[HttpRequest], HttpResponseBase]
WORK_PREFIX = "/a/"
NOT_ANSWERING = {AgencyState.SUSPENDED, AgencyState.CLOSED}
RETRY_SECONDS = 3600


class HostMiddleware:
    """Finds who answers on the request's host name and fails closed: an unknown host is a 404 that names no agency.

    Sets `request.host_row`, `request.agency`, `request.is_admin_host`, the URL configuration and the language.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        row = host_row(request.get_host().rsplit(":", 1)[0].lower().rstrip("."))
        if row is None:
            return self._answer(request, render(request, "unknown_host.html", status=404))
        if row.agency.successor is not None:
            return self._answer(request, to_successor(request, row) or _closed(request, row))
        if row.kind != HostKind.ADMIN and row.agency.state in NOT_ANSWERING:
            return self._answer(request, _not_answering(request, row))
        if row.kind == HostKind.ALIAS:
            return self._answer(request, _to_portal(request, row))
        request.host_row = row
        request.is_admin_host = row.kind == HostKind.ADMIN
        request.agency = None if request.is_admin_host else row.agency
        request.province = row.agency.root
        request.language = row.language
        request.urlconf = settings.ADMIN_URLCONF if request.is_admin_host else settings.PUBLIC_URLCONF
        request._wagtail_site = row.site
        if not request.is_admin_host:
            request.user = AnonymousUser()
        with translation.override(row.language), _public_addresses(request):
            return self._answer(request, self.get_response(request))

    @staticmethod
    def _answer(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        patch_vary_headers(response, ["Host"])
        response.headers.setdefault("Content-Language", translation.get_language() or "vi")
        return response


@contextmanager
def _public_addresses(request: Any) -> Iterator[None]:
    """A preview runs within a request of the admin host: meanwhile addresses are reversed as on the portal."""
    if not getattr(request, "is_dummy", False):
        yield
        return
    prefix, urlconf = get_script_prefix(), get_urlconf()
    set_script_prefix("/")
    set_urlconf(request.urlconf)
    try:
        yield
    finally:
        set_script_prefix(prefix)
        set_urlconf(urlconf)


def _to_portal(request: HttpRequest, row: Any) -> HttpResponse:
    """An alias redirects to the portal's own name, the path kept."""
    portal = row.agency.hosts.filter(kind=HostKind.PORTAL, language=row.language).first()
    if portal is None:
        return render(request, "unknown_host.html", status=404)
    return HttpResponsePermanentRedirect(root_url(portal.hostname) + request.get_full_path())


def _not_answering(request: HttpRequest, row: Any) -> HttpResponse:
    """A suspended portal asks to come back later (503); a closed one is gone (410). Both name itself alone."""
    if row.agency.state == AgencyState.SUSPENDED:
        response = render(request, "suspended.html", {"name": row.agency.name}, status=503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        response.headers["Cache-Control"] = "no-store"
        return response
    return _closed(request, row)


def _closed(request: HttpRequest, row: Any) -> HttpResponse:
    response = render(request, "closed.html", {"name": row.agency.name}, status=410)
    response.headers["Cache-Control"] = "no-store"
    return response


def admin_only(middleware: type[MiddlewareMixin]) -> type[MiddlewareMixin]:
    """The same middleware for the admin host only: public hosts neither set nor read a session."""

    class AdminOnly(middleware):  # type: ignore[valid-type, misc]
        def __call__(self, request: Any) -> Any:
            return super().__call__(request) if request.is_admin_host else self.get_response(request)

        def process_view(self, request: Any, *args: Any) -> Any:
            parent = getattr(super(), "process_view", None)
            return parent(request, *args) if parent and request.is_admin_host else None

    AdminOnly.__name__ = f"Admin{middleware.__name__}"
    return AdminOnly


AdminSessionMiddleware = admin_only(SessionMiddleware)
AdminCsrfMiddleware = admin_only(CsrfViewMiddleware)
AdminAuthenticationMiddleware = admin_only(AuthenticationMiddleware)
AdminMessageMiddleware = admin_only(MessageMiddleware)


class AgencyWorkMiddleware:
    """`/a/<agency>/…` moves into SCRIPT_NAME, so that every address of the admin stays in the agency one works in.

    Only those who serve the agency pass; for anyone else the agency does not exist (404). A session is bound to the
    admin host where it began.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        if not request.is_admin_host:
            return self.get_response(request)
        self._bind_session(request)
        if not request.path_info.startswith(WORK_PREFIX):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse(settings.LOGIN_URL, settings.ADMIN_URLCONF))
        slug, _, rest = request.path_info[len(WORK_PREFIX) :].partition("/")
        agency = self._agency(request, slug)
        old_prefix = get_script_prefix()
        prefix = f"{old_prefix.rstrip('/')}{WORK_PREFIX}{slug}/"
        request.agency = agency
        request.path_info = "/" + rest
        request.META["SCRIPT_NAME"] = prefix.rstrip("/")
        set_script_prefix(prefix)
        try:
            with working_in(agency):
                return self.get_response(request)
        finally:
            set_script_prefix(old_prefix)

    @staticmethod
    def _bind_session(request: Any) -> None:
        if not request.user.is_authenticated:
            return
        host = request.host_row.hostname
        if request.session.setdefault("admin_host", host) != host:
            request.session.flush()
            request.user = AnonymousUser()

    @staticmethod
    def _agency(request: Any, slug: str) -> Agency:
        agency: Agency = get_object_or_404(
            Agency.objects.of_province(request.province).select_related("province"), slug=slug
        )
        if not Agency.objects.served_by(request.user).filter(pk=agency.pk).exists():
            raise Http404
        return agency
