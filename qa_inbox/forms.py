"""The public forms: ask, track."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_inbox.codes import tidy_code
from qa_inbox.models import Question
from qa_inbox.services import Asked
from security.human import HumanForm

PHONE = re.compile(r"\+?[\d\s().-]{8,30}")
LONGEST = 10_000


class AskForm(HumanForm, forms.ModelForm):  # type: ignore[type-arg,misc]
    """A question with its asker. Afterwards `human` says whether the form was proven to come from a person.

    Two proofs serve: the work that the browser does where there is JavaScript, and a sum in words. Without either an
    e-mail address is needed, for the link that the asker follows.
    """

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

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["sum"].help_text = _("Write the answer in digits. Without it we send you a link to confirm.")
        self.fields["body"].widget.attrs |= {"rows": 10, "maxlength": LONGEST}
        for name, purpose in (("name", "name"), ("email", "email"), ("phone", "tel"), ("address", "address-line1")):
            self.fields[name].widget.attrs["autocomplete"] = purpose

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
        self.check_empty()
        if not values.get("email") and not values.get("phone") and not {"email", "phone"} & self.errors.keys():
            self.add_error("email", _("Give an e-mail address or a telephone number."))
        mailed = bool(values.get("email"))
        missing = "" if mailed else _("Answer this, or give an e-mail address to which we can send a link.")
        used = "" if mailed else _("This has been sent already. Load the page anew to send another question.")
        self.prove(missing=missing, used=used)
        return values

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
