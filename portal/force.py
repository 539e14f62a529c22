"""Whether a document of law is in force on a day, and in what stage a plan is: pure, from dates alone."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

DASHES = re.compile(r"[\u2010-\u2015\u2212]")
PREFIX = re.compile(r"^số\s*(?=\d)", re.IGNORECASE)


class Force(models.TextChoices):
    NOT_YET = "not_yet", _("Not yet in force")
    IN_FORCE = "in_force", _("Still in force")
    EXPIRED = "expired", _("No longer in force")
    REPLACED = "replaced", _("Replaced")


def force_on(day: date, *, begins: date | None, ends: date | None, replaced: date | None) -> Force:
    """The state of a document on a day.

    `begins`: its first day in force; `ends`: the first day on which it no longer is; `replaced`: the first day in force
    of the document that takes its place. Unknown dates are None. What was replaced stays so, whenever it ended.
    """
    if replaced is not None and replaced <= day:
        return Force.REPLACED
    if ends is not None and ends <= day:
        return Force.EXPIRED
    if begins is not None and begins > day:
        return Force.NOT_YET
    return Force.IN_FORCE


class Stage(models.TextChoices):
    DRAFT = "draft", _("In draft")
    APPROVED = "approved", _("Approved, not begun")
    RUNNING = "running", _("Running")
    ENDED = "ended", _("Ended")


def stage_on(day: date, *, decided: date | None, first_year: int | None, last_year: int | None) -> Stage:
    """The stage of a strategy or plan on a day: decided or not, and where its years lie. An open end runs on."""
    if decided is None or decided > day:
        return Stage.DRAFT
    if first_year is not None and day.year < first_year:
        return Stage.APPROVED
    if last_year is not None and day.year > last_year:
        return Stage.ENDED
    return Stage.RUNNING


def plain_number(text: str) -> str:
    """A document's number as it is kept and looked for: composed letters, one kind of dash, no spaces, no “Số”."""
    composed = unicodedata.normalize("NFC", text.replace("\x00", "")).strip()
    return re.sub(r"\s+", "", DASHES.sub("-", PREFIX.sub("", composed)))
