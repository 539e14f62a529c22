"""The content of an agency that ends: what was public is kept as it was, below the successor's archive; drafts go on.

Every address that was public leads to the same page on the successor's portal (docs/decisions/0013-succession.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from editorial.models import DecisionKind
from editorial.services import publish_many
from editorial.takeover import decide_merger, end_submissions, waiting_for_board
from portal.bulk_pages import add_children, index_pages
from portal.catalogue import listable_kinds
from portal.models import HomePage, SectionPage
from portal.models.sections import ARCHIVE
from portal.tree import free_slug
from tenants.look_addresses import PAGES
from tenants.models import Agency, BasePage
from tenants.old_addresses import remember_addresses
from tenants.succession.heirs import Counts, Finding, Handover, Level, register_heir
from tenants.succession.tree import Move, below, move_trees

ARCHIVE_SLUG = "luu-tru"
EXAMPLES = 5


def homes_of(agency: Agency) -> list[HomePage]:
    return list(HomePage.objects.filter(agency=agency).select_related("locale").order_by("path"))


def content_of(agency: Agency) -> QuerySet[BasePage]:
    """Everything below the home pages."""
    return BasePage.objects.filter(agency=agency, depth__gt=BasePage.HOME_DEPTH)


def was_public(pages: QuerySet[BasePage]) -> QuerySet[BasePage]:
    """What readers could see at some time: it is kept as it was, and so is what was archived.

    An imported draft has the date of its original as its first publication, and was never published here.
    """
    return pages.filter(Q(live=True) | Q(last_published_at__isnull=False) | _archived())


def drafts_of(agency: Agency) -> QuerySet[BasePage]:
    """Content of every kind that no reader has seen: its authors go on with it at the successor."""
    content_types = ContentType.objects.get_for_models(*listable_kinds().values()).values()
    pages = BasePage.objects.filter(agency=agency, content_type__in=content_types, came_from__isnull=True)
    return pages.filter(live=False, last_published_at__isnull=True).exclude(_archived())


def _archived() -> Q:
    """Pages of any kind that were archived."""
    found = Q()
    for model in listable_kinds().values():
        found |= Q(pk__in=model.objects.filter(archived_at__isnull=False).values("pk"))
    return found


def preview(handover: Handover, *, now: datetime) -> Iterator[Finding]:
    content = content_of(handover.predecessor)
    kept, drafts = was_public(content), drafts_of(handover.predecessor)
    yield Finding(_("Pages on the portal, kept as they are with their addresses"), content.filter(live=True).count())
    yield Finding(_("Pages taken off earlier, kept out of sight"), kept.filter(live=False).count())
    yield Finding(_("Drafts that go on at the successor"), drafts.count())
    if changes := waiting_for_board(kept):
        yield Finding(_("Changes of published pages before the board, which end"), changes, Level.WARNING)
    clashes = [draft.title for home in homes_of(handover.predecessor) for draft in _sorted_drafts(home, handover)[1]]
    if clashes:
        label = _("Drafts that stay in the archive: no such section, or their address is taken there")
        yield Finding(label, len(clashes), Level.WARNING, tuple(clashes[:EXAMPLES]))


def carry_over(handover: Handover, *, actor: Any, now: datetime) -> Counts:
    """Home by home: the decisions, the addresses, the drafts, then the sections with all that is in them."""
    old, heir = handover.predecessor, handover.heir
    content = content_of(old)
    counts = {"ended_submissions": end_submissions(was_public(content), actor=actor)}
    counts["decisions"] = decide_merger(content, heir, actor=actor, now=now, reason=handover.reason)
    counts["addresses"] = sum(_remember(home, old) for home in homes_of(old))
    counts["kept"] = was_public(content).update(came_from=Coalesce(F("came_from"), old.pk))
    counts["drafts"] = counts["pages"] = 0
    for home in homes_of(old):
        counts["drafts"] += _move_drafts(home, handover)
        sections = BasePage.objects.child_of(home).order_by("path")
        if sections.exists():
            place = _place_for(home, handover, actor=actor, now=now)
            counts["pages"] += move_trees(below(place, sections))
    return counts


def _remember(home: HomePage, old: Agency) -> int:
    """The public addresses below a home page, each with its page; those that every portal answers itself go on."""
    pages = BasePage.objects.descendant_of(home).live().only("pk", "url_path").order_by("path")
    start = len(home.url_path) - 1
    addresses = {page.url_path[start:]: page for page in pages.iterator(chunk_size=2000)}
    served = {path: page for path, page in addresses.items() if _is_page(path)}
    return remember_addresses(old, served)


def _is_page(path: str) -> bool:
    return resolve(path, settings.PUBLIC_URLCONF).url_name == PAGES


def target_home(home: HomePage, heir: Agency) -> HomePage:
    """The successor's home in the same language, else its Vietnamese one."""
    homes = {each.locale_id: each for each in homes_of(heir)}
    return homes.get(home.locale_id) or next(each for each in homes.values() if each.pk == heir.home_page_id)


def _sorted_drafts(home: HomePage, handover: Handover) -> tuple[dict[str, list[BasePage]], list[BasePage]]:
    """Drafts by the tree path of the successor's section of the same key, and those that find no place there."""
    sections = BasePage.objects.descendant_of(home).type(SectionPage).specific()
    keys = {section.path: section.key for section in sections if section.key not in {"", ARCHIVE}}
    target = target_home(home, handover.heir)
    places = {each.key: each.path for each in SectionPage.objects.child_of(target).exclude(key="").filter(live=True)}
    taken = set(
        BasePage.objects.filter(path__startswith=target.path, depth=target.depth + 2).values_list("path", "slug")
    )
    taken = {(path[: -BasePage.steplen], slug) for path, slug in taken}
    found: dict[str, list[BasePage]] = {}
    stay: list[BasePage] = []
    for draft in drafts_of(handover.predecessor).filter(path__startswith=home.path).order_by("path"):
        place = places.get(keys.get(draft.path[: -draft.steplen], ""), "")
        if not place or (place, draft.slug) in taken:
            stay.append(draft)
            continue
        taken.add((place, draft.slug))
        found.setdefault(place, []).append(draft)
    return found, stay


def _move_drafts(home: HomePage, handover: Handover) -> int:
    moved = 0
    for path, drafts in _sorted_drafts(home, handover)[0].items():
        section = BasePage.objects.select_for_update().get(path=path)
        for move_group in _by_depth(below(section, drafts)):
            moved += move_trees(move_group)
    return moved


def _by_depth(moves: list[Move]) -> list[list[Move]]:
    groups: dict[int, list[Move]] = {}
    for move in moves:
        groups.setdefault(len(move.path), []).append(move)
    return list(groups.values())


def _place_for(home: HomePage, handover: Handover, *, actor: Any, now: datetime) -> SectionPage:
    """The section of the successor's archive that takes the sections of an old home page."""
    target = target_home(home, handover.heir)
    BasePage.objects.select_for_update().get(pk=target.pk)
    with override(target.locale_code):
        archive = SectionPage.objects.child_of(target).filter(key=ARCHIVE, came_from=None).first()
        if archive is None:
            archive = _section(target, _("Archive of earlier portals"), ARCHIVE_SLUG)
        title = _("Content of %(agency)s") % {"agency": handover.predecessor.name}
        summary = _("Kept as it was when the agency ended: %(decision)s.") % {"decision": handover.citation}
        place = _section(archive, title, home.slug, summary=summary)
    made = [page for page in (archive, place) if not page.live]
    publish_many(made, kind=DecisionKind.MERGER, actor=actor, now=now, reason=handover.reason)
    index_pages(made)
    SectionPage.objects.filter(pk=place.pk).update(came_from=handover.predecessor)
    return SectionPage.objects.select_for_update(of=("self",)).get(pk=place.pk)


def _section(parent: BasePage, title: str, slug: str, summary: str = "") -> SectionPage:
    taken = set(BasePage.objects.child_of(parent).values_list("slug", flat=True))
    section = SectionPage(key=ARCHIVE, title=title, slug=free_slug(slug, taken), summary=summary[:500], live=False)
    add_children(parent, [section])
    return section


def register() -> None:
    """Called when the app is ready."""
    counts = {
        "ended_submissions": gettext_lazy("submissions ended"),
        "decisions": gettext_lazy("decisions recorded"),
        "addresses": gettext_lazy("addresses kept"),
        "kept": gettext_lazy("pages kept as they are"),
        "drafts": gettext_lazy("drafts that go on"),
        "pages": gettext_lazy("pages moved into the archive"),
    }
    register_heir("content", 40, label=gettext_lazy("Content"), preview=preview, carry_over=carry_over, counts=counts)
