"""The public search over 100,000 entries of one province: time of typical queries, and which indexes they use.

    .venv/bin/python bench/search.py [--entries 100000] [--rounds 20] [--explain]

Works in a scratch database of the test servers (the one that the tests clone), which is dropped at the end. Entries are
made in SQL: titles, summaries and texts of words that follow a skew like that of a real language.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"

from portal.embedded import shared_test_servers  # noqa: E402

os.environ.update(shared_test_servers())

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402

from portal.find import index, results, views  # noqa: E402
from portal.find.suggestions import gather_words  # noqa: E402
from tests.portal.crowd import add_agencies  # noqa: E402
from tests.world import World, make_world  # noqa: E402
from tests.world_database import WorldDatabase  # noqa: E402

HOST = "hungyen.localhost"
AGENCIES = 100
COMMON = """
của và các được cho trong là với không có người một đã về tại theo những đến từ công tác tỉnh năm thực hiện quy định
xã phường sở kế hoạch thông báo quyết định nghị định văn bản hướng dẫn triển khai đất đai thủ tục hành chính dự án
đầu tư xây dựng môi trường giáo dục y tế nông nghiệp công nghệ khoa học văn hóa du lịch an toàn giao thông bảo hiểm
"""
STARTS = "tr ngh th ph kh ch b c d đ g h l m n s t v x".split()  # noqa: SIM905
MIDDLES = "a ă â e ê i o ô ơ u ư oa uy ươ iê á à ả ế ộ".split()  # noqa: SIM905
ENDS = ["", *"n ng m t c nh i o".split()]  # noqa: SIM905
PAGES = """
INSERT INTO tenants_basepage (path, depth, numchild, title, draft_title, slug, live, has_unpublished_changes, url_path,
    seo_title, show_in_menus, search_description, content_type_id, agency_id, locale_id, translation_key, expired,
    locked, owner_id, first_published_at)
SELECT home.path || lpad(upper(to_hex(number)), 8, '0'), home.depth + 2, 0, bench_words(number, 2, 5),
    '', 'b-' || number, true, false, home.url_path || 'b-' || number || '/', '', false, '', type.id, home.agency_id,
    home.locale_id, gen_random_uuid(), false, false, NULL, now()
FROM generate_series(1, %(entries)s) AS number
JOIN (SELECT *, row_number() OVER () - 1 AS place, count(*) OVER () AS homes FROM tenants_basepage
    WHERE depth = 3 AND agency_id = ANY(%(agencies)s)) AS home ON home.place = number %% home.homes
CROSS JOIN (SELECT id FROM django_content_type WHERE app_label = 'portal' AND model = 'articlepage') AS type
"""
ENTRIES = """
INSERT INTO portal_entry (page_id, kind, dated_on, number, summary, image_alt, text)
SELECT id, (ARRAY['article', 'article', 'article', 'section', 'portal'])[1 + id %% 5],
    date '2026-11-01' - (id %% 5000)::int, CASE WHEN id %% 4 = 0 THEN (id %% 900) || '/2025/QĐ-UBND' ELSE '' END,
    bench_words(id, 1, 25), '', bench_words(-id, 6, 25)
FROM tenants_basepage WHERE slug LIKE 'b-%%'
"""
PIECE = """
CREATE FUNCTION bench_words(seed bigint, many int, size int) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(piece.words, ' ' ORDER BY n) FROM generate_series(1, many) AS n
    JOIN bench_piece AS piece ON piece.size = $3 AND piece.number = abs(hashint8(seed * 1000 + n)) % 4000
$$
"""
QUERIES: dict[str, dict[str, Any]] = {
    "one common word": {"q": "đất"},
    "two common words": {"q": "dat dai"},
    "four words": {"q": "thủ tục hành chính"},
    "abbreviation": {"q": "TTHC"},
    "phrase": {"q": '"đất đai thủ tục"'},
    "rare words": {"q": "nghuyt trươm"},
    "number": {"q": "312/2025/QĐ-UBND"},
    "beginning": {"q": "hướng dẫn tri"},
    "narrowed": {"q": "đất", "year": "2020", "kind": "article"},
    "by date": {"q": "đất", "sort": "date"},
    "in nearly all texts": {"q": "của"},
    "two of them": {"q": "của và"},
    "two of them side by side": {"q": '"của các"'},
    "the last page by date": {"q": "của", "sort": "date", "page": "99999"},
    "200 words": {"q": "đất " * 200},
    "10,000 letters": {"q": "a" * 10_000},
    "nonsense": {"q": "xyzzyq qqwwee zzxxcc ppooii"},
    "nothing, did you mean": {"q": "đất đaai"},
    "suggestions": {"path": "goi-y/", "q": "thong ba"},
    "suggestions of a common word": {"path": "goi-y/", "q": "cua"},
    "suggestions by likeness": {"path": "goi-y/", "q": "thongg bao"},
}


def pieces() -> list[tuple[int, int, str]]:
    """Rows of 5 and of 25 words, each word the rarer the farther it stands in the vocabulary."""
    vocabulary = [*COMMON.split(), *(a + b + c for b in MIDDLES for c in ENDS for a in STARTS)]
    chance = random.Random(1)
    return [
        (size, number, " ".join(vocabulary[int(len(vocabulary) * chance.random() ** 2.2)] for _ in range(size)))
        for size in (5, 25)
        for number in range(4000)
    ]


def without_indexes(cursor: Any) -> None:
    """Write what is found by as `index.write` does, and build the large indexes afterwards."""
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'portal_foundby' AND indexdef ~ 'gin'")
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    index._write({}, [], every=True)
    for _name, definition in indexes:
        cursor.execute(definition)


def fill(entries: int) -> None:
    """Agencies by the services' way, the rest in SQL."""
    province = World().hungyen
    agencies = [agency.pk for agency in add_agencies(province, AGENCIES)]
    values = {"entries": entries, "agencies": agencies}
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_piece (size int, number int, words text, PRIMARY KEY (size, number))")
        cursor.executemany("INSERT INTO bench_piece VALUES (%s, %s, %s)", pieces())
        cursor.execute(PIECE)
        cursor.execute("ALTER TABLE tenants_basepage DISABLE TRIGGER USER")
        cursor.execute(PAGES, values)
        cursor.execute("ALTER TABLE tenants_basepage ENABLE TRIGGER USER")
        cursor.execute(ENTRIES, [])
        made = time.perf_counter()
        without_indexes(cursor)
        indexed = time.perf_counter()
        cursor.execute("ANALYZE")
        cursor.execute("SELECT pg_total_relation_size('portal_foundby') / 1048576")
        size = cursor.fetchone()[0]
    print(
        f"{entries:,} entries made in {made - started:.0f} s, indexed in {indexed - made:.0f} s, index of {size} MB\n",
        flush=True,
    )


def ask(client: Client, path: str) -> Any:
    response = client.get(path, headers={"host": HOST})
    if response.status_code != 200:
        raise SystemExit(f"{path} answered {response.status_code}")
    return response


def cpu() -> float:
    """Seconds that this process and its connection's server process have computed: steadier than the clock."""
    connection.ensure_connection()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(server[11]) + int(server[12])) / os.sysconf("SC_CLK_TCK")


def measure(client: Client, path: str, rounds: int) -> tuple[list[float], float, int, Any]:
    """Milliseconds of each request, those computed in one, queries of one, and its answer."""
    ask(client, path)
    with CaptureQueriesContext(connection) as captured:
        answer = ask(client, path)
    queries = len(captured)
    times = []
    before = cpu()
    for _ in range(rounds):
        started = time.perf_counter()
        ask(client, path)
        times.append(1000 * (time.perf_counter() - started))
    return times, 1000 * (cpu() - before) / rounds, queries, answer


def explain(client: Client, path: str) -> None:
    """The plans of the statements that read the search's table."""
    with CaptureQueriesContext(connection) as captured:
        ask(client, path)
    asked = [query["sql"] for query in captured if "foundby" in query["sql"] or "titleword" in query["sql"]]
    with results.by_index(), connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, BUFFERS OFF) {sql}")
            print("\n".join(f"    {row[0][:170]}" for row in cursor.fetchall()))


def run(rounds: int, plans: bool) -> None:
    client = Client()
    views.SUGGESTIONS = "1000000/m"
    gather_words()
    asked = {
        name: f"/tim-kiem/{query.pop('path', '')}?{urlencode({'scope': 'province'} | query)}"
        for name, query in QUERIES.items()
    }
    print("| search | results | queries | least ms | p50 ms | p95 ms | computed ms |\n|---|---|---|---|---|---|---|")
    for name, path in asked.items():
        times, computed, queries, answer = measure(client, path, rounds)
        p95 = statistics.quantiles(times, n=20)[-1]
        total = answer.context["total"] if answer.context else len(answer.json()["rows"])
        shown = [f"{value:.0f}" for value in (min(times), statistics.median(times), p95, computed)]
        print(f"| {name} | {total:,} | {queries} | {' | '.join(shown)} |", flush=True)
        if plans:
            explain(client, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--explain", action="store_true")
    given = parser.parse_args()
    setup_test_environment()
    database = WorldDatabase(make_world)
    database.create()
    try:
        fill(given.entries)
        run(given.rounds, given.explain)
    finally:
        database.drop()


if __name__ == "__main__":
    main()
