"""HTML of former sites becomes the blocks that the editor has; style, script and forms never come along."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.importing.blocks import body_of, without_title
from portal.importing.richtext import plain_text

BASE = "https://cu.vn/tin/bai.html"
KEYS = re.compile(r' data-block-key="\w+"')
TAGS = re.compile(r"<\s*/?\s*([a-zA-Z0-9]+)")


class Kept:
    """Takes images by their address, turns PDF files into document 7, and writes down the rest."""

    def __init__(self) -> None:
        self.out: list[tuple[str, str]] = []

    def image(self, address: str, alt: str) -> Any:
        return address

    def document(self, address: str, title: str) -> Any:
        return type("Document", (), {"pk": 7})() if address.endswith(".pdf") else None

    def link(self, address: str) -> str:
        return address

    def left_out(self, kind: str, detail: str) -> None:
        self.out.append((kind, detail))


def read(html: str) -> list[Any]:
    return [
        (kind, KEYS.sub("", value) if isinstance(value, str) else value) for kind, value in body_of(html, BASE, Kept())
    ]


@pytest.mark.parametrize(
    ("html", "blocks"),
    [
        ("Một\n\nHai", [("paragraph", "<p>Một</p><p>Hai</p>")]),
        ("Một<br><br>Hai<br>Ba", [("paragraph", "<p>Một</p><p>Hai<br/>Ba</p>")]),
        ("<div><div>A</div>B<p>C</p></div>", [("paragraph", "<p>A</p><p>B</p><p>C</p>")]),
        ("<p style='x' onclick='y()' class='z'>A</p>", [("paragraph", "<p>A</p>")]),
        ("<font color=red><u><strong>A</strong></u></font>", [("paragraph", "<p><b>A</b></p>")]),
        ("<strong><p>A</p><p>B</p></strong>", [("paragraph", "<p><b>A</b></p><p><b>B</b></p>")]),
        ("<p>&nbsp;</p><p><b> </b></p>", []),
        ("a &lt;script&gt; &amp; b", [("paragraph", "<p>a &lt;script&gt; &amp; b</p>")]),
        ("H<sub>2</sub>O m<sup>2</sup>", [("paragraph", "<p>H<sub>2</sub>O m<sup>2</sup></p>")]),
        ("<h3>Mục <i>một</i></h3><p>A</p>", [("heading", "Mục một"), ("paragraph", "<p>A</p>")]),
        (f"<h2>{'dài ' * 60}</h2>", [("paragraph", f"<p><b>{('dài ' * 60).strip()}</b></p>")]),
        ("<ul><li>A<ol><li>B</li></ol></li></ul>", [("paragraph", "<ul><li>A<ol><li>B</li></ol></li></ul>")]),
        ("<ul><li><p>A <a href='/b'>b</a></p></li></ul>",
         [("paragraph", '<ul><li>A <a href="https://cu.vn/b">b</a></li></ul>')]),
        ("<blockquote><p>Lời</p><p>nói</p></blockquote>", [("quote", {"text": "Lời\nnói", "attribution": ""})]),
        ("<a href='javascript:x()'>A</a> <a href='data:text/html,x'>B</a>", [("paragraph", "<p>A B</p>")]),
        ("<a href='mailto:a@b.vn'>A</a>", [("paragraph", '<p><a href="mailto:a@b.vn">A</a></p>')]),
        ("A <img src='a.png' alt='Ảnh'> B",
         [("paragraph", "<p>A</p>"), ("image", {"image": "https://cu.vn/tin/a.png", "alt_text": "Ảnh", "caption": ""}),
          ("paragraph", "<p>B</p>")]),
        ("<figure><a href='b.png'><img data-src='/s.png' src='data:x'></a><figcaption>Chú</figcaption></figure>",
         [("image", {"image": "https://cu.vn/s.png", "alt_text": "", "caption": "Chú"})]),
        ("<script>x()</script><style>a{}</style><form><input></form><noscript>n</noscript>", []),
        ("<table><tr><td><p>Chỉ để xếp</p></td></tr></table>", [("paragraph", "<p>Chỉ để xếp</p>")]),
        ("<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
         [("paragraph", "<p>A | B</p><p>1 | 2</p>")]),
        ("<o:p>A</o:p>", [("paragraph", "<p>A</p>")]),
        ("<!-- x -->", []),
        ("", []),
        ("\x00\ud800", []),
    ],
)  # fmt: skip
def test_blocks(html: str, blocks: list[Any]) -> None:
    assert read(html) == blocks


@pytest.mark.django_db
def test_a_link_to_a_file_becomes_a_link_to_the_document() -> None:
    assert read("<a href='x.pdf'>Tệp</a>") == [("paragraph", '<p><a linktype="document" id="7">Tệp</a></p>')]


def test_what_is_left_out_is_said() -> None:
    kept = Kept()
    body_of("<iframe src='//x.vn'></iframe><table><tr><td>A</td><td>B</td></tr></table>", BASE, kept)
    assert kept.out == [("embedded", "//x.vn"), ("table", "A | B")]


def test_a_heading_that_repeats_the_title_goes() -> None:
    blocks: list[Any] = [("heading", "TIÊU ĐỀ"), ("paragraph", "<p>A</p>"), ("heading", "Tiêu đề")]
    assert list(without_title(blocks, "Tiêu đề")) == blocks[1:]


def test_depth_is_no_danger() -> None:
    assert read("<div>" * 1500 + "sâu" + "</div>" * 1500) == [("paragraph", "<p>sâu</p>")]
    assert read("<b>" * 200 + "sâu") == [("paragraph", "<p><b>sâu</b></p>")]
    assert plain_text("<p>A<b>b</b>\n c</p>") == "Ab c"
    nested = "<ul><li>x" * 120 + "</li></ul>" * 120
    assert read(nested)[0][1].count("<li>") > 50


PIECES = ["<p>", "</p>", "<b>", "</b>", "<a href='/x'>", "</a>", "<ul>", "<li>", "</ul>", "<br>", "<h2>", "</h2>",
          "<table>", "<tr>", "<td>", "<img src=a.png>", "<blockquote>", "</blockquote>", "<script>", "</script>",
          "<figure>", "<div onclick=x>", "</div>", "chữ", "\n\n", "&", "<", "\u00a0", "<svg/onload=x>"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_whatever_a_site_writes_only_the_editors_marks_survive(pieces: list[str]) -> None:
    for kind, value in body_of("".join(pieces), BASE, Kept()):
        if kind == "paragraph":
            assert set(TAGS.findall(value)) <= {"p", "b", "i", "a", "ul", "ol", "li", "br", "sup", "sub"}
            assert not re.search(r"<[^>]*\s(?:on\w+|style|class)=", value)
            assert re.sub(r"<[^>]*>|\s", "", value)
