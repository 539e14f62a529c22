"""Vietnamese alphabetical order: as a plain string that any database sorts right, and as an expression to order by.

The database sorts by code point, which puts Đ after Y, and its collations of languages are not everywhere: the one that
comes with the portal is built without them.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db.models import F, Func, TextField, Value
from django.db.models.functions import Collate, Concat, Lower, Replace

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


BREVE, CIRCUMFLEX = "\u0306", "\u0302"
OF_Đ = "\u0310"
"""A mark that no Vietnamese letter has: with it, đ is a letter after d as ă is one after a."""
BEFORE_CIRCUMFLEX = "\u0301"
"""Once the tones are gone, no letter has it: ă comes before â."""
TONES_LAST = "\u0360\u0361\u0362\u0363\u0364"
"""Marks after all that letters are made of, for the five tones in their order."""
NEXT_LEVEL = "\u0001"


def alphabetical(text: Any) -> Concat:
    """What to order rows by for the order of `sort_key`, of a field or expression; nothing is stored for it.

    Compared by code point, every mark comes after every letter of the Latin alphabet: decomposed, ă comes after az.
    """
    lowered = Lower(Collate(F(text) if isinstance(text, str) else text, "pg_c_utf8"))
    signs = Replace(
        _text("normalize", lowered, template="%(function)s(%(expressions)s, NFD)"), _value("đ"), _value("d" + OF_Đ)
    )
    letters = _text("translate", signs, _value(BREVE + TONES), _value(BEFORE_CIRCUMFLEX))
    tones = _text("translate", signs, _value(TONES), _value(TONES_LAST))
    return Concat(letters, _value(NEXT_LEVEL), tones, output_field=TextField())


def by_given_name(field: str) -> tuple[Concat, Concat]:
    """What to order people by: their given name, the last word of the full name; then all of it."""
    given = _text("regexp_replace", _text("btrim", F(field)), _value(r"^.*\s"), _value(""))
    return alphabetical(given), alphabetical(field)


def name_key(name: str) -> tuple[str, str]:
    """The same order of people for what is no row."""
    return sort_key(name.split()[-1] if name.split() else ""), sort_key(name)


def _text(function: str, *expressions: Any, **extra: Any) -> Func:
    return Func(*expressions, function=function, output_field=TextField(), **extra)


def _value(text: str) -> Value:
    return Value(text, output_field=TextField())


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
