"""Where an imported text stands, in words for the board."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.models import ImportedPage
from portal.models.imports import PageState


def waits(row: ImportedPage) -> bool:
    """What `ImportedPageQuerySet.waiting` asks, of a row whose page is loaded."""
    page = row.page
    return row.state == PageState.DRAFT and page is not None and not page.live and page.latest_revision_id is None


def standing(row: ImportedPage) -> str:
    """The row's state; of a draft also what became of it outside the batch."""
    if row.state != PageState.DRAFT or waits(row):
        return str(row.get_state_display())
    if row.page is None:
        return _("Deleted")
    if row.page.live:
        return _("On the portal by the board's ordinary approval")
    return _("Edited since it came: goes to the board in the usual way")
