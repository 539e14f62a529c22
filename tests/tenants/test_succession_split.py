"""A district is dissolved into its communes, and an agency is divided: what is assigned, and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from qa_inbox.models import Question
from tenants.models import Agency, BasePage
from tenants.permissions import user_can_update_for
from tests.factories import make_agency, make_article, make_user, portal_get
from tests.qa_inbox.factories import make_question
from tests.tenants.successions import carry_out, make_old, plan

DISTRICT = "tambinh.vinhlong.localhost"


@pytest.fixture
def phuloc(world: Any) -> Agency:
    return make_agency(province=world.vinhlong, kind="commune", name="Xã Phú Lộc", parent=world.tambinh)


def test_communes_of_a_dissolved_district_come_directly_below_the_province(
    world: Any, client: Client, phuloc: Agency
) -> None:
    song_phu_host = world.songphu.hosts.get().hostname
    carry_out(plan("dissolve", [world.tambinh], [world.songphu, phuloc], heir=world.songphu))
    parents = set(Agency.objects.filter(pk__in=[world.songphu.pk, phuloc.pk]).values_list("parent", flat=True))
    assert parents == {world.vinhlong.pk}
    assert portal_get(client, song_phu_host).status_code == 200
    assert portal_get(client, DISTRICT).headers["Location"] == f"http://{song_phu_host}/"


def test_questions_and_people_go_where_they_are_assigned_and_the_rest_to_the_main_successor(
    world: Any, client: Client, phuloc: Agency
) -> None:
    assigned, other = make_question(world.tambinh), make_question(world.tambinh)
    clerk = make_user("canbo", role="author", agency=world.tambinh)
    made = plan(
        "dissolve",
        [world.tambinh],
        [world.songphu, phuloc],
        heir=world.songphu,
        questions={assigned.code: phuloc},
        people={"canbo": phuloc},
    )
    carry_out(made)
    agencies = dict(Question.objects.filter(pk__in=[assigned.pk, other.pk]).values_list("pk", "agency_id"))
    assert agencies == {assigned.pk: phuloc.pk, other.pk: world.songphu.pk}
    assert user_can_update_for(clerk, phuloc) and not user_can_update_for(clerk, world.songphu)
    assert user_can_update_for(world.users["author_tambinh"], world.songphu)
    for question in (assigned, other):
        path = f"/hoi-dap/tra-cuu/{question.code}/"
        target = portal_get(client, DISTRICT, path).headers["Location"]
        host, _slash, rest = target.removeprefix("http://").partition("/")
        answering = Agency.objects.get(pk=agencies[question.pk])
        page = portal_get(client, host, f"/{rest}")
        assert page.status_code == 200 and answering.name in page.content.decode()


def test_the_content_of_a_dissolved_district_is_in_the_archive_of_its_main_successor(
    world: Any, client: Client, phuloc: Agency
) -> None:
    article = make_article(world.tambinh)
    path = article.url.removeprefix(f"http://{DISTRICT}")
    carry_out(plan("dissolve", [world.tambinh], [world.songphu, phuloc], heir=phuloc))
    connection.check_constraints()
    moved = BasePage.objects.get(pk=article.pk)
    assert (moved.agency_id, moved.came_from_id) == (phuloc.pk, world.tambinh.pk)
    assert portal_get(client, DISTRICT, path).headers["Location"] == moved.full_url
    assert BasePage.find_problems() == ([], [], [], [], [])


def test_an_agency_below_a_divided_one_comes_below_the_main_successor_where_the_regulation_lets_it(world: Any) -> None:
    old = make_old(world)
    second = make_agency(province=world.hungyen)
    Agency.objects.filter(pk=world.commune.pk).update(parent=old)
    carry_out(plan("split", [old], [second, world.skhcn], heir=second))
    world.commune.refresh_from_db()
    assert world.commune.parent_id == world.hungyen.pk, "no commune stands below a department (HY.2.1)"
    assert Agency.objects.get(pk=old.pk).successor_id == second.pk


def test_of_two_merged_districts_the_communes_come_below_the_one_that_stays(world: Any, phuloc: Agency) -> None:
    longho = make_agency(province=world.vinhlong, kind="district", name="Huyện Long Hồ")
    carry_out(plan("merge", [world.tambinh], [longho]))
    parents = set(Agency.objects.filter(pk__in=[world.songphu.pk, phuloc.pk]).values_list("parent", flat=True))
    assert parents == {longho.pk}
