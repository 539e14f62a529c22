from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import get_urlconf, set_urlconf
from wagtail.models import AbstractPage, DefaultBasePageMixin
from wagtail.models.pages import AbstractPageMeta
from wagtail.search import index

from tenants.current import current_agency
from tenants.hosts import home_address
from tenants.references import check_references


class BasePage(AbstractPage, DefaultBasePageMixin):
    """Every page of the installation. It knows its agency, and its address is computed from that alone.

    The agency is that of the home page above (a database trigger sets it): null only for the tree's
    root and the folders of provinces, which are never served. `came_from` is set on what was public on the portal of an
    agency that has ended: such a page is kept as it was (docs/decisions/0013-succession.md).
    """

    agency = models.ForeignKey(
        "tenants.Agency", models.PROTECT, null=True, blank=True, editable=False, related_name="pages"
    )
    came_from = models.ForeignKey(
        "tenants.Agency", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    search_fields = [
        *AbstractPage.search_fields,
        *DefaultBasePageMixin.search_fields,
        index.FilterField("agency"),
        index.FilterField("first_published_at"),
    ]
    promote_panels = DefaultBasePageMixin.promote_panels

    parent_page_types: ClassVar[list[str]] = []
    """A page of no type has no place; each type names its own."""

    class Meta(AbstractPageMeta):
        indexes = [
            models.Index(fields=["agency", "live", "-first_published_at"], name="page_agency_live_first"),
            models.Index(
                fields=["agency", "locale", "content_type", "-first_published_at", "-id"],
                condition=models.Q(live=True, came_from=None),
                name="page_agency_kind_first",
            ),
        ]

    HOME_DEPTH = 3
    SECTION_PATH = AbstractPage.steplen * (HOME_DEPTH + 1)
    """Length of the tree path of a section below a home page; subsections count with it."""

    @property
    def home_path(self) -> str:
        """Tree path of the home page (depth 3) that this page stands below."""
        return self.path[: self.steplen * self.HOME_DEPTH]

    def get_url_parts(self, request: Any = None) -> tuple[int | None, str | None, str | None] | None:
        """Site id, root URL and path, from the page's own home; never from a list of all sites."""
        if self.depth < self.HOME_DEPTH:
            return None
        address = home_address(self.home_path)
        if address is None:
            return None
        return address.site_id, address.root_url, "/" + self.url_path[len(address.url_path) :]

    def get_url(self, request: Any = None, current_site: Any = None) -> str | None:
        """The path on the page's own host, the full address everywhere else."""
        parts = self.get_url_parts(request)
        if parts is None:
            return None
        site_id, root_url, path = parts
        row = getattr(request, "host_row", None)
        preview = getattr(request, "is_dummy", False)
        if row is not None and not preview and row.site_id == site_id and row.kind == "portal":
            return path
        return f"{root_url}{path}"

    url = property(get_url)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._know_agency()
        super().full_clean(*args, **kwargs)
        self._check_references(kwargs.get("exclude"))

    def minimal_clean(self) -> None:
        """What Wagtail checks of a draft."""
        self._know_agency()
        super().minimal_clean()
        self._check_references()

    def with_content_json(self, content: Any) -> Any:
        """A version says what the text is, not to whom it belongs: after a merger that is the successor."""
        page = super().with_content_json(content)
        page.agency_id, page.came_from_id = self.agency_id, self.came_from_id
        return page

    def make_preview_request(self, *args: Any, **kwargs: Any) -> Any:
        """Wagtail's handler of a preview leaves its URL configuration behind; the admin's own comes back."""
        urlconf = get_urlconf()
        try:
            return super().make_preview_request(*args, **kwargs)
        finally:
            set_urlconf(urlconf)

    def _check_references(self, exclude: Any = None) -> None:
        if self.agency_id is not None:
            check_references(self, exclude)

    def _know_agency(self) -> None:
        """Know the agency before the first save, as the database trigger will set it (the home's).

        A page of a form has no place in the tree yet: it will stand in the agency one works in.
        """
        if self.agency_id is not None:
            return
        if self.depth and self.depth > self.HOME_DEPTH:
            self.agency_id = BasePage.objects.values_list("agency_id", flat=True).get(path=self.home_path)
        elif not self.depth and (agency := current_agency()) is not None:
            self.agency = agency
