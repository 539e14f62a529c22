"""The admin's main menu holds our own entries alone, each with its permission and an address made per request.

What one does every day stands in it directly; the rest lies in submenus, chosen by the entry's order (`GROUPS`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.search import SearchArea

from tenants.current import current_agency

Permission = Callable[[Any, Any], bool]

GROUPS = (
    (range(500, 600), "group-portal", gettext_lazy("The portal"), "desktop"),
    (range(600, 690), "group-reports", gettext_lazy("Figures and reports"), "table"),
    (range(690, 790), "group-agency", gettext_lazy("The agency"), "home"),
    (range(790, 900), "group-province", gettext_lazy("The province"), "list-ul"),
    (range(900, 1000), "group-system", gettext_lazy("The system"), "cogs"),
)
"""Orders of the entries, name, label and icon of each submenu."""


class AgencyMenuItem(MenuItem):
    """An entry that is shown in an agency's work area to those whom `permission(user, agency)` admits.

    Wagtail caches menu entries for all requests; the address is therefore reversed each time, because it starts with
    the agency one works in.
    """

    def __init__(
        self, label: Any, url_name: str, *, order: int, icon: str, permission: Permission, name: str = ""
    ) -> None:
        self.url_name = url_name
        self.permission = permission
        super().__init__(label, "", name=name or url_name.replace(":", "-"), icon_name=icon, order=order)

    @property
    def url(self) -> str:
        return self.target()

    @url.setter
    def url(self, value: str) -> None:
        """Wagtail's own constructor sets the address; ours is computed."""

    def target(self) -> str:
        return reverse(self.url_name)

    def is_shown(self, request: Any) -> bool:
        agency = getattr(request, "agency", None)
        return agency is not None and self.permission(request.user, agency)


class HomePageMenuItem(AgencyMenuItem):
    """The agency's page tree."""

    def __init__(self, label: Any, *, order: int, icon: str, permission: Permission) -> None:
        super().__init__(
            label, "wagtailadmin_explore_root", order=order, icon=icon, permission=permission, name="pages"
        )


def only_ours(request: Any, items: list[MenuItem]) -> None:
    """Hook `construct_main_menu`: an entry that is not ours was not reviewed, so it is not shown."""
    ours = [item for item in items if isinstance(item, AgencyMenuItem)]
    groups = [_Group(group, [item for item in ours if item.order in group[0]]) for group in GROUPS]
    items[:] = [item for item in ours if not any(item.order in orders for orders, *_rest in GROUPS)]
    for group in groups:
        items += group.items if len(group.items) < 2 else [group]


def entries_for(request: Any, menu: Menu) -> list[MenuItem]:
    """Every entry that the person has, out of its submenu, in the order of the menu."""
    found: list[MenuItem] = []
    for item in sorted(menu.menu_items_for_request(request), key=lambda item: item.order):
        found += item.items if isinstance(item, _Group) else [item]
    return found


class _Chosen(Menu):
    """Entries of which each was asked already whether it is shown."""

    def menu_items_for_request(self, request: Any) -> list[MenuItem]:
        return list(self.initial_menu_items)


class _Group(SubmenuMenuItem):
    """A submenu of entries that the person has."""

    def __init__(self, group: tuple[range, str, Any, str], items: Iterable[MenuItem]) -> None:
        orders, name, label, icon = group
        self.items = sorted(items, key=lambda item: item.order)
        super().__init__(label, _Chosen(items=self.items), name=name, icon_name=icon, order=orders.start)


class AgencySwitchItem(AgencyMenuItem):
    """Says in which agency one works, on every screen, and leads to the choice of another."""

    def __init__(self, *, order: int, icon: str) -> None:
        super().__init__("", "wagtailadmin_home", order=order, icon=icon, permission=anybody, name="agency")

    @property
    def label(self) -> str:
        agency = current_agency()
        return _("Working at: %(agency)s") % {"agency": agency} if agency else ""

    @label.setter
    def label(self, value: str) -> None:
        """Wagtail's own constructor sets a label; ours is computed."""

    def target(self) -> str:
        return "/"


def anybody(user: Any, agency: Any) -> bool:
    return True


class AgencySearchArea(SearchArea):
    """A search of the agency's own, with an address made per request: Wagtail keeps the first agency's for all."""

    def __init__(self, label: Any, url_name: str, *, name: str, icon: str, order: int, permission: Permission) -> None:
        self.url_name, self.permission = url_name, permission
        super().__init__(label, "", name=name, icon_name=icon, order=order)

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    @url.setter
    def url(self, value: str) -> None:
        """Wagtail's own constructor sets the address; ours is computed."""

    def is_shown(self, request: Any) -> bool:
        agency = getattr(request, "agency", None)
        return agency is not None and self.permission(request.user, agency)


def only_our_searches(request: Any, areas: list[SearchArea]) -> None:
    """Hook `construct_search`."""
    areas[:] = [area for area in areas if isinstance(area, AgencySearchArea)]
