"""The forms in which these kinds are written: each opens, under its Vietnamese name, with the choices that exist."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from portal.models import PublicServicePage
from tests.isolation.work import Desk
from tests.portal.kinds import WHOLE, make_whole

pytestmark = pytest.mark.django_db


def test_every_form_opens_with_the_levels_and_states_that_exist(world: Any) -> None:
    desk = Desk(world.users["author_hungyen"], "hungyen")
    for model in WHOLE:
        section = make_whole(model, world.hungyen).get_parent()
        answer = desk.get(f"pages/add/portal/{model._meta.model_name}/{section.pk}/")
        assert answer.status_code == 200, model
        text = answer.content.decode()
        with translation.override("vi"):
            assert str(model._meta.verbose_name) in text.lower()
        if model is PublicServicePage:
            assert all(f'<option value="{level}">' in text for level in (1, 2, 3, 4))
            assert '<option value="5">' not in text
