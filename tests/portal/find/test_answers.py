"""Answered questions are found beside texts: by what readers see of them, on the portals where they stand."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from portal.find import views
from qa_inbox.models import Question
from tenants.hosts import forget_hosts
from tenants.models import Agency
from tests.portal.find.test_search import search
from tests.qa_inbox.factories import bring_to, make_question

pytestmark = pytest.mark.django_db


def answered(world: Any, name: str, subject: str, **shown: str) -> Question:
    """A published one of an agency of the world; `shown`: what differs from the ordinary way."""
    question = bring_to(make_question(getattr(world, name), subject=subject), "answered", world.users, name)
    Question.objects.filter(pk=question.pk).update(public_subject="", **shown)
    return question


def found(client: Client, host: str, q: str, **more: Any) -> list[str]:
    response = search(client, host, q, **{"in": "answers"}, **more)
    return [str(answer.heading) for answer in response.context["results"]]


@pytest.mark.clause("NB.7.3a", "NB.7.4")
def test_answered_questions_are_found_by_what_readers_see_of_them(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    answered(
        world, "skhcn", "Nhãn hiệu tập thể", public_body="Ai được đăng ký?", answer="Hợp tác xã nhãn lồng đăng ký."
    )
    answered(world, "skhcn", "Hỏi về nhãn lồng", answer="Mời ông bà liên hệ.")
    Question.objects.update(name="Người giấu tên")
    assert found(client, host, "nhan long") == ["Hỏi về <mark>nhãn lồng</mark>", "<mark>Nhãn</mark> hiệu tập thể"]
    assert found(client, host, "hợp tác xã") == ["Nhãn hiệu tập thể"]
    assert found(client, host, "giấu tên") == found(client, host, "muon hoi ve ho so") == []
    beside = search(client, host, "nhãn lồng")
    texts, questions = beside.context["tabs"]
    assert (texts["number"], questions["number"], texts["current"], questions["current"]) == (0, 2, True, False)
    assert f'href="{escape(questions["url"])}"' in beside.content.decode()
    page = search(client, host, "đăng ký", **{"in": "answers"})
    assert "<mark>đăng ký</mark>" in page.content.decode()


@pytest.mark.clause("NB.7.3a", "NB.7.4")
def test_only_published_ones_of_portals_in_reach_are_found(world: Any, client: Client) -> None:
    host = world.host("hungyen", language="en")
    bring_to(make_question(world.skhcn, subject="Kinmat chờ ký"), "awaiting_signoff", world.users, "skhcn")
    own = answered(world, "skhcn", "Kinmat của sở")
    ward = answered(world, "commune", "Kinmat của phường")
    Question.objects.filter(pk=answered(world, "skhcn", "Kinmat riêng").pk).update(published=False)
    asked = (client, world.host("skhcn"), "kinmat")
    assert found(*asked) == ["<mark>Kinmat</mark> của sở"]
    assert set(found(*asked, scope="province")) == {"<mark>Kinmat</mark> của sở", "<mark>Kinmat</mark> của phường"}
    wide = search(*asked, scope="province", **{"in": "answers"}).context["results"]
    urls = {world.host("skhcn"): own.pk, world.host("commune"): ward.pk}
    assert {answer.url for answer in wide} == {f"http://{name}/hoi-dap/{pk}/" for name, pk in urls.items()}
    assert found(client, world.host("songphu"), "kinmat", scope="province") == []
    assert found(client, host, "kinmat", scope="province") == []
    assert search(client, host, "kinmat", scope="province").context["tabs"] == []
    Agency.objects.filter(pk=world.commune.pk).update(state="dissolved", successor=world.skhcn)
    forget_hosts()
    after = search(*asked, scope="province", **{"in": "answers"}).context["results"]
    assert {answer.url for answer in after} == {
        f"http://{world.host('skhcn')}/hoi-dap/{one.pk}/" for one in (own, ward)
    }


def test_they_are_paged_cost_the_same_and_are_looked_up_in_their_index(
    world: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "PER_PAGE", 4)
    costs = []
    for number in (2, 5):
        for place in range(number):
            answered(world, "commune" if place % 2 else "skhcn", f"Chiến dịch {place}")
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            first = found(client, world.host("skhcn"), "chiến dịch", scope="province")
        costs.append(len(captured))
    assert len(first) == 4 and len(found(client, world.host("skhcn"), "chiến dịch", scope="province", page=2)) == 3
    assert costs[0] == costs[1], costs
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Question.objects.filter(published=True).found_by("'chien'").explain()
    assert "question_words" in plan, plan
