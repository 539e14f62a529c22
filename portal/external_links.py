"""Links that leave the province's portals: marked for eyes and for screen readers while a page is written."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tenants.host_names import served
from tenants.models import Agency

LINK = re.compile(
    r'<a\b(?P<before>[^>]*?)\bhref="https?://(?P<host>[^"/:?#]+)(?P<rest>[^"]*)"(?P<after>[^>]*)>(?P<text>.*?)</a>',
    re.DOTALL | re.IGNORECASE,
)
REL = re.compile(r'\srel="(?P<rel>[^"]*)"', re.IGNORECASE)
FULL = re.compile(r"https?://([^/:?#]+)", re.IGNORECASE)


def mark_outside_links(request: Any, response: Any) -> Any:
    """The page with the links of its main part marked, once it is rendered: whatever the template of its kind."""
    row = getattr(request, "host_row", None)
    if row is None or not hasattr(response, "add_post_render_callback"):
        return response
    own = own_hosts(row.agency, row.hostname)

    def rewrite(rendered: Any) -> None:
        before, start, rest = rendered.content.decode().partition("<main")
        main, end, after = rest.partition("</main>")
        rendered.content = f"{before}{start}{marked(main, own)}{end}{after}"

    response.add_post_render_callback(rewrite)
    return response


def own_hosts(agency: Agency, hostname: str) -> tuple[str, str]:
    """The province's domain, with everything below it, and the portal's own name."""
    regulation = agency.regulation
    return served(regulation.identity.host_base, regulation), hostname


def leaves(address: str, own: Collection[str]) -> bool:
    """Whether an address leads to a host that is neither among `own` nor below one."""
    full = FULL.match(address)
    return full is not None and _is_outside(full[1], own)


def _is_outside(host: str, own: Collection[str]) -> bool:
    name = host.lower()
    return not any(name == each or name.endswith(f".{each}") for each in own)


def rel_of(rel: str = "") -> str:
    """What a link that leaves the portals says of itself, beside what it said already (`nofollow`, `sponsored`)."""
    return " ".join(dict.fromkeys([*rel.split(), "external", "noopener"]))


def outside_words() -> SafeString:
    """What a screen reader adds to such a link; eyes see an arrow (css/reach.css)."""
    return format_html('<span class="visually-hidden"> ({})</span>', _("another site"))


def marked(html: str, own: Collection[str]) -> SafeString:
    """The same HTML; each link to a host that is neither among `own` nor below one says that it leads elsewhere.

    What the agency links to is its choice, not its content: `rel` says so, and the page left behind is not told to it.
    What `rel` said before is kept.
    """
    words = outside_words()

    def mark(link: re.Match[str]) -> str:
        if not _is_outside(link["host"], own):
            return link[0]
        opening = link[0][: link.start("text") - link.start()]
        said = REL.search(opening)
        rel = rel_of(said["rel"] if said else "")
        return f'{REL.sub("", opening)[:-1]} rel="{rel}">{link["text"]}{words}</a>'

    return mark_safe(LINK.sub(mark, html))  # noqa: S308  (it was HTML before; the words are escaped)
