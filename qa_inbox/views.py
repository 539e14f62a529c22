"""The public pages: ask, confirm, track, read answers. No session, no cookie; a tracking code is the only key."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from qa_inbox import services
from qa_inbox.forms import AskForm, TrackForm
from qa_inbox.limits import LOOK_UPS, QUESTIONS, count_one, mails_used_up, over_limit
from qa_inbox.models import Question, QuestionState
from qa_inbox.timelines import public_timeline
from qa_inbox.tokens import read_confirm_token
from qa_inbox.traces import rule_text, trace_lines
from tenants.clock import local_now

PER_PAGE = 10
LONGEST_SUBJECT = Question._meta.get_field("subject").max_length


@require_safe
def questions(request: Any) -> HttpResponse:
    """Published answers of the portal's agency, newest first (VL.18.1ddd, TN.4.10)."""
    paginator = Paginator(Question.objects.published_by(request.agency), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "questions": page,
        "page_range": paginator.get_elided_page_range(page.number),
        "page_title": _("Questions and answers"),
    }
    return render(request, "qa_inbox/questions.html", context)


@require_safe
def question(request: Any, pk: int) -> HttpResponse:
    """One published answer; the asker stands there with initials only."""
    found = get_object_or_404(Question.objects.published_by(request.agency), pk=pk)
    statement = found.statement(request.language)
    context = {"question": found, "statement": statement, "page_title": found.published_subject}
    return render(request, "qa_inbox/question.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: Any) -> HttpResponse:
    """The form, at any hour of any day (TN.14.1, NB.7.3b, TB.7.1a); a page may name its subject (TN.12.1)."""
    subject = request.GET.get("subject", "").replace("\x00", "")[:LONGEST_SUBJECT]
    form = AskForm(request.POST if request.method == "POST" else None, initial={"subject": subject})
    status = 200
    if request.method == "POST":
        if over_limit(request, "ask", QUESTIONS):
            form.add_error(None, _("Too many questions have come from your connection. Try again in an hour."))
            status = 429
        elif form.is_valid():
            asked = form.asked()
            if not (asked.email and mails_used_up(request, asked.email)):
                count_one(request, "ask", QUESTIONS)
                made = services.ask(request.agency, asked, human=form.human, language=request.language, now=local_now())
                return redirect("qa_inbox:asked", made.code)
            form.add_error("email", _("Too many questions came with this address today. Try again tomorrow."))
            status = 429
    statement = _statement(request)
    response = render(request, "qa_inbox/ask.html", {"form": form, "statement": statement}, status=status)
    response.csp_extra = {"worker-src": "blob:"}  # type: ignore[attr-defined]
    return response


def _statement(request: Any) -> str:
    rules = request.agency.regulation.questions
    return str(rules.disclaimer_en.value if request.language == "en" else rules.disclaimer_vi.value)


@require_safe
@never_cache
def asked(request: Any, code: str) -> HttpResponse:
    """The receipt: tracking code, due instant, and how it was counted."""
    found = _by_code(request, code)
    context = _context(request, found) | {"mail_confirm_needed": found.state == QuestionState.UNCONFIRMED}
    return _private(render(request, "qa_inbox/asked.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm(request: Any, token: str) -> HttpResponse:
    """The mailed link shows a button; only pressing it confirms, because mail scanners open every link."""
    code = read_confirm_token(token)
    here = request.agency.with_predecessors()
    found = Question.objects.filter(code=code, portal__in=here).first() if code else None
    if found is None:
        return _private(render(request, "qa_inbox/confirm.html", {"question": None}, status=404))
    if request.method == "POST":
        services.confirm(found, now=local_now())
    elif found.state == QuestionState.UNCONFIRMED:
        return _private(render(request, "qa_inbox/confirm.html", {"question": found}))
    return redirect("qa_inbox:asked", found.code)


@require_http_methods(["GET", "HEAD", "POST"])
def track(request: Any) -> HttpResponse:
    """Enter a tracking code."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if over_limit(request, "track", LOOK_UPS):
            form.add_error("code", _("Too many codes have been tried from your connection. Try again in an hour."))
            status = 429
        elif _visible(request).filter(code=code).exists():
            return redirect("qa_inbox:track_question", code)
        else:
            count_one(request, "track", LOOK_UPS)
            form.add_error("code", _("No question on this portal has this code. Check it and try again."))
    return render(request, "qa_inbox/track_form.html", {"form": form}, status=status)


@require_safe
@never_cache
def track_question(request: Any, code: str) -> HttpResponse:
    """State, due instant and timeline of one question (NB.7.3b, TB.7.1a)."""
    found = _by_code(request, code)
    return _private(render(request, "qa_inbox/track.html", _context(request, found)))


def _visible(request: Any) -> Any:
    """Questions that were sent on this portal, or on one that it took over, or that its agency answers now."""
    rows = Question.objects.select_related("agency__province", "portal")
    here = request.agency.with_predecessors()
    return rows.filter(Q(portal__in=here) | Q(agency=request.agency))


def _by_code(request: Any, code: str) -> Question:
    """The question of a code. Raises Http404, also for too many wrong codes."""
    if over_limit(request, "track", LOOK_UPS):
        raise Http404
    found: Question | None = _visible(request).filter(code=code).first()
    if found is None:
        count_one(request, "track", LOOK_UPS)
        raise Http404
    return found


def _context(request: Any, found: Question) -> dict[str, Any]:
    answered = found.state == QuestionState.ANSWERED
    rule = rule_text(found)
    return {
        "question": found,
        "answering": found.agency,
        "answer": found.answer if answered else "",
        "due": found.due_at if rule else None,
        "rule": rule,
        "is_default": bool(rule) and found.due_basis == "default",
        "trace": trace_lines(found),
        "timeline": public_timeline(found),
        "statement": found.statement(request.language),
    }


def _private(response: HttpResponse) -> HttpResponse:
    """The address holds a key: it goes to no other site and into no index."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
