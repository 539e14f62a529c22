"""Where a law that a regulation cites was replaced, the new text applies, and the office is shown what rests on it."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tenants.regulation import RegulationError, get_regulation, load_regulation
from tenants.regulation.loader import DIRECTORY
from tenants.regulation.newer import FILE, NewerLaw, in_place_of, newer_laws
from tests.isolation.work import Desk, text_of


@pytest.mark.clause("TB.18.1")
def test_the_new_text_applies_from_its_day_and_a_chain_is_followed() -> None:
    old = ["Decree 97/2008/NĐ-CP, Art. 3", "Civil Code"]
    assert in_place_of(old, dt.date(2013, 8, 31)) == []
    assert [law.by for law in in_place_of(old, dt.date(2013, 9, 1))] == ["Decree 72/2013/NĐ-CP"]
    (last,) = in_place_of(old, dt.date(2026, 1, 1))
    assert last == NewerLaw("Decree 97/2008/NĐ-CP", "Decree 147/2024/NĐ-CP", dt.date(2024, 12, 25))


@pytest.mark.clause("TB.18.1")
def test_what_rests_on_a_replaced_law_must_be_compared_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("default.toml", "thaibinh-2024.toml"):
        shutil.copy(DIRECTORY / name, tmp_path)
    laws = tmp_path / "newer_laws.toml"
    law = "Law on Access to Information 104/2016/QH13"
    laws.write_text(f'[[law]]\ncited = "{law}"\nby = "Law 1/2026/QH16"\nsince = 2026-11-25\n', encoding="utf-8")
    monkeypatch.setattr("tenants.regulation.newer.FILE", laws)
    regulation, today = load_regulation("thaibinh-2024", tmp_path), dt.date(2026, 11, 27)
    assert regulation.corrections.answer_within.checked_on == dt.date(2026, 11, 22)
    assert "corrections.answer_within" not in dict(regulation.to_check(dt.date(2026, 11, 24)))
    assert "corrections.answer_within" in dict(regulation.to_check(today))
    assert ("Law 1/2026/QH16", law) in {(newer.by, newer.cited) for newer in regulation.newer_laws(today)}
    path = tmp_path / "default.toml"
    compared = path.read_text(encoding="utf-8").replace("checked_on = 2026-11-22", "checked_on = 2026-11-26")
    path.write_text(compared, encoding="utf-8")
    assert "corrections.answer_within" not in dict(load_regulation("thaibinh-2024", tmp_path).to_check(today))


@pytest.mark.django_db
def test_the_office_reads_which_text_applies(world: Any) -> None:
    text = text_of(Desk(world.users["office_vinhlong"], "vinhlong", "cms.vinhlong.localhost").get("regulation/"))
    assert re.search("<li>[^<]*Nghị định 42/2022/NĐ-CP[^<]*Nghị định 43/2011/NĐ-CP[^<]*15/08/2022", text)
    other = text_of(Desk(world.users["office_hungyen"], "hungyen").get("regulation/"))
    assert "43/2011" not in other


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[law]", "newer_laws.toml"),
        ('[[law]]\ncited = "A"\nby = "B"\n', "law 1: needs exactly"),
        ('[[law]]\ncited = "A"\nby = "B"\nsince = "soon"\n', "law 1: needs two laws"),
        ('[[law]]\ncited = "A"\nby = "B"\nsince = 2020-01-01\n' * 2, "law 2: 'A' stands twice"),
        (
            '[[law]]\ncited = "A"\nby = "B"\nsince = 2020-01-01\n[[law]]\ncited = "B"\nby = "A"\nsince = 2021-01-01\n',
            "circle",
        ),
    ],
)
def test_a_broken_list_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "newer_laws.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegulationError, match=says):
        newer_laws(path)


def test_the_laws_are_named_as_the_regulations_cite_them() -> None:
    cited = {
        law.partition(",")[0]
        for code in ("hungyen-2025", "ninhbinh-2015", "thaibinh-2024", "thainguyen-2012", "vinhlong-2021", "default")
        for _path, fact in get_regulation(code).facts()
        for law in fact.cites
    }
    assert set(newer_laws(FILE)) <= cited
