"""Lock-out after failed log-ins, by user name and address together; the numbers stand in the regulation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from security.addresses import counted_address
from tenants.calendar import ZONE
from tenants.regulation import get_regulation
from tenants.regulation.safety import Lockout


def rules_of(request: Any) -> Lockout:
    """The rules of the province on whose admin host one logs in."""
    province = getattr(request, "province", None)
    return (province.regulation if province is not None else get_regulation("default")).lockout


def failure_limit(request: Any, credentials: Any) -> int:
    """How many failures lock."""
    return rules_of(request).failures.value


def cool_off(request: Any) -> timedelta:
    """For how long they lock."""
    return timedelta(minutes=rules_of(request).minutes.value)


def locked_until(request: Any, username: str) -> datetime:
    """The end of the lock: the last counted failure and the lock's time."""
    attempts = AccessAttempt.objects.filter(username=username, ip_address=counted_address(request))
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return ((last or timezone.now()) + cool_off(request)).astimezone(ZONE)


def answer(request: Any, response: Any, credentials: Any) -> HttpResponse:
    """What a locked-out person sees: until when, and nothing about whether the account exists."""
    until = locked_until(request, (credentials or {}).get("username") or "")
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        text = _("Too many failed log-ins. Locked until %(until)s.") % {"until": f"{until:%H:%M %d/%m/%Y}"}
        return JsonResponse({"error": text}, status=429)
    page = render(request, "security/locked.html", {"until": until}, status=429)
    page.headers["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
    return page


def locked_now(now: datetime) -> list[AccessAttempt]:
    """Accounts and addresses that are locked at present, by the default rules' time, for the status page."""
    rules = get_regulation("default").lockout
    since = now - timedelta(minutes=rules.minutes.value)
    recent = AccessAttempt.objects.filter(attempt_time__gte=since, failures_since_start__gte=rules.failures.value)
    return list(recent.order_by("-attempt_time"))
