"""The regulation that holds stands in the work area, clause by clause, for everybody who works there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import make_agency, make_province, make_user
from tests.isolation.work import Desk, text_of

pytestmark = pytest.mark.django_db


def test_everybody_reads_the_clauses_with_the_values_in_use(world: Any) -> None:
    text = text_of(Desk(world.users["author_skhcn"], "skhcn-hungyen").get("regulation/"))
    assert world.hungyen.regulation.identity.title_vi in text
    assert "HY.8.2" in text and "VL.8.3" not in text
    assert "24 giờ" in text, "the value of HY.12.4 with its unit"


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [("q=HY.12.4", "HY.12.4", "HY.8.2"), ("area=security", "HY.12.4", "HY.8.2"), ("q=không-có-chữ-này", "", "HY.8.2")],
)
def test_the_clauses_are_found_by_words_and_area(world: Any, query: str, shown: str, hidden: str) -> None:
    text = text_of(Desk(world.users["author_skhcn"], "skhcn-hungyen").get(f"regulation/?{query}"))
    assert f'id="{shown}"' in text or not shown
    assert f'id="{hidden}"' not in text


def test_a_repealed_regulation_says_so(world: Any) -> None:
    province = make_province("thaibinh-2024")
    author = make_user("author_tb", role="author", agency=make_agency(province=province, name="Sở Xây dựng"))
    agency = author.memberships.get().agency
    text = text_of(Desk(author, agency.slug, "cms.thaibinh.localhost").get("regulation/"))
    assert "đã hết hiệu lực" in text
    assert "đã hết hiệu lực" not in text_of(Desk(world.users["author_skhcn"], "skhcn-hungyen").get("regulation/"))


def test_a_province_without_a_regulation_reads_the_values_in_use(db: None) -> None:
    province = make_province("default-caobang", name="Tỉnh Cao Bằng")
    office = make_user("office_caobang", role="office", agency=province)
    text = text_of(Desk(office, "caobang", "cms.caobang.localhost").get("regulation/"))
    assert "Giá trị mặc định cho tỉnh Cao Bằng" in text
    assert "10 ngày làm việc" in text, "the time of an answer"
    assert "HY.8.2" not in text
    assert 'name="q"' not in text, "there are no clauses to search"
