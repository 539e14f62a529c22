"""The board's queue and review screen, and the author's own texts. Everything reads through `request.agency`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from editorial import services
from editorial.contributors import contributor_ids, last_live
from editorial.forms import FORMS, RefusalForm, form_of
from editorial.models import Decision, EditorialPage
from editorial.permissions import allowed_actions, user_can_review_text
from editorial.querysets import texts_of, to_review_afterwards, visible_to
from editorial.states import Standing, standing_of, standings_of
from editorial.transitions import ACTION_LABELS, STATE_LABELS, Action, NotAllowed, Situation, State, allowed
from editorial.waiting import waiting
from editorial.workflow import DECIDING, perform
from tenants.clock import calendar_for, local_now
from tenants.models import BasePage
from tenants.permissions import user_can_review_for, user_can_update_for
from tenants.providers import provided

PER_PAGE = 25
NOT_ON_BOARD = gettext_lazy("Only members of this agency's editorial board may decide.")


@require_GET
def queue(request: Any) -> HttpResponse:
    """What waits for the board, the longest first, and urgent publications still to be reviewed."""
    if not user_can_review_for(request.user, request.agency):
        return _forbidden(request, NOT_ON_BOARD)
    calendar, now = calendar_for(request.agency), local_now()
    shown = Paginator(visible_to(request.user, request.agency), PER_PAGE).get_page(request.GET.get("p"))
    pages = BasePage.objects.in_bulk([row.page_pk for row in shown])
    rows = [
        {
            "page": pages[row.page_pk],
            "title": pages[row.page_pk].draft_title,
            "author": row.workflow_state.requested_by,
            "since": row.started_at,
            "waiting": waiting(row.started_at.astimezone(now.tzinfo), now, calendar),
        }
        for row in shown
    ]
    context = {"rows": rows, "shown": shown, "urgent": to_review_afterwards(request.agency)}
    return render(request, "editorial/queue.html", context)


@require_GET
def texts(request: Any) -> HttpResponse:
    """The author's own texts, each with its state, the last decision on it and what can be done now."""
    who = Situation(
        writes=user_can_update_for(request.user, request.agency),
        reviews=user_can_review_for(request.user, request.agency),
    )
    if not (who.writes or who.reviews):
        return _forbidden(request, _("Only those who write for this agency may do that."))
    shown = Paginator(texts_of(request.user, request.agency).specific(), PER_PAGE).get_page(request.GET.get("p"))
    standings = standings_of(shown.object_list)
    stale = provided("stale_translations", [page.pk for page in shown], default=set())
    rows = [_text_row(request.user, page, standings[page.pk], who) for page in shown]
    for row in rows:
        row["stale"] = row["page"].pk in stale
    return render(request, "editorial/texts.html", {"rows": rows, "shown": shown})


def _text_row(user: Any, page: BasePage, standing: Standing, who: Situation) -> dict[str, Any]:
    state = standing.state
    who = replace(who, submitted_it=state == State.SUBMITTED and standing.submitter_id == user.pk)
    return {
        "page": page,
        "title": page.draft_title,
        "state": state,
        "label": STATE_LABELS[state],
        "decision": standing.decision if state in {State.REFUSED, State.RETURNED, State.UNPUBLISHED} else None,
        "actions": [(action, ACTION_LABELS[action]) for action in allowed(state, who) if action not in FORMS],
        "can_edit": state not in {State.SUBMITTED, State.ARCHIVED, State.SCHEDULED},
    }


@require_GET
def review(request: Any, page_id: int) -> HttpResponse:
    """The text as on its portal, what changed since it was last live, who wrote it, and the decision."""
    page = _page(request, page_id)
    if not user_can_review_text(request.user, page):
        return _forbidden(request, NOT_ON_BOARD)
    return _review(request, page)


def _review(request: Any, page: BasePage, bound: Any = None, tried: str = "", status: int = 200) -> HttpResponse:
    may = allowed_actions(request.user, page)
    people = get_user_model().objects.filter(pk__in=contributor_ids(page))
    standing = standing_of(page)
    context = {
        "page": page,
        "title": page.draft_title,
        "revision": page.latest_revision,
        "state": standing.state,
        "state_label": STATE_LABELS[standing.state],
        "changes": _changes(request, page),
        "people": people,
        "own_work": request.user in people,
        "decision": standing.decision,
        "forms": [
            (action, ACTION_LABELS[action], bound if action == tried else _form(request, page, action))
            for action in DECIDING
            if action in may
        ],
    }
    return render(request, "editorial/review.html", context, status=status)


def _changes(request: Any, page: BasePage) -> list[Any] | None:
    """Differences to the last live version, field by field; None when the text was never live."""
    decision = last_live(page)
    if decision is None or page.latest_revision is None:
        return None
    panel = page.specific.get_edit_handler().get_bound_panel(instance=page.specific, request=request, form=None)
    before, after = decision.revision.as_object(), page.latest_revision.as_object()
    return [change for comparison in panel.get_comparison() if (change := comparison(before, after)).has_changed()]


@require_http_methods(["GET", "POST"])
def act(request: Any, page_id: int, action: str) -> HttpResponse:
    """Do one action of the table on a text. What neither the state nor the person allows is answered with 403."""
    page = _page(request, page_id)
    if action not in set(Action):
        raise Http404
    wanted = Action(action)
    form = _form(request, page, wanted, request.POST if request.method == "POST" else None)
    ready = request.method == "POST" and (form is None or form.is_valid())
    if not ready:
        if wanted not in allowed_actions(request.user, page):
            return _forbidden(request, _("The text is no longer in a state that allows this."), page)
        return _ask(request, page, wanted, form)
    try:
        perform(page, wanted, actor=request.user, data=form.cleaned_data if form else {})
    except NotAllowed as refusal:
        return _forbidden(request, refusal.message, page)
    except ValidationError as error:
        form.add_error(None, error)
        return _ask(request, page, wanted, form)
    done = {"action": ACTION_LABELS[wanted], "title": page.draft_title}
    messages.success(request, _("Done: %(action)s – “%(title)s”.") % done)
    return redirect("editorial:queue" if wanted in DECIDING else "editorial:texts")


def _ask(request: Any, page: BasePage, action: Action, form: Any) -> HttpResponse:
    """The form of an action; of a decision it stands on the review screen. Nothing typed is lost."""
    status = 422 if form is not None and form.errors else 200
    if action in DECIDING:
        return _review(request, page, form, action, status)
    context = {"page": page, "title": page.draft_title, "action": action, "label": ACTION_LABELS[action], "form": form}
    return render(request, "editorial/act.html", context, status=status)


def _forbidden(request: Any, message: Any, page: BasePage | None = None) -> HttpResponse:
    """403 with the reason. (PermissionDenied would make Wagtail redirect instead.)"""
    title = page.draft_title if page else ""
    return render(request, "editorial/not_allowed.html", {"page": page, "title": title, "message": message}, status=403)


def _form(request: Any, page: BasePage, action: str, data: Any = None) -> Any:
    form_class = form_of(action, page)
    if form_class is None:
        return None
    if form_class is RefusalForm:
        return RefusalForm(data, agency=request.agency, prefix=action)
    return form_class(data, prefix=action)


@require_POST
def reviewed_afterwards(request: Any, decision_id: int) -> HttpResponse:
    """Another member of the board has reviewed an urgent publication."""
    decision = get_object_or_404(Decision, pk=decision_id, agency=request.agency)
    try:
        services.review_afterwards(decision, actor=request.user, now=local_now())
    except NotAllowed as refusal:
        return _forbidden(request, refusal.message, decision.page)
    messages.success(request, _("The urgent publication is marked as reviewed."))
    return redirect("editorial:queue")


def _page(request: Any, page_id: int) -> BasePage:
    """An editorial page of the agency one works in; of any other agency it does not exist."""
    page: BasePage = get_object_or_404(
        BasePage.objects.select_related("agency__province", "latest_revision", "content_type"),
        pk=page_id,
        agency=request.agency,
    )
    if not issubclass(page.specific_class, EditorialPage):
        raise Http404
    return page
