"""The forms that a screen shows, and the ways to put another agency's keys into their fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bs4 import BeautifulSoup, Tag

from security.isolation.registry import Things, script_fields

HINTS = {
    "image": "image",
    "document": "document",
    "page": "page",
    "parent": "page",
    "collection": "collection",
    "user": "user",
    "owner": "user",
    "person": "user",
    "edited": "user",
    "handler": "user",
    "assignee": "user",
    "delegate": "user",
    "agency": "agency",
    "tag": "tag",
    "group": "group",
    "site": "site",
    "question": "question",
}
"""What a field refers to, by a word in its name. A list or hidden field without such a word takes the common kinds."""
NEVER = {"csrfmiddlewaretoken", "next", "password"}
REFERENCES = {"select", "hidden", "checkbox", "radio", "number"}
COMMON = ("page", "image", "document", "user", "agency", "question")


@dataclass(frozen=True)
class Form:
    """A form of a screen: where it is sent and what it sends when nothing is changed."""

    action: str
    method: str
    values: dict[str, list[str]]
    kinds: dict[str, str]

    def with_keys(self, things: Things) -> Iterator[dict[str, Any]]:
        """What it sends with one of the others' keys in one field."""
        for name, kind in self.kinds.items():
            for key in _keys(name, kind, things):
                yield {**self.values, **script_fields(), name: [str(key)]}

    def queries(self, things: Things) -> Iterator[dict[str, Any]]:
        """A search or a filter with the others' keys in all fields at once, until each field had every kind."""
        keys = {name: _keys(name, "select", things) for name in self.values if name not in NEVER}
        for number in range(max(map(len, keys.values()), default=0)):
            yield {name: str(given[number % len(given)]) for name, given in keys.items() if given}


def forms_on(text: str) -> list[Form]:
    """Every form of a page; several that say the same are one."""
    seen: dict[tuple[Any, ...], Form] = {}
    for tag in BeautifulSoup(text, "html.parser").find_all("form"):
        form = _form(tag)
        if "logout" in form.action or "login" in form.action:
            continue
        seen.setdefault((form.method, form.action.partition("?")[0], tuple(sorted(form.values))), form)
    return list(seen.values())


def _form(tag: Tag) -> Form:
    values: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for field in tag.find_all(["input", "select", "textarea"]):
        name = str(field.get("name") or "")
        kind = str(field.get("type") or "text") if field.name == "input" else field.name
        if not name or kind in {"submit", "button", "file", "image"}:
            continue
        kinds[name] = "text" if _is_no_reference(field, kind) else kind
        values.setdefault(name, []).extend(_sent(field, kind))
    method = str(tag.get("method") or "get").lower()
    return Form(str(tag.get("action") or ""), method, values, kinds)


def _is_no_reference(field: Tag, kind: str) -> bool:
    """A list or a box whose values are words chooses among words, not among objects."""
    if kind == "select":
        values = [str(option.get("value") or "") for option in field.find_all("option")]
        return bool(values) and not any(value.isdecimal() for value in values)
    return kind in {"checkbox", "radio"} and not str(field.get("value") or "").isdecimal()


def _sent(field: Tag, kind: str) -> list[str]:
    if kind == "select":
        return [str(option.get("value") or "") for option in field.find_all("option") if option.has_attr("selected")]
    if kind in {"checkbox", "radio"}:
        return [str(field.get("value") or "on")] if field.has_attr("checked") else []
    return [field.text if kind == "textarea" else str(field.get("value") or "")]


def _keys(name: str, kind: str, things: Things) -> list[Any]:
    if name in NEVER or name.endswith(("_FORMS", "-id", "-ORDER", "-DELETE")):
        return []
    hinted = {things_kind for word, things_kind in HINTS.items() if word in name.lower()}
    if not hinted and kind not in REFERENCES:
        return []
    wanted = hinted or set(COMMON)
    return [things[each][0] for each in sorted(wanted) if things.get(each)]
