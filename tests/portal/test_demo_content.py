"""Demo texts: every file loads, no article stands twice, and a fault names file, key and reason."""

from pathlib import Path

import pytest

from portal.demo.content import CONTENT, Block, blocks, load, provinces
from portal.demo.fields import ContentError

PORTAL = """
[portal]
province = "mau"
agency = "Sở Mẫu"
intro = "Lời giới thiệu"
[agency]
name = "Sở Mẫu"
short_name = "SM"
head_name = "Người Mẫu"
address = "Số 1"
phone = "0221 3000 100"
email = "sm@mau.localhost"
"""
ARTICLE = """
[[article]]
section = "news"
title = "Một tin"
summary = "Tóm tắt."
body = "Nội dung."
days_ago = 3
source = "Văn phòng"
author = "Người viết"
"""


def _write(root: Path, text: str, name: str = "so-mau.toml") -> None:
    (root / "mau").mkdir(exist_ok=True)
    (root / "mau" / name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("province", provinces())
def test_every_province_loads(province: str) -> None:
    assert load(province), f"{CONTENT / province} holds no portal"


def test_no_article_stands_twice() -> None:
    """Neither a title nor a paragraph of some length may be reused anywhere in the demo."""
    seen: dict[str, str] = {}
    for province in provinces():
        for portal in load(province):
            for article in portal.articles:
                where = f"{province}/{portal.key}: {article.title}"
                long_texts = [block.text for block in blocks(article.body) if len(block.text) > 80]
                for text in (article.title, article.summary, *long_texts):
                    assert seen.setdefault(text, where) == where, f"{text!r} in {seen[text]} and {where}"


def test_no_picture_stands_twice() -> None:
    """Motif and seed make the picture, so no pair of them may be used by two articles."""
    seen: dict[tuple[str, int], str] = {}
    for province in provinces():
        for portal in load(province):
            for article in portal.articles:
                if article.image:
                    where = f"{province}/{portal.key}: {article.title}"
                    assert seen.setdefault((article.image.motif, article.image.seed), where) == where


def test_a_part_adds_to_its_main_file(tmp_path: Path) -> None:
    _write(tmp_path, PORTAL + ARTICLE)
    _write(tmp_path, ARTICLE.replace("Một tin", "Another") + 'language = "en"', "so-mau.en.toml")
    (portal,) = load("mau", tmp_path)
    assert [(article.title, article.language) for article in portal.articles] == [("Một tin", "vi"), ("Another", "en")]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (PORTAL + ARTICLE.replace('"news"', '"gossip"'), "article[0].section"),
        (PORTAL + ARTICLE.replace("days_ago = 3", 'days_ago = "3"'), "article[0].days_ago"),
        (PORTAL + ARTICLE + 'state = "refused"', "article[0].refusal_ground"),
        (PORTAL + ARTICLE + 'image = { motif = "ufo", seed = 1, caption = "c", alt = "a" }', "article[0].image.motif"),
        (PORTAL + ARTICLE + 'colour = "red"', "article[0].colour"),
        (PORTAL + ARTICLE + ARTICLE, "article.title"),
        (PORTAL.replace('"mau"', '"khac"') + ARTICLE, "portal.province"),
        (PORTAL.replace('phone = "0221 3000 100"', ""), "agency.phone"),
    ],
)
def test_a_fault_names_file_key_and_reason(tmp_path: Path, text: str, key: str) -> None:
    _write(tmp_path, text)
    with pytest.raises(ContentError) as caught:
        load("mau", tmp_path)
    assert (caught.value.path.name, caught.value.key) == ("so-mau.toml", key)
    assert caught.value.reason


def test_a_question_at_a_real_mail_domain_is_refused(tmp_path: Path) -> None:
    question = '[[question]]\nsubject="s"\ntext="t"\nasker="a"\nemail="a@gmail.com"\ndays_ago=1\nstate="received"\n'
    _write(tmp_path, PORTAL + question)
    with pytest.raises(ContentError, match=r"question\[0\]\.email"):
        load("mau", tmp_path)


def test_blocks_of_a_body() -> None:
    assert blocks("## Đầu đề\nMột đoạn\nhai dòng.\n\n- một\n- hai\n\n> Lời nói") == [
        Block("heading", "Đầu đề"),
        Block("paragraph", "Một đoạn hai dòng."),
        Block("list", items=("một", "hai")),
        Block("quote", "Lời nói"),
    ]
