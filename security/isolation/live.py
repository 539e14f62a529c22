"""The crawl on a live installation: canary agencies come into being, are walked around, and are gone again.

All of it is one transaction that is never committed: nobody outside sees the canaries, no mail leaves, and nothing of
them stays but the files, which are deleted.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.db.models.signals import post_save

from security.isolation.crawling import Coverage, crawl
from security.isolation.place import furnish
from security.isolation.registry import Words
from security.isolation.stage import Place, Stage
from security.models import User
from tenants.clock import forget_calendars
from tenants.hosts import forget_hosts
from tenants.models import Agency, AgencyKind, PortalRendition
from tenants.roles import ROLES
from tenants.services import AgencySpec, provision_agency
from tenants.storage import private_storage


class IsolationBroken(Exception):
    """The crawl found holes; the text names them."""


def check_live(now: datetime, roles: Iterable[str] | None = None) -> Coverage:
    """Walk on this installation as these roles (all when None) and leave nothing behind.

    Provincial roles walk in the province's own work area, around another province; with one province alone they are
    left out. Raises CommandError where no province exists.
    """
    wanted = set(roles) if roles is not None else {*map(str, ROLES), "superuser"}
    files: list[str] = []
    coverage = Coverage()
    try:
        with transaction.atomic(), _rendered() as rendered:
            for stage in _stages(now):
                coverage.add(crawl(stage, roles=wanted & _walking(stage)))
                files += [name for place in (stage.at, *stage.others) for name in _stored(place)]
                secrets_of = {place.words.secret for place in (stage.at, *stage.others)}
                files += [name for name in rendered if any(secret in name for secret in secrets_of)]
            transaction.set_rollback(True)
    finally:
        forget_hosts()
        forget_calendars()
        for name in files:
            private_storage().delete(name)
    return coverage


def _walking(stage: Stage) -> set[str]:
    """Who walks where: an agency's roles in the agency, the provincial ones in the province."""
    provincial = {str(role) for role, grants in ROLES.items() if grants.province_only}
    return provincial if stage.at.agency.is_province else {*map(str, ROLES), "superuser"} - provincial


def _stages(now: datetime) -> list[Stage]:
    provinces = list(Agency.objects.filter(kind=AgencyKind.PROVINCE, state="active").order_by("pk")[:2])
    if not provinces:
        raise CommandError("There is no province yet: nothing can be checked.")
    superuser = User(username=f"canary-{secrets.token_hex(6)}", is_superuser=True, is_staff=True, date_joined=now)
    superuser.set_unusable_password()
    superuser.password_changed_at = now
    superuser.save()
    at, others = _canary(provinces[0], now), [_canary(provinces[0], now)]
    others += [_canary(province, now, secret_name=True) for province in provinces[1:]]
    stages = [Stage(at, tuple(others), superuser)]
    if others[1:]:
        stages.append(Stage(furnish(provinces[0], _words(), now=now), tuple(others[1:]), superuser))
    return stages


def _canary(province: Agency, now: datetime, *, secret_name: bool = False) -> Place:
    words = _words()
    kind = next(kind for kind in province.regulation.kinds if kind != AgencyKind.PROVINCE)
    kind = str(AgencyKind.DEPARTMENT) if AgencyKind.DEPARTMENT in province.regulation.kinds else kind
    spec = AgencySpec(name=f"Kiểm tra {words.found}", kind=kind, province=province, label=f"kiemtra-{words.found}")
    agency = provision_agency(spec, actor=None, now=now)
    return furnish(agency, words, now=now, secret_name=secret_name)


def _words() -> Words:
    return Words(f"tim{secrets.token_hex(4)}", f"kin{secrets.token_hex(8)}")


def _stored(place: Place) -> list[str]:
    """The canary's own files: in a real agency there are others too."""
    return [name for name in place.files if place.words.secret in name]


@contextmanager
def _rendered() -> Iterator[list[str]]:
    """Names of the renditions that are made meanwhile, by requests that are undone: no row tells of them afterwards."""
    names: list[str] = []

    def remember(instance: Any, **_: Any) -> None:
        names.append(instance.file.name)

    post_save.connect(remember, sender=PortalRendition)
    try:
        yield names
    finally:
        post_save.disconnect(remember, sender=PortalRendition)
