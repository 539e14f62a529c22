"""Vietnamese alphabetical order."""

from __future__ import annotations

import random
import unicodedata
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from tenants.sorting import TONES, alphabetical, by_given_name, name_key, sort_key

IN_ORDER = [
    "2 tháng 9",
    "an",
    "àn",
    "ản",
    "ãn",
    "án",
    "ạn",
    "An Bình",
    "anh",
    "ăn",
    "ân",
    "ba",
    "ca",
    "da",
    "đa",
    "đà",
    "e",
    "ê",
    "o",
    "ô",
    "ơ",
    "Sở Công Thương",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "u",
    "ư",
    "Xã An Bình",
    "Xã Ân Thi",
    "Xã Dân Tiến",
    "Xã Đông Hưng",
    "y",
]


def test_order_of_the_dictionary() -> None:
    shuffled = random.Random(7).sample(IN_ORDER, len(IN_ORDER))
    assert sorted(shuffled, key=sort_key) == IN_ORDER


def test_key_is_plain_and_short() -> None:
    key = sort_key("Ủy ban nhân dân " * 20)
    assert len(key) <= 400
    assert key.isascii()
    assert key.isalnum()


def test_composed_and_decomposed_are_the_same() -> None:
    assert sort_key("Hưng Yên") == sort_key("Hu\u031bng Ye\u0302n")


PEOPLE = ["Trần Văn Ân", "Lê Thị Ba", "Đỗ Văn Dũng", "Vũ Đức", "Lê Văn Đức", "Ấu Thị Yến", "Bùi Thị Yến"]
PEOPLE_IN_ORDER = ["Trần Văn Ân", "Lê Thị Ba", "Đỗ Văn Dũng", "Lê Văn Đức", "Vũ Đức", "Ấu Thị Yến", "Bùi Thị Yến"]


def in_database(names: list[str], *order: Any) -> list[str]:
    """The names of people as the database puts them in order."""
    shuffled = random.Random(7).sample(names, len(names))
    model = get_user_model()
    model.objects.bulk_create(model(username=f"xep-{at}", full_name=name) for at, name in enumerate(shuffled))
    return list(model.objects.filter(username__startswith="xep-").order_by(*order).values_list("full_name", flat=True))


@pytest.mark.django_db
def test_the_database_puts_in_the_order_of_the_dictionary() -> None:
    assert in_database(IN_ORDER, alphabetical("full_name")) == IN_ORDER


@pytest.mark.django_db
def test_the_database_orders_as_the_key_does() -> None:
    chance = random.Random(11)
    tones = ["", *TONES]
    vowels = [first + tone for first in ("a", "ă", "â", "ê", "ơ", "u") for tone in tones]
    words = [
        start + vowel + end for start in ("", "d", "đ", "z", "Đ", "3") for vowel in vowels for end in ("", "n", "ng")
    ]
    texts = [" ".join(chance.choices(words, k=chance.randint(1, 2))) for _ in range(400)]
    texts = [unicodedata.normalize(chance.choice(["NFC", "NFD"]), text) for text in dict.fromkeys(texts)]
    assert [sort_key(text) for text in in_database(texts, alphabetical("full_name"))] == sorted(map(sort_key, texts))


@pytest.mark.django_db
def test_people_are_in_the_order_of_their_given_names() -> None:
    assert in_database(PEOPLE, *by_given_name("full_name")) == PEOPLE_IN_ORDER
    assert sorted(PEOPLE, key=name_key) == PEOPLE_IN_ORDER
