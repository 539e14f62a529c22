from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations

from editorial.live import guarded_models
from tenants.models import BasePage


@register()
def content_is_guarded(**_: Any) -> list[CheckMessage]:
    """The rule on live pages compares a page's own row with its version: content in other tables would escape it."""
    known = {relation.related_model for relation in get_all_child_relations(BasePage)}
    return [
        Error(
            f"{model._meta.label} keeps content in rows of other tables, which the rule on live pages does not guard.",
            hint="Use a StreamField, or extend editorial_check_content (editorial/migrations/0002_live_rule.py).",
            obj=model,
            id="editorial.E001",
        )
        for model in guarded_models()
        if {relation.related_model for relation in get_all_child_relations(model)} - known
        or get_all_child_m2m_relations(model)
        or model._meta.local_many_to_many
    ]
