"""Who may do what with a text: the questions, their twins as querysets, and the one tester of page permissions."""

from __future__ import annotations

from typing import Any

from wagtail.models import PagePermissionTester, WorkflowState, get_default_page_content_type

from editorial.contributors import contributor_ids
from editorial.models import Decision
from editorial.states import Standing, standing_of
from editorial.transitions import Action, Situation, allowed
from tenants.models import Agency, Membership
from tenants.permissions import user_can_review_for, user_can_update_for
from tenants.roles import Role


def user_can_write_text(user: Any, page: Any) -> bool:
    """Write and submit texts of the page's agency (the level "update" of TN.17.2)."""
    return page.agency is not None and user_can_update_for(user, page.agency)


def user_can_review_text(user: Any, page: Any) -> bool:
    """Decide on texts of the page's agency: its board, and nobody else's (TN.6.3)."""
    return page.agency is not None and user_can_review_for(user, page.agency)


def user_can_head_board(user: Any, agency: Agency) -> bool:
    """Publish urgently: the head of the agency's board, or a superuser."""
    if not user.is_active:
        return False
    return user.is_superuser or Membership.objects.filter(user=user, agency=agency, role=Role.BOARD_HEAD).exists()


def situation(user: Any, page: Any) -> Situation:
    """What the guards of the table look at."""
    return _situation(user, page, standing_of(page))


def _situation(user: Any, page: Any, standing: Standing) -> Situation:
    submitted_by = standing.submitter_id
    return Situation(
        writes=user_can_write_text(user, page),
        reviews=user_can_review_text(user, page),
        heads=page.agency is not None and user_can_head_board(user, page.agency),
        submitted_it=submitted_by is not None and submitted_by == user.pk,
        contributed=user.pk in contributor_ids(page, [submitted_by]),
        live=page.live,
    )


def allowed_actions(user: Any, page: Any) -> list[Action]:
    """Actions that the person may do on the text now; the menus and the views ask nothing else."""
    standing = standing_of(page)
    return allowed(standing.state, _situation(user, page, standing))


def was_submitted(pages: Any) -> bool:
    """Whether any of these pages was ever submitted or decided on, and so must be kept (TN.11.1)."""
    pks = list(pages.values_list("pk", flat=True))
    base = get_default_page_content_type()
    return (
        Decision.objects.filter(page_id__in=pks).exists()
        or WorkflowState.objects.filter(base_content_type=base, object_id__in=[str(pk) for pk in pks]).exists()
    )


class EditorialPermissionTester(PagePermissionTester):
    """Wagtail's own page permissions, less what only a decision may do: publish, take off, delete a submitted text."""

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_edit(self) -> bool:
        archived = getattr(self.page.specific_deferred, "archived_at", None) is not None
        return bool(super().can_edit()) and not archived and not self._is_kept()

    def can_add_subpage(self) -> bool:
        return bool(super().can_add_subpage()) and not self._is_kept()

    def _is_kept(self) -> bool:
        """Whether the page came from an agency that has ended, and so stays as it was."""
        return self.page.came_from_id is not None

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return bool(super().can_delete(ignore_bulk)) and not was_submitted(self.page.get_descendants(inclusive=True))

    def can_move(self) -> bool:
        return bool(super().can_delete(ignore_bulk=True)) and not self._is_kept()

    def can_submit_for_moderation(self) -> bool:
        actions = allowed_actions(self.user, self.page)
        return super().can_submit_for_moderation() and bool({Action.SUBMIT, Action.RESUBMIT} & set(actions))

    def can_set_view_restrictions(self) -> bool:
        return False
