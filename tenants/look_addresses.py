"""Addresses in a look's menu and links, as people write them and as a file carries them: `/tin-tuc/` or `https://…`.

Kept is the page itself, so that a menu follows a page that is renamed and loses one that is taken off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from tenants.models import Agency, AgencyHost, BasePage, HostKind

PAGES = "wagtail_serve"
_is_url = URLValidator(schemes=["https"])


class Addresses:
    """Reads and writes the addresses of one agency's looks. Costs one query for its hosts and homes."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        hosts = AgencyHost.objects.filter(agency=agency, kind=HostKind.PORTAL).select_related("site__root_page")
        self.languages = {host.hostname: host.language for host in hosts}
        self.homes = {host.language: host.site.root_page.url_path for host in hosts if host.site is not None}

    def read(self, language: str, address: str) -> dict[str, Any]:
        """`{"language", "page"}` for an own page, `{"language", "url"}` for anything else.

        Raises ValidationError for what is neither an own address nor a full one that begins with https://.
        """
        parts = self._parts(address)
        if parts.scheme and parts.hostname in self.languages:
            language, address = self.languages[parts.hostname], parts.path or "/"
        elif not address.startswith("/") or address.startswith(("//", "/\\")):
            return {"language": language, "url": self._foreign(address)}
        if _is_fixed(address):
            return {"language": language, "url": address}
        page = self._page(language, address)
        if page is None:
            raise ValidationError(_("Your portal has no page at %(address)s.") % {"address": address})
        return {"language": language, "page": page}

    def write(self, entries: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
        """`{"language", "label", "address"}` of each entry; one whose page is gone is left out. One query."""
        entries = list(entries)
        keys = {entry["page"] for entry in entries if "page" in entry}
        pages = BasePage.objects.filter(pk__in=keys, agency=self.agency) if keys else BasePage.objects.none()
        paths = dict(pages.values_list("pk", "url_path"))
        rows = []
        for entry in entries:
            address = self._written(entry["language"], entry, paths)
            if address:
                rows.append({"language": entry["language"], "label": entry["label"], "address": address})
        return rows

    def _written(self, language: str, entry: Mapping[str, Any], paths: Mapping[int, str]) -> str:
        if "page" not in entry:
            return str(entry["url"])
        home, path = self.homes.get(language, ""), paths.get(entry["page"], "")
        return path[len(home) - 1 :] if home and path.startswith(home) else ""

    @staticmethod
    def _parts(address: str) -> Any:
        try:
            return urlsplit(address)
        except ValueError:
            return urlsplit("")

    @staticmethod
    def _foreign(address: str) -> str:
        try:
            _is_url(address)
        except ValidationError:
            text = _("Write a full address that begins with https://, or one of your own portal that begins with /.")
            raise ValidationError(text) from None
        return address

    def _page(self, language: str, path: str) -> int | None:
        home = self.homes.get(language)
        if home is None:
            return None
        wanted = home + path.split("?")[0].split("#")[0].lstrip("/")
        found = BasePage.objects.filter(agency=self.agency, url_path=wanted.rstrip("/") + "/")
        return found.values_list("pk", flat=True).first()


def _is_fixed(path: str) -> bool:
    """Whether the portal itself answers there, and no page: the search, the questions."""
    try:
        match = resolve(path, settings.PUBLIC_URLCONF)
    except Resolver404:
        return False
    return match.url_name != PAGES and not match.args and not match.kwargs


def is_own_or_https(address: str) -> bool:
    """Whether a kept address is one of the portal itself, or a full one of https."""
    if _is_fixed(address):
        return True
    try:
        _is_url(address)
    except ValidationError:
        return False
    return True
