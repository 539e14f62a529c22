"""The province's office and technical agency find every agency of the province and act on it; nobody else sees that."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tenants.hosts import forget_hosts
from tenants.models import Agency, AgencyModelLogEntry, AgencyState
from tenants.services import close_agency, suspend_agency
from tests.factories import make_article
from tests.isolation.work import Desk, text_of
from tests.portal.crowd import add_agencies
from tests.tenants.successions import make_old, plan

pytestmark = pytest.mark.django_db
VINHLONG = "cms.vinhlong.localhost"
MOST = 50
"""Queries of a screen; half of them are the menu's questions of what the person may do."""
REASON = "Quyết định 15/QĐ-UBND"


@pytest.fixture
def office(world: Any) -> Desk:
    return Desk(world.users["office_hungyen"], "hungyen")


@pytest.fixture
def technician(world: Any) -> Desk:
    return Desk(world.users["technician_hungyen"], "hungyen")


@pytest.fixture
def southern(world: Any) -> Desk:
    """The office of Vĩnh Long, whose regulation knows districts."""
    return Desk(world.users["office_vinhlong"], "vinhlong", VINHLONG)


def listed(desk: Desk, **query: Any) -> list[str]:
    return [row.name for row in desk.get("agencies/", **query).context["found"]]


def acts_on(desk: Desk, agency: Agency) -> set[str]:
    return {str(action) for action, _act in desk.get(f"agencies/{agency.pk}/").context["acts"]}


def test_the_list_names_the_province_and_all_that_is_subordinate_to_it(world: Any, office: Desk) -> None:
    make_article(world.skhcn, title="Tin")
    assert "/a/hungyen/agencies/" in text_of(office.get(""))
    rows = {row.name: row for row in office.get("agencies/").context["found"]}
    assert set(rows) == {world.hungyen.name, world.skhcn.name, world.commune.name}
    department = rows[world.skhcn.name]
    assert (department.parent, department.portal_host) == (world.hungyen, "skhcn.hungyen.localhost")
    assert department.people == 6 and department.last_text_at is not None
    assert rows[world.commune.name].last_text_at is None
    text = text_of(office.get("agencies/"))
    assert "skhcn.hungyen.localhost" in text and "chưa có" in text


def test_a_name_to_be_decided_is_marked(world: Any, office: Desk) -> None:
    assert "w-status" not in text_of(office.get("agencies/"))
    world.skhcn.hosts.update(provisional=True)
    assert "w-status" in text_of(office.get("agencies/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "khoa hoc"}, ["skhcn"]),
        ({"q": "  KHOA   học "}, ["skhcn"]),
        ({"q": "phohien.hungyen"}, ["commune"]),
        ({"q": "so kh&cn"}, ["skhcn"]),
        ({"q": "12345"}, ["commune"]),
        ({"q": "1234"}, []),
        ({"kind": "commune"}, ["commune"]),
        ({"kind": "province"}, ["hungyen"]),
        ({"state": "suspended"}, ["skhcn"]),
        ({"state": "active", "kind": "department"}, []),
        ({"q": "song phu"}, []),
    ],
)
def test_an_agency_is_found(world: Any, office: Desk, query: dict[str, str], found: list[str]) -> None:
    Agency.objects.filter(pk=world.commune.pk).update(unit_code="12345")
    suspend_agency(world.skhcn, actor=None, now=timezone.now(), reason=REASON)
    assert listed(office, **query) == [getattr(world, name).name for name in found]


@pytest.mark.parametrize("query", [{"kind": "ministry"}, {"state": "lost"}, {"district": "0"}, {"q": "x" * 201}])
def test_a_question_that_makes_no_sense_gets_its_message(southern: Desk, query: dict[str, str]) -> None:
    answer = southern.get("agencies/", **query)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == set(query)
    assert "w-field--error" in text_of(answer)


@pytest.mark.parametrize("query", [{"q": "a\x00b"}, {"page": "99"}, {"page": "x"}, {"q": "%_"}])
def test_odd_arguments_do_no_harm(office: Desk, query: dict[str, str]) -> None:
    assert office.get("agencies/", **query).status_code == 200


@pytest.mark.clause("HY.2.1")
def test_districts_are_a_choice_only_where_the_regulation_has_them(world: Any, office: Desk, southern: Desk) -> None:
    assert "district" not in office.get("agencies/").context["form"].fields
    assert "district" not in dict(office.get("agencies/").context["form"].fields["kind"].choices)
    assert listed(southern, district=world.tambinh.pk) == [world.songphu.name]
    assert office.get("agencies/", district=world.tambinh.pk).context["found"].paginator.count == 3


def test_the_table_holds_the_same_rows_and_no_formula(world: Any, office: Desk) -> None:
    Agency.objects.filter(pk=world.commune.pk).update(name="=1+1", unit_code="0012")
    answer = office.get("agencies/table.csv", kind="commune")
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2 and len(rows[0]) == len(rows[1]) == 8
    assert rows[1][:5] == ["'=1+1", "0012", "Xã, phường", world.hungyen.name, "phohien.hungyen.localhost"]


def test_a_long_list_has_pages_that_keep_the_question(world: Any, office: Desk) -> None:
    add_agencies(world.hungyen, 120)
    first = office.get("agencies/", kind="commune")
    assert len(first.context["found"]) == 50
    assert "kind=commune&amp;page=2" in text_of(first)
    names = [name for page in (1, 2, 3) for name in listed(office, kind="commune", page=page)]
    assert len(names) == len(set(names)) == Agency.objects.filter(province=world.hungyen, kind="commune").count()


def test_the_list_the_table_and_a_card_cost_a_fixed_number_of_queries(world: Any, office: Desk) -> None:
    def cost(path: str) -> int:
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            assert office.get(path).status_code == 200
        return len(captured)

    paths = ("agencies/", "agencies/?q=so", "agencies/table.csv", f"agencies/{world.hungyen.pk}/")
    for path in paths:
        cost(path)
    before = [cost(path) for path in paths]
    add_agencies(world.hungyen, 60)
    assert [cost(path) for path in paths] == before
    assert max(before) <= MOST


@pytest.mark.clause("TB.3.2")
def test_the_card_shows_the_place_in_the_hierarchy_and_the_history(world: Any, southern: Desk) -> None:
    suspend_agency(world.tambinh, actor=world.users["office_vinhlong"], now=timezone.now(), reason=REASON)
    answer = southern.get(f"agencies/{world.tambinh.pk}/")
    text = text_of(answer)
    assert [member.name for member in answer.context["members"]] == [world.songphu.name]
    assert f"/a/vinhlong/agencies/{world.vinhlong.pk}/" in text and f"/a/vinhlong/agencies/{world.songphu.pk}/" in text
    assert world.tambinh.owning_agency in text and "tambinh.vinhlong.localhost" in text
    assert REASON in text and world.users["office_vinhlong"].full_name in text
    assert "Đang hoạt động → Tạm dừng" in text
    assert "author_tambinh: Người viết" in text


def test_the_card_names_successions_and_the_successor(world: Any, office: Desk, technician: Desk) -> None:
    old = make_old(world)
    made = plan("merge", [old], [world.skhcn])
    for agency in (old, world.skhcn):
        assert f"/a/hungyen/successions/{made.pk}/" in text_of(office.get(f"agencies/{agency.pk}/"))
        shown = text_of(technician.get(f"agencies/{agency.pk}/"))
        assert made.decision in shown and "/successions/" not in shown
    Agency.objects.filter(pk=old.pk).update(successor=world.skhcn, state=AgencyState.CLOSED)
    assert "Cơ quan tiếp nhận" in text_of(office.get(f"agencies/{old.pk}/"))


def test_each_sees_the_actions_that_are_theirs(world: Any, office: Desk, technician: Desk) -> None:
    assert acts_on(office, world.skhcn) == {"suspend", "rename", "new_parent", "close"}
    assert acts_on(technician, world.skhcn) == {"assign_host"}
    assert acts_on(technician, world.hungyen) == set()
    suspend_agency(world.skhcn, actor=None, now=timezone.now(), reason=REASON)
    assert acts_on(office, world.skhcn) == {"resume", "rename", "new_parent", "close"}
    close_agency(world.skhcn, actor=None, now=timezone.now(), reason=REASON)
    assert acts_on(office, world.skhcn) == {"reopen"}
    assert acts_on(technician, world.skhcn) == set()


def test_the_office_suspends_resumes_closes_and_reopens_with_reasons(world: Any, office: Desk) -> None:
    path = f"agencies/{world.skhcn.pk}/"
    steps = [("suspend", "suspended"), ("resume", "active"), ("close", "closed"), ("reopen", "active")]
    for action, state in steps:
        assert office.get(f"{path}{action}/").status_code == 200
        answer = office.post(f"{path}{action}/", {"reason": REASON})
        assert answer.headers["Location"] == f"/a/hungyen/{path}"
        assert Agency.objects.get(pk=world.skhcn.pk).state == state
        entry = AgencyModelLogEntry.objects.for_instance(world.skhcn).latest("timestamp")
        assert (entry.action, entry.user, entry.data["reason"]) == (
            f"tenants.{action}",
            world.users["office_hungyen"],
            REASON,
        )


@pytest.mark.parametrize(("action", "before"), [("suspend", None), ("close", None), ("reopen", close_agency)])
def test_a_reason_that_is_missing_is_said_at_its_field(world: Any, office: Desk, action: str, before: Any) -> None:
    if before:
        before(world.skhcn, actor=None, now=timezone.now(), reason=REASON)
    state = Agency.objects.get(pk=world.skhcn.pk).state
    answer = office.post(f"agencies/{world.skhcn.pk}/{action}/", {"reason": "  "})
    assert answer.status_code == 200 and "Hãy nêu lý do" in str(answer.context["form"].errors["reason"])
    assert Agency.objects.get(pk=world.skhcn.pk).state == state


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "Phường Phố Hiến"])
def test_a_name_that_cannot_be_is_said_at_its_field_and_nothing_is_lost(world: Any, office: Desk, name: str) -> None:
    answer = office.post(f"agencies/{world.skhcn.pk}/rename/", {"name": name, "reason": "Lý do đã gõ"})
    assert answer.status_code == 200 and answer.context["form"].errors["name"]
    assert "Lý do đã gõ" in text_of(answer)
    assert Agency.objects.get(pk=world.skhcn.pk).name == world.skhcn.name


def test_a_new_name_is_given(world: Any, office: Desk) -> None:
    office.post(f"agencies/{world.skhcn.pk}/rename/", {"name": "Sở Khoa học, Công nghệ", "reason": REASON})
    assert listed(office, q="khoa hoc, cong nghe") == ["Sở Khoa học, Công nghệ"]


@pytest.mark.parametrize("label", ["", "cms", "sở", "a.b", "phohien", "x" * 64, "-a"])
def test_a_label_that_cannot_be_is_said_at_its_field(world: Any, technician: Desk, label: str) -> None:
    answer = technician.post(f"agencies/{world.skhcn.pk}/assign_host/", {"label": label})
    assert answer.status_code == 200 and answer.context["form"].errors["label"]
    assert not label or f'value="{label}"' in text_of(answer)
    assert world.host("skhcn") == "skhcn.hungyen.localhost"


@pytest.mark.clause("TB.4.2")
def test_only_the_technician_assigns_the_label(world: Any, office: Desk, technician: Desk) -> None:
    path = f"agencies/{world.skhcn.pk}/assign_host/"
    assert (office.get(path).status_code, office.post(path, {"label": "khcn"}).status_code) == (403, 403)
    assert world.host("skhcn") == "skhcn.hungyen.localhost"
    technician.post(path, {"label": "KHCN"})
    assert world.host("skhcn") == "khcn.hungyen.localhost"
    own = f"agencies/{world.hungyen.pk}/assign_host/"
    assert technician.post(own, {"label": "khac"}).status_code == 403
    assert world.host("hungyen") == "hungyen.localhost"


@pytest.mark.parametrize("action", ["suspend", "rename", "new_parent", "close"])
def test_the_technician_may_do_nothing_of_the_offices(world: Any, technician: Desk, action: str) -> None:
    path = f"agencies/{world.skhcn.pk}/{action}/"
    data = {"reason": REASON, "name": "Sở Khác", "parent": world.hungyen.pk}
    assert (technician.get(path).status_code, technician.post(path, data).status_code) == (403, 403)
    now = Agency.objects.get(pk=world.skhcn.pk)
    assert (now.state, now.name) == (AgencyState.ACTIVE, world.skhcn.name)


@pytest.mark.parametrize("action", ["resume", "reopen"])
def test_what_the_state_does_not_allow_is_403(world: Any, office: Desk, action: str) -> None:
    answer = office.post(f"agencies/{world.skhcn.pk}/{action}/", {"reason": REASON})
    assert answer.status_code == 403 and "Trạng thái hiện tại" in text_of(answer)


def test_an_unknown_action_does_not_exist(world: Any, office: Desk) -> None:
    assert office.post(f"agencies/{world.skhcn.pk}/marry/", {"reason": REASON}).status_code == 404
    assert office.get("agencies/999999/").status_code == 404


@pytest.mark.parametrize("person", ["office_hungyen", "technician_hungyen", "superuser"])
def test_an_agency_of_another_province_does_not_exist(world: Any, person: str) -> None:
    desk = Desk(world.users[person], "hungyen")
    path = f"agencies/{world.songphu.pk}/"
    assert desk.get(path).status_code == 404
    for action in ("suspend", "rename", "assign_host", "new_parent", "close"):
        data = {"reason": REASON, "name": "Khác", "label": "khac", "parent": world.hungyen.pk}
        assert (desk.get(f"{path}{action}/").status_code, desk.post(f"{path}{action}/", data).status_code) == (404, 404)
    assert Agency.objects.get(pk=world.songphu.pk).state == AgencyState.ACTIVE


@pytest.mark.parametrize(
    ("person", "agency"),
    [
        ("agency_admin_hungyen", "hungyen"),
        ("board_head_hungyen", "hungyen"),
        ("signer_hungyen", "hungyen"),
        ("agency_admin_skhcn", "skhcn-hungyen"),
        ("superuser", "skhcn-hungyen"),
    ],
)
def test_for_others_the_screens_do_not_exist(world: Any, person: str, agency: str) -> None:
    desk = Desk(world.users[person], agency)
    paths = ("agencies/", "agencies/table.csv", f"agencies/{world.skhcn.pk}/", f"agencies/{world.skhcn.pk}/suspend/")
    assert [desk.get(path).status_code for path in paths] == [404] * 4
    assert desk.post(paths[-1], {"reason": REASON}).status_code == 404
    assert "/agencies/" not in text_of(desk.get(""))
    assert Agency.objects.get(pk=world.skhcn.pk).state == AgencyState.ACTIVE
