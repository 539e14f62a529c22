"""Deny by default: what nobody reviewed is 404 in a work area for everybody, and outside it for all but superusers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from tenants.admin_gate import OWN_NAMESPACES, REVIEWED
from tests.isolation.routes import admin_routes
from tests.isolation.work import BACKEND, CANARY, HOST, Belongings, Desk, text_of

# Wagtail leaves the temporary files of uploads to the garbage collector.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")]
ARGUMENT = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<\w+>.*?\)(?=[/.]|$)")
NAMED = {"app_label": "tenants", "model_name": "portalimage", "action": "delete", "name": "x.png"}


def unreviewed() -> list[tuple[str, str]]:
    return [
        (name, route)
        for name, route in admin_routes()
        if name not in REVIEWED and name.split(":")[0] not in OWN_NAMESPACES and resolve_name(route) == name
    ]


def address(route: str) -> str:
    """A route with something in the place of its arguments."""
    return ARGUMENT.sub(lambda match: NAMED.get(match.group(2) or "", "1"), route).replace("\\", "").replace("^", "")


def resolve_name(route: str) -> str:
    return resolve("/" + address(route), "portal.admin_urls").view_name


def test_the_walk_knows_the_dangerous_ones() -> None:
    names = {name for name, _route in unreviewed()}
    assert {
        "wagtail_bulk_action",
        "wagtailadmin_api:images:listing",
        "wagtailadmin_pages:move_confirm",
        "wagtailadmin_choose_page_chosen_multiple",
        "wagtailadmin_pages:set_privacy",
        "wagtailadmin_reports:site_history",
        "wagtailusers_users:edit",
        "wagtailusers_groups:index",
        "wagtailadmin_workflows:task_chooser",
        "wagtailsnippets:index",
        "wagtailadmin_collections:index",
    } <= names
    assert len(names) > 80


def test_in_a_work_area_nothing_unreviewed_answers(desk: Desk, neighbour: Belongings) -> None:
    for name, route in unreviewed():
        for answer in (desk.get(address(route)), desk.post(address(route))):
            assert answer.status_code == 404, name
            assert CANARY not in text_of(answer), name


def test_outside_a_work_area_only_a_superuser_goes_further(world: Any) -> None:
    def visit(user: str, path: str) -> int:
        client = Client()
        client.force_login(world.users[user], backend=BACKEND)
        return int(client.get(path, headers={"host": HOST}).status_code)

    for path in ("/users/", "/groups/", "/sites/", "/reports/site-history/"):
        assert visit("agency_admin_skhcn", path) == 404
        assert visit("office_hungyen", path) == 404
        assert visit("superuser", path) == 200
    for path in ("/pages/", "/images/", "/choose-page/", "/documents/"):
        assert visit("superuser", path) == 404


@pytest.mark.parametrize("user", ["superuser", "office_hungyen", "responder_skhcn"])
def test_our_own_screens_never_fail_without_an_agency(world: Any, user: str) -> None:
    client = Client()
    client.force_login(world.users[user], backend=BACKEND)
    for name, route in admin_routes():
        if name.split(":")[0] in OWN_NAMESPACES and "<" not in route:
            status = client.get("/" + route, headers={"host": HOST}).status_code
            assert status in {200, 302, 403, 404}, name
            assert status == 404 or name.startswith("security:"), name


def test_the_menu_shows_what_the_role_can_use(world: Any) -> None:
    for role, shown, hidden in (
        ("author", {"/images/", "/documents/"}, {"/questions/", "/bao-cao/", "/system/"}),
        ("responder", {"/questions/"}, {"/images/", "/documents/", "/editorial/queue/"}),
        ("board_member", {"/editorial/queue/", "/images/"}, {"/system/"}),
    ):
        text = text_of(Desk(world.users[f"{role}_skhcn"], "skhcn-hungyen").get("account/"))
        for path in shown:
            assert f"/a/skhcn-hungyen{path}" in text, (role, path)
        for path in hidden:
            assert f'"/a/skhcn-hungyen{path}"' not in text, (role, path)


def test_one_who_serves_two_agencies_sees_one_at_a_time(world: Any, own: Belongings, neighbour: Belongings) -> None:
    from django.utils import timezone

    from tenants.services import grant_role

    user = world.users["author_skhcn"]
    grant_role(user, world.commune, "author", actor=None, now=timezone.now())
    here, there = Desk(user, "skhcn-hungyen"), Desk(user, "phohien-hungyen")
    for path in (
        "pages/{section}/",
        "pages/{draft}/edit/",
        "images/",
        "images/add/",
        "images/chooser/",
        "choose-page/",
    ):
        theirs = text_of(there.get(neighbour.fill(path)))
        mine = text_of(here.get(own.fill(path)))
        assert "/a/skhcn-hungyen/" in mine and "/a/phohien-hungyen" not in mine, path
        assert "/a/phohien-hungyen/" in theirs, path
        where = theirs.find("/a/skhcn-hungyen")
        assert where < 0, (path, theirs[where - 300 : where + 100])
        assert f"Bài hoangyen {CANARY}" not in mine and "Kho hoangyen" not in mine
