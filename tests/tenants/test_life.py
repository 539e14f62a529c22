"""A portal is suspended, resumed, renamed, closed and opened again: by the office, with a reason, on record."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from tenants.models import Agency, AgencyModelLogEntry, AgencyState
from tenants.services import close_agency, rename_agency, reopen_agency, resume_agency, suspend_agency
from tenants.transitions import TABLE, LifeAction, LifeError, Standing, allowed
from tests.factories import make_article, portal_get

REASON = "Nâng cấp theo Công văn 12/VP"
HOST = "skhcn.hungyen.localhost"


def logged(agency: Agency, action: str) -> Any:
    return AgencyModelLogEntry.objects.for_instance(agency).get(action=action)


def test_a_suspended_portal_says_so_and_names_nothing_of_others(world: Any, client: Client) -> None:
    article = make_article(world.skhcn, title="Bài đang hiển thị")
    suspend_agency(world.skhcn, actor=world.users["office_hungyen"], now=timezone.now(), reason=REASON)
    for path in ("/", article.url, "/hoi-dap/gui/", "/khong-co/"):
        response = portal_get(client, HOST, path)
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) > 0
        assert "no-store" in response.headers["Cache-Control"]
        text = response.content.decode()
        assert world.skhcn.name in text and "tạm dừng" in text
        assert world.hungyen.name not in text and "Bài đang hiển thị" not in text
    assert logged(world.skhcn, "tenants.suspend").data["reason"] == REASON
    resume_agency(world.skhcn, actor=world.users["office_hungyen"], now=timezone.now())
    assert portal_get(client, HOST, article.url).status_code == 200


def test_a_closed_portal_is_gone_and_can_open_again(world: Any, client: Client) -> None:
    office = world.users["office_hungyen"]
    close_agency(world.skhcn, actor=office, now=timezone.now(), reason=REASON)
    response = portal_get(client, HOST)
    assert response.status_code == 410
    assert world.hungyen.name not in response.content.decode()
    assert HOST not in portal_get(client, "hungyen.localhost").content.decode()
    reopen_agency(world.skhcn, actor=office, now=timezone.now(), reason="Quyết định 5/QĐ-UBND")
    assert portal_get(client, HOST).status_code == 200
    assert [logged(world.skhcn, f"tenants.{name}").user for name in ("close", "reopen")] == [office, office]


@pytest.mark.parametrize(
    "person", ["agency_admin_skhcn", "technician_hungyen", "office_vinhlong", "agency_admin_hungyen"]
)
def test_only_the_office_of_the_province_may(world: Any, person: str) -> None:
    with pytest.raises(LifeError, match="Văn phòng"):
        suspend_agency(world.skhcn, actor=world.users[person], now=timezone.now(), reason=REASON)
    assert Agency.objects.get(pk=world.skhcn.pk).state == AgencyState.ACTIVE


def test_a_reason_is_needed(world: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        close_agency(world.skhcn, actor=None, now=timezone.now(), reason="  ")
    assert "reason" in caught.value.message_dict


def test_an_action_that_the_state_does_not_know_is_refused(world: Any) -> None:
    with pytest.raises(LifeError) as caught:
        resume_agency(world.skhcn, actor=None, now=timezone.now())
    assert caught.value.state


def test_an_agency_with_others_below_it_cannot_be_closed(world: Any) -> None:
    for agency in (world.vinhlong, world.tambinh):
        with pytest.raises(LifeError, match="trực thuộc"):
            close_agency(agency, actor=None, now=timezone.now(), reason=REASON)
    close_agency(world.songphu, actor=None, now=timezone.now(), reason=REASON)
    assert close_agency(world.tambinh, actor=None, now=timezone.now(), reason=REASON).state == AgencyState.CLOSED


def test_a_temporary_name_is_still_to_be_decided_after_a_suspension(world: Any) -> None:
    world.skhcn.hosts.update(provisional=True)
    Agency.objects.filter(pk=world.skhcn.pk).update(state=AgencyState.DOMAIN_PENDING)
    suspend_agency(world.skhcn, actor=None, now=timezone.now(), reason=REASON)
    assert resume_agency(world.skhcn, actor=None, now=timezone.now()).state == AgencyState.DOMAIN_PENDING


def test_a_new_name_is_shown_and_the_old_one_is_on_record(world: Any, client: Client) -> None:
    old = world.skhcn.name
    rename_agency(
        world.skhcn,
        "  Sở Khoa học,  Công nghệ ",
        actor=world.users["office_hungyen"],
        now=timezone.now(),
        reason="QĐ 9",
    )
    assert "Sở Khoa học, Công nghệ" in portal_get(client, HOST).content.decode()
    assert logged(world.skhcn, "tenants.rename").data == {
        "old": old,
        "new": "Sở Khoa học, Công nghệ",
        "reason": "QĐ 9",
    }


@pytest.mark.clause("HY.5.1")
@pytest.mark.parametrize(("owner", "then"), [("", "Ủy ban nhân dân phường Mới"), ("Sở Xây dựng", "Sở Xây dựng")])
def test_an_owner_that_is_the_agency_itself_has_the_new_name_too(world: Any, owner: str, then: str) -> None:
    if owner:
        Agency.objects.filter(pk=world.commune.pk).update(owning_agency=owner)
    renamed = rename_agency(world.commune, "Phường Mới", actor=None, now=timezone.now())
    assert Agency.objects.get(pk=renamed.pk).owning_agency == then


@pytest.mark.clause("TB.4.2", "TN.7.2")
def test_a_new_label_comes_from_the_technical_agency_and_the_old_host_redirects(world: Any, client: Client) -> None:
    with pytest.raises(PermissionDenied):
        rename_agency(world.skhcn, "Sở Mới", actor=world.users["office_hungyen"], now=timezone.now(), label="somoi")
    world.skhcn.refresh_from_db()
    rename_agency(world.skhcn, "Sở Mới", actor=world.users["superuser"], now=timezone.now(), label="somoi")
    response = portal_get(client, HOST, "/tin-tuc/")
    assert (response.status_code, response.headers["Location"]) == (301, "http://somoi.hungyen.localhost/tin-tuc/")


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "Phường Phố Hiến"])
def test_a_name_that_cannot_be_gets_its_message(world: Any, name: str) -> None:
    with pytest.raises(ValidationError) as caught:
        rename_agency(world.skhcn, name, actor=None, now=timezone.now())
    assert "name" in caught.value.message_dict


def test_every_state_knows_a_way_and_nobody_gets_one_without_the_right() -> None:
    for state in AgencyState:
        assert allowed(state, Standing(oversees=True))
        assert allowed(state, Standing()) == []
    assert (AgencyState.CLOSED, LifeAction.RENAME) not in TABLE
    assert LifeAction.REOPEN not in allowed(AgencyState.CLOSED, Standing(oversees=True, has_successor=True))
