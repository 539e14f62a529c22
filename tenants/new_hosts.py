"""Gives agencies the host names and sites that they lack (VL.5.1, VL.5.2a-VL.5.2c, TN.7.2, HY.4a, HY.4b).

For one agency or for all of a province: the number of queries does not depend on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Site

from tenants import domains
from tenants.host_names import checked_label, served, served_host
from tenants.models import Agency, AgencyHost, AgencyState, BasePage, HostKind
from tenants.registry import Homes

HTTP_PORTS = {"http": 80, "https": 443}


class NewHosts:
    """`give` each agency what it lacks, in turn, then `save` all. A name that an agency has stays."""

    def __init__(self, agencies: Mapping[Agency, str]) -> None:
        """`agencies`: with the label that was set by hand, or an empty one."""
        self._there: dict[int, list[AgencyHost]] = defaultdict(list)
        for row in AgencyHost.objects.filter(agency__in=agencies):
            self._there[row.agency_id].append(row)
        self._made: list[AgencyHost] = []
        bare = {agency: label for agency, label in agencies.items() if not self._has_portal(agency)}
        self._first = {agency.pk: _first_choice(agency, label) for agency, label in bare.items()}
        taken = AgencyHost.objects.filter(hostname__in=filter(None, self._first.values()))
        self._taken = dict(taken.values_list("hostname", "agency_id"))

    def give(self, agency: Agency, label: str) -> None:
        """Decides on the names that the agency lacks. Raises ValidationError where one set by hand is taken."""
        if agency.is_province:
            names = {row.hostname for row in self._there[agency.pk]}
            self._made += (row for row in _of_province(agency) if row.hostname not in names)
        elif not self._has_portal(agency):
            self._made.append(self._of_component(agency, label))

    def _has_portal(self, agency: Agency) -> bool:
        return any((row.kind, row.language) == (HostKind.PORTAL, "vi") for row in self._there[agency.pk])

    def _of_component(self, agency: Agency, label: str) -> AgencyHost:
        """The name by the rule; one that is only temporary where that is taken or reserved."""
        name = self._first[agency.pk]
        is_free = bool(name) and self._taken.setdefault(name, agency.pk) == agency.pk
        if label and not is_free:
            raise ValidationError({"label": _("The host name “%(host)s” is taken.") % {"host": name}})
        if not is_free:
            own = domains.label_for(agency.name, agency.kind, agency.regulation)
            name = served_host(agency, domains.temporary_label(own, agency.unit_code or str(agency.pk)))
            self._taken[name] = agency.pk
            agency.state = AgencyState.DOMAIN_PENDING
        return AgencyHost(hostname=name, agency=agency, kind=HostKind.PORTAL, provisional=not is_free)

    def save(self, homes: Mapping[int, Homes]) -> dict[int, list[str]]:
        """Makes the rows, and a site for each portal that lacks one. Returns the new names by the agency's key."""
        there = [row for rows in self._there.values() for row in rows]
        bare = [row for row in (*there, *self._made) if row.kind == HostKind.PORTAL and row.site_id is None]
        for row, site in zip(bare, _sites(bare, homes), strict=True):
            row.site = site
        AgencyHost.objects.bulk_create(self._made)
        AgencyHost.objects.bulk_update([row for row in bare if row in there], ["site"])
        names: dict[int, list[str]] = defaultdict(list)
        for row in self._made:
            names[row.agency_id].append(row.hostname)
        return names


def _first_choice(agency: Agency, label: str) -> str:
    """The name that a component should have; empty where the system keeps the rule's label for itself."""
    regulation = agency.regulation
    if agency.is_province:
        return ""
    if label:
        return served_host(agency, checked_label(label, agency.kind, regulation))
    own = domains.label_for(agency.name, agency.kind, regulation)
    return "" if domains.is_reserved(own, regulation) else served_host(agency, own)


def _of_province(agency: Agency) -> list[AgencyHost]:
    """The portal in Vietnamese and English, its other names and the administration of all portals of the province."""
    regulation = agency.regulation
    wanted = [
        (regulation.main_host, HostKind.PORTAL, "vi"),
        (regulation.english_host, HostKind.PORTAL, "en"),
        *((alias, HostKind.ALIAS, "vi") for alias in regulation.host_aliases),
        (domains.admin_host(regulation), HostKind.ADMIN, "vi"),
    ]
    return [
        AgencyHost(hostname=served(name, regulation), agency=agency, kind=kind, language=language)
        for name, kind, language in wanted
    ]


def _sites(rows: Iterable[AgencyHost], homes: Mapping[int, Homes]) -> list[Site]:
    """A site for each portal's name, in their order; one that has the name already gets the new root."""
    port = HTTP_PORTS[settings.PORTAL_SCHEME]
    roots = {row.hostname: _root(row, homes[row.agency_id]) for row in rows}
    if not roots:
        return []
    sites = {site.hostname: site for site in Site.objects.filter(hostname__in=roots, port=port)}
    new = [Site(hostname=hostname, port=port) for hostname in roots if hostname not in sites]
    for site in (*sites.values(), *new):
        page = roots[site.hostname]
        site.root_page, site.site_name = page, page.title if page else site.hostname
    Site.objects.bulk_update(sites.values(), ["root_page", "site_name"])
    sites |= {site.hostname: site for site in Site.objects.bulk_create(new)}
    Site.clear_site_root_paths_cache()
    return [sites[hostname] for hostname in roots]


def _root(row: AgencyHost, homes: Homes) -> BasePage | None:
    return homes.english if row.language == "en" else homes.home
