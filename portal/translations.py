"""Translations into English: the draft is made from the original, the board decides on it as on every text.

A translation remembers which version of its original it follows; a newer one makes it stale, for its editors and, once
it is live, for its readers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from editorial import signals
from editorial.permissions import user_can_write_text
from editorial.transitions import NotAllowed
from portal.languages import DEFAULT
from portal.models import SectionPage, Translation
from portal.tree import free_slug
from tenants.models import Agency, BasePage

ENGLISH = "en"
STALE = Q(original__live=True) & ~Q(original__live_revision=F("following"))
"""The original's version for readers is another than the one followed, or it is not known which was."""


def connect() -> None:
    """Called once by the composition root."""
    signals.published.connect(on_published, dispatch_uid="translations")


def on_published(pages: Iterable[Any], **_kwargs: Any) -> None:
    """What the draft followed, readers' text follows now."""
    keys = [page.pk for page in pages]
    rows = Translation.objects.filter(page__in=keys).exclude(next_follows=None)
    rows.update(follows=F("next_follows"), next_follows=None)


def translations_of(agency: Agency) -> QuerySet[Translation]:
    """All of an agency, with `stale`; what needs work comes first."""
    rows = Translation.objects.filter(page__agency=agency).annotate(following=Coalesce("next_follows", "follows"))
    rows = rows.annotate(stale=Case(When(STALE, then=Value(True)), default=Value(False)))
    return rows.select_related("page", "original").order_by("-stale", "-original__last_published_at", "-pk")


def stale_among(pages: Collection[int]) -> set[int]:
    """Those of the pages that are translations whose original is newer, in one query."""
    rows = Translation.objects.filter(page__in=pages).annotate(following=Coalesce("next_follows", "follows"))
    return set(rows.filter(STALE).values_list("page", flat=True))


def translation_of(original: BasePage) -> BasePage | None:
    """The English page of a Vietnamese one, live or not."""
    pages = BasePage.objects.filter(translation_key=original.translation_key, locale__language_code=ENGLISH)
    return cast("BasePage | None", pages.filter(agency=original.agency_id).first())


def user_can_translate_page(user: Any, page: Any) -> bool:
    """Whether the person may make the English draft: of live Vietnamese content of an agency with an English portal."""
    agency = page.agency
    if agency is None or agency.english_home_id is None or not page.live or page.came_from_id is not None:
        return False
    return page.locale.language_code == DEFAULT and user_can_write_text(user, page)


def untranslated(agency: Agency) -> QuerySet[BasePage]:
    """Live Vietnamese pages below the agency's sections that have no English page yet, the newest first."""
    twin = BasePage.objects.filter(translation_key=OuterRef("translation_key"), locale__language_code=ENGLISH)
    pages = BasePage.objects.live().filter(agency=agency, came_from=None, locale__language_code=DEFAULT)
    below = pages.filter(depth__gt=BasePage.HOME_DEPTH + 1).not_exact_type(SectionPage)
    return cast("QuerySet[BasePage]", below.filter(~Exists(twin)).order_by("-first_published_at", "-pk"))


def sections_for(page: BasePage) -> list[SectionPage]:
    """The English sections that take this kind, the counterpart of the page's own section first."""
    sections = SectionPage.objects.live().filter(agency=page.agency_id, came_from=None, locale__language_code=ENGLISH)
    own = page.get_parent().specific
    fitting = [one for one in sections.order_by("path") if page.specific_class.can_exist_under(one)]
    return sorted(fitting, key=lambda one: not _correspond(one, own))


def _correspond(section: SectionPage, own: Any) -> bool:
    key = getattr(own, "key", "")
    return section.translation_key == own.translation_key or bool(key and section.key == key)


@transaction.atomic
def translate(page: BasePage, *, section: SectionPage, actor: Any, now: datetime) -> BasePage:
    """Make the English draft of a page below an English section. Raises NotAllowed.

    It holds the original's words until somebody translates them; it is nobody's text but a draft.
    """
    original = BasePage.objects.select_for_update(of=("self",)).select_related("agency", "locale").get(pk=page.pk)
    if not user_can_translate_page(actor, original):
        raise NotAllowed(_("Only live Vietnamese texts of this agency can be translated, by those who write for it."))
    if translation_of(original) is not None:
        raise NotAllowed(_("This text has an English page already."), state=True)
    if section not in sections_for(original) or not section.permissions_for_user(actor).can_add_subpage():
        raise NotAllowed(_("You cannot write in that section."))
    slugs = set(BasePage.objects.child_of(section).values_list("slug", flat=True))
    changed = {"locale": section.locale, "slug": free_slug(original.slug, slugs), "archived_at": None}
    made = original.specific.copy(
        to=section,
        update_attrs=changed,
        copy_revisions=False,
        keep_live=False,
        reset_translation_key=False,
        user=actor,
        log_action="portal.translate",
    )
    row = {"original": original, "next_follows": original.live_revision, "made_by": actor, "made_at": now}
    Translation.objects.create(page_id=made.pk, **row)
    return cast(BasePage, made)


@transaction.atomic
def confirm(page: BasePage, *, actor: Any, now: datetime) -> Translation:
    """Say that the translation, as it is written now, follows the newest original. Raises NotAllowed.

    For readers it does so once its newest version is live: at once, where nothing waits to be published.
    """
    rows = Translation.objects.select_for_update(of=("self",)).select_related("original", "page")
    row = rows.filter(page=page.pk).first()
    if row is None:
        raise NotAllowed(_("This text is no translation."), state=True)
    if not (user_can_write_text(actor, row.page) and row.page.permissions_for_user(actor).can_edit()):
        raise NotAllowed(_("The text cannot be changed now, so nothing can be confirmed about it."))
    row.next_follows = row.original.live_revision
    if row.page.live and not row.page.has_unpublished_changes:
        row.follows, row.next_follows = row.next_follows, None
    row.save(update_fields=["follows", "next_follows"])
    log(row.page.specific, "portal.confirm_translation", user=actor, timestamp=now)
    return row
