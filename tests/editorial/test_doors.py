"""Every door by which Wagtail, Django or SQL could take a page live or change a live one: each is tried, and holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Locale, Revision, TaskState

from editorial import services
from editorial.live import publish_many
from editorial.models import Decision, DecisionKind
from portal.models import ArticlePage, SectionPage
from tenants.models import BasePage
from tests.editorial.conftest import again, change, make_text, refused

pytestmark = [pytest.mark.django_db, pytest.mark.clause("TB.16.3", "HY.8.2", "TN.6.3")]


def content(page: Any) -> tuple[Any, ...]:
    row = again(page)
    return row.live, row.title, row.slug, row.summary, str(row.body), row.live_revision_id


class TestADraftDoesNotGoLive:
    def test_publish(self, desk: Any) -> None:
        page = desk.draft()
        refused(lambda: page.get_latest_revision().publish())
        refused(lambda: PublishPageRevisionAction(page.get_latest_revision()).execute(skip_permission_checks=True))
        assert not again(page).live

    def test_publish_by_a_superuser(self, desk: Any) -> None:
        page = desk.draft()
        refused(lambda: page.get_latest_revision().publish(user=desk.users["superuser"], skip_permission_checks=True))
        assert not again(page).live

    def test_bulk_publish(self, desk: Any) -> None:
        page = desk.draft()
        refused(lambda: PublishBulkAction.execute_action([page]))
        assert not again(page).live

    def test_bulk_publish_with_descendants(self, desk: Any) -> None:
        page = desk.draft()
        section = BasePage.objects.get(pk=page.pk).get_parent()
        refused(lambda: PublishBulkAction.execute_action([section], include_descendants=True))
        assert not again(page).live

    def test_copy_that_keeps_live(self, desk: Any) -> None:
        page = desk.live()
        copies = ArticlePage.objects.count()
        refused(lambda: CopyPageAction(page, update_attrs={"slug": "ban-sao"}, keep_live=True).execute())
        refused(lambda: page.copy(update_attrs={"slug": "ban-sao"}))
        assert ArticlePage.objects.count() == copies

    def test_copy_of_a_section_with_its_texts(self, desk: Any) -> None:
        section = desk.live().get_parent().specific
        refused(lambda: section.copy(recursive=True, update_attrs={"slug": "muc-sao"}, keep_live=True))

    def test_a_copy_that_is_not_live_can_be_made_and_still_needs_a_decision(self, desk: Any) -> None:
        copy = desk.live().copy(update_attrs={"slug": "ban-sao"}, keep_live=False)
        assert not copy.live
        refused(lambda: copy.get_latest_revision().publish())

    def test_alias(self, desk: Any) -> None:
        page, draft = desk.live(), desk.draft(title="Bản nháp khác")
        refused(lambda: CreatePageAliasAction(page, update_slug="bi-danh", parent=page.get_parent()).execute())
        refused(lambda: CreatePageAliasAction(draft, update_slug="bi-danh", parent=page.get_parent()).execute())
        refused(lambda: BasePage.objects.filter(pk=draft.pk).update(alias_of=page))

    def test_translation(self, desk: Any) -> None:
        page = desk.live()
        english = Locale.objects.get_or_create(language_code="en")[0]
        english_section = SectionPage(
            title="News", slug="news-en", live=False, locale=english, translation_key=page.get_parent().translation_key
        )
        page.get_parent().get_parent().add_child(instance=english_section)
        refused(lambda: CopyPageForTranslationAction(page, english, alias=True).execute(skip_permission_checks=True))
        draft = CopyPageForTranslationAction(page, english).execute(skip_permission_checks=True)
        assert not draft.live
        refused(lambda: draft.get_latest_revision().publish())

    def test_schedule(self, desk: Any) -> None:
        page = desk.draft()
        revision = change(page, desk.author, go_live_at=timezone.now() - timedelta(minutes=1))
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
        refused(lambda: call_command("publish_scheduled"))
        assert not again(page).live

    def test_a_workflow_finished_behind_the_boards_back(self, desk: Any) -> None:
        page = desk.submitted()
        task_state = TaskState.objects.get(revision=page.latest_revision)
        refused(lambda: task_state.approve(user=desk.users["superuser"]))
        assert not again(page).live

    def test_new_page_created_live(self, desk: Any) -> None:
        section = SectionPage.objects.get(agency=desk.agency, key="news")
        refused(lambda: section.add_child(instance=ArticlePage(title="Mới", live=True, body=[])))

    def test_row_saved_or_updated_by_hand(self, desk: Any) -> None:
        page = desk.draft()
        page.live = True
        refused(page.save)
        refused(lambda: ArticlePage.objects.filter(pk=page.pk).update(live=True))
        refused(lambda: ArticlePage.objects.filter(pk=page.pk).update(live=True, live_revision=page.latest_revision))
        refused(lambda: BasePage.objects.bulk_update([BasePage(pk=page.pk, live=True)], ["live"]))

    def test_raw_sql(self, desk: Any) -> None:
        page = desk.draft()
        with connection.cursor() as cursor:
            refused(lambda: cursor.execute("UPDATE tenants_basepage SET live = true WHERE id = %s", [page.pk]))

    def test_a_refused_version(self, desk: Any) -> None:
        page = desk.submitted()
        ground = next(iter(desk.agency.regulation.refusal_grounds))
        services.refuse(page, actor=desk.member, now=timezone.now(), ground=ground)
        refused(lambda: page.get_latest_revision().publish())


class TestALiveTextDoesNotChange:
    def test_a_new_version_needs_its_own_decision(self, desk: Any) -> None:
        page = desk.live()
        before = content(page)
        refused(lambda: change(page, desk.author, title="Khác").publish())
        assert content(page) == before

    def test_revert_to_an_earlier_version(self, desk: Any) -> None:
        page = desk.live(title="Bản một")
        first = page.live_revision
        change(page, desk.author, title="Bản hai")
        services.submit(page, actor=desk.author, now=timezone.now())
        services.approve(page, actor=desk.member, now=timezone.now())
        refused(lambda: first.publish())
        reverted = first.as_object().save_revision(previous_revision=first)
        refused(lambda: reverted.publish(previous_revision=first))
        assert again(page).title == "Bản hai"

    @pytest.mark.parametrize(
        "fields", [{"title": "Khác"}, {"slug": "khac"}, {"summary": "Khác"}, {"body": []}, {"source_name": "Khác"}]
    )
    def test_row_updated_by_hand(self, desk: Any, fields: dict[str, Any]) -> None:
        page = desk.live()
        before = content(page)
        refused(lambda: ArticlePage.objects.filter(pk=page.pk).update(**fields))
        for name, value in fields.items():
            setattr(page, name, value)
        refused(page.save)
        assert content(page) == before

    def test_version_overwritten_in_place(self, desk: Any) -> None:
        page = desk.live()
        text = page.get_latest_revision_as_object()
        text.title = "Khác"
        refused(lambda: text.save_revision(user=desk.author, overwrite_revision=page.live_revision))
        refused(lambda: Revision.objects.filter(pk=page.live_revision_id).update(content={}))

    def test_submitted_version_overwritten_in_place(self, desk: Any) -> None:
        page = desk.submitted()
        text = page.get_latest_revision_as_object()
        text.title = "Khác"
        refused(lambda: text.save_revision(user=desk.author, overwrite_revision=page.latest_revision))

    def test_content_put_below_an_approved_version(self, desk: Any) -> None:
        """Deciding on one version and writing another is found out when the transaction ends."""
        page = desk.submitted()

        def door() -> None:
            services.approve(page, actor=desk.member, now=timezone.now())
            ArticlePage.objects.filter(pk=page.pk).update(summary="Lén thêm vào")

        refused(door)

    def test_row_of_the_page_type_deleted(self, desk: Any) -> None:
        page = desk.live()
        with connection.cursor() as cursor:
            refused(lambda: cursor.execute("DELETE FROM portal_articlepage WHERE basepage_ptr_id = %s", [page.pk]))

    def test_taken_off_without_a_decision(self, desk: Any) -> None:
        page = desk.live()
        refused(lambda: UnpublishPageAction(page).execute(skip_permission_checks=True))
        refused(lambda: BasePage.objects.filter(pk=page.pk).update(live=False))
        assert again(page).live

    def test_taken_live_again_with_the_old_decision(self, desk: Any) -> None:
        page = desk.live()
        services.unpublish(page, actor=desk.member, now=timezone.now(), reason="Sai số liệu")
        refused(lambda: again(page).get_latest_revision().publish())
        assert not again(page).live

    def test_moved_to_another_agency(self, desk: Any, world: Any) -> None:
        page = desk.live()
        target = SectionPage.objects.get(agency=world.commune, key="news")
        refused(lambda: page.move(target, pos="last-child"))
        assert again(page).agency_id == desk.agency.pk

    def test_moved_within_the_agency_it_stays_what_it_is(self, desk: Any) -> None:
        page = desk.live()
        before = content(page)
        target = SectionPage.objects.filter(agency=desk.agency).exclude(pk=page.get_parent().pk).first()
        page.move(target, pos="last-child")
        connection.check_constraints()
        assert content(page) == before


class TestTheLawfulWays:
    def test_a_section_of_a_new_portal_is_live_by_a_decision(self, world: Any) -> None:
        sections = SectionPage.objects.filter(agency=world.skhcn)
        assert sections
        for section in sections:
            assert section.live
            assert Decision.objects.get(page_id=section.pk).revision_id == section.live_revision_id

    def test_import_in_one_go(self, desk: Any) -> None:
        pages = [make_text(desk.agency, None, title=f"Tin {number}") for number in range(3)]
        publish_many(pages, kind=DecisionKind.IMPORT_ACCEPTED, actor=desk.head, now=timezone.now())
        connection.check_constraints()
        assert ArticlePage.objects.filter(pk__in=[page.pk for page in pages], live=True).count() == 3

    def test_a_text_approved_for_later_goes_live_by_the_clock(self, desk: Any) -> None:
        page = desk.draft()
        change(page, desk.author, go_live_at=timezone.now() + timedelta(hours=1))
        services.submit(page, actor=desk.author, now=timezone.now())
        services.approve(page, actor=desk.member, now=timezone.now())
        page = again(page)
        assert not page.live
        Revision.objects.filter(pk=page.latest_revision_id).update(
            approved_go_live_at=timezone.now() - timedelta(minutes=1)
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("wagtail.actions.publish_revision.timezone.now", lambda: page.go_live_at + timedelta(hours=2))
            call_command("publish_scheduled")
        connection.check_constraints()
        assert again(page).live

    def test_an_expiry_that_was_decided_on_takes_a_text_off(self, desk: Any) -> None:
        page = desk.draft()
        change(page, desk.author, expire_at=timezone.now() - timedelta(minutes=1))
        services.submit(page, actor=desk.author, now=timezone.now())
        services.approve(page, actor=desk.member, now=timezone.now())
        assert again(page).live
        call_command("publish_scheduled")
        assert (again(page).live, again(page).expired) == (False, True)
