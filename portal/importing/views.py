"""The board's screens of imports. Everything reads through `request.agency`; another agency's import does not exist."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin import messages

from editorial.transitions import NotAllowed
from portal.importing.services import Decided, accept_batch, discard_batch
from portal.importing.transitions import Action, allowed
from portal.models import ImportBatch
from tenants.admin_views import not_allowed
from tenants.models import Agency
from tenants.permissions import user_can_review_for

PER_PAGE = 50
SERVICES = {"accept": accept_batch, "discard": discard_batch}


def user_sees_imports(user: Any, agency: Agency) -> bool:
    """The board, where there is anything to see."""
    return user_can_review_for(user, agency) and ImportBatch.objects.filter(agency=agency).exists()


def visible_to(user: Any, agency: Agency) -> Any:
    """The imports of an agency, the last first; none for those who do not sit on its board."""
    rows = ImportBatch.objects.filter(agency=agency).with_counts()
    return rows if user_can_review_for(user, agency) else rows.none()


@require_GET
def batches(request: Any) -> HttpResponse:
    """The agency's imports with their counts."""
    if not user_can_review_for(request.user, request.agency):
        return not_allowed(request)
    shown = Paginator(visible_to(request.user, request.agency), PER_PAGE).get_page(request.GET.get("p"))
    context = {"page_title": _("Imports of existing sites"), "header_icon": "download", "shown": shown}
    return render(request, "portal/imports/batches.html", context)


@require_GET
def batch(request: Any, batch_id: int) -> HttpResponse:
    """One import: its texts with preview and tick boxes, and what could not be read."""
    found = get_object_or_404(ImportBatch.objects.with_counts(), pk=batch_id, agency=request.agency)
    if not user_can_review_for(request.user, request.agency):
        return not_allowed(request)
    pages = found.pages.select_related("page", "decided_by")
    only_waiting = "all" not in request.GET and bool(found.pages_waiting)
    rows = Paginator(pages.waiting() if only_waiting else pages, PER_PAGE).get_page(request.GET.get("p"))
    problems = Paginator(found.problems.all(), PER_PAGE).get_page(request.GET.get("q"))
    can = allowed(found.state) if found.pages_waiting else []
    context = {
        "page_title": _("Import of an existing site"),
        "page_subtitle": found.source,
        "header_icon": "download",
        "batch": found,
        "rows": rows,
        "only_waiting": only_waiting,
        "problems": problems,
        "can_decide": Action.ACCEPT in can and Action.DISCARD in can,
    }
    return render(request, "portal/imports/batch.html", context)


@require_POST
def decide(request: Any, batch_id: int, action: str) -> HttpResponse:
    """Accept or discard the ticked texts, or all. `scope=all` means every text that waits."""
    found = get_object_or_404(ImportBatch, pk=batch_id, agency=request.agency)
    everything = request.POST.get("scope") == "all"
    chosen = [int(key) for key in request.POST.getlist("page") if key.isdecimal() and len(key) < 19]
    if not everything and not chosen:
        if not user_can_review_for(request.user, request.agency):
            return not_allowed(request)
        messages.error(request, _("Tick at least one text first."))
        return redirect("imports:batch", batch_id)
    try:
        done = SERVICES[action](found, actor=request.user, now=timezone.now(), pages=None if everything else chosen)
    except NotAllowed as refusal:
        return not_allowed(request, str(refusal.message))
    _tell(request, action, done)
    return redirect("imports:batch", batch_id)


def _tell(request: Any, action: str, done: Decided) -> None:
    if action == "accept":
        text = ngettext("%(count)d text is on the portal now.", "%(count)d texts are on the portal now.", done.done)
    else:
        text = ngettext("%(count)d text was discarded.", "%(count)d texts were discarded.", done.done)
    messages.success(request, text % {"count": done.done})
    if done.left:
        left = ngettext(
            "%(count)d text was left: it has been edited or decided on meanwhile.",
            "%(count)d texts were left: they have been edited or decided on meanwhile.",
            done.left,
        )
        messages.warning(request, left % {"count": done.left})
