"""The screens of translations: what is translated, what is stale, what is not translated yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from editorial.transitions import NotAllowed
from portal import translations
from portal.models import ContentPage, SectionPage
from tenants.admin_views import agency_at_work, not_allowed
from tenants.models import Agency, BasePage
from tenants.permissions import user_can_review_for, user_can_update_for

PER_PAGE = 25


def user_sees_translations(user: Any, agency: Agency) -> bool:
    """Those who write or decide for an agency that has an English portal."""
    return agency.english_home_id is not None and (
        user_can_update_for(user, agency) or user_can_review_for(user, agency)
    )


class TranslateForm(forms.Form):
    """Where the draft is to stand."""

    section = forms.ModelChoiceField(
        SectionPage.objects.none(), label=gettext_lazy("English section"), empty_label=None
    )

    def __init__(self, *args: Any, sections: list[SectionPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = SectionPage.objects.filter(pk__in=[one.pk for one in sections])
        self.fields["section"].initial = sections[0].pk if sections else None


@require_safe
def listed(request: Any) -> HttpResponse:
    """The agency's translations, stale ones first, and what has none."""
    agency = agency_at_work(request)
    if not user_sees_translations(request.user, agency):
        return not_allowed(request)
    context = {
        "page_title": _("Translations"),
        "header_icon": "globe",
        "rows": Paginator(translations.translations_of(agency), PER_PAGE).get_page(request.GET.get("p")),
        "waiting": translations.untranslated(agency)[:PER_PAGE],
        "may_write": user_can_update_for(request.user, agency),
    }
    return render(request, "portal/translations/list.html", context)


@require_http_methods(["GET", "POST"])
def translate(request: Any, page_id: int) -> HttpResponse:
    """Choose the section, make the draft, and go on in the editor."""
    page = _page(request, page_id)
    if not translations.user_can_translate_page(request.user, page):
        return not_allowed(request)
    made = translations.translation_of(page)
    if made is not None:
        messages.warning(request, _("This text has an English page already."))
        return redirect("wagtailadmin_pages:edit", made.pk)
    form = TranslateForm(request.POST or None, sections=translations.sections_for(page))
    if request.method == "POST" and form.is_valid():
        where = form.cleaned_data["section"]
        try:
            made = translations.translate(page, section=where, actor=request.user, now=timezone.now())
        except NotAllowed as refusal:
            form.add_error("section", str(refusal.message))
        else:
            messages.success(request, _("The English draft is there. Translate it, then submit it to the board."))
            return redirect("wagtailadmin_pages:edit", made.pk)
    context = {"page_title": _("Translate into English"), "header_icon": "globe", "page": page, "form": form}
    return render(request, "portal/translations/translate.html", context, status=422 if form.errors else 200)


@require_POST
def confirm(request: Any, page_id: int) -> HttpResponse:
    """The translation follows the newest original again."""
    page = _page(request, page_id)
    if not user_can_update_for(request.user, request.agency):
        return not_allowed(request)
    try:
        translations.confirm(page, actor=request.user, now=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("It is noted that the translation follows the newest original."))
    return redirect("translations:list")


def _page(request: Any, page_id: int) -> BasePage:
    """A content page of the agency one works in; of any other agency it does not exist."""
    pages = BasePage.objects.select_related("agency", "locale", "content_type")
    page: BasePage = get_object_or_404(pages, pk=page_id, agency=agency_at_work(request))
    if not (issubclass(page.specific_class, ContentPage) and page.specific_class.listable):
        raise Http404
    return page
