from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.force import Force, force_on, plain_number
from portal.models.content import ContentPage, Fact, Listing, WithFiles
from portal.models.documents import DraftForm, legal_document_block


class Form(models.TextChoices):
    """Forms of documents (hình thức văn bản): first those that set rules, then the administrative ones."""

    LAW = "law", _("Law")
    ORDINANCE = "ordinance", _("Ordinance")
    RESOLUTION = "resolution", _("Resolution")
    DECREE = "decree", _("Decree")
    DECISION = "decision", _("Decision")
    CIRCULAR = "circular", _("Circular")
    DIRECTIVE = "directive", _("Directive")
    REGULATION = "regulation", _("Regulation")
    PLAN = "plan", _("Plan")
    PROGRAMME = "programme", _("Programme")
    SCHEME = "scheme", _("Scheme")
    REPORT = "report", _("Report")
    NOTICE = "notice", _("Notice")
    CONCLUSION = "conclusion", _("Conclusion")
    TELEGRAM = "telegram", _("Official telegram")
    LETTER = "letter", _("Official letter")
    OTHER = "other", _("Other document")


class Relation(models.TextChoices):
    """What a document does to an earlier one. The earlier one shows it in turn, once this one is published."""

    REPLACES = "replaces", _("Replaces")
    AMENDS = "amends", _("Amends")


TURNED_KEYS = {Relation.REPLACES: "replaced_by", Relation.AMENDS: "amended_by"}
TURNED = {Relation.REPLACES: _("Replaced by"), Relation.AMENDS: _("Amended by")}
MARCH = 3
FULL_TEXT, FILE = "full_text", "document_file"
"""Features of a regulation: what a document must have to be published (VL.20.2, NB.7.1e)."""


class LegalDocumentQuerySet(PageQuerySet):
    def for_lists(self) -> LegalDocumentQuerySet:
        """With `begins_on`, and with `replaced_from`: the first day in force of what takes its place, if published."""
        newer = LegalDocumentPage.objects.live().filter(changes__contains=_told(Relation.REPLACES))
        first = newer.annotate(first=BEGINS).order_by("first").values("first")[:1]
        return self.annotate(begins_on=BEGINS, replaced_from=Subquery(first))

    def in_state(self, state: str, on: date) -> LegalDocumentQuerySet:
        """Twin of `LegalDocumentPage.state_on`."""
        unreplaced = Q(replaced_from=None) | Q(replaced_from__gt=on)
        unended = Q(expires_on=None) | Q(expires_on__gt=on)
        begun = Q(begins_on=None) | Q(begins_on__lte=on)
        where = {
            Force.REPLACED: Q(replaced_from__lte=on),
            Force.EXPIRED: unreplaced & Q(expires_on__lte=on),
            Force.NOT_YET: unreplaced & unended & Q(begins_on__gt=on),
            Force.IN_FORCE: unreplaced & unended & begun,
        }
        return self.for_lists().filter(where[Force(state)])


BEGINS = Coalesce("effective_on", "issued_on")


def _told(relation: Relation) -> Func:
    """`[{"type": relation, "value": the outer row's key}]`"""
    said = JSONObject(type=Value(relation.value), value=OuterRef("pk"))
    return Func(said, function="jsonb_build_array", output_field=models.JSONField())


class LegalDocumentPage(WithFiles, ContentPage):
    """A legal or administrative document: what NB.7.1e asks of it, in full text (VL.20.2), with its state.

    Its title is the abstract (trích yếu), shortened where the abstract is long. Which documents it replaces or amends
    is said here alone; the other page shows it as soon as this one is published.
    """

    kind = "legal_document"
    home_sections = ("legal_documents",)
    listing = Listing(
        template="portal/listings/legal_documents.html",
        order=("-issued_on", "-pk"),
        defer=("body", "files", "changes"),
    )
    schema_type = "Legislation"
    template = "portal/kinds/legal_document.html"
    base_form_class = DraftForm
    drafting = False
    replaced_from: date | None = None
    """Known from `for_lists`, or once `relations` are read."""

    form = models.CharField(_("form of document"), max_length=12, choices=Form.choices)
    issuer = models.CharField(_("issuer"), max_length=200, help_text=_("Such as: People's Committee of the province"))
    number = models.CharField(
        _("number and code"), max_length=60, help_text=_("As on the document, such as 12/2026/QĐ-UBND")
    )
    issued_on = models.DateField(_("issued on"), null=True)
    effective_on = models.DateField(
        _("in force from"), null=True, blank=True, help_text=_("Empty: from the day of issue")
    )
    expires_on = models.DateField(
        _("no longer in force from"),
        null=True,
        blank=True,
        help_text=_("Not needed where a document on this portal replaces it: that one says so"),
    )
    force_note = models.TextField(
        _("note on its force"),
        max_length=500,
        blank=True,
        help_text=_("What has ended in part, or which document that is not on this portal replaces it"),
    )
    signatory = models.CharField(_("signed by"), max_length=120)
    signatory_title = models.CharField(_("position"), max_length=120, blank=True)
    field = models.CharField(_("sector"), max_length=120, blank=True, help_text=_("Such as: Land, Education, Health"))
    changes = StreamField(
        [(relation.value, legal_document_block(relation.label)) for relation in Relation],
        verbose_name=_("replaces or amends"),
        blank=True,
    )
    body = StreamField(BodyBlock(), verbose_name=_("full text"), blank=True)

    objects = PageManager.from_queryset(LegalDocumentQuerySet)()

    content_panels: ClassVar[list[Any]] = [
        TitleFieldPanel("title", help_text=_("The abstract as on the document; shortened where it is long")),
        FieldPanel("summary", heading=_("Abstract in full"), help_text=_("Empty: the title is the whole abstract")),
        MultiFieldPanel(
            [FieldPanel("form"), FieldPanel("number"), FieldPanel("issuer"), FieldPanel("field")],
            heading=_("Form, number, issuer"),
        ),
        MultiFieldPanel([FieldPanel("signatory"), FieldPanel("signatory_title")], heading=_("Signature")),
        MultiFieldPanel(
            [FieldPanel("issued_on"), FieldPanel("effective_on"), FieldPanel("expires_on"), FieldPanel("force_note")],
            heading=_("Issue and force"),
        ),
        FieldPanel("changes", help_text=_("Earlier documents on this portal. Their pages show it without a change.")),
        FieldPanel("body"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("number"),
        index.SearchField("issuer"),
        index.SearchField("field"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("legal document")
        verbose_name_plural = _("legal documents")
        indexes = [
            GinIndex(fields=["changes"], opclasses=["jsonb_path_ops"], name="legal_document_changes"),
            models.Index(fields=["-issued_on"], name="legal_document_issued"),
        ]

    @classmethod
    def for_lists(cls, pages: Any) -> Any:
        return pages.for_lists()

    def clean(self) -> None:
        super().clean()
        self.number = plain_number(self.number)
        errors = {**self._dates(), **({} if self.drafting else self._missing())}
        if any(block["value"] == self.pk for block in self.changes.raw_data if self.pk):
            errors["changes"] = gettext("A document cannot replace or amend itself. Choose an earlier one.")
        if errors:
            raise ValidationError(errors)

    def _dates(self) -> dict[str, str]:
        if self.issued_on and self.effective_on and self.effective_on < self.issued_on:
            return {"effective_on": gettext("A document is in force from its day of issue at the earliest.")}
        if self.expires_on and self.begins and self.expires_on < self.begins:
            return {"expires_on": gettext("This is before the document comes into force. Check both dates.")}
        return {}

    def _missing(self) -> dict[str, str]:
        """What the agency's regulation asks of a document that is published; at least something to read."""
        needed = must_have(self.agency) if self.agency else frozenset()
        if FULL_TEXT in needed and not self.body:
            return {"body": gettext("The regulation asks for the full text: paste it here.")}
        if FILE in needed and not self.files:
            return {"files": gettext("The regulation asks for a file to download: attach the document.")}
        if not self.body and not self.files:
            return {"body": gettext("Paste the full text here, or attach the document as a file.")}
        return {}

    def facts(self) -> list[Fact]:
        return [
            Fact("form", _("form of document"), self.get_form_display()),
            Fact("number", _("number and code"), self.number),
            Fact("issuer", _("issuer"), self.issuer),
            Fact("issued_on", _("issued on"), self.issued_on),
            Fact("effective_on", _("in force from"), self.begins),
            Fact("expires_on", _("no longer in force from"), self.expires_on),
            Fact("signatory", _("signed by"), self.signatory),
            Fact("signatory_title", _("position"), self.signatory_title),
            Fact("field", _("sector"), self.field),
            Fact("abstract", _("abstract"), self.summary or self.title),
        ]

    def schema_details(self) -> dict[str, Any]:
        touched = {group["key"]: [_legislation(one) for one in group["documents"]] for group in self.related}
        in_force = "InForce" if self.state == Force.IN_FORCE else "NotInForce"
        return {
            "legislationIdentifier": self.number,
            "legislationType": self.get_form_display(),
            "legislationDate": self.issued_on,
            "legislationDateVersion": self.begins,
            "legislationLegalForce": f"https://schema.org/{in_force}",
            "legislationPassedBy": {"@type": "GovernmentOrganization", "name": self.issuer},
            "legislationRepeals": touched.get("replaces", []),
            "legislationChanges": touched.get("amends", []),
        }

    def facts_beside(self) -> list[Fact]:
        """Its state today, and the documents that it touches or that touch it; one query."""
        related = [
            Fact(
                group["key"],
                group["label"],
                [document.citation() for document in group["documents"]],
                urls=tuple(document.full_url for document in group["documents"]),
            )
            for group in self.related
        ]
        note = [Fact("force_note", _("note on its force"), self.force_note)] if self.force_note else []
        return [Fact("state", _("Validity"), self.state.label), *note, *related]

    def shown_date(self) -> date | None:
        return self.issued_on

    def origin_date(self) -> date | None:
        return self.issued_on

    def official_number(self) -> str:
        return self.number

    @property
    def begins(self) -> date | None:
        return self.effective_on or self.issued_on

    def state_on(self, day: date) -> Force:
        """Its state on a day, by its dates and by what replaces it (`replaced_from`)."""
        return force_on(day, begins=self.begins, ends=self.expires_on, replaced=self.replaced_from)

    @property
    def state(self) -> Force:
        """Its state today."""
        return self.state_on(timezone.localdate())

    def reference(self) -> str:
        """As people cite it: "Quyết định số 12/2026/QĐ-UBND ngày 05/3/2026 của …"."""
        values = {"form": self.get_form_display(), "number": self.number, "issuer": self.issuer}
        values["date"] = official_day(self.issued_on)
        return gettext("%(form)s No. %(number)s of %(date)s, %(issuer)s") % values

    def citation(self) -> str:
        """The reference, and what the document is about."""
        return gettext("%(reference)s on %(title)s") % {"reference": self.reference(), "title": _continued(self.title)}

    def relations(self) -> list[dict[str, Any]]:
        """`{key, label, documents}` for each way in which published documents and this one touch; one query.

        Learns from it since when the document is replaced.
        """
        told = {(block["type"], block["value"]) for block in self.changes.raw_data}
        earlier, later = Q(pk__in=[pk for _name, pk in told if pk]), Q()
        for relation in Relation:
            later |= Q(changes__contains=[{"type": relation.value, "value": self.pk}])
        found = LegalDocumentPage.objects.live().exclude(pk=self.pk).filter(earlier | later)
        pages = list(found.defer("body", "files").order_by("-issued_on", "-pk"))
        groups = []
        for relation in Relation:
            before = [page for page in pages if (relation.value, page.pk) in told]
            after = [page for page in pages if page.tells(relation, self)]
            groups.append({"key": relation.value, "label": relation.label, "documents": before})
            groups.append({"key": TURNED_KEYS[relation], "label": TURNED[relation], "documents": after})
            if relation == Relation.REPLACES:
                self.replaced_from = min((page.begins for page in after if page.begins), default=None)
        return [group for group in groups if group["documents"]]

    @cached_property
    def related(self) -> list[dict[str, Any]]:
        """The `relations`, read once; from then on `state` knows what replaces the document."""
        return self.relations()

    def tells(self, relation: Relation, other: LegalDocumentPage) -> bool:
        return any((block["type"], block["value"]) == (relation.value, other.pk) for block in self.changes.raw_data)

    def reader_context(self, request: HttpRequest) -> dict[str, Any]:
        from portal.queries import document_context

        return {**super().reader_context(request), "relations": self.related, **document_context(self)}


def _legislation(document: LegalDocumentPage) -> dict[str, str]:
    return {"@type": "Legislation", "@id": f"{document.full_url}#main", "legislationIdentifier": document.number}


def must_have(agency: Any) -> frozenset[str]:
    """Which of full text and file the agency's regulation asks of its documents."""
    features = agency.regulation.features
    return frozenset(name for name in (FULL_TEXT, FILE) if name in features and agency.kind in features[name].kinds)


def official_day(day: date | None) -> str:
    """A date as official letters write it: 05/3/2026, but 05/01/2026."""
    if day is None:
        return "…"
    return f"{day:%d}/{day.month:02d}/{day.year}" if day.month < MARCH else f"{day:%d}/{day.month}/{day.year}"


def _continued(title: str) -> str:
    """A title within a sentence: "Ban hành …" becomes "ban hành …", UBND stays, and "Về" is not said twice."""
    words = title.removeprefix("Về việc ").removeprefix("Về ")
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]
