"""Links that leave the province's portals: marked for eyes and for screen readers while a page is written."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tenants.host_names import served
from tenants.models import Agency

LINK = re.compile(
    r'<a\b(?P<before>[^>]*?)\bhref="https?://(?P<host>[^"/:?#]+)(?P<rest>[^"]*)"(?P<after>[^>]*)>(?P<text>.*?)</a>',
    re.DOTALL | re.IGNORECASE,
)
REL = re.compile(r'\s*\brel="[^"]*"', re.IGNORECASE)


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


def marked(html: str, own: Collection[str]) -> SafeString:
    """The same HTML; each link to a host that is neither among `own` nor below one says that it leads elsewhere.

    What the agency links to is its choice, not its content: `rel` says so, and the page left behind is not told to it.
    """
    said = _("another site")
    words = f'<span class="visually-hidden"> ({escape(said)})</span>'

    def mark(link: re.Match[str]) -> str:
        host = link["host"].lower()
        if any(host == name or host.endswith(f".{name}") for name in own):
            return link[0]
        opening = REL.sub("", link[0][: link.start("text") - link.start()])
        return f'{opening[:-1]} rel="external noopener">{link["text"]}{words}</a>'

    return mark_safe(LINK.sub(mark, html))  # noqa: S308  (it was HTML before; the words are escaped)
