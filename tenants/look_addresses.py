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
from django.utils.translation import gettext_lazy

from tenants.models import Agency, AgencyHost, BasePage, HostKind

PAGES = "wagtail_serve"
WRITE_SO = gettext_lazy("Write a full address that begins with https://, or one of your own portal that begins with /.")
_is_url = URLValidator(schemes=["https"])


class Addresses:
    """Reads and writes the addresses of one agency's looks. Costs one query for its hosts and homes."""

    def __init__(self, agency: Agency) -> None:
        self.agency = agency
        hosts = AgencyHost.objects.filter(agency=agency, kind=HostKind.PORTAL).select_related("site__root_page")
        self.languages = {host.hostname: host.language for host in hosts}
        self.homes = {host.language: host.site.root_page.url_path for host in hosts if host.site is not None}

    def read(self, rows: Iterable[tuple[str, str]]) -> list[dict[str, Any] | ValidationError]:
        """What each (language, address) means; one query for all pages.

        `{"language", "page"}` for an own page, `{"language", "url"}` for anything else, ValidationError for what is
        neither an own address nor a full one that begins with https://.
        """
        means = [self._meaning(language, address.strip()) for language, address in rows]
        paths = [target["path"] for target in means if isinstance(target, dict) and "path" in target]
        pages = BasePage.objects.filter(agency=self.agency, url_path__in=paths) if paths else BasePage.objects.none()
        keys = dict(pages.values_list("url_path", "pk"))
        return [self._found(target, keys) for target in means]

    @staticmethod
    def _found(target: dict[str, Any] | ValidationError, keys: Mapping[str, int]) -> dict[str, Any] | ValidationError:
        if isinstance(target, ValidationError) or "path" not in target:
            return target
        key = keys.get(target["path"])
        if key is None:
            return ValidationError(_("Your portal has no page at %(address)s.") % {"address": target["address"]})
        return {"language": target["language"], "page": key}

    def _meaning(self, language: str, address: str) -> dict[str, Any] | ValidationError:
        parts = _split(address)
        if parts.hostname in self.languages:
            language, address = self.languages[parts.hostname], parts.path or "/"
        elif not address.startswith("/") or address.startswith(("//", "/\\")):
            return {"language": language, "url": address} if _is_full(address) else ValidationError(WRITE_SO)
        if _is_fixed(address):
            return {"language": language, "url": address}
        path = address.split("?")[0].split("#")[0].strip("/")
        home = self.homes.get(language)
        if home is None or "\x00" in path:
            return ValidationError(_("Your portal has no page at %(address)s.") % {"address": address})
        return {"language": language, "address": address, "path": f"{home}{path}/" if path else home}

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


def _split(address: str) -> Any:
    try:
        parts = urlsplit(address)
        return parts if parts.scheme in {"http", "https"} and parts.hostname else urlsplit("")
    except ValueError:
        return urlsplit("")


def _is_full(address: str) -> bool:
    try:
        _is_url(address)
    except ValidationError:
        return False
    return True


def _is_fixed(path: str) -> bool:
    """Whether the portal itself answers there, and no page: the search, the questions."""
    try:
        match = resolve(path, settings.PUBLIC_URLCONF)
    except Resolver404:
        return False
    return match.url_name != PAGES and not match.args and not match.kwargs


def is_own_or_https(address: str) -> bool:
    """Whether a kept address is one of the portal itself, or a full one of https."""
    return _is_fixed(address) or _is_full(address)
