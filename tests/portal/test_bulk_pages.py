"""Pages made by the dozen equal those that Wagtail makes one by one."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ReferenceIndex
from wagtail.search.models import IndexEntry

from editorial.models import DecisionKind
from editorial.services import publish_many
from portal.bulk_pages import add_children, index_pages
from portal.models import SectionPage
from tenants.models import BasePage

pytestmark = pytest.mark.django_db
OWN = {"id", "basepage_ptr", "path", "title", "draft_title", "slug", "url_path", "translation_key"}


def in_bulk(home: BasePage, *slugs: str) -> list[SectionPage]:
    pages = [SectionPage(title=slug.title(), slug=slug, live=False) for slug in slugs]
    add_children(home, pages)
    publish_many(pages, kind=DecisionKind.PROVISIONED, actor=None, now=timezone.now())
    index_pages(pages)
    return pages


def fields(page: SectionPage) -> dict[str, Any]:
    return {field.name: getattr(page, field.attname) for field in SectionPage._meta.concrete_fields}


def references(page: SectionPage) -> set[Any]:
    rows = ReferenceIndex.objects.filter(object_id=str(page.pk), base_content_type__model="basepage")
    return set(rows.values_list("content_type", "to_content_type", "to_object_id", "model_path", "content_path_hash"))


def test_a_page_of_a_dozen_is_like_a_single_one(world: Any) -> None:
    home = world.skhcn.home_page
    single = home.add_child(instance=SectionPage(title="Mot", slug="mot", live=False))
    pages = [SectionPage(title="Hai", slug="hai", live=False)]
    add_children(home, pages)
    index_pages(pages)
    one, two = (SectionPage.objects.get(slug=slug, agency=world.skhcn) for slug in ("mot", "hai"))
    assert {k: v for k, v in fields(one).items() if k not in OWN} == {
        k: v for k, v in fields(two).items() if k not in OWN
    }
    assert two.url_path == f"{home.url_path}hai/"
    assert two.get_parent().pk == home.pk
    assert references(two) == references(single)
    entries = IndexEntry.objects.filter(content_type=ContentType.objects.get_for_model(SectionPage))
    assert entries.filter(object_id__in=[str(one.pk), str(two.pk)]).count() == 2


def test_the_tree_stays_whole(world: Any) -> None:
    home = BasePage.objects.get(pk=world.skhcn.home_page.pk)
    in_bulk(home, "a", "b")
    home.add_child(instance=SectionPage(title="C", slug="c", live=False))
    in_bulk(home, "d")
    assert BasePage.find_problems() == ([], [], [], [], [])
    assert [page.slug for page in home.get_children()][-4:] == ["a", "b", "c", "d"]


def test_a_dozen_costs_what_one_costs(world: Any) -> None:
    home = world.skhcn.home_page
    in_bulk(home, "warm")
    with CaptureQueriesContext(connection) as one:
        in_bulk(home, "one")
    with CaptureQueriesContext(connection) as dozen:
        in_bulk(home, *(f"s{number}" for number in range(12)))
    assert len(dozen) == len(one)
