"""The menu holds what one may use, all of it and nothing else, in every role; what it hides refuses on the server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from wagtail.admin.menu import MenuItem, admin_menu

from portal.importing.services import begin
from tenants.admin_gate import OWN_NAMESPACES
from tenants.admin_menu import AgencyMenuItem, entries_for, only_ours
from tenants.roles import roles_of
from tests.isolation.work import Desk, text_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SIDEBAR = re.compile(r'<script id="wagtail-sidebar-props" type="application/json">(.*?)</script>', re.DOTALL)
AREAS = {"hungyen": "hungyen", "skhcn": "skhcn-hungyen"}
PEOPLE = [
    *((f"{role}_hungyen", "hungyen") for role in roles_of("province")),
    *((f"{role}_skhcn", "skhcn") for role in roles_of("department")),
    *(("superuser", area) for area in AREAS),
]


def addresses_in(value: Any) -> Iterator[str]:
    """Every address in what the sidebar is made of."""
    if isinstance(value, dict):
        yield from (each for key, each in value.items() if key == "url" and isinstance(each, str))
        for each in value.values():
            yield from addresses_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from addresses_in(each)


def shown_to(desk: Desk) -> set[str]:
    found = SIDEBAR.search(text_of(desk.get("")))
    assert found
    return set(addresses_in(json.loads(found[1])))


def entries() -> dict[str, str]:
    """Name of the route → the address below the work area, of every entry that any role has."""
    items = [item for item in admin_menu.registered_menu_items if isinstance(item, AgencyMenuItem)]
    return {item.url_name: item.url.removeprefix("/") for item in items if item.name != "agency"}


def answer_at(desk: Desk, path: str) -> int:
    """Status at an address; a redirect within the work area, but not to its start, is followed."""
    answer = desk.get(path)
    target = answer.headers.get("Location", "").removeprefix(desk.base)
    return desk.get(target).status_code if answer.status_code == 302 and target else int(answer.status_code)


@pytest.mark.parametrize(("person", "area"), PEOPLE)
def test_the_menu_is_what_the_role_can_use(world: Any, settings: Any, person: str, area: str) -> None:
    """An import waits, because its entry is there only where there is one."""
    settings.ROOT_URLCONF = settings.ADMIN_URLCONF
    begin(getattr(world, area), kind="feed", source="https://cu.example.vn", host="", found=1, actor=None, now=NOW)
    desk = Desk(world.users[person], AREAS[area])
    shown, known = shown_to(desk), entries()
    assert len(known) > 10
    visible = {name for name, path in known.items() if desk.base + path in shown}
    assert visible, "a role without a single entry"
    answers = {name: answer_at(desk, path) for name, path in known.items()}
    assert {name: answers[name] for name in visible if answers[name] != 200} == {}
    hidden = {name: answers[name] for name in known if name not in visible}
    own = {name: status for name, status in hidden.items() if name.split(":")[0] in OWN_NAMESPACES}
    assert {name: status for name, status in own.items() if status not in {403, 404}} == {}
    assert 200 not in {status for name, status in hidden.items() if name not in own}
    for address in shown - {desk.base + path for path in known.values()}:
        if address.startswith("/") and "logout" not in address:  # the choice of the agency, searches, the account
            assert desk.client.get(address, headers={"host": desk.host}, follow=True).status_code == 200, address


def test_what_is_rarely_done_lies_in_submenus(world: Any, rf: Any) -> None:
    """Daily work stands in the menu itself, and so does the only entry of a submenu; the dashboard has them all."""

    def menu(person: str) -> tuple[list[str], list[str]]:
        request = rf.get("/")
        request.user, request.agency = world.users[person], world.skhcn
        shown = admin_menu.menu_items_for_request(request)
        return [item.name for item in shown], [item.name for item in entries_for(request, admin_menu)]

    top, everything = menu("agency_admin_skhcn")
    assert {"pages", "group-portal", "group-agency"} <= set(top) and "security-people" not in top
    assert "security-people" in everything and not {name for name in everything if name.startswith("group-")}
    assert len(everything) == len(set(everything)) > len(top)
    top, _everything = menu("responder_skhcn")
    assert "group-reports" in top and "group-portal" not in top
    alone = AgencyMenuItem("Look", "tenants:look", order=510, icon="desktop", permission=lambda *_who: True)
    items: list[MenuItem] = [alone]
    only_ours(rf.get("/"), items)
    assert items == [alone]
