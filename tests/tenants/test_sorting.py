"""Vietnamese alphabetical order."""

from __future__ import annotations

import random

from tenants.sorting import sort_key

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
