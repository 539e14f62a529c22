"""What a search finds: how much of which kind, agency and year, in which order, and what each result shows.

Never a draft, never another province. Texts that came from an agency that has ended are found on the portal of its
successor, and say whose archive they stand in: people look for what their former commune published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, Count, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Left
from django.utils.safestring import SafeString

from portal.catalogue import kinds
from portal.find import excerpts
from portal.find.files import FileText, files_of
from portal.find.query import Query
from portal.force import Force
from portal.models import Entry, FoundBy, LegalDocumentPage
from portal.models.found import TITLE_WORDS
from tenants.hosts import learn_homes
from tenants.models import Agency, BasePage

WEIGHTS = [0.05, 0.1, 0.3, 1.0]
"""Of text, ..., summary, title in the order of results (ts_rank's D, C, B, A)."""
BEST = 1_000
"""Of more results than these, only the best are put in order: one reads no further, and reading words takes time."""
LATEST = (F("dated_on").desc(nulls_last=True), "-pk")
VECTORS = ("found_by__words", "found_by__spelled", "found_by__head")
NUMBER_BONUS, EXACT_BONUS, WHOLE_BONUS, PAIRS_BONUS = 3.0, 1.0, 0.5, 0.5


class Recency(Func):
    """0.1 for what is dated today, 0.05 for a year ago, and so on: it decides among equals only."""

    template = "(coalesce(0.1::float / (1 + abs(%(expressions)s) / 365::float), 0))"
    arg_joiner = " - "
    output_field = FloatField()


@dataclass(frozen=True)
class Asked:
    """What a reader asked for, on which portal. `body`: key of an agency; empty or 0: not narrowed by it.

    `answers`: answered questions are asked for, not texts.
    """

    query: Query
    portal: Agency
    language: str
    province: bool = False
    kind: str = ""
    body: str = ""
    year: int = 0
    newest: bool = False
    answers: bool = False


@dataclass
class Counts:
    """How many results each choice of a facet has, with the other facets as they are chosen."""

    total: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    bodies: Counter[int] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True)
class Result:
    """One row of the page."""

    title: str
    url: str
    kind: str
    agency: str
    section: str
    number: str
    dated_on: date | None
    excerpt: SafeString
    archive_of: str
    heading: SafeString
    """The title with the words that were found marked."""
    file: FileText | None = None
    state: Force | None = None
    """Of a legal document, today."""


@contextmanager
def by_index() -> Iterator[None]:
    """Within, `found` asks the index of words.

    PostgreSQL does not reckon what it costs to unpack the words of thousands of texts, and would read all of them where
    a common word is asked for; the index knows without unpacking any.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


def in_reach(portal: Agency, language: str, *, province: bool) -> QuerySet[FoundBy]:
    """What readers of a portal may find: its own, or that of all portals of its province that answer."""
    there = FoundBy.objects.filter(live=True, language=language)
    if province:
        answering = Agency.objects.of_province(portal.root).answering()
        return there.filter(province=_key(portal.root), agency__in=answering.order_by().values("pk"))
    return there.filter(agency=_key(portal))


def matching(query: Query) -> QuerySet[FoundBy]:
    """Whatever has the words, anywhere; for lists that know by themselves what their readers may see."""
    return FoundBy.objects.filter(words=tsquery(query.matching()))


def found(asked: Asked) -> QuerySet[FoundBy]:
    """Everything that the query finds, not narrowed by facets."""
    return matching(asked.query) & in_reach(asked.portal, asked.language, province=asked.province)


def narrowed(asked: Asked, body: int | None) -> QuerySet[FoundBy]:
    """What is left by the facets that are chosen."""
    chosen = {"kind": asked.kind, "year": asked.year, "agency": body}
    return found(asked).filter(**{name: value for name, value in chosen.items() if value})


def cube(asked: Asked) -> list[tuple[str, int, int | None, int]]:
    """(kind, agency, year, number): all facets and the total are sums of these, so one query counts everything."""
    rows = found(asked).order_by().values_list("kind", "agency_id", "year")
    return list(rows.annotate(number=Count("*")))


def count(cells: list[tuple[str, int, int | None, int]], asked: Asked, body: int | None) -> Counts:
    """Each facet over the results without that facet."""
    counts = Counts()
    for kind, agency, year, number in cells:
        fits = (asked.kind in ("", kind), body in (None, agency), asked.year in (0, year))
        counts.total += number if all(fits) else 0
        counts.kinds[kind] += number if fits[1] and fits[2] else 0
        counts.bodies[agency] += number if fits[0] and fits[2] else 0
        if year is not None:
            counts.years[year] += number if fits[0] and fits[1] else 0
    return counts


def ordered(there: QuerySet[FoundBy], asked: Asked, total: int, today: date) -> QuerySet[FoundBy]:
    """Best first: the number that was typed, then title far before summary and text, the right diacritics, newer.

    Whole words come before longer ones that only begin so: "lua" is lúa sooner than luật. In title and summary, words
    that stand side by side as they were typed come before the same apart: "ho so" is hồ sơ sooner than số and hồ.

    As many as `reachable` says: of more than `BEST` results only the best tiers are put in order, the newest of each.
    """
    if asked.newest:
        return there.order_by(*LATEST)
    if total > BEST:
        there = FoundBy.objects.filter(pk__in=_best(there, asked.query))
    return there.annotate(score=_score(asked.query, today)).order_by("-score", *LATEST)


def reachable(asked: Asked, total: int) -> int:
    """How many results one can page to; in order of their dates all of them."""
    return total if asked.newest else min(total, BEST)


def _best(there: QuerySet[FoundBy], query: Query) -> list[int]:
    """Keys of `BEST` results: tier by tier, until there are enough; so at most a handful of queries."""
    keys: dict[int, None] = {}
    for tier in tiers(there, query):
        if len(keys) < BEST:
            keys |= dict.fromkeys(tier.order_by(*LATEST).values_list("pk", flat=True)[:BEST])
    return list(keys)[:BEST]


def tiers(there: QuerySet[FoundBy], query: Query) -> list[QuerySet[FoundBy]]:
    """What `_score` puts first, by the index alone.

    Number; spelling in a title; spelling anywhere; whole words in a title; whole words anywhere; then all.
    """
    exact = query.exact()
    numbered = [there.filter(number__in=query.numbers)] if query.numbers else []
    spelled = there.filter(spelled=tsquery(exact)) if exact else there
    in_title = Q(title_words=tsquery(query.whole()))
    right, any_spelling = (tier.alias(title_words=TITLE_WORDS).filter(in_title) for tier in (spelled, there))
    whole = [there.filter(words=tsquery(query.whole()))] if query.beginning else []
    return [*numbered, *([right, spelled] if exact else []), any_spelling, *whole, there]


def rows(keys: list[int], query: Query) -> list[Result]:
    """The results of one page in the order of their keys, in a fixed number of queries."""
    entries = Entry.objects.filter(pk__in=keys).defer("text", *VECTORS).annotate(words=Left("text", excerpts.LONGEST))
    by_key = {entry.pk: entry for entry in entries.select_related("page__agency", "page__came_from", "found_by")}
    pages = [entry.page for entry in by_key.values()]
    learn_homes(page.home_path for page in pages)
    parents = {page.path[: -page.steplen] for page in pages if page.depth > BasePage.HOME_DEPTH + 1}
    sections = dict(BasePage.objects.filter(path__in=parents).values_list("path", "title"))
    files = files_of(key for entry in by_key.values() for key in entry.found_by.documents)
    states = _states(entry.pk for entry in by_key.values() if entry.kind == LegalDocumentPage.kind)
    shown = (by_key[key] for key in keys if key in by_key)
    return [replace(_result(entry, query, sections, files), state=states.get(entry.pk)) for entry in shown]


def _states(keys: Iterable[int]) -> dict[int, Force]:
    """Which of these legal documents are in force today; in one query, and none where there are none."""
    wanted = list(keys)
    pages = LegalDocumentPage.objects.filter(pk__in=wanted).for_lists() if wanted else LegalDocumentPage.objects.none()
    return {page.pk: page.state for page in pages.only("issued_on", "effective_on", "expires_on")}


def _key(agency: Agency) -> Cast:
    """As bigint: the index knows no other numbers."""
    return Cast(Value(agency.pk), BigIntegerField())


def tsquery(words: str) -> SearchQuery:
    """Of what `Query` says."""
    return SearchQuery(words, config="simple", search_type="raw")


def _score(query: Query, today: date) -> Any:
    head = F("head")
    score: Any = SearchRank(head, tsquery(query.whole()), weights=WEIGHTS) + Recency(F("dated_on"), Value(today))
    if exact := query.exact():
        score += SearchRank(head, tsquery(exact), weights=WEIGHTS)
        score += _bonus(EXACT_BONUS, spelled=tsquery(exact))
    pairs = query.neighbours()
    for pair in pairs:
        score += _bonus(PAIRS_BONUS / len(pairs), head=tsquery(pair))
    if query.beginning:
        score += _bonus(WHOLE_BONUS, words=tsquery(query.whole()))
    if query.numbers:
        score += _bonus(NUMBER_BONUS, number__in=query.numbers)
    return score


def _bonus(points: float, **where: Any) -> Case:
    return Case(When(**where, then=points), default=0.0, output_field=FloatField())


def _result(entry: Any, query: Query, sections: dict[str, str], files: dict[int, FileText]) -> Result:
    page, model = entry.page, kinds().get(entry.kind)
    own = " ".join((page.title, entry.number, entry.summary, entry.words))
    beside = [] if excerpts.covers(own, query) else [files[key] for key in entry.found_by.documents if key in files]
    file = next((one for one in beside if excerpts.covers(one.text, query)), None)
    summary, text = excerpts.mark(entry.summary, query), excerpts.mark(file.text if file else entry.words, query)
    return Result(
        title=page.title,
        url=page.url or "",
        kind=str(model._meta.verbose_name) if model else "",
        agency=page.agency.name,
        section=sections.get(page.path[: -page.steplen], ""),
        number=entry.number,
        dated_on=entry.dated_on if page.depth > BasePage.HOME_DEPTH + 1 else None,
        excerpt=(text if text.spans and (file or not summary.spans) else summary).excerpt(),
        archive_of=page.came_from.name if page.came_from else "",
        heading=excerpts.mark(page.title, query).whole(),
        file=replace(file, path=urljoin(page.url or "", file.path)) if file else None,
    )
