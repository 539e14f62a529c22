"""Tracking codes and the proofs that travel in links and forms."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from qa_inbox.codes import ALPHABET, LENGTH, new_code, tidy_code
from qa_inbox.models import Question
from qa_inbox.tokens import confirm_token, read_confirm_token
from security.addresses import counted_address
from security.human import Sum


def test_codes_are_readable_long_and_all_different() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert {len(code) for code in codes} == {LENGTH}
    assert {letter for code in codes for letter in code} == set(ALPHABET)
    assert not set("01OIL") & set(ALPHABET)
    assert all(any(letter.isdigit() for letter in code) for code in codes)


def test_a_code_is_understood_as_people_type_it() -> None:
    assert tidy_code(" ab2-cd 3 ") == "AB2CD3"


def test_a_sum_is_asked_in_words_of_the_page_and_its_token_cannot_be_forged() -> None:
    asked = Sum(7, 5, "n")
    with translation.override("vi"):
        assert asked.in_words == "bảy cộng năm"
    with translation.override("en"):
        assert asked.in_words == "seven plus five"
    assert Sum.read(asked.token) == asked
    assert Sum.read(asked.token[:-2] + "xx") is None
    assert [asked.is_answered_by(text) for text in ("12", " 1 2 ", "13", "mười hai", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_a_mailed_token_holds_one_code_and_no_other_token_stands_in_for_it() -> None:
    assert read_confirm_token(confirm_token("AB2CD3EF4G")) == "AB2CD3EF4G"
    assert read_confirm_token(Sum.new().token) is None


@pytest.mark.parametrize(
    ("proxies", "address"), [(0, "10.0.0.1"), (1, "198.51.100.7"), (2, "203.0.113.9"), (3, "10.0.0.1")]
)
def test_the_senders_address_is_what_proxies_saw(rf: Any, settings: Any, proxies: int, address: str) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"x-forwarded-for": "203.0.113.9, 198.51.100.7"}
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", headers=headers)
    assert counted_address(request) == address


def test_all_addresses_of_one_ipv6_connection_count_as_one(rf: Any) -> None:
    one, same, other = (
        counted_address(rf.get("/", REMOTE_ADDR=address))
        for address in ("2001:db8::1", "2001:db8::f:1", "2001:db8:0:1::1")
    )
    assert one == same != other


def test_initials_stand_for_the_asker() -> None:
    assert Question(name="Nguyễn Thị Ánh").asker_initials == "N.T.Á."
