"""Links from any kind of content to the agency's legal documents, and the check of what is to be published."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from editorial.origin import OriginForm
from tenants.page_choosers import OwnPageChooserBlock


class DraftForm(OriginForm):
    """Tells the page whether a draft is kept, which may lack what the published page must have."""

    def clean(self) -> Any:
        cleaned = super().clean()
        self.instance.drafting = self.is_deferred_validation
        return cleaned


def legal_document_block(label: Any) -> OwnPageChooserBlock:
    return OwnPageChooserBlock(page_type="portal.LegalDocumentPage", label=label)


class WithStandIn(models.Model):
    """A kind whose section not every regulation asks for: there it stands in another one."""

    stand_in: ClassVar[tuple[str, str]] = ("", "")
    """(section, the section in whose place it takes the kind)"""

    class Meta:
        abstract = True

    @classmethod
    def can_exist_under(cls, parent: Any) -> bool:
        if not super().can_exist_under(parent):  # type: ignore[misc]
            return False
        instead, missing = cls.stand_in
        if getattr(parent.specific, "key", "") != instead:
            return True
        return not has_section(parent.agency, missing)


def has_section(agency: Any, key: str) -> bool:
    from portal.models.sections import SectionPage

    return bool(SectionPage.objects.filter(agency=agency, key=key, came_from=None).exists())


class WithDocuments(models.Model):
    """Legal documents that the text stands on. Each names this page in turn, without a change of its own."""

    documents = StreamField(
        [("document", legal_document_block(_("legal document")))],
        verbose_name=_("legal documents"),
        blank=True,
    )

    documents_panel: ClassVar[FieldPanel] = FieldPanel(
        "documents", help_text=_("Documents on this portal. Readers see those that are published.")
    )

    class Meta:
        abstract = True

    def live_documents(self) -> QuerySet[Any]:
        """Those that are published, newest first."""
        from portal.models.legal import LegalDocumentPage

        pks = [block["value"] for block in self.documents.raw_data if block["value"]]
        return LegalDocumentPage.objects.live().filter(pk__in=pks).for_lists().order_by("-issued_on", "-pk")


def naming(document: Any) -> list[dict[str, Any]]:
    """What the `documents` of a page contain that names the document: for the lookup `contains`."""
    return [{"type": "document", "value": document.pk}]
