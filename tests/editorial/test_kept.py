"""Originals and drafts are kept: what was ever submitted can be archived, never deleted, by no door."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.models import Revision, WorkflowState

from editorial import services
from editorial.models import Decision
from portal.models import ArticlePage
from tests.editorial.conftest import again, refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("TN.11.1")]


def test_delete(desk: Any) -> None:
    for page in (desk.submitted(), desk.live()):
        refused(lambda page=page: DeletePageAction(page, user=None).execute(skip_permission_checks=True))
        refused(lambda page=page: page.delete())
        assert ArticlePage.objects.filter(pk=page.pk).exists()


def test_delete_after_a_withdrawal(desk: Any) -> None:
    page = desk.submitted()
    services.withdraw(page, actor=desk.author, now=timezone.now())
    refused(lambda: again(page).delete())


def test_bulk_delete(desk: Any) -> None:
    page = desk.submitted()
    refused(lambda: DeleteBulkAction.execute_action([page]))


def test_delete_of_the_section_above(desk: Any) -> None:
    page = desk.submitted()
    refused(lambda: page.get_parent().delete())


def test_raw_sql(desk: Any) -> None:
    page = desk.submitted()
    with connection.cursor() as cursor:
        refused(lambda: cursor.execute("DELETE FROM tenants_basepage WHERE id = %s", [page.pk]))
        refused(lambda: cursor.execute("TRUNCATE editorial_decision CASCADE"))


def test_its_versions_and_submissions(desk: Any) -> None:
    page = desk.live()
    refused(lambda: page.revisions.first().delete())
    refused(lambda: call_command("purge_revisions", days=0) or Revision.objects.for_instance(page).delete())
    refused(lambda: WorkflowState.objects.for_instance(page).delete())


def test_decisions(desk: Any) -> None:
    desk.live()
    mine = Decision.objects.filter(kind="approved")
    refused(lambda: mine.update(reason="sửa"))
    refused(lambda: mine.update(kind="urgent"))
    refused(lambda: mine._raw_delete("default"))


def test_a_draft_that_was_never_submitted_can_be_deleted(desk: Any) -> None:
    page = desk.draft()
    page.delete()
    assert not ArticlePage.objects.filter(pk=page.pk).exists()
