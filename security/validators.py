"""Password validators (settings.AUTH_PASSWORD_VALIDATORS)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from security.models import PasswordHistory, User
from security.passwords import classes_in, in_words, rules_for, was_used

COMMON = Path(__file__).resolve().parent / "data" / "common_passwords_vi.txt"
SHORTEST_ROOT = 4


class RegulationPasswordValidator:
    """Length, classes of characters and history, from the strictest regulation that holds for the person (VL.8.3)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError with every rule that the password breaks."""
        rules = rules_for(user)
        broken = []
        if len(password) < rules.min_length.value:
            text = _("The password needs at least %(count)s characters.")
            broken.append(ValidationError(text, "too_short", {"count": rules.min_length.value}))
        if classes_in(password) < rules.classes.value:
            text = _("The password needs at least %(count)s of these: lower case, upper case, digits, signs.")
            broken.append(ValidationError(text, "too_simple", {"count": rules.classes.value}))
        if was_used(user, password, rules):
            text = _("You have used this password before: choose one that is not among the last %(count)s.")
            broken.append(ValidationError(text, "used_before", {"count": rules.history.value}))
        if broken:
            raise ValidationError(broken)

    def get_help_text(self) -> str:
        return " ".join(in_words(rules_for(None)))

    def password_changed(self, password: str, user: Any) -> None:
        """Django calls this when a password was saved by another way than ours: history and age follow all the same."""
        now = timezone.now()
        User.objects.filter(pk=user.pk).update(password_changed_at=now)
        user.password_changed_at = now
        PasswordHistory.objects.create(user=user, password=user.password, set_at=now)


class VietnameseCommonPasswordValidator:
    """Refuses what Vietnamese people commonly take: `matkhau`, `anhyeuem`, also with marks, digits and signs."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for a common password."""
        if forms_of(password) & common_passwords():
            raise ValidationError(_("This password is too common."), code="password_too_common")

    def get_help_text(self) -> str:
        return _("Your password can’t be a commonly used password.")


def forms_of(password: str) -> set[str]:
    """The password in plain letters: as it is, without signs, and without digits and signs at its ends."""
    plain = without_marks(password.casefold())
    letters = re.sub(r"[^a-z0-9]", "", plain)
    root = letters.strip("0123456789")
    return {plain, letters} | ({root} if len(root) >= SHORTEST_ROOT else set())


def without_marks(text: str) -> str:
    """Vietnamese letters as plain ones: `mậtkhẩu` → `matkhau`."""
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
