from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils import timezone
from django.utils.encoding import escape_uri_path
from django.utils.functional import SimpleLazyObject

from portal.adverts.shown import shown_adverts, stand_on
from portal.external_links import own_hosts
from portal.looks import menus, shown_look
from portal.models import Alert
from tenants.hosts import root_url
from tenants.models import Agency, AgencyHost, HostKind
from tenants.outside import policy_of, shown_services
from tenants.themes import known_theme, theme_css


def portal(request: HttpRequest) -> dict[str, Any]:
    """What every page of a portal shows of its agency. Nothing on the admin host's own screens."""
    row = getattr(request, "host_row", None)
    if row is None or getattr(request, "agency", None) is None or row.kind != HostKind.PORTAL:
        return {}
    agency: Agency = row.agency
    look = shown_look(request, agency)
    hosts = SimpleLazyObject(lambda: _addresses(agency))
    return {
        "agency": agency,
        "province": agency.root,
        "language": row.language,
        "brand_name": brand_name(agency, row.language),
        "demo": agency.is_demo,
        "theme_css": theme_css(known_theme(look.theme)),
        "logo": look.logo,
        "links": look.links_in(row.language),
        "hostname": row.hostname,
        "own_hosts": own_hosts(agency, row.hostname),
        "outside": SimpleLazyObject(lambda: _outside(request, agency)),
        "labelled_host": SimpleLazyObject(lambda: _labelled_host(row, hosts)),
        "alerts": SimpleLazyObject(lambda: list(Alert.objects.shown_on(agency, timezone.now()))),
        "adverts": SimpleLazyObject(lambda: _adverts(request, row)),
        "menu": SimpleLazyObject(lambda: menus(request, look, row.site.root_page, row.language)),
        "vietnamese_url": SimpleLazyObject(lambda: hosts.get((agency.pk, "vi"), "")),
        "english_url": SimpleLazyObject(lambda: hosts.get((agency.pk, "en"), "")),
        "province_url": SimpleLazyObject(lambda: hosts.get((agency.root.pk, "vi"), "")),
        "regulation_citation": citation(agency, row),
        "canonical_url": root_url(row.hostname) + escape_uri_path(request.path),
    }


def _addresses(agency: Agency) -> dict[tuple[int, str], str]:
    rows = AgencyHost.objects.filter(agency_id__in={agency.pk, agency.root.pk}, kind=HostKind.PORTAL)
    return {(host.agency_id, host.language): root_url(host.hostname) + "/" for host in rows}


def _labelled_host(row: AgencyHost, hosts: Mapping[tuple[int, str], str]) -> str:
    """The site that the network-trust label was given to: the portal's own, not that of its English pages."""
    if row.language == "vi":
        return str(row.hostname)
    return urlsplit(hosts.get((row.agency_id, "vi"), "")).hostname or str(row.hostname)


def _adverts(request: HttpRequest, row: AgencyHost) -> dict[str, Any]:
    if not stand_on(request):
        return {}
    return shown_adverts(row.agency, row.language, timezone.localdate())


def _outside(request: HttpRequest, agency: Agency) -> dict[str, str]:
    """What the page shows of other hosts; its policy then lets the browser ask these."""
    services = shown_services(agency)
    request.csp_extra = policy_of(services)  # type: ignore[attr-defined]
    return services


def citation(agency: Agency, row: AgencyHost) -> str:
    """How reuse names this portal as its source (TB.17.1, VL.27.1, HY.23.1)."""
    rules = agency.regulation.citation
    text = rules.text_en if row.language == "en" else rules.text_vi
    name = agency.regulation.official_name if agency.is_province else portal_name(agency)
    return text.value.format(portal=name, domain=row.hostname)


def brand_name(agency: Agency, language: str) -> str:
    """The name in the header: the agency's, and in English the portal's trade name (VL.5.1)."""
    return agency.regulation.trade_name if language == "en" else agency.name


def portal_name(agency: Agency) -> str:
    return f"Cổng thông tin điện tử {agency.name}"
