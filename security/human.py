"""Proof that a public form comes from a person: work done by the browser, or a sum in words. Without a session.

A token carries the sum: signed, stateless, for a time.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from altcha_django.forms import AltchaField
from django import forms
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

SUM_SALT = "security.sum"
SUM_WITHIN = 2 * 3600
"""Seconds for which a question in words can be used."""

NUMBERS = {
    "vi": ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
PLUS = {"vi": "cộng", "en": "plus"}
CHALLENGE = "qa_inbox:challenge"
"""The public address at which every portal hands out the work for the browser."""


@dataclass(frozen=True)
class Sum:
    """A sum asked in words, for browsers without JavaScript. It keeps out simple robots, not determined ones."""

    one: int
    other: int
    nonce: str

    @classmethod
    def new(cls) -> Sum:
        return cls(secrets.randbelow(9) + 1, secrets.randbelow(9) + 1, secrets.token_urlsafe(9))

    @classmethod
    def read(cls, token: str) -> Sum | None:
        """The sum of a token; None when the token is forged, too old or used up."""
        try:
            found = cls(*signing.loads(token, salt=SUM_SALT, max_age=SUM_WITHIN))
        except (signing.BadSignature, TypeError):
            return None
        return None if cache.get(found._key) else found

    @property
    def token(self) -> str:
        """What the form carries back."""
        return signing.dumps([self.one, self.other, self.nonce], salt=SUM_SALT)

    @property
    def in_words(self) -> str:
        """The sum in words of the active language: "bảy cộng năm"."""
        language = (get_language() or "vi")[:2]
        numbers = NUMBERS.get(language, NUMBERS["vi"])
        return f"{numbers[self.one]} {PLUS.get(language, PLUS['vi'])} {numbers[self.other]}"

    def is_answered_by(self, text: str) -> bool:
        """Whether a person's text is the sum, in digits."""
        return "".join(text.split()) == str(self.one + self.other)

    def use_up(self) -> bool:
        """Marks the sum as used; False when another form used it first."""
        return bool(cache.add(self._key, 1, SUM_WITHIN))

    @property
    def _key(self) -> str:
        return f"human:sum:{self.nonce}"


class HumanForm(forms.Form):
    """The fields of the proof. `prove()` sets `human`, or tells what is missing.

    `website` stays empty: simple robots fill it in. The work is done where there is JavaScript, the sum elsewhere.
    """

    website = forms.CharField(label=gettext_lazy("Leave this field empty"), required=False, max_length=200)
    altcha = AltchaField(required=False, auto="onload", configuration={"hideFooter": True, "hideLogo": True})
    sum = forms.CharField(required=False, max_length=12)
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    human = False

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        known = Sum.read(data.get("token", "")) if data is not None else None
        self.sum_asked = known or Sum.new()
        if data is not None and known is None:
            data = data.copy()
            data["token"], data["sum"] = self.sum_asked.token, ""
        super().__init__(data, *args, **kwargs)
        self.initial["token"] = self.sum_asked.token
        label = _("How much is %(sum)s?") % {"sum": self.sum_asked.in_words}
        self.fields["sum"].label = label[:1].upper() + label[1:]
        self.fields["sum"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        altcha: Any = self.fields["altcha"].widget
        altcha.challenge_url = reverse(CHALLENGE)

    @property
    def show_sum(self) -> bool:
        """Whether the sum stands on the page for everybody, not only where there is no JavaScript."""
        return self.is_bound and not self.human

    def check_empty(self) -> None:
        """Raises ValidationError when the field that nobody sees was filled in."""
        if self.cleaned_data.get("website"):
            raise ValidationError(_("A field that stays empty was filled in. Empty it, then send again."))

    def prove(self, *, missing: str, used: str) -> None:
        """Sets `human`. `missing`, `used`: what is said without any proof, and for one used before; empty: nothing."""
        values = self.cleaned_data
        worked = bool(values.get("altcha"))
        self.errors.pop("altcha", None)
        answer = values.get("sum", "")
        summed = bool(answer) and self.sum_asked.is_answered_by(answer)
        self.human = worked or summed
        if answer and not self.human:
            self.add_error("sum", _("That is not right. Try again, in digits."))
        elif not self.human and missing:
            self.add_error("sum", missing)
        if not self.errors and not worked and summed:
            self._use_up(used)

    def _use_up(self, used: str) -> None:
        """A form sent twice at the same moment counts once."""
        self.human = self.sum_asked.use_up()
        if not self.human and used:
            self.add_error("sum", used)
