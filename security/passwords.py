"""Which password rules hold for a person, and when a password has to be changed (VL.8.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import check_password
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from security.models import PasswordHistory
from tenants.calendar import ZONE, Period, Unit, add_months
from tenants.models import Agency
from tenants.regulation import Regulation, get_regulation
from tenants.regulation.safety import Passwords

CLASS_TESTS = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


def rules_for(user: Any) -> Passwords:
    """The strictest rules of the regulations under which the person serves, or is about to (`user.joins`).

    The default ones for all others.
    """
    joins = getattr(user, "joins", None)
    codes: set[str] = {joins.regulation.code} if joins is not None else set()
    if user is not None and user.pk:
        rows = Agency.objects.filter(memberships__user=user).values_list("regulation_code", "province__regulation_code")
        codes |= {own or of_province for own, of_province in rows if own or of_province}
    return Regulation.strictest_passwords([get_regulation(code) for code in sorted(codes) or ["default"]])


def expires_at(user: Any, rules: Passwords | None = None) -> dt.datetime | None:
    """The instant from which the password can only be changed; None where no regulation sets an age.

    The age runs from the day of the last change, else of the account's creation; the last day counts in full.
    """
    age = (rules or rules_for(user)).max_age.value
    if age is None:
        return None
    since = (user.password_changed_at or user.date_joined).astimezone(ZONE).date()
    after = last_day(since, age) + dt.timedelta(days=1)
    return dt.datetime.combine(after, dt.time(), ZONE)


def last_day(since: dt.date, age: Period) -> dt.date:
    """The last day on which a password from `since` is good. Raises ValueError for an age in working time."""
    if age.unit is Unit.CALENDAR_MONTHS:
        return add_months(since, age.amount)
    if age.unit is Unit.CALENDAR_DAYS:
        return since + dt.timedelta(days=age.amount)
    raise ValueError(f"the age of a password is not counted in {age.unit}")


def must_change(user: Any, now: dt.datetime) -> bool:
    """Whether the person can do nothing but change the password."""
    if user.must_change_password:
        return True
    end = expires_at(user)
    return end is not None and now >= end


def classes_in(password: str) -> int:
    """How many of lower case, upper case, digits and signs occur."""
    return sum(any(map(test, password)) for test in CLASS_TESTS)


def was_used(user: Any, password: str, rules: Passwords) -> bool:
    """Whether it is the present password or one of the last few."""
    if user is None or not user.pk or not rules.history.value:
        return False
    earlier = PasswordHistory.objects.filter(user=user).values_list("password", flat=True)[: rules.history.value]
    return any(check_password(password, hash_) for hash_ in {user.password, *earlier} if hash_)


def in_words(rules: Passwords) -> list[str]:
    """The rules as sentences for those who choose a password."""
    length, classes, history = rules.min_length.value, rules.classes.value, rules.history.value
    sentences = [
        ngettext("At least %(count)s character.", "At least %(count)s characters.", length) % {"count": length},
        _("At least %(count)s of these: lower case, upper case, digits, signs.") % {"count": classes},
        _("No common password, and nothing like your name or user name."),
    ]
    if history:
        text = _("None of your last %(count)s passwords.")
        sentences.append(text % {"count": history})
    return sentences
