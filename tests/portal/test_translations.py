"""A translation knows its original and follows it; the board decides on it as on every text."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editorial import services
from portal import translations
from portal.demo.content import AgencyContact, Page, PortalContent
from portal.demo.pages import build_articles
from portal.languages import counterparts
from portal.models import SectionPage, Translation
from tenants.hosts import forget_hosts
from tenants.roles import Role
from tests.factories import make_article, portal_get
from tests.isolation.work import Desk

pytestmark = pytest.mark.django_db
NOTE = 'class="notice notice--above"'


def publish(world: Any, page: Any, **changes: Any) -> Any:
    """A new version of a text, live by its board."""
    text = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(text, name, value)
    text.save_revision(user=world.users["author_hungyen"])
    services.publish_urgently(page, actor=world.users["board_head_hungyen"], now=timezone.now(), reason="Gấp")
    return type(page).objects.get(pk=page.pk)


@pytest.mark.clause("VL.3.7", "TN.4.13", "NB.7.2")
def test_from_the_original_to_a_translation_that_follows_it(world: Any, client: Client) -> None:
    original = make_article(world.hungyen, title="Bản gốc")
    desk = Desk(world.users["author_hungyen"], "hungyen")
    english = SectionPage.objects.get(agency=world.hungyen, key="news", locale__language_code="en")
    shown = desk.get(f"translations/{original.pk}/")
    assert shown.context["form"].fields["section"].initial == english.pk
    answer = desk.post(f"translations/{original.pk}/", {"section": english.pk})
    row = Translation.objects.get(original=original)
    assert answer.headers["Location"].endswith(f"/pages/{row.page_id}/edit/")
    page = row.page.specific
    assert (page.live, page.locale.language_code, page.get_parent().pk) == (False, "en", english.pk)
    assert page.translation_key == original.translation_key
    assert desk.post(f"translations/{original.pk}/", {"section": english.pk}).status_code == 302
    assert Translation.objects.filter(original=original).count() == 1

    page = publish(world, page, title="The translation")
    host = world.host("hungyen", language="en")
    assert NOTE not in portal_get(client, host, page.url).content.decode()
    original = publish(world, original, title="Bản gốc mới")
    told = portal_get(client, host, page.url).content.decode()
    assert NOTE in told
    assert original.full_url in told
    assert [found.stale for found in desk.get("translations/").context["rows"]] == [True]
    texts = desk.get("editorial/texts/").context["rows"]
    assert [found["stale"] for found in texts if found["page"].pk == page.pk] == [True]

    page.save_revision(user=world.users["author_hungyen"], changed=True)
    desk.post(f"translations/{page.pk}/confirm/")
    assert [found.stale for found in desk.get("translations/").context["rows"]] == [False]
    assert NOTE in portal_get(client, host, page.url).content.decode()
    page = publish(world, page, title="The new translation")
    assert NOTE not in portal_get(client, host, page.url).content.decode()


def test_who_may_translate_what(world: Any) -> None:
    original, draft = make_article(world.hungyen), make_article(world.hungyen, live=False)
    component = make_article(world.skhcn)
    own = Desk(world.users["author_hungyen"], "hungyen")
    assert own.get(f"translations/{draft.pk}/").status_code == 403
    assert own.get(f"translations/{component.pk}/").status_code == 404
    assert Desk(world.users["author_skhcn"], "skhcn-hungyen").get(f"translations/{component.pk}/").status_code == 403
    assert Desk(world.users["author_skhcn"], "skhcn-hungyen").get("translations/").status_code == 403
    other = Desk(world.users["author_vinhlong"], "vinhlong", "cms.vinhlong.localhost")
    for path in (f"translations/{original.pk}/", f"translations/{original.pk}/confirm/"):
        assert other.post(path, {"section": 1}).status_code == 404
    theirs = SectionPage.objects.get(agency=world.vinhlong, key="news", locale__language_code="en")
    assert own.post(f"translations/{original.pk}/", {"section": theirs.pk}).status_code == 422
    assert not Translation.objects.exists()
    assert own.post(f"translations/{original.pk}/confirm/").status_code == 302


def test_english_texts_of_the_demo_know_their_originals(world: Any) -> None:
    author, head = world.users["author_hungyen"], world.users["board_head_hungyen"]
    texts = (Page("introduction", "Giới thiệu", "Một"), Page("introduction", "About", "One", "en", "Giới thiệu"))
    content = PortalContent("hungyen", "hungyen", "Tỉnh", "", AgencyContact("", "", "", "", "", ""), pages=texts)
    build_articles(world.hungyen, content, {Role.AUTHOR: author, Role.BOARD_HEAD: head}, timezone.now())
    (row,) = translations.translations_of(world.hungyen)
    assert (row.page.title, row.original.title, row.stale) == ("About", "Giới thiệu", False)
    assert counterparts(row.page) == {"vi": row.original}


def test_the_list_of_translations_costs_the_same_however_long_it_is(world: Any) -> None:
    author = world.users["author_hungyen"]
    english = SectionPage.objects.get(agency=world.hungyen, key="news", locale__language_code="en")
    desk, costs = Desk(author, "hungyen"), []
    for number in (1, 4):
        for _ in range(number):
            make_article(world.hungyen)
            page = make_article(world.hungyen)
            translations.translate(page, section=english, actor=author, now=timezone.now())
        desk.get("translations/")
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            desk.get("translations/")
        costs.append(len(captured))
    assert costs[0] == costs[1]
