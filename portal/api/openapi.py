"""The OpenAPI 3.1 description of the API, by hand: eight schemas. A test holds it to what the API answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.api.asked import FIRST_YEAR, LAST_YEAR, LIMIT, MOST
from portal.catalogue import listable_kinds

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
URL: Schema = {"type": "string", "format": "uri"}
DAY: Schema = {"type": "string", "format": "date"}
INSTANT: Schema = {"type": "string", "format": "date-time"}


def description(agency: Any, root: str, reuse: str) -> Schema:
    """The description for one portal; only a provincial one knows the scope of its province."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Public API of %(agency)s") % {"agency": agency.name},
            "version": "1.0.0",
            "description": reuse,
        },
        "servers": [{"url": root}],
        "paths": {
            "/api/v1/content": _get(_("Published texts, newest first"), "ContentList", _filters(agency), bad=True),
            "/api/v1/content/{id}": _get(_("One text with its facts, words and files"), "Content", _one(agency)),
            "/api/v1/agency": _get(_("The agency whose portal this is"), "Agency"),
            "/api/v1/sections": _get(_("The sections of the portal"), "SectionList"),
            "/api/v1/kinds": _get(_("The kinds of content and how many texts there are of each"), "KindList"),
        },
        "components": {"schemas": _schemas(), "responses": _responses()},
    }


def _get(summary: str, schema: str, parameters: list[Schema] | None = None, *, bad: bool = False) -> Schema:
    ok = {"description": summary, "content": {"application/json": {"schema": _ref(schema)}}}
    refused = {"400": {"$ref": "#/components/responses/Bad"}} if bad else {}
    missing = {"404": {"$ref": "#/components/responses/Missing"}} if schema == "Content" else {}
    limited = {"304": {"description": _("Unchanged")}, "429": {"$ref": "#/components/responses/Limited"}}
    return {
        "get": {
            "summary": summary,
            "operationId": f"get{schema}",
            "parameters": parameters or [],
            "responses": {"200": ok, **refused, **missing, **limited},
        }
    }


def _filters(agency: Any) -> list[Schema]:
    return [
        _query("kind", _("Kind of content"), {"type": "string", "enum": sorted(listable_kinds())}),
        _query("section", _("Key of a section, or its path on this portal"), TEXT),
        _query("year", _("Year of the date"), {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}),
        _query("from", _("Dated on this day or later"), DAY),
        _query("to", _("Dated on this day or earlier"), DAY),
        _query("updated_since", _("Changed at this instant or later; the longest unchanged come first"), INSTANT),
        _query("q", _("Words that the text must have, with or without diacritics"), TEXT),
        *_scope(agency),
        _query("limit", _("Texts in one answer"), {**NUMBER, "minimum": 1, "maximum": MOST, "default": LIMIT}),
        _query("cursor", _("Where the page before ended; take the address from “next”"), TEXT),
    ]


def _one(agency: Any) -> list[Schema]:
    return [{"name": "id", "in": "path", "required": True, "schema": NUMBER}, *_scope(agency)]


def _scope(agency: Any) -> list[Schema]:
    if not agency.is_province:
        return []
    choices = {"type": "string", "enum": ["agency", "province"], "default": "agency"}
    return [_query("scope", _("This portal alone, or all portals of the province"), choices)]


def _query(name: str, text: str, schema: Schema) -> Schema:
    return {"name": name, "in": "query", "description": text, "schema": schema}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _schemas() -> Schema:
    values = [TEXT, {"type": "number"}, {"type": "boolean"}]
    value = {"anyOf": [*values, _list({"anyOf": values})]}
    fact = _object({"label": TEXT, "value": value, "url": _or_null(URL), "urls": _list(URL)})
    item = _item()
    more = {
        "facts": {"type": "object", "additionalProperties": fact},
        "text": TEXT,
        "author": TEXT,
        "source": _object({"name": TEXT, "url": TEXT}),
        "files": _list(_object({"title": TEXT, "url": URL, "bytes": _or_null(NUMBER)})),
    }
    section = {"id": NUMBER, "key": TEXT, "path": TEXT, "title": TEXT, "summary": TEXT, "url": URL}
    kind = {"kind": TEXT, "name": TEXT, "schema_type": TEXT, "number": NUMBER}
    return {
        "Item": _object(item),
        "Content": _object(item | more),
        "ContentList": _object({"items": _list(_ref("Item")), "next": _or_null(URL)}),
        "Agency": _object(_agency()),
        "SectionList": _object({"items": _list(_object(section))}),
        "KindList": _object({"items": _list(_object(kind))}),
        "Problem": _object({"type": TEXT, "status": NUMBER, "detail": TEXT, "errors": {"type": "object"}}),
    }


def _item() -> Schema:
    return {
        "id": NUMBER,
        "uid": {**TEXT, "description": _("Names the text for good, whatever its address and agency become")},
        "kind": TEXT,
        "title": TEXT,
        "summary": TEXT,
        "number": TEXT,
        "date": _or_null(DAY),
        "published_at": INSTANT,
        "updated_at": INSTANT,
        "language": TEXT,
        "url": URL,
        "api_url": URL,
        "agency": _object({"id": TEXT, "name": TEXT, "url": URL}),
        "section": _or_null(_object({"key": TEXT, "title": TEXT, "url": URL})),
        "image": _or_null(_object({"url": URL, "alt": TEXT})),
    }


def _agency() -> Schema:
    names = ("id", "name", "short_name", "kind", "address", "phone", "fax", "email", "head_name", "owning_agency")
    texts = dict.fromkeys((*names, "managing_unit", "operating_unit", "unit_code", "province", "reuse"), TEXT)
    return texts | {"portals": _list(_object({"language": TEXT, "url": URL}))}


def _responses() -> Schema:
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    waiting = {"Retry-After": {"description": _("Seconds to wait"), "schema": NUMBER}}
    return {
        "Bad": {"description": _("A parameter cannot be understood"), "content": problem},
        "Missing": {"description": _("Nothing is published at this address"), "content": problem},
        "Limited": {"description": _("Too many requests"), "headers": waiting, "content": problem},
    }
