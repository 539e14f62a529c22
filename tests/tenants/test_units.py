"""units.csv: what is wrong is named with file and line; provinces without a regulation are served by it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tenants import units
from tenants.regulation import RegulationError, all_regulations, get_regulation, regulation_in_use
from tenants.unit_lists import country_rows, standard_departments

HEAD = "code,name,kind,parent_code,ascii\n01,Thành phố Hà Nội,province,,ha-noi\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "units.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "units.csv, line 1: the columns must be code, name"),
        ("code,name\n", "line 1: the columns"),
        (HEAD + "00004,Phường Ba Đình,ward\n", "line 3: there must be 5 values, not 3"),
        (HEAD + "00004,Phường Ba Đình,village,01,ba-dinh\n", "line 3: 'village' is no kind"),
        (HEAD + "4,Phường Ba Đình,ward,01,ba-dinh\n", "line 3: the code '4' must have 5 digits"),
        (HEAD + "00004,Phường A,ward,01,a\n00004,Phường B,ward,01,b\n", "line 4: the code 00004 stands twice"),
        (HEAD + "00004,,ward,01,ba-dinh\n", "line 3: the name is missing"),
        (HEAD + "00004,Phường Ba Đình,ward,02,ba-dinh\n", "line 3: there is no province '02'"),
        (HEAD + "02,Tỉnh Hà Nội,province,,ha-noi\n", "line 3: the label 'hanoi' stands twice"),
        (HEAD + "02,Tỉnh Hà,province,,hà\n", "line 3: no domain label"),
    ],
)
def test_a_broken_list_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(units.UnitsError, match=says):
        units.read_provinces(written(tmp_path, text))


def test_a_list_that_is_not_there_or_not_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(units.UnitsError, match=r"units\.csv"):
        units.read_provinces(tmp_path / "units.csv")
    (tmp_path / "units.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(units.UnitsError, match=r"units\.csv"):
        units.read_provinces(tmp_path / "units.csv")


def test_every_province_of_the_country_can_be_served() -> None:
    today, own = dt.date(2026, 11, 27), set()
    assert len(units.provinces()) == 34
    for label in units.provinces():
        regulation = regulation_in_use(label, today)
        assert {"province", "department", "commune"} <= set(regulation.kinds)
        assert regulation.main_host == f"{label}.gov.vn" or not regulation.is_default
        if not regulation.is_default:
            own.add(regulation.code)
    assert own == {"hungyen-2025", "ninhbinh-2015", "thainguyen-2012", "vinhlong-2021"}


def test_a_province_without_a_regulation_has_only_default_values() -> None:
    regulation = get_regulation("default-danang")
    assert {fact.basis for _path, fact in regulation.facts()} == {"default"}
    assert regulation.official_name == "Cổng thông tin điện tử thành phố Đà Nẵng"
    assert regulation.english_host == "en.danang.gov.vn"
    assert "thành phố" in regulation.parties["province"].name_vi
    assert not regulation.may_stand_below("district", "province")
    assert regulation.may_stand_below("commune", "province")
    assert get_regulation("default-caobang").official_name == "Cổng thông tin điện tử tỉnh Cao Bằng"
    assert regulation.code not in {each.code for each in all_regulations()}


@pytest.mark.parametrize("code", ["default-atlantis", "default-", "default-province"])
def test_no_other_province_is_invented(code: str) -> None:
    with pytest.raises(RegulationError, match="there is no such regulation"):
        get_regulation(code)


def test_the_standard_departments_are_called_after_city_or_province() -> None:
    assert "Thanh tra thành phố" in {row.name for row in standard_departments("hanoi")}
    assert "Thanh tra tỉnh" in {row.name for row in standard_departments("caobang")}
    assert standard_departments("atlantis") == []
    rows = [row for label in units.provinces() for row in country_rows(label)]
    assert sum(row.kind == "commune" for row in rows) == 3321
    assert sum(row.kind == "department" for row in rows) == 34 * 12
