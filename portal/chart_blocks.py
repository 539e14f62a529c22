"""The rows of an organisation chart, checked as a whole: each fault is told at its field."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from portal.charts import CIRCLE, TWICE, UNKNOWN, faults

MESSAGES = {
    TWICE: ("name", _("Two units have this name. Give each a name of its own.")),
    UNKNOWN: ("above", _("No row has this name. Write it as in the row of the unit above, or leave it empty.")),
    CIRCLE: ("above", _("This unit would stand above itself. Choose a unit that does not stand below it.")),
}


class UnitKind(models.TextChoices):
    LEADERSHIP = "leadership", _("leadership")
    OFFICE = "office", _("office or advisory unit")
    DIVISION = "division", _("specialised division")
    AFFILIATED = "affiliated", _("affiliated unit")
    LOCAL = "local", _("local body")


class UnitBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name of the unit"), max_length=200)
    kind = blocks.ChoiceBlock(label=_("Kind of unit"), choices=UnitKind.choices, default=UnitKind.DIVISION)
    above = blocks.CharBlock(
        label=_("Unit above"),
        max_length=200,
        required=False,
        help_text=_("The name of the unit that it stands below, as in that unit's row. Empty: it stands at the top."),
    )
    head = blocks.CharBlock(label=_("Who leads it"), max_length=160, required=False)
    phone = blocks.CharBlock(label=_("Telephone"), max_length=40, required=False)
    email = blocks.EmailBlock(label=_("E-mail"), required=False)
    functions = blocks.TextBlock(label=_("Functions, duties and powers"), required=False, rows=3)
    link = blocks.URLBlock(label=_("Address of its page"), required=False)

    class Meta:
        icon = "group"
        label = _("Unit")


class UnitsBlock(blocks.StreamBlock):
    unit = UnitBlock()

    def clean(self, value: Any) -> Any:
        """Raises StreamBlockValidationError with a message at the name or at the unit above."""
        cleaned = super().clean(value)
        wrong = faults([(block.value["name"], block.value["above"] or "") for block in cleaned])
        if wrong:
            raise StreamBlockValidationError(block_errors={at: _error(fault) for at, fault in wrong.items()})
        return cleaned


def _error(fault: str) -> StructBlockValidationError:
    name, message = MESSAGES[fault]
    return StructBlockValidationError(block_errors={name: ValidationError(message)})
