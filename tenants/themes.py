"""The sets of colours that a portal may have. Each is one style sheet; its contrast is tested (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

THEMES: dict[str, str | Promise] = {
    "do-vang": _("Red and gold"),
    "xanh-lam": _("Blue"),
    "xanh-cham": _("Indigo"),
    "xanh-ngoc": _("Teal"),
    "xanh-la": _("Green"),
    "nau-dat": _("Earth brown"),
    "hong-sen": _("Lotus pink"),
    "tim": _("Purple"),
}
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")


def known_theme(key: str) -> str:
    """The theme itself, or the first one in the place of one that there is no more."""
    return key if key in THEMES else next(iter(THEMES))


def theme_css(key: str) -> str:
    """The style sheet of a theme, below the static files."""
    return f"css/themes/{key}.css"


@cache
def swatch(key: str) -> dict[str, str]:
    """Colours of a theme as its style sheet names them, `-` turned into `_` for templates."""
    path = Path(settings.BASE_DIR) / "static" / theme_css(key)
    found = COLOUR.findall(path.read_text(encoding="utf-8"))
    return {name.replace("-", "_"): value for name, value in found}
