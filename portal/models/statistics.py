from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from editorial.models import EditorialPage
from portal.blocks import BodyBlock
from portal.models.content import ContentPage, Download, Fact, Listing, WithFiles
from portal.statistics.blocks import FigureTableBlock
from portal.statistics.files import XLSX, data_file
from tenants.models import BasePage

MOST_TABLES = 10
CSV = "text/csv"


class StatisticPage(WithFiles, ContentPage):
    """Figures of a period as tables, with charts drawn from them and open data files of the same rows (TN.4.9).

    The files have addresses below the page's own: `xlsx/`, `csv/1/` for the first table, and so on.
    """

    kind = "statistic"
    home_sections = ("statistics",)
    schema_type = "Dataset"
    template = "portal/kinds/statistic.html"
    listing = Listing(
        template="portal/listings/statistics.html",
        order=("-period_end", "-pk"),
        defer=("body", "tables", "method", "files"),
    )

    period = models.CharField(_("reference period"), max_length=80, help_text=_("For example: third quarter of 2026"))
    period_end = models.DateField(_("last day of the period"), null=True)
    field = models.CharField(_("field"), max_length=120)
    compiled_by = models.CharField(_("who compiled the figures"), max_length=200)
    method = models.TextField(_("method and notes"), blank=True)
    tables = StreamField([("table", FigureTableBlock())], verbose_name=_("tables"), max_num=MOST_TABLES)
    body = StreamField(BodyBlock(), verbose_name=_("report"), blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("field"),
                FieldPanel("period"),
                FieldPanel("period_end"),
                FieldPanel("compiled_by"),
                FieldPanel("method"),
            ],
            heading=_("What the figures are of"),
        ),
        FieldPanel("tables"),
        FieldPanel("body"),
        WithFiles.files_panel,
        EditorialPage.origin_panel,
    ]
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("field"),
        index.SearchField("period"),
        index.SearchField("compiled_by"),
        index.SearchField("tables"),
        index.SearchField("body"),
    ]

    class Meta:
        verbose_name = _("statistic")
        verbose_name_plural = _("statistics")

    def facts(self) -> list[Fact]:
        return [
            Fact("period", _("reference period"), self.period),
            Fact("field", _("field"), self.field),
            Fact("compiled_by", _("who compiled the figures"), self.compiled_by),
            Fact("method", _("method and notes"), self.method),
        ]

    def schema_details(self) -> dict[str, Any]:
        files = [
            {"@type": "DataDownload", "name": one.title, "contentUrl": one.url, "encodingFormat": one.media_type}
            for one in self.downloads()
            if one.media_type
        ]
        return {"temporalCoverage": self.period, "distribution": files}

    def downloads(self) -> list[Download]:
        """The open data: all tables, then each; then the files beside them."""
        tables = [row.value.table for row in self.tables]
        book = (
            [Download(gettext("All tables as a workbook"), f"{self.full_url}xlsx/", media_type=XLSX)] if tables else []
        )
        each = [Download(one.title, f"{self.full_url}csv/{at}/", media_type=CSV) for at, one in enumerate(tables, 1)]
        return [*book, *each, *super().downloads()]

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """The page's own address, or that of a data file: only what is live has either."""
        if self.live and (wanted := tuple(path_components)) and wanted[0] in ("csv", "xlsx"):
            return RouteResult(self, kwargs={"wanted": wanted})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, wanted: tuple[str, ...] = (), **kwargs: Any) -> HttpResponseBase:
        if not wanted:
            return super().serve(request, *args, **kwargs)
        response = data_file(self, request, wanted)
        if response is None:
            raise Http404
        return response
