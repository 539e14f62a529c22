"""The public API: what is live on this portal, nothing else, as its own description says."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.api import answers
from portal.models import ArticlePage, Entry, Fact, PublicServicePage, StatisticPage
from tenants.hosts import forget_hosts
from tests.factories import make_article, portal_get
from tests.isolation.work import make_document
from tests.portal.kinds import make_whole

pytestmark = pytest.mark.django_db
CONTENT = "/api/v1/content"
TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "null": type(None)}


def titles(client: Client, host: str, query: str = "") -> list[str]:
    response = portal_get(client, host, CONTENT + query)
    assert response.status_code == 200, response.content
    return [item["title"] for item in response.json()["items"]]


def fits(value: Any, schema: dict[str, Any], told: dict[str, Any]) -> bool:
    """Whether a value is as a schema of the description says (the words of JSON Schema that it uses)."""
    if "$ref" in schema:
        return fits(value, told["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], told)
    if "anyOf" in schema:
        return any(fits(value, choice, told) for choice in schema["anyOf"])
    if schema["type"] == "array":
        return isinstance(value, list) and all(fits(item, schema["items"], told) for item in value)
    if schema["type"] == "object":
        return isinstance(value, dict) and fields_fit(value, schema, told)
    return isinstance(value, TYPES[schema["type"]]) and value in schema.get("enum", [value])


def fields_fit(value: dict[str, Any], schema: dict[str, Any], told: dict[str, Any]) -> bool:
    known, more = schema.get("properties", {}), schema.get("additionalProperties", True)
    others = [item for name, item in value.items() if name not in known]
    if others and not (more is True or (isinstance(more, dict) and all(fits(item, more, told) for item in others))):
        return False
    return set(schema.get("required", [])) <= set(value) and all(
        fits(value[name], found, told) for name, found in known.items() if name in value
    )


@pytest.mark.clause("VL.9.3", "HY.9.2", "TN.3.2f")
def test_another_system_reads_what_is_live_on_this_portal_and_nothing_else(world: Any, client: Client) -> None:
    host, other = world.host("skhcn"), world.host("commune")
    own = make_article(world.skhcn, title="Đê điều", summary="Tóm tắt", author_name="Văn phòng")
    theirs = make_article(world.commune, title="Của phường")
    far = make_article(world.songphu, title="Tỉnh khác")
    draft = make_article(world.skhcn, title="Nháp", live=False)
    assert titles(client, host) == ["Đê điều"]
    assert titles(client, other) == ["Của phường"]
    for page in (theirs, far, draft):
        assert portal_get(client, host, f"{CONTENT}/{page.pk}").status_code == 404
        assert portal_get(client, host, f"{CONTENT}/{page.pk}?scope=province").status_code == 404
    whole = portal_get(client, host, f"{CONTENT}/{own.pk}").json()
    assert (whole["title"], whole["author"], whole["url"]) == ("Đê điều", "Văn phòng", own.full_url)
    assert "Nội dung bài viết." in whole["text"]
    province = world.host("hungyen")
    assert set(titles(client, province, "?scope=province")) == {"Đê điều", "Của phường"}
    assert portal_get(client, province, f"{CONTENT}/{theirs.pk}?scope=province").status_code == 200
    for refused in (f"{CONTENT}/{theirs.pk}", f"{CONTENT}/{far.pk}?scope=province"):
        assert portal_get(client, province, refused).status_code == 404
    assert portal_get(client, host, f"{CONTENT}?scope=province").status_code == 400
    assert portal_get(client, host, "/api/v1/agency").json()["name"] == world.skhcn.name


def test_filters_and_pages(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    pages = [make_article(world.skhcn, title=f"Tin {number}") for number in range(5)]
    notice = make_article(world.skhcn, title="Đê điều", section="announcements")
    now = timezone.now()
    for age, page in enumerate([notice, *pages]):
        moment = now - timedelta(days=age)
        ArticlePage.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
    assert titles(client, host, "?section=announcements") == ["Đê điều"]
    assert titles(client, host, f"?section={notice.get_parent().slug}&kind=article") == ["Đê điều"]
    assert titles(client, host, "?q=de+dieu") == ["Đê điều"]
    assert titles(client, host, f"?year={now.year - 9}") == []
    days = [timezone.localdate() - timedelta(days=age) for age in range(6)]
    for day, page in zip(days, [notice, *pages], strict=True):
        Entry.objects.filter(page=page).update(dated_on=day)
    assert titles(client, host, f"?from={days[2]}&to={days[1]}") == ["Tin 0", "Tin 1"], "both days are within"
    assert titles(client, host, f"?from={days[0]}") == ["Đê điều"]
    assert titles(client, host, f"?to={days[5]}") == ["Tin 4"]
    since = (now - timedelta(days=1, hours=1)).isoformat().replace("+", "%2B")
    assert titles(client, host, f"?updated_since={since}") == ["Tin 0", "Đê điều"]
    seen, following = [], f"http://{host}{CONTENT}?limit=4"
    while following:
        response = portal_get(client, host, following.removeprefix(f"http://{host}"))
        seen += [item["title"] for item in response.json()["items"]]
        following = response.json()["next"]
        assert response.headers.get("Link") == (f'<{following}>; rel="next"' if following else None)
    assert seen == ["Đê điều", "Tin 0", "Tin 1", "Tin 2", "Tin 3", "Tin 4"]


def test_mistakes_are_told_at_the_parameter(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    wrong = {
        "kind": "khong-co",
        "section": "khong-co",
        "year": "20x",
        "from": "31/01/2026",
        "to": "2026-02-31",
        "updated_since": "hôm qua",
        "limit": "1000",
        "cursor": "abc",
        "scope": "country",
        "la": "1",
    }
    for name, value in wrong.items():
        response = portal_get(client, host, f"{CONTENT}?{name}={value}")
        assert response.status_code == 400, name
        assert response.headers["Content-Type"] == "application/problem+json"
        assert list(response.json()["errors"]) == [name]
    missing = portal_get(client, host, f"{CONTENT}/999999999")
    assert (missing.status_code, missing.headers["Content-Type"]) == (404, "application/problem+json")


def test_any_page_may_read_it_copies_are_checked_and_nobody_may_ask_without_end(
    world: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = world.host("skhcn")
    make_article(world.skhcn)
    first = portal_get(client, host, CONTENT)
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert not first.cookies
    assert portal_get(client, host, CONTENT, **{"if-none-match": first.headers["ETag"]}).status_code == 304
    make_article(world.skhcn)
    assert portal_get(client, host, CONTENT, **{"if-none-match": first.headers["ETag"]}).status_code == 200
    before = client.options(CONTENT, headers={"host": host, "origin": "https://example.vn"})
    assert (before.status_code, before.headers["Access-Control-Allow-Origin"]) == (204, "*")
    assert client.post(CONTENT, {}, headers={"host": host}).status_code == 405
    monkeypatch.setattr(answers, "RATE", "5/m")
    found = [portal_get(client, host, "/api/v1/kinds") for _number in range(6)]
    assert found[-1].status_code == 429
    assert 0 < int(found[-1].headers["Retry-After"]) <= 60
    assert portal_get(client, world.host("commune"), "/api/v1/kinds").status_code == 200


def test_every_answer_is_as_the_description_says(world: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [
        Fact("number", "Số", "12/2025"),
        Fact("issued", "Ngày", timezone.localdate(), "/x/"),
        Fact("n", "N", [1, 2]),
    ]
    monkeypatch.setattr(ArticlePage, "facts", lambda _page: facts)
    article = make_article(world.hungyen, summary="Tóm tắt")
    host = world.host("hungyen")
    told = portal_get(client, host, "/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(told["info"])
    named = set(re.findall(r"'#/components/(\w+)/(\w+)'", str(told)))
    assert named
    assert all(name in told["components"][group] for group, name in named)
    for address, item in told["paths"].items():
        answer = portal_get(client, host, address.replace("{id}", str(article.pk)))
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        assert answer.status_code == 200
        assert fits(answer.json(), schema, told), address
    problem = portal_get(client, host, f"{CONTENT}?year=x").json()
    assert fits(problem, {"$ref": "#/components/schemas/Problem"}, told)
    whole = portal_get(client, host, f"{CONTENT}/{article.pk}").json()
    assert whole["facts"]["issued"]["value"] == timezone.localdate().isoformat()
    assert whole["facts"]["issued"]["url"] == f"http://{host}/x/"
    shown = portal_get(client, host, "/api/").content.decode()
    assert all(address in shown for address in told["paths"])
    assert "scope" not in str(portal_get(client, world.host("skhcn"), "/api/v1/openapi.json").json()["paths"])


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_all_files_of_a_text_are_told_with_addresses_that_answer(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    form, guide = (make_document(world.skhcn) for _number in range(2))
    part = {"name": "Đơn", "originals": 1, "copies": 0, "forms": [form], "note": ""}
    service = make_whole(
        PublicServicePage, world.skhcn, dossier=[("part", part), ("part", part)], files=[("file", guide)]
    )
    figures = make_whole(StatisticPage, world.skhcn)
    files = {page.pk: portal_get(client, host, f"{CONTENT}/{page.pk}").json()["files"] for page in (service, figures)}
    assert [file["url"] for file in files[service.pk]] == [f"http://{host}{one.url}" for one in (form, guide)]
    below = figures.full_url
    assert [file["url"] for file in files[figures.pk]] == [f"{below}xlsx/", f"{below}csv/1/"]
    assert [file["bytes"] is None for file in files[figures.pk]] == [True, True]
    for file in (*files[service.pk], *files[figures.pk]):
        assert portal_get(client, host, file["url"].removeprefix(f"http://{host}")).status_code == 200
    costs = []
    for number in (1, 8):
        row = part | {"forms": [make_document(world.skhcn) for _number in range(number)]}
        page = make_whole(PublicServicePage, world.skhcn, dossier=[("part", row)] * number)
        with CaptureQueriesContext(connection) as captured:
            assert len(portal_get(client, host, f"{CONTENT}/{page.pk}").json()["files"]) == number
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_a_list_costs_the_same_however_long_it_is_and_of_however_many_portals(world: Any, client: Client) -> None:
    host = world.host("hungyen")
    make_article(world.skhcn)
    costs = []
    for agencies in ((world.skhcn,), (world.skhcn, world.commune, world.hungyen)):
        for agency in agencies:
            make_article(agency)
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            portal_get(client, host, f"{CONTENT}?scope=province")
        costs.append(len(captured))
    assert costs[0] == costs[1]
