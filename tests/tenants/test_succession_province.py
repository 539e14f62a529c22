"""A province is merged into another: its agencies, its own portal in two languages, and the clocks that run."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.models import HomePage, SectionPage
from qa_inbox.models import Question
from tenants.models import Agency, AgencyHost, AgencyState, BasePage
from tenants.permissions import user_can_oversee
from tenants.succession.running import SuccessionStopped, preview, run
from tenants.succession.transitions import SuccessionError
from tests.factories import make_agency, make_article, make_province, make_user, portal_get
from tests.qa_inbox.factories import make_question
from tests.tenants.successions import carry_out, plan

CMS = "cms.thaibinh.localhost"


@pytest.fixture
def thaibinh(world: Any) -> Agency:
    return make_province("thaibinh-2024")


def merged(thaibinh: Agency, world: Any) -> None:
    thaibinh.refresh_from_db()
    carry_out(plan("merge", [thaibinh], [world.hungyen], across_provinces=True))
    connection.check_constraints()


@pytest.mark.clause("HY.2.1", "HY.4b")
def test_its_agencies_come_into_the_new_province_with_hosts_by_its_rule(
    world: Any, client: Client, thaibinh: Agency
) -> None:
    department = make_agency(province=thaibinh, name="Sở Tài chính")
    article = make_article(department, title="Tin tài chính")
    old_host = department.hosts.get().hostname
    path = article.url.removeprefix(f"http://{old_host}")
    merged(thaibinh, world)
    department = Agency.objects.select_related("province", "parent").get(pk=department.pk)
    assert (department.province, department.parent) == (world.hungyen, world.hungyen)
    assert department.regulation.code == "hungyen-2025"
    new_host = department.hosts.get(kind="portal").hostname
    assert (old_host, new_host) == ("stc.thaibinh.localhost", "stc.hungyen.localhost")
    response = portal_get(client, old_host, path)
    assert (response.status_code, response.headers["Location"]) == (301, f"http://{new_host}{path}")
    page = portal_get(client, new_host, path).content.decode()
    assert "Tin tài chính" in page
    home = BasePage.objects.get(pk=department.home_page_id)
    folder = BasePage.objects.get(pk=world.hungyen.home_page_id).get_parent()
    assert home.get_parent() == folder and BasePage.find_problems() == ([], [], [], [], [])
    directory = portal_get(client, "hungyen.localhost", "/cong-thanh-phan/").content.decode()
    assert old_host not in directory and new_host in directory
    wanted = {entry.key for entry in department.regulation.required_sections("department")}
    assert wanted <= set(SectionPage.objects.child_of(home).values_list("key", flat=True))
    assert HomePage.objects.filter(agency=department).count() == 1


@pytest.mark.clause("TB.7.1a")
def test_a_clock_that_runs_keeps_the_rule_that_it_started_under(world: Any, thaibinh: Agency) -> None:
    department = make_agency(province=thaibinh, name="Sở Tài chính")
    asked = [make_question(thaibinh), make_question(department)]
    before = {question.pk: (question.due_at, question.regulation_code, question.due_trace) for question in asked}
    merged(thaibinh, world)
    after = Question.objects.filter(pk__in=before)
    assert {one.pk: (one.due_at, one.regulation_code, one.due_trace) for one in after} == before
    assert {one.regulation.code for one in after} == {"thaibinh-2024"}
    assert [one.agency_id for one in after.order_by("pk")] == [world.hungyen.pk, department.pk]


def test_its_own_portal_lives_on_in_the_archive_of_each_language(world: Any, client: Client, thaibinh: Agency) -> None:
    article = make_article(thaibinh, title="Tin tỉnh cũ")
    path = article.url.removeprefix("http://thaibinh.localhost")
    merged(thaibinh, world)
    assert portal_get(client, "thaibinh.localhost").headers["Location"] == "http://hungyen.localhost/"
    assert portal_get(client, "www.thaibinh.localhost").headers["Location"] == "http://hungyen.localhost/"
    assert portal_get(client, "en.thaibinh.localhost").headers["Location"] == "http://en.hungyen.localhost/"
    target = portal_get(client, "thaibinh.localhost", path).headers["Location"]
    assert target.startswith("http://hungyen.localhost/luu-tru/")
    text = portal_get(client, "hungyen.localhost", target.removeprefix("http://hungyen.localhost")).content.decode()
    assert "Tin tỉnh cũ" in text and thaibinh.name in text
    english = portal_get(client, "en.thaibinh.localhost", "/news/").headers["Location"]
    assert english.startswith("http://en.hungyen.localhost/luu-tru/")
    shown = portal_get(client, "en.hungyen.localhost", english.removeprefix("http://en.hungyen.localhost"))
    assert "no longer updated" in shown.content.decode()


def test_its_administration_leads_to_the_new_one_and_its_office_serves_there(
    world: Any, client: Client, thaibinh: Agency
) -> None:
    office = make_user("vanphong", role="office", agency=thaibinh)
    merged(thaibinh, world)
    response = portal_get(client, CMS, "/login/")
    assert (response.status_code, response.headers["Location"]) == (301, "http://cms.hungyen.localhost/")
    assert user_can_oversee(office, world.skhcn)
    assert not office.memberships.filter(agency=thaibinh).exists()


@pytest.mark.clause("HY.2.1")
def test_levels_that_the_new_regulation_does_not_know_must_end_first(world: Any, thaibinh: Agency) -> None:
    district = make_agency(province=thaibinh, kind="district", name="Huyện Đông Hưng")
    commune = make_agency(province=thaibinh, kind="commune", name="Xã Nguyên Xá", parent=district)
    made = plan("merge", [thaibinh], [world.hungyen], across_provinces=True)
    preview(made, actor=None, now=timezone.now())
    with pytest.raises(SuccessionError, match="Huyện Đông Hưng"):
        run(made, actor=None, now=timezone.now())
    call_command("succession", "cancel", str(made.pk))
    carry_out(plan("dissolve", [district], [commune]))
    merged(thaibinh, world)
    commune = Agency.objects.get(pk=commune.pk)
    assert (commune.province_id, commune.parent_id) == (world.hungyen.pk, world.hungyen.pk)
    assert Agency.objects.get(pk=district.pk).state == AgencyState.CLOSED


def test_a_host_name_that_is_taken_stays_until_it_is_decided(world: Any, client: Client, thaibinh: Agency) -> None:
    twin = make_agency(province=thaibinh, name=world.skhcn.name)
    old_host = twin.hosts.get().hostname
    made = plan("merge", [thaibinh], [world.hungyen], across_provinces=True)
    found = preview(made, actor=None, now=timezone.now())
    text = " ".join(one.text for each in found for one in each.findings)
    assert old_host in text and twin.name in text
    run(made, actor=None, now=timezone.now())
    twin.refresh_from_db()
    assert twin.state == AgencyState.DOMAIN_PENDING
    assert AgencyHost.objects.get(agency=twin, kind="portal").provisional
    assert portal_get(client, old_host).status_code == 200
    assert portal_get(client, "skhcn.hungyen.localhost").status_code == 200


def test_a_step_that_fails_on_the_way_leaves_the_agencies_where_they_are(
    world: Any, thaibinh: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    department = make_agency(province=thaibinh, name="Sở Tài chính")
    made = plan("merge", [thaibinh], [world.hungyen], across_provinces=True)
    preview(made, actor=None, now=timezone.now())

    def fails(*args: Any, **details: Any) -> None:
        raise RuntimeError("mất điện")

    with monkeypatch.context() as patch:
        patch.setattr("tenants.succession.members._rename_hosts", fails)
        with pytest.raises(SuccessionStopped):
            run(made, actor=None, now=timezone.now())
    department.refresh_from_db()
    assert department.province_id == thaibinh.pk
    call_command("succession", "resume", str(made.pk))
    department.refresh_from_db()
    assert department.province_id == world.hungyen.pk


def test_nothing_is_set_up_any_more_in_a_province_that_has_ended(world: Any, thaibinh: Agency) -> None:
    merged(thaibinh, world)
    thaibinh.refresh_from_db()
    before = BasePage.objects.count()
    with pytest.raises(ValidationError) as caught:
        make_agency(province=thaibinh, name="Sở Mới")
    assert "province" in caught.value.message_dict
    assert make_province("thaibinh-2024").pk == thaibinh.pk
    assert BasePage.objects.count() == before
