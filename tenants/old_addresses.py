"""Addresses that a portal answered before: of pages that were renamed or moved, of a site that was brought in, or of an
agency that another took over.

They are asked for only when the portal itself has nothing at the address, and cost one query then.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tenants.look_addresses import Addresses
from tenants.models import Agency, BasePage, OldAddress
from tenants.permissions import user_can_administer_agency
from tenants.providers import provided

LONGEST = 500


def normal_path(address: str) -> str:
    """The form in which an address is kept and asked for; empty for one that cannot be kept.

    Host and fragment go, percent signs are read, the last slash goes: `https://x.vn/tin/b%C3%A0i/?id=2#c` becomes
    `/tin/bài?id=2`.
    """
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = "/" + unicodedata.normalize("NFC", unquote(parts.path)).strip("/")
    query = urlencode(parse_qsl(parts.query, keep_blank_values=True))
    whole = f"{path}?{query}" if query else path
    return "" if len(whole) > LONGEST or "\x00" in whole else whole


def target_of(agency: Agency, path: str) -> str | None:
    """Where an old address of the agency leads now, or None; a page that is not live leads nowhere.

    An address with its query goes before the same one without.
    """
    whole = normal_path(path)
    wanted = {whole, whole.partition("?")[0]} - {""}
    rows = OldAddress.objects.filter(agency=agency, path__in=wanted).select_related("page") if wanted else []
    for row in sorted(rows, key=lambda row: row.path != whole):
        if row.page is not None and row.page.live and row.page.full_url:
            return str(row.page.full_url)
        if row.url:
            return str(row.url)
    return None


def remember_addresses(agency: Agency, targets: Mapping[str, BasePage | str], *, replace: bool = True) -> int:
    """Keeps old addresses of an agency, set-based: address → page or new address.

    A later target replaces an earlier one, or yields to it where `replace` is off. Returns how many were given; the
    front page's address is never kept, for a portal always answers there.
    """
    rows = {}
    for address, target in targets.items():
        path = normal_path(address)
        if path not in {"", "/"}:
            where: dict[str, Any] = {"url": target} if isinstance(target, str) else {"page": target}
            rows[path] = OldAddress(agency=agency, path=path, **where)
    on_conflict: dict[str, Any] = {"ignore_conflicts": True}
    if replace:
        on_conflict = {"update_conflicts": True, "unique_fields": ["agency", "path"], "update_fields": ["page", "url"]}
    OldAddress.objects.bulk_create(rows.values(), batch_size=1000, **on_conflict)
    return len(rows)


@transaction.atomic
def add_old_address(agency: Agency, address: str, target: str, *, actor: Any, now: datetime) -> OldAddress:
    """Lets an address that the portal no longer has lead to a page of it, or to a full address.

    For the agency's administrator, else PermissionDenied. Raises ValidationError at `address` for one that cannot be
    kept, that a live page answers, where readers find a notice or that leads somewhere already; at `target` for what is
    no address, or one of a page that is not on the portal.
    """
    if not user_can_administer_agency(actor, agency):
        raise PermissionDenied
    path = normal_path(address)
    there, found = Addresses(agency).read([("vi", path or "/"), ("vi", target)])
    named = [row["page"] for row in (there, found) if isinstance(row, dict) and "page" in row]
    live = set(BasePage.objects.live().filter(pk__in=named).values_list("pk", flat=True))
    errors: dict[str, Any] = {}
    if refusal := _refused(agency, path, there, live):
        errors["address"] = refusal
    if isinstance(found, ValidationError):
        errors["target"] = found
    elif "page" in found and found["page"] not in live:
        errors["target"] = _(
            "The page at this address is not on the portal. Choose one that is, or have this one published first."
        )
    if errors or not isinstance(found, dict):
        raise ValidationError(errors)
    row = OldAddress.objects.create(agency=agency, path=path, page_id=found.get("page"), url=found.get("url", ""))
    log(agency, "tenants.add_old_address", user=actor, timestamp=now, data={"address": path, "target": target})
    return row


def _refused(agency: Agency, path: str, there: dict[str, Any] | ValidationError, live: set[int]) -> str:
    """Why an address cannot lead elsewhere; empty if it can. `there`: what the portal has at it; `live`: live pages.

    A page that was taken off answers nothing, so its address may lead on, unless its readers are told why it went.
    """
    if path in {"", "/"}:
        return _("Write the part of the old address behind the host name, such as /tin-cu/bai-1.html.")
    page = there.get("page") if isinstance(there, dict) else None
    if page in live:
        return _("A page of the portal stands at this address: it answers itself.")
    if page is not None and provided("notice_stands", page, default=False):
        return _(
            "A notice tells readers at this address why the text was taken off, and stays. Choose another address."
        )
    if OldAddress.objects.filter(agency=agency, path=path).exists():
        return _("This address leads somewhere already. Remove it from the list first.")
    return ""


@transaction.atomic
def remove_old_address(row: OldAddress, *, actor: Any, now: datetime) -> None:
    """The address answers 404 again. For the agency's administrator, else PermissionDenied."""
    if not user_can_administer_agency(actor, row.agency):
        raise PermissionDenied
    row.delete()
    log(row.agency, "tenants.remove_old_address", user=actor, timestamp=now, data={"address": row.path})


class OldAddressMiddleware:
    """On a portal, turns a 404 at an old address into a permanent redirect."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.is_admin_host or request.method not in {"GET", "HEAD"}:
            return response
        target = target_of(request.agency, request.get_full_path())
        return HttpResponsePermanentRedirect(target) if target and not _is_asked(request, target) else response


def _is_asked(request: Any, target: str) -> bool:
    """Whether a target is the very address that was asked for: a page that is back at its old one and answers 404."""
    same_host = urlsplit(target).netloc in {"", request.get_host()}
    return same_host and normal_path(target) == normal_path(request.get_full_path())
