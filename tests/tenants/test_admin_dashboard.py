"""The dashboard of a work area: what waits for the person, in this agency alone; nothing of Wagtail's own."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from editorial import services
from tenants.providers import provided
from tenants.services import grant_role
from tests.editorial.conftest import make_text
from tests.factories import portal_get
from tests.isolation.work import Desk, text_of

pytestmark = pytest.mark.django_db


def work(name: str, user: Any, agency: Any) -> dict[str, int]:
    return {item.label: item.count for item in provided(name, user, agency)}


def test_the_board_sees_how_many_texts_wait(world: Any) -> None:
    author, member = world.users["author_skhcn"], world.users["board_member_skhcn"]
    for number in range(2):
        services.submit(make_text(world.skhcn, author, title=f"Bài {number}"), actor=author, now=timezone.now())
    text = text_of(Desk(member, "skhcn-hungyen").get(""))
    assert "/a/skhcn-hungyen/editorial/queue/" in text
    assert sorted(work("work_for_board", member, world.skhcn).values()) == [0, 0, 2]
    assert list(work("work_for_board", author, world.skhcn).values()) == [0]
    other = world.users["board_member_commune"]
    assert set(work("work_for_board", other, world.commune).values()) == {0}
    assert set(work("work_for_board", other, world.skhcn).values()) == {0}


def test_an_author_sees_what_came_back(world: Any) -> None:
    author, member = world.users["author_skhcn"], world.users["board_member_skhcn"]
    page = make_text(world.skhcn, author)
    services.submit(page, actor=author, now=timezone.now())
    services.request_clarification(page, actor=member, now=timezone.now(), note="Bổ sung nguồn")
    assert list(work("work_for_board", author, world.skhcn).values()) == [1]
    grant_role(author, world.commune, "author", actor=None, now=timezone.now())
    assert list(work("work_for_board", author, world.commune).values()) == [0]


def test_pages_that_one_edited_for_another_agency_are_not_listed(world: Any) -> None:
    author = world.users["author_skhcn"]
    grant_role(author, world.commune, "author", actor=None, now=timezone.now())
    page = make_text(world.commune, author, title="Bài của phường")
    page.save_revision(user=author, log_action=True)
    text = text_of(Desk(author, "skhcn-hungyen").get(""))
    assert "Bài của phường" not in text
    assert "wagtail.org" not in text


def test_every_screen_says_in_which_agency_one_works(world: Any) -> None:
    for path in ("", "images/", "account/", "editorial/texts/"):
        text = text_of(Desk(world.users["author_skhcn"], "skhcn-hungyen").get(path))
        assert world.skhcn.name in text.encode().decode("unicode_escape", "ignore") or world.skhcn.name in text, path


def test_only_those_who_handle_questions_see_them_wait(world: Any) -> None:
    assert provided("work_in_inbox", world.users["author_skhcn"], world.skhcn) == []
    responder = {item.label: item for item in provided("work_in_inbox", world.users["responder_skhcn"], world.skhcn)}
    signer = provided("work_in_inbox", world.users["signer_skhcn"], world.skhcn)
    assert len(signer) == len(responder) + 1 == 4
    assert [item.late for item in signer] == [True, False, False, False]


def test_who_serves_many_agencies_finds_one_by_a_part_of_its_name(world: Any, client: Any) -> None:
    client.force_login(world.users["superuser"])
    text = text_of(portal_get(client, "cms.hungyen.localhost", "/?q=khoa+hoc"))
    assert world.skhcn.name in text and world.commune.name not in text
    assert "Không có cơ quan nào" in text_of(portal_get(client, "cms.hungyen.localhost", "/?q=khong-co-ten-nay"))
    everything = text_of(portal_get(client, "cms.hungyen.localhost", "/"))
    assert world.skhcn.name in everything and world.songphu.name not in everything
