from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, models

from editorial.checks import content_is_guarded
from editorial.live import GUARD, guarded_models, install_guards
from portal.models import ArticlePage, HomePage, SectionPage

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "decisions" / "0003-live-pages.md"


def tables() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s", [GUARD])
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_every_page_type_is_guarded() -> None:
    assert {ArticlePage, HomePage, SectionPage} <= set(guarded_models())
    assert tables() == {model._meta.db_table for model in guarded_models()}


@pytest.mark.django_db
def test_a_missing_guard_comes_back_with_the_next_migrate() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {GUARD} ON portal_articlepage")
    install_guards()
    install_guards()
    assert "portal_articlepage" in tables()


def test_content_in_other_tables_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert content_is_guarded() == []
    field = models.ManyToManyField("tenants.Agency")
    monkeypatch.setattr(ArticlePage._meta, "local_many_to_many", [field])
    assert [error.id for error in content_is_guarded()] == ["editorial.E001"]


def test_the_diagram_in_the_documents_is_the_table() -> None:
    out = StringIO()
    call_command("editorial_states", stdout=out)
    assert out.getvalue().strip() in DOCUMENT.read_text()
