"""Whatever section a regulation requires, there is content for it: a kind made for it, or articles by decision."""

from __future__ import annotations

import pytest
from django.template.loader import get_template

from portal.catalogue import listable_kinds
from portal.filters import FILTERS
from tenants.regulation.loader import all_regulations

MADE_FOR = {
    "directives": "directive",
    "emulation": "commendation",
    "gazette": "gazette_issue",
    "guidance": "guidance",
    "introduction": "standing_text",
    "leaders": "leader",
    "legal_documents": "legal_document",
    "procedures": "public_service",
    "projects": "project",
    "schedule": "schedule_week",
    "science": "science_programme",
    "social_services": "social_service",
    "statistics": "statistic",
    "enterprises": "product",
    "strategies": "strategy",
}
"""Section: the kind that is made for it, with a list and a search of its own."""
UNFILTERED = frozenset({"standing_text", "leader", "schedule_week"})
"""Kinds of which a portal has few."""
FREE = frozenset(
    {
        *("news", "announcements", "english", "contacts", "public_services"),
        *("consultations", "questions", "feedback"),
    }
)
"""Sections where articles suffice, or whose content comes from elsewhere, such as questions from the inbox."""
AGENCIES = ("province", "department", "district", "commune", "organisation", "enterprise")


@pytest.mark.clause("HY.8.1", "TB.5", "TN.4.3")
def test_every_required_section_has_its_content() -> None:
    models = listable_kinds()
    asked = set()
    for regulation in all_regulations():
        for agency in AGENCIES:
            for required in regulation.required_sections(agency):
                key, where = required.key, f"{regulation.code}, {agency}: {required.key}"
                asked.add(key)
                assert key in MADE_FOR or key in FREE, where
                if key in MADE_FOR:
                    model = models[MADE_FOR[key]]
                    assert model.home_sections[0] == key, where
                    assert get_template(model.listing.template), where
                    assert model.kind in UNFILTERED or "q" in FILTERS[model.kind].base_filters, where
                else:
                    assert models["article"].home_sections == (), where
    assert set(MADE_FOR) <= asked


def test_what_the_law_adds_to_a_section_may_stand_there() -> None:
    """Statements among the announcements, commendations among directives, guidance on procedures beside these."""
    models = listable_kinds()
    for kind, key in (
        ("directive", "announcements"),
        ("commendation", "announcements"),
        ("commendation", "directives"),
        ("guidance", "procedures"),
        ("gazette_issue", "legal_documents"),
    ):
        assert key in models[kind].home_sections
