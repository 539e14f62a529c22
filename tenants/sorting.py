"""Vietnamese alphabetical order as a plain string that any database sorts right."""

from __future__ import annotations

import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"
"""In the order of the dictionaries: grave, hook, tilde, acute, dot below; no tone comes first."""
SHAPES = {("a", "\u0306"): "ă", ("a", "\u0302"): "â", ("e", "\u0302"): "ê"}
SHAPES |= {("o", "\u0302"): "ô", ("o", "\u031b"): "ơ", ("u", "\u031b"): "ư"}
LEVEL_ENDS = "00"
WORD_ENDS = "01"
LONGEST = 400


def sort_key(text: str) -> str:
    """Key of at most 400 characters: first the letters (ă after a, đ after d), then the tones.

    Made of digits and small letters only, two characters a letter, so that every collation gives the same order.
    """
    letters, tones = "", ""
    for word in text.casefold().split():
        for letter, tone in _split(word):
            letters += _code(letter)
            tones += str(tone)
        letters += WORD_ENDS
        tones += "0"
    return (letters.removesuffix(WORD_ENDS) + LEVEL_ENDS + tones.rstrip("0"))[:LONGEST]


def _split(word: str) -> list[tuple[str, int]]:
    """Letters of the alphabet with the number of their tone; 0 is none."""
    found: list[tuple[str, int]] = []
    for sign in unicodedata.normalize("NFD", word):
        if not unicodedata.combining(sign):
            found.append((sign, 0))
        elif found and sign in TONES:
            found[-1] = (found[-1][0], TONES.index(sign) + 1)
        elif found:
            letter, tone = found[-1]
            found[-1] = (SHAPES.get((letter, sign), letter), tone)
    return found


def _code(letter: str) -> str:
    if letter.isascii() and letter.isdigit():
        return f"1{letter}"
    if letter in ALPHABET:
        place = ALPHABET.index(letter)
        return f"{2 + place // 26}{chr(97 + place % 26)}"
    return "02" if letter.isascii() else "9z"
