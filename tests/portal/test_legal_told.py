"""What machines and the search's readers are told of documents of law: their state, and what replaces what."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from portal.catalogue import published
from portal.force import Force
from tests.factories import portal_get
from tests.portal.test_legal import make_document

pytestmark = pytest.mark.django_db


def searched(client: Client, host: str, words: str) -> list[Any]:
    return list(portal_get(client, host, f"/tim-kiem/?q={words}").context["results"])


@pytest.mark.clause("NB.7.1e", "VL.9.3")
def test_machines_are_told_the_state_and_what_replaces_what(world: Any, client: Client) -> None:
    agency, host = world.skhcn, world.host("skhcn")
    old = make_document(agency, title="Quy chế cũ", number="1/2020/QĐ-UBND", issued_on=date(2020, 1, 2))
    other = make_document(agency, title="Quy chế phụ", number="2/2021/QĐ-UBND", issued_on=date(2021, 1, 2))
    new = make_document(agency, title="Quy chế mới", changes=[("replaces", old), ("replaces", other)])

    def facts(page: Any) -> Any:
        return portal_get(client, host, f"/api/v1/content/{page.pk}").json()["facts"]

    assert facts(old)["state"]["value"] == "Đã bị thay thế"
    assert facts(old)["replaced_by"]["urls"] == [new.full_url]
    assert "Quy chế mới"[1:] in facts(old)["replaced_by"]["value"][0]
    told = facts(new)
    assert told["state"]["value"] == "Còn hiệu lực"
    assert told["replaces"]["urls"] == [other.full_url, old.full_url]
    assert ["1/2020" in text for text in told["replaces"]["value"]] == [False, True]
    page = portal_get(client, host, old.url).content.decode()
    data = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    main = next(node for node in data["@graph"] if node["@type"] == "Legislation")
    assert main["legislationLegalForce"] == "https://schema.org/NotInForce"
    assert (main["legislationIdentifier"], main["legislationDate"]) == ("1/2020/QĐ-UBND", "2020-01-02")
    about = next(node["about"] for node in data["@graph"] if "about" in node)
    assert {"state", "replaced_by"} <= {fact["propertyID"] for fact in about}
    found = [result for result in searched(client, host, "quy+che") if result.number]
    assert {result.number: result.state for result in found} == {
        old.number: Force.REPLACED,
        other.number: Force.REPLACED,
        new.number: Force.IN_FORCE,
    }
    assert "state--replaced" in portal_get(client, host, "/tim-kiem/?q=quy+che").content.decode()
    assert "thay thế" not in published().defer(None).get(page=old).text, "the search does not learn what changes"
