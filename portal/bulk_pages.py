"""Pages by the dozen: what Wagtail does page by page, in a few statements for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from wagtail.models import ReferenceIndex

from tenants.models import BasePage
from tenants.two_tables import bulk_create_children


def add_children(parent: BasePage, pages: Sequence[BasePage]) -> None:
    """Adds new pages of one type below a page; see `add_below`."""
    add_below([(parent, pages)])


def add_below(groups: Iterable[tuple[BasePage, Sequence[BasePage]]]) -> None:
    """Adds new pages of one type below their parents, in the given order: one insert for each table.

    The caller answers for slugs that are free and for fields that are valid, and takes the pages live, if at all. They
    are neither logged one by one nor in the search index yet. A page without a language gets its parent's.
    """
    filled = [(parent, pages) for parent, pages in groups if pages]
    made = [page for _parent, pages in filled for page in pages]
    if not made:
        return
    content_type = ContentType.objects.get_for_model(type(made[0]))
    for parent, pages in filled:
        _place(parent, pages, content_type)
    bulk_create_children(made)
    _count_children(filled)


def _place(parent: BasePage, pages: Sequence[BasePage], content_type: ContentType) -> None:
    last = parent.get_last_child()
    path = last._inc_path() if last else parent._get_path(parent.path, parent.depth + 1, 1)
    for page in pages:
        _has_no_children(page)
        page.path, page.depth, page.content_type = path, parent.depth + 1, content_type
        page.agency_id = parent.agency_id or page.agency_id
        page.locale_id, page.draft_title = page.locale_id or parent.locale_id, page.title
        page.url_path = f"{parent.url_path}{page.slug}/"
        path = page._inc_path()


COUNT = """
UPDATE tenants_basepage AS page SET numchild = page.numchild + added.amount
FROM unnest(%s::bigint[], %s::int[]) AS added(id, amount) WHERE page.id = added.id
"""


def _count_children(groups: Sequence[tuple[BasePage, Sequence[BasePage]]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [[parent.pk for parent, _ in groups], [len(pages) for _, pages in groups]])
    for parent, pages in groups:
        parent.numchild += len(pages)


def index_pages(pages: Sequence[BasePage]) -> None:
    """Brings new pages into the search index, and what they refer to into the reference index, set-based."""
    ReferenceIndex.objects.bulk_create((row for page in pages for row in _references(page)), ignore_conflicts=True)
    ordered = sorted(pages, key=lambda page: type(page).__name__)
    for model, group in groupby(ordered, key=type):
        members = list(group)
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, members)


def _has_no_children(page: BasePage) -> None:
    """A page without a row has no comments and the like; asked now, the answer is kept and never costs a query."""
    for relation in get_all_child_relations(page):
        getattr(page, relation.get_accessor_name()).get_object_list()


def _references(page: BasePage) -> Iterator[ReferenceIndex]:
    """The rows that Wagtail's own index would hold for a page."""
    for to_type, to_object, model_path, content_path in set(ReferenceIndex._extract_references_from_object(page)):
        yield ReferenceIndex(
            content_type=ContentType.objects.get_for_model(page),
            base_content_type=ContentType.objects.get_for_model(BasePage),
            object_id=str(page.pk),
            to_content_type_id=to_type,
            to_object_id=to_object,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
