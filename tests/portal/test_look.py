"""The look: themes that can be read, templates that keep to the content security policy, icons that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from portal.bundle import APART, BUNDLE

ROOT = Path(__file__).resolve().parents[2]
CSS = ROOT / "static/css"
THEMES = sorted((CSS / "themes").glob("*.css"))
PUBLIC = [
    path
    for folder in ("", "portal", "qa_inbox", "includes")
    for path in sorted((ROOT / "templates" / folder).glob("*.html" if folder in {"", "qa_inbox"} else "**/*.html"))
]
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6}|var\(--[\w-]+\));")
PAIR = re.compile(r"--([\w-]+): light-dark\(([^,]+), (.+)\);")
AA_TEXT, AAA_TEXT, AA_SHAPE = 4.5, 7, 3
"""WCAG 2.2, 1.4.3 and 1.4.6: contrast of text to its ground; 1.4.11: of what shows focus and edges of fields."""

SCHEMES = {"light": 0, "dark": 1}
TEXT_ON_GROUND = [
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-bar", "bar"),
    ("on-bar", "bar-strong"),
    ("on-bar", "brand-deep"),
    ("on-brand-quiet", "brand-deep"),
    ("accent", "brand-deep"),
    ("brand", "surface"),
    ("brand", "brand-tint"),
    ("link", "surface"),
    ("link", "brand-tint"),
    ("link", "surface-soft"),
    ("ink-brand", "surface"),
    ("ink-brand", "brand-tint"),
    ("accent-ink", "surface"),
    ("accent-ink", "accent-tint"),
    ("accent-ink", "brand-tint"),
    ("ink", "surface"),
    ("ink", "brand-tint"),
    ("ink", "mark"),
    ("ink-soft", "surface"),
    ("ink-soft", "brand-tint"),
    ("ink-soft", "accent-tint"),
    ("ink-soft", "surface-soft"),
    ("ok", "ok-tint"),
    ("warn", "warn-tint"),
    ("bad", "bad-tint"),
    ("bad", "surface"),
]
SHAPE_ON_GROUND = [
    ("brand", "surface"),
    ("brand", "surface-soft"),
    ("accent", "bar"),
    ("accent", "brand-deep"),
    ("line-strong", "surface"),
]
"""Focus on the page, on the menu bar and in the footer; edges of fields."""


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1 (WCAG)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(sheet: Path, scheme: str = "light") -> dict[str, str]:
    """What a style sheet gives its properties: plainly, and where light-dark() is known, by scheme."""
    text = sheet.read_text(encoding="utf-8")
    return dict(COLOUR.findall(text)) | {found[0]: found[1 + SCHEMES[scheme]] for found in PAIR.findall(text)}


def palette(theme: Path, scheme: str, *, high: bool) -> dict[str, str]:
    """Every colour of a page, as the cascade gives it."""
    found: dict[str, str] = {}
    for sheet in (CSS / "base.css", theme, *([CSS / "contrast.css"] if high else [])):
        found |= colours(sheet, scheme)
    for name, value in found.items():
        while value.startswith("var("):
            value = found[value[6:-1]]
        found[name] = value
    return found


def weak(pairs: list[tuple[str, str]], found: dict[str, str], least: float) -> dict[tuple[str, str], float]:
    ratios = {(text, ground): round(contrast(found[text], found[ground]), 2) for text, ground in pairs}
    return {pair: ratio for pair, ratio in ratios.items() if ratio < least}


def test_contrast_is_that_of_the_definition() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.clause("HY.8.3", "VL.2.5")
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.stem)
def test_every_theme_can_be_read(theme: Path, scheme: str) -> None:
    """Each text of a theme stands out from each ground that it is used on, and more so at high contrast."""
    found = palette(theme, scheme, high=False)
    assert weak(TEXT_ON_GROUND, found, AA_TEXT) == {}
    assert weak(SHAPE_ON_GROUND, found, AA_SHAPE) == {}
    high = palette(theme, scheme, high=True)
    assert weak(TEXT_ON_GROUND, high, AAA_TEXT) == {}
    assert weak(SHAPE_ON_GROUND, high, AA_SHAPE) == {}


def test_themes_set_the_same_properties_and_the_default_is_among_them() -> None:
    assert len(THEMES) >= 4
    assert len({frozenset(colours(theme)) for theme in THEMES}) == 1
    assert "do-vang" in {theme.stem for theme in THEMES}


@pytest.mark.parametrize("sheet", [*THEMES, CSS / "base.css", CSS / "contrast.css"], ids=lambda path: path.stem)
def test_a_browser_that_knows_one_scheme_sees_the_light_one(sheet: Path) -> None:
    """What stands first in light-dark() is what the plain rule says."""
    text = sheet.read_text(encoding="utf-8")
    plain = dict(COLOUR.findall(text))
    assert PAIR.findall(text)
    assert {name: plain.get(name) for name, *_ in PAIR.findall(text)} == {
        n: light for n, light, _ in PAIR.findall(text)
    }


def test_the_bundle_is_every_public_sheet_with_the_order_of_layers_first() -> None:
    made = Path(finders.find(BUNDLE) or "").read_text(encoding="utf-8")
    assert made.startswith("/* Order of the layers")
    for sheet in CSS.glob("*.css"):
        assert (sheet.read_text(encoding="utf-8") in made) == (sheet.name not in APART), sheet.name
        if sheet.name not in APART | {"fonts.css"}:
            assert re.match(r"(/\*.*?\*/\s*)*@layer \w", sheet.read_text(encoding="utf-8"), re.S), sheet.name


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_public_templates_keep_to_the_content_security_policy(path: Path) -> None:
    """No inline script, style, style attribute or event handler; what describes the page to machines is no script."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b|\sstyle=|\son\w+=|javascript:", text)
    tags = re.findall(r"<script\b[^>]*>", text)
    assert all("src=" in tag or 'type="application/ld+json"' in tag for tag in tags)


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_public_templates_load_and_name_files_and_icons_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    get_template(str(path.relative_to(ROOT / "templates")))
    for name in re.findall(r"""\{% static ['"]([^'"]+)['"]""", text):
        assert finders.find(name), name
    symbols = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")))
    assert set(re.findall(r'icon\.html" with name="([\w-]+)"', text)) <= symbols


def test_a_readers_choice_holds_before_the_first_paint() -> None:
    """The script that applies it is waited for, in the head, after the sheets that it switches."""
    head = (ROOT / "templates/base.html").read_text(encoding="utf-8").partition("</head>")[0]
    script = "<script src=\"{% static 'js/comfort.js' %}\"></script>"
    assert head.index("contrast-css") < head.index(script)
