"""The public search: what is found, by whom, in which order, and what narrows it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from portal.find import index
from portal.find.folding import fold, spelled
from portal.find.query import parse
from portal.models import Entry
from tenants.hosts import forget_hosts
from tenants.models import DocumentText
from tenants.signals import document_read
from tests.factories import make_article, portal_get
from tests.isolation.work import make_document
from tests.portal.find.words_found import DIFFERENT, NOTHING, SAME

pytestmark = pytest.mark.django_db
PAIRS = """
SELECT pair.place, to_tsvector('simple', cong_fold(cong_spelled(pair.text))) @@ to_tsquery('simple', pair.query)
FROM unnest(%s::int[], %s::text[], %s::text[]) AS pair(place, text, query)
"""


def search(client: Client, host: str, q: str, **more: Any) -> Any:
    response = portal_get(client, host, f"/tim-kiem/?{urlencode({'q': q, **more})}")
    assert response.status_code == 200
    return response


def titles(response: Any) -> list[str]:
    return [result.title for result in response.context.get("results", [])]


def facet(response: Any, name: str) -> dict[str, int]:
    return {
        choice.label: choice.number for one in response.context["facets"] if one.name == name for choice in one.choices
    }


@pytest.mark.clause("NB.7.3a")
def test_what_is_the_same_finds_each_other_and_nothing_else_does(db: None) -> None:
    pairs = [(*pair, True) for pair in SAME] + [(*pair, False) for pair in DIFFERENT]
    with connection.cursor() as cursor:
        queries = [parse(typed).matching() for _text, typed, _same in pairs]
        cursor.execute(PAIRS, [list(range(len(pairs))), [text for text, *_ in pairs], queries])
        found = dict(cursor.fetchall())
    assert [pair[:2] for place, pair in enumerate(pairs) if found[place] is not pair[2]] == []


def test_the_database_folds_as_python_does(db: None) -> None:
    ranges = (range(1, 0x130), range(0x131, 0x250), range(0x1E00, 0x1F00), range(0x2000, 0x2070), [0x1F600])
    letters = [chr(code) for codes in ranges for code in codes]  # the Turkish capital i is two letters to Python alone
    texts = [*(text for pair in (*SAME, *DIFFERENT) for text in pair), *(f"a{letter}b" for letter in letters)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cong_spelled(t), cong_fold(cong_spelled(t)) FROM unnest(%s::text[]) t", [texts])
        rows = cursor.fetchall()
    here = [(spelled(text), fold(spelled(text))) for text in texts]
    assert [(text, a, b) for text, a, b in zip(texts, here, rows, strict=True) if a != b] == []


@pytest.mark.clause("NB.7.3a", "VL.9.1", "NB.7.4")
def test_the_order_of_results_and_what_each_scope_reaches(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    make_article(world.skhcn, title="Chuyện mà chưa kể", summary="Người mà ta gặp.")
    make_article(world.skhcn, title="Tin khác", summary="Thăm má Bảy.", body=[("paragraph", "<p>Về quê.</p>")])
    make_article(world.skhcn, title="Người má anh hùng")
    make_article(world.skhcn, title="Mã số thuế", live=False)
    make_article(world.commune, title="Má ở phường")
    make_article(world.songphu, title="Má ở tỉnh khác")
    assert titles(search(client, host, "má"))[:2] == ["Người má anh hùng", "Tin khác"]
    assert set(titles(search(client, host, "má"))) == {"Người má anh hùng", "Tin khác", "Chuyện mà chưa kể"}
    wide = search(client, host, "má", scope="province")
    assert "Má ở phường" in titles(wide)
    assert {"Mã số thuế", "Má ở tỉnh khác"}.isdisjoint(titles(wide))
    assert b'<meta name="robots" content="noindex">' in wide.content
    assert "<mark>má</mark> Bảy" in wide.content.decode()
    assert "<mark>má Bảy</mark>" in search(client, host, "ma bay").content.decode()
    newest = search(client, host, "ma", sort="date")
    assert titles(newest)[0] == "Người má anh hùng"


@pytest.mark.clause("NB.7.3a", "TB.6", "HY.3.7")
def test_a_number_as_typed_comes_first(world: Any, client: Client) -> None:
    named = make_article(world.skhcn, title="Quy định về đất đai", summary="Ban hành kèm theo.")
    make_article(world.skhcn, title="Hướng dẫn 12/2025/NĐ-CP về đất đai", summary="12/2025/NĐ-CP")
    make_article(world.skhcn, title="Khác: 12/2024/NĐ-CP")
    Entry.objects.filter(pk=named.pk).update(number="12/2025/NĐ-CP")
    index.write({named.pk: []})
    for typed in ("12/2025/NĐ-CP", "12/2025/nd-cp", "12 / 2025 / nđ - cp"):
        found = titles(search(client, world.host("skhcn"), typed))
        assert found == ["Quy định về đất đai", "Hướng dẫn 12/2025/NĐ-CP về đất đai"], typed


@pytest.mark.clause("VL.9.1", "VL.2.13")
def test_facets_count_what_each_choice_would_show(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    for agency, number in ((world.skhcn, 5), (world.commune, 3), (world.songphu, 4)):
        for place in range(number):
            make_article(agency, title=f"Lễ hội đền số {place}")
    old = make_article(world.commune, title="Lễ hội đền năm cũ")
    Entry.objects.filter(pk=old.pk).update(dated_on="2019-05-01")
    year = str(timezone.localdate().year)
    every = search(client, host, "lễ hội đền", scope="province")
    assert every.context["total"] == 9
    assert list(facet(every, "agency").items()) == [(world.skhcn.name, 5), (world.commune.name, 4)]
    assert facet(every, "year") == {year: 8, "2019": 1}
    by_name = search(client, host, "lễ hội đền", scope="province", all="agency")
    assert list(facet(by_name, "agency")) == [world.commune.name, world.skhcn.name]
    one = search(client, host, "lễ hội đền", scope="province", agency=world.commune.slug)
    assert one.context["total"] == 4 == len(titles(one))
    assert facet(one, "agency") == {world.skhcn.name: 5, world.commune.name: 4}
    assert facet(one, "year") == {year: 3, "2019": 1}
    both = search(client, host, "lễ hội đền", scope="province", agency=world.commune.slug, year="2019", kind="article")
    assert titles(both) == ["Lễ hội đền năm cũ"]
    assert [chip.label for chip in both.context["chips"]] == ["Bài viết", world.commune.name, "2019"]
    without_year = {"q": "lễ hội đền", "scope": "province", "kind": "article", "agency": world.commune.slug}
    assert f'href="?{escape(urlencode(without_year))}"' in both.content.decode()
    other = search(client, host, "lễ hội đền", scope="province", agency=world.songphu.slug, year="0x", kind="no")
    assert other.context["total"] == 9
    assert world.songphu.name not in other.content.decode()


@pytest.mark.clause("NB.7.3a", "VL.9.1")
def test_words_of_a_file_are_found_and_the_result_names_it(
    world: Any, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    document, other = (make_document(world.commune, title) for title in ("Biểu phí", "Mẫu đơn"))
    body = [("paragraph", f'<p>Xem <a linktype="document" id="{document.pk}">biểu phí</a>.</p>'), ("document", other)]
    page = make_article(world.commune, title="Thông báo thu phí", body=body)
    asked = (client, world.host("skhcn"), "nuoc ngam")
    assert not titles(search(*asked, scope="province"))
    words = {"file": document.file.name, "text": "Phí thẩm định đề án khai thác nước ngầm", "read_at": timezone.now()}
    DocumentText.objects.update_or_create(document=document, defaults=words)
    document_read.send(sender=type(document), document=document)
    (result,) = search(*asked, scope="province").context["results"]
    assert (result.title, result.file.title) == (page.title, "Biểu phí")
    assert result.file.path == f"http://{world.host('commune')}{document.url}"
    assert "<mark>nước ngầm</mark>" in result.excerpt
    (result,) = search(*asked[:2], "thu phí", scope="province").context["results"]
    assert result.file is None


def test_the_words_are_marked_in_titles_too(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    make_article(world.skhcn, title="Thủ tục <Đất đai> & nhà ở", summary="Cấp sổ.")
    text = search(client, host, "dat dai").content.decode()
    assert "Thủ tục &lt;<mark>Đất đai</mark>&gt; &amp; nhà ở</a>" in text


def test_odd_queries_are_answered(world: Any, client: Client) -> None:
    host = world.host("skhcn")
    for typed in NOTHING:
        assert "results" not in (search(client, host, typed).context or {}), typed
    for typed in ("đất " * 200, "a" * 5000, "'\"\\ &|!", "(((", "<-> :*", "1" * 150, "ﷺ" * 300):
        search(client, host, typed, page="x", year="²²²²", agency="\x00", scope="province")
    assert "200" in search(client, host, "đất " * 200).content.decode()


def test_a_page_of_results_costs_the_same_however_many_there_are(world: Any, client: Client) -> None:
    costs = []
    for agencies in ([world.skhcn, world.skhcn, world.commune], [world.commune, world.hungyen] * 3):
        for agency in agencies:
            make_article(agency, title="Chiến dịch mùa hè xanh")
        search(client, world.host("skhcn"), "mùa hè", scope="province")
        forget_hosts()
        with CaptureQueriesContext(connection) as captured:
            page = search(client, world.host("skhcn"), "mùa hè", scope="province")
        costs.append(len(captured))
    assert len(titles(page)) == 9
    assert costs[0] == costs[1], costs


def test_what_came_from_an_ended_agency_names_its_archive(world: Any, client: Client) -> None:
    page = make_article(world.skhcn, title="Di tích đình làng")
    page.__class__.objects.filter(pk=page.pk).update(came_from=world.commune)
    response = search(client, world.host("skhcn"), "đình làng")
    assert [result.archive_of for result in response.context["results"]] == [world.commune.name]
    assert world.commune.name in response.content.decode()
