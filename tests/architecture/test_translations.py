"""The Vietnamese catalogues are complete, well-formed and compiled; read without gettext installed."""

from __future__ import annotations

import ast
import gettext
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polib
import pytest
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.admin.views.i18n import js_catalog

from tests.architecture.house import modules
from tests.factories import portal_get

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "locale/vi/LC_MESSAGES/django.po"
VENDOR = sorted((ROOT / "portal/vendor_locale/vi/LC_MESSAGES").glob("*.po"))
PARTS = sorted((ROOT / "locale/vi/parts").glob("*.toml"))
GETTEXT = {
    "_",
    *(f"{kind}{lazy}" for kind in ("gettext", "ngettext", "pgettext", "npgettext") for lazy in ("", "_lazy")),
    "gettext_noop",
}
"""The names under which xgettext finds texts."""
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\-+ ]*\d*(?:\.\d+)?[a-zA-Z]|%[sd]|\{\w*\}|</?\w+")
PACKAGES = ("wagtail.admin", "wagtail", "wagtail.images", "wagtail.documents", "wagtail.users", "wagtail.snippets")
PACKAGES += (
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail.search",
    "django.conf",
    "django.contrib.auth",
)


def written(part: Path) -> list[tuple[tuple[str, str], str]]:
    """((context, English), Vietnamese) of a part; a table of it holds the texts of the context that it names."""
    found = []
    for key, said in tomllib.loads(part.read_text(encoding="utf-8")).items():
        found += [((key, text), own) for text, own in said.items()] if isinstance(said, dict) else [(("", key), said)]
    return found


def catalogue() -> dict[tuple[str, str], str]:
    return {
        (e.msgctxt or "", f"{e.msgid}||{e.msgid_plural}" if e.msgid_plural else e.msgid): texts(e)[0].strip("\n")
        for e in polib.pofile(str(OWN))
    }


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def misplaced(entry: polib.POEntry) -> bool:
    """A plural needs what both English forms have and may use what either has; any other text needs the same."""
    one = placeholders(entry.msgid)
    many = placeholders(entry.msgid_plural) if entry.msgid_plural else one
    return any(not (one & many) <= placeholders(text) <= (one | many) for text in texts(entry))


@pytest.mark.parametrize("path", [OWN, *VENDOR], ids=lambda path: f"{path.parents[2].name}-{path.stem}")
def test_catalogue_is_complete_and_keeps_placeholders(path: Path) -> None:
    entries = [entry for entry in polib.pofile(str(path)) if not entry.obsolete]
    assert entries
    assert [e.msgid for e in entries if e.fuzzy or not all(texts(e))] == [], "run `make messages`"
    assert [e.msgid for e in entries if misplaced(e)] == []
    assert [e.msgid for e in entries if any(t.startswith("\n") != e.msgid.startswith("\n") for t in texts(e))] == []


@pytest.mark.parametrize("path", [OWN, *VENDOR], ids=lambda path: f"{path.parents[2].name}-{path.stem}")
def test_compiled_catalogue_says_what_the_source_says(path: Path) -> None:
    with path.with_suffix(".mo").open("rb") as compiled:
        said = gettext.GNUTranslations(compiled)._catalog  # type: ignore[attr-defined]
    expected = {}
    for entry in polib.pofile(str(path)):
        key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
        expected[(key, 0) if entry.msgid_plural else key] = texts(entry)[0]
    assert {key: text for key, text in said.items() if key != ""} == expected, "run `make messages`"


def test_every_translation_is_of_a_text_that_the_catalogue_has() -> None:
    """Else gettext did not find the text (under another name, inside an f-string) and people would read English."""
    assert {key for part in PARTS for key, _ in written(part)} - set(catalogue()) == set()


def test_no_two_parts_translate_one_text_differently() -> None:
    """Only one of the two is ever seen, and not on purpose: what has two meanings has a context for one of them."""
    known = catalogue()
    assert [(part.name, *key) for part in PARTS for key, said in written(part) if known[key] != said.strip("\n")] == []


def test_a_word_with_two_meanings_has_two_translations() -> None:
    with translation.override("vi"):
        assert (translation.gettext("Unit"), translation.pgettext("of measurement", "Unit")) == (
            "Đơn vị",
            "Đơn vị tính",
        )
        assert translation.pgettext("of a science programme", "Who leads it") == "Đơn vị và người chủ trì"


def test_no_text_stands_inside_an_f_string() -> None:
    """gettext reads no f-string, so a text within one would stay English."""
    inside = [
        f"{name}:{call.lineno}"
        for name, source in modules()
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and getattr(call.func, "id", getattr(call.func, "attr", "")) in GETTEXT
        if isinstance(call.args[0], ast.Constant)
    ]
    assert inside == []


def test_gettext_goes_by_the_names_that_xgettext_knows() -> None:
    """A text under another name is never extracted, and stays English."""
    aliases = [
        f"{name}:{node.lineno}: {alias.name} as {alias.asname}"
        for name, source in modules()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in GETTEXT and alias.asname not in {None, *GETTEXT}
    ]
    assert aliases == []


def folder(package: str) -> Path:
    spec = find_spec(package)
    assert spec and spec.origin
    return Path(spec.origin).parent / "locale"


def keys(entries: list[polib.POEntry]) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in entries if not entry.obsolete}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_text_of_the_administration_has_vietnamese(domain: str) -> None:
    """Packages' own Vietnamese and ours together cover all that the installed versions can say."""
    known = set().union(*(keys(polib.pofile(str(path))) for path in VENDOR if path.stem == domain))
    wanted: set[tuple[str | None, str]] = set()
    for package in PACKAGES:
        theirs, source = (folder(package) / f"{code}/LC_MESSAGES/{domain}.po" for code in ("vi", "en"))
        if source.exists():
            wanted |= keys(polib.pofile(str(source)))
        if theirs.with_suffix(".mo").exists():
            known |= keys(polib.mofile(str(theirs.with_suffix(".mo"))))
    assert wanted
    assert wanted - known == set()


def test_our_words_win_over_those_of_packages() -> None:
    with translation.override("vi"):
        assert translation.gettext("Submit for moderation") == "Gửi duyệt"
        assert translation.gettext("Save draft") == "Lưu bản nháp"
        assert translation.ngettext("Delete 1 page", "Delete %(counter)s pages", 1) == "Xóa %(counter)s trang"
    with translation.override("en"):
        assert translation.gettext("Save draft") == "Save draft"


def test_scripts_of_the_administration_get_our_vietnamese() -> None:
    with translation.override("vi"):
        catalogue = js_catalog(RequestFactory().get("/jsi18n/")).content.decode()
    assert r'"Page explorer": "Danh m\u1ee5c trang"' in catalogue


@pytest.mark.django_db
def test_words_that_wagtail_leaves_in_english(world: Any, client: Client) -> None:
    """Three places where no catalogue helps: the log-in's label, the actions of a page, the count of a search."""
    host = world.host("hungyen", "admin")
    assert "Mật khẩu<" in portal_get(client, host, "/login/").content.decode()
    client.force_login(world.users["author_skhcn"], backend="django.contrib.auth.backends.ModelBackend")
    base = f"/a/{world.skhcn.slug}/pages/"
    assert 'aria-label="Actions"' not in portal_get(client, host, f"{base}{world.skhcn.home_page.pk}/").content.decode()
    assert " None\n" not in portal_get(client, host, f"{base}search/").content.decode()
