"""Screens beside the inbox: delegations of the signature, and the office's list of late answers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qa_inbox import services
from qa_inbox.admin_views import in_agency
from qa_inbox.models import Delegation, Question
from qa_inbox.staff_forms import DelegationForm
from qa_inbox.standing import standing
from tenants.clock import calendar_for, local_now
from tenants.models import Agency
from tenants.page_views import people_of
from tenants.permissions import user_can_oversee, user_can_sign_for

AT_MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@in_agency
def delegations(request: Any) -> HttpResponse:
    """Who may sign for the head, and until when (TN.14.3); the head records it."""
    may_record = user_can_sign_for(request.user, request.agency)
    if request.method == "POST" and not may_record:
        raise PermissionDenied
    form = DelegationForm(people_of(request).exclude(pk=request.user.pk), request.POST or None)
    if request.method == "POST" and form.is_valid():
        _record(request, form)
        messages.success(request, _("The delegation is recorded."))
        return redirect("qa_inbox_admin:delegations")
    now = local_now()
    rows = Delegation.objects.filter(agency=request.agency).select_related("delegate", "made_by")
    valid = set(rows.valid(now).values_list("pk", flat=True))
    context = {
        "page_title": _("Delegations of the signature"),
        "header_icon": "key",
        "rows": [(row, row.pk in valid) for row in rows],
        "form": form if may_record else None,
    }
    return render(request, "qa_inbox/admin/delegations.html", context)


def _record(request: Any, form: DelegationForm) -> None:
    valid_from, valid_until = form.span()
    services.delegate_signature(
        request.agency,
        form.cleaned_data["delegate"],
        decision=form.cleaned_data["decision"],
        valid_from=valid_from,
        valid_until=valid_until,
        actor=request.user,
        now=local_now(),
    )


@require_POST
@in_agency
def end_delegation(request: Any, pk: int) -> HttpResponse:
    """The head takes a delegation back."""
    row = get_object_or_404(Delegation, pk=pk, agency=request.agency)
    services.end_delegation(row, actor=request.user, now=local_now())
    messages.success(request, _("The delegation has ended."))
    return redirect("qa_inbox_admin:delegations")


@require_safe
@in_agency
def province(request: Any) -> HttpResponse:
    """Overdue questions, and those open longer than the office may leave unseen, in all agencies (VL.18.1ddc)."""
    if not user_can_oversee(request.user, request.agency):
        raise PermissionDenied
    now = local_now()
    agencies = Agency.objects.of_province(request.agency.root)
    late = Question.objects.overdue(now) | Question.objects.seen_by_office(now)
    rows = late.filter(agency__in=agencies).select_related("agency__province", "assigned_to")
    shown = list(rows.order_by("due_at", "pk")[:AT_MOST])
    calendar = calendar_for(request.agency)
    context = {
        "page_title": _("Late answers in the province"),
        "header_icon": "warning",
        "rows": [(question, standing(question, now, calendar)) for question in shown],
    }
    return render(request, "qa_inbox/admin/province.html", context)
