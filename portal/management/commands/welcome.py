"""What a person wants to know after a start: where the portals are, and who can sign in."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand

from security.services import first_administrator_token
from tenants.models import Agency, AgencyHost, AgencyKind, HostKind

LONGEST_LIST = 12


class Command(BaseCommand):
    help = "Print the addresses of the portals and the demo accounts, or the link that makes the first administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        if not get_user_model().objects.filter(is_superuser=True).exists():
            self._first_administrator()
        hosts = AgencyHost.objects.filter(kind=HostKind.PORTAL).select_related("agency")
        provinces = hosts.filter(agency__kind=AgencyKind.PROVINCE).order_by("hostname")
        for host in provinces[:LONGEST_LIST]:
            self.stdout.write(f"  {host.agency.name:<32} {address(host.hostname)}")
        others = hosts.count() - provinces.count()
        if others:
            self.stdout.write(f"  and {others} portals of departments, districts and communes")
        for host in AgencyHost.objects.filter(kind=HostKind.ADMIN).order_by("hostname")[:LONGEST_LIST]:
            self.stdout.write(f"  {'Administration':<32} {address(host.hostname)}")
        if getattr(settings, "DEMO_PASSWORD", "") and Agency.objects.filter(is_demo=True).exists():
            call_command("demo_accounts", stdout=self.stdout)

    def _first_administrator(self) -> None:
        host = AgencyHost.objects.filter(kind=HostKind.ADMIN).order_by("hostname").first()
        hostname = host.hostname if host else "localhost"
        self.stdout.write("Make the first administrator here (the link works once):")
        self.stdout.write(f"  {address(hostname)}first-administrator/{first_administrator_token()}/")


def address(hostname: str) -> str:
    """The address of a host in this installation."""
    return f"{settings.PORTAL_SCHEME}://{hostname}{settings.PORTAL_PORT_SUFFIX}/"
