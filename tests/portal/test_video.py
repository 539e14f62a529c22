"""Videos and recordings: own files, or another host's that nothing is loaded from before a reader asks for it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from portal.blocks import VideoBlock, VideoValue, video_errors
from portal.video import embed_of
from tenants.models import Agency, PortalDocument
from tests.factories import make_article, portal_get
from tests.media_files import MP4, PDF

HOST, OTHER = "skhcn.hungyen.localhost", "phohien.hungyen.localhost"
TUBE = "https://youtu.be/aqz-KE-bpKQ"
NOCOOKIE = "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ?rel=0"


@pytest.mark.parametrize(
    ("address", "player"),
    [
        (TUBE, NOCOOKIE),
        (" https://www.youtube.com/watch?app=desktop&v=aqz-KE-bpKQ&t=4s ", NOCOOKIE),
        ("https://m.youtube.com/shorts/aqz-KE-bpKQ", NOCOOKIE),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://www.youtube.com/@kenh", None),
        ("https://youtube.com.vn/watch?v=aqz-KE-bpKQ", None),
        ("https://xau.vn/?u=https://youtu.be/aqz-KE-bpKQ", None),
        ("javascript:https://youtu.be/aqz-KE-bpKQ", None),
        ('https://youtu.be/aqz-KE-bpKQ" onload="x', None),
        ("https://vimeo.com/76979871@xau.vn", None),
    ],
)
def test_an_address_is_a_video_of_a_known_host_or_nothing(address: str, player: str | None) -> None:
    embed = embed_of(address)
    assert (embed.player if embed else None) == player


@pytest.mark.clause("VL.3.1", "TN.3.1b")
def test_who_does_not_hear_has_words_captions_or_the_word_that_there_are_none() -> None:
    block = VideoBlock()
    film, table, words = (
        PortalDocument(file=f"documents/{name}", collection_id=1) for name in ("a.mp4", "a.ods", "a.vtt")
    )

    def wrong(**fields: Any) -> set[str]:
        rest = {"file": None, "address": "", "poster": None, "captions": None, "transcript": "", "silent": False}
        return {name for name, _text in video_errors(VideoValue(block, [*(rest | fields).items()]))}

    assert wrong() == {"file", "transcript"}
    assert wrong(file=film) == {"transcript"}
    assert wrong(file=film, address=TUBE, silent=True) == {"file"}
    assert wrong(file=table, silent=True) == {"file"}
    assert wrong(address="https://xau.vn/v", silent=True) == {"address"}
    assert wrong(address=TUBE, captions=words) == {"transcript"}
    assert wrong(file=film, captions=table) == {"captions"}
    for good in ({"captions": words}, {"transcript": "Xin chào"}, {"silent": True}):
        assert wrong(file=film, **good) == set()
    assert wrong(address=TUBE, transcript="Xin chào") == set()


def keep(agency: Agency, title: str, name: str, data: bytes) -> PortalDocument:
    file = ContentFile(data, name=name)
    size = len(data)
    return PortalDocument.objects.create(
        title=title, file=file, file_size=size, collection=agency.collection, agency=agency
    )


def show(client: Client, page: Any) -> tuple[str, str]:
    """(text, policy) of a page."""
    answer = portal_get(client, HOST, page.url)
    assert answer.status_code == 200
    return answer.content.decode(), answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.clause("VL.3.1", "TN.3.1b")
def test_a_page_shows_its_videos_and_files_and_asks_no_other_host(
    world: Any, client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    film = keep(world.skhcn, "Phim", "phim.mp4", MP4)
    captions = keep(world.skhcn, "Phụ đề", "phu-de.vtt", b"WEBVTT\n")
    plan = keep(world.skhcn, "Kế hoạch", "ke-hoach.pdf", PDF * 30)
    words = {"address": "", "transcript": "Xin <chào>"}
    own = make_article(
        world.skhcn,
        body=[("video", {"title": "Khai trương", "file": film, "captions": captions} | words), ("document", plan)],
    )
    text, policy = show(client, own)
    assert "css/media.css" in text and "frame-src" not in policy and "media-src 'self'" in policy
    assert f'<source src="{film.url}" type="video/mp4">' in text and 'kind="captions"' in text
    assert "Xin &lt;chào&gt;" in text and 'preload="none"' in text
    assert re.search(r"PDF \(định dạng mở\), 2[,.]\d\sKB", text) and "icons.svg#document" in text
    for file, kind in ((film, "video/mp4"), (captions, "text/vtt")):
        answer = portal_get(client, HOST, file.url)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind) and b"".join(
            answer.streaming_content
        )
        assert "attachment" in answer.headers["Content-Disposition"]
        assert portal_get(client, OTHER, file.url).status_code == 404

    for asked, part in (
        ("bytes=4-7", MP4[4:8]),
        ("bytes=-5", MP4[-5:]),
        ("bytes=80-", MP4[80:]),
        ("bytes=0-9999", MP4),
    ):
        answer = portal_get(client, HOST, film.url, range=asked)
        assert (answer.status_code, b"".join(answer.streaming_content)) == (206, part), asked
        assert answer.headers["Content-Range"].endswith(f"/{len(MP4)}")
    assert portal_get(client, HOST, film.url, range="bytes=9999-").status_code == 416
    for asked in ("bytes=-", "bytes=1-2,4-5", "muc=1"):
        assert b"".join(portal_get(client, HOST, film.url, range=asked).streaming_content) == MP4, asked

    away = make_article(world.skhcn, body=[("video", {"title": "Ở nơi khác", "address": TUBE, "silent": True})])
    text, policy = show(client, away)
    assert policy.endswith("frame-src https://www.youtube-nocookie.com") and "vimeo" not in policy
    assert 'href="https://www.youtube.com/watch?v=aqz-KE-bpKQ"' in text and f'data-player="{NOCOOKIE}"' in text
    assert not re.search(r"<(iframe|img|script|video|source)[^>]+src=\"https?://(?!skhcn)", text)
