from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from security.forms import FirstAdministratorForm
from security.passwords import in_words, rules_for
from security.services import make_first_administrator
from tenants.hosts import root_url
from tenants.models import AgencyHost, HostKind


@sensitive_post_parameters()
@never_cache
@csrf_exempt
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """The form behind the one-time link, and after it the way to the admin."""
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _made(form, token):
        hosts = AgencyHost.objects.filter(kind=HostKind.ADMIN).order_by("hostname")
        addresses = [root_url(host.hostname) + "/" for host in hosts[:50]]
        return render(request, "security/first_administrator_made.html", {"addresses": addresses})
    context = {"form": form, "rules": in_words(rules_for(None))}
    return render(request, "security/first_administrator.html", context, status=422 if form.errors else 200)


def _made(form: FirstAdministratorForm, token: str) -> bool:
    data = form.cleaned_data
    try:
        make_first_administrator(
            token,
            username=data["username"],
            full_name=data["full_name"],
            email=data["email"],
            password=data["new_password"],
            now=timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
        return False
    except PermissionDenied:
        return False
    return True
