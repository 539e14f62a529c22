"""Addresses in mails: the right host of the right agency, whatever request or job writes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, reverse, set_script_prefix

from tenants.hosts import root_url
from tenants.models import Agency, AgencyHost, HostKind


@contextmanager
def _no_script_prefix() -> Iterator[None]:
    """Within an agency's work area `reverse` would put `/a/<agency>/` before every path."""
    prefix = get_script_prefix()
    set_script_prefix("/")
    try:
        yield
    finally:
        set_script_prefix(prefix)


def portal_url(agency: Agency, name: str, *args: Any, language: str = "vi") -> str:
    """Full address of a public page of an agency, on its host of that language or else the Vietnamese one."""
    names = dict(AgencyHost.objects.filter(agency=agency, kind=HostKind.PORTAL).values_list("language", "hostname"))
    hostname = names.get(language) or names.get("vi")
    with _no_script_prefix():
        path = reverse(name, urlconf=settings.PUBLIC_URLCONF, args=args)
    return (root_url(hostname) if hostname else "") + path


def admin_root(agency: Agency) -> str:
    """Scheme, host and port of the administration of the agency's province."""
    row = AgencyHost.objects.filter(agency=agency.root, kind=HostKind.ADMIN).first()
    return root_url(row.hostname) if row else ""


def admin_url(agency: Agency, name: str, *args: Any) -> str:
    """Full address of a screen in an agency's work area on its province's admin host."""
    with _no_script_prefix():
        path = reverse(name, urlconf=settings.ADMIN_URLCONF, args=args)
    return f"{admin_root(agency)}/a/{agency.slug}{path}"
