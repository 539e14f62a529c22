"""Wagtail's page screens without the filters that list every site, owner and user of the installation."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, MultipleUserFilter, WagtailFilterSet
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.views.chooser import BrowseView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet

from tenants.models import BasePage


def people_of(request: Any) -> Any:
    """The people who serve the agency one works in."""
    return get_user_model().objects.filter(memberships__agency=request.agency).distinct()


class AgencyPageFilterSet(WagtailFilterSet):
    latest_revision_created_at = DateFromToRangeFilter(label=_("Date updated"), widget=DateRangePickerWidget)
    owner = MultipleUserFilter(label=_("Owner"), queryset=people_of, widget=CheckboxSelectMultiple)

    class Meta:
        model = BasePage
        fields: list[str] = []


class AgencyPageIndexView(ExplorableIndexView):
    """The explorer, without the bulk actions: they take any page of the installation by its key."""

    filterset_class = AgencyPageFilterSet
    base_columns = [column for column in ExplorableIndexView.base_columns if column.name != "bulk_actions"]

    @property
    def in_folder(self) -> bool:
        """Whether it shows the folder that holds a province's homes, which is nobody's to edit."""
        return self.parent_page.agency_id is None

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        return [] if self.in_folder else super().header_more_buttons

    def get_history_url(self) -> str | None:
        return None if self.in_folder else super().get_history_url()

    def get_side_panels(self) -> Any:
        return MediaContainer() if self.in_folder else super().get_side_panels()


class AgencyPageViewSet(PageViewSet):
    """The explorer of one agency."""

    model = BasePage
    index_view_class = AgencyPageIndexView
    filterset_class = AgencyPageFilterSet


class AgencyBrowseView(BrowseView):
    """The page chooser opens at the agency's own home page."""

    def get(self, request: Any, parent_page_id: int | None = None) -> Any:
        return super().get(request, parent_page_id or request.agency.home_page_id)
