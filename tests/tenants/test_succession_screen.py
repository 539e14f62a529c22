"""The office plans, previews, rehearses and runs a succession in the province's work area; nobody else sees it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tenants.models import Agency, AgencyState, Succession, SuccessionState
from tenants.services import close_agency
from tests.factories import make_article
from tests.isolation.work import Desk
from tests.tenants.successions import NUMBER, make_old, plan

FORM = {"kind": "merge", "decision": NUMBER, "decided_on": "2025-02-20", "effective_on": "2025-03-01"}


@pytest.fixture
def office(world: Any) -> Desk:
    return Desk(world.users["office_hungyen"], "hungyen")


@pytest.fixture
def old(world: Any) -> Agency:
    return make_old(world)


def test_the_office_plans_previews_rehearses_and_runs(world: Any, office: Desk, old: Agency) -> None:
    make_article(old)
    assert 'href="/a/hungyen/successions/"' in office.get("").content.decode()
    answer = office.post("successions/new/", FORM | {"predecessors": [old.pk], "successors": [world.skhcn.pk]})
    made = Succession.objects.get()
    address = f"successions/{made.pk}/"
    assert answer.headers["Location"].endswith(f"/a/hungyen/{address}")
    assert "confirm" not in office.get(address).content.decode()
    office.post(f"{address}preview/")
    text = office.get(address).content.decode()
    assert old.name in text and 'name="confirm"' in text and "tttt.hungyen.localhost" in text
    rehearsed = office.post(f"{address}rehearse/")
    assert rehearsed.status_code == 200 and "Chạy thử" in rehearsed.content.decode()
    assert Agency.objects.get(pk=old.pk).state == AgencyState.ACTIVE
    unconfirmed = office.post(f"{address}run/")
    assert unconfirmed.status_code == 200 and "Hãy xác nhận" in unconfirmed.content.decode()
    assert Agency.objects.get(pk=old.pk).state == AgencyState.ACTIVE
    office.post(f"{address}run/", {"confirm": "on"})
    assert Agency.objects.get(pk=old.pk).state == AgencyState.CLOSED
    done = office.get(address).content.decode()
    assert "Đã hoàn thành" in done and 'name="confirm"' not in done
    assert NUMBER in office.get("successions/").content.decode()


def test_what_the_state_does_not_allow_is_said(office: Desk, old: Agency, world: Any) -> None:
    made = plan("merge", [old], [world.skhcn])
    answer = office.post(f"successions/{made.pk}/run/", {"confirm": "on"})
    assert "Hãy xem trước" in office.get(answer.headers["Location"].partition("/a/hungyen/")[2]).content.decode()
    assert Agency.objects.get(pk=old.pk).state == AgencyState.ACTIVE
    office.post(f"successions/{made.pk}/cancel/")
    made.refresh_from_db()
    assert made.state == SuccessionState.CANCELLED


def test_a_run_that_takes_long_goes_on_in_the_next_request(
    office: Desk, old: Agency, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.succession_views.SECONDS", -1.0)
    made = plan("merge", [old], [world.skhcn])
    office.post(f"successions/{made.pk}/preview/")
    office.post(f"successions/{made.pk}/run/", {"confirm": "on"})
    made.refresh_from_db()
    assert (made.state, made.steps.exclude(done_at=None).count()) == (SuccessionState.RUNNING, 1)
    for _again in range(made.steps.count()):
        office.post(f"successions/{made.pk}/resume/")
    made.refresh_from_db()
    assert made.state == SuccessionState.DONE


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("decision", {"decision": ""}),
        ("effective_on", {"effective_on": "hôm qua"}),
        ("predecessors", {"predecessors": []}),
        ("kind", {"kind": "marry"}),
    ],
)
def test_a_mistake_gets_its_message_and_nothing_typed_is_lost(
    office: Desk, old: Agency, world: Any, field: str, change: dict[str, Any]
) -> None:
    data = FORM | {"predecessors": [old.pk], "successors": [world.skhcn.pk]} | change
    answer = office.post("successions/new/", data)
    assert answer.status_code == 200 and answer.context["form"].errors[field]
    ticked = re.search(rf'<input[^>]*name="successors"[^>]*value="{world.skhcn.pk}"[^>]*>', answer.content.decode())
    assert ticked and "checked" in ticked[0]
    assert not Succession.objects.exists()


def test_its_own_successor_is_said_at_the_field(office: Desk, old: Agency) -> None:
    answer = office.post("successions/new/", FORM | {"predecessors": [old.pk], "successors": [old.pk]})
    assert "không thể tự tiếp nhận" in answer.content.decode()


def test_the_choice_names_the_own_province_alone(world: Any, office: Desk, old: Agency) -> None:
    close_agency(old, actor=None, now=world.users["superuser"].date_joined, reason="Thử")
    text = office.get("successions/new/").content.decode()
    assert world.skhcn.name in text and world.snv.name not in text and old.name not in text
    data = FORM | {"predecessors": [world.snv.pk], "successors": [world.skhcn.pk]}
    assert office.post("successions/new/", data).context["form"].errors["predecessors"]


@pytest.mark.parametrize(
    ("person", "agency"),
    [
        ("agency_admin_hungyen", "hungyen"),
        ("board_head_hungyen", "hungyen"),
        ("technician_hungyen", "hungyen"),
        ("agency_admin_skhcn", "skhcn-hungyen"),
        ("superuser", "skhcn-hungyen"),
    ],
)
def test_for_others_the_screens_do_not_exist(world: Any, old: Agency, person: str, agency: str) -> None:
    made = plan("merge", [old], [world.skhcn])
    desk = Desk(world.users[person], agency)
    for path in ("successions/", "successions/new/", f"successions/{made.pk}/"):
        assert desk.get(path).status_code == 404
    for action in ("preview", "rehearse", "run", "cancel"):
        assert desk.post(f"successions/{made.pk}/{action}/", {"confirm": "on"}).status_code == 404
    assert "/successions/" not in desk.get("").content.decode()
    made.refresh_from_db()
    assert made.state == SuccessionState.PLANNED


def test_another_provinces_succession_does_not_exist(world: Any, office: Desk) -> None:
    made = plan("dissolve", [world.tambinh], [world.songphu])
    assert office.get(f"successions/{made.pk}/").status_code == 404
    assert office.post(f"successions/{made.pk}/preview/").status_code == 404
    assert "Tam Bình" not in office.get("successions/").content.decode()
    assert office.get("successions/999999/").status_code == 404
    own = plan("merge", [make_old(world)], [world.skhcn])
    assert office.post(f"successions/{own.pk}/marry/").status_code == 404
