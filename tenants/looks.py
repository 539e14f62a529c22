"""How a portal looks: changed, restored and read apart from all content (TB.10.3, docs/decisions/0010-looks.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from tenants.look_addresses import is_own_or_https
from tenants.models import Agency, AgencyState, BasePage, HomeBlock, Look
from tenants.permissions import user_can_administer_agency
from tenants.references import check_references
from tenants.signals import look_taken
from tenants.themes import THEMES, known_theme

MOST_ENTRIES = 30
LONGEST_LABEL = 80
LONGEST_ADDRESS = 500
LANGUAGES = frozenset({"vi", "en"})


class LookChanged(ValidationError):
    """Somebody else changed the look after the one that this change started from."""


def default_look(agency: Agency) -> Look:
    """The look of a portal that nobody has given another: number 0, no row."""
    return Look(agency=agency, number=0, theme=known_theme(agency.theme), made_at=agency.created_at)


def look_in_use(agency: Agency) -> Look:
    """No query where the agency was read together with its look."""
    return agency.look or default_look(agency)


def look_of(agency: Agency, number: int) -> Look:
    """A version by its number; 0 is the look as set up. Raises Look.DoesNotExist."""
    if number == 0:
        return default_look(agency)
    rows = Look.objects.select_related("made_by", "logo", "banner")
    found: Look = rows.get(agency=agency, number=number)
    return found


@transaction.atomic
def change_look(
    agency: Agency, look: Look, *, actor: Any, now: datetime, note: str = "", based_on: int | None = None
) -> Look:
    """Take the content of `look` into use as the agency's next version; the one in use when it is the same.

    Raises PermissionDenied for anybody but the agency's administrator, LookChanged when another version than
    `based_on` is in use by now, ValidationError by field for what a look cannot be.
    """
    return _take_into_use(agency, look, "tenants.change_look", actor=actor, now=now, note=note, based_on=based_on)


@transaction.atomic
def restore_look(agency: Agency, number: int, *, actor: Any, now: datetime, note: str = "") -> Look:
    """Make an earlier version the look in use again, as a new version (TB.10.3). Content stays as it is."""
    earlier = look_of(agency, number)
    return _take_into_use(agency, earlier, "tenants.restore_look", actor=actor, now=now, note=note, restored=number)


def _take_into_use(
    agency: Agency,
    look: Look,
    action: str,
    *,
    actor: Any,
    now: datetime,
    note: str,
    based_on: int | None = None,
    restored: int | None = None,
) -> Look:
    agency = Agency.objects.select_for_update(of=("self",)).select_related("province", "look").get(pk=agency.pk)
    check_may_change(agency, actor)
    current = look_in_use(agency)
    if based_on is not None and based_on != current.number:
        text = _("Somebody else changed the look meanwhile: version %(number)d is in use now.")
        raise LookChanged(text % {"number": current.number}, code="changed")
    last = Look.objects.filter(agency=agency).order_by("-number").values_list("number", flat=True).first() or 0
    values = {name: getattr(look, name) for name in Look.CONTENT}
    made = Look(
        agency=agency, number=last + 1, made_by=actor, made_at=now, note=note.strip()[:200], restored_from=restored
    )
    for name, value in values.items():
        setattr(made, name, value)
    check_look(made)
    if made.content == current.content:
        return current
    made.save()
    agency.look = made
    agency.save(update_fields=["look"])
    data = {"number": made.number, "note": made.note, **({"from": restored} if restored is not None else {})}
    log(agency, action, user=actor, timestamp=now, data=data)
    look_taken.send(sender=Agency, agency=agency, look=made)
    return made


def check_may_change(agency: Agency, actor: Any) -> None:
    """The agency's administrator, while it has not closed; `actor` None is the system itself: a command, the demo."""
    if actor is not None and not user_can_administer_agency(actor, agency):
        raise PermissionDenied
    if agency.state == AgencyState.CLOSED:
        raise ValidationError(_("“%(name)s” has closed already.") % {"name": agency})


def check_look(look: Look) -> None:
    """Raises ValidationError, by field, for a look that cannot be shown or refers to what is another agency's."""
    errors: dict[str, list[str]] = defaultdict(list)
    if look.theme not in THEMES:
        errors["theme"].append(_("There are no such colours: %(theme)s.") % {"theme": look.theme})
    errors["layout"] += _layout_errors(look.layout)
    errors["menu"] += _entry_errors(look.menu, with_pages=True) or _page_errors(look)
    errors["links"] += _entry_errors(look.links, with_pages=False)
    try:
        check_references(look)
    except ValidationError as error:
        for field, texts in error.message_dict.items():
            errors[field] += texts
    found = {field: texts for field, texts in errors.items() if texts}
    if found:
        raise ValidationError(found)


def _layout_errors(layout: Any) -> list[str]:
    known = set(HomeBlock.values)
    rows: list[Any] = layout if isinstance(layout, list) else [None]
    if not all(isinstance(row, dict) and set(row) == {"block", "shown"} for row in rows):
        return [_("The front page is described in a way that is not understood.")]
    names = [row["block"] for row in rows]
    if not all(isinstance(name, str) and name in known for name in names):
        return [_("The front page has no such part: %(parts)s.") % {"parts": ", ".join(map(str, names))}]
    if len(set(names)) < len(names):
        return [_("A part of the front page is named twice.")]
    return []


def _entry_errors(entries: Any, *, with_pages: bool) -> list[str]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        return [_("The entries are described in a way that is not understood.")]
    if len(entries) > MOST_ENTRIES:
        return [_("There are more than %(most)d entries.") % {"most": MOST_ENTRIES}]
    return [text for entry in entries if (text := _entry_error(entry, with_pages))]


def _entry_error(entry: Mapping[str, Any], with_pages: bool) -> str:
    label, page, url = entry.get("label"), entry.get("page"), entry.get("url")
    one_target = {"language", "label"} | ({"page"} if with_pages and "page" in entry else {"url"})
    if set(entry) != one_target or entry["language"] not in LANGUAGES or not isinstance(label, str):
        return _("The entries are described in a way that is not understood.")
    if len(label) > LONGEST_LABEL:
        return _("“%(label)s…” is longer than %(most)d characters.") % {"label": label[:20], "most": LONGEST_LABEL}
    if "page" in entry:
        return "" if isinstance(page, int) else _("The entries are described in a way that is not understood.")
    if not label:
        return _("An entry that leads to no page of your portal needs a name.")
    if not isinstance(url, str) or len(url) > LONGEST_ADDRESS or not is_own_or_https(url):
        return _("“%(label)s” leads to no address that begins with https://.") % {"label": label}
    return ""


def _page_errors(look: Look) -> list[str]:
    """A key of no page at all shows nothing and is left alone: the page was deleted."""
    keys = [entry["page"] for entry in look.menu if "page" in entry]
    if keys and BasePage.objects.filter(pk__in=keys).exclude(agency=look.agency).exists():
        return [_("The menu leads to a page of another agency. Choose one of your own.")]
    return []
