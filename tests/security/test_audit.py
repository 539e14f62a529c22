"""The audit trail: what enters it, and that nothing leaves it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from security.models import User
from security.services import change_password
from tenants.models import AgencyModelLogEntry, AgencyPageLogEntry
from tests.factories import PASSWORD, portal_post
from tests.security.helpers import log_in, signed_in
from tests.security.test_passwords import GOOD, NOW


def trail(user: User) -> list[str]:
    return list(AgencyModelLogEntry.objects.for_instance(user).order_by("pk").values_list("action", flat=True))


@pytest.mark.clause("VL.8.3")
def test_log_ins_failures_and_changes_of_the_password_are_recorded(world: Any) -> None:
    host, user = world.host("hungyen", "admin"), world.users["author_skhcn"]
    log_in(Client(), host, user.username, "sai")
    client = signed_in(host, user.username)
    portal_post(client, host, "/account/password/", {"old_password": PASSWORD, "new_password": GOOD, "repeated": GOOD})
    portal_post(client, host, "/logout/")
    assert trail(user) == [
        "security.login_failed",
        "security.login",
        "security.change_password",
        "security.logout",
    ]
    failure = AgencyModelLogEntry.objects.for_instance(user).get(action="security.login_failed")
    assert failure.data == {"address": "127.0.0.1"}
    assert not any("sai" in str(entry.data) for entry in AgencyModelLogEntry.objects.all())


@pytest.fixture
def entries(world: Any) -> tuple[Any, Any]:
    change_password(world.users["author_skhcn"], new_password=GOOD, actor=None, now=NOW)
    log(world.skhcn.home_page.specific, "wagtail.edit")
    return AgencyModelLogEntry.objects.order_by("-pk").first(), AgencyPageLogEntry.objects.order_by("-pk").first()


def refused(query: Any) -> None:
    with pytest.raises(DatabaseError, match="log entries cannot be changed"), transaction.atomic():
        query()


def test_no_entry_can_be_changed_or_deleted(entries: tuple[Any, Any]) -> None:
    for entry in entries:
        table = type(entry).objects.filter(pk=entry.pk)
        refused(lambda table=table: table.update(action="wagtail.create"))
        refused(lambda table=table: table.update(label="khác"))
        refused(lambda table=table: table.delete())
        refused(lambda table=table: table._raw_delete("default"))
        refused(entry.delete)


def test_no_log_can_be_emptied(entries: tuple[Any, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL cong.allow_truncate = off")
        for model in (AgencyModelLogEntry, AgencyPageLogEntry, PageLogEntry):
            table = model._meta.db_table
            refused(lambda table=table: cursor.execute(f"TRUNCATE {table} CASCADE"))


def test_the_flag_of_a_deleted_page_is_allowed(entries: tuple[Any, Any]) -> None:
    assert PageLogEntry.objects.filter(pk=entries[1].pk).update(deleted=True) == 1
