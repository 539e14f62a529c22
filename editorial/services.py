"""What happens to a text, from its submission to the archive.

Each takes the text (any class of page), the person and the present instant, runs in one transaction under a lock on the
text, and raises `NotAllowed` with a message for the person when the state or the person does not allow it.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState, WorkflowState

from editorial import signals
from editorial.contributors import BOOKKEEPING
from editorial.live import publish_many, record
from editorial.models import Decision, DecisionKind, Withdrawal
from editorial.permissions import situation
from editorial.states import standing_of, state_of
from editorial.transitions import Action, NotAllowed, State, Transition, check
from tenants.models import BasePage

__all__ = [
    "approve",
    "archive",
    "publish_many",
    "publish_provisioned",
    "publish_urgently",
    "refuse",
    "request_clarification",
    "review_afterwards",
    "submit",
    "unpublish",
    "withdraw",
]


def publish_provisioned(page: Any, *, actor: Any, now: datetime) -> Decision | None:
    """Take a page of a new portal live as it stands; None when it is live already."""
    return next(iter(publish_many([page], kind=DecisionKind.PROVISIONED, actor=actor, now=now)), None)


@transaction.atomic
def submit(page: Any, *, actor: Any, now: datetime) -> TaskState:
    """Send the latest version to the agency's board, for the first time or again (TB.16.3, VL.20.1a, HY.8.2)."""
    page = _locked(page)
    state = state_of(page)
    action = Action.RESUBMIT if state in {State.REFUSED, State.RETURNED} else Action.SUBMIT
    _checked(page, state, action, actor)
    revision = page.get_latest_revision()
    if revision is None or not _is_canonical(revision):
        page.specific.get_latest_revision_as_object().save_revision(user=actor)
        page = _locked(page)
    active = _workflow_state(page)
    if active is None:
        active = page.get_workflow().start(page.specific, actor)
    else:
        active.requested_by = actor
        active.resume(user=actor)
    return active.current_task_state


def submission_started(task_state: TaskState, *, actor: Any, now: datetime) -> None:
    """Whichever door a submission came through (ours or Wagtail's editor), it is announced once."""
    workflow_state = task_state.workflow_state
    if workflow_state.requested_by_id != actor.pk:
        workflow_state.requested_by = actor
        workflow_state.save(update_fields=["requested_by"])
    page = workflow_state.content_object.specific
    log(page, "editorial.submit", user=actor, revision=task_state.revision, timestamp=now)
    signals.submitted.send(sender=BasePage, page=page, task_state=task_state, actor=actor, now=now)


@transaction.atomic
def approve(page: Any, *, actor: Any, now: datetime, note: str = "") -> Decision:
    """Take the submitted version live, in one step (VL.20.1b). Whoever has worked on it may not."""
    page, task_state = _submitted(page, Action.APPROVE, actor)
    revision = task_state.revision
    if revision.pk != page.latest_revision_id:
        raise NotAllowed(_("The text has changed since it was submitted. Return it, so that it is submitted again."))
    if not _is_canonical(revision):
        raise NotAllowed(
            _("The text was saved by an older version of the system. Return it, so that it is saved anew.")
        )
    submitter = task_state.workflow_state.requested_by
    decision = record(page, revision, DecisionKind.APPROVED, actor=actor, now=now, reason=note)
    task_state.approve(user=actor, comment=note)
    return _announced(page, decision, Action.APPROVE, submitter, now)


@transaction.atomic
def refuse(page: Any, *, actor: Any, now: datetime, ground: str, note: str = "") -> Decision:
    """Refuse the submitted version on one of the regulation's grounds (VL.20.3, TN.5.1, HY.7).

    Raises ValidationError on the field `ground` for one that the agency's regulation does not know.
    """
    page, task_state = _submitted(page, Action.REFUSE, actor)
    known = page.agency.regulation.refusal_grounds.get(ground)
    if known is None:
        raise ValidationError({"ground": _("Choose one of the grounds of the regulation.")})
    decision = record(
        page,
        task_state.revision,
        DecisionKind.REFUSED,
        actor=actor,
        now=now,
        reason=note,
        ground=ground,
        clause=known.clause,
    )
    return _sent_back(page, task_state, decision, Action.REFUSE, actor, now)


@transaction.atomic
def request_clarification(page: Any, *, actor: Any, now: datetime, note: str) -> Decision:
    """Send the text back to its provider to verify, add or clarify (VL.20.1a); never without a note."""
    page, task_state = _submitted(page, Action.RETURN, actor)
    _require(note)
    decision = record(page, task_state.revision, DecisionKind.RETURNED, actor=actor, now=now, reason=note)
    return _sent_back(page, task_state, decision, Action.RETURN, actor, now)


@transaction.atomic
def withdraw(page: Any, *, actor: Any, now: datetime) -> None:
    """Take a text back from the board before it has decided."""
    page, task_state = _submitted(page, Action.WITHDRAW, actor)
    task_state.workflow_state.cancel(user=actor)
    log(page.specific, "editorial.withdraw", user=actor, timestamp=now)
    signals.withdrawn.send(sender=BasePage, page=page.specific, actor=actor, now=now)


@transaction.atomic
def publish_urgently(page: Any, *, actor: Any, now: datetime, reason: str) -> Decision:
    """The head of the board publishes the latest version at once; another member reviews it afterwards (TN.6.3)."""
    page = _locked(page)
    _checked(page, state_of(page), Action.PUBLISH_URGENTLY, actor)
    _require(reason)
    revision = page.get_latest_revision()
    if revision is None or not _is_canonical(revision):
        revision = page.specific.get_latest_revision_as_object().save_revision(user=actor)
    waiting = _workflow_state(page)
    decision = record(page, revision, DecisionKind.URGENT, actor=actor, now=now, reason=reason)
    revision.publish(user=actor, skip_permission_checks=True)
    return _announced(page, decision, Action.PUBLISH_URGENTLY, waiting.requested_by if waiting else None, now)


@transaction.atomic
def review_afterwards(decision: Decision, *, actor: Any, now: datetime) -> Decision:
    """Another member of the board confirms having reviewed an urgent publication."""
    decision = Decision.objects.select_for_update(of=("self",)).select_related("page__agency").get(pk=decision.pk)
    if decision.kind != DecisionKind.URGENT or decision.reviewed_at is not None:
        raise NotAllowed(_("This publication needs no review any more."), state=True)
    who = situation(actor, decision.page)
    if not who.reviews or decision.actor_id == actor.pk:
        raise NotAllowed(_("Another member of the editorial board must review an urgent publication."))
    decision.reviewed_by, decision.reviewed_at = actor, now
    decision.save(update_fields=["reviewed_by", "reviewed_at"])
    log(decision.page.specific, "editorial.review_afterwards", user=actor, revision=decision.revision, timestamp=now)
    return decision


@transaction.atomic
def unpublish(page: Any, *, actor: Any, now: datetime, reason: str, **told: Any) -> Decision:
    """Take a text off the portal, or stop one that was to go live later. Raises ValidationError without a reason.

    `told`: what its readers find from now on (`notice`, `text`, `replaced_by` of a Withdrawal); without a notice the
    address is not found.
    """
    page = _locked(page)
    _checked(page, state_of(page), Action.UNPUBLISH, actor)
    return _taken_off(page, DecisionKind.UNPUBLISHED, Action.UNPUBLISH, actor, now, reason, told)


@transaction.atomic
def archive(page: Any, *, actor: Any, now: datetime, reason: str, **told: Any) -> Decision:
    """Take a text out of use for good; it and all its versions are kept (TN.11.1). `told` as for `unpublish`."""
    page = _locked(page)
    _checked(page, state_of(page), Action.ARCHIVE, actor)
    active = _workflow_state(page)
    if active is not None:
        active.cancel(user=actor)
    decision = _taken_off(page, DecisionKind.ARCHIVED, Action.ARCHIVE, actor, now, reason, told)
    type(page.specific).objects.filter(pk=page.pk).update(archived_at=now)
    return decision


def _locked(page: Any) -> BasePage:
    """The text as it is now; until the transaction ends nobody else decides on it."""
    rows = BasePage.objects.select_for_update(of=("self",)).select_related("agency__province")
    locked: BasePage = rows.get(pk=page.pk)
    return locked


def _checked(page: BasePage, state: State, action: Action, actor: Any) -> Transition:
    return check(state, action, situation(actor, page))


def _workflow_state(page: BasePage) -> WorkflowState | None:
    return WorkflowState.objects.for_instance(page).active().select_for_update(of=("self",)).order_by("-pk").first()


def _submitted(page: Any, action: Action, actor: Any) -> tuple[BasePage, TaskState]:
    """The locked text and the board's task on it; who comes second is told who decided, what and when."""
    page = _locked(page)
    standing = standing_of(page)
    last = standing.decision
    if standing.state != State.SUBMITTED and last is not None and last.actor is not None:
        raise NotAllowed(
            _("%(who)s has decided on this text already (%(what)s, %(when)s).")
            % {
                "who": last.actor,
                "what": last.get_kind_display(),
                "when": timezone.localtime(last.decided_at).strftime("%H:%M %d/%m/%Y"),
            },
            state=True,
        )
    _checked(page, standing.state, action, actor)
    active = _workflow_state(page)
    if active is None:
        raise NotAllowed(_("The text is no longer with the board."), state=True)
    return page, TaskState.objects.select_for_update(of=("self",)).get(pk=active.current_task_state_id)


def _is_canonical(revision: Revision) -> bool:
    """Whether the version, read, cleaned and written again, stays what it is: what goes live is what was decided on."""
    text = revision.as_object()
    try:
        text.full_clean()
    except ValidationError:
        return False
    told = json.loads(json.dumps(text.serializable_data(), cls=DjangoJSONEncoder))
    return all(told.get(key) == value for key, value in revision.content.items() if key not in BOOKKEEPING)


def _require(reason: str, field: str = "note") -> None:
    if not reason.strip():
        raise ValidationError({field: _("Give the reason.")})


def _sent_back(
    page: BasePage, task_state: TaskState, decision: Decision, action: Action, actor: Any, now: datetime
) -> Decision:
    submitter = task_state.workflow_state.requested_by
    task_state.reject(user=actor, comment=decision.reason or decision.ground_text)
    return _announced(page, decision, action, submitter, now)


def _taken_off(
    page: BasePage, kind: DecisionKind, action: Action, actor: Any, now: datetime, reason: str, told: dict[str, Any]
) -> Decision:
    """The decision that takes a text off, with the notice that its readers find; what was not live leaves none."""
    _require(reason)
    revision = page.live_revision or page.get_latest_revision()
    decision = record(page, revision, kind, actor=actor, now=now, reason=reason)
    page.revisions.update(approved_go_live_at=None)
    if page.live:
        UnpublishPageAction(page.specific, user=actor).execute(skip_permission_checks=True)
        if told.get("notice"):
            withdrawal = Withdrawal(decision=decision, page_id=page.pk, **told)
            withdrawal.full_clean(exclude=["decision", "page", "replaced_by"])
            withdrawal.save()
    return _announced(page, decision, action, None, now)


def _announced(page: BasePage, decision: Decision, action: Action, submitter: Any, now: datetime) -> Decision:
    log(
        page.specific,
        f"editorial.{action}",
        user=decision.actor,
        revision=decision.revision,
        timestamp=now,
        data={"decision": decision.pk, "ground": decision.ground, "reason": decision.reason},
    )
    signals.decided.send(sender=BasePage, page=page.specific, decision=decision, submitter=submitter, now=now)
    return decision
