"""What entries are found by, written in one statement for any number of them, in the transaction that publishes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection

from portal.find import files
from portal.models import FoundBy

LONGEST_TEXT = 150_000
"""Characters of a text, and of all files of a page, that are indexed: PostgreSQL takes 1 MB of words a row."""
WRITE = """
INSERT INTO portal_foundby (entry_id, kind, dated_on, live, language, agency_id, province_id,
    documents, title, number, words, spelled, head)
SELECT entry.page_id, entry.kind, entry.dated_on, page.live, locale.language_code,
    agency.id, coalesce(agency.province_id, agency.id),
    coalesce(file.documents, '{}')::bigint[], plain.title, replace(plain.number, ' ', '-'),
    setweight(to_tsvector('simple', plain.title || ' ' || plain.number), 'A')
        || setweight(to_tsvector('simple', plain.summary), 'B')
        || setweight(to_tsvector('simple', plain.text), 'C')
        || setweight(to_tsvector('simple', plain.files), 'D'),
    strip(to_tsvector('simple', concat_ws(' ', as_is.title, as_is.number, as_is.summary, as_is.text))),
    setweight(to_tsvector('simple', concat_ws(' ', plain.title, plain.number, as_is.title, as_is.number)), 'A')
        || setweight(to_tsvector('simple', left(plain.summary, 200)), 'B')
FROM portal_entry AS entry
JOIN tenants_basepage AS page ON page.id = entry.page_id
JOIN tenants_agency AS agency ON agency.id = page.agency_id
JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id
LEFT JOIN unnest(%(pages)s::bigint[], %(documents)s::text[], %(texts)s::text[])
    AS file(page_id, documents, text) ON file.page_id = entry.page_id
CROSS JOIN LATERAL (
    SELECT cong_spelled(page.title) AS title, cong_spelled(entry.number) AS number,
        cong_spelled(left(entry.summary, %(longest)s)) AS summary, cong_spelled(left(entry.text, %(longest)s)) AS text,
        cong_spelled(left(coalesce(file.text, ''), %(longest)s)) AS files
    OFFSET 0
) AS as_is
CROSS JOIN LATERAL (
    SELECT cong_fold(as_is.title) AS title, cong_fold(as_is.number) AS number, cong_fold(as_is.summary) AS summary,
        cong_fold(as_is.text) AS text, cong_fold(as_is.files) AS files
    OFFSET 0
) AS plain
WHERE %(every)s OR entry.page_id = ANY(%(pages)s)
ON CONFLICT (entry_id) DO UPDATE SET
    kind = excluded.kind, dated_on = excluded.dated_on, live = excluded.live, language = excluded.language,
    agency_id = excluded.agency_id, province_id = excluded.province_id,
    documents = excluded.documents, title = excluded.title, number = excluded.number, words = excluded.words,
    spelled = excluded.spelled, head = excluded.head
"""


def write(documents: Mapping[int, Collection[int]]) -> None:
    """Of each of these pages, which have entries; with the documents that it refers to."""
    if documents:
        texts = files.texts_of({key for keys in documents.values() for key in keys})
        _write(documents, ["\n".join(texts.get(key, "") for key in keys) for keys in documents.values()])


def write_readers_of(document: Any, **_signal: Any) -> None:
    """A file was read: write those that refer to it anew."""
    found = FoundBy.objects.filter(documents__contains=[document.pk])
    write(dict(found.values_list("entry_id", "documents")))


def _write(documents: Mapping[int, Collection[int]], texts: list[str], *, every: bool = False) -> None:
    """`every`: all entries there are, as if none had a file."""
    arrays = [f"{{{','.join(map(str, keys))}}}" for keys in documents.values()]
    values: dict[str, Any] = {"pages": list(documents), "documents": arrays, "texts": texts}
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"longest": LONGEST_TEXT, "every": every, **values})
