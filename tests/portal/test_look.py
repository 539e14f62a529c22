"""The look: themes that can be read, templates that keep to the content security policy, icons that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
THEMES = sorted((ROOT / "static/css/themes").glob("*.css"))
PUBLIC = [
    path
    for folder in ("", "portal", "qa_inbox", "includes")
    for path in sorted((ROOT / "templates" / folder).glob("*.html" if folder in {"", "qa_inbox"} else "**/*.html"))
]
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")
AA_TEXT = 4.5
"""WCAG 2.2, 1.4.3: contrast of text to its ground."""

INK = {"ink": "#1d1a19", "ink-soft": "#57504d", "surface": "#ffffff", "surface-soft": "#f8f6f4"}
TEXT_ON_GROUND = [
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-brand", "brand-deep"),
    ("on-brand-quiet", "brand-deep"),
    ("accent", "brand-deep"),
    ("brand", "surface"),
    ("brand", "brand-tint"),
    ("link", "surface"),
    ("link", "brand-tint"),
    ("link", "surface-soft"),
    ("ink-brand", "brand-tint"),
    ("accent-ink", "surface"),
    ("accent-ink", "accent-tint"),
    ("accent-ink", "brand-tint"),
    ("ink", "brand-tint"),
    ("ink-soft", "brand-tint"),
    ("ink-soft", "accent-tint"),
    ("ink-soft", "surface-soft"),
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1 (WCAG)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours(theme: Path) -> dict[str, str]:
    return dict(COLOUR.findall(theme.read_text(encoding="utf-8")))


def test_contrast_is_that_of_the_definition() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.clause("HY.8.3")
@pytest.mark.parametrize("theme", THEMES, ids=lambda path: path.stem)
def test_every_theme_can_be_read(theme: Path) -> None:
    """Each text of a theme stands out from each ground that it is used on."""
    palette = INK | colours(theme)
    weak = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in TEXT_ON_GROUND}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < AA_TEXT} == {}


def test_themes_set_the_same_properties_and_the_default_is_among_them() -> None:
    assert len(THEMES) >= 4
    assert len({frozenset(colours(theme)) for theme in THEMES}) == 1
    assert "do-vang" in {theme.stem for theme in THEMES}


def test_the_inks_tested_are_those_of_the_style_sheet() -> None:
    base = colours(ROOT / "static/css/base.css")
    assert {name: base[name] for name in INK} == INK


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_public_templates_keep_to_the_content_security_policy(path: Path) -> None:
    """No inline script, style, style attribute or event handler."""
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b|\sstyle=|\son\w+=|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script\b[^>]*>", text))


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_public_templates_load_and_name_files_and_icons_that_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    get_template(str(path.relative_to(ROOT / "templates")))
    for name in re.findall(r"""\{% static ['"]([^'"]+)['"]""", text):
        assert finders.find(name), name
    symbols = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/icons.svg").read_text(encoding="utf-8")))
    assert set(re.findall(r'icon\.html" with name="([\w-]+)"', text)) <= symbols
