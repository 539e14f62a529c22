"""Every route of the administration, from the resolver itself, and the addresses at which it is asked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import Resolver404, get_resolver, resolve

from security.isolation.registry import Things, choices_of, kind_of
from tenants.admin_gate import OWN_NAMESPACES, REVIEWED

ARGUMENT = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>")
OPTIONAL = re.compile(r"\(\?:[^()]*\)\?")
MOST = 40
"""So many addresses of one route at most; no route of ours comes near it."""

STANDS_ALONE = {"wagtailadmin_javascript_catalog", "wagtailadmin_sprite", "wagtailadmin_login", "wagtailadmin_logout"}
NOT_FILLED: dict[str, str] = {
    "media": "names a file, not a row: asked with the stored names of the others' files",
    "security:invitation": "its argument is a secret that only the invited person has, by mail",
    "security:first_administrator": "its argument is a secret that exists once, before the first administrator",
    "agency_image_from_upload": "takes an upload that nobody has started",
    "wagtailimages:delete_upload_multiple": "takes an upload that nobody has started",
    "wagtaildocs:create_multiple_from_uploaded_document": "takes an upload that nobody has started",
    "wagtaildocs:delete_upload_multiple": "takes an upload that nobody has started",
    "wagtailadmin_block_preview": "shows a sample of a block's layout; its argument is a digest of our own code",
    "wagtailadmin_logout": "ends the session that asks",
    "wagtailadmin_editing_sessions:release": "takes the key of one's own open window; others' by their page",
}
"""Routes that answer and that the crawl does not fill in, and why. A new one fails the crawl until it stands here."""


@dataclass(frozen=True)
class Route:
    """A named route of the administration; `pattern` is the resolver's own."""

    name: str
    pattern: str

    @property
    def arguments(self) -> list[str]:
        """Names of its arguments, in order."""
        return [first or second for first, second in ARGUMENT.findall(OPTIONAL.sub("", self.pattern))]

    @property
    def answers(self) -> bool:
        """Whether the gate lets it through in an agency's work area."""
        return self.name in REVIEWED or self.name.split(":")[0] in OWN_NAMESPACES

    def filled(self, values: Sequence[Any]) -> str:
        """The address with these values in the place of the arguments, in order."""
        waiting = iter(values)
        path = ARGUMENT.sub(lambda _match: str(next(waiting)), OPTIONAL.sub("", self.pattern))
        return path.replace("\\", "").replace("^", "").replace("$", "").replace("?", "")


def admin_routes() -> list[Route]:
    """Every named route that the admin's resolver knows; of two with one pattern, the one that answers."""
    found = [Route(name, pattern) for name, pattern in _walk(get_resolver(settings.ADMIN_URLCONF).url_patterns, "", ())]
    return [route for route in found if not _is_shadowed(route)]


def _walk(patterns: Any, prefix: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if hasattr(entry, "url_patterns"):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _walk(entry.url_patterns, route, inner)
        elif entry.name:
            yield ":".join((*spaces, entry.name)), route


def _is_shadowed(route: Route) -> bool:
    """Whether another route answers at its address: ours stand before Wagtail's."""
    try:
        return resolve("/" + route.filled(["1"] * len(route.arguments)), settings.ADMIN_URLCONF).view_name != route.name
    except Resolver404:
        return False


def undecided(routes: Sequence[Route]) -> list[str]:
    """Routes that answer, whose arguments nobody has explained, and that stand on no list."""
    return sorted(
        route.name
        for route in routes
        if route.answers
        and route.name not in NOT_FILLED
        and not all(kind_of(route.name, name) or choices_of(route.name, name) for name in route.arguments)
    )


def addresses(route: Route, own: Things, theirs: Things) -> Iterator[str]:
    """The route with another agency's keys: in all its arguments, and in one of them with one's own in the others."""
    names = route.arguments
    kinds = [kind_of(route.name, name) for name in names]
    objects = [index for index, kind in enumerate(kinds) if kind]
    if not objects:
        return
    masks = [set(objects), *({index} for index in objects if len(objects) > 1)]
    seen: set[str] = set()
    for mask in masks:
        values = [
            list(choices_of(route.name, name)) or (theirs if index in mask else own).get(kinds[index] or "", [])
            for index, name in enumerate(names)
        ]
        for chosen in itertools.islice(itertools.product(*values), MOST):
            path = route.filled(chosen)
            if path not in seen:
                seen.add(path)
                yield path


def own_addresses(route: Route, own: Things) -> Iterator[str]:
    """The route with one's own keys: the first two of a kind, and every choice of what is no key."""
    values = [
        list(choices_of(route.name, name)) or own.get(kind_of(route.name, name) or "", [])[:2]
        for name in route.arguments
    ]
    for chosen in itertools.islice(itertools.product(*values), MOST):
        yield route.filled(chosen)


def closed_address(route: Route, theirs: Things) -> str:
    """An address of a route that nobody may reach, with another agency's keys where the pattern takes them."""
    return route.filled([_plausible(name, theirs) for name in route.arguments])


NAMED = {"app_label": "tenants", "app_name": "portal", "model_name": "portalimage", "action": "delete"}


def _plausible(name: str, theirs: Things) -> Any:
    kind = kind_of("", name)
    return NAMED.get(name) or (theirs.get(kind, ["1"])[0] if kind else next(iter(theirs["page"]), "1"))
