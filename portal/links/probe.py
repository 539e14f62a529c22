"""Whether an address answers: on our own portals without a request, elsewhere by one.

Elsewhere only public addresses on the web's usual ports are asked, resolved and checked before each connection, at each
redirect again; of the answer nothing but its status and its next address is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from urllib3.exceptions import HTTPError

from portal.importing.fetch import WEB_PORTS, UnknownHost, open_address, resolve_host
from portal.importing.source import Unreadable
from portal.models.links import LinkProblem
from tenants.hosts import host_row
from tenants.look_addresses import PAGES
from tenants.models import AgencyHost, BasePage, HostKind
from tenants.old_addresses import target_of

ANSWER_SECONDS = 8.0
REDIRECTS = 5
MOVED = frozenset({301, 302, 303, 307, 308})
HEADERS = {"User-Agent": "Cong-LinkCheck/1.0 (checks the links of a public portal)", "Accept": "*/*"}
BOTH = ("HEAD", "GET")
"""Not every site answers HEAD as it answers GET: a refusal counts only when GET is refused too."""


@dataclass(frozen=True)
class Outcome:
    """`failed`: there is nothing. A problem that is no failure proves nothing; no problem: it works."""

    problem: str = ""
    failed: bool = False
    detail: str = ""


GOOD = Outcome()
NOTHING = Outcome(LinkProblem.NOTHING, failed=True)


def ask_own(address: str) -> Outcome:
    """What one of our portals has at an address: a page, another screen of its own, or an old address."""
    parts = urlsplit(address)
    row = host_row((parts.hostname or "").rstrip("."))
    if row is not None and row.kind == HostKind.ALIAS:
        row = _portal_of(row)
    if row is None or row.site is None:
        return NOTHING
    path = unquote(parts.path) or "/"
    if _answers(row.site.root_page, path) or target_of(row.agency, f"{path}?{parts.query}"):
        return GOOD
    return NOTHING


def _answers(home: BasePage, path: str) -> bool:
    """Whether a page, or a screen of the portal's own, stands at a path; it may lack its last slash."""
    if not path.endswith("/") and _answers(home, f"{path}/"):
        return True
    try:
        match = resolve(path, settings.PUBLIC_URLCONF)
        if match.url_name != PAGES:
            return True
        return home.specific.route(HttpRequest(), [part for part in path.split("/") if part]) is not None
    except (Resolver404, Http404):
        return False


def _portal_of(alias: AgencyHost) -> AgencyHost | None:
    wanted = {"agency": alias.agency_id, "kind": HostKind.PORTAL, "language": alias.language}
    return AgencyHost.objects.filter(**wanted).select_related("agency", "site__root_page").first()


def ask_outside(address: str, *, allow_private: bool) -> Outcome:
    """What a site elsewhere answers at an address, after at most five redirects."""
    for _hop in range(REDIRECTS + 1):
        try:
            status, target = _status(address, allow_private=allow_private)
        except UnknownHost:
            return Outcome(LinkProblem.NO_HOST, failed=True)
        except Unreadable as error:
            problem = LinkProblem.NOT_ASKED if error.kind == "not_allowed" else LinkProblem.SILENT
            return Outcome(problem)
        if status not in MOVED or not target:
            return _judged(status)
        try:
            address = urljoin(address, target)
        except ValueError:
            return Outcome(LinkProblem.SILENT)
    return Outcome(LinkProblem.SILENT)


def _judged(status: int) -> Outcome:
    if status < 400:
        return GOOD
    if status in {404, 410}:
        return Outcome(LinkProblem.GONE, failed=True, detail=str(status))
    return Outcome(LinkProblem.REFUSED, detail=str(status))


def _status(address: str, *, allow_private: bool) -> tuple[int, str]:
    """Status and next address. Raises Unreadable."""
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise Unreadable("not_allowed", "no address") from error
    name = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"http", "https"} or not name or (port not in WEB_PORTS and not allow_private):
        raise Unreadable("not_allowed", "not on the web's usual ports")
    status, target = 0, ""
    for method in BOTH:
        ip = resolve_host(name, port, allow_private=allow_private)[0]
        try:
            answer = open_address(address, ip, method=method, headers=HEADERS, seconds=ANSWER_SECONDS)
        except (HTTPError, OSError, ValueError) as error:
            raise Unreadable("not_answered", type(error).__name__) from error
        status, target = answer.status, answer.headers.get("Location", "")
        answer.close()
        if status < 400:
            break
    return status, target
