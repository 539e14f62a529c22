"""The forms of a question's screen: one for each action that asks for something."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_inbox.models import Question, QuestionClass
from qa_inbox.queries import handlers_of
from qa_inbox.traces import period_text
from tenants.calendar import ZONE
from tenants.models import Agency


class ActionForm(forms.Form):
    """What an action asks for; `version` is the state of the question that its reader saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, question: Question, action: str, data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{action}_%s", initial={"version": question.version})
        self.question = question
        self.prepare()

    def prepare(self) -> None:
        """Choices and initial values that depend on the question."""


class ClassifyForm(ActionForm):
    klass = forms.ChoiceField(label=gettext_lazy("Class"))

    def prepare(self) -> None:
        rules = self.question.regulation.questions.rules
        self.fields["klass"].choices = [  # type: ignore[attr-defined]
            (key, f"{QuestionClass(key).label} – {period_text(rule.period)}") for key, rule in rules.items()
        ]
        self.initial["klass"] = self.question.klass


class AssignForm(ActionForm):
    to: Any = forms.ModelChoiceField(label=gettext_lazy("Handled by"), queryset=None)

    def prepare(self) -> None:
        self.fields["to"].queryset = handlers_of(self.question.agency)  # type: ignore[attr-defined]
        self.initial["to"] = self.question.assigned_to_id


class ForwardForm(ActionForm):
    to: Any = forms.ModelChoiceField(label=gettext_lazy("Competent agency"), queryset=None)
    reason = forms.CharField(
        label=gettext_lazy("Note for the asker"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def prepare(self) -> None:
        own = self.question.agency
        others = Agency.objects.of_province(own.root).answering().exclude(pk=own.pk)
        self.fields["to"].queryset = others  # type: ignore[attr-defined]


class ReasonForm(ActionForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class OutOfFieldForm(ReasonForm):
    reason = forms.CharField(
        label=gettext_lazy("What the asker is told"),
        help_text=gettext_lazy("Say why, and which agency is competent. It is sent at once."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DraftForm(ActionForm):
    answer = forms.CharField(label=gettext_lazy("Answer"), widget=forms.Textarea(attrs={"rows": 12}))

    def prepare(self) -> None:
        self.initial["answer"] = self.question.answer


class DayForm(ActionForm):
    day = forms.DateField(
        label=gettext_lazy("Date of the answer"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class NoticeForm(DayForm):
    reason = forms.CharField(
        label=gettext_lazy("How far the answer is"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class PublishForm(ActionForm):
    public_subject = forms.CharField(label=gettext_lazy("The subject as it is published"), max_length=200)
    public_body = forms.CharField(
        label=gettext_lazy("The question as it is published"),
        help_text=gettext_lazy("Take out names, addresses, numbers and whatever else tells who asked."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def prepare(self) -> None:
        self.initial |= {"public_subject": self.question.subject, "public_body": self.question.body}


class DelegationForm(forms.Form):
    delegate: Any = forms.ModelChoiceField(label=gettext_lazy("Delegate"), queryset=None)
    decision = forms.CharField(label=gettext_lazy("Number of the decision"), max_length=80)
    first_day = forms.DateField(
        label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, people: Any, data: Any = None) -> None:
        super().__init__(data)
        self.fields["delegate"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("first_day"), values.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The end lies before the beginning."))
        return values

    def span(self) -> tuple[datetime, datetime | None]:
        """From the first moment of the first day to the last of the last."""
        first: date = self.cleaned_data["first_day"]
        last: date | None = self.cleaned_data["last_day"]
        until = datetime.combine(last, time.max, ZONE) if last else None
        return datetime.combine(first, time.min, ZONE), until
