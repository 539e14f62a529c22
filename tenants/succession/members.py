"""The agencies below one that ends: they come below the successor, and with a province into another province."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log
from wagtail.models import Site

from tenants.host_names import is_own_domain, served_host
from tenants.hosts import forget_hosts
from tenants.models import Agency, AgencyHost, AgencyState, BasePage, HostKind, SuccessionKind
from tenants.registry import tree_builder
from tenants.succession.heirs import Counts, Finding, Handover, Level, register_heir
from tenants.succession.own import EXAMPLES
from tenants.succession.tree import below, move_trees


def members_of(handover: Handover) -> list[Agency]:
    """Agencies below the one that ends, those that have ended themselves left out."""
    rows = Agency.objects.below(handover.predecessor).exclude(state=AgencyState.CLOSED)
    return list(rows.select_related("parent", "province", "home_page").order_by("pk"))


def preview(handover: Handover, *, now: datetime) -> Iterator[Finding]:
    members, heir = members_of(handover), handover.heir
    if members:
        yield Finding(_("Agencies that come below the successor"), len(members))
    if not handover.predecessor.is_province:
        return
    strange = [each.name for each in members if each.kind not in heir.regulation.kinds]
    if strange:
        label = _("Agencies of a level that the successor's regulation does not know")
        yield Finding(label, len(strange), Level.BLOCKING, tuple(strange[:EXAMPLES]))
        return
    names = set(Agency.objects.of_province(heir).values_list("name", flat=True))
    twins = [each.name for each in members if each.name in names]
    if twins:
        label = _("Agencies that have a namesake in the successor's province: merge them first if they are one")
        yield Finding(label, len(twins), Level.WARNING, tuple(twins[:EXAMPLES]))
    taken = [old for old, _new, free in _new_names(handover, members) if not free]
    if taken:
        label = _("Host names that are taken in the successor's province: the old ones stay until it is decided")
        yield Finding(label, len(taken), Level.WARNING, tuple(taken[:EXAMPLES]))


def carry_over(handover: Handover, *, actor: Any, now: datetime) -> Counts:
    """Parents, and for a province also the province, the place in the tree and the host names."""
    members = members_of(handover)
    for agency in members:
        if agency.parent_id == handover.predecessor.pk:
            agency.parent = _new_parent(agency, handover)
    Agency.objects.bulk_update(members, ["parent"], batch_size=500)
    counts = {"members": len(members)}
    if handover.predecessor.is_province and members:
        counts |= {"pages": _move_homes(handover, members)}
        counts |= {"renamed": _rename_hosts(handover, members)}
        tree_builder()(members, actor=actor, now=now)
    for agency in members:
        data = {"old": handover.predecessor.slug, "new": agency.parent.slug if agency.parent else ""}
        log(agency, "tenants.new_parent", user=actor, timestamp=now, data=data)
    return counts


def _new_parent(agency: Agency, handover: Handover) -> Agency | None:
    """The successor; the parent of the agency that ends where it is dissolved, or where the successor cannot be one."""
    old, heir = handover.predecessor, handover.heir
    if old.is_province:
        return heir
    fits = agency.regulation.may_stand_below(agency.kind, heir.kind)
    if handover.succession.kind == SuccessionKind.DISSOLVE or agency.pk == heir.pk or not fits:
        return old.parent
    return heir


def _move_homes(handover: Handover, members: list[Agency]) -> int:
    """The homes of the portals come below the folder of the new province."""
    heir = handover.heir
    home = BasePage.objects.get(pk=heir.home_page_id)
    folder = BasePage.objects.select_for_update().get(path=home.path[: -home.steplen])
    homes = BasePage.objects.filter(agency__in=members, depth=BasePage.HOME_DEPTH).order_by("path")
    for agency in members:
        agency.province = heir
    Agency.objects.bulk_update(members, ["province"], batch_size=500)
    return move_trees(below(folder, homes))


def _new_names(handover: Handover, members: list[Agency]) -> list[tuple[str, str, bool]]:
    """(old, new, whether nobody has it) host name of each member, by the rule of the new province."""
    rows = AgencyHost.objects.filter(agency__in=members, kind=HostKind.PORTAL).order_by("pk")
    by_agency = {agency.pk: agency for agency in members}
    wanted: list[tuple[str, str]] = []
    for row in rows:
        agency = by_agency[row.agency_id]
        if is_own_domain(row.hostname, handover.predecessor.regulation):
            continue
        agency.province = handover.heir
        wanted.append((row.hostname, served_host(agency, row.hostname.split(".")[0])))
    there = set(
        AgencyHost.objects.filter(hostname__in=[new for _old, new in wanted]).values_list("hostname", flat=True)
    )
    found = []
    for old, new in wanted:
        found.append((old, new, new not in there))
        there.add(new)
    return found


def _rename_hosts(handover: Handover, members: list[Agency]) -> int:
    """New names by the rule of the new province; the old ones redirect. Where one is taken the old one stays."""
    names = {old: new for old, new, free in _new_names(handover, members) if free}
    rows = list(AgencyHost.objects.filter(agency__in=members, kind=HostKind.PORTAL).select_related("site"))
    renamed = [row for row in rows if row.hostname in names]
    aliases = [AgencyHost(hostname=row.hostname, agency_id=row.agency_id, kind=HostKind.ALIAS) for row in renamed]
    sites = []
    for row in renamed:
        row.hostname = names[row.hostname]
        if row.site is not None:
            row.site.hostname = row.hostname
            sites.append(row.site)
    AgencyHost.objects.bulk_update(renamed, ["hostname"], batch_size=500)
    Site.objects.bulk_update(sites, ["hostname"], batch_size=500)
    AgencyHost.objects.bulk_create(aliases)
    former = handover.predecessor.regulation
    kept = [row.pk for row in rows if row not in renamed and not is_own_domain(row.hostname, former)]
    AgencyHost.objects.filter(pk__in=kept).update(provisional=True)
    waiting = Agency.objects.filter(hosts__in=kept, state=AgencyState.ACTIVE)
    Agency.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(state=AgencyState.DOMAIN_PENDING)
    Site.clear_site_root_paths_cache()
    forget_hosts()
    return len(renamed)


def register() -> None:
    """Called when the app is ready."""
    counts = {
        "members": gettext_lazy("agencies"),
        "pages": gettext_lazy("pages"),
        "renamed": gettext_lazy("new host names"),
    }
    label = gettext_lazy("Agencies below")
    register_heir("members", 60, label=label, preview=preview, carry_over=carry_over, counts=counts)
