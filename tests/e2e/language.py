"""Finds words on a screen that are not Vietnamese.

A word of three letters and more that cannot be a Vietnamese syllable is foreign: "Lưu" can be one, "Save" cannot. This
finds what a list of known English words would miss; the few foreign words of Vietnamese officials stand in `ADOPTED`.
"""

from __future__ import annotations

import re
import unicodedata

INITIAL = "(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
OPEN = (
    "(?:ieu|oai|oay|oao|oeo|uai|uao|uay|uoi|uou|uya|uyu|yeu|ueu|ai|ao|au|ay|eo|eu|ia|iu|oi|ui|uu|oe|oa|ua|ue|uo|uy"
    "|a|e|i|o|u|y)"
)
CLOSED = "(?:uye|ie|oa|oe|oo|uo|ua|ue|uy|ye|a|e|i|o|u|y)(?:ch|ng|nh|[cmnpt])"
SYLLABLE = re.compile(f"{INITIAL}(?:{CLOSED}|{OPEN})")
CODES = re.compile(r"\S*[@_/\\.\d]\S*\w")
"""Addresses, user names, file names, numbers: anything with such a character inside."""
WORD = re.compile(r"[^\W\d_]+")
ADOPTED = frozenset(
    {
        "album",
        "altcha",
        "api",
        "atom",
        "cookie",
        "csv",
        "docx",
        "email",
        "english",
        "excel",
        "facebook",
        "fax",
        "feed",
        "internet",
        "iso",
        "json",
        "km²",
        "localhost",
        "logo",
        "mail",
        "menu",
        "openapi",
        "video",
        "vietgap",
        "wagtail",
        "web",
        "website",
        "word",
        "xlsx",
        "zalo",
    }
)

VISIBLE_TEXT = """() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest("script, style, noscript, template, iframe, [lang=en]")) continue;
    if (parent.closest("option") || parent.checkVisibility()) found.push(walker.currentNode.textContent);
  }
  for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
    if (!element.checkVisibility() || element.closest("[lang=en]")) continue;
    for (const name of ["aria-label", "title", "placeholder", "alt"]) found.push(element.getAttribute(name) || "");
  }
  return found.map((text) => text.trim()).filter(Boolean);
}"""


def plain(word: str) -> str:
    """Lower case without marks; đ is d."""
    bare = unicodedata.normalize("NFD", word.lower()).replace("đ", "d")
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def is_vietnamese(word: str) -> bool:
    if len(word) < 3 or (word.isupper() and len(word) <= 5):
        return True
    return plain(word) in ADOPTED or bool(SYLLABLE.fullmatch(plain(word)))


def foreign_texts(texts: list[str], names: frozenset[str] = frozenset()) -> list[str]:
    """The texts with a word that is neither Vietnamese nor one of the given names."""
    found = []
    for text in texts:
        words = WORD.findall(CODES.sub(" ", unicodedata.normalize("NFC", text)))
        if any(not is_vietnamese(word) and word.lower() not in names for word in words):
            found.append(text)
    return sorted(set(found))
