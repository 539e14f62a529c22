"""Which agency answers on a host name, and at which address a page lives.

Both questions cost one small query the first time and none for the next few seconds, whatever the number of agencies.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save

if TYPE_CHECKING:
    from tenants.models import AgencyHost

LIFETIME = 5.0
_hosts: dict[str, tuple[float, AgencyHost | None]] = {}
_homes: dict[str, tuple[float, HomeAddress | None]] = {}


@dataclass(frozen=True)
class HomeAddress:
    """Where the tree below one home page is served."""

    site_id: int | None
    hostname: str
    url_path: str

    @property
    def root_url(self) -> str:
        return root_url(self.hostname)


def root_url(hostname: str) -> str:
    """Scheme, host and port at which a host name is reached from outside (PORTAL_SCHEME, PORTAL_PORT)."""
    return f"{settings.PORTAL_SCHEME}://{hostname}{settings.PORTAL_PORT_SUFFIX}"


def host_row(hostname: str) -> AgencyHost | None:
    """The row of a host name with its agency and province, or None when nobody answers on it."""
    from tenants.models import AgencyHost

    found, row = _remembered(_hosts, hostname)
    if not found:
        row = (
            AgencyHost.objects.select_related(
                "agency__province", "agency__successor", "agency__look__logo", "agency__look__banner", "site__root_page"
            )
            .filter(hostname=hostname)
            .first()
        )
        _remember(_hosts, hostname, row)
        if row is not None and row.kind == "portal" and row.site is not None:
            home = row.site.root_page
            _remember(_homes, home.path, HomeAddress(row.site_id, hostname, home.url_path))
    return row


def home_address(home_path: str) -> HomeAddress | None:
    """The address of the tree below the home page with this tree path; None while it has no portal host."""
    from tenants.models import AgencyHost

    found, address = _remembered(_homes, home_path)
    if not found:
        row = (
            AgencyHost.objects.filter(kind="portal", site__root_page__path=home_path)
            .values_list("site_id", "hostname", "site__root_page__url_path")
            .first()
        )
        address = HomeAddress(*row) if row else None
        _remember(_homes, home_path, address)
    return address


def learn_homes(home_paths: Iterable[str]) -> None:
    """Ask for the addresses of several trees in one query, before a list over many portals asks for each."""
    from tenants.models import AgencyHost

    unknown = {path for path in home_paths if not _remembered(_homes, path)[0]}
    if not unknown:
        return
    rows = AgencyHost.objects.filter(kind="portal", site__root_page__path__in=unknown).values_list(
        "site__root_page__path", "site_id", "hostname", "site__root_page__url_path"
    )
    found = {path: HomeAddress(site, host, url_path) for path, site, host, url_path in rows}
    for path in unknown:
        _remember(_homes, path, found.get(path))


def forget_hosts(**_: Any) -> None:
    """Drop what this process remembers; other processes catch up within LIFETIME seconds."""
    _hosts.clear()
    _homes.clear()


def _remembered(memory: dict[str, Any], key: str) -> tuple[bool, Any]:
    entry = memory.get(key)
    if entry is None or entry[0] < time.monotonic():
        return False, None
    return True, entry[1]


def _remember(memory: dict[str, Any], key: str, value: object) -> None:
    if len(memory) > 10_000:
        memory.clear()
    memory[key] = (time.monotonic() + LIFETIME, value)


def connect_signals() -> None:
    """Forget at once in the process that changed a host or an agency."""
    for label in ("tenants.AgencyHost", "tenants.Agency", "wagtailcore.Site"):
        post_save.connect(forget_hosts, sender=label, dispatch_uid=f"forget-save-{label}")
        post_delete.connect(forget_hosts, sender=label, dispatch_uid=f"forget-delete-{label}")
