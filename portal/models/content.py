from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.blocks import ChooserBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField

from editorial.models import EditorialPage
from portal.external_links import mark_outside_links
from tenants.models import BasePage


@dataclass(frozen=True)
class Fact:
    """One thing that a page states of its subject. `key`: its name for machines (API, feeds), `label`: for people.

    `value`: a text, a number, a date or an instant, or a list of them; `url`: where the value leads, if anywhere;
    `urls`: where each of a list leads.
    """

    key: str
    label: Any
    value: Any
    url: str = ""
    urls: tuple[str, ...] = ()


@dataclass(frozen=True)
class Download:
    """A file that readers may fetch. `url`: a path on the page's host or a full address; `size`: bytes, if known."""

    title: str
    url: str
    size: int | None = None
    media_type: str = ""


@dataclass(frozen=True)
class Listing:
    """How a section lists the pages of one kind: template of the list, order, and columns that no list needs."""

    template: str = "portal/listings/cards.html"
    order: tuple[Any, ...] = ("-first_published_at", "-pk")
    defer: tuple[str, ...] = ("body",)
    related: tuple[str, ...] = ()
    per_page: int = 12


class ChangeBlock(blocks.StructBlock):  # type: ignore[misc]
    """One change of a published text, as its readers are told."""

    day = blocks.DateBlock(label=_("day"))
    note = blocks.TextBlock(label=_("what has changed"), max_length=500)

    class Meta:
        icon = "history"
        label = _("change")


class ContentPage(EditorialPage):
    """Base of everything that a portal shows: news, legal documents, services, sections … Each type is a kind.

    Whatever repeats within a page (files, rows, members) is a StreamField, never a table of its own: the rule that
    only a decided version is live guards the page's own row (docs/decisions/0014-kinds.md).
    """

    kind: ClassVar[str] = ""
    """The kind's name for machines: facet of the search, feeds, API. Unique, and never changed."""
    home_sections: ClassVar[tuple[str, ...]] = ()
    """Keys of the sections that this kind is made for. Empty: it may stand in any. Sections of one's own take all."""
    leads: ClassVar[int] = 1
    """How many of its home sections, from the first on, show it first; the others show articles before it."""
    listable: ClassVar[bool] = True
    """Whether sections list it, and search and feeds count it as content."""
    listing: ClassVar[Listing] = Listing()
    schema_type: ClassVar[str] = "Article"
    """The type of schema.org that describes it best."""

    change_notes = StreamField(
        [("change", ChangeBlock())],
        verbose_name=_("changes that readers are told of"),
        help_text=_("Say what has changed in a text that was published already, so that its readers need not compare."),
        blank=True,
    )

    promote_panels: ClassVar[list[Any]] = [*BasePage.promote_panels, FieldPanel("change_notes")]
    parent_page_types: ClassVar[list[str]] = ["portal.SectionPage"]
    subpage_types: ClassVar[list[str] | None] = []
    template = "portal/content_page.html"
    section: BasePage | None = None

    class Meta:
        abstract = True

    @classmethod
    def can_exist_under(cls, parent: Any) -> bool:
        """A kind with sections of its own stands in those, and in the sections that an agency adds (NB.7.1n)."""
        if not super().can_exist_under(parent):
            return False
        key = getattr(parent.specific, "key", "")
        return not cls.home_sections or not key or key in cls.home_sections

    @classmethod
    def for_lists(cls, pages: Any) -> Any:
        """Pages of this kind with what a list shows beyond their own row, in the same query."""
        return pages

    def facts(self) -> list[Fact]:
        """What the page states of its subject, in the order of reading. Empty values are left out by who shows them."""
        return []

    def shown_facts(self) -> list[Fact]:
        return [fact for fact in self.facts() if fact.value not in (None, "", [])]

    def told_facts(self) -> list[Fact]:
        """For machines: the facts with what readers see elsewhere on the page; the search does not learn that part."""
        return [*self.shown_facts(), *self.facts_beside()]

    def facts_beside(self) -> list[Fact]:
        """What the page states outside its list of facts, and what holds today alone, such as a document's state."""
        return []

    def schema_details(self) -> dict[str, Any]:
        """What schema.org has words for in this kind beside what every text has; dates as such."""
        return {}

    def downloads(self) -> list[Download]:
        """All files that belong to the text."""
        return downloads_of(block.value for block in getattr(self, "files", []))

    def shown_date(self) -> date | None:
        """The date that readers go by: a document's day of issue, else the day of publication."""
        return timezone.localdate(self.first_published_at) if self.first_published_at else None

    def origin_date(self) -> date | None:
        """The day from which timeliness of publication is counted: when what the page tells of was issued or ended."""
        return self.original_date

    def official_number(self) -> str:
        """The number or code by which people ask for it, such as 12/2025/NĐ-CP."""
        return ""

    def picture(self) -> tuple[Any, str]:
        """(image or None, its text alternative) for cards and previews."""
        return getattr(self, "image", None), getattr(self, "image_alt", "")

    def full_text(self) -> str:
        """All words that a search should find beside title, number and summary."""
        return "\n".join(part for part in (*_stream_texts(self), *_fact_texts(self.shown_facts())) if part)

    @property
    def date(self) -> Any:
        return self.first_published_at

    @property
    def author(self) -> str:
        return self.author_name

    @property
    def source(self) -> str:
        return self.source_name

    @property
    def section_title(self) -> str:
        return self.section.title if self.section else ""

    @property
    def section_url(self) -> str:
        return (self.section.url if self.section else "") or ""

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        """What the template needs beside the page; a kind adds its own to what every text has."""
        from portal.queries import content_context

        return content_context(self)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return mark_outside_links(request, super().serve(request, *args, **kwargs))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        return mark_outside_links(request, super().serve_preview(request, mode_name))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **self.reader_context(request)}


class WithFiles(models.Model):
    """Files to download beside the text."""

    files = StreamField([("file", DocumentChooserBlock(label=_("file")))], verbose_name=_("files"), blank=True)

    files_panel: ClassVar[FieldPanel] = FieldPanel("files")

    class Meta:
        abstract = True


def downloads_of(documents: Iterable[Any]) -> list[Download]:
    """Of chosen files; one that is gone since is left out."""
    return [Download(one.title, one.url, one.file_size) for one in documents if one]


def _stream_texts(page: ContentPage) -> Iterable[str]:
    for field in page._meta.get_fields():
        if isinstance(field, StreamField) and not _only_chooses(field):
            yield from (str(text) for text in field.get_searchable_content(getattr(page, field.attname)))


def _only_chooses(field: StreamField) -> bool:
    """Whether all its blocks name pages or files: they hold no words, and reading them costs a query."""
    return all(isinstance(block, ChooserBlock) for block in field.stream_block.child_blocks.values())


def _fact_texts(facts: Iterable[Fact]) -> Iterable[str]:
    return (str(fact.value) for fact in facts if isinstance(fact.value, str))
