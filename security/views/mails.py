from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from security.models import MailState
from security.permissions import mails_visible_to
from security.services import resend_mail
from security.views.operators import for_operators

ON_A_PAGE = 50


@require_safe
@never_cache
@for_operators
def outbox(request: Any) -> HttpResponse:
    """The mails of the province, newest first."""
    mails, state = mails_visible_to(request.user, request.agency), request.GET.get("state", "")
    if state in MailState.values:
        mails = mails.filter(state=state)
    page = Paginator(mails.defer("body_text"), ON_A_PAGE).get_page(request.GET.get("p"))
    return render(request, "security/outbox.html", {"page": page, "states": MailState.choices, "state": state})


@require_safe
@never_cache
@for_operators
def mail(request: Any, pk: int) -> HttpResponse:
    """One mail as text."""
    found = get_object_or_404(mails_visible_to(request.user, request.agency), pk=pk)
    return render(request, "security/mail.html", {"mail": found, "can_resend": found.state != MailState.SENT})


@require_POST
@for_operators
def resend(request: Any, pk: int) -> HttpResponse:
    """Queue a mail anew."""
    found = get_object_or_404(mails_visible_to(request.user, request.agency), pk=pk)
    try:
        resend_mail(found, actor=request.user, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The mail will be sent again."))
    return redirect("security:mail", pk=found.pk)
