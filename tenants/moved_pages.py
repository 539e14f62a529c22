"""A page that gets another slug or another place keeps its old address, and so does each page below it.

Whatever the door (an approved version, a move in the explorer): Wagtail's own signals tell of all of them. A successor
remembers the addresses of what it takes over by itself (docs/decisions/0013-succession.md).
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.signals import page_slug_changed, post_page_move

from tenants.models import BasePage
from tenants.old_addresses import remember_addresses


def connect_signals() -> None:
    page_slug_changed.connect(on_slug_changed, dispatch_uid="old-addresses-slug")
    post_page_move.connect(on_moved, dispatch_uid="old-addresses-move")


def on_slug_changed(instance: Any, instance_before: Any, **_: Any) -> None:
    """Comes once the change is committed. A page that was off until now yields to what was put at its old address."""
    if isinstance(instance, BasePage):
        known = instance_before.live or instance_before.last_published_at is not None
        remember_below(instance.pk, instance_before.url_path, itself=known, replace=instance_before.live)


def on_moved(instance: Any, url_path_before: str, url_path_after: str, **_: Any) -> None:
    """Comes for each move; one among its sisters changes no address."""
    if isinstance(instance, BasePage) and url_path_before != url_path_after:
        remember_below(instance.pk, url_path_before, itself=True)


def remember_below(page_pk: int, before: str, *, itself: bool, replace: bool = True) -> int:
    """Keeps the addresses that a page and the pages below it had while the page's `url_path` was `before`.

    Four or five queries, whatever their number, and one more for each thousand. `itself`: whether readers knew the
    page's own address. What is off but was on the portal is kept too, for its notice and its return, and yields to what
    was put there. The front page's address is always `/`, so nothing below it changes with its slug; and what stood on
    another agency's portal is not ours to redirect. Returns how many were kept.
    """
    page = BasePage.objects.select_related("agency").filter(pk=page_pk, depth__gt=BasePage.HOME_DEPTH).first()
    home = "/".join(before.split("/")[: BasePage.HOME_DEPTH]) + "/"
    if page is None or page.agency is None or not _is_home_of(page, home):
        return 0
    address, start = before[len(home) - 1 :], len(page.url_path)
    known = BasePage.objects.filter(Q(live=True) | Q(last_published_at__isnull=False), path__startswith=page.path)
    addresses: dict[bool, dict[str, BasePage | str]] = {True: {}, False: {}}
    for found in known.only("pk", "url_path", "live").iterator(chunk_size=2000):
        if found.pk != page.pk or itself:
            wins = found.live and (found.pk != page.pk or replace)
            addresses[wins][address + found.url_path[start:]] = found
    return sum(remember_addresses(page.agency, rows, replace=wins) for wins, rows in addresses.items())


def _is_home_of(page: BasePage, url_path: str) -> bool:
    """Whether the home page with that path is one of the page's own agency."""
    homes = BasePage.objects.filter(url_path=url_path, depth=BasePage.HOME_DEPTH, agency=page.agency_id)
    return page.url_path.startswith(url_path) or homes.exists()
