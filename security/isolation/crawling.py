"""The crawl: a person asks for what belongs to other agencies at every address, in every way.

Reads and writes, the others' keys in the path, the query, the fields of forms and JSON. No answer may hold their secret
word, nothing of theirs may change, and nothing of one's own may come to refer to theirs (DESIGN: tenancy).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from security.isolation.fingerprint import entangled_with, fingerprint_of, foreign_in_new_versions, last_version
from security.isolation.forms import Form, forms_on
from security.isolation.registry import Things, lawfully_changed, posts_of, script_fields
from security.isolation.routes import (
    NOT_FILLED,
    STANDS_ALONE,
    Route,
    addresses,
    admin_routes,
    closed_address,
    own_addresses,
    undecided,
)
from security.isolation.stage import Place, Stage
from security.isolation.walker import Answer, Walker

CLOSED = frozenset({404, 405})
NO_SUCH_METHOD = 405
"""The address does not answer to GET, or to POST, whatever the query or the body says."""
WIDENING = ("user", "owner", "edited_by", "site", "agency", "collection_id", "parent_page_id", "page_type", "id")
"""Names of parameters that could widen a list; asked on every screen, whether it shows them or not."""
FAIL_UPSTREAM = ("choose-external-link/",)
"""Wagtail 8.0.1 fails at a POST here that lacks the field `url`, which its own form always sends; it shows nothing."""


@dataclass(frozen=True)
class Finding:
    """A hole: who asked for what, and what is wrong with the answer."""

    who: str
    method: str
    address: str
    what: str

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.address}: {self.what}"


@dataclass
class Coverage:
    """What was asked, and what was found."""

    findings: list[Finding] = field(default_factory=list)
    asked: int = 0
    answered: set[str] = field(default_factory=set)
    undecided: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not self.findings and not self.undecided

    def add(self, other: Coverage) -> None:
        self.findings += other.findings
        self.asked += other.asked
        self.answered |= other.answered
        self.undecided = sorted({*self.undecided, *other.undecided})


class _Crawl:
    """One person's walk around one agency."""

    def __init__(self, stage: Stage, who: str, user: Any, others: tuple[Place, ...]) -> None:
        self.at, self.others, self.who = stage.at, others, who
        self.walker = Walker(user, stage.at.admin_host, stage.at.agency.slug)
        self.coverage = Coverage()
        self.sent: set[Any] = set()
        served = {person.pk for person in stage.at.people.values()} | {getattr(user, "pk", None)}
        strangers = [person.pk for place in others for person in place.people.values() if person.pk not in served]
        self.entangled = entangled_with(stage.at.agency, [place.agency.pk for place in others], strangers)
        self.fingerprints = {place.agency.slug: fingerprint_of(place.agency) for place in others}
        self.before, self.latest = self._state(), last_version()

    def run(self, names: Iterable[str] | None = None) -> Coverage:
        """Ask at every route, or at those named."""
        routes = admin_routes()
        self.coverage.undecided = undecided(routes)
        for route in routes:
            if names is not None and route.name not in names:
                continue
            if route.name in NOT_FILLED or route.name in STANDS_ALONE:
                continue
            for step in (self._theirs, self._own) if route.answers else (self._closed,):
                step(route)
        if names is None or "media" in names:
            self._files()
        if names is None or "work areas" in names:
            self._doors()
        self.walker.leave()
        for question in (self.entangled, *self.fingerprints.values()):
            question.forget()
        return self.coverage

    def _closed(self, route: Route) -> None:
        """A route that nobody reviewed answers nobody, whatever it is asked for: the nearest other's keys will do."""
        for place in self.others[:1]:
            path = closed_address(route, place.things)
            query = {name: str(_first(place.things, name)) for name in WIDENING}
            self._none(path, lambda path=path, query=query: self.walker.get(path, query), "GET")
            self._none(path, lambda path=path, query=query: self.walker.post(path, query, self._changes), "POST")

    def _theirs(self, route: Route) -> None:
        """Another agency's object does not exist: all of the nearest are asked for, of those farther off one a kind."""
        for number, place in enumerate(self.others):
            things = place.things if number == 0 else {name: keys[:1] for name, keys in place.things.items()}
            for path in addresses(route, self.at.things, things):
                self._check("GET", path, self.walker.get(path))
                everything = _one_of_each(things)
                self._check("POST", path, self.walker.post(path, everything, self._changes))
                self._check("JSON", path, self.walker.post_json(path, everything))

    def _own(self, route: Route) -> None:
        """One's own screens, with the others' keys in the query, in the fields of the forms, and as JSON.

        The forms are sent with the keys of the nearest other alone: those farther off are no closer.
        """
        for path in own_addresses(route, self.at.things):
            answer = self.walker.get(path)
            self._check("GET", path, answer)
            if answer.status == 200:
                self.coverage.answered.add(route.name)
            nearest = self.others[0]
            if self._widen(path, nearest.things, answer) == NO_SUCH_METHOD:
                continue
            for place in self.others:
                self._check("JSON", path, self.walker.post_json(path, _one_of_each(place.things)))
                for data in posts_of(route.name, place.things):
                    self._check("POST", path, self.walker.post(path, data, self._changes))

    def _widen(self, path: str, things: Things, plain: Answer) -> int:
        """The others' keys in query and fields of a screen whose plain answer is known. Gives the status of a POST."""
        found = self.others[0].words.found
        wide = {name: str(_first(things, name)) for name in WIDENING} | {"q": found}
        queries = ({"q": found, "search_all": "1", "layout": "list"}, wide)
        for query in queries if plain.status != NO_SUCH_METHOD else ():
            self._check("GET", path, self.walker.get(path, query))
        everything = _one_of_each(things)
        posted = self.walker.post(path, script_fields() | everything, self._changes)
        self._check("POST", path, posted)
        self._send(self._forms(path, plain), things)
        return posted.status

    def _send(self, forms: list[tuple[str, Form]], things: Things) -> None:
        """Each form with the others' keys in its fields; one that several screens show is sent once."""
        for target, form in forms:
            for number, data in enumerate(form.queries(things) if form.method == "get" else form.with_keys(things)):
                sent = (target, form.method, tuple(sorted(form.values)), number, id(things))
                if sent in self.sent:
                    continue
                self.sent.add(sent)
                if form.method == "get":
                    self._check("GET", target, self.walker.get(target, data))
                else:
                    self._check("POST", target, self.walker.post(target, data, self._changes))

    def _forms(self, path: str, answer: Answer) -> list[tuple[str, Form]]:
        """The forms of a screen with their full addresses on this host."""
        if answer.status != 200 or not answer.html:
            return []
        here = self.walker.base + path
        return [(urlsplit(urljoin(here, form.action)).path, form) for form in forms_on(answer.text)]

    def _files(self) -> None:
        """Stored files are asked for by their names, here and on one's own portal."""
        portal = Walker(None, self.at.portal_host)
        for place in self.others:
            for name in place.files:
                self._none(f"media/{name}", lambda name=name: self.walker.get(f"media/{name}"), "GET")
                self._none(f"portal: media/{name}", lambda name=name: portal.get(f"/media/{name}"), "GET")
            for path in place.paths:
                self._none(f"portal: {path}", lambda path=path: portal.get(path), "GET")

    def _doors(self) -> None:
        """The others' work areas do not exist, and another province's administration does not know the session.

        A superuser may work in every agency of the province, but in one at a time: what is open there is not asked.
        """
        home = self.at.agency.root
        for place in self.others:
            if self.walker.everywhere and place.agency.root == home:
                continue
            door = f"/a/{place.agency.slug}/"
            for path in ("", "pages/", "images/", "account/", "regulation/"):
                self._none(door + path, lambda path=path, door=door: self.walker.get(door + path), "GET")
            if place.admin_host != self.at.admin_host:
                for path in ("/", "/account/", door):
                    answer = self.walker.get(path, host=place.admin_host)
                    self._check("GET", path, answer)
                    if answer.status == 200:
                        self._found("GET", f"{place.admin_host}{path}", "knows the session of another province")

    def _none(self, path: str, ask: Callable[[], Answer], method: str) -> None:
        answer = ask()
        self._check(method, path, answer)
        if answer.status not in CLOSED:
            self._found(method, path, f"answers {answer.status}")

    def _check(self, method: str, path: str, answer: Answer) -> None:
        self.coverage.asked += 1
        if answer.status >= 500 and not path.endswith(FAIL_UPSTREAM):
            self._found(method, path, f"fails with {answer.status}")
        text = answer.text.replace(path.removeprefix("portal: "), "")
        for place in self.others:
            for word in (place.words.secret, f"/a/{place.agency.slug}/"):
                where = text.find(word)
                if where >= 0:
                    said = " ".join(text[max(0, where - 60) : where + 60].split())
                    self._found(method, path, f"says “{said}”")
        changed = self._unlawful(path, answer.changed or [])
        if changed:
            self._found(method, path, f"changes {', '.join(changed)}")

    def _unlawful(self, path: str, changed: list[str]) -> list[str]:
        """Changes but those that the address exists for, and these within the province alone."""
        root = self.at.agency.root
        abroad = {place.agency.slug for place in self.others if place.agency.root != root}
        lawful = lawfully_changed(path)
        return [
            change
            for change in changed
            if change.split()[0] in abroad or not change.split()[-1].startswith(lawful or ("-",))
        ]

    def _found(self, method: str, path: str, what: str) -> None:
        self.coverage.findings.append(Finding(self.who, method, path, what))

    def _state(self) -> dict[str, dict[str, str]]:
        return {
            slug: {str(table): str(digest or "") for table, digest in fingerprint()}
            for slug, fingerprint in self.fingerprints.items()
        }

    def _changes(self) -> list[str]:
        """What of the others differs from before, and what of one's own refers to theirs."""
        now = self._state()
        changed = [
            f"{slug} {table}"
            for slug, tables in self.before.items()
            for table, digest in tables.items()
            if now[slug][table] != digest
        ]
        entangled = [str(name) for (name,) in self.entangled()]
        return changed + entangled + foreign_in_new_versions(self.at.agency, self.latest)


def _one_of_each(things: Things) -> dict[str, str]:
    return {name: str(keys[0]) for name, keys in things.items() if keys}


def _first(things: Things, name: str) -> Any:
    kind = {"owner": "user", "edited_by": "user", "collection_id": "collection", "parent_page_id": "page", "id": "page"}
    return next(iter(things.get(kind.get(name, name), [])), "1")


def walkers(stage: Stage) -> Iterator[tuple[str, Any]]:
    """Everybody who could walk here: a person in each role, and the superuser."""
    yield from stage.at.people.items()
    if stage.superuser is not None:
        yield "superuser", stage.superuser


def crawl(stage: Stage, *, roles: Iterable[str] | None = None, routes: Iterable[str] | None = None) -> Coverage:
    """Walk as each role (all when None) around all others; provincial roles around other provinces only.

    `routes`: only these, by name.
    """
    total = Coverage()
    wanted = None if routes is None else set(routes)
    for role, user in walkers(stage):
        if roles is not None and role not in roles:
            continue
        others = stage.others
        if role in stage.provincial:
            others = tuple(place for place in others if place.agency.root != stage.at.agency.root)
        total.add(_Crawl(stage, role, user, others).run(wanted))
    return total
