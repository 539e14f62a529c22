"""The agency's screen of its look: change it, see it before it is used, its versions. For its administrator alone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from tenants.admin_views import not_allowed
from tenants.look_addresses import Addresses
from tenants.look_files import BrokenFile, export_look, file_name, import_look
from tenants.look_forms import ImportLookForm, LookForms, RestoreLookForm
from tenants.looks import LookChanged, change_look, default_look, look_in_use, look_of, restore_look
from tenants.models import Agency, BasePage, Look
from tenants.permissions import user_can_administer_agency
from tenants.themes import THEMES, known_theme, swatch

PER_PAGE = 20


def administrators_only(view: Any) -> Any:
    """403 for anybody else who serves the agency."""

    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.agency is None:
            raise Http404
        if not user_can_administer_agency(request.user, request.agency):
            return not_allowed(request)
        try:
            answer: HttpResponse = view(request, *args, **kwargs)
        except PermissionDenied:
            return not_allowed(request)
        return answer

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def look(request: Any) -> HttpResponse:
    """The look in use, to be changed, and the list of versions."""
    agency: Agency = request.agency
    current = look_in_use(agency)
    if request.method != "POST":
        return _page(request, LookForms(agency, current))
    forms = LookForms(agency, current, request.POST)
    if not forms.is_valid():
        return _page(request, forms)
    data = forms.form.cleaned_data
    try:
        now = timezone.now()
        made = change_look(
            agency, forms.look, actor=request.user, now=now, note=data["note"], based_on=data["based_on"]
        )
    except LookChanged as error:
        return _page(request, _asked_again(request, error))
    except ValidationError as error:
        forms.refuse(error)
        return _page(request, forms)
    if made.number == current.number:
        messages.warning(request, _("Nothing was changed: the portal looks like that already."))
    else:
        messages.success(request, _("The portal looks like that now: version %(n)d.") % {"n": made.number})
    return redirect("tenants:look")


def _asked_again(request: Any, error: LookChanged) -> LookForms:
    """What was typed stays; sending it once more replaces the other's version knowingly."""
    agency = Agency.objects.select_related("look").get(pk=request.agency.pk)
    data = request.POST.copy()
    data["based_on"] = str(look_in_use(agency).number)
    again = LookForms(agency, look_in_use(agency), data)
    again.is_valid()
    again.refuse(error)
    return again


@require_POST
@administrators_only
def preview_look(request: Any) -> HttpResponse:
    """The front page as it would look with what was typed; nothing is kept."""
    forms = LookForms(request.agency, look_in_use(request.agency), request.POST)
    if not forms.is_valid():
        return _page(request, forms)
    return _preview(request, forms.look)


@require_safe
@administrators_only
def look_version(request: Any, look_number: int) -> HttpResponse:
    """One version: what it contains, with its preview, to be restored or exported."""
    return _version_page(request, _version(request, look_number), RestoreLookForm())


@require_safe
@administrators_only
def preview_look_version(request: Any, look_number: int) -> HttpResponse:
    return _preview(request, _version(request, look_number))


@require_POST
@administrators_only
def restore_look_version(request: Any, look_number: int) -> HttpResponse:
    """Take an earlier version into use again (TB.10.3)."""
    earlier, form = _version(request, look_number), RestoreLookForm(request.POST)
    if form.is_valid():
        try:
            note = form.cleaned_data["note"]
            made = restore_look(request.agency, look_number, actor=request.user, now=timezone.now(), note=note)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _restored(look_number, made.number))
            return redirect("tenants:look")
    return _version_page(request, earlier, form)


def _restored(number: int, now: int) -> str:
    text = _("The look of version %(number)d is in use again, as version %(now)d.")
    return text % {"number": number, "now": now}


@require_safe
@administrators_only
def export_look_version(request: Any, look_number: int) -> HttpResponse:
    found = _version(request, look_number)
    response = HttpResponse(export_look(request.agency, found), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(request.agency, found)}"'
    return response


@require_POST
@administrators_only
def import_look_file(request: Any) -> HttpResponse:
    """Take the look of a file into use; what is wrong with the file is said, and nothing changes."""
    form = ImportLookForm(request.POST, request.FILES)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made, left_out = import_look(
                request.agency, data["file"], actor=request.user, now=timezone.now(), note=data["note"]
            )
        except (BrokenFile, ValidationError) as error:
            form.add_error("file", error.messages)
        else:
            messages.success(request, _("The look of the file is in use now: version %(n)d.") % {"n": made.number})
            if left_out:
                text = _("Left out of the menu, because your portal has no such page: %(pages)s.")
                messages.warning(request, text % {"pages": ", ".join(left_out)})
            return redirect("tenants:look")
    return _page(request, LookForms(request.agency, look_in_use(request.agency)), form)


def _version(request: Any, number: int) -> Look:
    try:
        return look_of(request.agency, number)
    except Look.DoesNotExist:
        raise Http404 from None


def _preview(request: Any, tried: Look) -> HttpResponse:
    """The front page rendered as the portal would, in the language asked for."""
    agency: Agency = request.agency
    wanted = request.POST.get("language") or request.GET.get("language")
    home: BasePage | None = agency.english_home if wanted == "en" else agency.home_page
    if home is None:
        raise Http404
    answer: HttpResponse = home.specific.make_preview_request(request, extra_request_attrs={"look": tried})
    return answer


def _page(request: Any, forms: LookForms, import_form: ImportLookForm | None = None) -> HttpResponse:
    agency: Agency = request.agency
    versions = Paginator(Look.objects.filter(agency=agency).select_related("made_by").order_by("-number"), PER_PAGE)
    first = default_look(agency)
    context = {
        "page_title": _("Look"),
        "header_icon": "desktop",
        "forms": forms,
        "form": forms.form,
        "import_form": import_form or ImportLookForm(),
        "versions": versions.get_page(request.GET.get("page")),
        "first": first,
        "in_use": look_in_use(agency).number,
        "has_english": agency.english_home_id is not None,
        "suggestions": _sections(agency),
    }
    return render(request, "tenants/look.html", context)


def _sections(agency: Agency) -> list[tuple[str, str]]:
    """Addresses of the sections with their titles, to be proposed for the menu."""
    home = agency.home_page
    if home is None:
        return []
    pages = BasePage.objects.child_of(home).live().order_by("path").values_list("url_path", "title")
    return [(path[len(home.url_path) - 1 :], title) for path, title in pages]


def _version_page(request: Any, shown: Look, form: RestoreLookForm) -> HttpResponse:
    agency: Agency = request.agency
    addresses = Addresses(agency)
    context = {
        "page_title": _("Look, version %(number)d") % {"number": shown.number},
        "header_icon": "desktop",
        "shown": shown,
        "theme": THEMES[known_theme(shown.theme)],
        "colour": swatch(known_theme(shown.theme)),
        "menu": addresses.write(shown.menu),
        "links": addresses.write(shown.links),
        "form": form,
        "in_use": look_in_use(agency).number == shown.number,
        "has_english": agency.english_home_id is not None,
    }
    return render(request, "tenants/look_version.html", context)
