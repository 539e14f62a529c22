"""The public forms: ask, track."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from altcha_django.forms import AltchaField
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_inbox.codes import tidy_code
from qa_inbox.models import Question
from qa_inbox.services import Asked
from qa_inbox.tokens import Sum

PHONE = re.compile(r"\+?[\d\s().-]{8,30}")
LONGEST = 10_000


class AskForm(forms.ModelForm):  # type: ignore[type-arg]
    """A question with its asker. Afterwards `human` says whether the form was proven to come from a person.

    Two proofs serve: the work that the browser does where there is JavaScript, and a sum in words. Without either an
    e-mail address is needed, for the link that the asker follows.
    """

    website = forms.CharField(label=gettext_lazy("Leave this field empty"), required=False, max_length=200)
    altcha = AltchaField(required=False, auto="onload", configuration={"hideFooter": True, "hideLogo": True})
    sum = forms.CharField(required=False, max_length=12)
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    consent = forms.BooleanField(
        label=gettext_lazy(
            "I agree that the agency uses these particulars to handle and answer my question. They are not published."
        ),
        error_messages={"required": gettext_lazy("The agency needs your consent to handle the question.")},
    )

    class Meta:
        model = Question
        fields: ClassVar[list[str]] = ["subject", "body", "name", "email", "phone", "address"]
        labels: ClassVar[dict[str, Any]] = {
            "subject": gettext_lazy("What is it about?"),
            "body": gettext_lazy("Describe it in full"),
            "name": gettext_lazy("Full name"),
            "email": gettext_lazy("E-mail"),
            "phone": gettext_lazy("Telephone"),
            "address": gettext_lazy("Address"),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "name": "",
            "body": gettext_lazy("Leave out the numbers of identity papers and accounts."),
            "email": "",
            "phone": "",
            "address": "",
        }

    human = False

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        known = Sum.read(data.get("token", "")) if data is not None else None
        self.sum_asked = known or Sum.new()
        if data is not None and known is None:
            data = data.copy()
            data["token"], data["sum"] = self.sum_asked.token, ""
        super().__init__(data, **kwargs)
        self.initial["token"] = self.sum_asked.token
        label = _("How much is %(sum)s?") % {"sum": self.sum_asked.in_words}
        self.fields["sum"].label = label[:1].upper() + label[1:]
        self.fields["sum"].help_text = _("Write the answer in digits. Without it we send you a link to confirm.")
        self.fields["sum"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.fields["website"].widget.attrs |= {"tabindex": "-1", "autocomplete": "off"}
        self.fields["altcha"].widget.challenge_url = reverse("qa_inbox:challenge")
        self.fields["body"].widget.attrs |= {"rows": 10, "maxlength": LONGEST}
        for name, purpose in (("name", "name"), ("email", "email"), ("phone", "tel"), ("address", "street-address")):
            self.fields[name].widget.attrs["autocomplete"] = purpose

    @property
    def show_sum(self) -> bool:
        """Whether the sum stands on the page for everybody, not only where there is no JavaScript."""
        return self.is_bound and not self.human

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if len(body) > LONGEST:
            raise ValidationError(_("At most %(most)s characters.") % {"most": LONGEST})
        return body

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(_("This is not a telephone number."))
        return phone

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("website"):
            raise ValidationError(_("A field that stays empty was filled in. Empty it, then send again."))
        if not values.get("email") and not values.get("phone") and not {"email", "phone"} & self.errors.keys():
            self.add_error("email", _("Give an e-mail address or a telephone number."))
        self._prove()
        return values

    def _prove(self) -> None:
        """Sets `human`, or tells what is missing."""
        values = self.cleaned_data
        worked = bool(values.get("altcha"))
        self.errors.pop("altcha", None)
        answer = values.get("sum", "")
        summed = bool(answer) and self.sum_asked.is_answered_by(answer)
        self.human = worked or summed
        if answer and not self.human:
            self.add_error("sum", _("That is not right. Try again, in digits."))
        elif not self.human and not values.get("email"):
            self.add_error("sum", _("Answer this, or give an e-mail address to which we can send a link."))
        if not self.errors and not worked and summed:
            self._use_up()

    def _use_up(self) -> None:
        """A form sent twice at the same moment counts once; the second goes on with a mailed link, if it can."""
        self.human = self.sum_asked.use_up()
        if not self.human and not self.cleaned_data.get("email"):
            self.add_error("sum", _("This has been sent already. Load the page anew to send another question."))

    def asked(self) -> Asked:
        """What the person typed."""
        values = self.cleaned_data
        return Asked(**{name: values[name] for name in self.Meta.fields})


class TrackForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Tracking code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        return tidy_code(self.cleaned_data["code"])
