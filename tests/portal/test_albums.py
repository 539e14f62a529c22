"""Albums and special topics: complete without script, with words for everybody, and with what is live alone."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.test.utils.form_data import nested_form_data, streamfield

from editorial.services import unpublish
from portal.album_blocks import FilmBlock, RecordingBlock
from portal.models import AlbumPage, SectionPage, TopicPage
from tenants.models import Agency, PortalDocument
from tests.factories import make_article, make_page, portal_get
from tests.isolation.work import Desk
from tests.portal.costs import queries_of
from tests.portal.pictures import UNCLOSED, make_image

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings(UNCLOSED)]


def make_file(agency: Agency, name: str) -> PortalDocument:
    document = PortalDocument(title=name, agency=agency, collection=agency.collection)
    document.file = ContentFile(b"RIFF0000WAVEfmt ", name=name)
    document.save()
    return document


def photo(agency: Agency, words: str) -> tuple[str, Any]:
    value = {"image": make_image(agency), "alt_text": words, "caption": f"Chú thích {words}", "author": "Người chụp"}
    return ("photo", value)


@pytest.mark.clause("VL.3.1", "TN.3.1b")
def test_an_album_of_pictures_is_complete_without_script(world: Any, client: Client) -> None:
    items = [photo(world.skhcn, "Cánh đồng"), photo(world.skhcn, "Bến sông")]
    page = make_page(AlbumPage, world.skhcn, title="Quê hương", medium="photo", items=items)
    text = portal_get(client, world.host("skhcn"), page.url).content.decode()
    assert len(re.findall(r'class="album__link"\s+href="/media/', text)) == 2
    assert all(f'alt="{words}"' in text for words in ("Cánh đồng", "Bến sông"))
    assert all(words in text for words in ("Chú thích Bến sông", "Người chụp"))
    assert "js/album.js" in text


def test_albums_are_narrowed_by_what_they_hold(world: Any, client: Client) -> None:
    sounds = [("audio", {"title": "Bài hát", "file": make_file(world.skhcn, "hat.mp3"), "transcript": "Lời"})]
    song = make_page(AlbumPage, world.skhcn, title="Hát chèo", medium="audio", items=sounds)
    make_page(AlbumPage, world.skhcn, title="Quê hương", medium="photo", items=[photo(world.skhcn, "Bến sông")])
    found = {}
    for medium in ("photo", "audio", "video", "khac"):
        address = f"{song.get_parent().url}?kind=album&medium={medium}"
        text = portal_get(client, world.host("skhcn"), address).content.decode()
        found[medium] = ["Quê hương" in text, "Hát chèo" in text]
    assert found == {"photo": [True, False], "audio": [False, True], "video": [False, False], "khac": [True, True]}


@pytest.mark.clause("VL.3.1", "TN.3.1b")
def test_recordings_and_films_play_from_the_portals_own_files_with_their_words(world: Any, client: Client) -> None:
    sound, film, captions = (make_file(world.skhcn, name) for name in ("hat.mp3", "phim.mp4", "phim.vtt"))
    recording = {"title": "Trống quân", "file": sound, "transcript": "Lời hát đối đáp"}
    audio = make_page(AlbumPage, world.skhcn, medium="audio", items=[("audio", recording)])
    moving = {"title": "Phim ngắn", "file": film, "captions": captions, "transcript": ""}
    video = make_page(AlbumPage, world.skhcn, medium="video", items=[("video", moving)])
    host = world.host("skhcn")
    answer = portal_get(client, host, audio.url)
    heard, seen = answer.content.decode(), portal_get(client, host, video.url).content.decode()
    assert f'<audio controls preload="none" src="{sound.url}">' in heard
    files = portal_get(client, host, f"/api/v1/content/{audio.pk}").json()["files"]
    assert [file["url"] for file in files] == [f"http://{host}{sound.url}"]
    assert "Lời hát đối đáp" in heard
    assert f'src="{captions.url}"' in seen
    assert "media-src 'self'" in answer["Content-Security-Policy"]
    played = portal_get(client, host, sound.url)
    assert b"".join(played.streaming_content).startswith(b"RIFF")
    assert portal_get(client, world.host("commune"), sound.url).status_code == 404


def test_what_no_browser_plays_and_what_has_no_words_is_refused_at_the_field(world: Any) -> None:
    with pytest.raises(StructBlockValidationError) as wrong:
        RecordingBlock().clean({"title": "A", "author": "", "file": make_file(world.skhcn, "a.doc"), "transcript": "B"})
    assert list(wrong.value.block_errors) == ["file"]
    silent = {"title": "A", "author": "", "file": make_file(world.skhcn, "a.mp4"), "captions": None, "transcript": ""}
    with pytest.raises(StructBlockValidationError) as wrong:
        FilmBlock().clean(silent)
    assert list(wrong.value.block_errors) == ["transcript"]


def test_an_album_of_pictures_has_its_first_as_cover_until_its_author_chooses_one(world: Any) -> None:
    author, section = (
        Desk(world.users["author_skhcn"], "skhcn-hungyen"),
        SectionPage.objects.get(agency=world.skhcn, key="news"),
    )
    first, cover = (photo(world.skhcn, words) for words in ("Cánh đồng", "Bến sông"))
    for chosen, words in ((None, "Cánh đồng"), (cover[1]["image"], "Bến sông")):
        items = streamfield([(first[0], first[1] | {"image": first[1]["image"].pk})])
        own = {"image": chosen.pk, "image_alt": words} if chosen else {"image": "", "image_alt": ""}
        typed = {
            "title": f"Album {words}",
            "slug": f"album-{words[0].lower()}",
            "medium": "photo",
            "summary": "",
            "items": items,
        } | own
        counts = {"change_notes-count": 0, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
        answer = author.post(f"pages/add/portal/albumpage/{section.pk}/", nested_form_data(typed) | counts)
        assert answer.status_code == 302
        album = AlbumPage.objects.get(title=typed["title"]).get_latest_revision_as_object()
        assert (album.image, album.image_alt) == (chosen or first[1]["image"], words)


def topic_of(world: Any, pages: list[Any]) -> TopicPage:
    press = {"title": "Bài báo xa", "url": "https://bao.example.vn/1", "source": "Báo Mẫu", "day": date(2026, 11, 2)}
    groups = [
        ("pages", {"heading": "Tin chọn lọc", "pages": pages}),
        ("press", {"heading": "Báo chí viết", "items": [press]}),
    ]
    return make_page(TopicPage, world.skhcn, groups=groups)


@pytest.mark.clause("TN.3.2g")
def test_a_topic_shows_its_live_pages_and_the_press_with_source_and_day(world: Any, client: Client) -> None:
    kept, gone = make_article(world.skhcn, title="Bài giữ lại"), make_article(world.skhcn, title="Bài gỡ xuống")
    topic, host = topic_of(world, [kept, gone]), world.host("skhcn")
    unpublish(gone, actor=world.users["board_head_skhcn"], now=timezone.now(), reason="Sai số liệu")
    text = portal_get(client, host, topic.url).content.decode().split('class="article"', 1)[1].split("<aside", 1)[0]
    assert ("Bài giữ lại" in text, "Bài gỡ xuống" in text) == (True, False)
    assert all(
        part in text for part in ("https://bao.example.vn/1", "Báo Mẫu", "02/11/2026", 'rel="external noopener"')
    )


def test_a_topic_takes_no_page_of_another_agency(world: Any) -> None:
    other = make_article(world.commune)
    topic = topic_of(world, [make_article(world.skhcn)])
    topic.groups = [("pages", {"heading": "Của nơi khác", "pages": [other]})]
    with pytest.raises(Exception, match="cơ quan khác"):
        topic.full_clean()


def test_topics_and_albums_cost_the_same_however_much_they_hold(world: Any, client: Client) -> None:
    host, costs = world.host("skhcn"), []
    for number in (1, 8):
        pages = [make_article(world.skhcn, image=make_image(world.skhcn)) for _ in range(number)]
        items = [photo(world.skhcn, f"Ảnh {at}") for at in range(number)]
        topic, album = topic_of(world, pages), make_page(AlbumPage, world.skhcn, medium="photo", items=items)
        paths = [topic.url, album.url, f"{album.get_parent().url}?kind=album"]
        costs.append(queries_of(client, host, *paths))
    assert costs[0] == costs[1]
