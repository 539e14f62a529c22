"""Titles as one types, and what was probably meant where nothing is found."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.utils.text import capfirst

from portal.catalogue import kinds
from portal.find.folding import WORD, folded
from portal.find.query import MAX_QUERY, beginnings, parse
from portal.find.results import LATEST, Asked, by_index, found, in_reach, tsquery
from portal.models import Entry, FoundBy, TitleWord
from portal.models.found import TITLE_WORDS
from tenants.hosts import learn_homes
from tenants.models import Agency

ROWS = 8
TYPED_FROM = 3
"""Fewer letters begin too much."""
LITTLE = 3
"""Fewer results than this, and a better spelling is looked for."""
MOST_WRONG = 4
LONGEST_WORD = 20
"""Letters of the words that are gathered."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
GATHER = """
INSERT INTO portal_titleword (province_id, language, word, folded, number)
SELECT province, language, (array_agg(word ORDER BY number DESC, word))[1], cong_fold(word), sum(number)
FROM (
    SELECT coalesce(agency.province_id, agency.id) AS province, locale.language_code AS language, word,
        count(*) AS number
    FROM portal_entry AS entry
    JOIN tenants_basepage AS page ON page.id = entry.page_id AND page.live
    JOIN tenants_agency AS agency ON agency.id = page.agency_id AND agency.id = ANY(%s)
    JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id
    CROSS JOIN LATERAL regexp_split_to_table(cong_spelled(page.title), ' ') AS word
    WHERE length(word) BETWEEN 2 AND 20 AND word !~ '[0-9]'
    GROUP BY 1, 2, 3
) AS spelled
GROUP BY province, language, cong_fold(word)
"""


@dataclass(frozen=True)
class Suggestion:
    title: str
    url: str
    number: str
    kind: str
    agency: str


def suggest(typed: str, portal: Agency, language: str, *, province: bool) -> list[Suggestion]:
    """At most eight titles with a word that begins so, or numbers that do; then what is most like it."""
    text = folded(typed[:MAX_QUERY])
    if len(text) < TYPED_FROM:
        return []
    reach = in_reach(portal, language, province=province)
    with by_index():
        keys = list(_beginning(reach, text)[:ROWS])
        if len(keys) < ROWS:
            keys += _alike(reach, text).exclude(pk__in=keys)[: ROWS - len(keys)]
    there = Entry.objects.select_related("page__agency").defer("text", "summary").in_bulk(keys)
    entries = [there[key] for key in keys if key in there]
    learn_homes(entry.page.home_path for entry in entries)
    return [_suggestion(entry, province) for entry in entries]


def did_you_mean(asked: Asked) -> str:
    """The query with words that no title has replaced by the most common ones a letter away or most alike.

    Empty where all words are known, nothing is like them, or the better query finds nothing.
    """
    parts = [(token[0], folded(token[0])) for token in WORD.finditer(asked.query.typed)]
    plain = {word for _part, word in parts if word.isalpha() and 1 < len(word) <= LONGEST_WORD}
    there = TitleWord.objects.filter(province=asked.portal.root, language=asked.language)
    unknown = sorted(plain - set(there.filter(folded__in=plain).values_list("folded", flat=True)))[:MOST_WRONG]
    better = _closest(there, unknown)
    if not better:
        return ""
    meant = WORD.sub(lambda token: better.get(folded(token[0]), token[0]), asked.query.typed)
    query = parse(meant)
    with by_index():
        finds = bool(query) and found(Asked(query, asked.portal, asked.language, asked.province)).exists()
    return meant if finds else ""


@transaction.atomic
def gather_words() -> int:
    """Write the words of all titles that readers can find anew, province by province."""
    answering = list(Agency.objects.answering().order_by().values_list("pk", flat=True))
    TitleWord.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(GATHER, [answering])
        return int(cursor.rowcount)


def _beginning(reach: QuerySet[FoundBy], text: str) -> QuerySet[FoundBy, int]:
    """Keys. The index of words leaves few enough titles to look into; only what has a digit can be a number."""
    there = reach.alias(title_words=TITLE_WORDS, spaced=Concat(Value(" "), "title", output_field=TextField()))
    typed = Q(title_words=tsquery(beginnings(text)), spaced__contains=f" {text}")
    if any(map(str.isdigit, text)):
        typed |= Q(number__startswith=text.replace(" ", "-"))
    first = ExpressionWrapper(Q(title__startswith=text), output_field=BooleanField())
    return there.filter(typed).order_by(first.desc(), *LATEST).values_list("pk", flat=True)


def _alike(reach: QuerySet[FoundBy], text: str) -> QuerySet[FoundBy, int]:
    """Keys."""
    alike = TrigramWordSimilarity(text, "title")
    found = reach.filter(title__trigram_word_similar=text)
    return found.order_by(alike.desc(), *LATEST).values_list("pk", flat=True)


def _suggestion(entry: Any, province: bool) -> Suggestion:
    model, page = kinds().get(entry.kind), entry.page
    kind = capfirst(str(model._meta.verbose_name)) if model else ""
    return Suggestion(page.title, page.url or "", entry.number, kind, page.agency.name if province else "")


def _closest(there: QuerySet[TitleWord], unknown: list[str]) -> dict[str, str]:
    """For each unknown word the best known one: a letter away before merely alike, then the more common."""
    if not unknown:
        return {}
    near = {word: _a_letter_away(word) for word in unknown}
    like = Q(folded__in=set(chain.from_iterable(near.values())))
    for word in unknown:
        like |= Q(folded__trigram_similar=word)
    candidates = list(there.filter(like).values_list("folded", "word", "number"))
    best = {}
    for word in unknown:
        ranked = [(plain in near[word], _shared(plain, word), number, known) for plain, known, number in candidates]
        fitting = [one for one in ranked if one[0] or one[1] >= 0.3]
        if fitting:
            best[word] = max(fitting)[3]
    return best


def _a_letter_away(word: str) -> set[str]:
    """What one slip of the fingers makes of a word: a letter too few, too many, another, or two exchanged."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    fewer = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    other = {a + letter + b[1:] for a, b in cuts if b for letter in LETTERS}
    more = {a + letter + b for a, b in cuts for letter in LETTERS}
    return {near for near in fewer | swapped | other | more if len(near) > 1} - {word}


def _shared(one: str, other: str) -> float:
    """How alike two words are, as pg_trgm counts it."""
    first, second = (({f"  {word} "[place : place + 3] for place in range(len(word) + 1)}) for word in (one, other))
    return len(first & second) / len(first | second)
