"""What counts as the same word in Vietnamese, for what stands in a text and for what is typed.

Two forms of a text, both lower-case words with one space between them:
spelled  keeps the diacritics; hoà and hòa, thuỷ and thủy are one word, composed and decomposed letters too;
folded   has none, and đ is d.

PostgreSQL computes the same by `cong_spelled(text)` and `cong_folded(text)` (portal/migrations/0007_search.py); a test
holds both to each other.
"""

from __future__ import annotations

import re
import unicodedata

SEPARATORS = (
    "\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00bf\\u2000-\\u206f\\u2190-\\u2bff"
    "\\u3000-\\u303f\\ufe00-\\ufe0f\\ufff0-\\uffff\\U00010000-\\U0010ffff"
)
"""What stands between words: all signs of ASCII and Latin-1, typographic ones, arrows, pictures, emoji."""
WORD = re.compile(f"[^\\u0000{SEPARATORS}]+")
MARKS = re.compile("[\u0300-\u036f]")
TONES = "\u0300\u0309\u0303\u0301\u0323"
SAME_SOUND = {
    unicodedata.normalize("NFC", first + tone + second): unicodedata.normalize("NFC", first + second + tone)
    for first, second in ("oa", "oe", "uy")
    for tone in TONES
}
"""The tone of oa, oe and uy is written on either letter: òa → oà."""
_EITHER = re.compile("|".join(SAME_SOUND))


def words(text: str) -> list[str]:
    """The words of a text as they are spelled. The Icelandic Ð stands in old texts for Đ."""
    lowered = unicodedata.normalize("NFKC", text).lower().replace("ð", "đ")
    return [_EITHER.sub(lambda found: SAME_SOUND[found[0]], word) for word in WORD.findall(lowered)]


def spelled(text: str) -> str:
    return " ".join(words(text))


def folded(text: str) -> str:
    """Without diacritics; a word that is nothing but signs is gone."""
    plain = MARKS.sub("", unicodedata.normalize("NFD", spelled(text))).replace("đ", "d")
    return " ".join(plain.split())


def fold(word: str) -> str:
    """A spelled word without diacritics."""
    return MARKS.sub("", unicodedata.normalize("NFD", word)).replace("đ", "d")
