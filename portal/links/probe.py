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
from tenants.models import Agency, AgencyHost, AgencyState, BasePage, HostKind
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
    """What one of our portals has at an address: a page, another screen of its own, or an old address.

    The host names of an agency that has ended lead to its successor's portal (tenants/succeeded.py).
    """
    parts = urlsplit(address)
    row = host_row((parts.hostname or "").rstrip("."))
    path = unquote(parts.path) or "/"
    if row is None or row.kind == HostKind.ADMIN:
        return NOTHING if row is None else GOOD
    if row.agency.state == AgencyState.SUSPENDED:
        return Outcome(LinkProblem.REFUSED, detail="503")
    if target_of(row.agency, f"{path}?{parts.query}"):
        return GOOD
    portal = _portal_of(row.agency.successor or row.agency, row.language)
    if portal is None or portal.site is None or portal.agency.state == AgencyState.CLOSED:
        return NOTHING
    return GOOD if _answers(portal.site.root_page, path) else NOTHING


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


def _portal_of(agency: Agency, language: str) -> AgencyHost | None:
    """Where an agency answers: in the language, else in Vietnamese."""
    rows = AgencyHost.objects.filter(agency=agency, kind=HostKind.PORTAL).select_related("agency", "site__root_page")
    found = {row.language: row for row in rows}
    return found.get(language) or found.get("vi")


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
