"""What counts as the same word, and what is made of a query: rules, without a database."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.find.abbreviations import alternatives, groups
from portal.find.excerpts import EXCERPT, mark
from portal.find.folding import folded, spelled
from portal.find.query import MAX_QUERY, parse
from tests.portal.find.words_found import NOTHING

SYLLABLE = re.compile(r"(?:ngh?|[cgknpt]h|gi|qu|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")


@pytest.mark.clause("NB.7.3a")
def test_forms_of_one_word_are_one() -> None:
    for one, other in (("hoà", "hòa"), ("THUỶ", "thủy"), ("khoẻ", "khỏe"), ("qúy", "quý"), ("lũy", "luỹ")):
        assert spelled(one) == spelled(other)
        assert spelled(one) == spelled(unicodedata.normalize("NFD", other))
    assert spelled("má") != spelled("mà")
    assert folded("Đường, ĐÊ – điều!") == "duong de dieu"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert spelled(spelled(text)) == spelled(text)


@given(st.text(max_size=300))
def test_no_query_fails_and_all_of_it_is_words(text: str) -> None:
    query = parse(text)
    assert len(query.typed) <= MAX_QUERY
    if query:
        for asked in (query.matching(), query.whole(), query.exact()):
            outside = re.sub(r"'[^'\\]+'", "", asked)
            assert set(outside) <= set(" ()|&!<->:*"), asked


def test_what_names_nothing_is_no_query() -> None:
    assert [typed for typed in NOTHING if parse(typed)] == []


def test_abbreviations_are_no_syllables_and_go_both_ways() -> None:
    for shorts, fulls in groups():
        for short in shorts:
            assert not any(SYLLABLE.fullmatch(word) and len(short) == 1 for word in short), short
            assert all(short in alternatives()[full] and full in alternatives()[short] for full in fulls)
    assert "ubnd" not in parse("tự").matching()
    assert "'ubnd'" in parse("ủy ban nhân dân").matching()
    assert "'uy' <-> 'ban' <-> 'nhan' <-> 'dan'" in parse("UBND xã").matching()


def test_numbers_are_one_term_however_they_are_typed() -> None:
    for typed in ("12/2025/NĐ-CP", "12 / 2025 / nd - cp", "nghị định 12/2025/nđ-cp"):
        assert parse(typed).numbers == ["12-2025-nd-cp"], typed
    assert parse("12/2025 -đất").numbers == ["12-2025"]
    assert parse("12/2025 -đất").terms[-1].excluded


def test_an_excerpt_marks_what_was_found_and_escapes_the_rest() -> None:
    text = (
        "<script>alert(1)</script> "
        + "Lời mở đầu. " * 60
        + "Kế hoạch của UBND về THỦ TỤC đất đai & nhà ở. "
        + "Hết. " * 60
    )
    html = mark(text, parse("thu tuc dat dai ủy ban nhân dân")).excerpt()
    assert "<mark>THỦ TỤC đất đai</mark> &amp; nhà" in html
    assert "<mark>UBND</mark>" in html
    assert len(re.sub(r"<[^>]+>", "", html)) <= EXCERPT + 20
    assert "&lt;<mark>script</mark>&gt;" in mark(text, parse("script")).excerpt()
    assert "<script" not in mark(text, parse("script")).excerpt()
    assert mark("", parse("gì")).excerpt() == ""
