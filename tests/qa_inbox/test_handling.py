"""What staff do with a question, through the services: clock, rights, notices to the asker."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from qa_inbox import services
from qa_inbox.models import Question, QuestionEvent
from qa_inbox.transitions import ActionNotAllowed
from security.models import OutboxMail
from tenants.models import AgencyModelLogEntry
from tests.factories import make_agency, make_province, make_user
from tests.qa_inbox.factories import MONDAY, PUBLIC, at, bring_to, make_question
from tests.qa_inbox.people import staff_of


def mails_to(question: Question) -> list[str]:
    return list(OutboxMail.objects.filter(to=question.email).order_by("pk").values_list("body_text", flat=True))


@pytest.fixture
def thainguyen(world: Any) -> Any:
    province = make_province("thainguyen-2012")
    province.people = staff_of(province, "tn")
    return province


@pytest.mark.clause("TN.14.4a", "TN.14.4b")
def test_another_class_counts_from_the_same_start(thainguyen: Any) -> None:
    handler = thainguyen.people["responder_tn"]
    question = make_question(thainguyen)
    assert question.due_at.astimezone().date() == date(2026, 3, 9)
    later = MONDAY + timedelta(days=3)
    question = services.classify(question, "several_sectors", actor=handler, now=later)
    assert (question.due_at.date(), question.due_clause) == (date(2026, 3, 16), "TN.14.4b")
    question = services.classify(question, "in_competence", actor=handler, now=later)
    assert (question.due_at.date(), question.due_clause) == (date(2026, 3, 9), "TN.14.4a")
    with pytest.raises(ValidationError):
        services.classify(question, "out_of_field", actor=handler, now=later)


@pytest.mark.clause("TN.14.4c")
def test_a_special_question_gets_an_appointed_date_that_its_asker_is_told(thainguyen: Any) -> None:
    handler = thainguyen.people["responder_tn"]
    question = make_question(thainguyen)
    with pytest.raises(ActionNotAllowed):
        services.appoint_date(question, date(2026, 3, 11), actor=handler, now=MONDAY)
    question = services.classify(question, "special_study", actor=handler, now=MONDAY)
    for impossible in (date(2026, 3, 24), date(2026, 3, 14), date(2026, 2, 27)):
        with pytest.raises(ValidationError):
            services.appoint_date(question, impossible, actor=handler, now=MONDAY)
    question = services.appoint_date(question, date(2026, 3, 23), actor=handler, now=MONDAY)
    assert question.due_at == at("2026-03-23", 17)
    assert "23/03/2026" in mails_to(question)[-1]
    question = services.classify(question, "in_competence", actor=handler, now=MONDAY)
    assert question.appointed_on is None and question.due_at.date() == date(2026, 3, 9)


@pytest.mark.clause("TN.14.3")
def test_only_the_head_or_a_recorded_delegate_signs(world: Any) -> None:
    people = world.users
    question = bring_to(make_question(world.skhcn), "awaiting_signoff", people, "skhcn")
    delegate, head = people["board_member_skhcn"], people["signer_skhcn"]
    for nobody in ("responder_skhcn", "agency_admin_skhcn", "board_head_skhcn", "signer_hungyen", "signer_snv"):
        with pytest.raises(PermissionDenied):
            services.sign(question, publish=True, public_body=PUBLIC, actor=people[nobody], now=MONDAY)
    spell = {"decision": "12/QĐ-SKHCN", "valid_from": MONDAY, "valid_until": MONDAY + timedelta(days=1)}
    with pytest.raises(PermissionDenied):
        services.delegate_signature(world.skhcn, delegate, **spell, actor=people["agency_admin_skhcn"], now=MONDAY)
    delegation = services.delegate_signature(world.skhcn, delegate, **spell, actor=head, now=MONDAY)
    for outside in (MONDAY - timedelta(seconds=1), MONDAY + timedelta(days=1, seconds=1)):
        with pytest.raises(PermissionDenied):
            services.sign(question, publish=True, public_body=PUBLIC, actor=delegate, now=outside)
    signed = services.sign(question, publish=True, public_body=PUBLIC, actor=delegate, now=MONDAY)
    assert signed.signed_by == delegate and "(theo quyết định ủy quyền số 12/QĐ-SKHCN" in signed.signed_as
    services.end_delegation(delegation, actor=head, now=MONDAY)
    second = bring_to(make_question(world.skhcn), "awaiting_signoff", people, "skhcn")
    with pytest.raises(PermissionDenied):
        services.sign(second, publish=True, public_body=PUBLIC, actor=delegate, now=MONDAY)


def test_a_delegate_who_left_the_agency_signs_nothing(world: Any) -> None:
    people = world.users
    delegate, head = people["board_member_skhcn"], people["signer_skhcn"]
    services.delegate_signature(
        world.skhcn, delegate, decision="13/QĐ-SKHCN", valid_from=MONDAY, valid_until=None, actor=head, now=MONDAY
    )
    question = bring_to(make_question(world.skhcn), "awaiting_signoff", people, "skhcn")
    delegate.memberships.all().delete()
    with pytest.raises(PermissionDenied):
        services.sign(question, publish=True, public_body=PUBLIC, actor=delegate, now=MONDAY)


def test_nothing_is_published_without_its_public_wording(world: Any) -> None:
    question = bring_to(make_question(world.skhcn), "awaiting_signoff", world.users, "skhcn")
    with pytest.raises(ValidationError) as refused:
        services.sign(question, publish=True, public_body=" ", actor=world.users["signer_skhcn"], now=MONDAY)
    assert "public_body" in refused.value.message_dict
    question.refresh_from_db()
    assert (question.state, question.published) == ("awaiting_signoff", False)


def test_a_delegate_serves_the_agency_and_the_span_has_a_length(world: Any) -> None:
    head = world.users["signer_skhcn"]
    for delegate, until in ((world.users["author_snv"], None), (world.users["author_skhcn"], MONDAY)):
        with pytest.raises(ValidationError):
            services.delegate_signature(
                world.skhcn, delegate, decision="1", valid_from=MONDAY, valid_until=until, actor=head, now=MONDAY
            )


@pytest.mark.clause("TN.14.2")
@pytest.mark.parametrize("publish", [True, False])
def test_the_answer_stands_on_the_portal_or_goes_to_the_asker_alone(world: Any, publish: bool) -> None:
    question = bring_to(make_question(world.skhcn), "awaiting_signoff", world.users, "skhcn")
    head = world.users["signer_skhcn"]
    question = services.sign(question, publish=publish, public_body="Câu hỏi", actor=head, now=MONDAY)
    assert Question.objects.published_by(world.skhcn).filter(pk=question.pk).exists() is publish
    assert question.answer in mails_to(question)[-1]


@pytest.mark.clause("VL.18.1dda", "HY.10.2cc")
@pytest.mark.parametrize(("place", "other"), [("hungyen", "skhcn"), ("vinhlong", "snv")])
def test_the_board_receives_classifies_and_forwards(world: Any, place: str, other: str) -> None:
    member = world.users[f"board_member_{place}"]
    asked_here, competent = getattr(world, place), getattr(world, other)
    question = make_question(asked_here)
    due = question.due_at
    question = services.classify(question, "several_sectors", actor=member, now=MONDAY)
    question = services.forward(question, competent, reason="", actor=member, now=MONDAY)
    assert (question.agency, question.portal, question.due_at) == (competent, asked_here, due)
    assert competent.name in mails_to(question)[-1]
    answered = bring_to(question, "answered", world.users, other)
    assert answered.state == "answered"
    with pytest.raises(ActionNotAllowed):
        services.save_draft(make_question(asked_here), "…", actor=member, now=MONDAY)


def test_a_forwarded_question_leaves_the_first_agencys_draft_behind(world: Any) -> None:
    question = bring_to(make_question(world.skhcn), "drafted", world.users, "skhcn")
    assert question.answer
    forwarded = services.forward(
        question, world.commune, reason="", actor=world.users["board_member_skhcn"], now=MONDAY
    )
    forwarded.refresh_from_db()
    assert (forwarded.agency, forwarded.answer) == (world.commune, "")


@pytest.mark.clause("HY.11.4")
def test_a_components_board_receives_and_another_provinces_agency_never_does(world: Any) -> None:
    member = world.users["board_member_skhcn"]
    question = make_question(world.skhcn)
    for wrong in (world.snv, world.skhcn):
        with pytest.raises(ValidationError):
            services.forward(question, wrong, reason="", actor=member, now=MONDAY)
    with pytest.raises(ActionNotAllowed):
        services.forward(question, world.commune, reason="", actor=world.users["author_skhcn"], now=MONDAY)
    question = services.forward(question, world.commune, reason="Thuộc phường", actor=member, now=MONDAY)
    with pytest.raises(ActionNotAllowed):
        services.classify(question, "special_study", actor=member, now=MONDAY)


@pytest.mark.clause("TB.16.6", "TB.13.6")
def test_thai_binhs_board_receives_and_the_competent_agency_answers_on_its_portal(world: Any) -> None:
    thaibinh = make_province("thaibinh-2024")
    department = make_agency(province=thaibinh)
    member = make_user(role="board_member", agency=thaibinh)
    question = make_question(thaibinh)
    question = services.forward(question, department, reason="", actor=member, now=MONDAY)
    answered = bring_to(question, "answered", staff_of(department, "tb"), "tb")
    assert answered in Question.objects.published_by(department)
    assert answered.answer in mails_to(question)[-1]


def test_where_a_centre_receives_the_board_does_not(thainguyen: Any) -> None:
    member = make_user(role="board_member", agency=thainguyen)
    with pytest.raises(ActionNotAllowed):
        services.classify(make_question(thainguyen), "special_study", actor=member, now=MONDAY)


@pytest.mark.clause("VL.18.1ddb")
def test_who_asks_outside_the_field_is_told_in_the_same_moment(world: Any) -> None:
    handler = world.users["responder_snv"]
    question = make_question(world.snv)
    with pytest.raises(ValidationError):
        services.tell_out_of_field(question, reason=" ", actor=handler, now=MONDAY)
    question = services.tell_out_of_field(question, reason="Thuộc Sở Y tế.", actor=handler, now=MONDAY)
    assert (question.state, question.klass) == ("out_of_field", "out_of_field")
    mail = OutboxMail.objects.filter(to=question.email).latest("pk")
    assert "Thuộc Sở Y tế." in mail.body_text
    assert mail.next_try_at == MONDAY
    told = question.events.get(kind="tell_out_of_field")
    assert told.public and told.at == MONDAY


@pytest.mark.clause("VL.18.1ddc")
def test_a_progress_notice_in_time_names_the_date_and_a_further_one_needs_the_head(world: Any) -> None:
    handler, head = world.users["responder_snv"], world.users["signer_snv"]
    question = make_question(world.snv)
    question = services.send_progress_notice(question, date(2026, 4, 1), reason="", actor=handler, now=MONDAY)
    assert question.due_at == at("2026-04-01", 17)
    assert "01/04/2026" in mails_to(question)[-1]
    further = date(2026, 4, 8)
    with pytest.raises(ActionNotAllowed):
        services.send_progress_notice(question, further, reason="Chờ ý kiến", actor=handler, now=MONDAY)
    with pytest.raises(ValidationError):
        services.send_progress_notice(question, further, reason="", actor=head, now=MONDAY)
    question = services.send_progress_notice(question, further, reason="Chờ ý kiến", actor=head, now=MONDAY)
    assert question.due_at == at("2026-04-08", 17)


@pytest.mark.clause("VL.18.1ddc")
def test_a_progress_notice_after_the_time_does_not_make_up_for_it(world: Any) -> None:
    question = make_question(world.snv)
    due, late = question.due_at, question.due_at + timedelta(minutes=1)
    actor = world.users["responder_snv"]
    question = services.send_progress_notice(question, date(2026, 4, 1), reason="", actor=actor, now=late)
    assert question.due_at == due and question in Question.objects.overdue(late)


def test_progress_notices_exist_only_where_the_regulation_knows_them(world: Any) -> None:
    with pytest.raises(ActionNotAllowed):
        services.send_progress_notice(
            make_question(world.skhcn), date(2026, 4, 1), reason="", actor=world.users["signer_skhcn"], now=MONDAY
        )


def test_overdue_is_a_query_and_the_due_instant_itself_is_in_time(world: Any) -> None:
    question = make_question(world.skhcn)
    assert question.due_at is not None
    assert question not in Question.objects.overdue(question.due_at)
    assert question in Question.objects.overdue(question.due_at + timedelta(microseconds=1))
    assert [question.light(moment) for moment in (MONDAY, question.remind_at, question.due_at + timedelta(1))] == [
        "green",
        "amber",
        "red",
    ]


def test_a_running_clock_keeps_the_rule_it_started_under(world: Any) -> None:
    question = make_question(world.snv)
    world.vinhlong.__class__.objects.filter(pk=world.vinhlong.pk).update(regulation_code="thainguyen-2012")
    question = services.classify(question, "several_sectors", actor=world.users["responder_snv"], now=MONDAY)
    assert (question.due_clause, question.due_at.date()) == ("VL.18.1ddc", date(2026, 3, 23))


def test_who_saw_an_older_version_is_told_and_changes_nothing(world: Any) -> None:
    handler = world.users["responder_skhcn"]
    question = make_question(world.skhcn)
    seen = question.version
    services.save_draft(question, "Bản một", actor=handler, now=MONDAY, version=seen)
    with pytest.raises(services.StaleQuestion):
        services.save_draft(question, "Bản hai", actor=handler, now=MONDAY, version=seen)
    question.refresh_from_db()
    assert question.answer == "Bản một"


def test_every_step_leaves_a_line_and_an_audit_entry_of_its_agency(world: Any) -> None:
    question = bring_to(make_question(world.skhcn), "answered", world.users, "skhcn")
    kinds = [event.kind for event in question.events.all()]
    assert kinds == ["asked", "received", "assign", "draft", "request_signoff", "sign_and_publish"]
    entries = AgencyModelLogEntry.objects.filter(object_id=str(question.pk), action__startswith="qa_inbox.")
    assert [entry.action.partition(".")[2] for entry in entries.order_by("pk")] == [
        "ask",
        *kinds[2:],
    ]
    assert {entry.agency_id for entry in entries} == {world.skhcn.pk}
    assert question.name not in "".join(entry.label for entry in entries)


@pytest.mark.parametrize("statement", ["UPDATE {} SET note = 'x'", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_timeline_is_append_only(world: Any, statement: str) -> None:
    make_question(world.skhcn)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement.format("qa_inbox_questionevent"))
    assert QuestionEvent.objects.count() == 2


def test_a_question_without_e_mail_is_answered_on_the_tracking_page(world: Any) -> None:
    question = make_question(world.skhcn, email="", phone="0912345678")
    answered = bring_to(question, "answered", world.users, "skhcn")
    assert answered.answered_at == MONDAY
    assert not OutboxMail.objects.filter(to="").exists()
    with pytest.raises(ValueError, match="e-mail"):
        make_question(world.skhcn, email="", phone="0912345678", human=False)
