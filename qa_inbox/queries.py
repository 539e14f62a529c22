"""What is read of questions: for the home page, the lists and the screens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse

from qa_inbox.models import Question
from tenants.hosts import home_address, learn_homes
from tenants.models import Agency
from tenants.roles import ROLES
from tenants.sorting import by_given_name

ON_HOME = 4
HANDLER_ROLES = tuple(role for role, grants in ROLES.items() if "answer_agency" in grants.agency)
SIGNER_ROLES = tuple(role for role, grants in ROLES.items() if "sign_agency" in grants.agency)
OFFICE_ROLES = tuple(role for role, grants in ROLES.items() if "oversee_agency" in grants.agency)


def latest_answers(agency: Agency) -> list[dict[str, Any]]:
    """The newest published answers for an agency's home page: subject, address, time of the answer."""
    rows = Question.objects.published_by(agency).only("subject", "public_subject", "answered_at")[:ON_HOME]
    return [
        {
            "subject": row.published_subject,
            "url": reverse("qa_inbox:question", args=[row.pk]),
            "answered_at": row.answered_at,
        }
        for row in rows
    ]


def questions_found(agency: Agency, tsquery: str, *, province: bool) -> QuerySet[Question]:
    """Published questions that have the words, on an agency's portal or on all of its province that answer."""
    there = Question.objects.published_in(agency.root) if province else Question.objects.published_by(agency)
    return there.found_by(tsquery).select_related("agency")


def question_rows(found: Iterable[Question]) -> list[dict[str, Any]]:
    """What a list of results tells of each: `question`, and name and full address on the portal where it stands.

    Two queries. One whose portal has no address is left out.
    """
    questions = list(found)
    keys = {question.agency.successor_id or question.agency_id for question in questions}
    portals = Agency.objects.select_related("home_page").in_bulk(keys)
    learn_homes(portal.home_page.path for portal in portals.values() if portal.home_page)
    rows = []
    for question in questions:
        portal = portals[question.agency.successor_id or question.agency_id]
        address = home_address(portal.home_page.path) if portal.home_page else None
        if address is not None:
            path = reverse("qa_inbox:question", args=[question.pk])
            rows.append({"question": question, "agency": portal.name, "url": f"{address.root_url}{path}"})
    return rows


def _people(agency: Agency, roles: tuple[str, ...]) -> QuerySet[Any]:
    people = get_user_model().objects.filter(is_active=True)
    return (
        people.filter(memberships__agency=agency, memberships__role__in=roles)
        .distinct()
        .order_by(*by_given_name("full_name"), "pk")
    )


def handlers_of(agency: Agency) -> QuerySet[Any]:
    """People whose role lets them handle the agency's questions."""
    return _people(agency, HANDLER_ROLES)


def signers_of(agency: Agency) -> QuerySet[Any]:
    """The agency's head and those who sign in their own right (TN.14.3); delegates come and go, see Delegation."""
    return _people(agency, SIGNER_ROLES)


def office_of(province: Agency) -> QuerySet[Any]:
    """Staff of the office that oversees the province's portals."""
    return _people(province, OFFICE_ROLES)
